output "parameters" {
  description = "What code reads from the platform parameter."
  value       = local.parameters
}

output "parameter_name" {
  description = "Name of the platform parameter."
  value       = local.parameter_name
}

output "account_id" {
  description = "Account the platform lives in."
  value       = local.account
}

output "role_arns" {
  description = "ARN of each function's role."
  value       = { for name, role in module.function_role : name => role.arn }
}

output "function_names" {
  description = "Name of each function as Chalice deploys it."
  value       = local.function_names
}

output "subnet_ids" {
  description = "Subnets of the functions; empty without a network."
  value       = var.features.network ? module.network[0].private_subnet_ids : []
}

output "security_group_ids" {
  description = "Security groups of the functions; empty without a network."
  value       = var.features.network ? [module.network[0].function_security_group_id] : []
}

output "site" {
  description = "Where the site's files go and where it answers; null without a site."
  value = var.features.site ? {
    bucket          = module.site[0].bucket_name
    distribution_id = module.site[0].distribution_id
    domain_name     = module.site[0].domain_name
    staff           = module.identity.staff
  } : null
}

output "acl_name" {
  description = "Web ACL that `bindings` ties to the API; null without one."
  value       = var.features.edge ? module.edge[0].acl_name : null
}

output "alarms" {
  description = "Names of all alarms; each has its section in the runbook."
  value       = var.features.monitoring ? module.monitoring[0].alarms : []
}

output "pipeline" {
  description = "Roles of the pipeline; null without a repository."
  value       = var.repository == null ? null : { deploy = module.pipeline[0].deploy_role_arn, plan = module.pipeline[0].plan_role_arn }
}
