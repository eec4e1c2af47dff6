# A deleted secret holds its name.
mock_provider "aws" {
  override_during = plan
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "210987654321" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-west-1", name = "eu-west-1" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:eu-west-1:210987654321:secret:s-abcdef" }
  }
}

variables {
  name        = "vestibule-test/pepper"
  description = "a test"
  kms_key_arn = "arn:aws:kms:eu-west-1:210987654321:key/00000000-0000-4000-8000-000000000000"
}

run "encrypted_and_recoverable" {
  command = plan
  assert {
    condition     = aws_secretsmanager_secret.this.kms_key_id == var.kms_key_arn
    error_message = "A secret is encrypted with our key."
  }
  assert {
    condition     = aws_secretsmanager_secret.this.recovery_window_in_days == 30
    error_message = "A deleted secret can be called back."
  }
}

run "a_test_environment_frees_the_name_at_once" {
  command = plan
  variables {
    recovery_days = 0
  }
  assert {
    condition     = aws_secretsmanager_secret.this.recovery_window_in_days == 0
    error_message = "The name is free for the next deployment."
  }
}
