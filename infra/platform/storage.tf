locals {
  # Everything in a bucket is private, versioned and encrypted; only these things vary.
  buckets = {
    kyc-id-uploads  = { expire_days = var.retention_days.pictures, cors_origins = var.site_origins }
    kyc-live-frames = { expire_days = var.retention_days.pictures, cors_origins = var.site_origins }
    kyc-ocr-raw     = { expire_days = var.retention_days.ocr_raw, cors_origins = [] }
    kyc-attachments = { expire_days = var.retention_days.pictures, cors_origins = [] } # of reviewers, read by links
    watchlists      = { expire_days = null, cors_origins = [] }                        # public lists, needed until replaced
  }

  # Every table is on demand, encrypted and recoverable, and forgets by expiresAt unless said.
  tables = {
    Onboardings = {
      hash_key = "onboardingId"
      indexes = {
        byUser  = { hash_key = "userId", range_key = "createdAt" }
        waiting = { hash_key = "waitingFor", range_key = "waitingSince" }
      }
    }
    Profiles = { hash_key = "userId", ttl = null }
    Verifications = {
      hash_key = "verificationId"
      stream   = "NEW_AND_OLD_IMAGES" # every move is an event: publish-verifications
      indexes = {
        byUser   = { hash_key = "userId", range_key = "createdAt" }
        byStatus = { hash_key = "state", range_key = "updatedAt" }
      }
    }
    Persons = { hash_key = "personId", ttl = null } # a tombstone stays
    Told    = { hash_key = "follower", range_key = "subject" }
    LivenessSessions = {
      hash_key = "sessionId"
      indexes = {
        byVerification = { hash_key = "verificationId", range_key = "createdAt" }
        byUser         = { hash_key = "userId", range_key = "createdAt" }
      }
    }
    KycOcrData = { hash_key = "verificationId", stream = "NEW_AND_OLD_IMAGES" }
    KycAuditLog = {
      hash_key  = "subjectId"
      range_key = "entryId"
      indexes   = { byDay = { hash_key = "day", range_key = "subjectId" } }
      stream    = "NEW_AND_OLD_IMAGES"
    }
    Reviews = {
      hash_key = "caseId"
      indexes  = { byStatus = { hash_key = "status", range_key = "openedAt" } }
    }
    TaskTokens         = { hash_key = "caseId", range_key = "step" }
    PhoneCodes         = { hash_key = "onboardingId" }
    Idempotency        = { hash_key = "id", ttl = "expiration" }
    RateLimits         = { hash_key = "key" }
    ScreeningDecisions = { hash_key = "personId", range_key = "listEntryId", ttl = null }
    Rescreenings       = { hash_key = "jobId", range_key = "pageId" }
    Levels             = { hash_key = "name", range_key = "versionKey", ttl = null }
    OwnLists = {
      hash_key = "entryHash"
      indexes  = { byList = { hash_key = "ownList", range_key = "addedAt" } }
    }
    WebhookEvents = {
      hash_key  = "provider"
      range_key = "eventKey"
      indexes   = { bySession = { hash_key = "sessionId", range_key = "eventKey" } }
    }
    Breakers = { hash_key = "name" }
    DocumentNumbers = {
      hash_key = "numberHash"
      indexes  = { byUser = { hash_key = "userId", range_key = "numberHash" } }
    }
    Marks = {
      hash_key  = "subject"
      range_key = "kind"
      indexes   = { byKind = { hash_key = "kind", range_key = "at" } }
    }
    LivenessTries = { hash_key = "userId" }
    ApiKeys = {
      hash_key = "keyId"
      indexes  = { byMode = { hash_key = "mode", range_key = "createdAt" } }
      ttl      = null # who made which key stays readable
    }
    Applicants        = { hash_key = "mode", range_key = "applicantId", ttl = null }
    ExternalIds       = { hash_key = "externalKey", ttl = null }
    ApplicantSessions = { hash_key = "sessionId" }
    WebhookEndpoints  = { hash_key = "mode", range_key = "endpointId", ttl = null }
    Feeds             = { hash_key = "feed", range_key = "position" }
  }
}

module "bucket" {
  source        = "../modules/bucket"
  for_each      = local.buckets
  name          = "${local.prefix}-${each.key}-${local.account}"
  kms_key_arn   = module.key_data.arn
  expire_days   = each.value.expire_days
  cors_origins  = each.value.cors_origins
  force_destroy = var.erasable
}

module "table" {
  source              = "../modules/table"
  for_each            = local.tables
  name                = "${local.prefix}-${each.key}"
  hash_key            = each.value.hash_key
  range_key           = lookup(each.value, "range_key", null)
  indexes             = lookup(each.value, "indexes", {})
  ttl_attribute       = lookup(each.value, "ttl", "expiresAt")
  stream_view         = lookup(each.value, "stream", null)
  kms_key_arn         = module.key_data.arn
  deletion_protection = !var.erasable
}
