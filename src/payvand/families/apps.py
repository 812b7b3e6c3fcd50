from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from payvand.people.models import Consent


class FamiliesConfig(AppConfig):
    """What helps families beside the search: messages, calls, safe and well, reunion, children, the missing."""

    name = "payvand.families"
    label = "families"
    verbose_name = _("Families")

    def ready(self) -> None:
        """Give the roles their rights, take a place in the navigation, let each service register what it shows."""
        from payvand.access.roles import grant_all
        from payvand.families import policies
        from payvand.families.policies.messages import READ, VISIT
        from payvand.families.queries.messages import deliveries_in_hand
        from payvand.pages import navigation

        for table in policies.GRANTS:
            grant_all(table)
        navigation.register(
            navigation.NavigationEntry(_("Families"), "families:home", "heart-handshake", order=30, right=READ)
        )
        navigation.register(
            navigation.NavigationEntry(
                _("My deliveries"), "families:deliveries", "mail", order=40, right=VISIT, count=deliveries_in_hand
            )
        )
        _holding()
        _messages()
        _contact()
        _reunion()
        _missing()
        _attestations()


def _holding() -> None:
    """Answer for what the room keeps of people; attestations and photos answer for themselves."""
    from payvand.families.services import holding
    from payvand.protection import holders

    holders.register(
        holders.Holder(
            "families",
            erase=holding.erase,
            held_about=holding.held_about,
            retention=holding.retention,
            kinds=holding.KINDS,
        )
    )


def _messages() -> None:
    """Show messages on the page of a file, and let whoever reads a message read its scans."""
    from django.urls import reverse

    from payvand.core.scope import Scope
    from payvand.deadlines.kinds import DeadlineKind, register
    from payvand.families import sections
    from payvand.families.policies.messages import COLLECT, READ
    from payvand.families.queries.messages import messages_of_request, visible_messages
    from payvand.families.timers import TIMERS
    from payvand.files.policies import register_owner
    from payvand.tracing import panels
    from payvand.tracing.models import TracingRequest

    def may_read(scope: Scope, message_id: UUID) -> bool:
        return visible_messages(scope).filter(pk=message_id).exists()

    def page_of(scope: Scope, message_id: UUID) -> str:
        return reverse("families:message", args=[visible_messages(scope).get(pk=message_id).number])

    def new_message(_scope: Scope, request: TracingRequest) -> str:
        return reverse("families:collect_for_file", args=[request.number])

    def message_page(_subject: UUID, number: str) -> str:
        return reverse("families:message", args=[number])

    def known(scope: Scope) -> object:
        return visible_messages(scope).order_by().values("pk")

    for timer in TIMERS:
        register(DeadlineKind(timer.code, timer.label, timer.days, right=READ, url=message_page, visible=known))
    sections.register(sections.Section("families:desk", _("Red Cross messages"), order=10, right=READ))
    register_owner(
        "families.message",
        may_read,
        may_change=lambda scope, message_id: scope.may(COLLECT) and may_read(scope, message_id),
        url=page_of,
    )
    panels.register(
        panels.Panel(
            "messages",
            _("Red Cross messages"),
            "families/messages/_panel.html",
            messages_of_request,
            order=20,
            right=READ,
        )
    )
    panels.register_link(panels.FileLink("message", _("New Red Cross message"), new_message, order=20, right=COLLECT))


def _contact() -> None:
    """Show safe and well and calls in the tabs, and the calls of a file on its page."""
    from django.urls import reverse

    from payvand.core.scope import Scope
    from payvand.families import sections
    from payvand.families.policies.contact import MAKE_CALLS, READ_CALLS, READ_SAFE
    from payvand.families.queries.contact import calls_of_request
    from payvand.tracing import panels
    from payvand.tracing.models import TracingRequest

    def new_call(_scope: Scope, request: TracingRequest) -> str:
        return reverse("families:call_for_file", args=[request.number])

    sections.register(sections.Section("families:calls", _("Calls"), order=20, right=READ_CALLS))
    sections.register(sections.Section("families:safe_list", _("Safe and well"), order=30, right=READ_SAFE))
    panels.register(
        panels.Panel("calls", _("Calls"), "families/calls/_panel.html", calls_of_request, order=30, right=READ_CALLS)
    )
    panels.register_link(panels.FileLink("call", _("Record a call"), new_call, order=30, right=MAKE_CALLS))


