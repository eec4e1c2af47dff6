# State lives in the account it describes; its bucket comes from infra/bootstrap. Which bucket and
# region is said at init: -backend-config=bucket=… -backend-config=region=…
terraform {
  backend "s3" {
    key          = "platform.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}
