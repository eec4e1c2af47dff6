# Mail and PagerDuty are subscriptions of the topic (`messages`). Slack reads it through AWS Chatbot,
# in a workspace that an owner has authorised in the console once.
resource "aws_chatbot_slack_channel_configuration" "this" {
  count              = var.slack == null ? 0 : 1
  configuration_name = "${var.name}-alarms"
  slack_team_id      = var.slack.team_id
  slack_channel_id   = var.slack.channel_id
  iam_role_arn       = aws_iam_role.slack[0].arn
  sns_topic_arns     = [var.alert_topic_arn]
  logging_level      = "ERROR"
  # Whatever the role may, from Slack nothing is changed.
  guardrail_policy_arns = ["arn:${data.aws_partition.current.partition}:iam::aws:policy/CloudWatchReadOnlyAccess"]
}

data "aws_partition" "current" {}

resource "aws_iam_role" "slack" {
  count              = var.slack == null ? 0 : 1
  name               = "${var.name}-slack"
  assume_role_policy = data.aws_iam_policy_document.slack_assume.json
}

data "aws_iam_policy_document" "slack_assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["chatbot.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy_attachment" "slack" {
  count      = var.slack == null ? 0 : 1
  role       = aws_iam_role.slack[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/CloudWatchReadOnlyAccess"
}
