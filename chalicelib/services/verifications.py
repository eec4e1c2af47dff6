"""Opening, finding and moving verifications."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.verification import (
    DECIDED,
    MOVES,
    OPEN,
    Asker,
    Beginning,
    State,
    Verification,
    may_begin,
)
from chalicelib.services.ports import Audit, Clock, Store

#: Names the ids of attempts (RFC 9562, version 5). A user's own id is random and not public.
ATTEMPTS = UUID("5b0e6f0a-9d1c-4c7b-8a34-6c2f1d9be071")
TRIES = 20
_REFUSALS = {
    Beginning.UNDER_REVIEW: Conflict("a person is looking at this case", "under_review"),
    Beginning.VERIFIED: Conflict("this user is verified", "already_verified"),
}


@dataclass(frozen=True, slots=True)
class Verifications:
    """The verifications of users, each with an audit trail."""

    store: Store[Verification]
    audit: Audit
    open_days: int
    now: Clock

    def get(self, verification_id: str) -> Verification:
        """By id; NotFound."""
        return self.store.get(verification_id)

    def of_user(self, verification_id: str, user_id: str) -> Verification:
        """By id, if it is this user's; NotFound otherwise."""
        found = self.store.find(verification_id)
        if found is None or found.user_id != user_id:
            raise NotFound("no such verification", "verification_not_found")
        return found

    def latest(self, user_id: str) -> Verification | None:
        """The user's newest attempt."""
        found = self.store.query("byUser", user_id, limit=1)
        return found[0] if found else None

    def open(self, user_id: str, onboarding_id: str = "") -> Verification:
        """The user's open verification, or a new attempt; Conflict where there may be none.

        Pictures or a vendor's session may come before the workflow does: it then takes over what
        they opened, decided or not. Two who open at once open the same one: an attempt's id follows
        from the user and its number, and the index of a user's verifications may lag behind.
        """
        last = self._newest(user_id)
        for _ in range(TRIES):
            begins = self._begins(last, onboarding_id)
            if last and begins is Beginning.GO_ON:
                return self._belonging(last, onboarding_id) if onboarding_id else last
            if begins is not Beginning.NEW:
                raise _REFUSALS[begins]
            last = self._left(last) if last else None
            if last and self._begins(last, onboarding_id) is not Beginning.NEW:
                continue
            new = self._next(user_id, onboarding_id, last)
            try:
                self.store.add(new)
            except Conflict:
                last = self.store.get(new.verification_id)
                continue
            self.audit.write(new.verification_id, "opened", {"attempt": new.attempt})
            return new
        raise Conflict("too many attempts at once", "changed_meanwhile")

    def _newest(self, user_id: str) -> Verification | None:
        """The newest attempt as it is now: an index may show an older state of it."""
        found = self.latest(user_id)
        return self.store.find(found.verification_id) if found else None

    def _begins(self, last: Verification | None, onboarding_id: str) -> Beginning:
        if last is None:
            return Beginning.NEW
        ours = onboarding_id and last.onboarding_id in ("", onboarding_id)
        asker = Asker.WORKFLOW if ours else Asker.APPLICANT
        begins = may_begin(last.state, asker)
        over = last.state in OPEN and last.closes_at <= self.now()
        return Beginning.NEW if begins is Beginning.GO_ON and over and not ours else begins

    def _left(self, last: Verification) -> Verification:
        """What ran out, or what a vendor could not finish, ends before another attempt begins."""
        if last.state in OPEN:
            return self.close(last.verification_id, State.EXPIRED, ("timed_out",))
        if last.state is State.ERROR:
            return self.close(last.verification_id, State.ABANDONED, ())
        return last

    def _next(self, user_id: str, onboarding_id: str, last: Verification | None) -> Verification:
        now, attempt = self.now(), last.attempt + 1 if last else 1
        return Verification(
            verification_id=str(uuid5(ATTEMPTS, f"{user_id}#{attempt}")),
            user_id=user_id,
            created_at=now,
            updated_at=now,
            closes_at=now + timedelta(days=self.open_days),
            onboarding_id=onboarding_id or (last.onboarding_id if last else ""),
            attempt=attempt,
            reasons_ever=last.questions if last and last.state is not State.APPROVED else (),
        )

    def _belonging(self, verification: Verification, onboarding_id: str) -> Verification:
        """The verification as part of this onboarding; others may be changing it meanwhile."""
        while verification.onboarding_id != onboarding_id:
            changed = verification.changed(self.now(), onboarding_id=onboarding_id)
            try:
                self.store.save(changed)
            except Conflict:
                verification = self.store.get(verification.verification_id)
                continue
            verification = changed
        return verification

    def close(self, verification_id: str, to: State, reasons: tuple[str, ...]) -> Verification:
        """Ends it as the workflow says, unless it has been decided or has ended; others may be
        changing it meanwhile. The verification as it now is."""
        while True:
            verification = self.store.get(verification_id)
            if verification.state in DECIDED or to not in MOVES[verification.state]:
                return verification
            try:
                return self.move(verification, to, reasons)
            except Conflict:
                continue

    def move(
        self, verification: Verification, to: State, reasons: tuple[str, ...] = ()
    ) -> Verification:
        """Moves and records; Conflict if the move is illegal or somebody else was faster."""
        moved = verification.move(to, self.now(), reasons)
        self.store.save(moved)
        self.audit.write(
            verification.verification_id,
            "moved",
            {"from": verification.state, "to": to, "reasons": list(reasons)},
        )
        return moved
