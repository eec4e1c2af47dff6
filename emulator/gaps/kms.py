"""KMS keys remember how often they rotate; moto stores only that they do."""

from __future__ import annotations

import json

from moto.kms.responses import KmsResponse

#: AWS's default when a rotation is switched on without a period, in days.
_DEFAULT_PERIOD = 365


def install() -> None:
    """Store the rotation period and hand it back."""
    enable = KmsResponse.enable_key_rotation

    def enable_key_rotation(self: KmsResponse) -> str:
        answer = enable(self)
        backend = self.kms_backend
        key = backend.keys[backend.get_key_id(self._get_param("KeyId"))]
        key.rotation_period_in_days = int(  # type: ignore[attr-defined]
            self._get_param("RotationPeriodInDays") or _DEFAULT_PERIOD
        )
        return answer

    status = KmsResponse.get_key_rotation_status

    def get_key_rotation_status(self: KmsResponse) -> str:
        answer = json.loads(status(self))
        backend = self.kms_backend
        key = backend.keys[backend.get_key_id(self._get_param("KeyId"))]
        if answer["KeyRotationEnabled"]:
            answer["KeyId"] = key.id
            answer["RotationPeriodInDays"] = getattr(
                key, "rotation_period_in_days", _DEFAULT_PERIOD
            )
        return json.dumps(answer)

    KmsResponse.enable_key_rotation = enable_key_rotation  # type: ignore[method-assign]
    KmsResponse.get_key_rotation_status = get_key_rotation_status  # type: ignore[method-assign]
