"""SES configuration sets show their settings, and their event destinations can be deleted.

moto creates event destinations but neither shows nor deletes them, and forgets whether reputation
metrics are enabled, so that Terraform would change the set at each apply and could not destroy it.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.ses.responses import EmailResponse


def install() -> None:
    """Replaces two operations and adds one."""
    for operation in (
        describe_configuration_set,
        update_configuration_set_reputation_metrics_enabled,
        delete_configuration_set_event_destination,
    ):
        setattr(EmailResponse, operation.__name__, operation)


def describe_configuration_set(self: Any) -> ActionResult:
    """DescribeConfigurationSet, with its event destination and reputation options."""
    name = self._get_param("ConfigurationSetName")
    found = self.backend.describe_configuration_set(name)
    destination = self.backend.config_set_event_destination.get(name)
    measured = bool((found.reputation_options or {}).get("ReputationMetricsEnabled"))
    options = {"ReputationMetricsEnabled": measured, "SendingEnabled": True}
    return ActionResult(
        {
            "ConfigurationSet": {"Name": found.configuration_set_name},
            "EventDestinations": [destination] if destination else [],
            "ReputationOptions": options,
        }
    )


def update_configuration_set_reputation_metrics_enabled(self: Any) -> ActionResult:
    """UpdateConfigurationSetReputationMetricsEnabled."""
    found = self.backend.describe_configuration_set(self._get_param("ConfigurationSetName"))
    found.reputation_options = {"ReputationMetricsEnabled": self._get_bool_param("Enabled", False)}
    return EmptyResult()


def delete_configuration_set_event_destination(self: Any) -> ActionResult:
    """DeleteConfigurationSetEventDestination."""
    self.backend.config_set_event_destination.pop(self._get_param("ConfigurationSetName"), None)
    self.backend.event_destinations.pop(self._get_param("EventDestinationName"), None)
    return EmptyResult()
