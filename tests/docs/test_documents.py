"""What the documents say is so: links, settings, alarms, dependencies, commands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from chalicelib.settings import Settings
from tests.present import present

ROOT = Path(__file__).resolve().parents[2]
MARKDOWN = sorted(
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def anchors(text: str) -> set[str]:
    """The anchors GitHub makes of headings."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.M)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower() for title in titles)
    return {re.sub(r"[^\w\- ]", "", title).strip().replace(" ", "-") for title in plain}


@pytest.mark.parametrize("path", MARKDOWN, ids=names(MARKDOWN))
def test_links_lead_somewhere(path: Path) -> None:
    broken = []
    for target in LINK.findall(FENCE.sub("", path.read_text())):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        if not found.exists() or (anchor and anchor not in anchors(found.read_text())):
            broken.append(target)
    assert not broken


#: What `make generate` writes; `rights` reads a cloud that was made (tests/infra/test_rights.py).
GENERATED = re.findall(r"^GENERATED := (.+)$", (ROOT / "Makefile").read_text(), re.M)[0].split()


@pytest.mark.parametrize("script", [name for name in GENERATED if name != "rights"])
def test_generated_documents_are_current(script: str) -> None:
    """As `make check` asks: with no path but the script's own."""
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, str(ROOT / ".ci" / f"{script}.py"), "--check"]
    done = subprocess.run(command, env=bare, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_what_is_generated_is_checked() -> None:
    check = (ROOT / ".ci" / "check").read_text()
    assert [name for name in GENERATED if f".ci/{name}.py --check" not in check] == ["rights"]


def test_every_slow_test_is_run_by_a_command() -> None:
    """What no command runs is forgotten."""
    recipes = re.findall(
        r"^test-(?:long|infra|faults):.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.M
    )
    run = re.findall(r"(?<!--ignore )(tests/[\w/.]+)", " ".join(recipes))
    marked = [
        path.relative_to(ROOT)
        for path in (ROOT / "tests").rglob("*.py")
        if "pytest.mark." + "slow" in path.read_text()
    ]
    assert len(marked) > 9
    assert [str(path) for path in marked if not any(path.is_relative_to(r) for r in run)] == []


def test_every_setting_says_what_it_is() -> None:
    assert [spec.name for spec in fields(Settings) if not spec.metadata.get("doc")] == []


MONITORING = ROOT / "infra" / "modules" / "monitoring"
ALARMS = "\n".join(
    (MONITORING / f"{name}.tf").read_text() for name in ("alarms", "mail", "spending")
)


def alarm_sections() -> set[str]:
    """The runbook's sections that alarms name; those of our own metrics are named by their key."""
    own = ALARMS[ALARMS.index("own = {") : ALARMS.index("dimensions =")]
    keys = set(re.findall(r"^\s+([\w-]+)\s*= \{ metric", own, re.M))
    named = set(re.findall(r"\$\{var\.runbook\}#([\w-]+)", ALARMS))
    return keys | named


def test_every_alarm_has_an_entry_in_the_runbook() -> None:
    runbook = (ROOT / "docs" / "runbook.md").read_text()
    sections = alarm_sections()
    assert len(sections) >= 17
    assert sections - anchors(runbook) == set()
    resources = re.findall(r'resource "aws_cloudwatch_metric_alarm" "(\w+)"', ALARMS)
    assert ALARMS.count("${var.runbook}#") == len(resources), "an alarm names no section"


def test_every_entry_of_the_runbook_belongs_to_an_alarm() -> None:
    runbook = (ROOT / "docs" / "runbook.md").read_text()
    part = runbook[runbook.index("## Alarms") : runbook.index("## Operator's commands")]
    assert set(re.findall(r"^### (.+)$", part, re.M)) == alarm_sections()


def python_dependencies() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "requirements").glob("*.in"):
        for line in path.read_text().splitlines():
            if match := re.match(r"[A-Za-z][\w.-]*", line):
                found.add(match.group().lower())
    return found


