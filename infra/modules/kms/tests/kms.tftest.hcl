# An endpoint on this machine asks no key policy: what it says is asserted here.
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
  name        = "vestibule-test-data"
  description = "a test"
}

run "a_key_turns_and_trusts_its_account_alone" {
  command = plan
  assert {
    condition     = aws_kms_key.this.enable_key_rotation
    error_message = "A key turns."
  }
  assert {
    condition     = length(data.aws_iam_policy_document.this.statement) == 1
    error_message = "Nobody but the account is in a policy that asks for nobody."
  }
}

run "services_only_for_this_account" {
  command = plan
  variables {
    services             = ["sns.amazonaws.com"]
    log_groups_of_region = "eu-west-1"
    event_bus            = true
  }
  assert {
    condition     = anytrue([for s in data.aws_iam_policy_document.this.statement : s.sid == "ServicesOfThisAccount" && length(s.condition) == 1])
    error_message = "A service acts for this account only."
  }
  assert {
    condition     = anytrue([for s in data.aws_iam_policy_document.this.statement : s.sid == "DeliveredLogs"])
    error_message = "The logs of encrypted state machines are delivered."
  }
  assert {
    condition     = anytrue([for s in data.aws_iam_policy_document.this.statement : s.sid == "EventsIntoQueues" && length(s.condition) == 0])
    error_message = "EventBridge tells KMS no source: a condition would drop every event."
  }
}

run "a_rotation_kms_refuses_is_refused" {
  command = plan
  variables {
    rotation_days = 30
  }
  expect_failures = [var.rotation_days]
}
