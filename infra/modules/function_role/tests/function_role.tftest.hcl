# What a function may do, and what nobody may give it.
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
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::210987654321:role/r" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:210987654321:log-group:g" }
  }
}

variables {
  function_name = "vestibule-test-f"
  kms_key_arn   = "arn:aws:kms:eu-west-1:210987654321:key/00000000-0000-4000-8000-000000000000"
  log_days      = 90
  statements    = [{ sid = "Text", actions = ["sns:Publish"], resources = ["arn:aws:sns:*:*:*"], all_but = true }]
}

run "texts_are_everything_but_topics" {
  command = plan
  assert {
    condition     = anytrue([for s in data.aws_iam_policy_document.this.statement : s.sid == "Text" && contains(coalesce(s.not_resources, []), "arn:aws:sns:*:*:*") && length(coalesce(s.resources, [])) == 0])
    error_message = "A telephone number has no ARN."
  }
  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 90 && aws_cloudwatch_log_group.this.kms_key_id == var.kms_key_arn
    error_message = "Logs end, and are encrypted."
  }
}

run "no_pattern_of_actions" {
  command = plan
  variables {
    statements = [{ sid = "All", actions = ["s3:*"], resources = ["arn:aws:s3:::b"] }]
  }
  expect_failures = [var.statements]
}

run "no_star_where_a_resource_can_be_named" {
  command = plan
  variables {
    statements = [{ sid = "All", actions = ["s3:GetObject"], resources = ["*"] }]
  }
  expect_failures = [var.statements]
}

run "no_name_lambda_refuses" {
  command = plan
  variables {
    function_name = "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv"
  }
  expect_failures = [var.function_name]
}
