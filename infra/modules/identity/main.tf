resource "aws_cognito_user_pool" "this" {
  name                = var.name
  username_attributes = ["email"]
  mfa_configuration   = "OPTIONAL"
  deletion_protection = var.deletion_protection ? "ACTIVE" : "INACTIVE"
  user_pool_tier      = var.tier

  username_configuration {
    case_sensitive = false
  }

  # The phone is proven by a code of ours, within limits of ours. A changed address counts only once
  # its owner has answered from it (AWS asks for auto_verified_attributes beside it).
  auto_verified_attributes = ["email"]
  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }
  # Where the function that says it in the reader's language says nothing.
  verification_message_template {
    default_email_option = "CONFIRM_WITH_CODE"
    email_subject        = "Is this your address?"
    email_message        = "{####} is the code that proves that this address is yours. If you did not ask for it, ignore this message."
  }

  password_policy {
    minimum_length                   = var.password_length
    require_lowercase                = true
    require_uppercase                = true
    require_numbers                  = true
    require_symbols                  = false
    temporary_password_validity_days = 1
  }

  software_token_mfa_configuration {
    enabled = true
  }

  # The phone is what sign-up proves; nobody has shown yet that the address is theirs.
  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_phone_number"
      priority = 1
    }
  }

  sms_configuration {
    sns_caller_arn = aws_iam_role.sms.arn
    external_id    = var.name
  }

  email_configuration {
    email_sending_account = var.email_identity_arn == null ? "COGNITO_DEFAULT" : "DEVELOPER"
    source_arn            = var.email_identity_arn
    from_email_address    = var.email_identity_arn == null ? null : var.email_sender
  }

  # What the directory of a company says of its staff (staff.tf). Attributes cannot be added to a pool
  # by Terraform later, nor taken away, so every pool has them.
  dynamic "schema" {
    for_each = ["staff_groups", "staff_factors"]
    content {
      name                = schema.value
      attribute_data_type = "String"
      mutable             = true
      string_attribute_constraints {
        min_length = 0
        max_length = 2048
      }
    }
  }

  # The functions' ARNs are computed from their names: Cognito stores them before they exist.
  lambda_config {
    post_confirmation = var.post_confirmation_arn
    # With its own sender Cognito refuses an answer that has words for mails, and sends nothing at all
    # (docs.aws.amazon.com/cognito, "Custom message Lambda trigger").
    custom_message = var.email_identity_arn == null ? null : var.custom_message_arn
  }

  lifecycle {
    ignore_changes = [schema] # the provider reads AWS's standard attributes back as a difference
  }
}

resource "aws_cognito_user_pool_client" "api" {
  name                                 = "api"
  user_pool_id                         = aws_cognito_user_pool.this.id
  generate_secret                      = true
  explicit_auth_flows                  = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  prevent_user_existence_errors        = "ENABLED"
  enable_token_revocation              = true
  allowed_oauth_flows_user_pool_client = false
  # What a user may write with their own token is what signing up needs, and no more: the phone is
  # written by the API once it is proven.
  write_attributes       = ["email"]
  read_attributes        = ["email", "email_verified", "phone_number", "phone_number_verified"]
  access_token_validity  = var.token_minutes
  id_token_validity      = var.token_minutes
  refresh_token_validity = var.refresh_days
  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }
}

resource "aws_cognito_user_group" "this" {
  for_each     = var.groups
  name         = each.key
  description  = each.value
  user_pool_id = aws_cognito_user_pool.this.id
}

data "aws_iam_policy_document" "cognito_may_assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["cognito-idp.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.name]
    }
  }
}

data "aws_iam_policy_document" "text_messages" {
  statement {
    actions       = ["sns:Publish"]
    not_resources = ["arn:aws:sns:*:*:*"] # phone numbers have no ARN: everything but topics
  }
}

resource "aws_iam_role" "sms" {
  name               = "${var.name}-sms"
  assume_role_policy = data.aws_iam_policy_document.cognito_may_assume.json
}

resource "aws_iam_role_policy" "sms" {
  name   = "text-messages"
  role   = aws_iam_role.sms.id
  policy = data.aws_iam_policy_document.text_messages.json
}
