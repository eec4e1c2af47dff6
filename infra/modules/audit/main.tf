data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  trail_arn = "arn:${data.aws_partition.current.partition}:cloudtrail:${data.aws_region.current.id}:${local.account}:trail/${var.name}"
}

resource "aws_cloudtrail" "this" {
  # checkov:skip=CKV_AWS_252:alarms watch what happens; nobody reads a message per delivered file
  name                          = var.name
  s3_bucket_name                = module.bucket.name
  kms_key_id                    = aws_kms_key.this.arn
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.this.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.deliver.arn
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true

  advanced_event_selector {
    name = "Everything that changes the account"
    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }

  # Who read or wrote a picture of a document or a face.
  advanced_event_selector {
    name = "Objects that hold personal data"
    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }
    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }
    field_selector {
      field       = "resources.ARN"
      starts_with = [for arn in var.bucket_arns : "${arn}/"]
    }
  }

  advanced_event_selector {
    name = "Tables that hold personal data"
    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }
    field_selector {
      field  = "resources.type"
      equals = ["AWS::DynamoDB::Table"]
    }
    field_selector {
      field       = "resources.ARN"
      starts_with = var.table_arns
    }
  }

  depends_on = [module.bucket]
}

# Object Lock in compliance mode: for these days nobody, not even the root user, deletes a line.
module "bucket" {
  source           = "../bucket"
  name             = var.bucket_name
  kms_key_arn      = aws_kms_key.this.arn
  expire_days      = var.keep_days + 30
  object_lock_days = var.keep_days
  policy_documents = [data.aws_iam_policy_document.trail_writes.json]
  force_destroy    = var.force_destroy
}

data "aws_iam_policy_document" "trail_writes" {
  statement {
    sid       = "TrailAsksForTheAcl"
    actions   = ["s3:GetBucketAcl"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}"]
    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }
  }
  statement {
    sid       = "TrailWrites"
    actions   = ["s3:PutObject"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}/AWSLogs/${local.account}/*"]
    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }
  }
}

# For questions of today: the bucket is for those of years ago.
resource "aws_cloudwatch_log_group" "this" {
  name              = "/vestibule/${var.name}"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.this.arn
}

resource "aws_iam_role" "deliver" {
  name               = "${var.name}-deliver"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }
  }
}

resource "aws_iam_role_policy" "deliver" {
  name   = "write-log"
  role   = aws_iam_role.deliver.id
  policy = data.aws_iam_policy_document.deliver.json
}

data "aws_iam_policy_document" "deliver" {
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:log-stream:${local.account}_CloudTrail_*"]
  }
}
