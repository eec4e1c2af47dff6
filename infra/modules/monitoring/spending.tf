# What AWS itself counts, beside our own budgets (domain/limits.py): those stop one way of spending,
# these ring whatever the way was, a key that leaked among them.
locals {
  # docs.aws.amazon.com: "Monitoring Amazon Rekognition", "Monitoring Amazon Textract" (by operation).
  calls = {
    textract    = { namespace = "AWS/Textract", threshold = var.spending.textract_per_day, operations = ["AnalyzeDocument", "AnalyzeID"] }
    rekognition = { namespace = "AWS/Rekognition", threshold = var.spending.rekognition_per_day, operations = ["CompareFaces", "DetectFaces", "IndexFaces", "SearchFacesByImage"] }
    liveness    = { namespace = "AWS/Rekognition", threshold = var.spending.liveness_per_day, operations = ["CreateFaceLivenessSession"] }
  }
}

resource "aws_cloudwatch_metric_alarm" "sms_spending" {
  alarm_name          = "${var.name}-spending-sms"
  alarm_description   = "Text messages of this month cost more than ${var.spending.sms_usd_per_month} USD. ${var.runbook}#spending"
  namespace           = "AWS/SNS"
  metric_name         = "SMSMonthToDateSpentUSD"
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.spending.sms_usd_per_month
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alert_topic_arn]
  ok_actions          = [var.alert_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "spending" {
  for_each            = local.calls
  alarm_name          = "${var.name}-spending-${each.key}"
  alarm_description   = "More than ${each.value.threshold} paid calls (${join(", ", each.value.operations)}) in a day. ${var.runbook}#spending"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alert_topic_arn]
  ok_actions          = [var.alert_topic_arn]

  metric_query {
    id          = "calls"
    expression  = join("+", [for name in each.value.operations : "FILL(${lower(name)},0)"])
    label       = "Calls in a day"
    return_data = true
  }
  dynamic "metric_query" {
    for_each = toset(each.value.operations)
    content {
      id = lower(metric_query.value)
      metric {
        namespace   = each.value.namespace
        metric_name = "SuccessfulRequestCount"
        dimensions  = { Operation = metric_query.value }
        stat        = "Sum"
        period      = 86400
      }
    }
  }
}
