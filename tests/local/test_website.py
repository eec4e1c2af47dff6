"""The laptop's site: one origin, whichever name is written, under the headers of CloudFront."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from local import website
from web.e2e.live import hosts

ROOT = Path(__file__).resolve().parents[2]
TERRAFORM = (ROOT / "infra" / "modules" / "site" / "main.tf").read_text()
URLS = {"api": "http://127.0.0.1:1", "cloud": "http://127.0.0.1:2", "console": ""}


def test_localhost_is_led_to_the_origin_that_the_api_and_the_buckets_answer(tmp_path: Path) -> None:
    site = Client(website.app(URLS, tmp_path))
    made = site.get("/console/?from=mail", base_url="http://localhost:35173")
    assert made.status_code == 307
    assert made.headers["Location"] == "http://127.0.0.1:35173/console/?from=mail"


def test_the_origin_itself_is_served(tmp_path: Path) -> None:
    site = Client(website.app(URLS, tmp_path))
    assert site.get("/", base_url="http://127.0.0.1:35173").status_code == 200


def directives(policy: str, hosts: str) -> dict[str, list[str]]:
    """Directive -> its sources, each host (what matches `hosts`) as one word."""
    found = {}
    for part in policy.split("; "):
        name, *sources = part.split()
        found[name] = list(dict.fromkeys(re.sub(hosts, "HOST", source) for source in sources))
    return found


def test_pages_stand_under_the_policy_of_cloudfront(tmp_path: Path) -> None:
    """So each journey in a browser is one under it: but for the hosts it is the same policy."""
    (listed,) = re.findall(
        r"content_security_policy = join\(\"; \", \[\n(.*?)\n  \]\)", TERRAFORM, re.S
    )
    on_aws = re.sub(r"\$\{.*?\}", "HOST", "; ".join(re.findall(r'^ *"(.*)",', listed, re.M)))
    said = served(tmp_path).headers["Content-Security-Policy"]
    assert directives(said, r"http://\S+") == directives(on_aws, "HOST")


def test_the_journeys_under_the_hosts_of_aws_have_the_policy_of_cloudfront(tmp_path: Path) -> None:
    buckets = [f"vestibule-local-{name}-123456789012" for name in hosts.PICTURES]
    theirs = directives(
        hosts.policy(["vestibule-local-site-123456789012", *buckets]), r"https://\S+"
    )
    assert theirs == directives(served(tmp_path).headers["Content-Security-Policy"], r"http://\S+")
    assert all(
        f"https://{name}.s3.eu-west-1.amazonaws.com" in hosts.policy(buckets) for name in buckets
    )
    with pytest.raises(ValueError, match="missing"):
        hosts.policy(buckets[:1])


def test_where_a_managed_service_films_its_host_may_be_called_and_nowhere_else(
    tmp_path: Path,
) -> None:
    films = "ws://127.0.0.1:3"
    plain, filming = (
        served(tmp_path, urls).headers["Content-Security-Policy"]
        for urls in (URLS, URLS | {"films": films})
    )
    calls = "http://localhost:2"
    assert films not in plain
    assert filming == plain.replace(f"{calls}; manifest-src", f"{calls} {films}; manifest-src")


def test_pages_have_the_other_headers_of_cloudfront(tmp_path: Path) -> None:
    """But for the one that forbids plain HTTP, which is all there is on a loopback address."""
    headers = served(tmp_path).headers
    custom = re.findall(r'header   = "(.*)"\n +value    = "(.*)"', TERRAFORM)
    assert len(custom) == 2
    for name, value in custom:
        assert headers[name] == value
    assert headers["X-Content-Type-Options"] == "nosniff" and "content_type_options" in TERRAFORM
    assert f'frame_option = "{headers["X-Frame-Options"]}"' in TERRAFORM
    assert f'referrer_policy = "{headers["Referrer-Policy"]}"' in TERRAFORM


def served(dist: Path, urls: dict[str, str] = URLS) -> Any:
    (dist / "app").mkdir(exist_ok=True)
    (dist / "app" / "index.html").write_text("the site")
    return Client(website.app(urls, dist)).get("/", base_url="http://127.0.0.1:5173")
