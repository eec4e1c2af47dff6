variable "name" {
  description = "Name of the web ACL."
  type        = string
}

variable "limit" {
  description = "Requests one address may send in five minutes."
  type        = number
  default     = 3000
  validation {
    condition     = var.limit >= 100
    error_message = "limit must be 100 or more: many applicants share one address of their carrier."
  }
}

variable "sign_in_limit" {
  description = "Requests one address may send to /auth/ in five minutes."
  type        = number
  default     = 100
  validation {
    condition     = var.sign_in_limit >= 10
    error_message = "sign_in_limit must be 10 or more: WAF accepts nothing less."
  }
}

variable "log_days" {
  description = "Days the log of refused requests is kept."
  type        = number
  validation {
    condition     = var.log_days > 0
    error_message = "log_days must be positive: the log names addresses, which are personal data."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the log."
  type        = string
}
