"""A person as one purpose knows them: names as given, relatives, papers, what they agreed to, who may know of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.core.partial_date import PartialDate, PartialDateField
from payvand.network.models import Place, Unit
from payvand.people.enums import (
    Certainty,
    Confidentiality,
    ConsentBasis,
    ConsentRecording,
    ConsentScope,
    ConsentState,
    IdentifierKind,
    NameType,
    Purpose,
    RelationKind,
    RemovalReason,
    Sex,
)


class Person(BaseModel):
    """A person record: it belongs to one purpose and to one unit that holds it.

    Attributes:
        unit: who holds the record; None for headquarters.
        birth: what is known of the date of birth; None for nothing.
        confidentiality: from `RESTRICTED` on people are named for it (`NamedAccess`); the level says what that means.
        mentioned_by: set on a light record: a relative of whom only what that person's file says is known. It is part
            of that file, is read through it alone, and is never listed, searched or matched by itself.
        offered_to_tracing: kept by the consent services: another programme's person agreed to be searched.
        offered_until: last day of that agreement; None for no end.
        not_matched: kept by the consent services: the person refused, or withdrew from, being searched by this Society.
        removed_at: when the record was taken out of use; it is shown nowhere from then on.
        shown_name: the preferred name (kept by the services), so that a list needs no second query.
        sort_key: of the preferred name, in the order of its alphabet.
    """

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("held by")
    )
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, blank=True)
    birth: "models.Field[PartialDate | None, PartialDate | None]" = PartialDateField(_("born"))
    birth_place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place of birth")
    )
    birth_place_text = models.CharField(_("place of birth in words"), max_length=300, blank=True)
    confidentiality = models.PositiveSmallIntegerField(
        _("confidentiality"), choices=Confidentiality, default=Confidentiality.INTERNAL
    )
    mentioned_by = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="mentions")
    offered_to_tracing = models.BooleanField(default=False, editable=False)
    offered_until = models.DateField(null=True, blank=True, editable=False)
    not_matched = models.BooleanField(default=False, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removal_reason = models.CharField(max_length=20, choices=RemovalReason, blank=True, editable=False)
    shown_name = models.CharField(max_length=500, editable=False)
    sort_key = models.CharField(max_length=500, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["purpose", "unit", "sort_key", "id"], name="person_by_purpose"),
            models.Index(fields=["purpose", "sort_key", "id"], name="person_in_order"),
            models.Index(fields=["sort_key", "id"], name="person_by_name"),
            models.Index(fields=["offered_until"], condition=Q(offered_to_tracing=True), name="person_offered"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def is_protected(self) -> bool:
        """Whether only named people may see the record."""
        return self.confidentiality >= Confidentiality.PROTECTED

    @property
    def is_kept_to_named(self) -> bool:
        """Whether people are named for the record: its assigned staff, or who alone may know of it."""
        return self.confidentiality >= Confidentiality.RESTRICTED

    @property
    def is_mentioned(self) -> bool:
        """Whether this is a light record of a relative, part of another person's file."""
        return self.mentioned_by_id is not None


