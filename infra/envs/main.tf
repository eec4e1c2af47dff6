# One root for every environment on AWS; what differs between them stands in <stage>.tfvars.
module "platform" {
  source                   = "../platform"
  env                      = var.env
  settings                 = var.settings
  site_origins             = var.site_origins
  site_certificate_arn     = var.site_certificate_arn
  api_origins              = var.api_origins
  email_sender             = var.email_sender
  email_domain             = var.email_domain
  staff                    = var.staff
  staff_client_secret      = var.staff_client_secret
  email_identity_confirmed = var.email_identity_confirmed
  alert_emails             = var.alert_emails
  alert_endpoints          = var.alert_endpoints
  alarm_thresholds         = var.alarm_thresholds
  spending_alarms          = var.spending_alarms
  repository               = var.repository
  slack                    = var.slack
  user_pool_tier           = var.user_pool_tier
  network                  = var.network
  database_capacity        = var.database_capacity
  erasable                 = var.erasable || var.data_may_go
  features                 = var.features
  retention_days           = var.retention_days
  wait_for_site            = !var.endpoint_test
}
