"""Every step from every state; consent for the named provider; the loop that is closed by asking the person."""

import pytest

from payvand.audit.models import Act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.deadlines.queries import visible_deadlines
from payvand.protection.models import Disclosure
from payvand.referrals import policies, queries, services
from payvand.referrals.enums import ReferralState, ReferralStep
from payvand.referrals.models import Referral, ReferralEvent

REASONS = {ReferralStep.REFUSE: {"reason": "full"}, ReferralStep.NOT_SERVE: {"reason": "no_show"}}
ALLOWED = {
    "offered": {"send": "sent", "decline": "declined"},
    "sent": {
        "accept": "accepted",
        "refuse": "refused",
        "serve": "served",
        "not_serve": "not_served",
        "no_feedback": "unknown",
        "decline": "declined",
    },
    "accepted": {"serve": "served", "not_serve": "not_served", "no_feedback": "unknown", "decline": "declined"},
    "unknown": {"accept": "accepted", "refuse": "refused", "serve": "served", "not_serve": "not_served"},
    "declined": {},
    "refused": {},
    "served": {},
    "not_served": {},
}


@pytest.fixture
def scope(cast):
    return cast.scope_for(cast.caseworker)


def put_in(referral, state):
    Referral.objects.filter(pk=referral.pk).update(state=state)
    referral.refresh_from_db()


@pytest.mark.parametrize("state", ReferralState.values)
def test_every_step_from_every_state(referred, scope, state):
    referral = referred()
    for step in ReferralStep:
        put_in(referral, state)
        target = ALLOWED[state].get(step)
        assert (step in policies.open_steps(scope, referral)) == (target is not None)
        if target is None:
            with pytest.raises(Refused):
                services.STEPS[step](scope=scope, referral=referral, **REASONS.get(step, {}))
        else:
            moved = services.STEPS[step](scope=scope, referral=referral, **REASONS.get(step, {}))
            assert moved.state == target


def test_nothing_is_told_without_consent_for_this_very_provider(referred, agree, person, scope):
    referral = referred()
    agree(person, "Another one")
    with pytest.raises(Refused):
        services.send_referral(scope=scope, referral=referral, told=["names", "contact"])
    assert (Disclosure.objects.count(), Referral.objects.get().state) == (0, "offered")
    agree(person, referral.provider_name)
    sent = services.send_referral(scope=scope, referral=referral, told=["names", "contact"])
    disclosure = Disclosure.objects.get()
    assert (sent.state, sent.told) == ("sent", ["contact", "names"])
    assert (disclosure.recipient, disclosure.fields) == (referral.provider_name, ["contact", "names"])


def test_a_withdrawn_yes_is_none(referred, agree, person, scope):
    referral = referred()
    agree(person, referral.provider_name)
    agree(person, referral.provider_name, state="refused")
    with pytest.raises(Refused):
        services.send_referral(scope=scope, referral=referral, told=["names"])


def test_who_goes_by_themself_needs_no_consent_and_nothing_leaves(referred, scope):
    assert services.send_referral(scope=scope, referral=referred()).told == []
    assert Disclosure.objects.count() == 0


def test_a_provider_that_no_directory_knows_is_asked_for_by_name_too(referred, agree, person, scope):
    referral = referred(provider_text="Clinic of Vose")
    agree(person, "Clinic of Vose")
    assert services.send_referral(scope=scope, referral=referral, told=["need"]).state == "sent"


def test_what_is_told_is_a_code(referred, scope):
    with pytest.raises(InvalidInput):
        services.send_referral(scope=scope, referral=referred(), told=["everything"])


@pytest.mark.parametrize("step", [ReferralStep.REFUSE, ReferralStep.NOT_SERVE])
@pytest.mark.parametrize("reason", ["", "because", "full no_show"])
def test_a_reason_fits_its_step(referred, scope, step, reason):
    referral = referred()
    put_in(referral, "sent")
    with pytest.raises(InvalidInput):
        services.STEPS[step](scope=scope, referral=referral, reason=reason)


def waited_for(scope):
    return list(visible_deadlines(scope).values_list("kind", flat=True))


def test_each_state_waits_for_its_own_thing(referred, scope):
    referral = referred()
    assert waited_for(scope) == ["referrals.send"]
    services.send_referral(scope=scope, referral=referral)
    assert waited_for(scope) == ["referrals.answer"]
    services.record_accepted(scope=scope, referral=referral)
    assert waited_for(scope) == ["referrals.outcome"]
    services.record_served(scope=scope, referral=referral)
    assert waited_for(scope) == ["referrals.outcome"]
    with pytest.raises(InvalidInput):
        services.record_feedback(scope=scope, referral=referral, helped="")
    closed = services.record_feedback(scope=scope, referral=referral, helped="partly", feedback="Навбат дароз")
    assert (closed.helped, closed.feedback, waited_for(scope)) == ("partly", "Навбат дароз", [])


def test_the_person_is_asked_only_when_it_came_to_something(referred, scope):
    with pytest.raises(Refused):
        services.record_feedback(scope=scope, referral=referred(), helped="yes")


def test_every_step_leaves_a_line_and_an_act_without_words(referred, scope):
    referral = referred(need_text="Мероси падар")
    services.send_referral(scope=scope, referral=referral, note="Рафт")
    services.record_refused(scope=scope, referral=referral, reason="full", note="Ҷой нест")
    lines = list(ReferralEvent.objects.order_by("pk").values_list("step", "note"))
    assert lines == [("", ""), ("send", "Рафт"), ("refuse", "Ҷой нест")]
    acts = Act.objects.filter(action__startswith="referrals.").exclude(action="referrals.add_provider")
    assert list(acts.order_by("number").values_list("action", flat=True)) == [
        "referrals.refer",
        "referrals.send",
        "referrals.refuse",
    ]
    assert [word for word in ("Мерос", "Рафт", "Ҷой", "ҳуқуқӣ") if word in str(list(acts.values()))] == []


@pytest.mark.parametrize("user", ["other_caseworker", "kulob_caseworker", "field_volunteer", "programme_colleague"])
def test_strangers_neither_see_nor_move_it(referred, cast, user):
    referral = referred()
    scope = cast.scope_for(getattr(cast, user))
    assert not queries.visible_referrals(scope).exists()
    with pytest.raises(NotAllowed):
        services.decline_referral(scope=scope, referral=referral)


def test_a_protected_person_takes_the_referral_out_of_sight(referred, person, cast):
    from payvand.people.models import Person

    referred()
    Person.objects.filter(pk=person.pk).update(confidentiality=3)
    assert not queries.visible_referrals(cast.scope_for(cast.tracing_officer)).exists()
    assert waited_for(cast.scope_for(cast.tracing_officer)) == []
