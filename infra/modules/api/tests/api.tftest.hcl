# What API Gateway answers by itself, asserted on the plan.
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
  mock_data "aws_api_gateway_rest_api" {
    defaults = { id = "abc123" }
  }
  mock_data "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:eu-west-1:210987654321:regional/webacl/acl/0" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::210987654321:role/r" }
  }
}

variables {
  name        = "vestibule-test"
  acl_name    = "vestibule-test"
  site_origin = "https://kyc.company.test"
}

run "a_browser_may_read_every_answer_of_the_gateway" {
  command = plan
  assert {
    condition     = alltrue([for r in aws_api_gateway_gateway_response.this : r.response_parameters["gatewayresponse.header.Access-Control-Allow-Origin"] == "'https://kyc.company.test'"])
    error_message = "Without it a dead session looks like a broken network."
  }
  assert {
    condition     = alltrue([for kind in ["UNAUTHORIZED", "ACCESS_DENIED", "THROTTLED", "WAF_FILTERED", "INTEGRATION_TIMEOUT", "DEFAULT_4XX", "DEFAULT_5XX"] : contains(keys(aws_api_gateway_gateway_response.this), kind)])
    error_message = "Every kind of refusal has its answer."
  }
  assert {
    condition     = aws_api_gateway_gateway_response.this["UNAUTHORIZED"].status_code == "401" && aws_api_gateway_gateway_response.this["MISSING_AUTHENTICATION_TOKEN"].status_code == "404"
    error_message = "An unknown path is 404, not \"missing token\"."
  }
  assert {
    condition     = alltrue([for r in aws_api_gateway_gateway_response.this : can(jsondecode(r.response_templates["application/json"]).code)])
    error_message = "Each is a problem with a code."
  }
}

run "a_pattern_is_no_origin" {
  command = plan
  variables {
    site_origin = "*"
  }
  expect_failures = [var.site_origin]
}

run "vendors_and_applicants_do_not_share_one_throttle" {
  command = plan
  assert {
    condition     = toset([for m in aws_api_gateway_method_settings.webhooks : m.method_path]) == toset(["~1api~1webhooks~1kyc-status/POST", "~1api~1webhooks~1kyc-status~1{provider}/POST"])
    error_message = "Both webhook routes have a throttle of their own."
  }
  assert {
    condition     = alltrue([for m in aws_api_gateway_method_settings.webhooks : m.settings[0].throttling_rate_limit > 0 && m.settings[0].throttling_burst_limit >= m.settings[0].throttling_rate_limit])
    error_message = "A throttle of nothing lets nothing in."
  }
}
