"""What the demonstration does for families beside the search: messages, calls, safe and well, the missing, help."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from payvand.access.models import User
from payvand.access.scopes import scope_of
from payvand.config.demo.files import Desk
from payvand.core.partial_date import PartialDate
from payvand.core.scope import Scope
from payvand.emergencies.models import Event
from payvand.emergencies.services import register_event
from payvand.families.models import RedCrossMessage
from payvand.families.services import calls, children, messages, reunion, safe
from payvand.families.services import missing as accompanying
from payvand.families.services.inputs import Ends, News
from payvand.network.models import Country, Organisation, Unit
from payvand.referrals.services import ProviderFacts, add_provider
from payvand.tracing import queries
from payvand.tracing.enums import MISSING_CAUSES, RequestState
from payvand.tracing.models import TracingRequest
from payvand.tracing.services import ToldPerson

_PARTNER = "DRU001"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Message:
    """Who writes to whom what, and how far it has come (`_bring`)."""

    sender: str
    addressee: str
    relation: str
    text: str
    steps: str
    to: str = "RU"
    detained: bool = False


_MESSAGES = (
    _Message(
        "Гулрухсор Саидова", "Саидов Манучеҳр Каримович", "son", "Писарам, мо саломатем. Бародарат хонадор шуд.", ""
    ),
    _Message("Ҳалима Назирова", "Назиров Бахтиёр", "husband", "Фарзандон мактаб мераванд, ҳама туро ёд мекунанд.", "c"),
    _Message("Мавҷуда Раҳимова", "Раҳимов Далер", "brother", "Модар баҳор шифо ёфт. Хат навис.", "cf"),
    _Message("Зулфия Ҷӯраева", "Ҷӯраев Сорбон", "son", "Мунтазири хабари ту ҳастем.", "cf", detained=True),
    _Message("Давлатмо Шарифова", "Шарифов Илҳом", "son", "Хонаро таъмир кардем, ҷои ту ҳаст.", "cfr"),
    _Message("Петрова Анна Сергеевна", "Петров Николай", "brother", "Мы живы и здоровы, напиши нам.", "cd", to="TJ"),
    _Message("Маҳин Одинаева", "Одинаев Рустам", "son", "Номаи ту расид, шукр.", "cdo", to="TJ"),
    _Message("Сабоҳат Қурбонова", "Қурбонов Меҳроб", "husband", "Духтарамон ба мактаб рафт.", "cdoh", to="TJ"),
    _Message("Нигина Восиева", "Восиев Ҷамшед", "son", "Падарат салом мерасонад.", "cdou", to="TJ"),
)
_SAFE = (
    ("Холова Шаҳноза", "1994", "safe", "relatives"),
    ("Холов Умар", "2016", "safe", "relatives"),
    ("Сафаров Идибек", "1967", "injured", "hospital"),
    ("Мирзоева Тахмина", "1988", "needs_help", "shelter"),
    ("Каримов Фирӯз", "1979", "safe", "home"),
)
_CALLS = (
    ("Норова Мадина", "Норов Шодӣ", 18, "completed"),
    ("Ятимова Садбарг", "Ятимов Раҷаб", 25, "completed"),
    ("Ҳакимова Лайло", "Ҳакимов Ёқуб", 0, "no_answer"),
)
_PROVIDERS = (
    ("Legal aid office", "legal", "Families of the missing, migrants"),
    ("Psychosocial centre “Umed”", "psychosocial", "Women and children"),
    ("Social protection department", "social", ""),
    ("Vocational school no. 3", "education", "From sixteen years on"),
)


@dataclass(frozen=True, slots=True)
class Helpers:
    """Who does it: the desk of the files, the caseworker's unit, the volunteer who carries messages."""

    desk: Desk
    unit: Unit
    volunteer: User

    @property
    def caseworker(self) -> Scope:
        """The Scope of the caseworker of the unit."""
        user = next(user for user, unit in self.desk.takers if unit.pk == self.unit.pk)
        return scope_of(user, language=user.language)

    @property
    def officer(self) -> Scope:
        """The Scope of the tracing officer."""
        return scope_of(self.desk.officer, language=self.desk.officer.language)

    @property
    def head(self) -> Scope:
        """The Scope of the head of tracing."""
        return scope_of(self.desk.head, language=self.desk.head.language)


