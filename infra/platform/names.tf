# Every name and ARN that two parts of the platform must agree on, computed before either exists.

data "aws_partition" "current" {}
data "aws_region" "current" {}

data "aws_caller_identity" "current" {
  lifecycle {
    # Without AWS_ENDPOINT_URL the provider would talk to real AWS: then the account differs.
    postcondition {
      condition     = (var.env == "local") == (self.account_id == "123456789012")
      error_message = "env local belongs to the embedded cloud (account 123456789012), and only there."
    }
  }
}

locals {
  prefix    = "vestibule-${var.env}"
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.id
  partition = data.aws_partition.current.partition

  # Size and time limit of every function; .chalice/config.json is rendered from the same file.
  sizes = jsondecode(file("${path.module}/../functions.json"))

  # Chalice calls the API's function like the application, the others <application>-<stage>-<name>.
  function_names = { for name in keys(local.sizes) : name => name == "api_handler" ? local.prefix : "${local.prefix}-${name}" }
  function_arns  = { for name, full in local.function_names : name => "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${full}" }

  bus_name  = "${local.prefix}-events"
  rule_arns = { for name in keys(local.rules) : name => "arn:${local.partition}:events:${local.region}:${local.account}:rule/${local.bus_name}/${local.prefix}-${name}" }

  cluster_name = "${local.prefix}-registry"
  database_arn = "arn:${local.partition}:rds:${local.region}:${local.account}:cluster:${local.cluster_name}"

  face_liveness    = coalesce(var.features.face_liveness, lookup(var.settings, "liveness_engine", "") == "rekognition")
  filming_role     = "${local.prefix}-face-liveness"
  filming_role_arn = "arn:${local.partition}:iam::${local.account}:role/${local.filming_role}"

  parameter_name = "/vestibule/${var.env}/platform"
  parameter_arn  = "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter${local.parameter_name}"

  state_machine_arns = { for name in local.workflows : name => "arn:${local.partition}:states:${local.region}:${local.account}:stateMachine:${local.prefix}-${name}" }
}
