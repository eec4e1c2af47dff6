output "url" {
  description = "Where the API answers."
  value       = "https://${data.aws_api_gateway_rest_api.this.id}.execute-api.${data.aws_region.current.id}.amazonaws.com/${var.stage}"
}

output "api_id" {
  description = "Id of the REST API."
  value       = data.aws_api_gateway_rest_api.this.id
}
