module "bindings" {
  source           = "../../bindings"
  env              = var.env
  paused           = var.paused
  document_readers = var.document_readers
  api              = { partners = var.partners }
}

variable "env" {
  description = "Which environment this is."
  type        = string
  validation {
    condition     = contains(["dev", "stage", "prod"], var.env)
    error_message = "env must be dev, stage or prod."
  }
}

variable "paused" {
  description = "Event sources switched off for a repair, by the name of their reader."
  type        = set(string)
  default     = []
}

variable "document_readers" {
  description = "Documents read at once; null for what Textract's default quota of the region allows."
  type        = number
  default     = null
}

variable "partners" {
  description = "Who gets an API key."
  type        = set(string)
  default     = []
}

output "api_url" {
  description = "Where the API answers."
  value       = module.bindings.api_url
}
