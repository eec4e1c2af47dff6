# The address of the embedded cloud comes as AWS_ENDPOINT_URL. The credentials open nothing on AWS,
# and the platform refuses any account but the embedded one.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "testing"
  secret_key                  = "testing"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true
  max_retries                 = 5 # the default of 25 turns a missing operation into ten minutes

  default_tags {
    tags = { project = "vestibule", environment = "local" }
  }
}
