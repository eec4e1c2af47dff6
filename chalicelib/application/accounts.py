"""Accounts and the people behind them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.application.screening import ScreeningAndVendors

if TYPE_CHECKING:
    from chalicelib.domain.accounts.staff import Directory
    from chalicelib.services.accounts.accounts import Accounts
    from chalicelib.services.accounts.authentication import Authentication
    from chalicelib.services.accounts.registration import Registration
    from chalicelib.services.accounts.renewals import Renewals
    from chalicelib.services.accounts.sign_in import SignIn
    from chalicelib.services.applicants.people import People
    from chalicelib.services.consequences.registry import Registry


class AccountsAndPeople(ScreeningAndVendors):
    """Signing up and in, and the registry."""

    @cached_property
    def directory(self) -> Directory:
        """The company's own, from which staff may sign in."""
        from chalicelib.domain.accounts.staff import directory

        s = self.settings
        return directory(s.staff_provider, s.staff_groups, s.staff_factors)

    @cached_property
    def accounts(self) -> Accounts:
        """Signing up."""

        from chalicelib.services.accounts.accounts import Accounts

        return Accounts(
            identity=self.outside.identity,
            onboardings=self.outside.records.onboardings,
            codes=self.outside.records.phone_codes,
            marks=self.outside.records.marks,
            workflow=self.outside.workflow,
            resumer=self.resumer,
            messages=self.outside.messages,
            budgets=self.budgets,
            countries=tuple(self.settings.sms_countries.split()),
            pepper=self.outside.pepper(),
            hashed=self.hashed,
            now=self.now,
        )

    @cached_property
    def sign_in(self) -> SignIn:
        """Signing in."""

        from chalicelib.services.accounts.sign_in import SignIn

        return SignIn(
            identity=self.outside.identity,
            budgets=self.budgets,
            door=self.door,
            messages=self.outside.messages,
            announce=self.registration.announce,
        )

    @cached_property
    def renewals(self) -> Renewals:
        """Staying signed in."""

        from chalicelib.services.accounts.renewals import Renewals

        return Renewals(
            identity=self.outside.identity,
            marks=self.outside.records.marks,
            door=self.door,
            messages=self.outside.messages,
            hashed=self.hashed,
            now=self.now,
        )

    @cached_property
    def authentication(self) -> Authentication:
        """The steps of system B."""

        from chalicelib.services.accounts.authentication import Authentication

        return Authentication(
            identity=self.outside.identity,
            seals=self.outside.seals,
            auto_confirm=self.settings.auto_confirm,
        )

    @cached_property
    def registration(self) -> Registration:
        """From the user pool to the registry."""

        from chalicelib.services.accounts.registration import Registration

        return Registration(
            events=self.outside.account_events,
            rows=self.outside.users,
            identity=self.outside.identity,
            tombstones=self.tombstones,
            now=self.now,
            new_id=self.new_id,
            catch_up=self.catch_up,
            places=self.outside.records.rescreening_pages,
        )

    @cached_property
    def people(self) -> People:
        """The signed-in person."""

        from chalicelib.services.applicants.people import People

        return People(
            profiles=self.outside.records.profiles,
            users=self.outside.users,
            identity=self.outside.identity,
            onboarding=self.onboarding,
            now=self.now,
        )

    @cached_property
    def registry(self) -> Registry:
        """Writes where people stand to the registry."""

        from chalicelib.services.consequences.registry import Registry

        return Registry(self.outside.users)

    def catch_up(self, user_id: str) -> None:
        """The registry's row of somebody who moved before they had one."""
        person = self.verifications.person(user_id)
        named = person.standing().verification_id
        if named:
            self.registry.catch_up(person, self.outside.records.verifications.find(named))
