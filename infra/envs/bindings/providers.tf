# Credentials come from the environment: a profile on a desk, OIDC in the pipeline. A wrong account
# is refused before anything is read.
provider "aws" {
  region              = var.region
  allowed_account_ids = var.account_id == null ? null : [var.account_id]

  # Against an endpoint of AWS's kind on this machine (tests), never against AWS.
  s3_use_path_style           = var.endpoint_test
  skip_credentials_validation = var.endpoint_test
  skip_metadata_api_check     = var.endpoint_test
  max_retries                 = var.endpoint_test ? 5 : null

  default_tags {
    tags = { project = "vestibule", environment = var.env }
  }
}

variable "region" {
  description = "Region of everything."
  type        = string
  default     = "eu-west-1"
  validation {
    condition     = contains(keys(jsondecode(file("${path.module}/../../regions.json"))), var.region)
    error_message = "region must be one of infra/regions.json: in Europe, and with every service that is used."
  }
}

variable "account_id" {
  description = "The only account this environment may be applied to; null to leave it open."
  type        = string
  default     = null
  validation {
    condition     = var.account_id == null ? true : can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id has twelve digits."
  }
}

variable "endpoint_test" {
  description = "True in tests against an endpoint on this machine."
  type        = bool
  default     = false
}
