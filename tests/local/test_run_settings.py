"""A run's own settings reach functions by the platform's parameter, as on AWS, and no other way."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from moto.ssm.models import ssm_backends

from chalicelib import settings
from chalicelib.outside.aws import AwsOutside
from emulator import clock
from emulator.account import ACCOUNT, REGION
from emulator.lambdas import function_environment
from local import cloud as embedded
from local import run_settings

BY_TERRAFORM = {"minimum_age": 18, "site_origin": "https://kyc.company.test"}


@pytest.fixture
def cloud() -> Iterator[Any]:
    """A Parameter Store with what Terraform wrote; functions' environments as a system's."""
    function_environment.install()
    backend = ssm_backends[ACCOUNT][REGION]
    backend.reset()
    run_settings._write(run_settings.PARAMETER, json.dumps(BY_TERRAFORM))
    yield backend
    backend.reset()
    function_environment.show_all()


def in_a_function(cloud: Any) -> settings.Settings:
    """The settings as a function finds them, with the variables that Chalice gives it."""
    with function_environment.layer({"VESTIBULE_ENV": "local"}):
        return settings.load(parameters=lambda name: cloud.get_parameter(name).value)


def test_a_setting_of_this_run_is_told_and_hidden(
    cloud: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VESTIBULE_MINIMUM_AGE", "21")
    monkeypatch.setenv("VESTIBULE_VENDOR_BASE_URL", "http://127.0.0.1:8030")
    run_settings.publish()
    found = in_a_function(cloud)
    assert found.minimum_age == 21 and found.vendor_base_url == "http://127.0.0.1:8030"
    assert found.site_origin == BY_TERRAFORM["site_origin"]
    with function_environment.layer({"VESTIBULE_ENV": "local"}):
        assert {name for name in os.environ if name in run_settings.VARIABLES.values()} == set()
    assert os.environ["VESTIBULE_MINIMUM_AGE"] == "21", "commands of this process see it as ever"


def test_a_function_has_the_machines_clock_wherever_it_is_moved(cloud: Any) -> None:
    """Hidden once: webhooks signed by the moved clock were refused, and reminders never due."""
    outside = AwsOutside(in_a_function(cloud))
    run_settings.publish()
    clock.publish(embedded.CLOCK)
    try:
        clock.advance(3600)
        with function_environment.layer({"VESTIBULE_ENV": "local"}):
            assert abs((outside.now() - clock.now()).total_seconds()) < 60
    finally:
        clock.reset()
        clock.publish("")


def test_a_setting_of_the_last_run_is_forgotten(
    cloud: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With KEEP=1 the cloud goes on, and its parameter with it."""
    monkeypatch.setenv("VESTIBULE_MINIMUM_AGE", "21")
    run_settings.publish()
    monkeypatch.delenv("VESTIBULE_MINIMUM_AGE")
    run_settings.publish()
    assert in_a_function(cloud).minimum_age == 18
