# The account's own rules, asserted on the plan.
mock_provider "aws" {
  override_during = plan
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "210987654321" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-west-1", name = "eu-west-1" }
  }
  mock_resource "aws_cognito_user_pool" {
    defaults = { arn = "arn:aws:cognito-idp:eu-west-1:210987654321:userpool/eu-west-1_abcDEF123", id = "eu-west-1_abcDEF123" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::210987654321:role/r" }
  }
}

variables {
  name                  = "vestibule-test-users"
  groups                = { reviewers = "look" }
  post_confirmation_arn = "arn:aws:lambda:eu-west-1:210987654321:function:f"
  custom_message_arn    = "arn:aws:lambda:eu-west-1:210987654321:function:m"
  email_sender          = "no-reply@company.test"
}

run "nobody_learns_who_has_an_account" {
  command = plan
  assert {
    condition     = aws_cognito_user_pool_client.api.prevent_user_existence_errors == "ENABLED"
    error_message = "Who is unknown looks like a wrong password."
  }
  assert {
    condition     = aws_cognito_user_pool_client.api.generate_secret
    error_message = "The client has a secret."
  }
  assert {
    condition     = aws_cognito_user_pool.this.deletion_protection == "ACTIVE"
    error_message = "People are not deleted by mistake."
  }
  assert {
    condition     = aws_cognito_user_pool.this.user_pool_tier == "LITE"
    error_message = "Nothing here needs the price class that AWS takes by itself."
  }
}

run "without_our_sender_cognito_is_given_no_words_for_mails" {
  command = plan
  assert {
    condition     = aws_cognito_user_pool.this.lambda_config[0].custom_message == null
    error_message = "Cognito refuses words for mails that it sends itself, and nobody gets a code."
  }
}

run "with_our_sender_cognito_asks_for_the_words" {
  command = plan
  variables {
    email_identity_arn = "arn:aws:ses:eu-west-1:210987654321:identity/no-reply@company.test"
  }
  assert {
    condition     = aws_cognito_user_pool.this.lambda_config[0].custom_message == var.custom_message_arn
    error_message = "Mails are in their reader's language."
  }
  assert {
    condition     = aws_cognito_user_pool.this.email_configuration[0].email_sending_account == "DEVELOPER"
    error_message = "Only then may they have words of ours."
  }
}

run "a_weak_password_policy_is_refused" {
  command = plan
  variables {
    password_length = 8
  }
  expect_failures = [var.password_length]
}

run "an_unknown_price_class_is_refused" {
  command = plan
  variables {
    tier = "FREE"
  }
  expect_failures = [var.tier]
}

run "without_a_directory_nobody_signs_in_from_elsewhere" {
  command = plan
  assert {
    condition     = length(aws_cognito_identity_provider.staff) + length(aws_cognito_user_pool_client.staff) + length(aws_cognito_user_pool_domain.staff) == 0
    error_message = "A pool of its own accounts has no provider, no host and no client for one."
  }
  assert {
    condition     = aws_cognito_user_pool_client.api.write_attributes == toset(["email"])
    error_message = "Nobody writes with their own token what a directory would say of them."
  }
}

run "staff_sign_in_with_an_oidc_directory" {
  command = plan
  variables {
    staff_client_secret = "s3cret"
    staff = {
      name          = "Company"
      kind          = "OIDC"
      issuer        = "https://login.company.test/tenant"
      client_id     = "vestibule"
      groups_claim  = "roles"
      domain        = "company-vestibule"
      callback_urls = ["https://verify.company.test/console/"]
      groups        = { "Identity reviewers" = "reviewers" }
    }
  }
  assert {
    condition     = aws_cognito_identity_provider.staff["Company"].provider_details["oidc_issuer"] == "https://login.company.test/tenant"
    error_message = "The directory is the one that was named."
  }
  assert {
    condition     = aws_cognito_identity_provider.staff["Company"].attribute_mapping["custom:staff_groups"] == "roles" && aws_cognito_identity_provider.staff["Company"].attribute_mapping["custom:staff_factors"] == "amr"
    error_message = "What it says of groups and of the second factor is kept."
  }
  assert {
    condition     = aws_cognito_user_pool_client.staff["Company"].supported_identity_providers == toset(["Company"]) && aws_cognito_user_pool_client.staff["Company"].explicit_auth_flows == toset(["ALLOW_REFRESH_TOKEN_AUTH"])
    error_message = "Nobody comes through this client but by the directory: no password, no account of the pool."
  }
  assert {
    condition     = !contains(aws_cognito_user_pool_client.staff["Company"].allowed_oauth_scopes, "aws.cognito.signin.user.admin")
    error_message = "Tokens of staff cannot write their own attributes."
  }
  assert {
    condition     = aws_cognito_user_pool_client.staff["Company"].refresh_token_validity <= 24 && aws_cognito_user_pool_client.staff["Company"].id_token_validity == 5
    error_message = "What the directory said counts for a working day."
  }
}

run "staff_sign_in_with_a_saml_directory" {
  command = plan
  variables {
    staff = {
      name          = "Company"
      kind          = "SAML"
      metadata_url  = "https://login.company.test/metadata"
      email_claim   = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
      groups_claim  = "http://schemas.xmlsoap.org/claims/Group"
      factors_claim = "http://schemas.microsoft.com/claims/authnmethodsreferences"
      factors       = ["http://schemas.microsoft.com/claims/multipleauthn"]
      domain        = "company-vestibule"
      callback_urls = ["https://verify.company.test/console/"]
      groups        = { "Identity reviewers" = "reviewers" }
    }
  }
  assert {
    condition     = aws_cognito_identity_provider.staff["Company"].provider_details["MetadataURL"] == "https://login.company.test/metadata"
    error_message = "The directory is the one that was named."
  }
}

run "a_directory_over_plain_http_is_refused" {
  command = plan
  variables {
    staff = { name = "Company", kind = "OIDC", issuer = "http://login.company.test", client_id = "v", domain = "d", callback_urls = [], groups = {} }
  }
  expect_failures = [var.staff]
}

run "a_group_that_is_none_of_ours_is_refused" {
  command = plan
  variables {
    staff = { name = "Company", kind = "SAML", metadata_url = "https://login.company.test", domain = "d", callback_urls = [], groups = { "x" = "root" } }
  }
  expect_failures = [var.staff]
}

run "a_directory_without_a_word_for_a_second_factor_is_refused" {
  command = plan
  variables {
    staff = { name = "Company", kind = "SAML", metadata_url = "https://login.company.test", domain = "d", callback_urls = [], groups = {}, factors = [] }
  }
  expect_failures = [var.staff]
}
