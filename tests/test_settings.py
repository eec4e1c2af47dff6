"""Settings explain themselves and come from three places in order."""

from dataclasses import fields

import pytest

from chalicelib.settings import Settings, load


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda f: f.name)
def test_every_setting_has_its_sentence(setting):
    assert setting.metadata["doc"]


def test_environment_beats_parameter_beats_default():
    platform = lambda name: '{"minimum_age": 21, "event_bus": "bus", "unknown": 1}'  # noqa: E731
    settings = load({"VESTIBULE_ENV": "dev", "VESTIBULE_MINIMUM_AGE": "16"}, platform)
    assert (settings.env, settings.minimum_age, settings.event_bus) == ("dev", 16, "bus")
    assert load({}, platform).minimum_age == 21
    assert load({}).minimum_age == 18


def test_the_parameter_is_the_environments_own():
    asked = []
    load({"VESTIBULE_ENV": "stage"}, lambda name: asked.append(name) or "{}")
    assert asked == ["/vestibule/stage/platform"]


def test_a_switch_is_read_as_a_switch():
    assert load({"VESTIBULE_AUTO_CONFIRM": "false"}).auto_confirm is False
