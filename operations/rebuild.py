"""`make rebuild [STAGE=dev] [MEND=1]`: rebuilds registry and cases from the audit log alone.

The whole log is read. The status of every person is compared with their row of the registry, and
the cases that should be open with those that are. With --mend, differing rows are written again.
Exit 0 if nothing differs (or all was corrected).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from rich.console import Console

from operations import place

console = Console(highlight=False)


def entries() -> dict[str, list[dict[str, Any]]]:
    """Subject -> its entries of the audit log, `{kind, facts}`, oldest first."""
    from chalicelib.application.process import on_aws
    from chalicelib.domain.privacy.audit_chain import Entry

    found: dict[str, list[Entry]] = defaultdict(list)
    for one in on_aws().audit.everything():
        if isinstance(one, Entry):
            found[one.subject_id].append(one)
    return {
        subject: [
            {"kind": entry.kind, "facts": json.loads(entry.facts)}
            for entry in sorted(chain, key=lambda e: e.sequence)
        ]
        for subject, chain in found.items()
    }


def differences(mend: bool) -> list[str]:
    """The differences, one line each, with ids only. `mend`: rows of the registry that differ are
    written again; cases are not."""
    from chalicelib.application.process import application
    from chalicelib.domain.errors import NotFound
    from chalicelib.domain.verifications.rebuilding import rebuilt

    vestibule = application()
    log, found = rebuilt(entries()), []
    for key, stands in sorted(log.people.items()):
        mode, _, user_id = key.partition("#")
        person = vestibule.verifications.person(user_id)
        if mode != "live" or person.erased_at:
            continue
        try:
            row = vestibule.outside.users.get(user_id)
        except NotFound:
            continue  # not registered yet, or erased
        named = stands.verification_id or row.kyc_session_id
        if (row.kyc_status, row.kyc_session_id) != (stands.status, named):
            by = "" if row.kyc_status is not stands.status else f" by {named}"
            found.append(f"{user_id}: registry {row.kyc_status}, log {stands.status}{by}")
            if mend:
                vestibule.catch_up(user_id)
    cases = {
        case.case_id
        for status in ("open", "second_review")
        for case in vestibule.outside.records.reviews.each("byStatus", status)
    }
    erased = {
        i for i in log.open_cases - cases if vestibule.outside.records.verifications.find(i) is None
    }
    found += [f"{i}: no open case, log says one" for i in sorted(log.open_cases - cases - erased)]
    found += [f"{i}: an open case, log says none" for i in sorted(cases - log.open_cases)]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the differences. Exit status: 1 if there are any and --mend was not given."""
    parser = argparse.ArgumentParser(prog="make rebuild", description=__doc__)
    parser.add_argument("--mend", action="store_true", help="write rows that differ again")
    place.option(parser)
    chosen = parser.parse_args(arguments)
    place.enter(chosen.stage, chosen.region)
    found = differences(chosen.mend)
    for line in found:
        console.print(line)
    console.print(f"{len(found)} differences")
    return 0 if not found or chosen.mend else 1


if __name__ == "__main__":
    sys.exit(main())
