data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  prefix    = "vestibule-${var.env}"
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.id
  partition = data.aws_partition.current.partition
  arn       = { for service in ["lambda", "sqs", "events", "cognito-idp"] : service => "arn:${local.partition}:${service}:${local.region}:${local.account}" }

  parameters = jsondecode(nonsensitive(data.aws_ssm_parameter.platform.value))
  functions  = { for name in local.bound : name => "${local.arn["lambda"]}:function:${local.prefix}-${name}" }
  bound      = distinct(concat(keys(local.queues), keys(local.streams), keys(local.schedules), keys(local.callers)))
}

data "aws_ssm_parameter" "platform" {
  name = "/vestibule/${var.env}/platform"
}
