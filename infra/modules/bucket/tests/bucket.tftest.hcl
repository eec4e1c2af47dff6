# An endpoint on this machine stores a lock without locking: what is asked of AWS is asserted here.
mock_provider "aws" {
  override_during = plan
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name        = "vestibule-test-bucket-210987654321"
  kms_key_arn = "arn:aws:kms:eu-west-1:210987654321:key/00000000-0000-4000-8000-000000000000"
  expire_days = 120
}

run "private_versioned_encrypted_and_forgetting" {
  command = plan
  assert {
    condition     = aws_s3_bucket_public_access_block.this.block_public_policy && aws_s3_bucket_public_access_block.this.restrict_public_buckets
    error_message = "A bucket is private."
  }
  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
    error_message = "A bucket keeps versions."
  }
  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.this.rule).expiration[0].days == 120
    error_message = "A bucket forgets after expire_days."
  }
  assert {
    condition     = !aws_s3_bucket.this.force_destroy
    error_message = "A bucket with objects is not deleted unless somebody says so."
  }
}

run "a_locked_bucket_is_locked_for_everybody" {
  command = plan
  variables {
    object_lock_days = 2190
    expire_days      = 2220
  }
  assert {
    condition     = aws_s3_bucket.this.object_lock_enabled
    error_message = "Object Lock can only be switched on when a bucket is made."
  }
  assert {
    condition     = one(aws_s3_bucket_object_lock_configuration.this).rule[0].default_retention[0].mode == "COMPLIANCE"
    error_message = "Governance mode lets an administrator delete."
  }
  assert {
    condition     = one(aws_s3_bucket_object_lock_configuration.this).rule[0].default_retention[0].days == 2190
    error_message = "The lock lasts as long as asked."
  }
}
