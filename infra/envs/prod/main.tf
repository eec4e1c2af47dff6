# People's data: nothing that holds it can be destroyed, and the trail is locked for six years.
module "platform" {
  source                   = "../../platform"
  env                      = "prod"
  site_origins             = var.site_origins
  site_certificate_arn     = var.site_certificate_arn
  api_origins              = var.api_origins
  email_sender             = var.email_sender
  email_domain             = var.email_domain
  email_identity_confirmed = var.email_identity_confirmed
  alert_emails             = var.alert_emails
  alert_endpoints          = var.alert_endpoints
  alarm_thresholds         = var.alarm_thresholds
  slack                    = var.slack
  vendors                  = var.vendors
  network                  = var.network
  database_capacity        = { min = 0.5, max = 8 }
  erasable                 = var.data_may_go
  features                 = {}
  retention_days           = { audit = 2190 }
  wait_for_site            = !var.endpoint_test
}
