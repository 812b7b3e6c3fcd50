"""Attestations: prepared by one, issued or declined by another, revoked with a reason; never issued differently."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.scope import Scope
from payvand.families.enums.attestations import AttestationAsker, AttestationKind, AttestationState
from payvand.families.models import Attestation
from payvand.families.policies import attestations as policies
from payvand.families.queries.attestations import attestation_of_form
from payvand.families.services.numbers import next_number
from payvand.files.services import keep_file
from payvand.network.queries import own_organisation
from payvand.pages.pdf import render
from payvand.pages.qr import qr_svg
from payvand.protection.enums import Channel
from payvand.protection.services import record_disclosure
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import visible_requests

SUBJECT = "families.attestation"
_NUMBER_CODE = "ATT"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationFacts:
    """What an attestation says and who asks for it; `Attestation` says what each value means."""

    kind: str
    asker: str
    asker_name: str
    asked_on: date
    statement: str
    archive_reference: str
    language: str
    asker_relation: str = ""

    def check(self) -> None:
        """Say at its field what is missing.

        Raises:
            InvalidInput: nobody asks, or the archive says nothing.
        """
        problems = {}
        if self.asked_on > timezone.localdate():
            problems["asked_on"] = _("This day has not come yet. Write the day on which it was asked for.")
        if self.asker == AttestationAsker.FAMILY and not self.asker_relation:
            problems["asker_relation"] = _("Write what the one who asks is to the person.")
        if not self.asker_name.strip():
            problems["asker_name"] = _("Write who asks: an attestation is given to nobody else.")
        if not self.statement.strip():
            problems["statement"] = _("Write what the archive says, and nothing that it does not say.")
        if not self.archive_reference.strip():
            problems["archive_reference"] = _("Write where it stands: the second person looks it up before approving.")
        if problems:
            raise InvalidInput(problems)


def prepare_attestation(
    *, scope: Scope, request: TracingRequest, facts: AttestationFacts, form_token: UUID | None = None
) -> Attestation:
    """Prepare an attestation about the person of a file; sent twice with the same token it is made once.

    Raises:
        NotAllowed: the file is out of reach, or attestations may not be prepared.
        InvalidInput: something is missing.
    """
    scope.require(policies.PREPARE)
    if not visible_requests(scope).filter(pk=request.pk).exists():
        raise NotAllowed(policies.PREPARE)
    facts.check()
    with transaction.atomic():
        if form_token and (made := attestation_of_form(form_token)):
            return made
        row = Attestation.objects.create(
            **next_number(_NUMBER_CODE),
            form_token=form_token,
            person=request.sought.person,
            request=request,
            unit=request.unit,
            prepared_by_id=scope.user_id,
            **{name: getattr(facts, name) for name in AttestationFacts.__dataclass_fields__},
        )
        _record(scope, "prepare_attestation", row, kind=row.kind, asker=row.asker)
    return row


def issue_attestation(*, scope: Scope, attestation: Attestation) -> Attestation:
    """Approve an attestation that somebody else prepared: the paper is made once and kept.

    Raises:
        NotAllowed: it is out of reach or decided, or this person prepared it.
        Refused: the person has not agreed that the family is told, or is protected.
    """
    _require(policies.may_decide(scope, attestation))
    with transaction.atomic():
        _disclose(scope, attestation)
        attestation.state, attestation.decided_by_id = AttestationState.ISSUED, scope.user_id
        attestation.issued_on = timezone.localdate()
        paper = render("families/attestation", paper_of(attestation))
        attestation.paper_hash = hashlib.sha256(paper).hexdigest()
        attestation.paper = keep_file(
            scope=scope, upload=paper, name=attestation.number, owner=(SUBJECT, attestation.pk), kind="attestation"
        )
        attestation.save_changes("state", "decided_by", "issued_on", "paper_hash", "paper")
        _record(scope, "issue_attestation", attestation, paper=attestation.paper_hash)
    return attestation


def decline_attestation(*, scope: Scope, attestation: Attestation, reason: str) -> Attestation:
    """Decline an attestation that somebody else prepared, with the reason.

    Raises:
        NotAllowed: it is out of reach or decided, or this person prepared it.
        InvalidInput: no reason is given.
    """
    _require(policies.may_decide(scope, attestation))
    return _end(scope, attestation, AttestationState.DECLINED, reason, "decline_attestation")


def revoke_attestation(*, scope: Scope, attestation: Attestation, reason: str) -> Attestation:
    """Revoke what was issued: its number stays in the register, with the reason.

    Raises:
        NotAllowed: it is out of reach, or not issued.
        InvalidInput: no reason is given.
    """
    _require(policies.may_revoke(scope, attestation))
    return _end(scope, attestation, AttestationState.REVOKED, reason, "revoke_attestation")


def paper_of(attestation: Attestation) -> dict[str, Any]:
    """Return what is printed: what the archive says of whom, for whom, by whom; in the language of the paper."""
    person = attestation.person
    with override(attestation.language):
        facts = [
            (_("About whom"), person.shown_name),
            (_("Born"), person.birth.display(attestation.language) if person.birth else ""),
            (_("Place of birth"), person.birth_place_text),
            (_("Given to"), attestation.asker_name),
            (_("Relation"), attestation.get_asker_relation_display() or str(attestation.get_asker_display())),
        ]
        return {
            "language": attestation.language,
            "organisation": own_organisation().name,
            "title": _("Attestation"),
            "number": attestation.number,
            "kind": str(attestation.get_kind_display()),
            "facts": [{"label": label, "value": value} for label, value in facts],
            "statement_title": _("The archive holds the following information"),
            "statement": attestation.statement,
            "small": _(
                "Issued free of charge, at the request of the person or the family, for humanitarian purposes. It says"
                " what the archive holds on the day of issue; it is no proof of identity, of nationality, or of death"
                " before the law. Ask the issuing Society whether the number is valid."
            ),
            "issued": _("Issued on"),
            "date": f"{attestation.issued_on:%d.%m.%Y}" if attestation.issued_on else "",
            "signature": _("Name, signature and stamp"),
            "qr": qr_svg(attestation.number),
        }


def _disclose(scope: Scope, attestation: Attestation) -> None:
    """Check and log that something leaves; of the dead nobody's consent is left to be asked."""
    if attestation.kind == AttestationKind.DEATH:
        return
    to_subject = attestation.asker == AttestationAsker.PERSON
    record_disclosure(
        scope=scope,
        person=attestation.person,
        recipient="subject" if to_subject else "enquirer",
        fields=("names", "birth", "attestation"),
        channel=Channel.SUBJECT if to_subject else Channel.ENQUIRER_FATE,
    )


def _end(scope: Scope, attestation: Attestation, state: AttestationState, reason: str, action: str) -> Attestation:
    if not reason.strip():
        raise InvalidInput({"reason": _("Write why, in a sentence that a colleague understands in ten years.")})
    with transaction.atomic():
        attestation.state, attestation.reason = state, reason.strip()
        attestation.ended_by_id, attestation.ended_at = scope.user_id, timezone.now()
        attestation.save_changes("state", "reason", "ended_by", "ended_at")
        _record(scope, action, attestation)
    return attestation


def _require(allowed: bool) -> None:  # noqa: FBT001 — reads as a sentence
    if not allowed:
        raise NotAllowed(policies.APPROVE)


def _record(scope: Scope, action: str, row: Attestation, **facts: Any) -> None:
    said = {"number": row.number, **facts}
    record_act(scope=scope, action=f"families.{action}", subject_type=SUBJECT, subject_id=row.pk, facts=said)
