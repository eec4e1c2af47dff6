variable "name" {
  description = "What names begin with."
  type        = string
}

variable "api_name" {
  description = "Name of the REST API as Chalice makes it."
  type        = string
  default     = "vestibule"
}

variable "stage" {
  description = "Name of the API's stage (api_gateway_stage in .chalice/config.json)."
  type        = string
  default     = "api"
}

variable "site_origin" {
  description = "Origin of the site, which browsers may read the gateway's own answers from."
  type        = string
  validation {
    condition     = can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?$", var.site_origin))
    error_message = "site_origin must be one exact origin such as https://kyc.example.com."
  }
}

variable "acl_name" {
  description = "Name of the web ACL made by `edge`."
  type        = string
}

variable "partners" {
  description = "Who gets an API key."
  type        = set(string)
  default     = []
}

variable "requests_per_second" {
  description = "Requests per second, of each key and of the whole stage."
  type        = number
  default     = 100
  validation {
    condition     = var.requests_per_second > 0 && var.requests_per_second <= 10000
    error_message = "requests_per_second must be within 1 and 10000, the account's own limit."
  }
}

variable "webhooks_per_second" {
  description = "Webhooks of vendors per second, counted apart from everybody else."
  type        = number
  default     = 100
  validation {
    condition     = var.webhooks_per_second > 0 && var.webhooks_per_second <= 10000
    error_message = "webhooks_per_second must be within 1 and 10000, the account's own limit."
  }
}

variable "burst" {
  description = "Requests that may come at once."
  type        = number
  default     = 200
  validation {
    condition     = var.burst > 0 && var.burst <= 5000
    error_message = "burst must be within 1 and 5000, the account's own limit."
  }
}
