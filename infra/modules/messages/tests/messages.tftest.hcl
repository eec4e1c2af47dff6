# AWS stops senders who do not look.
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
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:210987654321:t" }
  }
  mock_resource "aws_ses_email_identity" {
    defaults = { arn = "arn:aws:ses:eu-west-1:210987654321:identity/i" }
  }
}

variables {
  prefix       = "vestibule-test"
  topics       = { admin-alerts = ["cloudwatch.amazonaws.com"], user-notifications = [] }
  kms_key_arn  = "arn:aws:kms:eu-west-1:210987654321:key/00000000-0000-4000-8000-000000000000"
  email_sender = "no-reply@company.test"
}

run "mail_is_counted_without_addresses" {
  command = plan
  assert {
    condition     = aws_ses_configuration_set.this.reputation_metrics_enabled
    error_message = "Bounces and complaints are measured."
  }
  assert {
    condition     = aws_ses_event_destination.counts.matching_types == toset(["bounce", "complaint", "reject", "renderingFailure"])
    error_message = "What did not arrive, and what could not be rendered."
  }
  assert {
    condition     = length(aws_ses_event_destination.counts.cloudwatch_destination) == 1
    error_message = "Counts go to metrics; an address would go to a topic."
  }
  assert {
    condition     = alltrue([for t in aws_sns_topic.this : t.kms_master_key_id == var.kms_key_arn])
    error_message = "Topics are encrypted with our key."
  }
}

run "every_language_has_every_mail_and_each_has_its_link" {
  command = plan
  assert {
    condition     = length(aws_ses_template.this) == 8 * length(fileset("words", "*.json"))
    error_message = "One template per mail and language."
  }
  assert {
    condition     = alltrue([for t in aws_ses_template.this : strcontains(t.text, "{{link}}") && strcontains(t.html, "href=\"{{link}}\"")])
    error_message = "Who reads a mail goes on from there."
  }
  assert {
    condition     = strcontains(aws_ses_template.this["welcome-ar"].html, "lang=\"ar\" dir=\"rtl\"")
    error_message = "A mail says its language and direction."
  }
}
