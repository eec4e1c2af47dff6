module "edge" {
  source      = "../modules/edge"
  count       = var.features.edge ? 1 : 0
  name        = local.prefix
  kms_key_arn = module.key_data.arn
  log_days    = var.retention_days.logs
}
