"""The directory of providers."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from payvand.core.forms import attempt
from payvand.core.http import ScopedRequest, requires
from payvand.referrals import queries, services
from payvand.referrals.forms import DirectoryFilter, ProviderForm
from payvand.referrals.policies import CHANGE_DIRECTORY, SEE_DIRECTORY

PER_PAGE = 25


@require_safe
@requires(SEE_DIRECTORY)
def providers(request: ScopedRequest) -> HttpResponse:
    """List who offers what."""
    form = DirectoryFilter(request.GET)
    page = Paginator(queries.providers(request.scope, **form.chosen()), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "form": form,
        "page": page,
        "rows": [(provider, queries.is_stale(provider, today)) for provider in page],
        "may_change": request.scope.may(CHANGE_DIRECTORY),
    }
    return render(request, "referrals/directory.html", context)


@require_safe
@requires(SEE_DIRECTORY)
def provider(request: ScopedRequest, provider_id: UUID) -> HttpResponse:
    """Show what is known of a provider."""
    found = get_object_or_404(queries.providers(request.scope), pk=provider_id)
    context = {
        "provider": found,
        "is_stale": queries.is_stale(found, timezone.localdate()),
        "may_change": request.scope.may(CHANGE_DIRECTORY),
    }
    return render(request, "referrals/provider.html", context)


@requires(CHANGE_DIRECTORY)
def new_provider(request: ScopedRequest) -> HttpResponse:
    """Add a provider."""
    form = ProviderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.add_provider(scope=request.scope, facts=form.facts()))
        if made is not None:
            return redirect("referrals:provider", made.pk)
    return render(request, "referrals/provider_form.html", {"form": form}, status=422 if form.is_bound else 200)


@requires(CHANGE_DIRECTORY)
def change_provider(request: ScopedRequest, provider_id: UUID) -> HttpResponse:
    """Change what is written of a provider."""
    found = get_object_or_404(queries.providers(request.scope), pk=provider_id)
    form = ProviderForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or found.version
        changed = attempt(
            form,
            lambda: services.change_provider(
                scope=request.scope, provider=found, facts=form.facts(), expected_version=version
            ),
        )
        if changed is not None:
            messages.success(request, _("Saved."))
            return redirect("referrals:provider", found.pk)
    context = {"form": form, "provider": found}
    return render(request, "referrals/provider_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(CHANGE_DIRECTORY)
def verify_provider(request: ScopedRequest, provider_id: UUID) -> HttpResponse:
    """Record that all of it was found true today."""
    found = get_object_or_404(queries.providers(request.scope), pk=provider_id)
    services.verify_provider(scope=request.scope, provider=found)
    messages.success(request, _("Recorded as verified today."))
    return redirect("referrals:provider", found.pk)


@require_POST
@requires(CHANGE_DIRECTORY)
def close_provider(request: ScopedRequest, provider_id: UUID) -> HttpResponse:
    """Record that nobody is referred there any more."""
    found = get_object_or_404(queries.providers(request.scope), pk=provider_id)
    services.close_provider(scope=request.scope, provider=found)
    messages.success(request, _("Nobody is referred there any more."))
    return redirect("referrals:provider", found.pk)
