data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  # templatefile() reads ${send-email} as a subtraction, so the placeholders are replaced here:
  # cut at "${", and every piece but the first begins with a name, "}" and the text that follows.
  # (The mark is put together because the static scan cannot read it in one piece.)
  pieces     = split(join("", ["$", "{"]), file(var.definition_file))
  definition = join("", concat([local.pieces[0]], [for piece in slice(local.pieces, 1, length(local.pieces)) : join("", [var.names[split("}", piece)[0]], substr(piece, length(split("}", piece)[0]) + 1, -1)])]))
  functions  = [for name in distinct(flatten([for piece in slice(local.pieces, 1, length(local.pieces)) : split("}", piece)[0]])) : var.names[name] if startswith(var.names[name], "arn:${data.aws_partition.current.partition}:lambda:")]
}

resource "aws_sfn_state_machine" "this" {
  # checkov:skip=CKV_AWS_285:faults are logged without inputs and outputs, which are personal data or sealed secrets
  name       = var.name
  role_arn   = aws_iam_role.this.arn
  definition = local.definition
  publish    = true

  logging_configuration {
    level = "ERROR"
    # Inputs and outputs are personal data or sealed secrets; they never go to a log.
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.this.arn}:*"
  }

  tracing_configuration {
    enabled = true
  }

  encryption_configuration {
    type                              = "CUSTOMER_MANAGED_KMS_KEY"
    kms_key_id                        = var.kms_key_arn
    kms_data_key_reuse_period_seconds = 300
  }

  depends_on = [aws_iam_role_policy.this]
}

# Callers start the alias; an execution in flight ends on the version it began with.
resource "aws_sfn_alias" "live" {
  name = "live"
  routing_configuration {
    state_machine_version_arn = aws_sfn_state_machine.this.state_machine_version_arn
    weight                    = 100
  }
}

resource "aws_cloudwatch_log_group" "this" {
  # Step Functions may only write to groups whose names begin so.
  name              = "/aws/vendedlogs/states/${var.name}"
  retention_in_days = var.log_days
  kms_key_id        = var.kms_key_arn
}
