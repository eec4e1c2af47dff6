"""A mail to an applicant: which, in what language, why, and where its link leads."""

from dataclasses import dataclass

PLACES: dict[str, str] = {
    "welcome": "/status",
    "rejected": "/status",
    "more-information-needed": "/verify",
    "timed-out": "/verify",
    "account-exists": "/sign-in",
    "our-fault": "/status",
}
"""Where in the site each mail's reader goes on; who is signed out signs in there first."""


@dataclass(frozen=True, slots=True)
class Letter:
    """`reason` is a sentence its reader may know, in their language, or empty."""

    template: str
    language: str
    reason: str = ""

    @property
    def place(self) -> str:
        """The page of the site that its link opens."""
        return PLACES[self.template]
