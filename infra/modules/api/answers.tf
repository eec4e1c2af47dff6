# What API Gateway answers by itself never reached a function: without these it carries no CORS
# headers, and a browser shows a dead session as "no network". They are in force from the next
# deployment of the stage on: the operator's `bindings` step deploys it (operations/deploy.py), and
# Chalice, who overwrites the API, is given what stands here for its document (operations/functions.py).
locals {
  answers = jsondecode(file("${path.module}/gateway_responses.json"))
}

resource "aws_api_gateway_gateway_response" "this" {
  for_each      = local.answers
  rest_api_id   = data.aws_api_gateway_rest_api.this.id
  response_type = each.key
  status_code   = try(tostring(each.value.status), null)
  response_parameters = merge(
    {
      "gatewayresponse.header.Access-Control-Allow-Origin"   = "'${var.site_origin}'"
      "gatewayresponse.header.Access-Control-Expose-Headers" = "'Retry-After'"
      "gatewayresponse.header.Content-Type"                  = "'application/problem+json'"
    },
    can(each.value.retry_after) ? { "gatewayresponse.header.Retry-After" = "'${each.value.retry_after}'" } : {},
  )
  response_templates = {
    "application/json" = jsonencode(merge(
      {
        type   = "https://vestibule.example/problems/${each.value.code}"
        title  = replace(each.value.code, "_", " ")
        detail = each.value.detail
        code   = each.value.code
      },
      try({ status = each.value.status }, {}),
    ))
  }
}
