variable "name" {
  description = "Identifier of the cluster."
  type        = string
}

variable "database_name" {
  description = "Name of the database in it."
  type        = string
}

variable "engine_version" {
  description = "Version of Aurora PostgreSQL a new cluster begins with; AWS raises the minor version later."
  type        = string
  default     = "16.6"
}

variable "capacity" {
  description = "Capacity units, smallest and largest."
  type        = object({ min = number, max = number })
  validation {
    condition     = var.capacity.min >= 0 && var.capacity.max >= 1 && var.capacity.min <= var.capacity.max
    error_message = "capacity must run from at least 0 to at least 1."
  }
}

variable "instances" {
  description = "Writer and readers."
  type        = number
  default     = 1
  validation {
    condition     = var.instances >= 1
    error_message = "instances must be 1 or more: a cluster without one answers nothing."
  }
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
}

variable "subnet_ids" {
  description = "Ids of the private subnets."
  type        = list(string)
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts storage and the owner's secret."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the cluster refuses to be deleted and leaves a last snapshot."
  type        = bool
  default     = true
}
