output "arn" {
  description = "ARN of the parameter."
  value       = aws_ssm_parameter.platform.arn
}
