"""KMS keys keep their rotation period; moto stores only whether they rotate."""

from __future__ import annotations

import json

from moto.kms.responses import KmsResponse

#: Days; AWS's default if rotation is enabled without a period.
_DEFAULT_PERIOD = 365


def install() -> None:
    """Stores the rotation period, in days, and returns it."""
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
