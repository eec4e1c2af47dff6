variable "name" {
  description = "Name of the role."
  type        = string
}

variable "lender_arn" {
  description = "ARN of the role that lends its rights."
  type        = string
}
