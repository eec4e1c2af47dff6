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
