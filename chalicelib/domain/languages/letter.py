"""A mail to an applicant: which, in what language, why, and where its link leads."""

from dataclasses import dataclass, field

PLACES: dict[str, str] = {
    "welcome": "/status",
    "rejected": "/status",
    "more-information-needed": "/verify",
    "timed-out": "/verify",
    "verify-soon": "/verify",
    "verify-again": "/verify",
    "account-exists": "/sign-in",
    "our-fault": "/status",
    "hand-off": "/verify",
}
"""Where in the site each mail's reader goes on; who is signed out signs in there first."""


@dataclass(frozen=True, slots=True)
class Letter:
    """`reason` is a sentence its reader may know, in their language, or empty. `link` is an address
    of the reader's own; without one the mail leads to a page where they sign in."""

    template: str
    language: str
    reason: str = ""
    link: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        """The page of the site that its link opens."""
        return PLACES[self.template]

    @property
    def leads_to(self) -> str:
        """The address of the reader's own, or the page of the site."""
        return self.link or self.place
