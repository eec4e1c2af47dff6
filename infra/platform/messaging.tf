locals {
  # A message stays hidden six times as long as its reader may take, as AWS advises.
  queues = merge(
    {
      user-signups    = { reader = "process-user-signup", rule = "user-registered" }
      documents       = { reader = "ocr-extraction", bucket = "kyc-id-uploads", receives = 8 } # in about 20 minutes
      liveness-checks = { reader = "compare-faces" }
      webhooks        = { reader = "process-webhook" }
    },
    { for name in keys(local.followers) : name => { reader = name, rule = name } },
  )

  # Who follows the moves of verifications, and which states concern them. What each does is one
  # file of chalicelib/services/consequences.
  followers = {
    follow-registry  = [for state in local.states : state if state != "processing"]
    follow-workflow  = ["approved", "rejected"]
    follow-reviewers = ["needs_review", "error"]
    follow-applicant = ["approved", "rejected", "resubmit_requested"]
    follow-company   = ["approved", "rejected", "needs_review", "resubmit_requested", "expired", "abandoned", "error", "stale", "confirmed"]
    follow-events    = concat(local.states, ["document_expiring", "review_due"])
    follow-metrics   = ["approved", "rejected", "needs_review", "expired", "abandoned", "error", "stale", "confirmed"]
  }
  states = ["created", "in_progress", "processing", "approved", "rejected", "needs_review", "resubmit_requested", "expired", "abandoned", "error", "stale", "confirmed"]

  # Where streams and asynchronous calls leave what they could not do.
  failures = ["sanctions-screening-dlq", "audit-copy-dlq", "post-confirmation-dlq", "publish-verifications-dlq"]

  rules = merge(
    { user-registered = { source = "vestibule.accounts", detail_types = ["user.registered"], queue = "user-signups" } },
    { for name, states in local.followers : name => {
      source       = "vestibule.verifications"
      detail_types = [for state in states : "verification.${state}"]
      queue        = name
    } },
  )
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
  source             = "../modules/queue"
  for_each           = local.queues
  name               = "${local.prefix}-${each.key}"
  kms_key_arn        = module.key_data.arn
  max_receives       = lookup(each.value, "receives", 5)
  visibility_timeout = 6 * local.sizes[each.value.reader].timeout
  senders = concat(
    can(each.value.rule) ? [{ sid = "Rule", service = "events.amazonaws.com", source_arn = local.rule_arns[each.value.rule] }] : [],
    can(each.value.bucket) ? [{ sid = "Bucket", service = "s3.amazonaws.com", source_arn = "arn:${local.partition}:s3:::${local.prefix}-${each.value.bucket}-${local.account}" }] : [],
  )
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
    detail_types    = rule.detail_types
    queue_arn       = module.queue[rule.queue].arn
    dead_letter_arn = module.queue[rule.queue].dead_letter_arn
  } }
}
