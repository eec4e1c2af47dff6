locals {
  # A message stays hidden six times as long as its reader may take, as AWS advises.
  queues = {
    user-signups    = { reader = "process-user-signup", rule = "user-registered" }
    liveness-checks = { reader = "compare-faces" }
    webhooks        = { reader = "process-webhook" }
  }

  # Where streams and asynchronous calls leave what they could not do.
  failures = ["ocr-extraction-dlq", "sanctions-screening-dlq", "post-confirmation-dlq"]

  rules = {
    user-registered = { source = "vestibule.accounts", detail_type = "user.registered", queue = "user-signups" }
  }
}

module "messages" {
  source = "../modules/messages"
  prefix = local.prefix
  topics = {
    user-notifications = []
    admin-alerts       = ["cloudwatch.amazonaws.com", "events.amazonaws.com"]
  }
  kms_key_arn     = module.key_data.arn
  email_sender    = var.email_sender
  email_domain    = var.email_domain
  alert_emails    = var.alert_emails
  alert_endpoints = var.alert_endpoints
}

module "queue" {
  source              = "../modules/queue"
  for_each            = local.queues
  name                = "${local.prefix}-${each.key}"
  kms_key_arn         = module.key_data.arn
  visibility_timeout  = 6 * local.sizes[each.value.reader].timeout
  senders             = can(each.value.rule) ? [{ sid = "Rule", service = "events.amazonaws.com", source_arn = local.rule_arns[each.value.rule] }] : []
  dead_letter_senders = can(each.value.rule) ? [{ sid = "Rule", service = "events.amazonaws.com", source_arn = local.rule_arns[each.value.rule] }] : []
}

module "failures" {
  source            = "../modules/queue"
  for_each          = toset(local.failures)
  name              = "${local.prefix}-${each.value}"
  dead_letters_only = true
  kms_key_arn       = module.key_data.arn
}

module "events" {
  source       = "../modules/events"
  name         = local.bus_name
  prefix       = local.prefix
  archive_days = var.retention_days.events
  rules = { for name, rule in local.rules : name => {
    source          = rule.source
    detail_type     = rule.detail_type
    queue_arn       = module.queue[rule.queue].arn
    dead_letter_arn = module.queue[rule.queue].dead_letter_arn
  } }
}
