# What browsers are lent that film for Rekognition Face Liveness.
module "filming" {
  source     = "../modules/filming"
  count      = local.face_liveness ? 1 : 0
  name       = local.filming_role
  lender_arn = module.function_role["api_handler"].arn
}
