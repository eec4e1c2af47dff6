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
