# Our modules together, as infra/platform and infra/bindings join them, for a cloud that has the
# services of tests/second_engine.py and no others.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
  backend "local" {}
}

provider "aws" {
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true # it would ask IAM, whose GetUser LocalStack answers with a 500
}

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  region  = data.aws_region.current.id
  bucket  = "vestibule-second-uploads-${local.account}"
  rule    = "arn:aws:events:${local.region}:${local.account}:rule/vestibule-second/vestibule-second-work"
}

variable "secret" {
  type      = string
  ephemeral = true
}

module "key" {
  source      = "../../../infra/modules/kms"
  name        = "vestibule-second-data"
  description = "All of this test"
  services    = ["sns.amazonaws.com", "sqs.amazonaws.com", "s3.amazonaws.com"]
  event_bus   = true
}

module "work" {
  source       = "../../../infra/modules/queue"
  name         = "vestibule-second-work"
  kms_key_arn  = module.key.arn
  max_receives = 2
  senders = [
    { sid = "Rule", service = "events.amazonaws.com", source_arn = local.rule },
    { sid = "Bucket", service = "s3.amazonaws.com", source_arn = "arn:aws:s3:::${local.bucket}" },
  ]
  dead_letter_senders = [{ sid = "Rule", service = "events.amazonaws.com", source_arn = local.rule }]
}

module "events" {
  source = "../../../infra/modules/events"
  name   = "vestibule-second"
  prefix = "vestibule-second"
  rules = { work = {
    source          = "vestibule.accounts"
    detail_types    = ["user.registered"]
    queue_arn       = module.work.arn
    dead_letter_arn = module.work.dead_letter_arn
  } }
}

module "uploads" {
  source        = "../../../infra/modules/bucket"
  name          = local.bucket
  kms_key_arn   = module.key.arn
  expire_days   = 120
  cors_origins  = ["https://kyc.company.test"]
  force_destroy = true
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = module.uploads.name
  queue {
    id            = "read-document"
    queue_arn     = module.work.arn
    events        = ["s3:ObjectCreated:*"]
    filter_suffix = ".jpg"
  }
}

module "secret" {
  source        = "../../../infra/modules/secret"
  name          = "vestibule/second/pepper"
  description   = "A pepper"
  kms_key_arn   = module.key.arn
  value         = jsonencode({ pepper = var.secret })
  value_version = 1
  recovery_days = 0
}

module "parameters" {
  source = "../../../infra/modules/parameters"
  name   = "/vestibule/second/platform"
  values = { bucket_id_uploads = module.uploads.name, queue_work = module.work.url }
}

output "made" {
  value = {
    bucket       = module.uploads.name
    queue        = module.work.url
    dead_letters = module.work.dead_letter_name
    key          = module.key.arn
    bus          = module.events.bus_name
    secret       = module.secret.name
    parameter    = "/vestibule/second/platform"
  }
}
