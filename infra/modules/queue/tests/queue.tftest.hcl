# Every queue ends somewhere.
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
}

variables {
  name        = "vestibule-test-work"
  kms_key_arn = "arn:aws:kms:eu-west-1:210987654321:key/00000000-0000-4000-8000-000000000000"
}

run "what_fails_is_kept" {
  command = plan
  assert {
    condition     = aws_sqs_queue.dead_letters.message_retention_seconds == 1209600
    error_message = "Dead letters are kept for 14 days."
  }
  assert {
    condition     = aws_sqs_queue.this[0].kms_master_key_id == var.kms_key_arn
    error_message = "Messages are encrypted with our key."
  }
  assert {
    condition     = aws_sqs_queue.this[0].name == "vestibule-test-work" && aws_sqs_queue.dead_letters.name == "vestibule-test-work-dlq"
    error_message = "The names are those that others compute."
  }
}

run "only_dead_letters" {
  command = plan
  variables {
    dead_letters_only = true
  }
  assert {
    condition     = length(aws_sqs_queue.this) == 0 && aws_sqs_queue.dead_letters.name == "vestibule-test-work"
    error_message = "A queue of failures has no readers."
  }
}

run "a_poison_message_has_to_leave" {
  command = plan
  variables {
    max_receives = 0
  }
  expect_failures = [var.max_receives]
}
