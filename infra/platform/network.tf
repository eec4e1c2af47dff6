module "network" {
  source      = "../modules/network"
  count       = var.features.network ? 1 : 0
  name        = local.prefix
  cidr        = var.network.cidr
  zones       = var.network.zones
  endpoints   = var.network.endpoints
  gateways    = var.network.gateways
  kms_key_arn = module.key_data.arn
}

module "database" {
  source              = "../modules/database"
  count               = var.features.database ? 1 : 0
  name                = local.cluster_name
  database_name       = "vestibule"
  capacity            = var.database_capacity
  instances           = var.erasable ? 1 : 2
  vpc_id              = module.network[0].vpc_id
  subnet_ids          = module.network[0].private_subnet_ids
  kms_key_arn         = module.key_data.arn
  deletion_protection = !var.erasable
}
