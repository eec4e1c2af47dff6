# An endpoint on this machine runs no Aurora: what the cluster is told is asserted here.
mock_provider "aws" {
  override_during = plan
}

variables {
  name          = "vestibule-test-registry"
  database_name = "vestibule"
  vpc_id        = "vpc-1"
  subnet_ids    = ["subnet-1", "subnet-2"]
  kms_key_arn   = "arn:aws:kms:eu-west-1:210987654321:key/00000000-0000-4000-8000-000000000000"
  capacity      = { min = 0.5, max = 8 }
}

run "protected_unless_said_otherwise" {
  command = plan
  assert {
    condition     = aws_rds_cluster.this.deletion_protection && !aws_rds_cluster.this.skip_final_snapshot
    error_message = "A cluster refuses to be deleted and leaves a last snapshot."
  }
  assert {
    condition     = aws_rds_cluster.this.storage_encrypted && aws_rds_cluster.this.enable_http_endpoint && aws_rds_cluster.this.manage_master_user_password
    error_message = "Encrypted, reached through the Data API, its password in AWS's hands."
  }
}

run "erasable_where_data_may_go" {
  command = plan
  variables {
    deletion_protection = false
  }
  assert {
    condition     = !aws_rds_cluster.this.deletion_protection && aws_rds_cluster.this.skip_final_snapshot
    error_message = "An erasable environment leaves nothing behind."
  }
}

run "a_capacity_that_never_serves_is_refused" {
  command = plan
  variables {
    capacity = { min = 2, max = 1 }
  }
  expect_failures = [var.capacity]
}
