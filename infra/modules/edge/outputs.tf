output "acl_arn" {
  description = "ARN of the web ACL; `api` ties it to the stage."
  value       = aws_wafv2_web_acl.this.arn
}

output "acl_name" {
  description = "Name of the web ACL, as CloudWatch's dimension WebACL."
  value       = aws_wafv2_web_acl.this.name
}
