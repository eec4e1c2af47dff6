"""Runs Vestibule without an AWS account. Never packaged, and never imported by packaged code."""
