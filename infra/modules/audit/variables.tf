variable "name" {
  description = "Name of the trail."
  type        = string
}

variable "bucket_name" {
  description = "Name of the bucket that keeps the trail."
  type        = string
}

variable "bucket_arns" {
  description = "Buckets whose objects are watched one by one."
  type        = list(string)
  validation {
    condition     = length(var.bucket_arns) > 0
    error_message = "bucket_arns must name at least one bucket: an empty selector would watch none."
  }
}

variable "table_arns" {
  description = "Tables whose items are watched one by one."
  type        = list(string)
  validation {
    condition     = length(var.table_arns) > 0
    error_message = "table_arns must name at least one table: an empty selector would watch none."
  }
}

variable "keep_days" {
  description = "Days the trail is kept and cannot be deleted."
  type        = number
  validation {
    condition     = var.keep_days >= 1 && var.keep_days <= 3650
    error_message = "keep_days must be within 1 and 3650: a lock cannot be taken back once set."
  }
}

variable "force_destroy" {
  description = "Whether destroy may delete the bucket with what it holds; locked objects stay anyway."
  type        = bool
  default     = false
}
