variable "name" {
  description = "Name of the table."
  type        = string
}

variable "hash_key" {
  description = "Partition key, a string."
  type        = string
}

variable "range_key" {
  description = "Sort key, a string; null for none."
  type        = string
  default     = null
}

variable "indexes" {
  description = "Global secondary indexes by name; all attributes are projected, all keys are strings."
  type        = map(object({ hash_key = string, range_key = optional(string) }))
  default     = {}
}

variable "ttl_attribute" {
  description = "Attribute with the second at which an item is forgotten; null if items stay."
  type        = string
  default     = "expiresAt"
}

variable "stream_view" {
  description = "What the stream shows of a change, e.g. NEW_AND_OLD_IMAGES; null for no stream."
  type        = string
  default     = null
  validation {
    condition = var.stream_view == null ? true : contains(
    ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"], var.stream_view)
    error_message = "stream_view must be a view DynamoDB knows."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the table."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the table refuses to be deleted."
  type        = bool
  default     = true
}
