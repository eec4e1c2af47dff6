locals {
  # A comparison asks Rekognition once for each of its twelve frames, then once more for each. All
  # twelve at once where the region's quota has room, two where it is five requests a second.
  faces = jsondecode(file("${path.module}/../regions.json"))[local.region].faces

  # KycOcrData -> table_kyc_ocr_data, kyc-id-uploads -> bucket_id_uploads
  parameters = merge(
    { face_calls_at_once = tostring(local.faces.at_once) },
    var.settings,
    var.staff == null ? {} : {
      staff_provider = var.staff.name
      staff_groups   = jsonencode(var.staff.groups)
      staff_factors  = join(",", var.staff.factors)
    },
    { for name, bucket in module.bucket : "bucket_${replace(trimprefix(name, "kyc-"), "-", "_")}" => bucket.name },
    { for name, table in module.table : "table_${lower(replace(name, "/([a-z])([A-Z])/", "$${1}_$${2}"))}" => table.name },
    {
      user_pool_id                 = module.identity.pool_id
      user_pool_arn                = module.identity.pool_arn
      user_pool_client_id          = module.identity.client_id
      secret_cognito_client        = module.secret_client.name
      secret_pepper                = module.secret_pepper.name
      secret_database              = local.secret_database
      database_arn                 = local.database_arn
      database_name                = "vestibule"
      topic_user_notifications     = module.messages.topic_arns["user-notifications"]
      topic_admin_alerts           = module.messages.topic_arns["admin-alerts"]
      event_bus                    = module.events.bus_name
      queue_documents_url          = module.queue["documents"].url
      queue_liveness_checks_url    = module.queue["liveness-checks"].url
      queue_webhooks_url           = module.queue["webhooks"].url
      state_machine_onboarding     = module.workflow["user-onboarding"].alias_arn
      state_machine_authentication = module.workflow["user-authentication"].alias_arn
      role_face_liveness           = local.face_liveness ? local.filming_role_arn : ""
      key_data_arn                 = module.key_data.arn
      key_tokens_arn               = module.key_tokens.arn
      key_audit_arn                = module.key_audit.arn
      bucket_audit_log             = module.vault.name
      email_sender                 = module.messages.email_sender
      site_origin                  = var.site_origins[0]
      ses_configuration_set        = module.messages.configuration_set
      ses_template_prefix          = "${local.prefix}-"
    },
  )
}

module "parameters" {
  source = "../modules/parameters"
  name   = local.parameter_name
  values = local.parameters
}
