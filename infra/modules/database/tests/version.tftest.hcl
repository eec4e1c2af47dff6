# AWS raises the minor version by itself, so the cluster soon has a later one than stands here.
mock_provider "aws" {
  mock_resource "aws_rds_cluster" {
    defaults = {
      master_user_secret = [{
        kms_key_id    = "key-1"
        secret_arn    = "arn:aws:secretsmanager:eu-west-1:210987654321:secret:owner"
        secret_status = "active"
      }]
    }
  }
}

variables {
  name          = "vestibule-test-registry"
  database_name = "vestibule"
  vpc_id        = "vpc-1"
  subnet_ids    = ["subnet-1", "subnet-2"]
  kms_key_arn   = "arn:aws:kms:eu-west-1:210987654321:key/00000000-0000-4000-8000-000000000000"
  capacity      = { min = 0.5, max = 8 }
  instances     = 2

  deletion_protection = false
}

run "begins_with_the_version_that_stands_here" {
  command = apply
  variables {
    engine_version = "16.8"
  }
  assert {
    condition     = aws_rds_cluster.this.engine_version == "16.8" && aws_rds_cluster_instance.this[0].auto_minor_version_upgrade
    error_message = "A new cluster begins with the version it is told, and is raised by AWS."
  }
}

run "is_never_taken_back_to_it" {
  command = plan
  variables {
    engine_version = "16.6"
  }
  assert {
    condition     = aws_rds_cluster.this.engine_version == "16.8" && alltrue([for i in aws_rds_cluster_instance.this : i.engine_version == "16.8"])
    error_message = "A plan must not want an earlier version than the database has: AWS refuses it."
  }
}
