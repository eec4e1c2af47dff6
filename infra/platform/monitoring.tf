module "monitoring" {
  source          = "../modules/monitoring"
  count           = var.features.monitoring ? 1 : 0
  name            = local.prefix
  alert_topic_arn = module.messages.topic_arns["admin-alerts"]
  functions       = { for name, size in local.sizes : name => { name = local.function_names[name], timeout = size.timeout } }
  dead_letter_queues = toset(concat(
    [for name in local.failures : "${local.prefix}-${name}"],
    [for name in keys(local.queues) : "${local.prefix}-${name}-dlq"],
  ))
  work_queues    = { for name, queue in local.queues : "${local.prefix}-${name}" => 10 * local.sizes[queue.reader].timeout }
  state_machines = local.state_machine_arns
  acl_name       = var.features.edge ? module.edge[0].acl_name : null
  thresholds     = var.alarm_thresholds
  spending       = var.spending_alarms
  slack          = var.slack
  runbook        = var.runbook
}
