locals {
  workflows = ["user-onboarding", "user-authentication"]
}

module "workflow" {
  source          = "../modules/workflow"
  for_each        = toset(local.workflows)
  name            = "${local.prefix}-${each.value}"
  definition_file = "${path.module}/../../stepfunctions/${each.value}.asl.json"
  names = merge(local.function_arns, {
    admin_alerts_topic       = local.admin_alerts_arn
    user_notifications_topic = "arn:${local.partition}:sns:${local.region}:${local.account}:${local.prefix}-user-notifications"
    env                      = var.env
    region                   = local.region
  })
  alert_topic_arn = local.admin_alerts_arn
  kms_key_arn     = module.key_data.arn
  log_days        = var.retention_days.logs
}

locals {
  # From its name, so that a definition is known, and validated, while the topic is still planned.
  admin_alerts_arn = "arn:${local.partition}:sns:${local.region}:${local.account}:${local.prefix}-admin-alerts"
}
