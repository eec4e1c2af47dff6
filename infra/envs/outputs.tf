output "parameters" {
  description = "What code reads from the platform parameter."
  value       = module.platform.parameters
}

output "account_id" {
  description = "Account the platform lives in."
  value       = module.platform.account_id
}

output "role_arns" {
  description = "ARN of each function's role."
  value       = module.platform.role_arns
}

output "subnet_ids" {
  description = "Subnets of the functions."
  value       = module.platform.subnet_ids
}

output "security_group_ids" {
  description = "Security groups of the functions."
  value       = module.platform.security_group_ids
}

output "site" {
  description = "Bucket, distribution and address of the site."
  value       = module.platform.site
}

output "site_origin" {
  description = "First origin of the site; CORS of the API allows it."
  value       = var.site_origins[0]
}

output "pipeline" {
  description = "Roles for GitHub's variables AWS_ROLE_ARN and AWS_PLAN_ROLE_ARN; null without a repository."
  value       = module.platform.pipeline
}

output "alarms" {
  description = "Names of all alarms."
  value       = module.platform.alarms
}

output "data_may_go" {
  description = "Whether the deletion protection was lifted."
  value       = var.data_may_go
}
