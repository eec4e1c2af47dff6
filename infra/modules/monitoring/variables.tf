variable "name" {
  description = "What names begin with."
  type        = string
}

variable "alert_topic_arn" {
  description = "Topic every alarm tells."
  type        = string
}

variable "functions" {
  description = "Functions by their short name: their full name and their time limit in seconds."
  type        = map(object({ name = string, timeout = number }))
}

variable "dead_letter_queues" {
  description = "Queues that are empty while all is well."
  type        = set(string)
}

variable "work_queues" {
  description = "Queue -> seconds its oldest message may wait."
  type        = map(number)
}

variable "state_machines" {
  description = "State machines by short name, with their ARN."
  type        = map(string)
}

variable "acl_name" {
  description = "Web ACL whose refusals are shown; null without one."
  type        = string
  default     = null
}

variable "thresholds" {
  description = <<-TEXT
    Where an alarm begins. upload_errors, liveness_fails, sanctions_flags: per quarter of an hour.
    api_errors: percent of requests. api_latency, ocr_latency: milliseconds at p95.
    webhook_silence_hours: hours without a word from vendors; null where none is expected.
  TEXT
  type = object({
    upload_errors         = optional(number, 50)
    liveness_fails        = optional(number, 50)
    sanctions_flags       = optional(number, 20)
    ocr_latency           = optional(number, 15000)
    api_errors            = optional(number, 1)
    api_latency           = optional(number, 3000)
    webhook_silence_hours = optional(number)
  })
  default = {}
  validation {
    condition     = var.thresholds.api_errors > 0 && var.thresholds.api_errors <= 100
    error_message = "api_errors is a percentage within 0 and 100."
  }
}

variable "spending" {
  description = "From what on spending rings: US dollars of text messages in a month, paid calls in a day."
  type = object({
    sms_usd_per_month   = optional(number, 500)
    textract_per_day    = optional(number, 8000)
    rekognition_per_day = optional(number, 160000)
    liveness_per_day    = optional(number, 8000)
  })
  default = {}
  validation {
    condition     = alltrue([for name, most in var.spending : most > 0])
    error_message = "An alarm that rings at nothing is soon switched off."
  }
}

variable "slack" {
  description = "Slack workspace and channel told of alarms, once authorised in AWS Chatbot; null for none."
  type        = object({ team_id = string, channel_id = string })
  default     = null
}

variable "runbook" {
  description = "Address of the runbook; each alarm names its section."
  type        = string
  default     = "docs/runbook.md"
}
