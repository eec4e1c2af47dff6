# Tables that hold nothing of a person (rate limits, breakers, ids of events) are not watched:
# data events cost by the event.
locals {
  watched_tables = ["Onboardings", "Profiles", "Verifications", "LivenessSessions", "KycOcrData", "KycAuditLog", "Reviews", "ScreeningDecisions", "DocumentNumbers", "Marks"]
}

module "audit" {
  source        = "../modules/audit"
  count         = var.features.audit ? 1 : 0
  name          = "${local.prefix}-trail"
  bucket_name   = "${local.prefix}-audit-log-${local.account}"
  bucket_arns   = [for name in ["kyc-id-uploads", "kyc-live-frames", "kyc-ocr-raw", "kyc-attachments"] : module.bucket[name].arn]
  table_arns    = [for name in local.watched_tables : module.table[name].arn]
  keep_days     = var.retention_days.audit
  force_destroy = var.erasable
}

# What was written to KycAuditLog, again, a moment later, where nobody can change it: who can write
# the table cannot touch a copy. The verifier compares the two.
module "vault" {
  source           = "../modules/bucket"
  name             = "${local.prefix}-audit-vault-${local.account}"
  kms_key_arn      = module.key_data.arn
  expire_days      = var.retention_days.audit + 30
  object_lock_days = var.retention_days.audit
  force_destroy    = var.erasable
}
