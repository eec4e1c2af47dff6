data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  prefix          = "arn:${data.aws_partition.current.partition}:sqs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}"
  arn             = "${local.prefix}:${var.name}"
  dead_letter_arn = "${local.prefix}:${var.name}-dlq"
  url             = var.dead_letters_only ? null : aws_sqs_queue.this[0].id
}

# Policies are inline with ARNs computed from names: a resource of its own would wait 25 s more.
resource "aws_sqs_queue" "this" {
  count                             = var.dead_letters_only ? 0 : 1
  name                              = var.name
  visibility_timeout_seconds        = var.visibility_timeout
  message_retention_seconds         = var.retention_seconds
  receive_wait_time_seconds         = 20
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = 300
  policy                            = data.aws_iam_policy_document.this[0].json
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = var.max_receives
  })
}

resource "aws_sqs_queue" "dead_letters" {
  name                              = var.dead_letters_only ? var.name : "${var.name}-dlq"
  message_retention_seconds         = 1209600
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = 300
  policy                            = data.aws_iam_policy_document.dead_letters.json
  redrive_allow_policy = var.dead_letters_only ? null : jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [local.arn]
  })
}

data "aws_iam_policy_document" "this" {
  count = var.dead_letters_only ? 0 : 1
  source_policy_documents = [for sender in var.senders : jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Send${sender.sid}"
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Resource  = local.arn
      Principal = { Service = sender.service }
      Condition = { ArnEquals = { "aws:SourceArn" = sender.source_arn } }
    }]
  })]
  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [local.arn]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

data "aws_iam_policy_document" "dead_letters" {
  source_policy_documents = [for sender in var.dead_letter_senders : jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Send${sender.sid}"
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Resource  = var.dead_letters_only ? local.arn : local.dead_letter_arn
      Principal = { Service = sender.service }
      Condition = { ArnEquals = { "aws:SourceArn" = sender.source_arn } }
    }]
  })]
  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [var.dead_letters_only ? local.arn : local.dead_letter_arn]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