class PersonName(BaseModel):
    """One name of a person, exactly as given; what is derived from it stands in columns of its own.

    Attributes:
        full_as_given: what the person said or the paper shows, unaltered.
        given, father, surname: parts, only where the one who told the name told them apart.
        script: ISO 15924 of most of its letters, detected; empty where there are none.
        language: BCP 47, where known.
        source: who told it, or which paper shows it, in words.
        preferred: shown where only one name fits; exactly one for each person.
        folded: letters without the differences that searches ignore; derived by `payvand.names`.
        sort_key: orders names of one script by its alphabet on every database; derived by `payvand.names`.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    full_as_given = models.CharField(_("name as given"), max_length=500)
    given = models.CharField(_("given name"), max_length=200, blank=True)
    father = models.CharField(_("father's name or patronymic"), max_length=200, blank=True)
    surname = models.CharField(_("surname"), max_length=200, blank=True)
    script = models.CharField(_("script"), max_length=4, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    name_type = models.CharField(_("kind of name"), max_length=20, choices=NameType, default=NameType.CURRENT)
    source = models.CharField(_("told by, or shown on"), max_length=200, blank=True)
    certainty = models.CharField(_("how sure"), max_length=20, choices=Certainty, default=Certainty.UNKNOWN)
    valid_from: "models.Field[PartialDate | None, PartialDate | None]" = PartialDateField(_("used from"))
    valid_to: "models.Field[PartialDate | None, PartialDate | None]" = PartialDateField(_("used until"))
    preferred = models.BooleanField(_("shown first"), default=False)
    folded = models.CharField(max_length=1000, editable=False)
    sort_key = models.CharField(max_length=1000, editable=False)

    class Meta:
        verbose_name = _("name of a person")
        verbose_name_plural = _("names of persons")
        ordering = ["-preferred", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(preferred=True), name="one_preferred_name"),
            models.CheckConstraint(condition=~Q(full_as_given=""), name="name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.full_as_given


class Relation(BaseModel):
    """`relative` is the `kind` of `person` (father, sister, …); read from the other side it is its inverse."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="relations")
    relative = models.ForeignKey(Person, models.CASCADE, related_name="inverse_relations")
    kind = models.CharField(_("relation"), max_length=20, choices=RelationKind)
    source = models.CharField(_("told by, or shown on"), max_length=200, blank=True)
    certainty = models.CharField(_("how sure"), max_length=20, choices=Certainty, default=Certainty.UNKNOWN)

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "relative", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~Q(person=F("relative")), name="relation_between_two"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Identifier(BaseModel):
    """A paper or number, encrypted; equality is found by a keyed hash, people read the last characters.

    Attributes:
        country: ISO 3166-1 alpha-2 of the State that issued it, or empty.
        blind: keyed hash of kind, country and the letters and digits of the value.
        last4: at most the last four characters, never more than a third of the value.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers")
    kind = models.CharField(_("kind of paper"), max_length=20, choices=IdentifierKind)
    country = models.CharField(_("issued by (country)"), max_length=2, blank=True)
    value = EncryptedTextField(_("number"))
    blind = models.CharField(max_length=64, db_index=True, editable=False)
    last4 = models.CharField(max_length=4, blank=True, editable=False)
    source = models.CharField(_("told by, or shown on"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "blind"], name="identifier_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.masked}"

    @property
    def masked(self) -> str:
        """What may be shown: dots and the last characters."""
        return f"••••••{self.last4}"


class Consent(BaseModel):
    """One answer of a person about one scope. Rows are only ever added: a withdrawal is a new row.

    Attributes:
        state: the answer; `EXPIRED` is computed from `until` and never stored.
        basis: the lawful ground; a given consent has the basis `consent`, other grounds stand beside `not_asked`.
        recipient: to whom the scope reaches, such as the code of a Society; empty for all whom the scope names.
        given_on: the day of the answer, in the node's time zone.
        until: the last day on which a given consent holds; None for no end.
        withdrawn_at: when a withdrawal was made known.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    scope_code = models.CharField(_("agrees to"), max_length=30, choices=ConsentScope)
    state = models.CharField(_("answer"), max_length=12, choices=ConsentState)
    basis = models.CharField(_("lawful basis"), max_length=12, choices=ConsentBasis, default=ConsentBasis.CONSENT)
    recipient = models.CharField(_("recipient"), max_length=100, blank=True)
    given_on = models.DateField(_("answered on"))
    until = models.DateField(_("until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    how_recorded = models.CharField(
        _("how it was kept"), max_length=20, choices=ConsentRecording, default=ConsentRecording.BY_STAFF
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_on", "created_at", "id"]
        indexes = [models.Index(fields=["person", "scope_code"], name="consent_of_person")]
        constraints = [
            models.CheckConstraint(condition=~Q(state=ConsentState.EXPIRED), name="expiry_is_computed"),
            models.CheckConstraint(
                condition=~Q(state=ConsentState.GIVEN) | Q(basis=ConsentBasis.CONSENT), name="given_means_consent"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("given_on")), name="consent_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_code_display()}: {self.get_state_display()}"


class NamedAccess(BaseModel):
    """A user who is named for a closely kept person; a row is ended, never deleted."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="named_access")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("user"))
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("named access")
        verbose_name_plural = _("named access")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "user"], condition=Q(ended_at=None), name="named_once"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class SamePersonLink(BaseModel):
    """Someone's finding that two records are the same human. Nothing is merged, and it can be undone.

    Attributes:
        left, right: the two records, the smaller identifier left.
        reason: why, in words.
        undone_at: when the finding was taken back; None while it stands.
    """

    left = models.ForeignKey(Person, models.CASCADE, related_name="links_left")
    right = models.ForeignKey(Person, models.CASCADE, related_name="links_right")
    reason = models.CharField(_("why"), max_length=500)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undo_reason = models.CharField(_("why it was undone"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("same person")
        verbose_name_plural = _("same persons")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], condition=Q(undone_at=None), name="linked_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="link_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.left} = {self.right}"


class IndexChange(models.Model):
    """A person whose entry in the search index may be older than the rows; written in the change's own transaction.

    The indexer deletes exactly the rows that it has seen once the index holds them on disk, so that neither a killed
    process nor transactions that end out of order lose one. No foreign key: the change may be a removal.
    """

    id = models.BigAutoField(primary_key=True)
    person_id = models.UUIDField(db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change not yet indexed")
        verbose_name_plural = _("changes not yet indexed")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.person_id)


class IndexGeneration(models.Model):
    """Which index on disk the rows without an `IndexChange` are in; a lost or foreign index is told by it.

    Attributes:
        generation: the index's folder is named after it; without that folder the index must be built.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    generation = models.UUIDField()
    built_at = models.DateTimeField()

    class Meta:
        verbose_name = _("generation of the index")
        verbose_name_plural = _("generations of the index")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_generation")]

    def __str__(self) -> str:
        return str(self.generation)
