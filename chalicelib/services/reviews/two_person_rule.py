"""The two-person rule: two approvals must come from two people, and one person may have two
accounts.

People are told apart by what they have proven, never by an account's name: the phone number a code
was sent to, the company's directory account, the document they were verified by and the identity on
it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from chalicelib.domain.accounts.staff import FEDERATED
from chalicelib.domain.accounts.user import KycStatus
from chalicelib.domain.applicants.onboarding import Profile
from chalicelib.domain.records import NumberUse
from chalicelib.services.documents.documents import person_hash
from chalicelib.services.ports import Identity, Store

DOCUMENTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPersonRule:
    """`status`: user id -> where the person stands."""

    identity: Identity
    numbers: Store[NumberUse]
    profiles: Store[Profile]
    status: Callable[[str], KycStatus]
    pepper: bytes = field(repr=False)

    def two_people(self, one: str, other: str) -> bool:
        """Whether two accounts are known to belong to two people: both have proven something, and
        share none of it.
        """
        first, second = self.proven(one), self.proven(other)
        return one != other and bool(first and second) and not first & second

    def same(self, one: str, other: str) -> bool:
        """Whether two accounts are known to belong to one person."""
        return one == other or bool(self.proven(one) & self.proven(other))

    def proven(self, user_id: str) -> frozenset[str]:
        """The proven attributes of the person behind an account."""
        account = self.identity.find(user_id)
        if account is None:
            return frozenset()
        found = {f"document {use.number_hash}" for use in self._documents(user_id)}
        if account.status == FEDERATED:
            found.add(f"directory {user_id}")
        if account.phone and account.phone_verified:
            found.add(f"phone {account.phone}")
        profile = self.profiles.find(user_id)
        if profile and self.status(user_id) is KycStatus.VERIFIED:
            values = (profile.full_name, profile.date_of_birth, profile.nationality)
            found.add(f"person {person_hash(self.pepper, *values)}")
        return frozenset(found)

    def _documents(self, user_id: str) -> tuple[NumberUse, ...]:
        return self.numbers.query("byUser", user_id, DOCUMENTS)
