"""What runs Vestibule without an AWS account. Never packaged, imported by nothing that ships."""
