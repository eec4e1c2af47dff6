resource "aws_ssm_parameter" "platform" {
  # checkov:skip=CKV2_AWS_34:names and addresses of resources, no secret; secrets are in Secrets Manager
  name        = var.name
  description = "Names and addresses of what Terraform made, read by every function."
  type        = "String"
  tier        = "Advanced" # 8 KB; the map is a little over the 4 KB of Standard
  value       = jsonencode(var.values)

  lifecycle {
    precondition {
      condition     = length(jsonencode(var.values)) <= 8192
      error_message = "The map is over 8 KB: split it into two parameters."
    }
  }
}
