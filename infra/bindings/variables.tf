variable "env" {
  description = "Name of the environment, as given to the platform."
  type        = string
}

variable "paused" {
  description = "Event sources that are switched off, by the name of their reader; for a repair."
  type        = set(string)
  default     = []
}

variable "api" {
  description = "The API as Chalice made it, and who gets a key; null where there is no API Gateway."
  type = object({
    name     = optional(string, "vestibule")
    stage    = optional(string, "api")
    partners = optional(set(string), [])
  })
  default = null
}

variable "document_readers" {
  description = "Documents read at once; null for what Textract's default quota of the region allows."
  type        = number
  default     = null
  validation {
    condition     = var.document_readers == null ? true : var.document_readers >= 2 && var.document_readers <= 100
    error_message = "document_readers must be within 2 and 100."
  }
}
