"""Attestations issued from the archive, and photos published with the relation sought alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.families.enums.attestations import (
    AttestationAsker,
    AttestationKind,
    AttestationState,
    PaperLanguage,
    PhotoState,
)
from payvand.families.models.numbers import Numbered
from payvand.files.models import StoredFile
from payvand.network.models import Unit
from payvand.people.enums import RelationKind
from payvand.people.models import Person
from payvand.tracing.models import TracingRequest

USER = settings.AUTH_USER_MODEL


class Attestation(BaseModel, Numbered):
    """One attestation: asked for by the person or the family, issued by two people, never issued otherwise again.

    Attributes:
        person: whom it is about.
        asker_relation: what the asker is to the person; empty where the person asks.
        statement: what the archive says, word for word as it is printed.
        archive_reference: where in the archive it says so.
        paper: the PDF as it was issued; whoever asks again gets the same file.
        paper_hash: SHA-256 of that PDF, in hexadecimal digits.
    """

    form_token = models.UUIDField(unique=True, null=True, editable=False)
    kind = models.CharField(_("attests"), max_length=14, choices=AttestationKind)
    person = models.ForeignKey(Person, models.PROTECT, related_name="attestations", verbose_name=_("about"))
    request = models.ForeignKey(TracingRequest, models.PROTECT, related_name="attestations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    asker = models.CharField(_("asked for by"), max_length=8, choices=AttestationAsker)
    asker_name = EncryptedTextField(_("name of who asks"))
    asker_relation = models.CharField(_("relation"), max_length=20, choices=RelationKind, blank=True)
    asked_on = models.DateField(_("asked on"))
    statement = EncryptedTextField(_("what the archive says"))
    archive_reference = EncryptedTextField(_("where in the archive"))
    language = models.CharField(_("language"), max_length=8, choices=PaperLanguage)
    state = models.CharField(_("state"), max_length=10, choices=AttestationState, default=AttestationState.PREPARED)
    prepared_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("prepared by"))
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by"))
    issued_on = models.DateField(_("issued on"), null=True)
    paper = models.OneToOneField(StoredFile, models.SET_NULL, null=True, related_name="+")
    paper_hash = models.CharField(max_length=64, blank=True)
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = EncryptedTextField(_("why it was declined or revoked"), blank=True)

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        ordering = ["-year", "-running"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["prepared", "declined"], issued_on=None)
                | models.Q(state__in=["issued", "revoked"], issued_on__isnull=False),
                name="families_attestation_issued",
            )
        ]
        indexes = [models.Index(fields=["unit", "state"], name="families_attestations")]


class PhotoPublication(BaseModel):
    """A photo of an enquirer that the public pages show with the relation sought, and nothing else of anybody.

    Attributes:
        photo: the picture; owned by this publication.
        relation: what the person sought is to the enquirer, in the words of `RelationKind` turned round.
        age_checked: staff saw that the person in the photo is 15 or older.
        public_id: what the public pages call it; tells nothing.
        expires_on: the last day on which it is shown.
    """

    form_token = models.UUIDField(unique=True, null=True, editable=False)
    request = models.ForeignKey(TracingRequest, models.PROTECT, related_name="photo_publications")
    photo = models.OneToOneField(StoredFile, models.SET_NULL, null=True, related_name="+")
    public_id = models.CharField(max_length=32, unique=True)
    age_checked = models.BooleanField(_("15 or older"))
    state = models.CharField(_("state"), max_length=10, choices=PhotoState, default=PhotoState.PROPOSED)
    proposed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by"))
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by"))
    published_at = models.DateTimeField(null=True)
    expires_on = models.DateField(_("shown until"))
    ended_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(_("why it was declined or removed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("published photo")
        verbose_name_plural = _("published photos")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(age_checked=True), name="families_photo_age_checked"),
        ]
        indexes = [models.Index(fields=["state", "expires_on"], name="families_photos")]

    def __str__(self) -> str:
        return self.public_id
