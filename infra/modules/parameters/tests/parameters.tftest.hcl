# Everything that code must know of the platform, in one parameter.
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
  name   = "/vestibule/test/platform"
  values = { a = "1", b = "2" }
}

run "one_flat_document" {
  command = plan
  assert {
    condition     = jsondecode(nonsensitive(aws_ssm_parameter.platform.value)) == { a = "1", b = "2" }
    error_message = "What code reads is what was given."
  }
}
