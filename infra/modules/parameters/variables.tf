variable "name" {
  description = "Name of the parameter, e.g. /vestibule/dev/platform."
  type        = string
}

variable "values" {
  description = "The flat map; no secrets, the parameter is not encrypted."
  type        = map(string)
}
