output "dashboard" {
  description = "Name of the dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

output "alarms" {
  description = "Names of all alarms."
  value = sort(concat(
    [for a in aws_cloudwatch_metric_alarm.own : a.alarm_name],
    [for a in aws_cloudwatch_metric_alarm.webhook_silence : a.alarm_name],
    [for a in aws_cloudwatch_metric_alarm.function_errors : a.alarm_name],
    [for a in aws_cloudwatch_metric_alarm.function_latency : a.alarm_name],
    [for a in aws_cloudwatch_metric_alarm.dead_letters : a.alarm_name],
    [for a in aws_cloudwatch_metric_alarm.waiting : a.alarm_name],
    [for a in aws_cloudwatch_metric_alarm.mail : a.alarm_name],
    [for a in aws_cloudwatch_metric_alarm.executions : a.alarm_name],
    [aws_cloudwatch_metric_alarm.throttled.alarm_name, aws_cloudwatch_metric_alarm.api_errors.alarm_name, aws_cloudwatch_metric_alarm.api_latency.alarm_name],
  ))
}
