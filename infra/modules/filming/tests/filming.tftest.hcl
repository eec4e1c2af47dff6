# What a browser is lent, and by whom.
mock_provider "aws" {
  override_during = plan
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name       = "vestibule-test-face-liveness"
  lender_arn = "arn:aws:iam::210987654321:role/vestibule-test-api_handler"
}

run "one_may_film_and_nothing_else" {
  command = plan
  assert {
    condition     = flatten([for s in data.aws_iam_policy_document.film.statement : s.actions]) == ["rekognition:StartFaceLivenessSession"]
    error_message = "What is lent is the right to begin a stream."
  }
  assert {
    condition     = aws_iam_role_policy.this.policy == data.aws_iam_policy_document.film.json
    error_message = "The role has no other policy."
  }
}

run "nobody_but_the_named_function_lends" {
  command = plan
  assert {
    condition     = [for s in data.aws_iam_policy_document.assume.statement : [for p in s.principals : p.identifiers]] == [[toset(["arn:aws:iam::210987654321:role/vestibule-test-api_handler"])]]
    error_message = "The function that is named takes the role on, and nobody else."
  }
}
