variable "env" {
  description = "Name of the environment; begins every resource's name."
  type        = string
  validation {
    condition     = contains(["local", "dev", "stage", "prod"], var.env)
    error_message = "env must be local, dev, stage or prod."
  }
}

variable "features" {
  description = <<-TEXT
    What a laptop has no use for. Everything else is the same in every environment.
    network: VPC, private subnets, endpoints, NAT. database: Aurora. edge: WAF. monitoring: dashboard
    and alarms. audit: CloudTrail. site: S3 and CloudFront for the front end. face_liveness: browsers
    film for Rekognition Face Liveness; if not said, where the setting liveness_engine chooses it. Say
    true where only a level does.
  TEXT
  type = object({
    network    = optional(bool, true)
    database   = optional(bool, true)
    edge       = optional(bool, true)
    monitoring = optional(bool, true)
    audit      = optional(bool, true)
    site       = optional(bool, true)

    face_liveness = optional(bool)
  })
  default = {}
  validation {
    condition     = !var.features.database || var.features.network
    error_message = "The database lives in the private subnets: it needs features.network."
  }
}

variable "settings" {
  description = "Policy settings that differ from their defaults, by name; docs/settings.md lists them."
  type        = map(string)
  default     = {}
}

variable "site_origins" {
  description = "Exact origins the browser application is served from."
  type        = list(string)
}

variable "email_sender" {
  description = "Address all mail comes from."
  type        = string
  default     = "no-reply@vestibule.example"
}

variable "email_domain" {
  description = "Domain to sign mail for (DKIM); null where only the address is confirmed."
  type        = string
  default     = null
}

variable "email_identity_confirmed" {
  description = "True once SES has confirmed the sender: Cognito then sends with it, too."
  type        = bool
  default     = false
}

variable "alert_emails" {
  description = "Addresses that receive admin-alerts."
  type        = list(string)
  default     = []
}

variable "alert_endpoints" {
  description = "HTTPS endpoints (PagerDuty, Slack) that receive admin-alerts."
  type        = list(string)
  default     = []
}

variable "retention_days" {
  description = "Outer bounds; the application deletes media earlier, some days after the decision."
  type = object({
    pictures = optional(number, 120)
    ocr_raw  = optional(number, 120)
    logs     = optional(number, 90)
    events   = optional(number, 14)
    audit    = optional(number, 2190)
  })
  default = {}
}

variable "pepper_version" {
  description = "Raise it to replace the pepper. Codes and document hashes made before no longer match."
  type        = number
  default     = 1
}

variable "erasable" {
  description = "Whether destroy may delete what holds data: tables, buckets, the user pool."
  type        = bool
  default     = false
}

variable "network" {
  description = "Address range of the VPC, how many zones it spans, interface endpoints, NAT gateways."
  type = object({
    cidr      = optional(string, "10.40.0.0/16")
    zones     = optional(number, 2)
    endpoints = optional(bool, true)
    gateways  = optional(number)
  })
  default = {}
}

variable "database_capacity" {
  description = "Aurora capacity units, smallest and largest; 0 lets the database sleep."
  type        = object({ min = optional(number, 0.5), max = optional(number, 4) })
  default     = {}
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
  description = "ACM certificate in us-east-1 for the host names of site_origins; null for CloudFront's own name."
  type        = string
  default     = null
}

variable "api_origins" {
  description = "Origins of the API the site may call; null for any API Gateway of the region."
  type        = list(string)
  default     = null
}

variable "wait_for_site" {
  description = "Whether apply waits until CloudFront has reached every edge."
  type        = bool
  default     = true
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
  type = object({
    upload_errors         = optional(number, 50)
    liveness_fails        = optional(number, 50)
    sanctions_flags       = optional(number, 20)
    ocr_latency           = optional(number, 15000)
    api_errors            = optional(number, 1)
    api_latency           = optional(number, 3000)
    webhook_silence_hours = optional(number)
  })
  default = {}
}

variable "slack" {
  description = "Slack workspace and channel told of alarms; null for none."
  type        = object({ team_id = string, channel_id = string })
  default     = null
}

variable "runbook" {
  description = "Address of the runbook that alarms point into."
  type        = string
  default     = "docs/runbook.md"
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
