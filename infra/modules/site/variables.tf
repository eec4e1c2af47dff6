variable "name" {
  description = "Name of the site; comment of the distribution."
  type        = string
}

variable "bucket_name" {
  description = "Name of the bucket of the site's files."
  type        = string
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the files; its policy lets distributions decrypt."
  type        = string
}

variable "host_names" {
  description = "Names the site answers to; used with a certificate only."
  type        = list(string)
  default     = []
}

variable "certificate_arn" {
  description = "ACM certificate in us-east-1 for these names; null for CloudFront's own name."
  type        = string
  default     = null
  validation {
    condition     = var.certificate_arn == null ? true : strcontains(var.certificate_arn, ":acm:us-east-1:")
    error_message = "certificate_arn must be in us-east-1: CloudFront reads certificates nowhere else."
  }
}

variable "api_origins" {
  description = "Origins the browser may call: the API's."
  type        = list(string)
  validation {
    condition     = alltrue([for o in var.api_origins : startswith(o, "https://") && !startswith(o, "https://*.com")])
    error_message = "api_origins must be https."
  }
}

variable "picture_origins" {
  description = "Origins pictures are uploaded to and shown from: the buckets'."
  type        = list(string)
}

variable "film_origins" {
  description = "Origins the browser films to for managed liveness; none where it is not used."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for o in var.film_origins : startswith(o, "wss://")])
    error_message = "film_origins must be wss."
  }
}

variable "wait" {
  description = "Whether apply waits until the distribution has reached every edge (minutes)."
  type        = bool
  default     = true
}
