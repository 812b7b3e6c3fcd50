"""The addresses of the tracing room; numbers of files may stand in them, names never."""

from django.urls import path, register_converter

from payvand.tracing.views import acting, asking, deciding, family_page, files, found, hints, paper, taking, tasks
from payvand.tracing.views import requests as lists


class FileNumber:
    """A file number in an address, such as ``TJ-2026-0118``."""

    regex = r"[A-Z]{1,6}-[0-9]{4}-[0-9]{4,9}"

    def to_python(self, value: str) -> str:
        """Return the number."""
        return value

    def to_url(self, value: str) -> str:
        """Return the number."""
        return value


register_converter(FileNumber, "file_number")

app_name = "tracing"
_FILE = "<file_number:number>/"
_HINT = f"{_FILE}hints/<uuid:hint_id>/"
_LETTER = f"{_FILE}family-page/letters/<uuid:letter_id>/"

urlpatterns = [
    path("", lists.request_list, name="requests"),
    path("export.csv", lists.export, name="export"),
    path("new/", taking.take, name="take"),
    path("paper/", paper.papers, name="papers"),
    path("paper/batch/<uuid:batch>/", paper.batch, name="paper_batch"),
    path("paper/batch/<uuid:batch>/forms.pdf", paper.print_batch, name="print_papers"),
    path("paper/<file_number:paper>/take/", taking.take, name="take_paper"),
    path("paper/<file_number:number>/void/", paper.void, name="void_paper"),
    path(f"{_FILE}form.pdf", paper.print_file, name="print_file"),
    path("found/new/", found.register_found, name="register_found"),
    path("hints/", hints.hint_list, name="hints"),
    path("tasks/", tasks.task_list, name="tasks"),
    path("tasks/<uuid:action_id>/", tasks.task, name="task"),
    path("questions/<uuid:question_id>/", asking.answer_owner, name="answer_owner"),
    path(_FILE, files.file, name="file"),
    path(f"{_FILE}record/<slug:what>/", acting.record, name="record"),
    path(f"{_FILE}actions/<uuid:action_id>/drop/", acting.drop_action, name="drop_action"),
    path(f"{_FILE}links/<uuid:link_id>/remove/", acting.remove_link, name="remove_link"),
    path(f"{_FILE}enquiries/new/", asking.write_enquiry, name="write_enquiry"),
    path(f"{_FILE}enquiries/<int:running>/", asking.enquiry, name="enquiry"),
    path(f"{_FILE}change/", taking.change, name="change"),
    path(f"{_FILE}another-enquirer/", taking.join, name="join"),
    path(f"{_FILE}answers/", files.answers, name="answers"),
    path(f"{_FILE}officer/", files.officer, name="officer"),
    path(f"{_FILE}family-page/", family_page.family_page, name="family_page"),
    path(f"{_FILE}family-page/code/", family_page.give_code, name="give_family_code"),
    path(f"{_FILE}family-page/end/", family_page.end_code, name="end_family_code"),
    path(f"{_FILE}family-page/in-touch/", family_page.in_touch, name="family_in_touch"),
    path(f"{_LETTER}contact/", family_page.use_contact, name="use_family_contact"),
    path(f"{_LETTER}away/", family_page.put_letter_away, name="put_letter_away"),
    path(f"{_FILE}steps/<slug:step>/", files.step, name="step"),
    path(_HINT, hints.compare, name="compare"),
    path(f"{_HINT}ask/", asking.ask_owner, name="ask_owner"),
    path(f"{_HINT}confirm/", deciding.confirm, name="confirm_hint"),
    path(f"{_HINT}refuse/", deciding.refuse, name="refuse_hint"),
    path(f"{_HINT}aside/", deciding.set_aside, name="set_hint_aside"),
    path(f"{_HINT}located/", deciding.locate, name="locate"),
    path(f"{_HINT}again/", deciding.compare_again, name="compare_again"),
    path(f"{_HINT}undo/", deciding.undo, name="undo_hint"),
]
