"""Events that change everything; the programmes point at them."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from payvand.core.models import BaseModel
from payvand.emergencies.enums import EventKind, LeadAgency
from payvand.network.models import Country

# EQ-2006-000195-KGZ: kind, year, number of the year, country of ISO 3166-1 alpha-3.
GLIDE = r"[A-Z]{2}-[0-9]{4}-[0-9]{6}-[A-Z]{3}"


class Event(BaseModel):
    """A disaster, an outbreak of violence, an accident: what parts many families at once.

    Attributes:
        code: a short word of the node for it, such as ``khorog-2012``; it stands in addresses and figures.
        name: as the node calls it; `name_ru` for pages in Russian, empty where it is the same.
        glide: the number under which the world knows it, where it has one.
        lead: who leads the restoring of family links in it.
    """

    code = models.SlugField(_("short word"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=EventKind)
    glide = models.CharField(_("GLIDE number"), max_length=20, blank=True, validators=[RegexValidator(rf"\A{GLIDE}\Z")])
    country = models.ForeignKey(Country, models.PROTECT, related_name="events", verbose_name=_("country"))
    started_on = models.DateField(_("began on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    lead = models.CharField(
        _("leads the restoring of family links"),
        max_length=20,
        choices=LeadAgency,
        default=LeadAgency.NATIONAL_SOCIETY,
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-started_on", "code"]
        constraints = [
            models.UniqueConstraint(fields=["glide"], condition=~models.Q(glide=""), name="event_glide_once"),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("started_on")),
                name="event_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the language of the page."""
        return (self.name_ru if (get_language() or "").startswith("ru") else "") or self.name

    def is_open_on(self, day: date | None = None) -> bool:
        """Say whether it is under way on this day, today by default."""
        when = day or timezone.localdate()
        return self.started_on <= when and (self.ended_on is None or when <= self.ended_on)
