output "topic_arns" {
  description = "ARNs of the topics by name."
  value       = { for name, topic in aws_sns_topic.this : name => topic.arn }
}

output "email_sender" {
  description = "The confirmed sender."
  value       = aws_ses_email_identity.sender.email
}

output "email_identity_arn" {
  description = "ARN of the SES identity that sends."
  value       = aws_ses_email_identity.sender.arn
}

output "template_names" {
  description = "Names of the mail templates."
  value       = [for template in aws_ses_template.this : template.name]
}

output "dkim_tokens" {
  description = "Names of the CNAME records <token>._domainkey that prove the domain."
  value       = try(aws_ses_domain_dkim.sender[0].dkim_tokens, [])
}

output "configuration_set" {
  description = "Name of the configuration set that every mail is sent in."
  value       = aws_ses_configuration_set.this.name
}
