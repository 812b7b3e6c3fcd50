"""What protects a person beyond their level: flags that warn, and access opened by exception."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.people.enums import ExceptionReview, Flag
from payvand.people.models.person import Person


class ProtectionFlag(BaseModel):
    """A danger that everyone who works for the person must heed; a flag is ended, never deleted.

    Attributes:
        country: ISO 3166-1 alpha-2 of the State whose authorities are meant; empty for every State.
        reason: why it was set, in words; encrypted.
        set_on: the day from which it holds.
        ended_at: when it ceased to hold; None while it does.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="flags")
    code = models.CharField(_("concern"), max_length=30, choices=Flag)
    country = models.CharField(_("authorities of (country)"), max_length=2, blank=True)
    reason = EncryptedTextField(_("why"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    set_on = models.DateField(_("since"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = EncryptedTextField(_("why it ended"), blank=True)

    class Meta:
        verbose_name = _("protection flag")
        verbose_name_plural = _("protection flags")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "code", "country"], condition=Q(ended_at=None), name="flag_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class FlagReader(BaseModel):
    """A user who may see a flag that is shown to named people only."""

    flag = models.ForeignKey(ProtectionFlag, models.CASCADE, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("reader of a flag")
        verbose_name_plural = _("readers of flags")
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["flag", "user"], name="flag_reader_once")]

    def __str__(self) -> str:
        return str(self.user)


class ExceptionalAccess(BaseModel):
    """A closely kept record that someone opened by exception ("broke the glass"), for some hours and with a reason.

    Attributes:
        reason: why nobody who is named could be asked first; encrypted.
        until: when it ends by itself.
        ended_at: when it was ended before that.
        for_head: True where the head of tracing reviews it, because the data-protection officer opened the record.
        review: what the reviewer found; empty while it waits.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="exceptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = EncryptedTextField(_("why"))
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    for_head = models.BooleanField(default=False, editable=False)
    review = models.CharField(_("finding"), max_length=20, choices=ExceptionReview, blank=True)
    review_note = EncryptedTextField(_("note of the review"), blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("access by exception")
        verbose_name_plural = _("access by exception")
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["user", "until"], name="exception_of_user"),
            models.Index(fields=["for_head", "created_at"], condition=Q(review=""), name="exception_to_review"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("created_at")), name="exception_has_time"),
            models.CheckConstraint(condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")), name="review_by_another"),
        ]

    def __str__(self) -> str:
        return str(self.user)
