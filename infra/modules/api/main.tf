# Chalice makes the API and its stage; this is what Chalice cannot say about them.
data "aws_api_gateway_rest_api" "this" {
  name = var.api_name
}

data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  stage_arn = "arn:${data.aws_partition.current.partition}:apigateway:${data.aws_region.current.id}::/restapis/${data.aws_api_gateway_rest_api.this.id}/stages/${var.stage}"
}

resource "aws_api_gateway_method_settings" "every_method" {
  # checkov:skip=CKV_AWS_225:every answer is somebody's own; a cache would be another place for personal data
  rest_api_id = data.aws_api_gateway_rest_api.this.id
  stage_name  = var.stage
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    logging_level          = "ERROR"
    data_trace_enabled     = false # bodies are personal data
    throttling_rate_limit  = var.requests_per_second
    throttling_burst_limit = var.burst
    caching_enabled        = false
    cache_data_encrypted   = true
  }

  depends_on = [aws_api_gateway_account.this]
}

# Vendors and applicants do not share one bucket: a crowd at the front door must not keep vendors'
# results out, nor the other way round.
resource "aws_api_gateway_method_settings" "webhooks" {
  # checkov:skip=CKV_AWS_225:an answer to a vendor is never asked for twice
  # A slash of the path is ~1, the first one too, or AWS finds no such method.
  # github.com/hashicorp/terraform-provider-aws/issues/9738
  for_each    = toset([for path in ["/api/webhooks/kyc-status", "/api/webhooks/kyc-status/{provider}"] : "${replace(path, "/", "~1")}/POST"])
  rest_api_id = data.aws_api_gateway_rest_api.this.id
  stage_name  = var.stage
  method_path = each.value

  settings {
    metrics_enabled        = true
    logging_level          = "ERROR"
    data_trace_enabled     = false
    throttling_rate_limit  = var.webhooks_per_second
    throttling_burst_limit = 2 * var.webhooks_per_second
    caching_enabled        = false
    cache_data_encrypted   = true
  }

  depends_on = [aws_api_gateway_method_settings.every_method]
}

# Partners call with a key of their own; each is held to the plan, and all together to the stage.
resource "aws_api_gateway_usage_plan" "this" {
  name        = var.name
  description = "${var.requests_per_second} requests per second"

  api_stages {
    api_id = data.aws_api_gateway_rest_api.this.id
    stage  = var.stage
  }

  throttle_settings {
    rate_limit  = var.requests_per_second
    burst_limit = var.burst
  }
}

resource "aws_api_gateway_api_key" "this" {
  for_each    = var.partners
  name        = "${var.name}-${each.value}"
  description = "Key of ${each.value}"
}

resource "aws_api_gateway_usage_plan_key" "this" {
  for_each      = var.partners
  key_id        = aws_api_gateway_api_key.this[each.value].id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.this.id
}

resource "aws_wafv2_web_acl_association" "this" {
  resource_arn = local.stage_arn
  web_acl_arn  = data.aws_wafv2_web_acl.this.arn
}

data "aws_wafv2_web_acl" "this" {
  name  = var.acl_name
  scope = "REGIONAL"
}

# One per account and region: lets API Gateway write its log at all.
resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = aws_iam_role.logs.arn
  depends_on          = [aws_iam_role_policy_attachment.logs]
}

resource "aws_iam_role" "logs" {
  name               = "${var.name}-api-logs"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com"]
    }
  }
}

# API Gateway checks for exactly this policy's rights before it accepts the role.
resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.logs.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}
