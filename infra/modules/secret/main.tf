resource "aws_secretsmanager_secret" "this" {
  # checkov:skip=CKV2_AWS_57:the cluster rotates its own secret; these are a pepper, Cognito's and other companies' credentials, changed by a person (docs/runbook.md)
  name                    = var.name
  description             = var.description
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.recovery_days
}

# Write-only: neither plan nor state ever holds the value. A new version number writes a new value.
resource "aws_secretsmanager_secret_version" "this" {
  count                    = var.value_version == null ? 0 : 1
  secret_id                = aws_secretsmanager_secret.this.id
  secret_string_wo         = var.value
  secret_string_wo_version = var.value_version
}
