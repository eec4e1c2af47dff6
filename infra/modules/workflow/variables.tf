variable "name" {
  description = "Name of the state machine."
  type        = string
}

variable "definition_file" {
  description = "Path of the .asl.json; $${name} in it stands for an entry of names."
  type        = string
}

variable "names" {
  description = "What the placeholders stand for: function names to ARNs, admin_alerts_topic, …"
  type        = map(string)
}

variable "alert_topic_arn" {
  description = "ARN of the topic the machine may publish to."
  type        = string
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts definition, history and logs."
  type        = string
}

variable "log_days" {
  description = "Days log lines are kept."
  type        = number
  validation {
    condition     = var.log_days > 0
    error_message = "log_days must be positive: 0 would keep logs for ever."
  }
}
