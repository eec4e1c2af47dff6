output "arn" {
  description = "ARN of the cluster."
  value       = aws_rds_cluster.this.arn
}

output "secret_arn" {
  description = "ARN of the owner's secret, made and rotated by RDS."
  value       = aws_rds_cluster.this.master_user_secret[0].secret_arn
}
