variable "name" {
  description = "What names begin with, e.g. vestibule-dev."
  type        = string
}

variable "repository" {
  description = "Owner and name on GitHub, e.g. company/vestibule; with their immutable ids where the token carries them (owner@1/name@2)."
  type        = string
  validation {
    condition     = can(regex("^[A-Za-z0-9._@-]+/[A-Za-z0-9._@-]+$", var.repository))
    error_message = "repository must be owner/name: a pattern would let others in."
  }
}

variable "environment" {
  description = "GitHub environment whose jobs may deploy."
  type        = string
}

variable "plans" {
  description = "Whether pull requests may plan here."
  type        = bool
  default     = false
}

variable "state_bucket" {
  description = "Bucket of Terraform's state, which plans read."
  type        = string
}
