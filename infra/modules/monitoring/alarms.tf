locals {
  # Our own metrics, written by the functions in CloudWatch's embedded format.
  own = {
    upload-errors   = { metric = "UploadErrors", statistic = "Sum", threshold = var.thresholds.upload_errors, minutes = 15, what = "Uploads fail more often than usual" }
    liveness-fails  = { metric = "LivenessFails", statistic = "Sum", threshold = var.thresholds.liveness_fails, minutes = 15, what = "Liveness checks fail more often than usual" }
    sanctions-flags = { metric = "SanctionsFlags", statistic = "Sum", threshold = var.thresholds.sanctions_flags, minutes = 15, what = "Unusually many people match a watchlist" }
    ocr-latency     = { metric = "OCRLatency", statistic = "p95", threshold = var.thresholds.ocr_latency, minutes = 15, what = "Reading a document takes too long" }
    workflow-failed = { metric = "OnboardingFailed", statistic = "Sum", threshold = 0, minutes = 5, what = "An onboarding ended in the error handler" }
    breaker-open    = { metric = "BreakerOpened", statistic = "Sum", threshold = 0, minutes = 5, what = "A vendor is not called any more because it fails" }
    registration    = { metric = "RegistrationsMissed", statistic = "Sum", threshold = 0, minutes = 5, what = "A confirmed user was not announced to the registry" }
    approvals       = { metric = "ApprovalsNotLookedAt", statistic = "Sum", threshold = 0, minutes = 60, what = "Approvals could not be looked at: whether they are stale, or fall due" }
    reconciled      = { metric = "UsersReconciled", statistic = "Sum", threshold = 0, minutes = 60, what = "Users were missing in the registry and have been added" }
  }

  dimensions = { service = "vestibule" }
}

resource "aws_cloudwatch_metric_alarm" "own" {
  for_each            = local.own
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.what}. ${var.runbook}#${each.key}"
  namespace           = "Vestibule"
  metric_name         = each.value.metric
  dimensions          = local.dimensions
  statistic           = each.value.statistic == "Sum" ? "Sum" : null
  extended_statistic  = each.value.statistic == "Sum" ? null : each.value.statistic
  period              = each.value.minutes * 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alert_topic_arn]
  ok_actions          = [var.alert_topic_arn]
}

# A vendor that says nothing looks like a quiet day; only the silence itself can be noticed.
resource "aws_cloudwatch_metric_alarm" "webhook_silence" {
  count               = var.thresholds.webhook_silence_hours == null ? 0 : 1
  alarm_name          = "${var.name}-webhook-silence"
  alarm_description   = "No vendor has sent a webhook for ${var.thresholds.webhook_silence_hours} hours. ${var.runbook}#webhook-silence"
  namespace           = "Vestibule"
  metric_name         = "WebhooksReceived"
  dimensions          = local.dimensions
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = var.thresholds.webhook_silence_hours
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = [var.alert_topic_arn]
  ok_actions          = [var.alert_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "function_errors" {
  for_each            = var.functions
  alarm_name          = "${var.name}-errors-${each.key}"
  alarm_description   = "${each.key} fails. ${var.runbook}#function-errors"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = each.value.name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alert_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "function_latency" {
  for_each            = var.functions
  alarm_name          = "${var.name}-duration-${each.key}"
  alarm_description   = "${each.key} comes near its time limit. ${var.runbook}#function-duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  dimensions          = { FunctionName = each.value.name }
  extended_statistic  = "p99"
  period              = 300
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.timeout * 800 # milliseconds: four fifths of the limit
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alert_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "throttled" {
  alarm_name          = "${var.name}-throttled"
  alarm_description   = "Lambda turns calls away: the account's concurrency is used up. ${var.runbook}#throttled"
  namespace           = "AWS/Lambda"
  metric_name         = "Throttles"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alert_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  for_each            = var.dead_letter_queues
  alarm_name          = "${var.name}-dead-letters-${each.value}"
  alarm_description   = "Something could not be done and waits in ${each.value}. ${var.runbook}#dead-letters"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = each.value }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alert_topic_arn]
  ok_actions          = [var.alert_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "waiting" {
  for_each            = var.work_queues
  alarm_name          = "${var.name}-waiting-${each.key}"
  alarm_description   = "Work in ${each.key} waits too long. ${var.runbook}#waiting"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = each.key }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alert_topic_arn]
  ok_actions          = [var.alert_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "executions" {
  for_each            = { for pair in setproduct(keys(var.state_machines), ["ExecutionsFailed", "ExecutionsTimedOut"]) : "${pair[0]}-${lower(trimprefix(pair[1], "Executions"))}" => { arn = var.state_machines[pair[0]], metric = pair[1], machine = pair[0] } }
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "An execution of ${each.value.machine} did not end well. ${var.runbook}#executions"
  namespace           = "AWS/States"
  metric_name         = each.value.metric
  dimensions          = { StateMachineArn = each.value.arn }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alert_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "api_errors" {
  alarm_name          = "${var.name}-api-errors"
  alarm_description   = "More than ${var.thresholds.api_errors} % of requests fail on our side. ${var.runbook}#api-errors"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.thresholds.api_errors
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alert_topic_arn]
  ok_actions          = [var.alert_topic_arn]

  metric_query {
    id          = "percent"
    expression  = "100 * errors / MAX([errors, requests, 1])"
    label       = "percent of requests that failed"
    return_data = true
  }
  metric_query {
    id = "errors"
    metric {
      namespace   = "AWS/ApiGateway"
      metric_name = "5XXError"
      dimensions  = { ApiName = "vestibule" }
      stat        = "Sum"
      period      = 300
    }
  }
  metric_query {
    id = "requests"
    metric {
      namespace   = "AWS/ApiGateway"
      metric_name = "Count"
      dimensions  = { ApiName = "vestibule" }
      stat        = "Sum"
      period      = 300
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "api_latency" {
  alarm_name          = "${var.name}-api-latency"
  alarm_description   = "Answers take too long (p95). ${var.runbook}#api-latency"
  namespace           = "AWS/ApiGateway"
  metric_name         = "Latency"
  dimensions          = { ApiName = "vestibule" }
  extended_statistic  = "p95"
  period              = 300
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.thresholds.api_latency
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alert_topic_arn]
  ok_actions          = [var.alert_topic_arn]
}
