output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "private_subnet_ids" {
  description = "Ids of the subnets functions and database live in."
  value       = aws_subnet.private[*].id
}

output "function_security_group_id" {
  description = "Id of the functions' security group."
  value       = aws_security_group.functions.id
}
