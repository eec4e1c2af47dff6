"""Aurora: the settings of the Data API, Performance Insights and serverless v2 are kept.

moto allows the Data API for serverless v1 only, forgets Performance Insights, and answers with an
empty v1 scaling configuration for clusters that have none. This is the control plane only: for SQL,
a host supplies a service for `rds-data` (`host.Host.services`).
"""

from __future__ import annotations

from typing import Any

from moto.rds.models import DBCluster, DBInstance


def install() -> None:
    """Keeps these settings of clusters and their instances. RuntimeError if moto has changed."""
    DBCluster.enable_http_endpoint = property(_enabled, _enable)  # type: ignore[assignment,method-assign]
    described: Any = DBCluster.scaling_configuration_info
    scaling = described.fget
    if scaling is None:  # pragma: no cover - moto is pinned
        raise RuntimeError("moto's DBCluster.scaling_configuration_info is no longer a property")

    def scaling_configuration_info(self: DBCluster) -> dict[str, Any] | None:
        return scaling(self) if self.scaling_configuration else None

    DBCluster.scaling_configuration_info = property(scaling_configuration_info)  # type: ignore[assignment,method-assign]
    begin = DBInstance.__init__

    def __init__(self: Any, *args: Any, **given: Any) -> None:
        begin(self, *args, **given)
        self.performance_insights_enabled = bool(given.get("enable_performance_insights"))
        for name in ("performance_insights_kms_key_id", "performance_insights_retention_period"):
            setattr(self, name, given.get(name))

    DBInstance.__init__ = __init__  # type: ignore[method-assign]


def _enabled(self: Any) -> bool:
    return bool(self._enable_http_endpoint)


def _enable(self: Any, value: bool | None) -> None:
    self._enable_http_endpoint = bool(value)
