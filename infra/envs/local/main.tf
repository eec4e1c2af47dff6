module "platform" {
  source       = "../../platform"
  env          = "local"
  site_origins = var.site_origins
  erasable     = true
  # The embedded SES confirms every address: the pool sends with ours, in the reader's language.
  email_identity_confirmed = true
  features = {
    network    = false
    database   = false
    edge       = false
    monitoring = false
    audit      = false
    site       = false
  }
}

variable "site_origins" {
  description = "Origins of the site on this machine."
  type        = list(string)
  default     = ["http://127.0.0.1:5173", "http://localhost:5173", "http://127.0.0.1:8000"]
}

output "parameters" {
  description = "What code reads from the platform parameter."
  value       = module.platform.parameters
}

output "role_arns" {
  description = "ARN of each function's role."
  value       = module.platform.role_arns
}

output "account_id" {
  description = "The embedded account."
  value       = module.platform.account_id
}