def help_families(helpers: Helpers, requests: Sequence[TracingRequest]) -> None:
    """Fill the desks of the families' room and the directory of those who help."""
    event = _event(helpers)
    for message in _MESSAGES:
        _bring(helpers, message)
    _register_safe(helpers, event)
    _record_calls(helpers)
    _reunite(helpers)
    _open_directory(helpers)
    _accompany(helpers, requests)


def _event(helpers: Helpers) -> Event:
    return register_event(
        scope=helpers.head,
        code="FF-TJ-1",
        name="Flash floods in the valley of the Yakhsu",
        name_ru="Паводок в долине Яхсу",
        kind="FF",
        country=Country.objects.get(pk="TJ"),
        started_on=timezone.localdate() - 20 * _DAY,
    )


def _bring(helpers: Helpers, told: _Message) -> None:
    """Bring a message as far as its steps say: checked, forwarded, received, for delivery here, out, handed over."""
    message = messages.collect_message(
        scope=helpers.caseworker,
        unit=helpers.unit,
        ends=Ends(
            sender=ToldPerson(full_name=told.sender, sex="female"),
            addressee=ToldPerson(full_name=told.addressee, sex="male"),
            relation=told.relation,
            sender_contact="Bokhtar, Vahdat street",
            addressee_contact="Orenburg, Chkalov street" if told.to == "RU" else "Kulob, Tirandoz village",
            destination=Country.objects.get(pk=told.to),
            addressee_detained=told.detained,
            place_of_detention="Colony no. 4" if told.detained else "",
        ),
        news=News(text=told.text, language="tg", collected_on=timezone.localdate() - 12 * _DAY),
        agreed=True,
    )
    for step in told.steps:
        message = _STEPS[step](helpers, message)


def _forward(helpers: Helpers, message: RedCrossMessage) -> RedCrossMessage:
    partner = Organisation.objects.get(code=_PARTNER)
    return messages.forward_message(scope=helpers.officer, message=message, to=partner, place="Dushanbe")


def _give_out(helpers: Helpers, message: RedCrossMessage) -> RedCrossMessage:
    return messages.give_out(scope=helpers.officer, message=message, carrier=helpers.volunteer, place="Kulob")


def _distribute(helpers: Helpers, message: RedCrossMessage) -> RedCrossMessage:
    return messages.record_distributed(scope=helpers.officer, message=message, place="Kulob, at home")


def _not_delivered(helpers: Helpers, message: RedCrossMessage) -> RedCrossMessage:
    note = "The neighbours say: to Dushanbe."
    return messages.record_undeliverable(scope=helpers.officer, message=message, reason="moved", note=note)


_STEPS: Mapping[str, Callable[[Helpers, RedCrossMessage], RedCrossMessage]] = {
    "c": lambda helpers, message: messages.check_message(scope=helpers.officer, message=message),
    "f": _forward,
    "r": lambda helpers, message: messages.record_received(scope=helpers.officer, message=message),
    "d": lambda helpers, message: messages.deliver_here(scope=helpers.officer, message=message),
    "o": _give_out,
    "h": _distribute,
    "u": _not_delivered,
}


def _register_safe(helpers: Helpers, event: Event) -> None:
    for name, born, status, place in _SAFE:
        safe.register_safe(
            scope=helpers.caseworker,
            event=event,
            unit=helpers.unit,
            person=ToldPerson(full_name=name, birth=PartialDate.parse(born)),
            news=safe.SafeNews(status=status, place_class=place, home_place="Vose"),
        )


