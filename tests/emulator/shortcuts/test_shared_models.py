"""Sessions and moto share what they read of AWS's models, and it is what each would have read."""

from __future__ import annotations

from pathlib import Path

import boto3
import botocore.loaders
import moto.core.loaders
import moto.core.utils
import pytest

from emulator.shortcuts import shared_models


def test_all_sessions_read_a_model_once() -> None:
    shared_models.install()
    one, other = (boto3.Session(region_name="eu-west-1").client("sqs") for _ in range(2))
    assert one.meta.service_model.metadata is other.meta.service_model.metadata


def test_a_path_of_ones_own_has_a_loader_of_its_own(tmp_path: Path) -> None:
    shared_models.install()
    make = botocore.session.create_loader
    assert make(str(tmp_path)) is not make(None)
    assert str(tmp_path) in make(str(tmp_path)).search_paths


@pytest.mark.parametrize("service", ["dynamodb", "s3", "sqs"])
def test_a_model_is_the_one_that_a_loader_of_its_own_reads(service: str) -> None:
    shared_models.install()
    asked = (service, "service-2")
    assert botocore.session.create_loader(None).load_service_model(
        *asked
    ) == botocore.loaders.create_loader(None).load_service_model(*asked)
    assert moto.core.utils.create_loader().load_service_model(
        *asked
    ) == moto.core.loaders.create_loader().load_service_model(*asked)
