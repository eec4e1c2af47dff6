"""The site of the laptop: one origin, whichever name somebody writes."""

from __future__ import annotations

from pathlib import Path

from werkzeug.test import Client

from local import website

URLS = {"api": "http://127.0.0.1:1", "cloud": "http://127.0.0.1:2", "console": ""}


def test_localhost_is_led_to_the_origin_that_the_api_and_the_buckets_answer(tmp_path: Path) -> None:
    site = Client(website.app(URLS, tmp_path))
    made = site.get("/console/?from=mail", base_url="http://localhost:35173")
    assert made.status_code == 307
    assert made.headers["Location"] == "http://127.0.0.1:35173/console/?from=mail"


def test_the_origin_itself_is_served(tmp_path: Path) -> None:
    site = Client(website.app(URLS, tmp_path))
    assert site.get("/", base_url="http://127.0.0.1:35173").status_code == 200