def _record_calls(helpers: Helpers) -> None:
    for caller, called, minutes, outcome in _CALLS:
        calls.record_call(
            scope=helpers.caseworker,
            unit=helpers.unit,
            caller=ToldPerson(full_name=caller, sex="female"),
            called=ToldPerson(full_name=called, sex="male"),
            facts=calls.CallFacts(
                on=timezone.localdate() - 3 * _DAY, minutes=minutes, outcome=outcome, place="Khatlon branch"
            ),
        )


def _reunite(helpers: Helpers) -> None:
    today: date = timezone.localdate()
    children.vet_colleague(scope=helpers.head, user=helpers.desk.officer, until=today + 365 * _DAY)
    file = reunion.open_reunification(
        scope=helpers.officer,
        unit=helpers.unit,
        applicant=ToldPerson(full_name="Азимова Моҳира", sex="female"),
        principal=ToldPerson(full_name="Азимов Парвиз", sex="male", birth=PartialDate.parse("2014")),
        facts=reunion.ReunionFacts(
            relation="son",
            contact_restored_on=today - 60 * _DAY,
            applicant_agreed_on=today - 40 * _DAY,
            principal_agreed_on=today - 39 * _DAY,
            is_child=True,
            best_interest="Lives with an aunt who is ill; wishes to live with his mother again.",
        ),
    )
    for country, role, permit in (("RU", "departure", "exit"), ("TJ", "destination", "entry")):
        reunion.add_decision(
            scope=helpers.officer, file=file, country=Country.objects.get(pk=country), role=role, permit=permit
        )
    file.refresh_from_db()
    reunion.apply_to_states(scope=helpers.officer, file=file)


def _open_directory(helpers: Helpers) -> None:
    for name, service, for_whom in _PROVIDERS:
        add_provider(
            scope=helpers.head,
            facts=ProviderFacts(
                name=name,
                country=Country.objects.get(pk="TJ"),
                services=[service],
                languages=["tg", "ru"],
                place_text="Bokhtar",
                for_whom=for_whom,
                contact_function="Reception",
                phone="+992 00 000 0303",
                source="visited by the branch",
            ),
        )


def _accompany(helpers: Helpers, requests: Sequence[TracingRequest]) -> None:
    """Open a family's file for a few of those who are missing since a conflict."""
    missing = queries.visible_requests(helpers.officer).filter(
        pk__in=[request.pk for request in requests], cause__in=MISSING_CAUSES, state=RequestState.IN_PROGRESS
    )
    today = timezone.localdate()
    for request in missing.order_by("number")[:3]:
        family = accompanying.open_family(scope=helpers.officer, request=request)
        told = accompanying.Account(
            assessed_on=today - 15 * _DAY,
            women=2,
            girls=1,
            boys=1,
            income_change="less",
            legal="The house stands in the missing person's name.",
            wishes="To know, and to be able to sell the house.",
        )
        accompanying.record_assessment(
            scope=helpers.officer, family=family, account=told, needs={"legal": "Certificate of absence"}
        )
        family = accompanying.begin_accompaniment(
            scope=helpers.officer,
            family=family,
            focal_person_id=helpers.officer.user_id,
            heads={"women": 2, "girls": 1, "boys": 1},
            begins=today - 14 * _DAY,
        )
        accompanying.record_session(
            scope=helpers.officer,
            family=family,
            kind="visit",
            held_on=today - 7 * _DAY,
            areas=["to_know", "legal"],
            heads={"women": 2},
            note="Explained what a certificate of absence is.",
        )
        accompanying.add_legal_step(
            scope=helpers.officer,
            family=family,
            facts=accompanying.LegalFacts(
                kind="absence",
                authority="City court",
                state="filed",
                filed_on=today - 5 * _DAY,
                next_step="Ask the court for the day of the hearing",
                next_on=today + 10 * _DAY,
            ),
        )
