# Whoever holds the public half verifies without us.
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
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:210987654321:key/00000000-0000-4000-8000-000000000000" }
  }
}

variables {
  name        = "vestibule-test-audit"
  description = "a test"
}

run "signs_and_nothing_else" {
  command = plan
  assert {
    condition     = aws_kms_key.this.key_usage == "SIGN_VERIFY"
    error_message = "The key signs, it does not encrypt."
  }
}
