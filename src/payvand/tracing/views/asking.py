"""Asking others: an enquiry to a partner, and the owner of a record that is kept closely."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from payvand.audit.reads import record_read
from payvand.core.errors import InvalidInput
from payvand.core.http import ScopedRequest, requires
from payvand.pages.services import clear_draft
from payvand.tracing import policies, queries, services
from payvand.tracing.enums import EnquiryStep, OwnerAnswer
from payvand.tracing.forms import EnquiryForm, EnquiryStepForm, NoteForm, OwnerAnswerForm
from payvand.tracing.views.shared import file_or_404, sent, show_problems


@require_http_methods(["GET", "POST"])
@requires(policies.ENQUIRE)
def write_enquiry(request: ScopedRequest, number: str) -> HttpResponse:
    """Write an enquiry to one partner."""
    file = file_or_404(request, number)
    form = EnquiryForm(sent(request))
    draft = f"tracing.enquiry.{number}"
    if form.is_valid():
        try:
            made = services.write_enquiry(scope=request.scope, request=file, **form.cleaned_data)
        except InvalidInput as error:
            show_problems(form, error)
        else:
            clear_draft(scope=request.scope, key=draft)
            messages.success(request, _("The enquiry is written; nothing has left yet."))
            return redirect("tracing:enquiry", number, made.running)
    context = {"form": form, "file": file, "title": _("Ask a partner"), "draft": draft}
    return render(request, "tracing/working/record.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(policies.READ)
def enquiry(request: ScopedRequest, number: str, running: int) -> HttpResponse:
    """Show one enquiry and take its next step; the button that was pressed says which."""
    file = file_or_404(request, number)
    found = get_object_or_404(queries.enquiries_of(file), running=running)
    record_read(scope=request.scope, subject_type="tracing.enquiry", subject_ids=[found.pk], reason="enquiry")
    steps = policies.open_enquiry_steps(request.scope, found)
    form = EnquiryStepForm(sent(request))
    if form.is_valid():
        step = request.POST.get("step", "")
        if step not in EnquiryStep.values:
            raise Http404(step)
        try:
            services.step_enquiry(scope=request.scope, enquiry=found, step=EnquiryStep(step), **form.cleaned_data)
        except InvalidInput as error:
            show_problems(form, error)
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": EnquiryStep(step).label})
            return redirect("tracing:enquiry", number, running)
    needs_ground = EnquiryStep.SEND in steps and not services.may_leave(found)
    context = {"form": form, "file": file, "enquiry": found, "steps": steps, "needs_ground": needs_ground}
    return render(request, "tracing/working/enquiry.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(policies.DECIDE)
def ask_owner(request: ScopedRequest, number: str, hint_id: UUID) -> HttpResponse:
    """Ask those who may see the record behind a hint."""
    file = file_or_404(request, number)
    hint = get_object_or_404(queries.hints_of(file), pk=hint_id)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    services.ask_owner(scope=request.scope, request=file, hint=hint, note=note)
    messages.success(request, _("The owner was asked; the answer will stand in the history of the file."))
    return redirect("tracing:compare", number, hint_id)


@require_http_methods(["GET", "POST"])
@requires(policies.DECIDE)
def answer_owner(request: ScopedRequest, question_id: UUID) -> HttpResponse:
    """Answer a colleague who asks about a record that this person may see."""
    question = get_object_or_404(queries.owner_questions(request.scope), pk=question_id)
    form = OwnerAnswerForm(sent(request))
    if form.is_valid():
        told = form.cleaned_data
        services.answer_owner_question(
            scope=request.scope, question=question, answer=OwnerAnswer(told["answer"]), note=told["note"]
        )
        messages.success(request, _("Your answer was given; it tells nothing of the record but what you wrote."))
        return redirect("tracing:compare", question.request.number, question.hint_id)
    context = {"form": form, "question": question, "file": question.request}
    return render(request, "tracing/working/owner.html", context, status=422 if form.is_bound else 200)
