"""The page on which a family reads how far its request is, and the letters that it writes there."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.tracing.enums.family_page import FamilyWord, LetterState
from payvand.tracing.models.requests import TracingRequest


class FamilyPage(BaseModel):
    """What the enquirer of a request reads with a code and a PIN; neither of the two is kept.

    Attributes:
        lookup: where the answer lies among the published ones; None where no code is in use.
        secret: the key that code and PIN give, in base64url: the answer is sealed with it.
        word, since: what is read, and the day from which it has been this word. Nothing but a change of the word
            changes the day, so that the day tells nothing that the word does not.
        asked_at: when a person asked the family to be in touch; None while nobody has.
    """

    request = models.OneToOneField(TracingRequest, models.CASCADE, related_name="family_page")
    lookup = models.CharField(max_length=64, unique=True, null=True, editable=False)
    secret = EncryptedTextField(blank=True, editable=False)
    word = models.CharField(_("the family reads"), max_length=12, choices=FamilyWord)
    since = models.DateField(_("since"))
    asked_at = models.DateTimeField(null=True, editable=False)
    issued_at = models.DateTimeField(_("code given"), null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("page of a family")
        verbose_name_plural = _("pages of families")

    def __str__(self) -> str:
        return self.get_word_display()


class FamilyLetter(BaseModel):
    """What a family wrote on its page.

    Attributes:
        letter_id: of the sealed letter, so that one that is taken in twice is kept once.
        contact: how to reach them now, where that changed.
        replaced: the contact that stood in the file before this one was taken over.
    """

    request = models.ForeignKey(TracingRequest, models.CASCADE, related_name="family_letters")
    letter_id = models.CharField(max_length=64, unique=True, editable=False)
    contact = EncryptedTextField(_("how to reach them now"), blank=True)
    text = EncryptedTextField(_("what they write"), blank=True)
    replaced = EncryptedTextField(blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=LetterState, default=LetterState.NEW)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("letter from a family")
        verbose_name_plural = _("letters from families")
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["state", "-written_at"], name="family_letter_by_state")]

    def __str__(self) -> str:
        return self.get_state_display()
