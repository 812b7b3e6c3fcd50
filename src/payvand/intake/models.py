"""A table on its way in: the upload, its rows as they stand in it, and the mark of every row that was taken.

Everything that a table says is sealed with the node's data key; the marks are keyed hashes and tell nothing.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.intake.enums import BatchState, TableKind
from payvand.network.models import Unit


class Batch(BaseModel):
    """One table that was sent.

    Attributes:
        target: the code of what its rows become (`payvand.intake.targets`).
        source: where the table comes from, such as a hospital; with it rows are known again.
        source_key: keyed hash of the target and the source, without case and spaces.
        file_name: as it was sent; it may hold a name.
        follows: the table whose wrong rows this one corrects.
        encoding, delimiter: of a text table, as found or as chosen.
        options: JSON of what the target asks about the whole table.
        columns: JSON, the target's column for each column of the table in order, empty for none.
        words: JSON, by column and word as written, the code that it stands for; empty for not known.
        header_line: the line that names the columns; rows begin below it. 0 where the format names them itself.
        header_key: keyed hash of the header, by which the next table of the same form is known.
        lines: how many lines were staged, the header among them; `position` of them are done in the present work.
        counts: by `Verdict`, how many rows; of the check until the taking begins, then of the taking.
        taken: rows that were taken and stand.
        language: of who sent it, for sentences that are kept.
        asked_by: who set the present work going; it is done with what they may do.
        lease_by, lease_until: the worker that has it, and until when it must be heard of.
        attempts: how often the present work was begun.
        failure: the sentence that says why it cannot be read.
    """

    target = models.CharField(_("kind of table"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    source = models.CharField(_("source"), max_length=200)
    source_key = models.CharField(max_length=64, editable=False)
    file_name = EncryptedTextField(_("file"), blank=True)
    kind = models.CharField(_("format"), max_length=20, choices=TableKind, blank=True)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")
    state = models.CharField(_("state"), max_length=12, choices=BatchState, default=BatchState.READING)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    language = models.CharField(max_length=8, default="en")
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    options = EncryptedTextField(default="{}")
    columns = models.JSONField(default=list)
    words = EncryptedTextField(default="{}")
    header_line = models.PositiveIntegerField(default=1)
    header_key = models.CharField(max_length=64, blank=True, editable=False)
    lines = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    taken = models.PositiveIntegerField(default=0)
    lease_by = models.CharField(max_length=40, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    failure = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True, editable=False)
    emptied_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="batch_with_work"),
            models.Index(fields=["unit", "-created_at"], name="batch_of_unit"),
            models.Index(fields=["target", "header_key"], name="batch_of_form"),
        ]

    def __str__(self) -> str:
        return self.source


class UploadPart(BaseModel):
    """A piece of the file as it was sent, compressed and sealed; deleted with the rows."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = EncryptedTextField()

    class Meta:
        verbose_name = _("part of a file")
        verbose_name_plural = _("parts of files")
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="part_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class Chunk(BaseModel):
    """Some rows of a table, sealed, and what is wrong with some of them.

    Attributes:
        rows: JSON list of [line, cells].
        problems: JSON list of [line, verdict, [[column's place or -1, sentence], …]] of the rows that are not new.
        wrong: how many rows here are to be corrected or were changed.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="staged")
    number = models.PositiveIntegerField()
    rows = EncryptedTextField()
    problems = EncryptedTextField(default="[]")
    wrong = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("rows of a table")
        verbose_name_plural = _("rows of tables")
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="chunk_once")]
        indexes = [models.Index(fields=["batch", "number"], condition=models.Q(wrong__gt=0), name="chunk_with_wrong")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class Taken(models.Model):
    """The mark of a row that was taken: it is never taken twice, and leads to what was made of it.

    Attributes:
        key: keyed hash of target, source and the row's own number, or of its whole content where it has none.
        content: keyed hash of what the row said.
        line: where it stood in its table.
        subject_id: what the target made of it.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="marks")
    key = models.CharField(max_length=64, unique=True)
    content = models.CharField(max_length=64)
    line = models.PositiveIntegerField()
    subject_id = models.UUIDField(db_index=True)

    class Meta:
        verbose_name = _("mark of a row that was taken")
        verbose_name_plural = _("marks of rows that were taken")
        ordering = ["id"]
        indexes = [models.Index(fields=["batch", "id"], name="taken_of_batch")]

    def __str__(self) -> str:
        return str(self.subject_id)
