"""Who is sought, who asks, what was found, and who decided what about it.

One sought person may have several requests, one for each enquirer. A hint joins a sought person to a record that may be
the same human; it decides nothing. Every decision about a hint is a row of its own and can be undone.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.core.partial_date import PartialDateField
from payvand.network.models import Unit
from payvand.people.enums import RelationKind
from payvand.people.models import Person
from payvand.tracing.enums import (
    CloseReason,
    ContactHow,
    FoundSource,
    HintState,
    HistoryKind,
    RefusalReason,
    RequestState,
    SeparationCause,
    Urgency,
)


class NumberSeries(models.Model):
    """The last file number given in a year; its row is locked until the file that takes the next one is written."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of file numbers")
        verbose_name_plural = _("series of file numbers")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class SoughtPerson(BaseModel):
    """A person whom somebody seeks; what is known of them, and how closely it is kept, is in their person record.

    Attributes:
        compared_at: when the last search for this person began; None before the first.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="sought", verbose_name=_("person"))
    compared_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("sought person")
        verbose_name_plural = _("sought persons")

    def __str__(self) -> str:
        return str(self.person)


class TracingRequest(BaseModel):
    """What one enquirer asks about one sought person, and where the work on it stands.

    Attributes:
        number: such as ``TJ-2026-0118``; `year` and `running` are its parts, without gaps in a year.
        form_token: of the form that took it, so that a form sent twice makes one request.
        state_since: when the present state began.
        located_by: the confirmed hint on which "located" rests.
    """

    number = models.CharField(_("file number"), max_length=24, unique=True)
    year = models.PositiveSmallIntegerField()
    running = models.PositiveIntegerField()
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    sought = models.ForeignKey(SoughtPerson, models.PROTECT, related_name="requests", verbose_name=_("sought person"))
    enquirer = models.ForeignKey(Person, models.PROTECT, related_name="tracing_requests", verbose_name=_("enquirer"))
    relation = models.CharField(_("enquirer is their"), max_length=20, choices=RelationKind)
    contact = EncryptedTextField(_("how to reach the enquirer"), blank=True)
    contact_safely = EncryptedTextField(_("how to contact them safely"), blank=True)
    contact_language = models.CharField(_("language to speak with them"), max_length=12, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tracing_requests", verbose_name=_("unit"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken by")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tracing_requests",
        verbose_name=_("officer"),
    )
    state = models.CharField(_("state"), max_length=20, choices=RequestState, default=RequestState.DRAFT)
    state_since = models.DateTimeField(default=timezone.now)
    urgency = models.CharField(_("urgency"), max_length=20, choices=Urgency, default=Urgency.NORMAL)
    cause = models.CharField(
        _("what parted them"), max_length=30, choices=SeparationCause, default=SeparationCause.UNKNOWN
    )
    circumstances = models.TextField(_("circumstances"), blank=True)
    last_contact = PartialDateField(_("last contact"), null=True, blank=True)
    last_contact_place = models.CharField(_("where it came from"), max_length=300, blank=True)
    last_contact_how = models.CharField(_("how"), max_length=20, choices=ContactHow, blank=True)
    received_on = models.DateField(_("received on"))
    located_by = models.ForeignKey("Hint", models.PROTECT, null=True, blank=True, related_name="+")
    close_reason = models.CharField(_("reason of closing"), max_length=2, choices=CloseReason, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tracing request")
        verbose_name_plural = _("tracing requests")
        ordering = ["-year", "-running"]
        constraints = [
            models.UniqueConstraint(fields=["year", "running"], name="tracing_number_once"),
            models.CheckConstraint(
                condition=models.Q(state=RequestState.CLOSED) ^ models.Q(close_reason=""),
                name="tracing_closed_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-year", "-running"], name="tracing_by_state"),
            models.Index(fields=["unit", "state"], name="tracing_by_unit"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_urgent(self) -> bool:
        """Whether it cannot wait its turn."""
        return self.urgency != Urgency.NORMAL


class HistoryEntry(models.Model):
    """One line of a file's history, written by the service that did it and never changed.

    Attributes:
        request: None for what concerns every request for the sought person, such as a decision on a hint.
        actor_id: who did it; None for the node itself.
        facts: codes, ids and counts that the line is written from.
        note: what the person wrote about it.
    """

    id = models.BigAutoField(primary_key=True)
    sought = models.ForeignKey(SoughtPerson, models.CASCADE, related_name="history")
    request = models.ForeignKey(TracingRequest, models.CASCADE, null=True, related_name="history")
    kind = models.CharField(max_length=20, choices=HistoryKind)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    hint = models.ForeignKey("Hint", models.SET_NULL, null=True, related_name="history")

    class Meta:
        verbose_name = _("line of history")
        verbose_name_plural = _("history")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["sought", "-at"], name="tracing_history_of")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Hint(BaseModel):
    """A record that may be the sought person, with the evidence as it was when they were compared.

    Attributes:
        weight: bits for and against, summed; 10 bits are 1,000 to 1.
        probability: the model's estimate, 0 to 1, that both are one human.
        evidence: what was compared, as `people.search` gave it: feature, both values, bits, letters.
        fingerprint: a short hash of each fact that was compared, by the name of the fact.
        changed: names of the facts that changed since the hint was refused; it is shown again because of them.
    """

    sought = models.ForeignKey(SoughtPerson, models.CASCADE, related_name="hints")
    candidate = models.ForeignKey(Person, models.CASCADE, related_name="tracing_hints")
    weight = models.FloatField()
    probability = models.FloatField()
    evidence = models.JSONField(default=list)
    fingerprint = models.JSONField(default=dict)
    changed = models.JSONField(default=list)
    state = models.CharField(_("decision"), max_length=12, choices=HintState, default=HintState.NEW)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("hint")
        verbose_name_plural = _("hints")
        ordering = ["-weight", "id"]
        constraints = [models.UniqueConstraint(fields=["sought", "candidate"], name="hint_once")]
        indexes = [models.Index(fields=["state", "-weight"], name="hint_by_state")]

    def __str__(self) -> str:
        return f"{self.weight:+.1f}"


class HintDecision(BaseModel):
    """One decision about a hint; undone ones stay, with who undid them.

    Attributes:
        before: the hint's `state` and `changed` as they were, to be restored exactly.
        weight, evidence, fingerprint: of the hint as the person saw it when they decided.
    """

    hint = models.ForeignKey(Hint, models.CASCADE, related_name="decisions")
    state = models.CharField(max_length=12, choices=HintState)
    reason = models.CharField(max_length=20, choices=RefusalReason, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=dict)
    weight = models.FloatField()
    evidence = models.JSONField(default=list)
    fingerprint = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("decision on a hint")
        verbose_name_plural = _("decisions on hints")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.get_state_display()


class ComparisonDue(models.Model):
    """A person record that arrived or changed and waits to be compared with the open files.

    Written in the transaction of the change, removed in that of the hints: a crash between the two loses nothing.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("comparison that waits")
        verbose_name_plural = _("comparisons that wait")
        ordering = ["since"]

    def __str__(self) -> str:
        return str(self.person_id)


class FoundRecord(BaseModel):
    """Where the record of a found or arrived person comes from, and what the source says of where they are."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="found_record")
    source = models.CharField(_("source"), max_length=20, choices=FoundSource)
    source_text = models.CharField(_("which one"), max_length=300, blank=True)
    seen_on = PartialDateField(_("seen or listed on"), null=True, blank=True)
    place_text = models.CharField(_("where"), max_length=300, blank=True)
    form_token = models.UUIDField(unique=True, null=True, editable=False)

    class Meta:
        verbose_name = _("source of a found person's record")
        verbose_name_plural = _("sources of found persons' records")

    def __str__(self) -> str:
        return self.source_text or self.get_source_display()
