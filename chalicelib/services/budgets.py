"""Spends the budgets of domain/limits.py."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from chalicelib.domain import limits
from chalicelib.domain.errors import TooMany, Unavailable
from chalicelib.domain.limits import DAY, Limit, Paid, Per
from chalicelib.services.ports import Limits, Messages


def fingerprint(text: str) -> str:
    """A short one-way name for a rate-limit key, so that the table holds no address."""
    return hashlib.sha256(text.strip().lower().encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Who:
    """For whom something is asked; what is not known is empty and counts nothing."""

    person: str = ""
    address: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    number: str = field(default="", repr=False)

    def key(self, per: Per) -> str:
        """Their name in a budget; empty where they have none."""
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
    """`a_day`: the most of each paid thing for everybody together, in a day."""

    counters: Limits
    messages: Messages
    a_day: Mapping[Paid, int]

    def spend_route(self, route: str, who: Who) -> None:
        """One call of a route; TooMany past one of its limits."""
        budget = limits.ROUTES.get(route, limits.UNKNOWN)
        for limit in budget.limits:
            self._hit(route, limit, who)

    def spend(self, act: str, who: Who) -> None:
        """One of an act; TooMany past one of its limits."""
        for limit in limits.ACTS[act]:
            self._hit(act, limit, who)

    def spend_quietly(self, act: str, who: Who) -> None:
        """One of an act that is refused for another reason already."""
        with suppress(TooMany):
            self.spend(act, who)

    def ask(self, act: str, who: Who) -> None:
        """TooMany if one more of an act would be too many; counts nothing."""
        for limit in limits.ACTS[act]:
            self._hit(act, limit, who, by=0)

    def pay(self, paid: Paid) -> None:
        """One paid call for everybody's account; TooMany once the day's budget is spent.

        Operators are told once on the way there, and once when it is spent.
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
        """One paid call, which the block makes. A service that does not answer has its call given
        back: no outage may use up what a person has for the day.
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
