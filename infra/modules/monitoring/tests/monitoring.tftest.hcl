# Alarms do not ring on this machine.
mock_provider "aws" {
  override_during = plan
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "210987654321" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-west-1", name = "eu-west-1" }
  }
  mock_resource "aws_cloudwatch_metric_alarm" {
    defaults = { arn = "arn:aws:cloudwatch:eu-west-1:210987654321:alarm:a" }
  }
}

variables {
  name               = "vestibule-test"
  alert_topic_arn    = "arn:aws:sns:eu-west-1:210987654321:t"
  functions          = { f = { name = "vestibule-test-f", timeout = 30 } }
  dead_letter_queues = ["vestibule-test-work-dlq"]
  work_queues        = { vestibule-test-work = 300 }
  state_machines     = { user-onboarding = "arn:aws:states:eu-west-1:210987654321:stateMachine:a", user-authentication = "arn:aws:states:eu-west-1:210987654321:stateMachine:b" }
}

run "every_alarm_tells_somebody" {
  command = plan
  assert {
    condition     = alltrue([for a in concat(values(aws_cloudwatch_metric_alarm.own), values(aws_cloudwatch_metric_alarm.mail), values(aws_cloudwatch_metric_alarm.dead_letters)) : contains(a.alarm_actions, var.alert_topic_arn)])
    error_message = "An alarm that tells nobody is none."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.mail["mail-bounces"].threshold < 0.05 && aws_cloudwatch_metric_alarm.mail["mail-complaints"].threshold < 0.001
    error_message = "We hear of it before AWS stops us."
  }
}

run "spending_rings_by_what_aws_counts" {
  command = plan
  assert {
    condition     = alltrue([for a in concat(values(aws_cloudwatch_metric_alarm.spending), [aws_cloudwatch_metric_alarm.sms_spending]) : contains(a.alarm_actions, var.alert_topic_arn) && a.threshold > 0])
    error_message = "An alarm that tells nobody is none."
  }
  assert {
    condition     = toset(keys(aws_cloudwatch_metric_alarm.spending)) == toset(["textract", "rekognition", "liveness"])
    error_message = "Everything that is paid by the call has its alarm."
  }
}

run "a_threshold_of_nothing_is_refused" {
  command = plan
  variables {
    spending = { textract_per_day = 0 }
  }
  expect_failures = [var.spending]
}
