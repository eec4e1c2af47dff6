# As prod, but erasable, and its trail is locked for a day only.
env               = "stage"
erasable          = true
database_capacity = { min = 0.5, max = 2 }
retention_days    = { audit = 1 }
