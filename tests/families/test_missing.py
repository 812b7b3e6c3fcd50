"""Families of the missing: what they need, who accompanies them, what they ask of the law."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from payvand.audit.models import Act
from payvand.core.errors import Conflict, InvalidInput, NotAllowed, Refused
from payvand.core.partial_date import PartialDate
from payvand.deadlines.queries import visible_deadlines
from payvand.families.enums.missing import LegalKind, NeedArea
from payvand.families.models.missing import FamilyNeed, MissingFamily
from payvand.families.queries import missing as queries
from payvand.families.services import missing as services
from payvand.families.services.missing.needs import SERVICE_OF
from payvand.people.enums import ConsentScope, ConsentState
from payvand.people.models import Person
from payvand.protection.holders import holders
from payvand.tracing import services as tracing

HEADS = {"women": 2, "men": 0, "girls": 1, "boys": 3}
MOST_QUERIES = 16  # of the list or of one family, with what stands around it


@pytest.fixture
def scope(cast):
    return cast.scope_for(cast.caseworker)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def file(cast):
    """A request for a man who is missing since the war; his mother asks."""

    def taken(name="Раҳимов Фаррух"):
        return tracing.take_request(
            scope=cast.scope_for(cast.caseworker),
            unit=cast.khatlon,
            sought=tracing.ToldPerson(full_name=name, birth=PartialDate.parse("1970"), sex="male"),
            enquirer=tracing.ToldEnquirer(
                full_name="Раҳимова Зайнаб",
                relation="mother",
                consents={ConsentScope.SEARCH_INTERNAL.value: ConsentState.GIVEN},
            ),
            account=tracing.Account(received_on=date(2026, 5, 21)),
        )

    return taken


@pytest.fixture
def family(file, scope):
    def opened(**_changes):
        return services.open_family(scope=scope, request=file())

    return opened


@pytest.fixture
def accompanied(family, scope, today):
    return services.begin_accompaniment(
        scope=scope, family=family(), focal_person_id=None, heads=HEADS, begins=today - timedelta(days=10)
    )


def assess(scope, family, *needs, **said):
    account = services.Account(**{"assessed_on": timezone.localdate(), "women": 1, **said})
    return services.record_assessment(
        scope=scope, family=family, account=account, needs=dict.fromkeys(needs, "Нафақа нест")
    )


def waited_for(scope):
    return sorted(visible_deadlines(scope).values_list("kind", flat=True))


def test_a_file_of_a_family_is_opened_once(file, scope):
    request = file()
    first = services.open_family(scope=scope, request=request)
    assert services.open_family(scope=scope, request=request).pk == first.pk
    assert (MissingFamily.objects.count(), first.number) == (1, f"TJ-FM-{timezone.localdate().year}-0001")


@pytest.mark.parametrize("user", ["other_caseworker", "kulob_caseworker", "field_volunteer", "partner_viewer"])
def test_strangers_neither_see_nor_open_it(file, family, cast, user):
    opened = family()
    stranger = cast.scope_for(getattr(cast, user))
    assert not queries.visible_families(stranger).exists()
    with pytest.raises(NotAllowed):
        services.open_family(scope=stranger, request=opened.request)
    with pytest.raises(NotAllowed):
        assess(stranger, opened, "legal")


def test_a_protected_file_takes_the_family_out_of_sight(family, cast):
    opened = family()
    Person.objects.filter(pk=opened.request.sought.person_id).update(confidentiality=3)
    assert not queries.visible_families(cast.scope_for(cast.tracing_officer)).exists()


def test_words_are_kept_sealed_and_stay_out_of_the_audit(family, scope):
    kept = assess(scope, family(), "legal", told="Гуфтанд, ки мурдааст", strain=8, income_change="lost")
    assert (kept.told, kept.strain, kept.people) == ("Гуфтанд, ки мурдааст", 8, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT told FROM families_needsassessment")
        assert "Гуфтанд" not in cursor.fetchone()[0]
    assert "Гуфтанд" not in str(list(Act.objects.values()))
    assert waited_for(scope) == ["families.assess_again"]


@pytest.mark.parametrize(
    "said", [{"strain": 11}, {"strain": -1}, {"income_change": "riches"}, {"assessed_on": date(2999, 1, 1)}]
)
def test_what_cannot_be_an_assessment(family, scope, said):
    with pytest.raises(InvalidInput):
        assess(scope, family(), **said)


def test_every_need_has_a_service_of_the_directory():
    assert set(SERVICE_OF) == set(NeedArea)


def test_a_need_becomes_one_referral(family, scope):
    assess(scope, family(), "economic", "legal")
    need = FamilyNeed.objects.get(area="economic")
    referral = services.refer_need(scope=scope, need=need, provider_text="Кумитаи шуғл")
    assert (referral.need, referral.need_text, referral.subject_id) == ("economic", "Нафақа нест", need.pk)
    assert referral.person.shown_name == "Раҳимова Зайнаб"
    with pytest.raises(Refused):
        services.refer_need(scope=scope, need=need, provider_text="Кумитаи шуғл")
    assert [row.pk for row in queries.listed_families(scope, state="open_needs")] == [need.assessment.family_id]


def test_accompaniment_begins_changes_and_ends(accompanied, cast, scope, today):
    assert (accompanied.is_accompanied, accompanied.people, accompanied.focal_person_id) == (True, 6, scope.user_id)
    assert waited_for(scope) == ["families.accompany"]
    officer = cast.tracing_officer
    changed = services.begin_accompaniment(
        scope=scope, family=accompanied, focal_person_id=officer.pk, heads={"women": 1}
    )
    assert (changed.accompanied_from, changed.people, changed.focal_person_id) == (
        today - timedelta(days=10),
        1,
        officer.pk,
    )
    assert visible_deadlines(scope).get().officer_id == officer.pk
    ended = services.end_accompaniment(scope=scope, family=accompanied)
    assert (ended.is_accompanied, ended.accompanied_until, waited_for(scope)) == (False, today, [])
    with pytest.raises(Refused):
        services.end_accompaniment(scope=scope, family=accompanied)


@pytest.mark.parametrize("heads", [{}, {"women": 0}, {"women": 3, "men": -1}])
def test_somebody_is_accompanied(family, scope, heads):
    with pytest.raises(InvalidInput):
        services.begin_accompaniment(scope=scope, family=family(), focal_person_id=None, heads=heads)


def hold(scope, family, **changes):
    told = {"kind": "visit", "held_on": timezone.localdate(), "areas": ["to_know"], "heads": HEADS, **changes}
    return services.record_session(scope=scope, family=family, **told)


def test_a_visit_counts_who_came_and_moves_the_next_one(accompanied, scope, today):
    session = hold(scope, accompanied, held_on=today - timedelta(days=5), note="Гиря кард")
    assert (session.people, session.area_labels) == (6, ["To know what happened"])
    assert visible_deadlines(scope).get().start == today - timedelta(days=5)


@pytest.mark.parametrize(
    "changes",
    [{"kind": "party"}, {"areas": []}, {"areas": ["money"]}, {"heads": {}}, {"held_on": date(2999, 1, 1)}],
)
def test_what_cannot_be_a_session(accompanied, scope, changes):
    with pytest.raises(InvalidInput):
        hold(scope, accompanied, **changes)


def test_nobody_is_visited_before_the_programme_began(accompanied, family, scope, today):
    with pytest.raises(Refused):
        hold(scope, accompanied, held_on=today - timedelta(days=11))
    with pytest.raises(Refused):
        hold(scope, family())


def legal(**changes):
    return services.LegalFacts(**{"kind": LegalKind.ABSENCE, **changes})


def test_a_certificate_of_absence_is_followed_to_its_end(family, scope, today):
    opened = family()
    step = services.add_legal_step(
        scope=scope,
        family=opened,
        facts=legal(authority="Суди ноҳия", next_step="Ду шоҳид", next_on=today + timedelta(days=9)),
    )
    deadline = visible_deadlines(scope).get()
    assert (deadline.kind, deadline.due, deadline.number) == (
        "families.legal_step",
        today + timedelta(days=9),
        opened.number,
    )
    facts = legal(state="granted", filed_on=today - timedelta(days=90), decided_on=today, reference="12/7")
    granted = services.change_legal_step(scope=scope, step=step, facts=facts, expected_version=1)
    assert (granted.is_open, granted.reference, waited_for(scope)) == (False, "12/7", [])
    assert [row.pk for row in queries.listed_families(scope, state="open_law")] == []
    with pytest.raises(Conflict):
        services.change_legal_step(scope=scope, step=step, facts=facts, expected_version=1)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "magic"},
        {"state": "magic"},
        {"state": "granted"},
        {"filed_on": date(2999, 1, 1)},
        {"filed_on": date(2026, 2, 2), "decided_on": date(2026, 2, 1)},
        {"next_on": date(2026, 2, 2)},
    ],
)
def test_what_cannot_be_a_legal_step(family, scope, changes):
    with pytest.raises(InvalidInput):
        services.add_legal_step(scope=scope, family=family(), facts=legal(**changes))


def test_pages_lead_from_the_file_to_the_needs_and_the_law(file, cast, today):
    browser = cast.client_of(cast.caseworker)
    request = file()
    assert "Open the file of the family" in browser.get(f"/tracing/{request.number}/").content.decode()
    page = browser.post(f"/families/missing/for/{request.number}/").headers["Location"]
    assert "Not assessed yet" in browser.get(page).content.decode()
    heads = dict.fromkeys(HEADS, "1")
    said = {"assessed_on": today.isoformat(), "legal": "Хона ба номи ӯ", "needs": ["legal"], **heads}
    assert browser.post(f"{page}assess/", said | {"strain": "50"}).status_code == 422
    assert browser.post(f"{page}assess/", said).status_code == 302
    need = FamilyNeed.objects.get()
    assert need.text == "Хона ба номи ӯ"
    offered = {"provider_text": "Бюрои ҳуқуқӣ", "form_token": uuid.uuid4()}
    assert browser.post(f"{page}needs/{need.pk}/", offered).status_code == 302
    assert browser.get(f"{page}needs/{need.pk}/").status_code == 404
    assert browser.post(f"{page}accompany/", heads | {"begins": today.isoformat()}).status_code == 302
    visit = {"held_on": today.isoformat(), "kind": "visit", "areas": ["to_know"], **heads}
    assert browser.post(f"{page}sessions/", visit).status_code == 302
    assert browser.post(f"{page}law/", {"kind": "absence", "state": "planned"}).status_code == 302
    assert browser.post(f"{page}end/", {"ends": today.isoformat()}).status_code == 302
    shown = browser.get(page).content.decode()
    assert [word for word in ("Хона ба номи ӯ", "Certificate of absence", "Visit at home") if word not in shown] == []
    assert browser.get("/families/missing/?state=ended").context["page"].paginator.count == 1
    assert browser.get("/families/missing/?state=accompanied").context["page"].paginator.count == 0


def test_lists_ask_as_often_with_three_rows_as_with_one(file, scope, cast, today):
    browser = cast.client_of(cast.caseworker)

    def more(name):
        family = services.open_family(scope=scope, request=file(name))
        services.begin_accompaniment(scope=scope, family=family, focal_person_id=None, heads=HEADS)
        return family

    def asked(address):
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return len(captured)

    family = more("Раҳимов Фаррух")
    page = f"/families/missing/{family.number}/"
    assess(scope, family, "legal")
    hold(scope, family)
    one = asked("/families/missing/"), asked(page)
    more("Раҳимов Саид")
    more("Раҳимов Умед")
    assess(scope, family, "legal", "economic", "health")
    hold(scope, family)
    hold(scope, family)
    assert one == (asked("/families/missing/"), asked(page))
    assert max(one) <= MOST_QUERIES


def test_erasure_takes_the_words_and_keeps_what_figures_count(accompanied, scope):
    assess(scope, accompanied, "legal", told="Гуфтанд, ки мурдааст")
    hold(scope, accompanied, note="Гиря кард")
    services.add_legal_step(scope=scope, family=accompanied, facts=legal(authority="Суд", reference="12/7"))
    holder = next(holder for holder in holders() if holder.room == "families_missing")
    enquirer, sought = accompanied.request.enquirer_id, accompanied.request.sought.person_id
    assert list(holder.held_about(frozenset({sought}))) == []
    said, asked = holder.held_about(frozenset({enquirer}))
    assert "Гуфтанд, ки мурдааст" in said.rows[0].values()
    assert asked.rows[0]["Authority or court"] == "Суд"
    assert holder.erase(sought) == {
        "families.NeedsAssessment": 1,
        "families.FamilyNeed": 1,
        "families.AccompanimentSession": 1,
        "families.LegalStep": 1,
    }
    assert holder.erase(enquirer) == {}
    kept = queries.family_card(accompanied)
    assert (kept.latest.told, kept.latest.people, kept.sessions[0].note, kept.sessions[0].people) == ("", 1, "", 6)
