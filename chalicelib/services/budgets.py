"""Counts calls against the limits and budgets of domain/limits.py."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from chalicelib.domain import limits
from chalicelib.domain.errors import TooMany, Unavailable
from chalicelib.domain.limits import DAY, Limit, Paid, Per
from chalicelib.services.ports import Limits, Messages


def fingerprint(text: str) -> str:
    """A short hash for a rate-limit key, so that the table holds no address."""
    return hashlib.sha256(text.strip().lower().encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Who:
    """Who makes a call. Empty fields are unknown and are not counted."""

    person: str = ""
    address: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    number: str = field(default="", repr=False)

    def key(self, per: Per) -> str:
        """The counter's key for this kind of limit; "" if unknown."""
        name, number = (fingerprint(text) if text else "" for text in (self.name, self.number))
        both = f"{name}@{self.address}" if name else ""
        known = {
            Per.PERSON: self.person,
            Per.ADDRESS: self.address,
            Per.NAME: name,
            Per.NAME_AND_ADDRESS: both,
            Per.NUMBER: number,
            Per.EVERYBODY: "all",
        }
        return known[per]


NOBODY = Who()


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """`a_day`: per kind of paid call, how many the whole deployment may make in a day."""

    counters: Limits
    messages: Messages
    a_day: Mapping[Paid, int]

    def spend_route(self, route: str, who: Who) -> None:
        """Counts one call of a route; TooMany if a limit is exceeded."""
        budget = limits.ROUTES.get(route, limits.UNKNOWN)
        for limit in budget.limits:
            self._hit(route, limit, who)

    def spend(self, act: str, who: Who) -> None:
        """Counts one act; TooMany if a limit is exceeded."""
        for limit in limits.ACTS[act]:
            self._hit(act, limit, who)

    def spend_quietly(self, act: str, who: Who) -> None:
        """Counts one act without raising: it is refused for another reason already."""
        with suppress(TooMany):
            self.spend(act, who)

    def ask(self, act: str, who: Who) -> None:
        """TooMany if another act would exceed a limit; counts nothing."""
        for limit in limits.ACTS[act]:
            self._hit(act, limit, who, by=0)

    def pay(self, paid: Paid) -> None:
        """Counts one paid call; TooMany once the deployment's budget of the day is spent.

        Operators are alerted once before that, and once when it is spent.
        """
        allowed = self.a_day[paid]
        warned, spent = max(1, int(allowed * limits.WARN_SHARE)), allowed + 1
        try:
            count = self.counters.hit(f"paid:{paid}", allowed, DAY)
        except TooMany as refused:
            if refused.count == spent:
                self._tell(paid, "spent")
            raise TooMany(
                "too much is asked for at the moment; try later", "budget_spent", 3600
            ) from None
        if count == warned:
            self._tell(paid, f"{limits.WARN_SHARE:.0%}")

    @contextmanager
    def paying(self, paid: Paid, act: str = "", who: Who = NOBODY) -> Iterator[None]:
        """Counts one paid call, which the block makes. If the service does not answer
        (Unavailable), the call is given back: an outage must not use up a person's budget.
        """
        if act:
            self.spend(act, who)
        self.pay(paid)
        try:
            yield
        except Unavailable:
            with suppress(TooMany):
                self.counters.hit(f"paid:{paid}", self.a_day[paid], DAY, by=-1)
            for limit in limits.ACTS[act] if act else ():
                with suppress(TooMany):
                    self._hit(act, limit, who, by=-1)
            raise

    def _tell(self, paid: Paid, share: str) -> None:
        facts = {"paid": str(paid), "share": share, "allowed": str(self.a_day[paid])}
        self.messages.alert("A budget of the day runs out", facts)

    def _hit(self, name: str, limit: Limit, who: Who, by: int = 1) -> None:
        key = who.key(limit.per)
        if key:
            full = f"{name}|{limit.per}|{limit.seconds}|{key}"
            self.counters.hit(full, limit.allowed, limit.seconds, by)
