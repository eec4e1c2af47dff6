# Who may deploy: an endpoint on this machine trusts everybody.
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
  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::210987654321:oidc-provider/token.actions.githubusercontent.com" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::210987654321:role/r" }
  }
}

variables {
  name         = "vestibule-dev"
  repository   = "company/vestibule"
  environment  = "dev"
  plans        = true
  state_bucket = "vestibule-dev-state-210987654321"
}

run "only_this_repository_and_this_environment" {
  command = plan
  assert {
    condition     = anytrue([for c in data.aws_iam_policy_document.trust["deploy"].statement[0].condition : contains(c.values, "repo:company/vestibule:environment:dev") && c.test == "StringEquals"])
    error_message = "A job of another environment is nobody."
  }
  assert {
    condition     = anytrue([for c in data.aws_iam_policy_document.trust["plan"].statement[0].condition : contains(c.values, "repo:company/vestibule:pull_request")])
    error_message = "A pull request may only look."
  }
  assert {
    condition     = aws_iam_role.deploy.max_session_duration == 7200
    error_message = "Aurora and CloudFront take their time."
  }
}

run "a_plan_reads_no_contents" {
  command = plan
  assert {
    condition     = anytrue([for s in data.aws_iam_policy_document.plan.statement : s.effect == "Deny" && contains(s.actions, "secretsmanager:GetSecretValue") && contains(s.actions, "dynamodb:GetItem")])
    error_message = "No secret and no row."
  }
  assert {
    condition     = anytrue([for s in data.aws_iam_policy_document.plan.statement : s.effect == "Deny" && contains(s.actions, "s3:GetObject") && length(coalesce(s.not_resources, [])) == 1])
    error_message = "No object but the state."
  }
}

run "a_pattern_is_no_repository" {
  command = plan
  variables {
    repository = "company/*"
  }
  expect_failures = [var.repository]
}
