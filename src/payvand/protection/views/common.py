"""What the pages of this room share."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from payvand.access.http import ScopedRequest
from payvand.core.forms import attempt
from payvand.people.models import Person
from payvand.people.queries import visible_people

PAGE = 50


def page_of(request: ScopedRequest, rows: Any) -> "Page[Any]":
    """Return the page of a list that the address asks for."""
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


def form_page(request: ScopedRequest, form: Any, title: str, back: str, **more: Any) -> HttpResponse:
    """Return the page of one form."""
    context = {"form": form, "title": title, "back": back, **more}
    return render(request, "protection/form.html", context, status=422 if form.errors else 200)


def attempted(form: forms.BaseForm, action: Callable[[], object]) -> bool:
    """Call a service and say whether it did what it was asked; its complaint stands on the form."""
    attempt(form, action)
    return not form.errors


def visible_person(request: ScopedRequest, person_id: UUID) -> Person:
    """Return a person whom this request may see, or 404."""
    return get_object_or_404(visible_people(request.scope), pk=person_id)
