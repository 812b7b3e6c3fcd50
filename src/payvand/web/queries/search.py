"""Search over all rooms; none of them knows of another."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from payvand.core.scope import Scope
from payvand.core.work import Found
from payvand.families.queries import work as families
from payvand.network.policies import FIND_PLACES
from payvand.network.queries import find_places
from payvand.people import search as people_search
from payvand.people.policies import READ as READ_PEOPLE
from payvand.tracing import queries as tracing

MOST_FOUND = 20
SHORTEST_QUERY = 2


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, by kind, and what could not be searched.

    Attributes:
        groups: (title, what was found), without empty ones.
        trouble: a sentence where a part of the search could not answer; an incomplete answer is never silent.
        asked: whether there was anything to search for.
    """

    groups: list[tuple[str, list[Found]]]
    trouble: str = ""
    asked: bool = True


def search(scope: Scope, text: str) -> Results:
    """Search files by number, people in any script, and places, as far as this Scope reaches."""
    asked = text.strip()
    if len(asked) < SHORTEST_QUERY:
        return Results([], asked=False)
    trouble = ""
    try:
        people = _people(scope, asked)
    except people_search.SearchBehind as error:
        people, trouble = [], str(error)
    numbered = [*tracing.find(scope, asked), *families.find(scope, asked)]
    groups = [(_("Files"), numbered), (_("People"), people), (_("Places"), _places(scope, asked))]
    return Results([(title, found) for title, found in groups if found], trouble)


def _people(scope: Scope, text: str) -> list[Found]:
    if not scope.may(READ_PEOPLE):
        return []
    hits = people_search.find(scope, text, limit=MOST_FOUND)
    return [
        Found(
            kind=_("Person"),
            title=hit.person.shown_name,
            note=" · ".join(str(part) for part in (hit.person.birth, hit.person.unit) if part),
            url=reverse("people:person", args=[hit.person.pk]),
        )
        for hit in hits
    ]


def _places(scope: Scope, text: str) -> list[Found]:
    if not scope.may(FIND_PLACES):
        return []
    return [
        Found(kind=_("Place"), title=hit.name.text, language=hit.name.language, note=str(hit.place))
        for hit in find_places(text, limit=6)
    ]
