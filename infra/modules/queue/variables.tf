variable "name" {
  description = "Name of the queue; its dead-letter queue is called <name>-dlq."
  type        = string
}

variable "dead_letters_only" {
  description = "True for a queue that only collects the failures of a stream or an asynchronous call."
  type        = bool
  default     = false
}

variable "visibility_timeout" {
  description = "Seconds a received message stays hidden: six times the timeout of the function that reads."
  type        = number
  default     = 180
  validation {
    condition     = var.visibility_timeout > 0 && var.visibility_timeout <= 43200
    error_message = "visibility_timeout must be within 1 second and 12 hours."
  }
}

variable "retention_seconds" {
  description = "Seconds a message waits for a reader."
  type        = number
  default     = 345600
  validation {
    condition     = var.retention_seconds >= 60 && var.retention_seconds <= 1209600
    error_message = "retention_seconds must be within a minute and 14 days."
  }
}

variable "max_receives" {
  description = "How often a message is tried before it becomes a dead letter."
  type        = number
  default     = 5
  validation {
    condition     = var.max_receives > 0
    error_message = "max_receives must be positive: a poison message has to leave the queue."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the messages."
  type        = string
}

variable "senders" {
  description = "Services that put messages into the queue, each for one source."
  type        = list(object({ sid = string, service = string, source_arn = string }))
  default     = []
}

variable "dead_letter_senders" {
  description = "Services that put messages straight into the dead-letter queue."
  type        = list(object({ sid = string, service = string, source_arn = string }))
  default     = []
}
