# EventBridge drops what has no dead letters.
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
  mock_resource "aws_cloudwatch_event_bus" {
    defaults = { arn = "arn:aws:events:eu-west-1:210987654321:event-bus/b" }
  }
}

variables {
  name   = "vestibule-test-events"
  prefix = "vestibule-test"
  rules  = { told = { source = "vestibule.accounts", detail_types = ["user.registered"], queue_arn = "arn:aws:sqs:eu-west-1:210987654321:q", dead_letter_arn = "arn:aws:sqs:eu-west-1:210987654321:q-dlq" } }
}

run "what_cannot_be_delivered_is_kept" {
  command = plan
  assert {
    condition     = alltrue([for t in aws_cloudwatch_event_target.this : endswith(t.dead_letter_config[0].arn, "-dlq")])
    error_message = "An event that cannot be delivered goes to a dead-letter queue and is not lost."
  }
  assert {
    condition     = aws_cloudwatch_event_archive.this.retention_days == 14
    error_message = "Events can be played again for two weeks."
  }
}
