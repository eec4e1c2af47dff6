variable "name" {
  description = "Name of the secret."
  type        = string
}

variable "description" {
  description = "What the secret opens and the shape of its JSON."
  type        = string
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the secret."
  type        = string
}

variable "value" {
  description = "The value, written once per value_version."
  type        = string
  default     = null
  ephemeral   = true
}

variable "value_version" {
  description = "Raise it to write the value again; null leaves the value to an operator."
  type        = number
  default     = null
}

variable "recovery_days" {
  description = "Days a deleted secret can be called back; 0 deletes at once."
  type        = number
  default     = 30
  validation {
    condition     = var.recovery_days == 0 || (var.recovery_days >= 7 && var.recovery_days <= 30)
    error_message = "recovery_days must be 0 or within 7 and 30: Secrets Manager accepts nothing else."
  }
}