def web_dependencies() -> set[str]:
    found: set[str] = set()
    listed = subprocess.run(
        [
            "git",
            "ls-files",
            "web/**package.json",
            "web/package.json",
            ".ci/*/package.json",
            "sdk/*/package.json",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    packages = [json.loads((ROOT / name).read_text()) for name in listed.stdout.split()]
    own = {package["name"] for package in packages}
    for package in packages:
        for kind in ("dependencies", "devDependencies", "peerDependencies"):
            found |= set(package.get(kind, {}))
    return found - own


def test_every_dependency_has_its_line() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text()
    text = text[: text.index("## Tools that are not packages")]
    lines = set(re.findall(r"^\| `([^`]+)` \|", text, re.M))
    assert lines == python_dependencies() | web_dependencies()


def locked_versions() -> dict[str, str]:
    """Name -> version, of Python's locks and npm's."""
    pin = re.compile(r"^([A-Za-z][\w.-]*)(?:\[[^\]]*\])?==([^ \\;]+)", re.M)
    # A tool's environment may hold another version; the product's own is the one that is told.
    tools = ("audit", "scan", "sdk", "docs", "localstack", "build", "dev")
    locks = [(ROOT / "requirements" / f"{name}.txt").read_text() for name in tools]
    found = {name.lower(): version for text in locks for name, version in pin.findall(text)}
    packages: dict[str, dict[str, str]] = {}
    for place in (".ci/asl_validator", "sdk/typescript", "web/fresh", "web/mutation", "web"):
        lock = json.loads((ROOT / place / "package-lock.json").read_text())
        packages |= lock["packages"]
    for path, package in packages.items():
        if path.startswith("node_modules/"):
            found.setdefault(path.removeprefix("node_modules/"), package.get("version", ""))
    return found


def test_the_versions_of_dependencies_are_those_of_the_locks() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text()
    locked, wrong = locked_versions(), {}
    for name, said in re.findall(r"^\| `([^`]+)` \| .* \| ([^|]+) \|$", text, re.M):
        versions = re.findall(r"\b\d+(?:\.\d+)*\b", said.replace("released in 2026", ""))
        if versions and not f"{locked[name]}.".startswith(f"{versions[-1]}."):
            wrong[name] = (said, locked[name])
    assert wrong == {}


def test_every_table_is_among_the_data() -> None:
    text = (ROOT / "infra" / "platform" / "storage.tf").read_text()
    tables = re.findall(r"^    (\w+)\s*= \{ ?(?:\n\s*)?hash_key", text, re.M)
    data = (ROOT / "docs" / "security.md").read_text()
    data = data[data.index("## Data") : data.index("## A person's own data")]
    assert len(tables) >= 16
    assert [name for name in tables if f"`{name}`" not in data] == []


#: A test as the tables name it: with its folder, or one of `tests/e2e` without.
NAMED_TEST = re.compile(r"`((?:[\w-]+/)*test_\w+\.py)(?:::(\w+))?`")


@pytest.mark.parametrize("name", ["asvs.md", "security.md"])
def test_what_shows_a_defence_is_there(name: str) -> None:
    """Every test, file and folder that the two tables name."""
    text = (ROOT / "docs" / name).read_text()
    found = NAMED_TEST.findall(text)
    gone = []
    for place, test in found:
        file = ROOT / place if "/" in place else ROOT / "tests" / "e2e" / place
        if not file.exists() or (test and f"\ndef {test}(" not in file.read_text()):
            gone.append(f"{place}::{test}")
    places = re.findall(r"`((?:tests|infra|benchmarks|chalicelib|levels)/[\w/.-]+)`", text)
    gone += [place for place in places if not (ROOT / place).exists()]
    assert len(found) > 15
    assert gone == []


def test_every_requirement_is_shown_by_a_test_or_gives_its_reason() -> None:
    rows = re.findall(
        r"^\| (.+) \| (.+) \| (.+) \|$", (ROOT / "docs" / "asvs.md").read_text(), re.M
    )
    bare = [
        what
        for what, how, shown in rows[1:]
        if not (re.search(r"`(?:tests|infra)/", shown) or "lint" in shown or (shown == "–" and how))
    ]
    assert len(rows) > 40
    assert bare == []


def test_every_named_command_exists() -> None:
    known = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    targets = set(
        re.findall(r"^\s*(?:make )?([a-z][\w-]*)\b", re.sub(r"\x1b\[[\d;]*m", "", known), re.M)
    )
    named: dict[str, str] = {}
    for path in MARKDOWN:
        for code in re.findall(r"`[^`\n]+`|^```.*?^```", path.read_text(), re.M | re.S):
            for word in re.findall(r"\bmake ([a-z][\w-]*)", code):
                named[word] = str(path.relative_to(ROOT))
    assert {word: where for word, where in named.items() if word not in targets} == {}
    assert {"run", "test"} <= set(named)


def test_pictures_are_drawings_that_parse() -> None:
    from defusedxml import ElementTree

    for path in (ROOT / "docs" / "images").glob("*.svg"):
        root = ElementTree.parse(path).getroot()
        assert present(root).get("viewBox"), path.name
        assert present(root).get("role") == "img", path.name


def test_every_test_that_the_web_part_names_is_there() -> None:
    """The table of promises in web/README.md: files, and parts of the names of tests in them."""
    text = (ROOT / "web/README.md").read_text()
    rows = re.findall(r"^\| [^|]+ \| (`.+`.*\") +\|$", text, re.M)
    named = [found for row in rows for found in re.findall(r"`([^`]+)`((?:,? \"[^\"]+\")+)", row)]
    assert len(rows) > 20
    assert len(named) == sum(row.count("`") // 2 for row in rows), "a file without a test"
    missing = [
        (file, name)
        for file, names in named
        for name in re.findall(r'"([^"]+)"', names)
        if name not in (ROOT / "web" / file).read_text()
    ]
    assert missing == []
