# Who looked at a picture, when.
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
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::b" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:210987654321:key/00000000-0000-4000-8000-000000000000" }
  }
  mock_resource "aws_cloudtrail" {
    defaults = { arn = "arn:aws:cloudtrail:eu-west-1:210987654321:trail/t" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:210987654321:log-group:g" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::210987654321:role/r" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:210987654321:t" }
  }
}

variables {
  name        = "vestibule-test-trail"
  bucket_name = "vestibule-test-audit-log-210987654321"
  bucket_arns = ["arn:aws:s3:::pictures"]
  table_arns  = ["arn:aws:dynamodb:eu-west-1:210987654321:table/t"]
  keep_days   = 2190
}

run "every_touch_is_kept_and_cannot_be_changed" {
  command = plan
  assert {
    condition     = aws_cloudtrail.this.enable_log_file_validation
    error_message = "A changed file is noticed."
  }
  assert {
    condition     = aws_cloudtrail.this.kms_key_id == aws_kms_key.this.arn
    error_message = "The trail is encrypted with a key of its own."
  }
}
