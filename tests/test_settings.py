"""Settings explain themselves and come from three places in order."""

from collections.abc import Collection
from dataclasses import Field, fields
from typing import Any

import pytest

from chalicelib.domain.languages import LANGUAGES
from chalicelib.domain.verifications.notices import REASONS
from chalicelib.outside.plug_ins import SCREENERS, VENDORS
from chalicelib.settings import LivenessEngineName, Settings, SettingsError, load


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda f: f.name)
def test_every_setting_has_its_sentence(setting: "Field[Any]") -> None:
    assert setting.metadata["doc"]


def test_environment_beats_parameter_beats_default() -> None:
    platform = lambda name: '{"minimum_age": 21, "event_bus": "bus", "unknown": 1}'  # noqa: E731 (used on the next line)
    settings = load({"VESTIBULE_ENV": "dev", "VESTIBULE_MINIMUM_AGE": "16"}, platform)
    assert (settings.env, settings.minimum_age, settings.event_bus) == ("dev", 16, "bus")
    assert load({}, platform).minimum_age == 21
    assert load({}).minimum_age == 18


def test_the_parameter_is_the_environments_own() -> None:
    asked = list[str]()

    def read(name: str) -> str:
        asked.append(name)
        return "{}"

    load({"VESTIBULE_ENV": "stage"}, read)
    assert asked == ["/vestibule/stage/platform"]


def test_a_switch_is_read_as_a_switch() -> None:
    assert load({"VESTIBULE_AUTO_CONFIRM": "false"}).auto_confirm is False


KNOWN: dict[str, Collection[str]] = {
    "VENDORS": VENDORS,
    "SCREENERS": SCREENERS,
    "REASONS": REASONS,
    "LANGUAGES": LANGUAGES,
}


def test_lists_and_closed_sets_are_read_into_their_own_types() -> None:
    settings = load(
        {
            "VESTIBULE_KYC_PROVIDERS": "veriff, in_house",
            "VESTIBULE_OUTBOUND_URLS": "https://a.example/x http://127.0.0.1:9/y",
            "VESTIBULE_LIVENESS_ENGINE": "rekognition",
        },
        known=KNOWN,
    )
    assert settings.kyc_providers == ("veriff", "in_house")
    assert settings.outbound_urls == ("https://a.example/x", "http://127.0.0.1:9/y")
    assert settings.liveness_engine is LivenessEngineName.REKOGNITION


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("kyc_providers", "veriff,persone", "knows no 'persone'"),
        ("kyc_providers", "", "needs at least one of in_house"),
        ("kyc_providers", "veriff,veriff", "names one twice"),
        ("screeners", "opensanction", "knows no 'opensanction'"),
        ("liveness_engine", "Rekognition", "there are gestures, rekognition"),
        ("workflow_provider", "stepfunctions", "there are step-functions, mock"),
        ("watchlist_origin", "isuers", "there are issuers, bucket"),
        ("outbound_urls", "hooks.example", "absolute http(s) addresses"),
        ("review_office", "mon-fri 9-17", "cannot be 'mon-fri 9-17'"),
        ("review_office", "mon-fri 17:00-09:00", "cannot be"),
        ("review_zone", "Europe/Atlantis", "cannot be 'Europe/Atlantis'"),
        ("review_rules", '[{"reasons": ["fraud_suspected"]}]', "cannot be"),
        ("review_rules", '[{"to": ["r1"], "language": ["de"]}]', "cannot be"),
        ("review_rules", '[{"to": "r1"}]', "cannot be"),
        ("review_rules", '{"to": ["r1"]}', "cannot be"),
        ("review_rules", '[{"to": [""]}]', "cannot be"),
        ("review_rules", '[{"to": ["r1"], "levels": ["Exchange EU"]}]', "cannot be"),
        ("review_rules", '[{"to": ["r1"], "reasons": ["fraud"]}]', "knows no 'fraud'"),
        ("review_rules", '[{"to": ["r1"], "languages": ["tlh"]}]', "knows no 'tlh'"),
        ("review_holidays", "2026-12-25,2026-02-30", "cannot be '2026-02-30'"),
        ("face_similarity", "850", "must be from 0 to 100"),
        ("face_similarity", "nan", "must be from 0 to 100"),
        ("minimum_age", "eighteen", "is no value of it"),
        ("minimum_age", "-1", "must be from 0 to 120"),
        ("find_same_person", "maybe", "is no value of it"),
        ("screening_threshold", "80", "must be from 0 to 1"),
    ],
)
def test_a_value_that_a_setting_cannot_have_is_an_error_with_its_name(
    name: str, value: str, says: str
) -> None:
    with pytest.raises(SettingsError, match=name) as raised:
        load({f"VESTIBULE_{name.upper()}": value}, known=KNOWN)
    assert says in str(raised.value)


def test_the_platforms_parameter_is_held_to_the_same() -> None:
    with pytest.raises(SettingsError, match="kyc_providers"):
        load({}, lambda name: '{"kyc_providers": "nobody"}', KNOWN)


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda f: f.name)
def test_every_default_is_a_value_the_setting_can_have(setting: "Field[Any]") -> None:
    value = setting.default
    text = ",".join(value) if isinstance(value, tuple) else str(value)
    loaded = load({f"VESTIBULE_{setting.name.upper()}": text}, known=KNOWN)
    assert getattr(loaded, setting.name) == value
