# The embedded cloud is thrown away with its state; local/terraform.py says where the file lies.
terraform {
  backend "local" {}
}
