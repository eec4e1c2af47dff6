variable "name" {
  description = "Name of the user pool."
  type        = string
}

variable "tier" {
  description = "LITE, ESSENTIALS or PLUS. Unset, AWS takes ESSENTIALS; nothing here needs more than LITE."
  type        = string
  default     = "LITE"
  validation {
    condition     = contains(["LITE", "ESSENTIALS", "PLUS"], var.tier)
    error_message = "tier must be LITE, ESSENTIALS or PLUS."
  }
}

variable "password_length" {
  description = "Fewest characters of a password."
  type        = number
  default     = 12
  validation {
    condition     = var.password_length >= 12
    error_message = "password_length must be 12 or more: these accounts lead to identity documents."
  }
}

variable "token_minutes" {
  description = "Minutes an access or ID token is valid."
  type        = number
  default     = 60
  validation {
    condition     = var.token_minutes >= 5 && var.token_minutes <= 60
    error_message = "token_minutes must be within 5 and 60: a stolen token has to die soon."
  }
}

variable "refresh_days" {
  description = "Days a refresh token is valid."
  type        = number
  default     = 30
  validation {
    condition     = var.refresh_days >= 1 && var.refresh_days <= 90
    error_message = "refresh_days must be within 1 and 90."
  }
}

variable "groups" {
  description = "Groups by name, with what their members may do."
  type        = map(string)
}

variable "post_confirmation_arn" {
  description = "ARN of the function Cognito calls when a user is confirmed."
  type        = string
}

variable "email_identity_arn" {
  description = "Verified SES identity Cognito sends with; null for Cognito's own sender (50 mails a day)."
  type        = string
  default     = null
}

variable "email_sender" {
  description = "Sender of Cognito's mails, where email_identity_arn is set."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the pool refuses to be deleted."
  type        = bool
  default     = true
}
