"""Organisations and their units, places with all their names, contacts by function: the map of the work."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from payvand.core.models import BaseModel
from payvand.network.enums import OrganisationKind, PlaceKind, UnitKind


class Country(models.Model):
    """A country or territory of ISO 3166-1, with its names in the languages of the pages."""

    iso2 = models.CharField(_("code"), max_length=2, primary_key=True)
    name_en = models.CharField(_("name in English"), max_length=100)
    name_ru = models.CharField(_("name in Russian"), max_length=100)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["iso2"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_ru if (get_language() or "").startswith("ru") else self.name_en


class Place(BaseModel):
    """A country, region, district, town or village; `parent` leads up to the country.

    Attributes:
        code: a name that all nodes share: ``TJ``, ``TJ-KT``, ``geonames:1221874``; empty for a place that a node added.
        iso3166_2: the code of ISO 3166-2, where it has one.
        latitude, longitude: degrees, WGS 84.
        population: inhabitants, 0 for unknown.
        existed_from, existed_to: years, where the unit itself (not only its name) began or ended.
    """

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    country = models.ForeignKey(Country, models.PROTECT, related_name="places")
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind)
    code = models.CharField(max_length=40, blank=True)
    iso3166_2 = models.CharField(max_length=6, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(default=0)
    existed_from = models.PositiveSmallIntegerField(null=True, blank=True)
    existed_to = models.PositiveSmallIntegerField(null=True, blank=True)
    label_en = models.CharField(max_length=200)
    label_ru = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["country", "label_en"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="place_code_once"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The current name in the language of the page."""
        return self.label_ru if (get_language() or "").startswith("ru") else self.label_en

    @property
    def full_label(self) -> str:
        """The name with what it lies in: ``Kulob, Khatlon, Tajikistan``; a query for each level not yet read."""
        if self.parent is None:
            return self.label
        above = self.parent.full_label
        return above if self.label == self.parent.label else f"{self.label}, {above}"


class PlaceName(models.Model):
    """One name of a place, as written, in one script; old names carry the years in which they were official.

    Attributes:
        text: as written.
        script: ISO 15924, such as ``Cyrl``.
        language: BCP 47, such as ``tg``; empty where the source does not say.
        valid_from, valid_to: years, None where it begins or ends nowhere known.
        folded: what a search in the same script compares.
        latin: what a search in another script compares.
    """

    place = models.ForeignKey(Place, models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=200)
    script = models.CharField(max_length=4)
    language = models.CharField(max_length=12, blank=True)
    valid_from = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(null=True, blank=True)
    folded = models.CharField(max_length=200, db_index=True)
    latin = models.CharField(max_length=200, db_index=True)

    class Meta:
        verbose_name = _("name of a place")
        verbose_name_plural = _("names of places")
        constraints = [
            models.UniqueConstraint(fields=["place", "text", "language", "valid_from"], name="place_name_once_a_time"),
            models.UniqueConstraint(
                fields=["place", "text", "language"],
                condition=models.Q(valid_from=None),
                name="place_name_without_time_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Organisation(BaseModel):
    """An organisation that this node belongs to or works with; exactly one is the node's own."""

    name = models.CharField(_("name"), max_length=200)
    local_name = models.CharField(_("name in its own language"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind)
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"), related_name="organisations")
    code = models.CharField(_("code"), max_length=20, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    is_self = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["-is_self", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["is_self"], condition=models.Q(is_self=True), name="one_own_organisation"),
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="organisation_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(BaseModel):
    """A unit of an organisation: headquarters, a branch, a centre, an office; `parent` leads up to headquarters."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(_("code"), max_length=20)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("place")
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["organisation", "code"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="unit_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(BaseModel):
    """Whom to reach at an organisation for a function, and when that was true."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="contacts", verbose_name=_("organisation")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("unit")
    )
    function = models.CharField(_("function"), max_length=200)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["organisation__name", "function", "-valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="contact_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.function
