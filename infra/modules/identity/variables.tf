variable "name" {
  description = "Name of the user pool."
  type        = string
}

variable "tier" {
  description = "LITE, ESSENTIALS or PLUS. Unset, AWS takes ESSENTIALS; nothing here needs more than LITE."
  type        = string
  default     = "LITE"
  validation {
    condition     = contains(["LITE", "ESSENTIALS", "PLUS"], var.tier)
    error_message = "tier must be LITE, ESSENTIALS or PLUS."
  }
}

variable "password_length" {
  description = "Fewest characters of a password."
  type        = number
  default     = 12
  validation {
    condition     = var.password_length >= 12
    error_message = "password_length must be 12 or more: these accounts lead to identity documents."
  }
}

variable "token_minutes" {
  description = "Minutes an access or ID token is valid."
  type        = number
  default     = 60
  validation {
    condition     = var.token_minutes >= 5 && var.token_minutes <= 60
    error_message = "token_minutes must be within 5 and 60: a stolen token has to die soon."
  }
}

variable "refresh_days" {
  description = "Days a refresh token is valid."
  type        = number
  default     = 30
  validation {
    condition     = var.refresh_days >= 1 && var.refresh_days <= 90
    error_message = "refresh_days must be within 1 and 90."
  }
}

variable "groups" {
  description = "Groups by name, with what their members may do."
  type        = map(string)
}

variable "post_confirmation_arn" {
  description = "ARN of the function Cognito calls when a user is confirmed."
  type        = string
}

variable "custom_message_arn" {
  description = "ARN of the function Cognito asks for the words of its mails; asked only where email_identity_arn is set."
  type        = string
}

variable "email_identity_arn" {
  description = "Verified SES identity Cognito sends with; null for Cognito's own sender (50 mails a day)."
  type        = string
  default     = null
}

variable "email_sender" {
  description = "Sender of Cognito's mails, where email_identity_arn is set."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the pool refuses to be deleted."
  type        = bool
  default     = true
}

variable "staff" {
  description = <<-TEXT
    The company's own directory, from which staff sign in; null where they have accounts of the pool.
    name: as the pool calls it. kind: OIDC (issuer, client_id, and staff_client_secret) or SAML
    (metadata_url). *_claim: where it says the address, the groups and how somebody signed in.
    domain: first part of the sign-in host's name. callback_urls: where the console is.
    groups: its groups and ours. factors: words of factors_claim that mean a second factor. hours:
    how long a sign-in lasts.
  TEXT
  type = object({
    name          = string
    kind          = string
    issuer        = optional(string)
    client_id     = optional(string)
    metadata_url  = optional(string)
    scopes        = optional(list(string), ["openid", "email", "profile"])
    email_claim   = optional(string, "email")
    groups_claim  = optional(string, "groups")
    factors_claim = optional(string, "amr")
    domain        = string
    callback_urls = list(string)
    groups        = map(string)
    factors       = optional(list(string), ["mfa"])
    hours         = optional(number, 10)
  })
  default = null
  validation {
    condition     = var.staff == null ? true : contains(["OIDC", "SAML"], var.staff.kind)
    error_message = "staff.kind must be OIDC or SAML."
  }
  validation {
    condition     = var.staff == null ? true : var.staff.kind == "OIDC" ? startswith(coalesce(var.staff.issuer, "-"), "https://") && var.staff.client_id != null : startswith(coalesce(var.staff.metadata_url, "-"), "https://")
    error_message = "OIDC needs issuer (https) and client_id, SAML needs metadata_url (https)."
  }
  validation {
    condition     = var.staff == null ? true : length(setsubtract(values(var.staff.groups), ["reviewers", "admins"])) == 0
    error_message = "staff.groups may stand for reviewers and admins only."
  }
  validation {
    condition     = var.staff == null ? true : length(var.staff.factors) > 0
    error_message = "staff.factors must name a word: staff have a second factor."
  }
  validation {
    condition     = var.staff == null ? true : var.staff.hours >= 1 && var.staff.hours <= 24
    error_message = "staff.hours must be within 1 and 24: who leaves a group of the directory keeps what it gave for so long."
  }
}

variable "staff_client_secret" {
  description = "Secret of the client that the directory (OIDC) knows the pool by."
  type        = string
  default     = null
  sensitive   = true
}
