"""The file that a person may ask for: everything that every room keeps about them, as JSON and as a paper."""

import io
import json
import zipfile
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import Refused
from payvand.core.scope import Scope
from payvand.pages.pdf import render
from payvand.protection.enums import Channel, RequestDecision, RequestKind
from payvand.protection.models import DataSubjectRequest, Disclosure
from payvand.protection.policies import DECIDE_REQUEST
from payvand.protection.queries.requests import held_sections

SUBJECT = "protection.DataSubjectRequest"


@transaction.atomic
def hand_over(*, scope: Scope, request: DataSubjectRequest) -> bytes:
    """Return the access file of a granted request, as a ZIP with `data.json` and `data.pdf`; the log remembers it.

    Raises:
        Refused: it is no request for access, or was not granted.
        NotAllowed: the Scope may not decide requests.
    """
    scope.require(DECIDE_REQUEST)
    row = DataSubjectRequest.objects.select_for_update().get(pk=request.pk)
    granted = {RequestDecision.GRANTED, RequestDecision.PARTLY}
    if row.kind != RequestKind.ACCESS or row.decision not in granted:
        raise Refused(_("Only the file of a request for access that was granted can be handed over."))
    person_ids = frozenset(row.subjects.values_list("person_id", flat=True))
    parts = [
        {"title": section.title, "rows": [dict(one) for one in section.rows]} for section in held_sections(person_ids)
    ]
    told = {
        "number": row.number,
        "organisation": settings.NODE_SETTINGS.node.organisation,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "parts": parts,
    }
    for person_id in person_ids:
        Disclosure.objects.create(
            person_id=person_id,
            channel=Channel.SUBJECT,
            recipient=row.number,
            fields=["all"],
            basis="legal",
            made_by_id=scope.user_id,
        )
    record_act(
        scope=scope,
        action="protection.hand_over",
        subject_type=SUBJECT,
        subject_id=row.pk,
        facts={"records": len(person_ids), "parts": len(parts)},
    )
    return _packed(told)


def _packed(told: dict[str, Any]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1))
        archive.writestr("data.pdf", render("protection/access_file", _paper(told)))
    return packed.getvalue()


def _paper(told: dict[str, Any]) -> dict[str, object]:
    return {
        "title": _("What is kept about you"),
        "number": told["number"],
        "organisation": told["organisation"],
        "language": translation.get_language() or "en",
        "notice": _(
            "Other people are named by their relation to you alone. You may have wrong facts corrected, object to a"
            " use, withdraw your consent, or ask that data are erased."
        ),
        "parts": [
            {
                "title": part["title"],
                "rows": [
                    [{"label": label, "value": value} for label, value in row.items() if value] for row in part["rows"]
                ],
            }
            for part in told["parts"]
        ],
    }
