# Staff sign in with their company: an OIDC or SAML provider of the pool, a domain for its answers,
# and a client that lets in nobody else. What the directory says of them is written into two
# attributes; only this client may write them, and only by a sign-in.

data "aws_region" "current" {}

locals {
  staff = var.staff == null ? {} : { (var.staff.name) = var.staff }
  oidc = { for name, s in local.staff : name => {
    client_id                     = s.client_id
    client_secret                 = var.staff_client_secret
    oidc_issuer                   = s.issuer
    authorize_scopes              = join(" ", s.scopes)
    attributes_request_method     = "GET"
    attributes_url_add_attributes = "false"
  } if s.kind == "OIDC" }
  saml = { for name, s in local.staff : name => {
    MetadataURL             = s.metadata_url
    RequestSigningAlgorithm = "rsa-sha256"
  } if s.kind == "SAML" }
}

resource "aws_cognito_identity_provider" "staff" {
  for_each         = local.staff
  user_pool_id     = aws_cognito_user_pool.this.id
  provider_name    = each.key
  provider_type    = each.value.kind
  provider_details = each.value.kind == "OIDC" ? local.oidc[each.key] : local.saml[each.key]
  attribute_mapping = {
    email                  = each.value.email_claim
    "custom:staff_groups"  = each.value.groups_claim
    "custom:staff_factors" = each.value.factors_claim
  }

  lifecycle {
    ignore_changes = [provider_details["ActiveEncryptionCertificate"], provider_details["SLORedirectBindingURI"], provider_details["SSORedirectBindingURI"]]
  }
}

resource "aws_cognito_user_pool_domain" "staff" {
  for_each     = local.staff
  domain       = each.value.domain
  user_pool_id = aws_cognito_user_pool.this.id
}

resource "aws_cognito_user_pool_client" "staff" {
  for_each                             = local.staff
  name                                 = "staff"
  user_pool_id                         = aws_cognito_user_pool.this.id
  generate_secret                      = false # the console is a page: it proves itself by PKCE
  explicit_auth_flows                  = ["ALLOW_REFRESH_TOKEN_AUTH"]
  supported_identity_providers         = [aws_cognito_identity_provider.staff[each.key].provider_name]
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  # Without aws.cognito.signin.user.admin: with these tokens nobody writes their own attributes.
  allowed_oauth_scopes          = ["openid", "email"]
  callback_urls                 = each.value.callback_urls
  logout_urls                   = each.value.callback_urls
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true
  # A sign-in writes what is mapped, so the client must be allowed to.
  write_attributes = ["email", "custom:staff_groups", "custom:staff_factors"]
  read_attributes  = ["email", "email_verified", "custom:staff_groups", "custom:staff_factors"]
  # A renewed token repeats what the directory said at the sign-in: so it lasts a working day.
  access_token_validity  = 5
  id_token_validity      = 5
  refresh_token_validity = each.value.hours
  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "hours"
  }
}
