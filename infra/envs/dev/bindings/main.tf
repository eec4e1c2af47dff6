module "bindings" {
  source = "../../../bindings"
  env    = "dev"
  paused = var.paused
  api    = { partners = var.partners }
}

variable "paused" {
  description = "Event sources switched off for a repair, by the name of their reader."
  type        = set(string)
  default     = []
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
