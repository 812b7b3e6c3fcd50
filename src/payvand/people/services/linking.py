"""The finding that two records are the same human: restricted, reasoned, undone as easily; nothing is merged."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.people.models import Person, SamePersonLink
from payvand.people.policies import LINK
from payvand.people.queries import visible_people
from payvand.people.services.writing import record_person_act


def link_same_person(*, scope: Scope, one: Person, other: Person, reason: str) -> SamePersonLink:
    """Link two records that are the same human, also across purposes. Neither record changes.

    Raises:
        InvalidInput: no reason, or twice the same record.
        Refused: the two are linked already.
        NotAllowed: the Scope does not see both records, or may not link.
    """
    scope.require(LINK)
    if one.pk == other.pk:
        raise InvalidInput({"other": _("Choose another record: this is the same one.")})
    if not reason.strip():
        raise InvalidInput({"reason": _("Write why the two records are the same person.")})
    if visible_people(scope).filter(pk__in=[one.pk, other.pk]).count() != len({one.pk, other.pk}):
        raise NotAllowed(LINK)
    left, right = sorted((one, other), key=lambda person: person.pk)
    try:
        with transaction.atomic():
            link = SamePersonLink.objects.create(
                left=left, right=right, reason=reason.strip()[:500], linked_by_id=scope.user_id
            )
            for person, linked in ((left, right), (right, left)):
                record_person_act(scope, "link_same_person", person.pk, {"link": link.pk, "other": linked.pk})
    except IntegrityError as error:
        raise Refused(_("These two records are linked already.")) from error
    return link


@transaction.atomic
def unlink_same_person(*, scope: Scope, link: SamePersonLink, reason: str = "") -> None:
    """Take such a finding back; the row stays with who undid it and why.

    Raises:
        Refused: it was undone already.
        NotAllowed: the Scope does not see both records, or may not link.
    """
    scope.require(LINK)
    if visible_people(scope).filter(pk__in=[link.left_id, link.right_id]).count() != len({link.left_id, link.right_id}):
        raise NotAllowed(LINK)
    undone = SamePersonLink.objects.filter(pk=link.pk, undone_at=None).update(
        undone_at=timezone.now(), undone_by_id=scope.user_id, undo_reason=reason.strip()[:500]
    )
    if not undone:
        raise Refused(_("This link was undone already."))
    for person_id in (link.left_id, link.right_id):
        record_person_act(scope, "unlink_same_person", person_id, {"link": link.pk})
