# Testers' data: erasable, a database that sleeps, no trail (stage and prod have one).
env               = "dev"
erasable          = true
database_capacity = { min = 0, max = 2 }
features          = { audit = false }
retention_days    = { audit = 2190 }
network           = { endpoints = false, gateways = 1 } # idle, 26 endpoints and two gateways cost $280 a month
