"""Setting and ending a protection flag. The audit holds the flag's id alone: its code may tell of an illness."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.access.queries import display_names
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.network.models import Country
from payvand.people.enums import Flag
from payvand.people.models import FlagReader, Person, ProtectionFlag
from payvand.people.policies import RESTRICTED_FLAGS, SET_FLAGS
from payvand.people.queries import flags_of
from payvand.people.services.writing import own_person, record_person_act

LONGEST_REASON = 2000


@transaction.atomic
def set_flag(
    *,
    scope: Scope,
    person: Person,
    code: str,
    reason: str,
    country: str = "",
    set_on: date | None = None,
    readers: Sequence[UUID] = (),
) -> ProtectionFlag:
    """Set a flag on a person.

    Args:
        scope: who sets it; for a restricted flag they stay among its readers.
        person: who is in danger.
        code: a `Flag`.
        reason: why, in words.
        country: ISO 3166-1 alpha-2 of the State whose authorities are meant; empty for every State.
        set_on: the day from which it holds, today if None.
        readers: users who may see a restricted flag; not used for others.

    Raises:
        InvalidInput: a value cannot stand; nothing was written.
        Refused: the flag stands already.
        NotAllowed: the Scope does not see the person, or may not set flags.
    """
    current = own_person(scope, person, SET_FLAGS)
    flag = ProtectionFlag(
        person=current,
        code=code,
        country=country,
        reason=reason.strip(),
        set_by_id=scope.user_id,
        set_on=set_on or timezone.localdate(),
    )
    _check(flag, readers)
    try:
        with transaction.atomic():
            flag.save()
    except IntegrityError as error:
        raise Refused(_("This concern is recorded already; it stands until somebody ends it.")) from error
    if code in RESTRICTED_FLAGS:
        named = {user for user in (scope.user_id, *readers) if user is not None}
        FlagReader.objects.bulk_create(FlagReader(flag=flag, user_id=user) for user in sorted(named))
    record_person_act(scope, "set_flag", current.pk, {"flag": flag.pk})
    return flag


@transaction.atomic
def end_flag(*, scope: Scope, flag: ProtectionFlag, reason: str) -> None:
    """End a flag: the danger is over, or never was. It stays in the person's history.

    Raises:
        InvalidInput: no reason.
        Refused: it was ended already.
        NotAllowed: the Scope may not see or set this flag.
    """
    current = own_person(scope, flag.person, SET_FLAGS)
    if flag.pk not in {known.pk for known in flags_of(scope, current, ended=True)}:
        raise NotAllowed(SET_FLAGS)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise InvalidInput({"reason": _("Write why it no longer holds, in at most 2,000 characters.")})
    row = ProtectionFlag.objects.select_for_update().get(pk=flag.pk)
    if row.ended_at is not None:
        raise Refused(_("This concern was ended already."))
    row.ended_at, row.ended_by_id, row.end_reason = timezone.now(), scope.user_id, reason.strip()
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record_person_act(scope, "end_flag", current.pk, {"flag": flag.pk})


def _check(flag: ProtectionFlag, readers: Sequence[UUID]) -> None:
    problems: dict[str, str] = {}
    if flag.code not in Flag.values:
        problems["code"] = _("Choose from the list.")
    if not flag.reason or len(flag.reason) > LONGEST_REASON:
        problems["reason"] = _("Write why, in at most 2,000 characters.")
    if flag.country and not Country.objects.filter(iso2=flag.country).exists():
        problems["country"] = _("Choose the country from the list.")
    if flag.set_on > timezone.localdate():
        problems["set_on"] = _("The day cannot lie in the future.")
    if set(readers) - display_names(readers).keys():
        problems["readers"] = _("There is no such user.")
    if problems:
        raise InvalidInput(problems)
