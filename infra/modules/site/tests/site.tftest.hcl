# What a browser is told.
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
  mock_resource "aws_cloudfront_distribution" {
    defaults = { arn = "arn:aws:cloudfront::210987654321:distribution/E1" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::b" }
  }
}

variables {
  name            = "vestibule-test-site"
  bucket_name     = "vestibule-test-site-210987654321"
  kms_key_arn     = "arn:aws:kms:eu-west-1:210987654321:key/00000000-0000-4000-8000-000000000000"
  api_origins     = ["https://api.company.test"]
  picture_origins = ["https://vestibule-test-kyc-id-uploads-210987654321.s3.eu-west-1.amazonaws.com"]
}

run "the_policy_names_the_buckets_own_hosts" {
  command = plan
  assert {
    condition     = strcontains(local.content_security_policy, "img-src 'self' blob: data: https://vestibule-test-kyc-id-uploads-210987654321.s3.eu-west-1.amazonaws.com")
    error_message = "Pictures are shown from there."
  }
  assert {
    condition     = strcontains(local.content_security_policy, "connect-src 'self' https://api.company.test https://vestibule-test-kyc-id-uploads-210987654321.s3.eu-west-1.amazonaws.com")
    error_message = "Pictures are uploaded there."
  }
  assert {
    condition     = !strcontains(local.content_security_policy, "wss:")
    error_message = "Nobody films where managed liveness is not used."
  }
  assert {
    condition     = !strcontains(local.content_security_policy, "unsafe")
    error_message = "Nothing unsafe is allowed."
  }
  assert {
    condition     = aws_cloudfront_origin_access_control.this.signing_behavior == "always"
    error_message = "The bucket stays private."
  }
}

run "browsers_film_to_the_named_host_only" {
  command = plan
  variables {
    film_origins = ["wss://streaming-rekognition.eu-west-1.amazonaws.com"]
  }
  assert {
    condition     = strcontains(local.content_security_policy, "s3.eu-west-1.amazonaws.com wss://streaming-rekognition.eu-west-1.amazonaws.com; manifest-src")
    error_message = "Managed liveness streams there."
  }
}

run "films_go_encrypted" {
  command = plan
  variables {
    film_origins = ["ws://streaming-rekognition.eu-west-1.amazonaws.com"]
  }
  expect_failures = [var.film_origins]
}

run "a_certificate_elsewhere_is_refused" {
  command = plan
  variables {
    certificate_arn = "arn:aws:acm:eu-west-1:210987654321:certificate/x"
  }
  expect_failures = [var.certificate_arn]
}
