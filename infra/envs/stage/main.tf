# As prod, but erasable, and its trail is locked for a day only.
module "platform" {
  source                   = "../../platform"
  env                      = "stage"
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
  database_capacity        = { min = 0.5, max = 2 }
  erasable                 = true
  features                 = {}
  retention_days           = { audit = 1 }
  wait_for_site            = !var.endpoint_test
}
