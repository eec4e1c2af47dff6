# AWS stops mail of senders whose messages bounce (from 5 %) or are complained about (from 0.1 %):
# docs.aws.amazon.com/ses/latest/dg/reputationdashboard-bounce-rate.html
locals {
  mail = {
    mail-bounces    = { metric = "Reputation.BounceRate", statistic = "Average", threshold = 0.03, dimensions = {}, what = "More than 3 % of mails bounce; AWS stops senders from 5 % on" }
    mail-complaints = { metric = "Reputation.ComplaintRate", statistic = "Average", threshold = 0.0005, dimensions = {}, what = "Readers call our mail spam; AWS stops senders from 0.1 % on" }
    # SES takes a mail that it cannot render, and drops it: only this event tells.
    mail-unrendered = { metric = "RenderingFailure", statistic = "Sum", threshold = 0, dimensions = { "ses:configuration-set" = var.name }, what = "A mail was dropped: its template and what was filled in do not agree" }
  }
}

resource "aws_cloudwatch_metric_alarm" "mail" {
  for_each            = local.mail
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.what}. ${var.runbook}#mail"
  namespace           = "AWS/SES"
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = 3600
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alert_topic_arn]
  ok_actions          = [var.alert_topic_arn]
}
