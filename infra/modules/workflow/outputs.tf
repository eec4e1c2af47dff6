output "arn" {
  description = "ARN of the state machine."
  value       = aws_sfn_state_machine.this.arn
}

output "alias_arn" {
  description = "ARN of the alias callers start."
  value       = aws_sfn_alias.live.arn
}

output "role_arn" {
  description = "ARN of the machine's role."
  value       = aws_iam_role.this.arn
}
