# The account's own rules, asserted on the plan.
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
  mock_resource "aws_cognito_user_pool" {
    defaults = { arn = "arn:aws:cognito-idp:eu-west-1:210987654321:userpool/eu-west-1_abcDEF123", id = "eu-west-1_abcDEF123" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::210987654321:role/r" }
  }
}

variables {
  name                  = "vestibule-test-users"
  groups                = { reviewers = "look" }
  post_confirmation_arn = "arn:aws:lambda:eu-west-1:210987654321:function:f"
  email_sender          = "no-reply@company.test"
}

run "nobody_learns_who_has_an_account" {
  command = plan
  assert {
    condition     = aws_cognito_user_pool_client.api.prevent_user_existence_errors == "ENABLED"
    error_message = "Who is unknown looks like a wrong password."
  }
  assert {
    condition     = aws_cognito_user_pool_client.api.generate_secret
    error_message = "The client has a secret."
  }
  assert {
    condition     = aws_cognito_user_pool.this.deletion_protection == "ACTIVE"
    error_message = "People are not deleted by mistake."
  }
  assert {
    condition     = aws_cognito_user_pool.this.user_pool_tier == "LITE"
    error_message = "Nothing here needs the price class that AWS takes by itself."
  }
}

run "a_weak_password_policy_is_refused" {
  command = plan
  variables {
    password_length = 8
  }
  expect_failures = [var.password_length]
}

run "an_unknown_price_class_is_refused" {
  command = plan
  variables {
    tier = "FREE"
  }
  expect_failures = [var.tier]
}
