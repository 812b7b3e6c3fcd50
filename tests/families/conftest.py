"""What the tests of the room share: a message as a sender gives it, and a way to bring it to any state.

Imports of the project stand inside the fixtures: a conftest is read before the test node is made.
"""

import pytest


@pytest.fixture
def officer(cast):
    """The Scope of the tracing officer."""
    return cast.scope_for(cast.tracing_officer)


@pytest.fixture
def caseworker(cast):
    """The Scope of the caseworker of Khatlon."""
    return cast.scope_for(cast.caseworker)


@pytest.fixture
def partner(cast):
    """A sister Society abroad."""
    from payvand.network.models import Organisation

    return Organisation.objects.create(
        name="Russian Red Cross", kind="national_society", country_id="RU", code="DRU001"
    )


@pytest.fixture
def ends():
    """Between whom a message goes: `ends(sender_name=…, …)` with changes."""
    from payvand.core.partial_date import PartialDate
    from payvand.families.services.inputs import Ends
    from payvand.tracing.services import ToldPerson

    def made(*, sender="Раҳимова Зайнаб", addressee="Раҳимов Фаррух Саидович", **changes):
        facts = {
            "sender": ToldPerson(full_name=sender, sex="female") if isinstance(sender, str) else sender,
            "addressee": ToldPerson(
                full_name=addressee,
                father_name="Саид",
                mother_name="Зайнаб",
                sex="male",
                birth=PartialDate.parse("1985"),
            )
            if isinstance(addressee, str)
            else addressee,
            "relation": "son",
            "sender_contact": "Восеъ, кӯчаи Сомонӣ 4",
            "addressee_contact": "Оренбург, ул. Чкалова 12",
        }
        return Ends(**(facts | changes))

    return made


@pytest.fixture
def news():
    """What a message says."""
    from datetime import date

    from payvand.families.services.inputs import News

    def made(**changes):
        facts = {
            "text": "Писарам, мо ҳама саломат ҳастем.",
            "language": "tg",
            "collected_on": date(2026, 5, 21),
        }
        return News(**(facts | changes))

    return made


@pytest.fixture
def collect(cast, ends, news):
    """Collect a message in Khatlon."""
    from payvand.families.services import messages

    def made(*, by=None, unit=None, request=None, text=None, token=None, **changes):
        told = news(text=text) if text else news()
        return messages.collect_message(
            scope=cast.scope_for(by or cast.caseworker),
            unit=unit or cast.khatlon,
            ends=ends(**changes),
            news=told,
            agreed=True,
            request=request,
            form_token=token,
        )

    return made


@pytest.fixture
def in_state(collect, officer, partner, cast, news):
    """Bring a new message to a state by the steps that lead there; return it."""
    from payvand.families.enums.messages import MessageState as S
    from payvand.families.services import messages

    def do(name, message, **told):
        return getattr(messages, name)(scope=officer, message=message, **told)

    def returned():
        return do("return_message", collect(), note="Names of soldiers")

    def checked():
        return do("check_message", collect())

    def translated():
        return do("add_translation", checked(), language="ru", text="Сынок, мы все здоровы.")

    def forwarded():
        return do("forward_message", checked(), to=partner)

    def received():
        return do("deliver_here", checked())

    def out():
        return do("give_out", received(), carrier=cast.field_volunteer)

    def reply_collected():
        first = do("record_distributed", out())
        messages.collect_reply(scope=officer, message=first, news=news(), agreed=True)
        first.refresh_from_db()
        return first

    def made(state):
        ways = {
            S.COLLECTED: collect,
            S.RETURNED: returned,
            S.CHECKED: checked,
            S.TRANSLATED: translated,
            S.FORWARDED: forwarded,
            S.RECEIVED: received,
            S.OUT: out,
            S.DISTRIBUTED: lambda: do("record_distributed", out()),
            S.REPLY_COLLECTED: reply_collected,
            S.UNDELIVERABLE: lambda: do("record_undeliverable", out(), reason="moved"),
            S.REFUSED: lambda: do("record_refused", out()),
            S.CENSORED: lambda: do("record_censored", out(), note="The prison"),
            S.BACK_TO_SENDER: lambda: do("give_back", do("record_refused", out())),
            S.WITHDRAWN: lambda: do("withdraw_message", collect(), note="She thought better of it"),
        }
        return ways[state]()

    return made
