output "arn" {
  description = "ARN of the queue."
  value       = local.arn
  depends_on  = [aws_sqs_queue.this, aws_sqs_queue.dead_letters]
}

output "url" {
  description = "URL of the queue; null if it only collects dead letters."
  value       = local.url
}

output "name" {
  description = "Name of the queue."
  value       = var.name
}

output "dead_letter_arn" {
  description = "ARN of the queue that collects failures."
  value       = aws_sqs_queue.dead_letters.arn
}

output "dead_letter_name" {
  description = "Name of the queue that collects failures."
  value       = aws_sqs_queue.dead_letters.name
}
