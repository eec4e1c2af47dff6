variable "env" {
  description = "Name of the environment, as given to the platform."
  type        = string
}

variable "paused" {
  description = "Event sources that are switched off, by the name of their reader; for a repair."
  type        = set(string)
  default     = []
}
