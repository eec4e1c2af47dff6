# An endpoint on this machine lets everybody through: what the firewall is told is asserted here.
mock_provider "aws" {
  override_during = plan
  mock_resource "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:eu-west-1:210987654321:regional/webacl/acl/0" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:210987654321:log-group:aws-waf-logs-x" }
  }
}

variables {
  name        = "vestibule-test"
  kms_key_arn = "arn:aws:kms:eu-west-1:210987654321:key/00000000-0000-4000-8000-000000000000"
  log_days    = 90
}

run "managed_rules_and_rates" {
  command = plan
  assert {
    condition     = toset([for rule in aws_wafv2_web_acl.this.rule : rule.name]) == toset(["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet", "too-many-sign-ins", "too-many-requests"])
    error_message = "Managed rule groups and both rates belong to the firewall."
  }
  assert {
    condition     = length(distinct([for rule in aws_wafv2_web_acl.this.rule : rule.priority])) == 5
    error_message = "Two rules of one priority are refused by AWS."
  }
  assert {
    condition     = length(flatten([for rule in aws_wafv2_web_acl.this.rule : [for action in rule.action : action.block] if startswith(rule.name, "too-many")])) == 2
    error_message = "Rates block; they do not only count."
  }
}

run "a_limit_that_would_lock_out_a_carrier_is_refused" {
  command = plan
  variables {
    limit = 10
  }
  expect_failures = [var.limit]
}

run "a_path_is_compared_as_the_gateway_reads_it" {
  command = plan
  assert {
    condition = alltrue(flatten([
      for rule in aws_wafv2_web_acl.this.rule : [
        for rate in rule.statement[0].rate_based_statement : [
          for narrow in rate.scope_down_statement : [
            for match in narrow.byte_match_statement :
            toset([for t in match.text_transformation : t.type]) == toset(["URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"])
          ]
        ]
      ] if rule.name == "too-many-sign-ins"
    ]))
    error_message = "/%61uth/login is /auth/login to the gateway: the rule must see it so, too."
  }
}
