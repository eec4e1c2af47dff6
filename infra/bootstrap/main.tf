# The one thing Terraform cannot keep in its state bucket: the bucket.
provider "aws" {
  region                      = var.region
  s3_use_path_style           = var.endpoint_test
  skip_credentials_validation = var.endpoint_test
  skip_metadata_api_check     = var.endpoint_test
  max_retries                 = var.endpoint_test ? 5 : null

  default_tags {
    tags = { project = "vestibule", environment = var.env, purpose = "terraform-state" }
  }
}

terraform {
  backend "local" {}
}

data "aws_caller_identity" "current" {}

module "key" {
  source      = "../modules/kms"
  name        = "vestibule-${var.env}-state"
  description = "Vestibule ${var.env}: Terraform state"
}

module "bucket" {
  source          = "../modules/bucket"
  name            = "vestibule-${var.env}-state-${data.aws_caller_identity.current.account_id}"
  kms_key_arn     = module.key.arn
  expire_days     = null # state describes resources, not people, and must not vanish
  noncurrent_days = 365
  force_destroy   = var.env != "prod"
}

variable "env" {
  description = "Environment whose state the bucket keeps."
  type        = string
  validation {
    condition     = contains(["dev", "stage", "prod"], var.env)
    error_message = "env must be dev, stage or prod."
  }
}

variable "region" {
  description = "Region of the bucket."
  type        = string
  default     = "eu-west-1"
  validation {
    condition     = contains(keys(jsondecode(file("${path.module}/../regions.json"))), var.region)
    error_message = "region must be one of infra/regions.json: in Europe, and with every service that is used."
  }
}

variable "endpoint_test" {
  description = "True in tests against an endpoint on this machine."
  type        = bool
  default     = false
}

output "bucket" {
  description = "Name of the state bucket."
  value       = module.bucket.name
}

output "key_arn" {
  description = "Key that encrypts the state."
  value       = module.key.arn
}
