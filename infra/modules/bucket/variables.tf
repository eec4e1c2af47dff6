variable "name" {
  description = "Name of the bucket, unique in all of AWS."
  type        = string
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts every object."
  type        = string
}

variable "expire_days" {
  description = "Days after which an object is deleted; null only where no personal data is kept."
  type        = number
  validation {
    condition     = var.expire_days == null ? true : var.expire_days > 0
    error_message = "expire_days must be positive: personal data is never kept without an end."
  }
}

variable "noncurrent_days" {
  description = "Days an overwritten or deleted version can still be called back."
  type        = number
  default     = 7
  validation {
    condition     = var.noncurrent_days > 0
    error_message = "noncurrent_days must be positive: a deleted picture has to be gone one day."
  }
}

variable "cors_origins" {
  description = "Exact origins of the sites that upload here from a browser."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for o in var.cors_origins : can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?$", o))])
    error_message = "cors_origins must be exact origins such as https://app.example.com: a * would let any site upload."
  }
}

variable "object_lock_days" {
  description = "Days in which nobody, not even the root user, can delete an object; null for no lock."
  type        = number
  default     = null
}

variable "policy_documents" {
  description = "Further statements of the bucket policy, as JSON documents."
  type        = list(string)
  default     = []
}

variable "force_destroy" {
  description = "Whether destroy may delete a bucket that still holds objects."
  type        = bool
  default     = false
}
