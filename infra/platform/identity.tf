module "identity" {
  source = "../modules/identity"
  name   = "${local.prefix}-users"
  tier   = var.user_pool_tier
  groups = {
    reviewers = "Look at cases and decide them"
    admins    = "Publish levels: which checks for whom"
  }
  post_confirmation_arn = local.function_arns["cognito-post-confirmation"]
  custom_message_arn    = local.function_arns["cognito-custom-message"]
  email_identity_arn    = var.email_identity_confirmed ? module.messages.email_identity_arn : null
  email_sender          = module.messages.email_sender
  deletion_protection   = !var.erasable
  staff                 = var.staff
  staff_client_secret   = var.staff_client_secret
}
