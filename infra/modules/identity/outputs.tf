output "pool_id" {
  description = "Id of the user pool."
  value       = aws_cognito_user_pool.this.id
}

output "pool_arn" {
  description = "ARN of the user pool."
  value       = aws_cognito_user_pool.this.arn
}

output "client_id" {
  description = "Id of the API's client."
  value       = aws_cognito_user_pool_client.api.id
}

output "client_secret" {
  description = "Secret of the API's client."
  value       = aws_cognito_user_pool_client.api.client_secret
  sensitive   = true
}

output "staff" {
  description = "What the console needs to send staff to their company: host, client, provider and whose groups are ours; null without a directory."
  value = var.staff == null ? null : {
    host      = "https://${var.staff.domain}.auth.${data.aws_region.current.id}.amazoncognito.com"
    client_id = aws_cognito_user_pool_client.staff[var.staff.name].id
    provider  = var.staff.name
    groups    = var.staff.groups
  }
}
