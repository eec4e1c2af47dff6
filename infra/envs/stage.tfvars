# As prod, but erasable, and its trail is locked for a day only.
env               = "stage"
erasable          = true
database_capacity = { min = 0.5, max = 2 }
retention_days    = { audit = 1 }

# Not secret. Addresses and accounts of your own go into terraform.tfvars, which is not committed.
site_origins = ["https://kyc-stage.vestibule.example"]
email_sender = "no-reply@vestibule.example"
