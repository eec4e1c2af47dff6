# Not secret. Addresses and accounts of your own go into terraform.tfvars, which is not committed.
site_origins = ["https://kyc-dev.vestibule.example"]
email_sender = "no-reply@vestibule.example"
