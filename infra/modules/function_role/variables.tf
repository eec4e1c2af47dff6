variable "function_name" {
  description = "Name of the Lambda function; its log group is called after it."
  type        = string
  validation {
    condition     = length(var.function_name) <= 64
    error_message = "function_name must be 64 characters or fewer: neither Lambda nor IAM takes more."
  }
}

variable "role_name" {
  description = "Name of the role; null for the function's own name."
  type        = string
  default     = null
}

variable "statements" {
  description = "What the function may do besides writing its log."
  type = list(object({
    sid        = string
    actions    = list(string)
    resources  = list(string)
    all_but    = optional(bool, false) # resources are those it may not be used on
    conditions = optional(list(object({ test = string, variable = string, values = list(string) })), [])
  }))
  validation {
    condition     = alltrue(flatten([for s in var.statements : [for a in s.actions : !strcontains(a, "*")]]))
    error_message = "Actions are named one by one: a * grants what nobody has thought of."
  }
  validation {
    condition = alltrue(flatten([for s in var.statements : !contains(s.resources, "*") || alltrue([
      for a in s.actions : contains([
        "rekognition:CompareFaces", "rekognition:DetectFaces", "rekognition:DetectModerationLabels",
        "rekognition:CreateFaceLivenessSession", "rekognition:GetFaceLivenessSessionResults",
        "rekognition:CreateCollection", "textract:AnalyzeDocument", "textract:AnalyzeID",
        "textract:DetectDocumentText", "states:SendTaskSuccess", "states:SendTaskFailure", "dynamodb:ListStreams",
        "xray:PutTraceSegments", "xray:PutTelemetryRecords",
      ], a)
    ])]))
    error_message = "The resource * is only for actions that know no resources (Rekognition and Textract on bytes, task tokens, lists of streams, traces)."
  }
}

variable "in_network" {
  description = "Whether the function runs in the VPC and needs network interfaces."
  type        = bool
  default     = false
}

variable "log_days" {
  description = "Days log lines are kept."
  type        = number
  validation {
    condition     = var.log_days > 0
    error_message = "log_days must be positive: 0 would keep logs for ever."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the log group."
  type        = string
}
