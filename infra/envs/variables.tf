variable "env" {
  description = "Which environment this is; stands in <stage>.tfvars."
  type        = string
  validation {
    condition     = contains(["dev", "stage", "prod"], var.env)
    error_message = "env must be dev, stage or prod."
  }
}

variable "erasable" {
  description = "Whether destroy may delete what holds data."
  type        = bool
  validation {
    condition     = !(var.erasable && var.env == "prod")
    error_message = "prod holds people's data: only data_may_go lifts its protection."
  }
}

variable "features" {
  description = "What this environment leaves out; see platform/variables.tf."
  type        = map(bool)
  default     = {}
}

variable "retention_days" {
  description = "Outer bounds of keeping; see platform/variables.tf."
  type        = map(number)
  default     = {}
}

variable "database_capacity" {
  description = "Aurora capacity units, smallest and largest; 0 lets the database sleep."
  type        = object({ min = number, max = number })
}

variable "settings" {
  description = "Policy settings that differ from their defaults, by name; docs/settings.md lists them."
  type        = map(string)
  default     = {}
}

variable "site_origins" {
  description = "Exact origins the browser application is served from."
  type        = list(string)
  validation {
    condition     = length(var.site_origins) > 0 && alltrue([for o in var.site_origins : can(regex("^https://[a-z0-9.-]+$", o))])
    error_message = "site_origins must be exact https origins such as https://kyc.example.com."
  }
  validation {
    condition     = !anytrue([for o in var.site_origins : endswith(o, ".example")])
    error_message = "site_origins still names an example: put your own into <stage>.own.tfvars, or into TF_VAR_site_origins."
  }
}

variable "user_pool_tier" {
  description = "Cognito's price class: LITE, ESSENTIALS or PLUS."
  type        = string
  default     = "LITE"
}

variable "repository" {
  description = "Owner and name on GitHub of the repository whose pipeline deploys; null for none."
  type        = string
  default     = null
}

variable "site_certificate_arn" {
  description = "ACM certificate in us-east-1 for site_origins; null for CloudFront's own name."
  type        = string
  default     = null
}

variable "api_origins" {
  description = "Origins of the API the site may call; null for any API Gateway of the region."
  type        = list(string)
  default     = null
}

variable "email_sender" {
  description = "Address all mail comes from; SES asks its owner to confirm it."
  type        = string
  validation {
    condition     = !endswith(var.email_sender, ".example")
    error_message = "email_sender is still an example: put your own into <stage>.own.tfvars, or into TF_VAR_email_sender."
  }
}

variable "email_domain" {
  description = "Domain to sign mail for (DKIM); null where only the address is confirmed."
  type        = string
  default     = null
}

variable "email_identity_confirmed" {
  description = "True once SES has confirmed the sender."
  type        = bool
  default     = false
}

variable "alert_emails" {
  description = "Addresses told of alarms."
  type        = list(string)
  default     = []
}

variable "alert_endpoints" {
  description = "HTTPS endpoints told of alarms, e.g. PagerDuty's."
  type        = list(string)
  default     = []
}

variable "spending_alarms" {
  description = "From what on spending rings; see modules/monitoring."
  type = object({
    sms_usd_per_month   = optional(number, 500)
    textract_per_day    = optional(number, 8000)
    rekognition_per_day = optional(number, 160000)
    liveness_per_day    = optional(number, 8000)
  })
  default = {}
}

variable "alarm_thresholds" {
  description = "Where alarms begin; see modules/monitoring."
  type        = map(number)
  default     = {}
}

variable "slack" {
  description = "Slack workspace and channel told of alarms; null for none."
  type        = object({ team_id = string, channel_id = string })
  default     = null
}

variable "network" {
  description = "Address range of the VPC and how many zones it spans."
  type        = object({ cidr = optional(string), zones = optional(number), endpoints = optional(bool), gateways = optional(number) })
  default     = {}
}

variable "data_may_go" {
  description = "True only to wind this environment up: lifts the deletion protection of everything that holds data."
  type        = bool
  default     = false
}

variable "staff" {
  description = "The company's directory, from which staff sign in; see modules/identity/variables.tf."
  type        = any
  default     = null
}

variable "staff_client_secret" {
  description = "Secret of the client that the directory (OIDC) knows the pool by."
  type        = string
  default     = null
  sensitive   = true
}
