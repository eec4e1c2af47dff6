"""A person's rights on the wire: a copy of the data, and the receipt of an erasure."""

from datetime import date, datetime
from typing import Annotated, Any

from chalicelib.contracts.wire import Id, Wire, Words
from chalicelib.domain.privacy.holdings import Fate


class Withheld(Wire):
    """Something a copy does not contain, and the law that says so."""

    what: str
    law: str


class PersonalData(Wire):
    """Everything we hold about the signed-in user; pictures as links that live 15 minutes."""

    user_id: str
    exported_at: datetime
    account: dict[str, Any]
    registry: dict[str, Any] | None
    profile: dict[str, Any] | None
    onboardings: list[dict[str, Any]]
    verifications: list[dict[str, Any]]
    history: list[dict[str, str]]
    withheld: list[Withheld]


class Kept(Wire):
    """What stays after an erasure, until when, and why."""

    what: str
    until: date
    law: str


class StoreFate(Wire):
    """What became of one store, and until when what it still holds is there."""

    store: str
    outcome: Annotated[Fate, Words()]
    until: date | None = None
    law: str = ""
    why: str = ""


class ErasureReceipt(Wire):
    """What an erasure removed, by kind, and what law keeps."""

    receipt_id: Id
    user_id: str
    erased_at: datetime
    erased: dict[str, int]
    kept: list[Kept]
    stores: list[StoreFate]
    backups_end_by: date
