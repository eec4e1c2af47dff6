"""Screening, watchlists, vendors: who judges a person besides us."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING

from chalicelib.application.foundations import Foundations

if TYPE_CHECKING:
    from chalicelib.domain.screening.rescreening import Progress
    from chalicelib.services.events.outbound import Outbound
    from chalicelib.services.screening.current_identity import CurrentIdentity
    from chalicelib.services.screening.lists import Lists, Refreshed
    from chalicelib.services.screening.rescreening import Rescreening
    from chalicelib.services.screening.screening import Screening
    from chalicelib.services.vendors.cases import VendorCases
    from chalicelib.services.vendors.people import VendorPeople
    from chalicelib.services.vendors.providers import Providers
    from chalicelib.services.vendors.webhooks import Webhooks
    from chalicelib.services.verifications.grounds import Grounds


class ScreeningAndVendors(Foundations):
    """Lists and screeners, KYC vendors, and webhooks both ways."""

    @cached_property
    def screening(self) -> Screening:
        """Screening of people."""

        from chalicelib.services.screening.screening import Screening

        return Screening(
            records=self.outside.records.screenings,
            sources=self.outside.screeners,
            audit=self.outside.audit,
            keep_years=self.settings.audit_years,
            now=self.now,
            dismissed=self.outside.records.dismissed,
            profiles=self.outside.records.profiles,
            decided=self._decided,
            asked=self._asked,
            names=self.settings.screeners,
            wanted=self._wanted_sources,
        )

    def _asked(self, verification_id: str) -> bool:
        from chalicelib.domain.levels.level import Step

        found = self.outside.records.verifications.find(verification_id)
        return found is None or Step.SCREENING in self.levels.pinned(found.level_key).steps

    def _wanted_sources(self, verification_id: str) -> Sequence[str]:
        from chalicelib.domain.levels.level import ANY

        found = self.outside.records.verifications.find(verification_id)
        return self.levels.pinned(found.level_key).screening.sources if found else (ANY,)

    def _decided(self, verification_id: str) -> bool:
        from chalicelib.domain.verifications.verification import DECIDED

        found = self.outside.records.verifications.find(verification_id)
        return found is not None and found.state in DECIDED

    @cached_property
    def grounds(self) -> Grounds:
        """What our own approvals rest on."""

        from chalicelib.services.verifications.grounds import Grounds

        return Grounds(
            documents=self.outside.records.documents,
            screenings=self.outside.records.screenings,
            profiles=self.outside.records.profiles,
            in_force=self.screening.in_force,
        )

    @cached_property
    def lists(self) -> Lists:
        """The embedded watchlists."""

        from chalicelib.services.screening.lists import Lists

        return Lists(
            store=self.outside.watchlist_store,
            messages=self.outside.messages,
            changed=self.rescreening.start,
        )

    def refresh_lists(self, origin: str = "") -> Refreshed:
        """The watchlists anew, from their issuers or from the bucket (`origin`, or the setting)."""

        from chalicelib.adapters.screening.lists.sources import (
            from_bucket,
            from_issuers,
            read_lists,
        )
        from chalicelib.outside.watchlists import watchlists

        s = self.settings
        origin = origin or s.watchlist_origin or ("bucket" if s.local else "issuers")
        chosen, issued = watchlists(s.watchlists), origin == "issuers"
        own = from_bucket(self.outside.watchlist_files)
        files = read_lists(from_issuers(own) if issued else own, chosen, whole=issued)
        return self.lists.refresh(files, [source.name for source in chosen])

    @cached_property
    def current_identity(self) -> CurrentIdentity:
        """Who a verified person is today."""

        from chalicelib.services.screening.current_identity import CurrentIdentity

        return CurrentIdentity(
            documents=self.outside.records.documents,
            profiles=self.outside.records.profiles,
            pepper=self.outside.pepper(),
        )

    @cached_property
    def rescreening(self) -> Rescreening:
        """Verified people, again, when a list has changed."""

        from chalicelib.services.screening.rescreening import Rescreening

        records = self.outside.records
        return Rescreening(
            pages=records.rescreening_pages,
            approved=self.outside.approved,
            subjects=self.current_identity,
            verifications=self.verifications,
            records=records.screenings,
            screening=self.screening,
            keep_years=self.settings.audit_years,
            now=self.now,
            match_reason=self.levels.match_reason,
        )

    def rescreen(self, seconds: float) -> Progress:
        """Works for a while on the job of the list in force; how far it has come."""
        version, until = self.lists.store.version(), monotonic() + seconds
        self.rescreening.start(version)
        return self.rescreening.work(version, lambda: monotonic() > until)

    @cached_property
    def vendor_people(self) -> VendorPeople:
        """Whom vendors name, compared and screened in memory."""

        from chalicelib.services.vendors.people import VendorPeople

        return VendorPeople(
            profiles=self.outside.records.profiles,
            records=self.outside.records.screenings,
            screening=self.screening,
            pepper=self.outside.pepper,
            keep_years=self.settings.audit_years,
            now=self.now,
            match_reason=self.levels.match_reason,
        )

    @cached_property
    def vendor_cases(self) -> VendorCases:
        """What vendors' events do."""

        from chalicelib.services.vendors.cases import VendorCases

        return VendorCases(
            find=self.outside.provider,
            verifications=self.verifications,
            people=self.vendor_people,
            messages=self.outside.messages,
            now=self.now,
            pinned=self.levels.pinned,
            accepts_test=self.settings.env != "prod",
        )

    @property
    def provider_order(self) -> Sequence[str]:
        """Who is asked first, second, …; the first one owns the webhook route without a name."""
        return self.settings.kyc_providers

    @cached_property
    def providers(self) -> Providers:
        """Sessions at KYC providers."""

        from chalicelib.services.vendors.providers import Providers

        return Providers(
            find=self.outside.provider,
            order=self.provider_order,
            choice=self.settings.kyc_choice,
            links=self.outside.records.session_links,
            verifications=self.verifications,
            limits=self.outside.limits,
            messages=self.outside.messages,
            return_url=f"{self.settings.site_origin}/verification",
            now=self.now,
            pinned=self.levels.pinned,
            remember=self.remembering,
        )

    @cached_property
    def webhooks(self) -> Webhooks:
        """The gateway of vendors' webhooks."""

        from chalicelib.services.vendors.webhooks import Webhooks

        return Webhooks(
            find=self.outside.provider,
            seen=self.outside.records.seen_events,
            links=self.outside.records.session_links,
            queue=self.outside.webhook_queue,
            cases=self.vendor_cases,
            messages=self.outside.messages,
            accepts_test=self.settings.env != "prod",
            tombstones=self.tombstones,
            now=self.now,
        )

    @cached_property
    def outbound(self) -> Outbound:
        """What the company's own systems are told."""

        from chalicelib.services.events.outbound import Outbound

        return Outbound(
            urls=self.settings.outbound_urls,
            secrets=self.outside.signing_secrets,
            queue=self.outside.webhook_queue,
            poster=self.outside.poster,
            messages=self.outside.messages,
            now=self.now,
        )
