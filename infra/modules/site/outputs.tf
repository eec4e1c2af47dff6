output "bucket_name" {
  description = "Bucket the site is uploaded to."
  value       = module.bucket.name
}

output "distribution_id" {
  description = "Distribution to invalidate after an upload."
  value       = aws_cloudfront_distribution.this.id
}

output "domain_name" {
  description = "CloudFront's own name of the site."
  value       = aws_cloudfront_distribution.this.domain_name
}
