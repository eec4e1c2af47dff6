output "trail_arn" {
  description = "ARN of the trail."
  value       = aws_cloudtrail.this.arn
}

output "bucket_name" {
  description = "Name of the locked bucket."
  value       = module.bucket.name
}

output "bucket_arn" {
  description = "ARN of the locked bucket."
  value       = module.bucket.arn
}

output "key_arn" {
  description = "ARN of the key of the trail."
  value       = aws_kms_key.this.arn
}
