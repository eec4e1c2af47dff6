resource "aws_iam_role" "this" {
  name                 = var.name
  description          = "Lent to a browser for one liveness check"
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  max_session_duration = 3600 # the least that IAM knows; what is lent ends after minutes
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [var.lender_arn]
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "film"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.film.json
}

data "aws_iam_policy_document" "film" {
  # checkov:skip=CKV_AWS_356:the action knows no resource
  statement {
    sid       = "Film"
    actions   = ["rekognition:StartFaceLivenessSession"]
    resources = ["*"]
  }
}
