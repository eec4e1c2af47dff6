module "key_data" {
  source               = "../modules/kms"
  name                 = "${local.prefix}-data"
  description          = "Vestibule ${var.env}: buckets, tables, queues, topics, secrets, logs"
  services             = ["sns.amazonaws.com", "sqs.amazonaws.com", "s3.amazonaws.com", "ses.amazonaws.com", "cloudwatch.amazonaws.com"]
  log_groups_of_region = local.region
  event_bus            = true
  distributions        = var.features.site
}

# A key of its own, so that reading a table does not mean being able to answer for a reviewer.
module "key_tokens" {
  source      = "../modules/kms"
  name        = "${local.prefix}-tokens"
  description = "Vestibule ${var.env}: task tokens and sealed secrets"
}

# Signs the checkpoints of the audit log. Whoever holds the public half can verify them offline.
module "key_audit" {
  source      = "../modules/signing_key"
  name        = "${local.prefix}-audit"
  description = "Vestibule ${var.env}: signatures of audit checkpoints"
}
