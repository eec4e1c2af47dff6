data "aws_caller_identity" "current" {}

resource "aws_sns_topic" "this" {
  for_each          = var.topics
  name              = "${var.prefix}-${each.key}"
  kms_master_key_id = var.kms_key_arn
}

resource "aws_sns_topic_policy" "this" {
  for_each = var.topics
  arn      = aws_sns_topic.this[each.key].arn
  policy   = data.aws_iam_policy_document.topic[each.key].json
}

data "aws_iam_policy_document" "topic" {
  for_each = var.topics

  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.this[each.key].arn]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  dynamic "statement" {
    for_each = length(each.value) > 0 ? [each.value] : []
    content {
      sid       = "ServicesOfThisAccount"
      actions   = ["sns:Publish"]
      resources = [aws_sns_topic.this[each.key].arn]
      principals {
        type        = "Service"
        identifiers = statement.value
      }
      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [data.aws_caller_identity.current.account_id]
      }
    }
  }
}

resource "aws_sns_topic_subscription" "alert_email" {
  for_each  = toset(var.alert_emails)
  topic_arn = aws_sns_topic.this["admin-alerts"].arn
  protocol  = "email"
  endpoint  = each.value
}

resource "aws_sns_topic_subscription" "alert_https" {
  for_each               = toset(var.alert_endpoints)
  topic_arn              = aws_sns_topic.this["admin-alerts"].arn
  protocol               = "https"
  endpoint               = each.value
  endpoint_auto_confirms = true
}

resource "aws_ses_email_identity" "sender" {
  email = var.email_sender
}

resource "aws_ses_domain_identity" "sender" {
  count  = var.email_domain == null ? 0 : 1
  domain = var.email_domain
}

resource "aws_ses_domain_dkim" "sender" {
  count  = var.email_domain == null ? 0 : 1
  domain = aws_ses_domain_identity.sender[0].domain
}

# Every mail is sent in this set: SES counts what bounces, what is called spam and what it could not
# render, without an address in it; the alarms are in modules/monitoring. Who bounced or complained
# is on the account's own suppression list, which SES keeps for both reasons.
resource "aws_ses_configuration_set" "this" {
  # checkov:skip=CKV_AWS_365:a receiver without TLS would never learn how their case ended; nothing confidential is in a mail
  name                       = var.prefix
  reputation_metrics_enabled = true
}

resource "aws_ses_event_destination" "counts" {
  name                   = "counts"
  configuration_set_name = aws_ses_configuration_set.this.name
  enabled                = true
  matching_types         = ["bounce", "complaint", "reject", "renderingFailure"]

  cloudwatch_destination {
    default_value  = var.prefix
    dimension_name = "ses:configuration-set"
    value_source   = "messageTag"
  }
}

resource "aws_ses_template" "this" {
  for_each = local.mails
  name     = "${var.prefix}-${each.key}"
  subject  = each.value.subject
  text     = templatefile("${path.module}/templates/mail.txt.tftpl", each.value)
  html     = templatefile("${path.module}/templates/mail.html.tftpl", each.value)

  lifecycle {
    precondition {
      condition     = alltrue([for words in local.words : keys(words.mails) == keys(local.words.en.mails)])
      error_message = "Every language has every mail: a missing one would reach nobody."
    }
  }
}

# One file per language, one template per mail and language: `welcome-de`.
locals {
  words = {
    for file in fileset("${path.module}/words", "*.json") :
    trimsuffix(file, ".json") => jsondecode(file("${path.module}/words/${file}"))
  }
  mails = merge([
    for language, words in local.words : {
      for name, mail in words.mails : "${name}-${language}" => merge(mail, {
        language  = language
        direction = words.direction
        hello     = words.hello
      })
    }
  ]...)
}
