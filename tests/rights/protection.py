"""What the addresses of data protection need: closely kept records, requests, breaches, erasures."""

import datetime as dt

from django.utils import timezone

from payvand.people.models import Person
from payvand.people.services import NameInput, open_by_exception, register_person, remove_person, set_flag
from payvand.protection.models import CountryLaw
from payvand.protection.services import (
    load_laws,
    propose_erasure,
    record_advice,
    record_cannot_be_asked,
    report_breach,
    take_data_request,
)

SECRETS = ("Раҳимов Фаррух", "Пасбонов Нигаҳдор", "told the nurse", "the laptop of Kulob", "Ҳакимова")
REASON = "A child is in danger and nobody named answers"


def objects(cast):
    scopes = {name: cast.scope_for(user) for name, user in cast.users.items()}
    officer, dpo, head = scopes["tracing_officer"], scopes["data_protection_officer"], scopes["head_of_tracing"]
    caseworker = scopes["caseworker"]
    load_laws()
    told = {"advice": "Opinion 1", "advice_on": dt.date(2026, 1, 5), "advised_bases": ["public"]}
    record_advice(scope=dpo, law=CountryLaw.objects.get(country="TJ"), **told)

    def register(name, **facts):
        names = [NameInput(full_as_given=name)]
        return register_person(scope=officer, purpose="tracing", unit=cast.khatlon, names=names, **facts)

    person = register("Раҳимов Фаррух")
    kept, second = (register("Пасбонов Нигаҳдор", confidentiality=3) for _number in range(2))
    gone = register("Раҳимов Фаррух")
    remove_person(scope=officer, person=gone, reason="mistake")
    Person.objects.filter(pk=gone.pk).update(removed_at=timezone.now() - dt.timedelta(days=400))
    review_on = timezone.localdate() + dt.timedelta(days=30)
    return {
        "TJ": "TJ",
        "kind": "people.out_of_use",
        "person": person.pk,
        "kept": kept.pk,
        "gone": gone.pk,
        "flag": set_flag(scope=caseworker, person=person, code="asylum", reason="told the nurse").pk,
        "unasked": record_cannot_be_asked(
            scope=caseworker, person=person, reason="detained", basis="public", review_on=review_on
        ).pk,
        "opened": open_by_exception(scope=head, person_id=second.pk, reason=REASON).pk,
        "opened_by_officer": open_by_exception(scope=dpo, person_id=second.pk, reason=REASON).pk,
        "erasure": propose_erasure(scope=officer, person_id=person.pk, ground="request").pk,
        "request": take_data_request(
            scope=caseworker, kind="access", asked_by="Ҳакимова Мастона", person_ids=[person.pk]
        ).pk,
        "breach": report_breach(scope=scopes["field_volunteer"], kind="stolen", what="the laptop of Kulob").pk,
    }
