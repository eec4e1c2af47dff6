variable "name" {
  description = "Name of the VPC."
  type        = string
}

variable "cidr" {
  description = "Address range, a /16."
  type        = string
  validation {
    condition     = can(cidrsubnet(var.cidr, 8, 255)) && endswith(var.cidr, "/16")
    error_message = "cidr must be a /16: the subnets are cut from it."
  }
}

variable "zones" {
  description = "How many availability zones to span."
  type        = number
  validation {
    condition     = var.zones >= 2 && var.zones <= 3
    error_message = "zones must be 2 or 3: the database wants two, more only cost."
  }
}

variable "endpoints" {
  description = "Whether calls of AWS stay inside by interface endpoints; without them they leave by the NAT gateway."
  type        = bool
  default     = true
}

variable "gateways" {
  description = "NAT gateways: one per zone outlives the loss of a zone, one alone costs less; null for one per zone."
  type        = number
  default     = null
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the flow log."
  type        = string
}
