data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  issuer = "token.actions.githubusercontent.com"
  roles  = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role"
  trusted = merge(
    { deploy = "repo:${var.repository}:environment:${var.environment}" },
    var.plans ? { plan = "repo:${var.repository}:pull_request" } : {},
  )
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "trust" {
  for_each = local.trusted
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = [each.value]
    }
  }
}

resource "aws_iam_role" "deploy" {
  name                 = "${var.name}-deploy"
  description          = "The pipeline, deploying"
  assume_role_policy   = data.aws_iam_policy_document.trust["deploy"].json
  max_session_duration = 7200 # Aurora and CloudFront take their time
}

resource "aws_iam_role_policy_attachment" "deploy" {
  role       = aws_iam_role.deploy.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/PowerUserAccess"
}

resource "aws_iam_role_policy" "deploy" {
  name   = "own-roles"
  role   = aws_iam_role.deploy.id
  policy = data.aws_iam_policy_document.deploy.json
}

data "aws_iam_policy_document" "deploy" {
  # checkov:skip=CKV_AWS_109:a deployment makes roles; only roles of this environment, by their name
  # checkov:skip=CKV_AWS_110:as above
  # checkov:skip=CKV_AWS_111:as above
  statement {
    sid = "RolesOfThisEnvironment"
    actions = [
      "iam:CreateRole", "iam:DeleteRole", "iam:GetRole", "iam:UpdateRole", "iam:TagRole", "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies",
      "iam:ListInstanceProfilesForRole", "iam:PutRolePolicy", "iam:GetRolePolicy", "iam:DeleteRolePolicy",
      "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:PassRole",
    ]
    resources = ["${local.roles}/${var.name}-*"]
  }
  # Nobody who gets into a deployment makes the deployment itself stronger.
  statement {
    sid       = "NotItself"
    effect    = "Deny"
    actions   = ["iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:UpdateRole"]
    resources = ["${local.roles}/${var.name}-deploy"]
  }
  statement {
    sid       = "LookAtTheProvider"
    actions   = ["iam:GetOpenIDConnectProvider"]
    resources = [aws_iam_openid_connect_provider.github.arn]
  }
}

resource "aws_iam_role" "plan" {
  count              = var.plans ? 1 : 0
  name               = "${var.name}-plan"
  description        = "The pipeline, looking"
  assume_role_policy = data.aws_iam_policy_document.trust["plan"].json
}

resource "aws_iam_role_policy_attachment" "plan" {
  count      = var.plans ? 1 : 0
  role       = aws_iam_role.plan[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_role_policy" "plan" {
  count  = var.plans ? 1 : 0
  name   = "descriptions-only"
  role   = aws_iam_role.plan[0].id
  policy = data.aws_iam_policy_document.plan.json
}

data "aws_iam_policy_document" "plan" {
  # ReadOnlyAccess reads contents, too: pictures, rows, letters. A plan needs descriptions.
  statement {
    sid           = "NoObjectsButTheState"
    effect        = "Deny"
    actions       = ["s3:GetObject", "s3:GetObjectVersion"]
    not_resources = ["arn:${data.aws_partition.current.partition}:s3:::${var.state_bucket}/*"]
  }
  statement {
    sid    = "NoContents"
    effect = "Deny"
    actions = [
      "secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue",
      "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:GetRecords",
      "rds-data:ExecuteStatement", "sqs:ReceiveMessage", "logs:GetLogEvents", "logs:FilterLogEvents",
      "states:GetExecutionHistory", "states:DescribeExecution", "cognito-idp:ListUsers", "cognito-idp:AdminGetUser",
    ]
    resources = ["*"]
  }
  # The state is encrypted with a key of its own.
  statement {
    sid       = "OpenTheState"
    actions   = ["kms:Decrypt"]
    resources = ["*"]
    condition {
      test     = "StringLike"
      variable = "kms:EncryptionContext:aws:s3:arn"
      values   = ["arn:${data.aws_partition.current.partition}:s3:::${var.state_bucket}*"]
    }
  }
}
