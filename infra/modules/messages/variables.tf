variable "prefix" {
  description = "What every name begins with."
  type        = string
}

variable "topics" {
  description = "Topics by name, with the AWS services that may publish to each."
  type        = map(list(string))
  validation {
    condition     = contains(keys(var.topics), "admin-alerts")
    error_message = "There must be a topic admin-alerts: every failure ends there."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts messages at rest."
  type        = string
}

variable "email_sender" {
  description = "Address all mail comes from; SES asks its owner to confirm it."
  type        = string
  validation {
    condition     = can(regex("^[^@ ]+@[^@ ]+[.][a-z]+$", var.email_sender))
    error_message = "email_sender must be an address such as no-reply@example.com."
  }
}

variable "email_domain" {
  description = "Domain to sign mail for (DKIM); null where only the address is confirmed."
  type        = string
  default     = null
}

variable "alert_emails" {
  description = "Addresses that receive admin-alerts."
  type        = list(string)
  default     = []
}

variable "alert_endpoints" {
  description = "HTTPS endpoints (PagerDuty, Slack by a chat service) that receive admin-alerts."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for e in var.alert_endpoints : startswith(e, "https://")])
    error_message = "alert_endpoints must be https: alerts name executions."
  }
}
