# People's data: nothing that holds it can be destroyed, and the trail is locked for six years.
env               = "prod"
erasable          = false
database_capacity = { min = 0.5, max = 8 }
retention_days    = { audit = 2190 }
