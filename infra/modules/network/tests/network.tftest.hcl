# What idles costs.
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
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:210987654321:log-group:g" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::210987654321:role/r" }
  }
}

variables {
  name        = "vestibule-test"
  cidr        = "10.40.0.0/16"
  zones       = 2
  kms_key_arn = "arn:aws:kms:eu-west-1:210987654321:key/00000000-0000-4000-8000-000000000000"
}

run "calls_of_aws_stay_inside" {
  command = plan
  assert {
    condition     = length(aws_vpc_endpoint.interface) >= 10 && length(aws_nat_gateway.this) == 2
    error_message = "An endpoint per service, a way out per zone."
  }
}

run "a_test_environment_pays_for_one_way_out" {
  command = plan
  variables {
    endpoints = false
    gateways  = 1
  }
  assert {
    condition     = length(aws_vpc_endpoint.interface) == 0 && length(aws_nat_gateway.this) == 1
    error_message = "One gateway instead of two and 26 endpoints."
  }
  assert {
    condition     = length(aws_vpc_endpoint.gateway) == 2
    error_message = "S3 and DynamoDB stay inside: that costs nothing."
  }
}

run "a_range_too_small_is_refused" {
  command = plan
  variables {
    cidr = "10.40.0.0/24"
  }
  expect_failures = [var.cidr]
}
