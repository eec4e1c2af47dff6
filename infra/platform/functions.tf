# Who may do what: one entry per Lambda function, in the words of the platform. statements.tf turns
# the words into IAM statements on exactly the named resources; everybody may also read the platform
# parameter, write their own log and send traces.
#
#   reads, writes        tables (writes includes reading and deleting items)
#   gets, puts           objects of buckets;  shreds: delete them with every old version
#   secrets              secrets that may be opened
#   sends, takes         queues: put messages in, or be their reader
#   streams              tables whose stream is read
#   buries               queue for what failed for good (the function's own failure destination)
#   publishes            topics;  mails, texts: SES templates, SMS
#   starts, answers      state machines: start executions, or complete waiting tasks;  stops: end them
#   identity             Cognito operations on the user pool
#   faces, reads_pictures   Rekognition and Textract operations
#   registry             the PostgreSQL user registry;  announces: the event bus
#   seals, opens         the tokens key: encrypt, decrypt
#   signs, vaults        audit checkpoints: sign them, put them into the locked bucket
locals {
  functions = {
    api_handler = {
      reads     = ["KycOcrData", "ScreeningDecisions"]
      writes    = ["Onboardings", "Profiles", "Verifications", "LivenessSessions", "KycAuditLog", "Reviews", "TaskTokens", "PhoneCodes", "Idempotency", "RateLimits", "ScreeningDecisions", "WebhookEvents", "Breakers", "DocumentNumbers"]
      gets      = ["kyc-id-uploads", "kyc-live-frames"]
      puts      = ["kyc-id-uploads", "kyc-live-frames"]
      secrets   = concat(["cognito-client", "pepper", "database"], local.vendor_secrets)
      sends     = ["liveness-checks", "webhooks"]
      publishes = ["user-notifications", "admin-alerts"]
      texts     = true
      shreds    = ["kyc-id-uploads", "kyc-live-frames", "kyc-ocr-raw"] # DELETE /me
      starts    = ["user-onboarding", "user-authentication"]
      stops     = ["user-onboarding"]
      answers   = ["user-onboarding"]
      identity  = concat(local.sign_in, local.administer)
      faces     = ["CreateFaceLivenessSession", "GetFaceLivenessSessionResults"]
      registry  = true
      announces = true
      seals     = true
      opens     = true
    }

    user-onboarding-phone-verification = {
      writes  = ["Onboardings", "PhoneCodes", "RateLimits", "TaskTokens"]
      secrets = ["pepper"]
      texts   = true
      seals   = true
    }
    user-onboarding-check-profile = {
      reads   = ["Profiles"]
      writes  = ["Onboardings", "TaskTokens"]
      answers = ["user-onboarding"]
      seals   = true
      opens   = true
    }
    user-onboarding-start-kyc = {
      reads    = ["Profiles"]
      writes   = ["Onboardings", "Verifications", "Breakers", "KycAuditLog"]
      secrets  = concat(["database"], local.vendor_secrets)
      registry = true
    }
    user-onboarding-await-decision = {
      reads   = ["Verifications", "KycOcrData", "LivenessSessions", "KycAuditLog", "DocumentNumbers"]
      writes  = ["Onboardings", "Reviews", "TaskTokens"]
      answers = ["user-onboarding"]
      seals   = true
      opens   = true
    }
    user-onboarding-remind-admins = {
      reads     = ["Reviews", "Onboardings"]
      publishes = ["admin-alerts"]
    }
    user-onboarding-kyc-approved = {
      writes    = ["Onboardings", "Verifications", "Reviews", "KycAuditLog", "TaskTokens", "DocumentNumbers"]
      secrets   = ["database"]
      registry  = true
      identity  = ["AdminGetUser", "AdminUpdateUserAttributes"]
      announces = true
    }
    user-onboarding-kyc-rejected = {
      writes    = ["Onboardings", "Verifications", "Reviews", "KycAuditLog", "TaskTokens"]
      secrets   = ["database"]
      registry  = true
      announces = true
    }
    user-onboarding-kyc-timeout = {
      writes    = ["Onboardings", "Verifications", "Reviews", "KycAuditLog", "TaskTokens"]
      secrets   = ["database"]
      registry  = true
      announces = true
    }
    user-onboarding-error-handler = {
      writes    = ["Onboardings"]
      publishes = ["admin-alerts", "user-notifications"]
    }
    send-email = {
      reads    = ["Onboardings", "Profiles"]
      identity = ["AdminGetUser"]
      mails    = true
    }
    send-sms = {
      reads     = ["Onboardings", "Profiles"]
      identity  = ["AdminGetUser"]
      publishes = ["user-notifications"]
      texts     = true
    }

    check-user = { secrets = ["cognito-client"], identity = ["AdminGetUser"], opens = true }
    signup     = { secrets = ["cognito-client"], identity = concat(local.sign_in, ["AdminConfirmSignUp"]), opens = true, seals = true }
    login      = { secrets = ["cognito-client"], identity = local.sign_in, opens = true, seals = true }
    logout     = { secrets = ["cognito-client"], identity = ["GlobalSignOut", "RevokeToken", "AdminUserGlobalSignOut"], opens = true }

    ocr-extraction = {
      reads          = ["Verifications"]
      writes         = ["Verifications", "KycOcrData", "KycAuditLog", "DocumentNumbers", "Idempotency", "Breakers"]
      gets           = ["kyc-id-uploads"]
      puts           = ["kyc-ocr-raw"]
      secrets        = ["pepper"]
      buries         = "ocr-extraction-dlq"
      publishes      = ["admin-alerts"]
      reads_pictures = ["AnalyzeDocument", "AnalyzeID"]
    }
    sanctions-screening = {
      writes  = ["Verifications", "KycAuditLog", "ScreeningDecisions", "Reviews", "Breakers", "Idempotency"]
      reads   = ["Profiles"]
      gets    = ["watchlists"]
      secrets = [for name in local.vendor_secrets : name if contains(["providers/comply-advantage", "providers/yente"], name)]
      streams = ["KycOcrData"]
      buries  = "sanctions-screening-dlq"
    }
    compare-faces = {
      writes  = ["Verifications", "LivenessSessions", "KycAuditLog", "Breakers", "Idempotency", "Reviews"]
      gets    = ["kyc-id-uploads", "kyc-live-frames"]
      takes   = ["liveness-checks"]
      answers = ["user-onboarding"]
      opens   = true
      faces   = ["CompareFaces", "DetectFaces"]
    }
    process-user-signup = {
      writes   = ["Idempotency"]
      secrets  = ["database"]
      takes    = ["user-signups"]
      registry = true
    }
    process-webhook = {
      reads     = ["Profiles"]
      writes    = ["Onboardings", "Verifications", "KycAuditLog", "Reviews", "TaskTokens", "WebhookEvents", "Breakers"]
      secrets   = concat(["database"], local.vendor_secrets)
      sends     = ["webhooks"]
      takes     = ["webhooks"]
      publishes = ["admin-alerts", "user-notifications"]
      mails     = true
      texts     = true
      answers   = ["user-onboarding"]
      identity  = ["AdminGetUser"]
      registry  = true
      opens     = true
    }
    reconcile-webhooks = {
      reads     = ["Profiles"]
      writes    = ["Onboardings", "Verifications", "KycAuditLog", "Reviews", "TaskTokens", "WebhookEvents", "Breakers"]
      secrets   = concat(["database"], local.vendor_secrets)
      sends     = ["webhooks"]
      publishes = ["admin-alerts", "user-notifications"]
      mails     = true
      texts     = true
      answers   = ["user-onboarding"]
      identity  = ["AdminGetUser"]
      registry  = true
      opens     = true
    }
    recheck-profiles = {
      reads   = ["Profiles"]
      writes  = ["Onboardings", "TaskTokens"]
      answers = ["user-onboarding"]
      opens   = true
    }
    reconcile-users = {
      writes    = ["Verifications", "KycAuditLog", "WebhookEvents"]
      secrets   = concat(["database"], local.vendor_secrets)
      identity  = ["ListUsers", "AdminGetUser"]
      publishes = ["admin-alerts"]
      registry  = true
      announces = true
    }

    audit-checkpoint = {
      writes = ["KycAuditLog"]
      signs  = true
      vaults = true
    }

    cognito-post-confirmation = { announces = true, sends_dead = ["post-confirmation-dlq"] }
  }

  vendor_secrets = [for name in sort(var.vendors) : "providers/${name}"]

  sign_in    = ["SignUp", "InitiateAuth", "RespondToAuthChallenge", "GlobalSignOut", "RevokeToken"]
  administer = ["AdminGetUser", "AdminConfirmSignUp", "AdminUpdateUserAttributes", "AdminUserGlobalSignOut", "AdminDeleteUser", "ConfirmSignUp", "ForgotPassword", "ConfirmForgotPassword", "AssociateSoftwareToken", "VerifySoftwareToken", "SetUserMFAPreference", "GetUser"]
}

module "function_role" {
  source        = "../modules/function_role"
  for_each      = local.functions
  function_name = local.function_names[each.key]
  role_name     = "${local.prefix}-${each.key}"
  statements    = local.statements[each.key]
  in_network    = var.features.network
  log_days      = var.retention_days.logs
  kms_key_arn   = module.key_data.arn
}

check "every_function_has_a_role" {
  assert {
    condition     = toset(keys(local.functions)) == toset(keys(local.sizes))
    error_message = "functions.tf and functions.json must name the same functions."
  }
}
