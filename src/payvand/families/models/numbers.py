"""Running numbers of what the room keeps: one series for each kind and year."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberSeries(models.Model):
    """The last number given of a kind in a year; its row is locked until what takes the next one is written.

    Attributes:
        code: the kind, such as ``RCM``.
    """

    code = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        constraints = [models.UniqueConstraint(fields=["code", "year"], name="families_series_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.year}: {self.last}"


class Numbered(models.Model):
    """Something with a number such as ``TJ-RCM-2026-0118``; `year` and `running` are its parts."""

    number = models.CharField(_("number"), max_length=28, unique=True)
    year = models.PositiveSmallIntegerField()
    running = models.PositiveIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number
