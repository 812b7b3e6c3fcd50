"""Every state of a message × every step: taken to where the table says, or refused and nothing written."""

import pytest

from payvand.audit.models import Act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.families.enums.messages import FailReason, MessageState, MessageStep
from payvand.families.models import MessageEntry, RedCrossMessage
from payvand.families.policies import messages as policies
from payvand.families.services import messages as services
from payvand.families.services.messages.table import STEPS

S, T = MessageState, MessageStep

# Where each step leads from each state in which it may be taken; all others are refused.
EXPECTED = {
    (S.COLLECTED, T.CHECK): S.CHECKED,
    (S.COLLECTED, T.RETURN): S.RETURNED,
    (S.COLLECTED, T.WITHDRAW): S.WITHDRAWN,
    (S.RETURNED, T.REWRITE): S.COLLECTED,
    (S.RETURNED, T.WITHDRAW): S.WITHDRAWN,
    (S.CHECKED, T.TRANSLATE): S.TRANSLATED,
    (S.CHECKED, T.FORWARD): S.FORWARDED,
    (S.CHECKED, T.DELIVER_HERE): S.RECEIVED,
    (S.CHECKED, T.CENSOR): S.CENSORED,
    (S.CHECKED, T.WITHDRAW): S.WITHDRAWN,
    (S.TRANSLATED, T.TRANSLATE): S.TRANSLATED,
    (S.TRANSLATED, T.FORWARD): S.FORWARDED,
    (S.TRANSLATED, T.DELIVER_HERE): S.RECEIVED,
    (S.TRANSLATED, T.CENSOR): S.CENSORED,
    (S.TRANSLATED, T.WITHDRAW): S.WITHDRAWN,
    (S.FORWARDED, T.RECEIVE): S.RECEIVED,
    (S.FORWARDED, T.DISTRIBUTE): S.DISTRIBUTED,
    (S.FORWARDED, T.UNDELIVERABLE): S.UNDELIVERABLE,
    (S.FORWARDED, T.REFUSE): S.REFUSED,
    (S.FORWARDED, T.CENSOR): S.CENSORED,
    (S.RECEIVED, T.TRANSLATE): S.RECEIVED,
    (S.RECEIVED, T.HAND_OUT): S.OUT,
    (S.RECEIVED, T.DISTRIBUTE): S.DISTRIBUTED,
    (S.RECEIVED, T.UNDELIVERABLE): S.UNDELIVERABLE,
    (S.RECEIVED, T.REFUSE): S.REFUSED,
    (S.RECEIVED, T.CENSOR): S.CENSORED,
    (S.OUT, T.DISTRIBUTE): S.DISTRIBUTED,
    (S.OUT, T.UNDELIVERABLE): S.UNDELIVERABLE,
    (S.OUT, T.REFUSE): S.REFUSED,
    (S.OUT, T.CENSOR): S.CENSORED,
    (S.DISTRIBUTED, T.COLLECT_REPLY): S.REPLY_COLLECTED,
    (S.UNDELIVERABLE, T.TRY_AGAIN): S.RECEIVED,
    (S.UNDELIVERABLE, T.GIVE_BACK): S.BACK_TO_SENDER,
    (S.REFUSED, T.GIVE_BACK): S.BACK_TO_SENDER,
    (S.CENSORED, T.GIVE_BACK): S.BACK_TO_SENDER,
}
del S, T


@pytest.fixture
def told_at(partner, news, cast):
    """What each step needs to be told."""
    return {
        MessageStep.REWRITE: {"news": news(text="Мо саломат ҳастем.")},
        MessageStep.TRANSLATE: {"language": "fa-AF", "text": "ما سالم هستیم"},
        MessageStep.FORWARD: {"to": partner},
        MessageStep.HAND_OUT: {"carrier": cast.field_volunteer},
        MessageStep.UNDELIVERABLE: {"reason": FailReason.MOVED},
    }


@pytest.fixture
def take(officer, news, told_at):
    """Take a step with what belongs to it."""
    noted = {step: {"note": "why"} for step, transition in policies.TRANSITIONS.items() if transition.needs_note}

    def taken(step, message, **more):
        if step == MessageStep.COLLECT_REPLY:
            services.collect_reply(scope=officer, message=message, news=news(), agreed=True)
        else:
            STEPS[step](scope=officer, message=message, **told_at.get(step, {}), **noted.get(step, {}), **more)
        message.refresh_from_db()

    return taken


@pytest.mark.parametrize("state", list(MessageState), ids=str)
def test_each_step_leads_where_the_table_says_and_no_other_is_taken(state, in_state, take):
    for step in MessageStep:
        message = in_state(state)
        assert message.state == state
        lines, acts = message.history.count(), Act.objects.count()
        expected = EXPECTED.get((state, step))
        if expected is None:
            with pytest.raises(Refused):
                take(step, message)
            assert (message.history.count(), Act.objects.count()) == (lines, acts)
        else:
            take(step, message)
            assert message.state == expected, step
            line = message.history.first()
            assert (line.step, line.after, line.facts["before"]) == (step, expected, state)
            assert Act.objects.filter(action=f"families.{step}_message", subject_id=str(message.pk)).exists()
        assert RedCrossMessage.objects.get(pk=message.pk).state == (expected or state)


def test_the_table_holds_every_step_with_a_service_and_a_right():
    assert set(policies.TRANSITIONS) == set(MessageStep)
    assert set(STEPS) == set(MessageStep) - {MessageStep.COLLECT_REPLY}
    steps = {(state, step) for step, told in policies.TRANSITIONS.items() for state in told.moves}
    assert steps == set(EXPECTED)


@pytest.mark.parametrize("step", [step for step, told in policies.TRANSITIONS.items() if told.needs_note], ids=str)
def test_a_step_that_others_must_act_on_needs_a_sentence(step, in_state, officer):
    state = next(iter(policies.TRANSITIONS[step].moves))
    message = in_state(state)
    with pytest.raises(InvalidInput) as refused:
        STEPS[step](scope=officer, message=message, note="  ")
    assert list(refused.value.problems) == ["note"]
    assert RedCrossMessage.objects.get(pk=message.pk).state == state


@pytest.mark.parametrize("step", [step for step in MessageStep if step != MessageStep.COLLECT_REPLY], ids=str)
def test_nobody_takes_a_step_without_the_right_or_beyond_their_unit(step, in_state, cast, told_at):
    transition = policies.TRANSITIONS[step]
    message = in_state(next(iter(transition.moves)))
    without = [cast.other_caseworker, cast.programme_colleague, cast.data_protection_officer, cast.field_volunteer]
    if transition.right in (policies.CHECK, policies.SEND):
        without.append(cast.caseworker)
    for user in without:
        with pytest.raises(NotAllowed):
            STEPS[step](scope=cast.scope_for(user), message=message, note="why", **told_at.get(step, {}))
    assert MessageEntry.objects.filter(message=message, step=step).count() == 0
