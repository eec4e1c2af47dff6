module "bindings" {
  source = "../../../bindings"
  env    = "local"
}
