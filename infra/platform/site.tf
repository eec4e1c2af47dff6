module "site" {
  source          = "../modules/site"
  count           = var.features.site ? 1 : 0
  name            = "${local.prefix}-site"
  bucket_name     = "${local.prefix}-site-${local.account}"
  kms_key_arn     = module.key_data.arn
  host_names      = [for origin in var.site_origins : trimprefix(origin, "https://")]
  certificate_arn = var.site_certificate_arn
  # The console takes tokens from the sign-in host of staff itself.
  api_origins     = concat(coalesce(var.api_origins, ["https://*.execute-api.${local.region}.amazonaws.com"]), module.identity.staff[*].host)
  picture_origins = [for name in ["kyc-id-uploads", "kyc-live-frames"] : "https://${module.bucket[name].name}.s3.${local.region}.amazonaws.com"]
  film_origins    = local.face_liveness ? ["wss://streaming-rekognition.${local.region}.amazonaws.com"] : []
  wait            = var.wait_for_site
}
