"""What a person has written in a form and not sent yet."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel


class Draft(BaseModel):
    """The fields of one form as one user left them.

    Attributes:
        user_id: whose draft it is; nobody else ever reads it.
        form_key: which form, such as ``tracing.take`` or ``tracing.change:TJ-2026-0118``.
        content: the fields as JSON; None once the form was sent.
        visit: the opening of the page that saved last; what it still sends after the form was sent is ignored.
    """

    user_id = models.UUIDField()
    form_key = models.CharField(max_length=120)
    content = EncryptedTextField(null=True)
    visit = models.UUIDField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["user_id", "form_key"], name="pages_draft_once")]
        indexes = [models.Index(fields=["form_key"], name="pages_draft_of_form")]

    def __str__(self) -> str:
        return self.form_key
