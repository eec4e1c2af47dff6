module "key_data" {
  source               = "../modules/kms"
  name                 = "${local.prefix}-data"
  description          = "Vestibule ${var.env}: buckets, tables, queues, topics, secrets, logs"
  services             = ["sns.amazonaws.com", "sqs.amazonaws.com", "events.amazonaws.com", "cloudwatch.amazonaws.com"]
  log_groups_of_region = local.region
  distributions        = var.features.site
}

# A key of its own, so that reading a table does not mean being able to answer for a reviewer.
module "key_tokens" {
  source      = "../modules/kms"
  name        = "${local.prefix}-tokens"
  description = "Vestibule ${var.env}: task tokens and sealed secrets"
}
