"""The addresses of the intake room: identifiers only, never a name or a file's name."""

from django.urls import path

from payvand.intake.views import steps, tables

app_name = "intake"
_BATCH = "<uuid:batch_id>/"

urlpatterns = [
    path("", tables.batches, name="batches"),
    path("send/<slug:target>/", tables.send, name="send"),
    path(_BATCH, tables.batch, name="batch"),
    path(f"{_BATCH}progress/", tables.progress, name="progress"),
    path(f"{_BATCH}columns/", steps.columns, name="columns"),
    path(f"{_BATCH}words/", steps.words, name="words"),
    path(f"{_BATCH}read-again/", steps.read_again, name="read_again"),
    path(f"{_BATCH}take/", steps.take, name="take"),
    path(f"{_BATCH}discard/", steps.discard, name="discard"),
    path(f"{_BATCH}undo/", steps.undo, name="undo"),
    path(f"{_BATCH}to-correct.xlsx", steps.wrong_rows, name="wrong_rows"),
]
