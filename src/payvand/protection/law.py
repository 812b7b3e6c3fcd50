"""What the law of this node's own country allows; facts of the data, not legal advice."""

from django.conf import settings
from django.utils.translation import gettext as _

from payvand.people.enums import ConsentBasis
from payvand.protection.models import CountryLaw


def own_country() -> str:
    """Return the country of this node, ISO 3166-1 alpha-2."""
    return str(settings.NODE_SETTINGS.node.country)


def own_law() -> CountryLaw | None:
    """Return what is known of the law of this node's country; None where nothing is."""
    return CountryLaw.objects.filter(country=own_country()).first()


def against_basis(law: CountryLaw | None, basis: str) -> str:
    """Say in a sentence why the law has no such basis for a Society; empty where it has, or nothing is known."""
    if law is None or basis == ConsentBasis.CONSENT or law.allows_basis(basis):
        return ""
    return _(
        "The law of this country (%(law)s) gives a Society no basis but the ones recorded with it: "
        "record the legal advice or agreement that you rely on."
    ) % {"law": law.law}


def against_export(law: CountryLaw | None, basis: str, to_country: str) -> str:
    """Say in a sentence why data may not leave the country on this basis; empty where they may."""
    if law is None or to_country in ("", law.country) or basis == ConsentBasis.CONSENT:
        return ""
    if not law.export_needs_consent or (law.advice and basis in law.advised_bases):
        return ""
    return _(
        "By the law of this country (%(law)s) only the person's own consent lets their data leave it (%(rule)s)."
    ) % {"law": law.law, "rule": law.export_note}
