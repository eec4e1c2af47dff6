variable "name" {
  description = "Name of the event bus."
  type        = string
}

variable "prefix" {
  description = "What the rules' names begin with."
  type        = string
}

variable "archive_days" {
  description = "Days events are kept for a replay."
  type        = number
  default     = 14
  validation {
    condition     = var.archive_days > 0
    error_message = "archive_days must be positive: 0 would keep events for ever."
  }
}

variable "rules" {
  description = "Rules by name: which events go to which queue, and where to when that fails."
  type = map(object({
    source          = string
    detail_types    = list(string)
    queue_arn       = string
    dead_letter_arn = string
  }))
}
