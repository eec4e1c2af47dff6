"""KYC vendors: sessions at them, webhooks from them, and webhooks of ours."""

from functools import cache
from importlib import import_module

from chalicelib.domain.errors import NotFound
from chalicelib.services.events.outbound import Outbound
from chalicelib.services.vendors import ports
from chalicelib.services.vendors.cases import VendorCases
from chalicelib.services.vendors.providers import Providers
from chalicelib.services.vendors.webhooks import Webhooks
from chalicelib.wiring.cases import verifications
from chalicelib.wiring.outside import messages, poster, vendor_tools, webhook_queue
from chalicelib.wiring.plug_ins import VENDORS
from chalicelib.wiring.process import now, secrets, settings
from chalicelib.wiring.screening import vendor_people
from chalicelib.wiring.stores import limits, seen_events, session_links, tombstones


@cache
def _provider(name: str) -> ports.KycProvider:
    made: ports.KycProvider = import_module(VENDORS[name]).build(vendor_tools(name))
    return made


def provider(name: str) -> ports.KycProvider:
    """A KYC provider by name; NotFound."""
    if name not in VENDORS:
        raise NotFound("no such provider", "provider_unknown")
    return _provider(name)


def provider_order() -> tuple[str, ...]:
    """Who is asked first, second, …"""
    return settings().kyc_providers


def first_provider() -> str:
    """Whose webhooks come to the route without a name."""
    return provider_order()[0]


@cache
def providers() -> Providers:
    """Sessions at KYC providers."""
    s = settings()
    return Providers(
        provider,
        provider_order(),
        s.kyc_choice,
        session_links(),
        verifications(),
        limits(),
        messages(),
        f"{s.site_origin}/verification",
        now,
    )


@cache
def outbound() -> Outbound:
    """What the company's own systems are told."""
    s = settings()
    name = f"vestibule-{s.env}/providers/outbound"

    def signing() -> tuple[str, ...]:
        value = secrets().get(name).get("secrets", "")
        return tuple(value.split()) if isinstance(value, str) else tuple(value)

    return Outbound(s.outbound_urls, signing, webhook_queue(), poster(), messages(), now)


@cache
def vendor_cases() -> VendorCases:
    """What vendors' events do."""
    return VendorCases(
        provider,
        verifications(),
        vendor_people(),
        messages(),
        now,
    )


@cache
def webhooks() -> Webhooks:
    """The gateway of vendors' webhooks."""
    return Webhooks(
        provider,
        seen_events(),
        session_links(),
        webhook_queue(),
        vendor_cases(),
        messages(),
        settings().env != "prod",
        tombstones(),
        now,
    )
