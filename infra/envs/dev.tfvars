# Testers' data: erasable, a database that sleeps, no trail (stage and prod have one).
env               = "dev"
erasable          = true
database_capacity = { min = 0, max = 2 }
features          = { audit = false }
retention_days    = { audit = 2190 }
