locals {
  # Documents read at once: what Textract's quota of the region (AnalyzeDocument, requests a second by
  # default) keeps busy when a call takes 2.5 s, with a fifth to spare. Two is the least Lambda takes.
  # docs.aws.amazon.com/textract/latest/dg/limits-quotas-explained.html
  a_second = { us-east-1 = 10, us-west-2 = 10, us-east-2 = 10, eu-west-1 = 5 }
  readers  = max(2, floor(lookup(local.a_second, local.region, 1) * 2.5 * 0.8))

  # Comparisons of faces at once: what Rekognition's quota of the region carries (each asks 24 times).
  comparisons = jsondecode(file("${path.module}/../regions.json"))[local.region].faces.comparisons

  # Reader -> queue. Only the messages of a batch that failed come again.
  queues = {
    process-user-signup = { queue = "user-signups", batch = 10, window = 0, concurrency = 10 }
    process-webhook     = { queue = "webhooks", batch = 10, window = 0, concurrency = 10 }
    ocr-extraction      = { queue = "documents", batch = 1, window = 0, concurrency = coalesce(var.document_readers, local.readers) }
    compare-faces       = { queue = "liveness-checks", batch = 1, window = 0, concurrency = local.comparisons }
    follow-registry     = { queue = "follow-registry", batch = 10, window = 0, concurrency = 10 }
    follow-workflow     = { queue = "follow-workflow", batch = 10, window = 0, concurrency = 10 }
    follow-reviewers    = { queue = "follow-reviewers", batch = 10, window = 0, concurrency = 5 }
    follow-applicant    = { queue = "follow-applicant", batch = 10, window = 0, concurrency = 10 }
    follow-company      = { queue = "follow-company", batch = 10, window = 0, concurrency = 10 }
    # Two at once: each event takes the next place of one log, and who comes second tries again.
    follow-events  = { queue = "follow-events", batch = 10, window = 0, concurrency = 2 }
    follow-metrics = { queue = "follow-metrics", batch = 10, window = 0, concurrency = 5 }
  }

  # Reader -> stream of a table. A record that fails is isolated, tried for a while, then sent to its failure queue.
  streams = {
    sanctions-screening   = { table = "table_kyc_ocr_data", failure_queue = "sanctions-screening-dlq", events = ["INSERT", "MODIFY"], batch = 10 }
    publish-verifications = { table = "table_verifications", failure_queue = "publish-verifications-dlq", events = ["INSERT", "MODIFY"], batch = 10 }
    # All of them: an entry that is changed or removed is what the copies are there for.
    audit-copy = { table = "table_kyc_audit_log", failure_queue = "audit-copy-dlq", events = ["INSERT", "MODIFY", "REMOVE"], batch = 100 }
  }

  # Function -> when. UTC.
  schedules = {
    recheck-profiles   = "rate(5 minutes)"
    reconcile-webhooks = "rate(15 minutes)"
    reconcile-users    = "cron(15/15 2-5 * * ? *)" # a pass a night; a large pool takes several turns
    audit-checkpoint   = "cron(20 0 * * ? *)"
    retention          = "rate(15 minutes)"
    refresh-watchlists = "cron(40 3 * * ? *)"
    rescreen-users     = "rate(5 minutes)"
  }
}

resource "aws_lambda_event_source_mapping" "queue" {
  for_each                           = local.queues
  function_name                      = local.functions[each.key]
  event_source_arn                   = "${local.arn["sqs"]}:${local.prefix}-${each.value.queue}"
  batch_size                         = each.value.batch
  maximum_batching_window_in_seconds = each.value.window
  function_response_types            = ["ReportBatchItemFailures"]
  enabled                            = !contains(var.paused, each.key)
  scaling_config {
    maximum_concurrency = each.value.concurrency
  }
}

data "aws_dynamodb_table" "streamed" {
  for_each = local.streams
  name     = local.parameters[each.value.table]
}

resource "aws_lambda_event_source_mapping" "stream" {
  for_each                       = local.streams
  function_name                  = local.functions[each.key]
  event_source_arn               = data.aws_dynamodb_table.streamed[each.key].stream_arn
  starting_position              = "TRIM_HORIZON"
  batch_size                     = each.value.batch
  parallelization_factor         = 4
  bisect_batch_on_function_error = true
  maximum_retry_attempts         = 12
  maximum_record_age_in_seconds  = 3600
  function_response_types        = ["ReportBatchItemFailures"]
  enabled                        = !contains(var.paused, each.key)
  filter_criteria {
    filter {
      pattern = jsonencode({ eventName = each.value.events })
    }
  }
  destination_config {
    on_failure {
      destination_arn = "${local.arn["sqs"]}:${local.prefix}-${each.value.failure_queue}"
    }
  }
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = local.parameters.bucket_id_uploads
  queue {
    id            = "read-document"
    queue_arn     = "${local.arn["sqs"]}:${local.prefix}-documents"
    events        = ["s3:ObjectCreated:*"]
    filter_suffix = ".jpg"
  }
}

resource "aws_cloudwatch_event_rule" "schedule" {
  for_each            = local.schedules
  name                = "${local.prefix}-${each.key}"
  description         = "Runs ${each.key}"
  schedule_expression = each.value
  state               = contains(var.paused, each.key) ? "DISABLED" : "ENABLED"
}

resource "aws_cloudwatch_event_target" "schedule" {
  for_each  = local.schedules
  rule      = aws_cloudwatch_event_rule.schedule[each.key].name
  target_id = "function"
  arn       = local.functions[each.key]
  input     = jsonencode({ source = "schedule" })
}
