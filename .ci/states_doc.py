"""Writes docs/states.md from the tables that say what follows what; `--check` compares."""

import sys
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
TARGET = ROOT / "docs" / "states.md"

HEAD = """\
# States

Drawn from the tables in the code by `python .ci/states_doc.py`; change the tables.
"""


def _graph(edges: list[tuple[str, str, str]]) -> str:
    lines = [f"  {a} --> {b}" + (f": {label}" if label else "") for a, b, label in edges]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```", ""])


def _verification() -> str:
    from chalicelib.domain.verifications.verification import MOVES, State

    start = [("[*]", str(State.CREATED), "")]
    moves = [(str(a), str(b), "") for a in State for b in State if b in MOVES[a]]
    return (
        "\n## A verification\n\n`MOVES` in"
        " [`domain/verifications/verification.py`]"
        "(../chalicelib/domain/verifications/verification.py); every arrow is one"
        " transaction of `Verifications.move` and one event.\n\n" + _graph(start + moves)
    )


def _beginning() -> str:
    from chalicelib.domain.verifications.verification import Asker, State, may_begin

    rows = ["| newest attempt | " + " | ".join(Asker) + " |", "|---" * (1 + len(Asker)) + "|"]
    for state in (None, *State):
        answers = " | ".join(str(may_begin(state, asker)) for asker in Asker)
        rows.append(f"| {state or 'none'} | {answers} |")
    return (
        "\n### Whether another attempt may begin\n\n`may_begin`, asked by every door; a review of"
        " any attempt refuses.\n\n" + "\n".join(rows) + "\n"
    )


def _case() -> str:
    from chalicelib.domain.reviews.review import ASKED_AGAIN, OPEN_STATUSES
    from chalicelib.services.verifications.case_writes import CLOSED

    edges = [("[*]", "open", "needs_review"), ("open", "second_review", "first of two approves")]
    for status in sorted(OPEN_STATUSES):
        edges += [(status, word, str(state)) for state, word in CLOSED.items()]
        edges.append((status, "timed_out", "any other end"))
    edges += [
        (word, "open", "needs_review again")
        for word in dict.fromkeys([ASKED_AGAIN, *CLOSED.values(), "timed_out"])
    ]
    return (
        "\n## A review case\n\nIt opens and closes in the transaction of its verification's move"
        " (`CLOSED` in [`services/verifications/case_writes.py`]"
        "(../chalicelib/services/verifications/case_writes.py))."
        " Reasons and notes stay.\n\n" + _graph(edges)
    )


def _onboarding() -> str:
    from chalicelib.domain.applicants.onboarding import ENDED, Stage

    way = [s for s in Stage if s not in ENDED and s is not Stage.FAILED]
    edges = [("[*]", str(way[0]), "")]
    edges += [(str(a), str(b), "") for a, b in pairwise(way)]
    edges += [(str(way[-1]), str(end), "") for end in Stage if end in ENDED]
    edges += [(str(s), str(Stage.FAILED), "a technical fault") for s in way]
    edges += [(str(Stage.FAILED), str(s), "resumed") for s in way]
    edges += [
        (str(Stage.VERIFIED), str(Stage.REJECTED), "a late decision"),
        (str(Stage.REJECTED), str(Stage.VERIFIED), "a late decision"),
    ]
    return (
        "\n## An onboarding\n\n`Stage` in"
        " [`domain/applicants/onboarding.py`]"
        "(../chalicelib/domain/applicants/onboarding.py); an ended one follows where"
        " its person stands.\n\n" + _graph(edges)
    )


def text() -> str:
    """The page."""
    return "".join([HEAD, _verification(), _beginning(), _case(), _onboarding()])


def main() -> int:
    """Writes, or says whether what is written is true."""
    if "--check" not in sys.argv:
        TARGET.write_text(text())
        return 0
    if TARGET.exists() and TARGET.read_text() == text():
        return 0
    print(
        "docs/states.md is not what the tables say; run python .ci/states_doc.py", file=sys.stderr
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
