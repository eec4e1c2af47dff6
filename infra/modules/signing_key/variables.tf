variable "name" {
  description = "Name of the alias, without alias/."
  type        = string
}

variable "description" {
  description = "What is signed; shown in the console."
  type        = string
}
