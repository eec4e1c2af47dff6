# Made by the first deployment, which comes from a desk; from then on GitHub can deploy.
module "pipeline" {
  source       = "../modules/pipeline"
  count        = var.repository == null ? 0 : 1
  name         = local.prefix
  repository   = var.repository
  environment  = var.env
  plans        = var.env == "dev"
  state_bucket = "${local.prefix}-state-${local.account}"
}
