# Ephemeral: drawn at apply, written once (see the version), kept in no plan and no state.
ephemeral "aws_secretsmanager_random_password" "pepper" {
  password_length = 64
}

ephemeral "aws_secretsmanager_random_password" "database" {
  password_length     = 32
  exclude_punctuation = true
}

module "secret_pepper" {
  source        = "../modules/secret"
  name          = "${local.prefix}/pepper"
  description   = "Key of the keyed hashes of codes and document numbers: {\"pepper\": base64 of 32 bytes}"
  kms_key_arn   = module.key_data.arn
  recovery_days = local.recovery_days
  value         = jsonencode({ pepper = base64sha256(ephemeral.aws_secretsmanager_random_password.pepper.random_password) })
  value_version = var.pepper_version
}

module "secret_client" {
  source        = "../modules/secret"
  name          = "${local.prefix}/cognito-client"
  description   = "The API's Cognito client: {\"clientId\", \"clientSecret\"}"
  kms_key_arn   = module.key_data.arn
  recovery_days = local.recovery_days
  value         = jsonencode({ clientId = module.identity.client_id, clientSecret = module.identity.client_secret })
  # Another client is another number, so that a replaced client's secret is written, too.
  value_version = parseint(substr(sha256(module.identity.client_id), 0, 7), 16)
}

# On AWS the cluster makes and rotates its own secret (module.database).
module "secret_database" {
  source        = "../modules/secret"
  count         = var.features.database ? 0 : 1
  name          = "${local.prefix}/database"
  description   = "Owner of the user registry: {\"username\", \"password\"}"
  kms_key_arn   = module.key_data.arn
  recovery_days = local.recovery_days
  value         = jsonencode({ username = "vestibule", password = ephemeral.aws_secretsmanager_random_password.database.random_password })
  value_version = 1
}

# Every KYC vendor that can be plugged in has a secret, filled by an operator. The table in the code is
# the only list of them.
locals {
  plug_ins    = file("${path.module}/../../chalicelib/outside/plug_ins.py")
  plugged_in  = flatten(regexall("\"(\\w+)\": \"chalicelib\\.adapters\\.vendors\\.", local.plug_ins))
  kyc_vendors = toset([for name in local.plugged_in : name if name != "in_house"])
}

module "secret_vendor" {
  source        = "../modules/secret"
  for_each      = setunion(local.kyc_vendors, local.screening_vendors, ["outbound"])
  name          = "${local.prefix}/providers/${each.value}"
  description   = "Credentials for ${each.value}, put in by an operator; see docs/configuration.md"
  kms_key_arn   = module.key_data.arn
  recovery_days = local.recovery_days
}

locals {
  recovery_days   = var.erasable ? 0 : 30
  secret_database = var.features.database ? module.database[0].secret_arn : module.secret_database[0].arn
  secret_arns = merge(
    { pepper = module.secret_pepper.arn, cognito-client = module.secret_client.arn },
    { database = var.features.database ? module.database[0].secret_arn : module.secret_database[0].arn },
    { for name, secret in module.secret_vendor : "providers/${name}" => secret.arn },
  )
}
