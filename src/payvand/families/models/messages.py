"""Red Cross messages: family news on its way, who held it when, what was done, how it was translated."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.ids import new_id
from payvand.core.models import BaseModel
from payvand.families.enums.messages import (
    ContentForm,
    FailReason,
    Holder,
    MessageKind,
    MessageState,
    MessageStep,
)
from payvand.families.models.numbers import Numbered
from payvand.network.models import Country, Organisation, Unit
from payvand.people.enums import RelationKind
from payvand.people.models import Person
from payvand.tracing.models import TracingRequest

USER = settings.AUTH_USER_MODEL


class Pouch(BaseModel, Numbered):
    """Messages that travel together, with their printed list.

    Attributes:
        unit: from where it goes.
        to_organisation, to_unit: where it goes; exactly one of them.
        carrier: who takes it there.
        received_at: when the other side had it; None as long as it is on its way.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="pouches", verbose_name=_("from"))
    to_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="pouches", verbose_name=_("to the partner")
    )
    to_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="pouches_to", verbose_name=_("to the unit")
    )
    carrier = EncryptedTextField(_("carried by"), blank=True)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)

    class Meta:
        verbose_name = _("pouch")
        verbose_name_plural = _("pouches")
        ordering = ["-year", "-running"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_organisation=None) ^ models.Q(to_unit=None), name="pouch_goes_to_one"
            ),
        ]

    @property
    def destination(self) -> str:
        """Where it goes, by its name."""
        return str(self.to_organisation or self.to_unit)


class RedCrossMessage(BaseModel, Numbered):
    """News of one person to one relative; a reply is a message of its own that points at what it answers.

    Attributes:
        relation: what the addressee is to the sender.
        content: the text; empty where it is on a scanned paper alone.
        sender_minor, addressee_minor: unaccompanied minors, counted apart.
        place_of_detention: of the detained one, with the number given there.
        from_partner: who sent it here; None for a message collected here.
        holder: the colleague or volunteer who has it in hand, while it is out.
        request: the tracing file that it belongs to, if there is one.
    """

    form_token = models.UUIDField(unique=True, null=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=MessageKind, default=MessageKind.LETTER)
    sender = models.ForeignKey(Person, models.PROTECT, related_name="messages_sent", verbose_name=_("sender"))
    addressee = models.ForeignKey(Person, models.PROTECT, related_name="messages_to", verbose_name=_("addressee"))
    relation = models.CharField(_("addressee is their"), max_length=20, choices=RelationKind, blank=True)
    sender_contact = EncryptedTextField(_("address and telephone of the sender"), blank=True)
    addressee_contact = EncryptedTextField(_("address and telephone of the addressee"), blank=True)
    destination = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country of the addressee")
    )
    content = EncryptedTextField(_("text"), blank=True)
    content_form = models.CharField(_("how it came"), max_length=10, choices=ContentForm, default=ContentForm.TYPED)
    language = models.CharField(_("language"), max_length=12, blank=True)
    sender_detained = models.BooleanField(_("sender is detained"), default=False)
    addressee_detained = models.BooleanField(_("addressee is detained"), default=False)
    place_of_detention = EncryptedTextField(_("place of detention"), blank=True)
    sender_minor = models.BooleanField(_("sender is an unaccompanied minor"), default=False)
    addressee_minor = models.BooleanField(_("addressee is an unaccompanied minor"), default=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="messages", verbose_name=_("unit"))
    taken_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("taken by"))
    collected_on = models.DateField(_("collected on"))
    from_partner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("received from")
    )
    partner_reference = models.CharField(_("their number"), max_length=60, blank=True)
    reply_to = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reply")
    request = models.ForeignKey(TracingRequest, models.PROTECT, null=True, blank=True, related_name="messages")
    pouch = models.ForeignKey(Pouch, models.PROTECT, null=True, blank=True, related_name="messages")
    state = models.CharField(_("state"), max_length=20, choices=MessageState, default=MessageState.COLLECTED)
    state_since = models.DateTimeField(default=timezone.now)
    sent_to = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent to")
    )
    holder = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    fail_reason = models.CharField(_("why not deliverable"), max_length=20, choices=FailReason, blank=True)
    distributed_on = models.DateField(_("handed over on"), null=True, blank=True)

    class Meta:
        verbose_name = _("Red Cross message")
        verbose_name_plural = _("Red Cross messages")
        ordering = ["-year", "-running"]
        constraints = [
            models.UniqueConstraint(fields=["year", "running"], name="message_number_once"),
            models.CheckConstraint(
                condition=~models.Q(state=MessageState.UNDELIVERABLE) | ~models.Q(fail_reason=""),
                name="message_failed_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "state_since"], name="message_by_state"),
            models.Index(fields=["unit", "state"], name="message_by_unit"),
            models.Index(fields=["holder"], condition=models.Q(state=MessageState.OUT), name="message_held"),
        ]

    @property
    def concerns_detention(self) -> bool:
        """Whether one of the two is detained."""
        return self.sender_detained or self.addressee_detained

    @property
    def concerns_minor(self) -> bool:
        """Whether one of the two is an unaccompanied minor."""
        return self.sender_minor or self.addressee_minor


class MessageTranslation(BaseModel):
    """The content in another language; the original stays as it is.

    Attributes:
        translator: who put it into the other language, in words, where it was not the user who wrote it in.
    """

    message = models.ForeignKey(RedCrossMessage, models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=12)
    text = EncryptedTextField(_("text"))
    translator = EncryptedTextField(_("translated by"), blank=True)
    added_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("translation of a message")
        verbose_name_plural = _("translations of messages")
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.language


class HandOver(models.Model):
    """One link of the chain of custody: who took the message; who gave it is who took it before.

    Attributes:
        position: 0 for the first: from the sender, or from the partner, to us.
        taker: what kind of holder took it; the column of that kind says which.
        name: of a carrier or an authority, in words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(RedCrossMessage, models.CASCADE, related_name="custody")
    position = models.PositiveSmallIntegerField()
    at = models.DateTimeField(_("when"), default=timezone.now)
    place = models.CharField(_("where"), max_length=300, blank=True)
    taker = models.CharField(max_length=12, choices=Holder)
    user = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    name = EncryptedTextField(blank=True)
    pouch = models.ForeignKey(Pouch, models.PROTECT, null=True, related_name="custody_links")
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["message", "position"]
        constraints = [models.UniqueConstraint(fields=["message", "position"], name="hand_over_in_order")]

    def __str__(self) -> str:
        return str(self.user or self.unit or self.organisation or self.name or self.get_taker_display())


class MessageEntry(models.Model):
    """One line of a message's history, written by the service that did it and never changed.

    Attributes:
        step: what was done; empty for its registration.
        facts: codes and ids that the line is written from.
        note: what the person wrote about it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(RedCrossMessage, models.CASCADE, related_name="history")
    step = models.CharField(max_length=20, choices=MessageStep, blank=True)
    after = models.CharField(max_length=20, choices=MessageState)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    note = EncryptedTextField(blank=True)

    class Meta:
        verbose_name = _("line of history")
        verbose_name_plural = _("history")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return str(self.get_step_display() or self.get_after_display())
