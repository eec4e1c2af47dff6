# What is asked of Step Functions, asserted on the plan.
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
  mock_resource "aws_sfn_state_machine" {
    defaults = { arn = "arn:aws:states:eu-west-1:210987654321:stateMachine:m" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:210987654321:log-group:g" }
  }
}

variables {
  name            = "vestibule-test-user-authentication"
  definition_file = "../../../stepfunctions/user-authentication.asl.json"
  names           = { check-user = "arn:aws:lambda:eu-west-1:210987654321:function:check-user", signup = "arn:aws:lambda:eu-west-1:210987654321:function:signup", login = "arn:aws:lambda:eu-west-1:210987654321:function:login", logout = "arn:aws:lambda:eu-west-1:210987654321:function:logout", env = "test", region = "eu-west-1", admin_alerts_topic = "arn:aws:sns:eu-west-1:210987654321:t", user_notifications_topic = "arn:aws:sns:eu-west-1:210987654321:u" }
  alert_topic_arn = "arn:aws:sns:eu-west-1:210987654321:t"
  kms_key_arn     = "arn:aws:kms:eu-west-1:210987654321:key/00000000-0000-4000-8000-000000000000"
  log_days        = 90
}

run "encrypted_and_silent_about_people" {
  command = plan
  assert {
    condition     = aws_sfn_state_machine.this.encryption_configuration[0].type == "CUSTOMER_MANAGED_KMS_KEY"
    error_message = "History is encrypted with our key."
  }
  assert {
    condition     = !aws_sfn_state_machine.this.logging_configuration[0].include_execution_data
    error_message = "Inputs and outputs never go to a log."
  }
  assert {
    condition     = aws_sfn_state_machine.this.publish
    error_message = "Executions in flight end on their version."
  }
  assert {
    condition     = !strcontains(aws_sfn_state_machine.this.definition, join("", ["$", "{"]))
    error_message = "No placeholder is left."
  }
  assert {
    condition     = startswith(aws_cloudwatch_log_group.this.name, "/aws/vendedlogs/")
    error_message = "The log resource policy does not grow with each machine."
  }
}
