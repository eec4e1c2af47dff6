locals {
  # AWS's own cache policies have the same ids in every account:
  # docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
  caching_optimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"

  # Scripts, styles and pictures from here alone; the browser talks to the API and uploads to S3.
  content_security_policy = join("; ", [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'", # the element's own styles are constructed sheets, which no policy restricts
    "img-src 'self' blob: data: ${join(" ", var.picture_origins)}",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self' ${join(" ", concat(var.api_origins, var.picture_origins, var.film_origins))}",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html vestibule", # the second: scripts of the element's own workers
  ])
}

module "bucket" {
  source           = "../bucket"
  name             = var.bucket_name
  kms_key_arn      = var.kms_key_arn
  expire_days      = null # the site's own files, replaced by each release
  noncurrent_days  = 30
  policy_documents = [data.aws_iam_policy_document.reads.json]
  force_destroy    = true # every file comes from the repository
}

data "aws_iam_policy_document" "reads" {
  statement {
    sid       = "OurDistributionReads"
    actions   = ["s3:GetObject"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}/*"]
    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudfront_distribution.this.arn]
    }
  }
}

data "aws_partition" "current" {}
data "aws_region" "current" {}

resource "aws_cloudfront_origin_access_control" "this" {
  name                              = var.name
  description                       = "The distribution signs its reads of the bucket"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_distribution" "this" {
  # checkov:skip=CKV_AWS_68:serves the files of a build from a private bucket; the API has the firewall
  # checkov:skip=CKV2_AWS_47:as above: nothing here evaluates input
  # checkov:skip=CKV_AWS_310:one bucket; its versions are the way back
  # checkov:skip=CKV_AWS_374:applicants may be anywhere; who may apply is decided by the checks
  # checkov:skip=CKV_AWS_86:visitors' addresses are personal data, and the files are public
  enabled             = true
  comment             = var.name
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  default_root_object = "index.html"
  price_class         = "PriceClass_100"
  aliases             = var.certificate_arn == null ? [] : var.host_names
  wait_for_deployment = var.wait

  origin {
    origin_id = "site"
    # From its name, not from the bucket: the bucket's policy names this distribution.
    domain_name              = "${var.bucket_name}.s3.${data.aws_region.current.id}.amazonaws.com"
    origin_access_control_id = aws_cloudfront_origin_access_control.this.id
  }

  default_cache_behavior {
    target_origin_id           = "site"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = local.caching_optimized
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
  }

  # Paths belong to the single-page application. Without s3:ListBucket S3 answers 403 for no file.
  dynamic "custom_error_response" {
    for_each = [403, 404]
    content {
      error_code            = custom_error_response.value
      response_code         = 200
      response_page_path    = "/index.html"
      error_caching_min_ttl = 0
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = var.certificate_arn == null
    acm_certificate_arn            = var.certificate_arn
    ssl_support_method             = var.certificate_arn == null ? null : "sni-only"
    minimum_protocol_version       = var.certificate_arn == null ? null : "TLSv1.2_2021"
  }
}

resource "aws_cloudfront_response_headers_policy" "this" {
  name    = var.name
  comment = "Security headers of the site"

  security_headers_config {
    content_security_policy {
      content_security_policy = local.content_security_policy
      override                = true
    }
    strict_transport_security {
      access_control_max_age_sec = 63072000
      include_subdomains         = true
      preload                    = true
      override                   = true
    }
    content_type_options {
      override = true
    }
    frame_options {
      frame_option = "DENY"
      override     = true
    }
    referrer_policy {
      referrer_policy = "no-referrer"
      override        = true
    }
  }

  custom_headers_config {
    items {
      header   = "Permissions-Policy"
      value    = "camera=(self), microphone=(), geolocation=(), payment=()"
      override = true
    }
    items {
      header   = "Cross-Origin-Opener-Policy"
      value    = "same-origin"
      override = true
    }
  }
}
