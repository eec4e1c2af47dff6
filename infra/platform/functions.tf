# Who may do what: one entry per Lambda function, in the words of the platform. statements.tf turns
# the words into IAM statements on exactly the named resources; everybody may also read the platform
# parameter, write their own log and send traces.
#
#   reads, writes        tables: get items; writes also puts them
#   batches              tables: get many items at once
#   finds                indexes (<table>/<index>), or tables, that are asked
#   removes, counts      tables: delete items; count atomically
#   appends              the audit log: add an entry behind the last one; nobody deletes or changes one
#   keeps                the audit log: say until when entries are kept, and nothing else of them
#   gets, puts, deletes  objects of buckets;  shreds: delete them with every old version
#   secrets              secrets that may be opened
#   sends, takes         queues: put messages in, or be their reader
#   streams              tables whose stream is read
#   failure_queue        queue for what failed for good (the function's own failure destination)
#   publishes            topics;  mails: SES templates;  texts: SMS
#   starts, stops        state machines: start and end executions
#   resumes              wake a step of user-onboarding that waits: find its token, open it, answer
#   moves                begin and move verifications: in one transaction with person, case and log
#   checks               tables: transactions may ask that an item is as it was
#   gives_up             end a step that waits for nobody, as a failure
#   decides              collect the evidence of a verification and decide it (and wake the workflow)
#   identity             Cognito operations on the user pool that IAM guards; signing in is open to all
#   faces, reads_pictures   Rekognition and Textract operations;  enrols: those on the faces of people
#   lends                a browser the right to film for a liveness check
#   registry, registers  the PostgreSQL user registry: rows one by one, or many at once;  announces: the event bus
#   seals, opens         the tokens key: encrypt, decrypt
#   signs                audit checkpoints: sign them;  vaults: folders of the locked bucket to put into
#   checks_tombstone     ask for the tombstone of a person in one transaction with what is written
#   sealed_for           what seals and opens are about, "a step" (of a workflow) if not said
locals {
  functions = {
    api_handler = {
      reads            = ["DocumentNumbers", "KycAuditLog", "Feeds"]
      writes           = ["KycOcrData", "Onboardings", "Profiles", "LivenessSessions", "PhoneCodes", "Idempotency", "WebhookEvents", "Breakers", "ScreeningDecisions", "Levels", "OwnLists", "Marks", "LivenessTries", "ApiKeys", "Applicants", "ExternalIds", "ApplicantSessions", "WebhookEndpoints"]
      batches          = ["Applicants"] # GET /v1/events
      checks_tombstone = true
      moves            = true
      checks           = local.approving.checks
      finds            = ["Levels", "Applicants", "WebhookEndpoints", "Feeds", "OwnLists/byList", "KycAuditLog/byDay", "Onboardings/byUser", "Verifications/byUser", "Verifications/byStatus", "LivenessSessions/byVerification", "LivenessSessions/byUser", "Reviews/byStatus", "DocumentNumbers/byUser", "WebhookEvents/bySession", "ScreeningDecisions"]
      appends          = true
      removes          = ["Applicants", "ExternalIds", "WebhookEndpoints", "OwnLists", "Onboardings", "Profiles", "Verifications", "LivenessSessions", "LivenessTries", "KycOcrData", "Reviews", "PhoneCodes", "Idempotency", "DocumentNumbers", "Marks", "ScreeningDecisions", "WebhookEvents"]
      counts           = ["RateLimits", "Idempotency"]
      gets             = ["kyc-id-uploads", "kyc-live-frames", "kyc-attachments", "watchlists"]
      puts             = ["kyc-id-uploads", "kyc-live-frames", "kyc-attachments"]
      shreds           = ["kyc-id-uploads", "kyc-live-frames", "kyc-attachments", "kyc-ocr-raw"] # DELETE /me
      secrets          = concat(["cognito-client", "pepper", "database"], local.kyc_secrets, local.screening_secrets)
      sends            = ["liveness-checks", "webhooks"]
      publishes        = ["admin-alerts"]
      mails            = ["account-exists", "hand-off"]
      texts            = true
      starts           = ["user-onboarding"]
      stops            = ["user-onboarding"]
      resumes          = true
      identity         = concat(["AdminGetUser", "AdminConfirmSignUp", "AdminUpdateUserAttributes", "AdminDeleteUser", "AdminListGroupsForUser"], var.staff == null ? [] : ["ListUsers"]) # of a directory nobody is found by id otherwise
      faces            = ["CreateFaceLivenessSession"]
      lends            = local.face_liveness
      enrols           = ["DeleteFaces"] # DELETE /me
      registry         = true
      announces        = true
    }

    user-onboarding-phone-verification = {
      reads            = ["Onboardings"]
      writes           = ["PhoneCodes", "TaskTokens", "Marks"]
      counts           = ["RateLimits"]
      publishes        = ["admin-alerts"] # the day's budget of text messages
      checks_tombstone = true
      secrets          = ["pepper"]
      identity         = ["AdminGetUser"]
      texts            = true
      seals            = true
      resumes          = true
      gives_up         = true # an account that is gone
    }
    user-onboarding-check-profile = {
      reads            = ["Profiles"]
      writes           = ["Onboardings", "TaskTokens"]
      seals            = true
      resumes          = true
      checks_tombstone = true
    }
    user-onboarding-start-kyc = {
      writes = ["Onboardings"]
      finds  = ["Levels", "Onboardings/byUser"] # the version in force; since when the person is known
      moves  = true
    }
    user-onboarding-await-decision = {
      reads            = ["Verifications", "Persons"]
      writes           = ["Onboardings", "TaskTokens"]
      seals            = true
      resumes          = true
      checks_tombstone = true
    }
    user-onboarding-remind-admins = { publishes = ["admin-alerts"] }
    user-onboarding-kyc-approved = {
      reads  = ["Verifications", "Persons"]
      writes = ["Onboardings"]
    }
    user-onboarding-kyc-rejected = {
      writes = ["Onboardings"]
      moves  = true
    }
    user-onboarding-kyc-timeout = {
      writes = ["Onboardings"]
      moves  = true
    }
    user-onboarding-error-handler = {
      writes    = ["Onboardings"]
      publishes = ["admin-alerts"]
      identity  = ["AdminGetUser"]
      mails     = ["our-fault"]
    }
    send-email = {
      reads     = ["Onboardings", "Verifications", "Levels"]
      writes    = ["Told"]
      identity  = ["AdminGetUser"]
      publishes = ["user-notifications"]
      mails     = ["welcome", "rejected", "timed-out"]
    }
    send-sms = {
      reads     = ["Onboardings", "Verifications", "Levels"]
      writes    = ["Told"]
      identity  = ["AdminGetUser"]
      publishes = ["user-notifications"]
      texts     = true
    }

    check-user = { identity = ["AdminGetUser"] }
    signup     = { secrets = ["cognito-client"], identity = ["AdminGetUser", "AdminConfirmSignUp", "AdminUpdateUserAttributes"], opens = true, sealed_for = "a sign-in" }
    login      = { secrets = ["cognito-client"], opens = true, seals = true, sealed_for = "a sign-in" }
    logout     = { opens = true, sealed_for = "a sign-in" }

    ocr-extraction = {
      writes           = ["Profiles", "KycOcrData", "DocumentNumbers", "Breakers", "Marks"]
      checks           = ["Verifications"] # what was read is kept while nobody decides
      counts           = ["RateLimits"]
      checks_tombstone = true
      gets             = ["kyc-id-uploads", "kyc-ocr-raw"]
      puts             = ["kyc-id-uploads", "kyc-ocr-raw"]
      shreds           = ["kyc-id-uploads"] # what was posted, once it is cleaned and stored
      secrets          = ["pepper"]
      takes            = ["documents"]
      reads_pictures   = ["AnalyzeDocument"]
      decides          = true
      publishes        = ["admin-alerts"] # a budget of the day runs out
    }
    sanctions-screening = {
      reads            = ["ScreeningDecisions"]
      gets             = ["watchlists"]
      secrets          = local.screening_secrets
      streams          = ["KycOcrData"]
      failure_queue    = "sanctions-screening-dlq"
      decides          = true
      checks_tombstone = true
    }
    compare-faces = {
      writes    = ["LivenessSessions", "LivenessTries", "Breakers", "Marks"] # whose faces are kept
      finds     = ["LivenessSessions/byUser"]
      counts    = ["RateLimits"]
      gets      = ["kyc-id-uploads", "kyc-live-frames"]
      puts      = ["kyc-live-frames"] # the picture of managed liveness
      takes     = ["liveness-checks"]
      faces     = ["CompareFaces", "DetectFaces", "GetFaceLivenessSessionResults"]
      removes   = ["Marks"]
      enrols    = ["SearchFacesByImage", "IndexFaces", "CreateCollection", "DeleteFaces"] # erased meanwhile
      decides   = true
      publishes = ["admin-alerts"] # a budget of the day runs out
    }
    process-user-signup = {
      reads     = ["Persons", "Verifications", "Marks"] # moves that came before the row
      secrets   = ["database"]
      takes     = ["user-signups"]
      registry  = true
      registers = true
    }
    process-webhook = merge(local.vendor_events, {
      takes  = ["webhooks"]
      reads  = concat(local.vendor_events.reads, ["Marks", "Applicants"])
      writes = concat(local.vendor_events.writes, ["WebhookEvents", "WebhookEndpoints", "Feeds"])
    })
    reconcile-webhooks = merge(local.vendor_events, { finds = ["Verifications/byStatus"] })
    # The safety net does what the readers above did not come to.
    recheck-profiles = {
      reads            = ["ScreeningDecisions"]
      counts           = ["RateLimits"]
      checks_tombstone = true
      writes           = ["Onboardings", "Profiles", "KycOcrData", "DocumentNumbers", "Breakers", "Marks"] # how far the look at approvals has come
      checks           = ["Verifications"]
      batches          = ["Marks", "Persons"] # of a page of approvals
      finds            = ["Onboardings/waiting", "Verifications/byStatus"]
      gets             = ["kyc-id-uploads", "kyc-ocr-raw", "watchlists"]
      puts             = ["kyc-id-uploads", "kyc-ocr-raw"] # a picture that lay on its side is turned
      secrets          = concat(["pepper"], local.screening_secrets)
      sends            = ["liveness-checks"]
      reads_pictures   = ["AnalyzeDocument"]
      decides          = true
      resumes          = true
      publishes        = ["admin-alerts"] # a budget of the day runs out
    }
    reconcile-users = {
      reads     = ["Persons", "Verifications", "Marks"]
      writes    = ["Rescreenings"] # how far it has come
      secrets   = ["database"]
      identity  = ["ListUsers"]
      registry  = true
      announces = true
    }

    publish-verifications = {
      streams       = ["Verifications"]
      failure_queue = "publish-verifications-dlq"
      announces     = true
    }
    follow-registry = {
      takes    = ["follow-registry"]
      secrets  = ["database"]
      registry = true
    }
    follow-workflow = {
      takes   = ["follow-workflow"]
      reads   = ["Verifications", "Persons"]
      writes  = ["Onboardings"]
      resumes = true
    }
    follow-reviewers = {
      takes            = ["follow-reviewers"]
      reads            = ["KycOcrData", "Profiles", "Applicants"] # what a search finds the case by
      writes           = ["Told", "Reviews"]
      appends          = true # whom a rule gave a case
      checks_tombstone = true
      secrets          = ["pepper"]
      identity         = ["AdminGetUser"]
      publishes        = ["admin-alerts"]
    }
    follow-applicant = {
      takes     = ["follow-applicant"]
      reads     = ["Verifications", "Levels"]   # what people are told of, and in which words
      writes    = ["Told", "ApplicantSessions"] # a link of one's own to take better pictures
      secrets   = ["pepper"]
      identity  = ["AdminGetUser"]
      publishes = ["user-notifications"]
      mails     = ["welcome", "rejected", "more-information-needed", "verify-soon", "verify-again"]
      texts     = true
    }
    follow-company = {
      takes  = ["follow-company"]
      writes = ["Told"]
      sends  = ["webhooks"]
    }
    # The log of events of other backends, and their endpoints.
    follow-events = {
      takes  = ["follow-events"]
      reads  = ["Marks"]
      writes = ["Feeds", "Told"]
      finds  = ["WebhookEndpoints"]
      sends  = ["webhooks"]
    }
    follow-metrics = {
      takes  = ["follow-metrics"]
      writes = ["Told"]
    }
    rescreen-users = {
      reads            = ["Profiles", "KycOcrData", "ScreeningDecisions", "KycAuditLog", "Levels"]
      writes           = ["Rescreenings", "Breakers"]
      moves            = true
      checks           = ["Verifications"] # a result that changes nothing is kept while nobody moves its case
      finds            = ["Rescreenings", "Verifications/byStatus"]
      gets             = ["watchlists"]
      secrets          = concat(["pepper"], local.screening_secrets)
      checks_tombstone = true
    }
    refresh-watchlists = {
      writes    = ["Rescreenings"]
      secrets   = ["pepper"]
      gets      = ["watchlists"]
      puts      = ["watchlists"]
      publishes = ["admin-alerts"]
    }

    audit-checkpoint = {
      finds   = ["KycAuditLog/byDay"]
      appends = true
      signs   = true
      vaults  = ["checkpoints"]
    }
    audit-copy = {
      streams       = ["KycAuditLog"]
      vaults        = ["entries"]
      failure_queue = "audit-copy-dlq"
      publishes     = ["admin-alerts"]
    }
    # Pictures whose time is over; what an erasure could not see because it was being written; test
    # applicants whose fourteen days are over: they have no account, no document and no case.
    retention = {
      reads   = ["Verifications", "Levels", "Profiles", "KycOcrData", "Reviews", "ExternalIds"]
      writes  = ["Marks", "Persons"]
      finds   = ["Marks/byKind", "Verifications/byUser", "Onboardings/byUser", "LivenessSessions/byVerification", "LivenessSessions/byUser", "DocumentNumbers/byUser", "ScreeningDecisions"]
      removes = ["Marks", "KycOcrData", "Verifications", "Profiles", "LivenessSessions", "LivenessTries", "Reviews", "Applicants", "ExternalIds"]
      appends = true
      secrets = ["pepper"]
      keeps   = true
      shreds  = ["kyc-id-uploads", "kyc-live-frames", "kyc-attachments", "kyc-ocr-raw"]
    }

    cognito-post-confirmation = { announces = true }
    cognito-custom-message    = {}
  }

  # What a vendor said, by webhook or when asked.
  vendor_events = {
    reads            = ["KycAuditLog", "ScreeningDecisions", "Levels"]
    writes           = ["Profiles", "Breakers"] # a profile freezes when a vendor's person is compared with it
    moves            = true
    checks_tombstone = true
    checks           = ["Profiles", "KycAuditLog"]
    gets             = ["watchlists"]
    secrets          = concat(["pepper"], local.kyc_secrets, local.screening_secrets)
    sends            = ["webhooks"]
    publishes        = ["admin-alerts"]
  }

  # Waking a step that waits.
  resuming = { reads = ["TaskTokens"], removes = ["TaskTokens"], answers = ["user-onboarding"] }
  # Deciding a verification: its evidence, the decision, the case for a reviewer.
  deciding = {
    reads   = ["KycOcrData", "DocumentNumbers", "KycAuditLog", "Profiles", "Levels", "OwnLists"]
    writes  = ["KycOcrData"] # a record is touched to be screened anew
    gets    = ["watchlists"] # which lists are in force
    finds   = ["LivenessSessions/byVerification", "Levels"]
    secrets = ["pepper"] # own lists are kept by keyed hashes
  }
  # Moving a verification: what is written with it, and what an approval must not find changed.
  moving    = { writes = ["Verifications", "Reviews", "Persons"] }
  approving = { checks = ["Profiles", "KycOcrData", "KycAuditLog"] }

  screening_vendors = ["comply-advantage", "yente"]
  screening_secrets = [for name in local.screening_vendors : "providers/${name}"]
  kyc_secrets       = [for name in sort(setunion(local.kyc_vendors, ["outbound"])) : "providers/${name}"]
}

module "function_role" {
  source        = "../modules/function_role"
  for_each      = local.functions
  function_name = local.function_names[each.key]
  role_name     = "${local.prefix}-${each.key}"
  statements    = local.statements[each.key]
  in_network    = var.features.network && lookup(local.sizes[each.key], "network", true)
  log_days      = var.retention_days.logs
  kms_key_arn   = module.key_data.arn
}

check "every_function_has_a_role" {
  assert {
    condition     = toset(keys(local.functions)) == toset(keys(local.sizes))
    error_message = "functions.tf and functions.json must name the same functions."
  }
}
