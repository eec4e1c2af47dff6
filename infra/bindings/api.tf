# Not on a laptop: there the API answers without API Gateway.
module "api" {
  source      = "../modules/api"
  count       = var.api == null ? 0 : 1
  name        = local.prefix
  api_name    = var.api.name
  stage       = var.api.stage
  acl_name    = local.prefix
  site_origin = local.parameters.site_origin
  partners    = var.api.partners
}

output "api_url" {
  description = "Where the API answers; null without API Gateway."
  value       = var.api == null ? null : module.api[0].url
}
