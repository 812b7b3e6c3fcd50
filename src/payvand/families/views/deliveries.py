"""What a volunteer or colleague has in hand to deliver: where to go and to whom, not what is written."""

from django.contrib import messages as notes
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from payvand.audit.reads import record_read
from payvand.core.http import ScopedRequest, requires
from payvand.families.enums.messages import MessageStep
from payvand.families.policies import messages as policies
from payvand.families.queries.messages import own_deliveries
from payvand.families.services.messages.table import STEPS
from payvand.families.views.messages import MESSAGE, step_form
from payvand.families.views.shared import answer, attempt, check_version


@require_GET
@requires(policies.VISIT)
def deliveries(request: ScopedRequest) -> HttpResponse:
    """List what this person has in hand."""
    rows = list(own_deliveries(request.scope))
    record_read(scope=request.scope, subject_type=MESSAGE, subject_ids=[row.pk for row in rows], reason="delivery")
    return render(request, "families/messages/deliveries.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@requires(policies.VISIT)
def report(request: ScopedRequest, number: str, step: str) -> HttpResponse:
    """Tell what became of a message in hand: handed over, refused, not deliverable."""
    found = get_object_or_404(own_deliveries(request.scope), number=number)
    if step not in policies.REPORTED:
        raise Http404(step)
    wanted = MessageStep(step)
    form = step_form(request, found, wanted)
    if form.is_valid():
        check_version(form.cleaned_data["seen"], found.version)
        if attempt(form, lambda: STEPS[wanted](scope=request.scope, message=found, carried=True, **form.told())):
            notes.success(request, _("Done: %(step)s.") % {"step": wanted.label})
            return redirect("families:deliveries")
    return answer(request, "families/messages/report.html", form, message=found, step=wanted)
