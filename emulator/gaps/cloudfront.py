"""CloudFront: response headers policies, and distributions that keep their configuration.

moto has no response headers policies. It loses a distribution's origin access control, invents
forwarded values (the alternative to a cache policy) where none were given, and reports CloudFront's
default certificate beside one's own.
"""

from __future__ import annotations

from typing import Any

import moto.cloudfront.models as models
import moto.cloudfront.urls as urls
from moto.cloudfront.models import random_id
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow

_PATHS = ("", "/(?P<policy_id>[^/]+)", "/(?P<policy_id>[^/]+)/config")


class NoSuchPolicy(ServiceException):
    """No response headers policy has this id."""

    code = "NoSuchResponseHeadersPolicy"


def install() -> None:
    """Adds the operations of response headers policies, and keeps distributions' configuration."""
    for path in _PATHS:
        pattern = f"{{0}}/2020-05-31/response-headers-policy{path}$"
        urls.url_paths[pattern] = CloudFrontResponse.dispatch
    for operation in (
        create_response_headers_policy,
        get_response_headers_policy,
        get_response_headers_policy_config,
        update_response_headers_policy,
        delete_response_headers_policy,
    ):
        setattr(CloudFrontResponse, operation.__name__, operation)
    _keep_origin_access_control()
    _invent_nothing()


def _keep_origin_access_control() -> None:
    begin = models.Origin.__init__

    def __init__(self: models.Origin, origin: dict[str, Any]) -> None:
        begin(self, origin)
        self.origin_access_control_id = origin.get("OriginAccessControlId")  # type: ignore[attr-defined]

    models.Origin.__init__ = __init__  # type: ignore[method-assign]


def _invent_nothing() -> None:
    begin = models.DefaultCacheBehaviour.__init__

    def __init__(self: models.DefaultCacheBehaviour, config: dict[str, Any]) -> None:
        given = "ForwardedValues" in config
        begin(self, config)
        if not given:
            self.forwarded_values = None  # type: ignore[assignment]

    models.DefaultCacheBehaviour.__init__ = __init__  # type: ignore[method-assign]
    certify = models.ViewerCertificate.__init__

    def own_certificate(self: models.ViewerCertificate, config: dict[str, Any]) -> None:
        certify(self, config)
        if not config.get("SSLSupportMethod"):
            self.ssl_support_method = None
        if own := config.get("ACMCertificateArn"):  # then CloudFront's default is not in use
            self.cloud_front_default_certificate = False
            self.certificate, self.certificate_source = own, "acm"

    models.ViewerCertificate.__init__ = own_certificate  # type: ignore[method-assign]


def _policies(response: CloudFrontResponse) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = response.backend.__dict__.setdefault("_header_policies", {})
    return found


def _one(response: CloudFrontResponse) -> dict[str, Any]:
    try:
        return _policies(response)[response._get_param("Id")]
    except KeyError:
        raise NoSuchPolicy("The policy does not exist.") from None


def _whole(policy: dict[str, Any]) -> ActionResult:
    shown = {
        "Id": policy["id"],
        "LastModifiedTime": policy["changed"],
        "ResponseHeadersPolicyConfig": policy["config"],
    }
    return ActionResult({"ResponseHeadersPolicy": shown, "ETag": policy["etag"]})


def create_response_headers_policy(self: CloudFrontResponse) -> ActionResult:
    """CreateResponseHeadersPolicy."""
    policy = {"id": random_id(), "config": self._get_param("ResponseHeadersPolicyConfig")}
    policy |= {"etag": random_id(), "changed": utcnow()}
    _policies(self)[policy["id"]] = policy
    return _whole(policy)


def get_response_headers_policy(self: CloudFrontResponse) -> ActionResult:
    """GetResponseHeadersPolicy."""
    return _whole(_one(self))


def get_response_headers_policy_config(self: CloudFrontResponse) -> ActionResult:
    """GetResponseHeadersPolicyConfig."""
    policy = _one(self)
    return ActionResult({"ResponseHeadersPolicyConfig": policy["config"], "ETag": policy["etag"]})


def update_response_headers_policy(self: CloudFrontResponse) -> ActionResult:
    """UpdateResponseHeadersPolicy."""
    policy = _one(self)
    policy |= {"etag": random_id(), "changed": utcnow()}
    policy["config"] = self._get_param("ResponseHeadersPolicyConfig")
    return _whole(policy)


def delete_response_headers_policy(self: CloudFrontResponse) -> ActionResult:
    """DeleteResponseHeadersPolicy."""
    del _policies(self)[_one(self)["id"]]
    return EmptyResult()
