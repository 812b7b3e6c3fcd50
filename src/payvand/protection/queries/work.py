"""What waits for those who look after data protection; `web` puts it on my work today."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from payvand.core.scope import Scope
from payvand.core.work import DueItem, Tile, Work
from payvand.people.queries import to_review
from payvand.protection.enums import ErasureState
from payvand.protection.models import Breach, DataSubjectRequest, Erasure
from payvand.protection.policies import DECIDE_ERASURE, DECIDE_REQUEST, KEEP_BREACHES, OVERSEE

_MOST = 8


def due_work(scope: Scope) -> Work:
    """Return what waits: accesses by exception to review, erasures, requests, breaches; a number and no name each."""
    if not scope.may(OVERSEE):
        return Work()
    parts = [_exceptions(scope), _erasures(scope), _requests(scope), _breaches(scope)]
    return Work(
        tiles=tuple(tile for part in parts for tile in part.tiles),
        due=tuple(item for part in parts for item in part.due),
    )


def _exceptions(scope: Scope) -> Work:
    waiting = to_review(scope)
    shown = list(waiting[:_MOST])
    if not shown:
        return Work()
    count = waiting.count()
    label = ngettext("access by exception to review", "accesses by exception to review", count)
    tile = Tile(figure=count, label=label, url=reverse("protection:exceptions"), tone="danger")
    return Work(
        tiles=(tile,),
        due=tuple(
            DueItem(
                title=_("Opened by exception"),
                subject=one.user.full_name,
                what=_("Read the reason and judge it"),
                url=reverse("protection:review", args=[one.pk]),
                since=one.created_at,
                pressing=True,
            )
            for one in shown
        ),
    )


def _erasures(scope: Scope) -> Work:
    if not scope.may(DECIDE_ERASURE):
        return Work()
    waiting = Erasure.objects.filter(state=ErasureState.PROPOSED)
    if scope.user_id is not None:
        waiting = waiting.exclude(proposed_by_id=scope.user_id)
    count = waiting.count()
    if not count:
        return Work()
    label = ngettext("erasure waits for a second person", "erasures wait for a second person", count)
    return Work(tiles=(Tile(figure=count, label=label, url=reverse("protection:erasures"), tone="amber"),))


def _requests(scope: Scope) -> Work:
    if not scope.may(DECIDE_REQUEST):
        return Work()
    waiting = DataSubjectRequest.objects.filter(decision="")
    count = waiting.count()
    if not count:
        return Work()
    late = waiting.filter(due_on__lt=timezone.localdate()).count()
    label = ngettext("request about own data", "requests about own data", count)
    note = _("%(count)s late") % {"count": late} if late else ""
    tone = "danger" if late else ""
    return Work(tiles=(Tile(figure=count, label=label, url=reverse("protection:requests"), note=note, tone=tone),))


def _breaches(scope: Scope) -> Work:
    if not scope.may(KEEP_BREACHES):
        return Work()
    count = Breach.objects.filter(closed_at=None).count()
    if not count:
        return Work()
    label = ngettext("open breach", "open breaches", count)
    return Work(tiles=(Tile(figure=count, label=label, url=reverse("protection:breaches"), tone="danger"),))
