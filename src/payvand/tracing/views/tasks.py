"""Tasks of one person, for a telephone in the field: the task and its report, nothing of the file."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from payvand.audit.reads import record_read
from payvand.core.errors import InvalidInput
from payvand.core.http import ScopedRequest, requires
from payvand.pages.services import clear_draft
from payvand.tracing import policies, queries, services
from payvand.tracing.enums import ActionOutcome
from payvand.tracing.forms import ReportForm
from payvand.tracing.views.shared import sent, show_problems

MOST_DONE = 20


@require_GET
@requires(policies.DO_TASKS)
def task_list(request: ScopedRequest) -> HttpResponse:
    """List what this person has to do, and what they did last."""
    mine = queries.own_tasks(request.scope)
    context = {
        "tasks": list(mine.filter(outcome=ActionOutcome.PENDING)),
        "done": list(mine.exclude(outcome=ActionOutcome.PENDING).order_by("-done_on", "-id")[:MOST_DONE]),
    }
    return render(request, "tracing/working/tasks.html", context)


@require_http_methods(["GET", "POST"])
@requires(policies.DO_TASKS)
def task(request: ScopedRequest, action_id: UUID) -> HttpResponse:
    """Show one task and take its report; who read it is written down."""
    action = get_object_or_404(queries.action_for(request.scope, action_id))
    record_read(scope=request.scope, subject_type="tracing.action", subject_ids=[action.pk], reason="task")
    may_report = policies.may_report(request.scope, action)
    form = ReportForm(sent(request), initial={"task_version": action.version})
    draft = f"tracing.task.{action.pk}"
    if may_report and form.is_valid():
        told = form.cleaned_data
        try:
            services.report_action(
                scope=request.scope,
                action=action,
                outcome=ActionOutcome(told["outcome"]),
                report=told["report"],
                done_on=told["done_on"],
                seen_version=told["task_version"],
            )
        except InvalidInput as error:
            show_problems(form, error)
        else:
            clear_draft(scope=request.scope, key=draft)
            messages.success(request, _("Thank you: your report was recorded."))
            return redirect("tracing:tasks")
    context = {"action": action, "form": form if may_report else None, "draft": draft}
    return render(request, "tracing/working/task.html", context, status=422 if form.is_bound else 200)
