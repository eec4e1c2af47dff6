# KMS rotates no asymmetric keys: a new one is made by hand, and old public keys are kept.
resource "aws_kms_key" "this" {
  # checkov:skip=CKV2_AWS_64:AWS's default policy is what is wanted: IAM of this account alone decides who signs
  description              = var.description
  key_usage                = "SIGN_VERIFY"
  customer_master_key_spec = "ECC_NIST_P256"
  deletion_window_in_days  = 30
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this.key_id
}
