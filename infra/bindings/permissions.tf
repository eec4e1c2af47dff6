locals {
  # Function -> who may call it, and on whose behalf. Readers of queues and streams need no entry.
  callers = merge(
    { for name in ["cognito-post-confirmation", "cognito-custom-message"] : name => {
      principal = "cognito-idp.amazonaws.com"
      source    = "${local.arn["cognito-idp"]}:userpool/${local.parameters.user_pool_id}"
    } },
    { for name in keys(local.schedules) : name => { principal = "events.amazonaws.com", source = "${local.arn["events"]}:rule/${local.prefix}-${name}" } },
  )
}

resource "aws_lambda_permission" "caller" {
  for_each      = local.callers
  statement_id  = "caller"
  action        = "lambda:InvokeFunction"
  function_name = "${local.prefix}-${each.key}"
  principal     = each.value.principal
  source_arn    = each.value.source
}
