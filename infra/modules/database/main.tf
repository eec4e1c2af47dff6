# No network rule leads here: SQL goes through the Data API, whose door is IAM.
resource "aws_rds_cluster" "this" {
  # checkov:skip=CKV2_AWS_27:a logged statement would quote personal data; Performance Insights shows what is slow
  # checkov:skip=CKV2_AWS_8:Aurora's own continuous backup keeps every second of the retention
  # checkov:skip=CKV_AWS_139:on wherever data may not go: deletion_protection is a variable, true in prod
  cluster_identifier                  = var.name
  engine                              = "aurora-postgresql"
  engine_mode                         = "provisioned"
  engine_version                      = var.engine_version
  database_name                       = var.database_name
  master_username                     = "vestibule"
  manage_master_user_password         = true
  master_user_secret_kms_key_id       = var.kms_key_arn
  enable_http_endpoint                = true
  storage_encrypted                   = true
  kms_key_id                          = var.kms_key_arn
  db_subnet_group_name                = aws_db_subnet_group.this.name
  vpc_security_group_ids              = [aws_security_group.this.id]
  backup_retention_period             = 14
  copy_tags_to_snapshot               = true
  deletion_protection                 = var.deletion_protection
  skip_final_snapshot                 = !var.deletion_protection
  final_snapshot_identifier           = var.deletion_protection ? "${var.name}-final" : null
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = ["postgresql"]

  serverlessv2_scaling_configuration {
    min_capacity = var.capacity.min
    max_capacity = var.capacity.max
  }

  lifecycle {
    ignore_changes = [engine_version] # AWS raises the minor version by itself; going back is refused
  }
}

resource "aws_rds_cluster_instance" "this" {
  # checkov:skip=CKV_AWS_118:serverless: the capacity metrics and Performance Insights say what the system metrics would
  count                           = var.instances
  identifier                      = "${var.name}-${count.index}"
  cluster_identifier              = aws_rds_cluster.this.id
  engine                          = aws_rds_cluster.this.engine
  engine_version                  = aws_rds_cluster.this.engine_version
  instance_class                  = "db.serverless"
  auto_minor_version_upgrade      = true
  performance_insights_enabled    = true
  performance_insights_kms_key_id = var.kms_key_arn

  lifecycle {
    ignore_changes = [engine_version]
  }
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_security_group" "this" {
  name        = "${var.name}-database"
  description = "The registry: no way in but the Data API"
  vpc_id      = var.vpc_id
}
