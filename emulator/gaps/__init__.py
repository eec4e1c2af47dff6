"""What moto 5.2.5 lacks for Terraform, one small file per service.

`install()` patches moto's own classes in place, so it does not matter whether a service's backend
is subclassed before or after it. With the gaps filled the real AWS provider applies the platform,
a second plan is empty, and changes and `destroy` work. Nothing here is a promised interface of
moto: the version is pinned and `tests/emulator/gaps/test_gaps.py` holds one test per gap.
"""

from __future__ import annotations

import os

from emulator.gaps import (
    apigateway,
    cloudfront,
    cognito,
    dynamodb,
    ec2,
    kms,
    policies,
    rds,
    ses,
    sqs,
    stepfunctions,
)

_installed = False
GAPS = (policies, kms, sqs, cognito, stepfunctions, cloudfront, rds, ec2, apigateway, ses, dynamodb)

#: Switches moto reads from the environment at call time.
_MOTO_SWITCHES = {
    # Without it moto answers every one-time password with "right".
    "MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP": "true",
    # Attachments of policies AWS manages (the VPC access of Lambda) fail without it.
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
}


def install() -> None:
    """Fills the gaps in this process and sets moto's switches, unless the environment has them.
    Later calls do nothing."""
    global _installed
    if _installed:
        return
    for name, value in _MOTO_SWITCHES.items():
        os.environ.setdefault(name, value)
    for gap in GAPS:
        gap.install()
    _installed = True