def _missing() -> None:
    """Show the family on the page of a file, and register what is due with families of the missing."""
    from django.urls import reverse

    from payvand.core.scope import Scope
    from payvand.deadlines.kinds import DeadlineKind, register
    from payvand.families import sections
    from payvand.families.policies.missing import ACCOMPANY, READ
    from payvand.families.queries.missing import legal_steps, panel_of, visible_families
    from payvand.families.services.missing import holding
    from payvand.protection import holders
    from payvand.referrals.policies import REFER
    from payvand.tracing import panels
    from payvand.tracing.models import TracingRequest

    def families_of(scope: Scope) -> object:
        return visible_families(scope).order_by().values("pk")

    def steps_of(scope: Scope) -> object:
        return legal_steps(scope).order_by().values("pk")

    def page_of(_subject: UUID, number: str) -> str:
        return reverse("families:missing_family", args=[number])

    def refer_enquirer(_scope: Scope, request: TracingRequest) -> str:
        return reverse("referrals:refer", args=[request.enquirer_id])

    for code, label, days, visible in (
        ("families.assess_again", _("Assess the family's needs again"), 365, families_of),
        ("families.accompany", _("Visit or call the accompanied family"), 90, families_of),
        ("families.legal_step", _("Take the next legal step with the family"), 30, steps_of),
    ):
        register(DeadlineKind(code, label, days, right=READ, url=page_of, visible=visible))
    sections.register(sections.Section("families:missing", _("The missing"), order=60, right=READ))
    holders.register(holders.Holder("families_missing", erase=holding.erase, held_about=holding.held_about))
    panels.register(
        panels.Panel(
            "missing",
            _("The family"),
            "families/missing/_panel.html",
            panel_of,
            order=60,
            right=ACCOMPANY,
            side="right",
        )
    )
    panels.register_link(panels.FileLink("refer", _("Refer the enquirer"), refer_enquirer, order=60, right=REFER))


def _reunion() -> None:
    """Show reunifications and children in the tabs; let whoever sees one read its files."""
    from django.urls import reverse

    from payvand.core.scope import Scope
    from payvand.families import sections
    from payvand.families.policies.reunion import CARRY, OPEN, READ, SEE_CHILDREN
    from payvand.families.queries.reunion import visible_children, visible_reunifications
    from payvand.files.policies import register_owner
    from payvand.tracing import panels
    from payvand.tracing.models import TracingRequest

    def may_read(scope: Scope, file_id: UUID) -> bool:
        return visible_reunifications(scope).filter(pk=file_id).exists()

    def may_read_child(scope: Scope, case_id: UUID) -> bool:
        return visible_children(scope).filter(pk=case_id).exists()

    def page_of(scope: Scope, file_id: UUID) -> str:
        return reverse("families:reunion", args=[visible_reunifications(scope).get(pk=file_id).number])

    def page_of_child(scope: Scope, case_id: UUID) -> str:
        return reverse("families:child", args=[visible_children(scope).get(pk=case_id).number])

    def new_file(_scope: Scope, request: TracingRequest) -> str:
        return reverse("families:reunion_for_file", args=[request.number])

    sections.register(sections.Section("families:reunions", _("Reunification"), order=40, right=READ))
    sections.register(sections.Section("families:children", _("Children"), order=50, right=SEE_CHILDREN))
    register_owner(
        "families.reunification",
        may_read,
        may_change=lambda scope, file_id: scope.may(CARRY) and may_read(scope, file_id),
        url=page_of,
    )
    register_owner("families.child", may_read_child, url=page_of_child)
    panels.register_link(panels.FileLink("reunion", _("Reunification"), new_file, order=40, right=OPEN))


