data "aws_region" "current" {}

locals {
  region = data.aws_region.current.id

  # Title -> metrics, each [namespace, metric, dimension name, dimension value, {options}].
  graphs = {
    "Onboarding: how it ends" = [for metric in ["OnboardingApproved", "OnboardingRejected", "OnboardingTimedOut", "OnboardingFailed"] : ["Vestibule", metric, "service", "vestibule", { stat = "Sum" }]]
    "Onboarding: completed of those started (%)" = concat(
      [[{ expression = "100 * (approved + rejected) / started", label = "completed" }]],
      [for id, metric in { started = "OnboardingStarted", approved = "OnboardingApproved", rejected = "OnboardingRejected" } :
      ["Vestibule", metric, "service", "vestibule", { stat = "Sum", id = id, visible = false }]]
    )
    "Onboarding: where it fails"         = [[{ expression = "SEARCH('{Vestibule,service,step} MetricName=\"OnboardingFailedAt\"', 'Sum', 300)" }]]
    "Verification opened to decided (s)" = [for stat in ["p50", "p90"] : ["Vestibule", "ApprovalTime", "service", "vestibule", { stat = stat }]]
    "Executions of onboarding" = [for metric in ["ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut"] :
    ["AWS/States", metric, "StateMachineArn", var.state_machines["user-onboarding"], { stat = "Sum" }]]
    "Time from start to decision (p50, p90)" = [for stat in ["p50", "p90"] : ["AWS/States", "ExecutionTime", "StateMachineArn", var.state_machines["user-onboarding"], { stat = stat }]]
    "Pictures"                               = [for metric in ["UploadErrors", "OCRUnreadable", "OCRMissingFields", "LivenessFails"] : ["Vestibule", metric, "service", "vestibule", { stat = "Sum" }]]
    "Reading a document (ms)"                = [for stat in ["p50", "p95"] : ["Vestibule", "OCRLatency", "service", "vestibule", { stat = stat }]]
    "Watchlists"                             = [["Vestibule", "SanctionsFlags", "service", "vestibule", { stat = "Sum" }]]
    "Vendors"                                = [for metric in ["WebhooksReceived", "BreakerOpened"] : ["Vestibule", metric, "service", "vestibule", { stat = "Sum" }]]
    "API: requests and failures"             = [for metric in ["Count", "4XXError", "5XXError"] : ["AWS/ApiGateway", metric, "ApiName", "vestibule", { stat = "Sum" }]]
    "API: latency (ms)"                      = [for stat in ["p50", "p95", "p99"] : ["AWS/ApiGateway", "Latency", "ApiName", "vestibule", { stat = stat }]]
    "Functions: errors"                      = [for f in values(var.functions) : ["AWS/Lambda", "Errors", "FunctionName", f.name, { stat = "Sum" }]]
    "Functions: duration p99 (ms)"           = [for f in values(var.functions) : ["AWS/Lambda", "Duration", "FunctionName", f.name, { stat = "p99" }]]
    "Oldest waiting message (s)"             = [for q in keys(var.work_queues) : ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", q, { stat = "Maximum" }]]
    "Dead letters"                           = [for q in sort(var.dead_letter_queues) : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", q, { stat = "Maximum" }]]
  }

  refused = var.acl_name == null ? {} : {
    "Refused at the edge" = [["AWS/WAFV2", "BlockedRequests", "WebACL", var.acl_name, "Region", local.region, "Rule", "ALL", { stat = "Sum" }]]
  }
  all_graphs = merge(local.graphs, local.refused)
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [for place, title in sort(keys(local.all_graphs)) : {
      type   = "metric"
      x      = (place % 3) * 8
      y      = floor(place / 3) * 6
      width  = 8
      height = 6
      properties = {
        title   = title
        region  = local.region
        view    = "timeSeries"
        period  = 300
        metrics = local.all_graphs[title]
      }
    }]
  })
}
