"""Cases for reviewers, many of them: people of another backend who ask for a person to look.

    python -m tests.e2e.crowd 2000      (VESTIBULE_PORT_CLOUD names the system)

Written by the product's own use cases upon the tables of a running system, which follows with all
its functions. Every fourth has a document that was read, so that it can be approved; the stream of
its table screens it.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from operations import place

APPROVABLE = 4
LANGUAGES = ("en", "de", "el", "pl", "ar")


def name_of(number: int) -> str:
    """A name of its own for each, far from every list."""
    letters = "".join(chr(97 + int(digit)) for digit in f"{number:05d}")
    return f"Quelira Zzyx{letters}"


def one(app: Any, number: int) -> str:
    """Somebody whose case waits; its id."""
    from chalicelib.domain.applicants.api_keys import Mode
    from chalicelib.domain.applicants.applicant import Claims

    claims = Claims(name_of(number), "1991-03-14", "CYP")
    locale = LANGUAGES[number % len(LANGUAGES)]
    person, _ = app.applicants.create(Mode.LIVE, f"crowd-{number}", claims=claims, locale=locale)
    opened = app.verifications.open(person.applicant_id)
    if number % APPROVABLE == 0:
        _read(app, opened.verification_id, person.applicant_id, number)
    app.decisions.ask_for_help(person.applicant_id, opened.verification_id)
    return str(opened.verification_id)


def _read(app: Any, verification_id: str, user_id: str, number: int) -> None:
    """What a reader would have left."""
    from chalicelib.domain.records import DocumentRecord
    from chalicelib.services.documents.documents import person_hash

    values = {
        "name": name_of(number),
        "dateOfBirth": "1991-03-14",
        "nationality": "CYP",
        "documentNumber": f"KX{number:07d}",
    }
    fields = {k: {"value": v, "confidence": 99.0, "source": "both"} for k, v in values.items()}
    now, pepper = app.now(), app.outside.pepper()
    record = DocumentRecord(
        verification_id, user_id, now, now + timedelta(days=30), fields=fields, mrz_valid=True,
        expired=False, age=35, number_hash=app.hashed("number", values["documentNumber"]),
        screening_fingerprint=person_hash(
            pepper, values["name"], values["dateOfBirth"], values["nationality"]
        ),
    )  # fmt: skip
    app.outside.records.documents.add(record)


def main() -> None:
    """Prints the ids, the oldest case first."""
    from chalicelib.application.process import application

    place.enter("local")
    app = application()
    for number in range(int(sys.argv[1])):
        print(one(app, number), flush=True)


if __name__ == "__main__":
    main()