def _attestations() -> None:
    """Show attestations and photos in the tabs and on the page of a file; keep their papers and pictures to them."""
    from django.urls import reverse

    from payvand.core.scope import Scope
    from payvand.families import sections
    from payvand.families.enums.attestations import AttestationState, PhotoState
    from payvand.families.policies.attestations import APPROVE, PREPARE, PROPOSE_PHOTO, READ, READ_PHOTOS
    from payvand.families.queries.attestations import (
        attestations_of,
        photos_of,
        visible_attestations,
        visible_photos,
    )
    from payvand.families.services import attestation_holding
    from payvand.files.policies import register_owner
    from payvand.people.models import Consent
    from payvand.people.signals import people_changed
    from payvand.protection import holders
    from payvand.tracing import panels
    from payvand.tracing.models import TracingRequest

    def may_read_paper(scope: Scope, attestation_id: UUID) -> bool:
        return visible_attestations(scope).filter(pk=attestation_id).exists()

    def may_issue_paper(scope: Scope, attestation_id: UUID) -> bool:
        waiting = visible_attestations(scope, state=AttestationState.PREPARED).filter(pk=attestation_id)
        return scope.may(APPROVE) and waiting.exists()

    def may_read_photo(scope: Scope, photo_id: UUID) -> bool:
        return visible_photos(scope).filter(pk=photo_id).exists()

    def may_add_photo(scope: Scope, photo_id: UUID) -> bool:
        waiting = visible_photos(scope, state=PhotoState.PROPOSED).filter(pk=photo_id, photo=None)
        return scope.may(PROPOSE_PHOTO) and waiting.exists()

    def new_attestation(_scope: Scope, request: TracingRequest) -> str:
        return reverse("families:prepare_attestation", args=[request.number])

    def new_photo(_scope: Scope, request: TracingRequest) -> str:
        return reverse("families:propose_photo", args=[request.number])

    holders.register(
        holders.Holder("attestations", erase=attestation_holding.erase, held_about=attestation_holding.held_about)
    )
    register_owner("families.attestation", may_read_paper, may_change=may_issue_paper)
    register_owner("families.photo", may_read_photo, may_change=may_add_photo)
    people_changed.connect(_withdraw_photos, dispatch_uid="families.withdraw_photos")
    post_save.connect(_heed_consent, sender=Consent, dispatch_uid="families.heed_consent")
    sections.register(sections.Section("families:attestations", _("Attestations"), order=70, right=READ))
    sections.register(sections.Section("families:photos", _("Photos"), order=80, right=READ_PHOTOS))
    for code, label, template, data, order, right in (
        ("attestations", _("Attestations"), "families/attestations/_panel.html", attestations_of, 70, READ),
        ("photos", _("Published photos"), "families/photos/_panel.html", photos_of, 75, READ_PHOTOS),
    ):
        panels.register(panels.Panel(code, label, template, data, order=order, right=right, side="right"))
    panels.register_link(
        panels.FileLink("attestation", _("Prepare an attestation"), new_attestation, order=70, right=PREPARE)
    )
    panels.register_link(panels.FileLink("photo", _("Publish a photo"), new_photo, order=75, right=PROPOSE_PHOTO))


def _withdraw_photos(person_ids: list[UUID], **_more: Any) -> None:
    from payvand.families.services.photos import withdraw_for

    withdraw_for(person_ids)


def _heed_consent(instance: "Consent", **_more: Any) -> None:
    from payvand.people.enums import ConsentScope

    if instance.scope_code == ConsentScope.PUBLISH_PHOTO:
        _withdraw_photos([instance.person_id])
