output "deploy_role_arn" {
  description = "AWS_ROLE_ARN of the GitHub environment."
  value       = aws_iam_role.deploy.arn
}

output "plan_role_arn" {
  description = "AWS_PLAN_ROLE_ARN of the repository; null where nobody plans."
  value       = var.plans ? aws_iam_role.plan[0].arn : null
}
