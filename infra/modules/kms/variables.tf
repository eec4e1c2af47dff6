variable "name" {
  description = "Name of the alias, without alias/."
  type        = string
}

variable "description" {
  description = "What the key protects; shown in the console."
  type        = string
}

variable "services" {
  description = "AWS services that use the key on their own, e.g. sns.amazonaws.com."
  type        = list(string)
  default     = []
}

variable "log_groups_of_region" {
  description = "Region whose CloudWatch log groups may use the key; null for none."
  type        = string
  default     = null
}

variable "event_bus" {
  description = "Whether EventBridge fills encrypted queues with this key."
  type        = bool
  default     = false
}

variable "distributions" {
  description = "Whether CloudFront distributions of this account may decrypt."
  type        = bool
  default     = false
}

variable "rotation_days" {
  description = "Days between two rotations of the key material."
  type        = number
  default     = 365
  validation {
    condition     = var.rotation_days >= 90 && var.rotation_days <= 2560
    error_message = "rotation_days must be within 90 and 2560: KMS accepts nothing else."
  }
}

variable "deletion_window_days" {
  description = "Days in which a deleted key can still be called back."
  type        = number
  default     = 30
  validation {
    condition     = var.deletion_window_days >= 7 && var.deletion_window_days <= 30
    error_message = "deletion_window_days must be within 7 and 30: KMS accepts nothing else."
  }
}
