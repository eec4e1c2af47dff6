"""What befalls a walk from outside: time, other backends, AWS and the company's own systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.walking.people import Walker

if TYPE_CHECKING:
    from tests.e2e.walking.walk import Walk

#: Days that pass at once bring hundreds of schedules.
PATIENCE = 300
#: What may be away for a while: nobody's workflow calls these.
AWAY = (
    ("textract", "InternalServerError", 500), ("rekognition", "ThrottlingException", 400),
    ("rds-data", "InternalServerErrorException", 500), ("events", "InternalException", 500),
)  # fmt: skip


def time_passes(walk: Walk, who: Walker) -> None:
    units = walk.luck.choice(
        ({"minutes": 6}, {"minutes": 6}, {"minutes": 16}, {"minutes": 31}, {"hours": 2},
         {"hours": 3}, {"hours": 26}, {"days": 8}, {"days": 40})
    )  # fmt: skip
    walk.say(str(units))
    walk.steer.move(**units)
    walk.steer.quiet(PATIENCE)


def a_shop_acts(walk: Walk, who: Walker) -> None:
    """Their backend ends what is open, or begins anew."""
    guest = walk.people[-1]
    if not guest.attempts or guest.shop is None:
        return
    path = f"/v1/verifications/{walk.luck.choice(guest.attempts)}"
    for deed in walk.luck.choice((("cancel",), ("retry",), ("cancel", "retry"))):
        answer = guest.shop.client.call("POST", f"{path}/{deed}")
        walk.say(f"{deed} {guest.given}: {answer.status_code}")
        if answer.status_code == 201:
            guest.verification_id = answer.json()["id"]
            guest.attempts.append(guest.verification_id)


def something_is_away(walk: Walk, who: Walker) -> None:
    """A service of AWS fails while somebody acts, for a moment or until letters are dead; then
    an operator has them tried again."""
    service, error, status = walk.luck.choice(AWAY)
    long = walk.luck.random() < 0.4
    clients = [p.client for p in walk.people] + [s.who.client for s in walk.staff]
    for client in clients:
        client.injected.append(service)  # type: ignore[attr-defined]  # a walker knows what was injected
    walk.say(f"{service} is away{' for long' if long else ''}")
    walk.steer.outage(service, error=error, status=status, count=None if long else 3)
    try:
        walk.luck.choice((walk.hands_in, walk.hands_in, walk.somebody_reviews))(who)
        for _ in range(9 if long else 1):
            walk.steer.move(minutes=6)
            walk.steer.quiet()
    finally:
        walk.steer.fair()
        for client in clients:
            client.injected.clear()  # type: ignore[attr-defined]  # a walker knows what was injected
    walk.steer.move(minutes=6)
    walk.steer.quiet()
    for name in walk.watch.dead():
        walk.say(f"redrive {name}: {walk.operate('redrive', name)}")
        walk.steer.quiet()
    walk.steer.move(minutes=11)
    walk.steer.quiet()


def the_company_is_away(walk: Walk, who: Walker) -> None:
    walk.company.away = 2
