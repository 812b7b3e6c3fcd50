"""A few families told in full, so that a visitor sees what else than a name leads to a person.

Short forms, the name of before a marriage, a town's former name, relatives, a telephone, an age, a date that is none.
"""

from dataclasses import dataclass

from django.utils import timezone

from payvand.access.models import User
from payvand.access.scopes import scope_of
from payvand.core.partial_date import PartialDate
from payvand.core.scope import Scope
from payvand.network.models import Unit
from payvand.people.enums import ConsentScope, ConsentState, IdentifierKind, RelationKind
from payvand.people.models import Person
from payvand.people.services import NameInput, add_identifier, add_relation
from payvand.tracing import services
from payvand.tracing.enums import FoundSource, SeparationCause
from payvand.tracing.models import TracingRequest
from payvand.tracing.services import Account, ToldEnquirer, ToldPerson

_UNREADABLE = "the year of the flood"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One side of a story: who it is, as that side tells, and who and what belongs to them.

    Attributes:
        birth: as said; what is no date is kept in its words.
        relatives: (relation, name).
        numbers: (kind, number), all of them invented.
    """

    name: str
    language: str
    others: tuple[str, ...] = ()
    father: str = ""
    mother: str = ""
    sex: str = ""
    birth: str = ""
    place: str = ""
    relatives: tuple[tuple[RelationKind, str], ...] = ()
    numbers: tuple[tuple[IdentifierKind, str], ...] = ()

    def person(self) -> ToldPerson:
        """Return them as the services of tracing take them."""
        born = None
        if self.birth:
            born = PartialDate.unknown(self.birth) if self.birth == _UNREADABLE else PartialDate.parse(self.birth)
        return ToldPerson(
            full_name=self.name,
            language=self.language,
            other_names=self.others,
            father_name=self.father,
            mother_name=self.mother,
            sex=self.sex,
            birth=born,
            birth_place_text=self.place,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Who is sought, by whom, and the record that may be the same person."""

    sought: Told
    asks: str
    relation: RelationKind
    cause: SeparationCause
    said: str
    last_place: str
    found: Told
    source: FoundSource
    source_text: str
    seen_at: str = ""


STORIES = (
    # A short form, and a telephone written in another way.
    Story(
        sought=Told(
            name="Мирзоев Сергей Абдуллоевич",
            language="ru",
            father="Мирзоев Абдулло",
            mother="Мирзоева Галина",
            sex="male",
            birth="14.02.1985",
            place="Душанбе",
            numbers=((IdentifierKind.PHONE, "+992 00 123 4567"),),
        ),
        asks="Мирзоева Галина",
        relation=RelationKind.MOTHER,
        cause=SeparationCause.LABOUR_MIGRATION,
        said="He drove a lorry between two cities; at home everyone calls him Seryozha.",
        last_place="Orenburg",
        found=Told(
            name="Mirzoyev Seryozha",
            language="",
            birth="14.02.1985",
            sex="male",
            numbers=((IdentifierKind.PHONE, "00992001234567"),),
        ),
        source=FoundSource.PATIENTS_LIST,
        source_text="Patients' list, Orenburg regional hospital",
        seen_at="Orenburg",
    ),
    # The surname of before the marriage, and the child of both tales.
    Story(
        sought=Told(
            name="Холова Зулфия Саидовна",
            language="tg",
            father="Холов Саид",
            sex="female",
            birth="1979",
            place="Ленинобод",
            relatives=((RelationKind.DAUGHTER, "Парвина"), (RelationKind.SISTER, "Холова Мавҷуда")),
        ),
        asks="Холов Рустам Саидович",
        relation=RelationKind.BROTHER,
        cause=SeparationCause.TJ_CIVIL_WAR,
        said="She crossed the river with her daughter in 1992; we heard that she married over there.",
        last_place="Qumsangir",
        found=Told(
            name="زلفیه کریمی",
            language="fa-AF",
            others=("Zulfiya Holova",),
            sex="female",
            birth="1357",
            place="Khujand",
            relatives=((RelationKind.DAUGHTER, "پروینه"), (RelationKind.HUSBAND, "محمد کریم")),
        ),
        source=FoundSource.SISTER_SOCIETY,
        source_text="Letter of the sister Society, Kunduz",
        seen_at="Kunduz",
    ),
    # An age instead of a date, and the mother and brother of whom both tell.
    Story(
        sought=Told(
            name="عزیزالله شریفی",
            language="fa-AF",
            father="محمدعلی",
            mother="گل‌بی‌بی",
            sex="male",
            birth="45 лет в 2021",
            place="Kunduz",
            relatives=((RelationKind.BROTHER, "حبیب‌الله"),),
        ),
        asks="گل‌بی‌بی",
        relation=RelationKind.MOTHER,
        cause=SeparationCause.AFGHAN_WAR,
        said="He went over the bridge as a boy with the trucks and was not seen since.",
        last_place="Kunduz",
        found=Told(
            name="Шарифов Азизулло Муҳаммадалиевич",
            language="tg",
            mother="Гулбибӣ",
            sex="male",
            birth="1976",
            place="Кундуз",
            relatives=((RelationKind.BROTHER, "Ҳабибулло"),),
        ),
        source=FoundSource.FIELD_VISIT,
        source_text="Visit of the Kulob branch",
        seen_at="Kulob",
    ),
    # Much that agrees and much that does not: perhaps two brothers.
    Story(
        sought=Told(
            name="Раҷабов Далер Одинаевич",
            language="tg",
            father="Раҷабов Одина",
            mother="Сафармоҳ",
            sex="male",
            birth="03.05.1988",
            place="Кӯлоб",
            numbers=((IdentifierKind.PASSPORT, "A 0123456"),),
        ),
        asks="Сафармоҳ Раҷабова",
        relation=RelationKind.MOTHER,
        cause=SeparationCause.LABOUR_MIGRATION,
        said="Both sons left on the same train; only the younger has called.",
        last_place="Moscow",
        found=Told(
            name="RADZHABOV DILOVAR ODINAEVICH",
            language="",
            mother="Safarmo",
            sex="male",
            birth="11.10.1991",
            place="Kulob, Khatlon",
            numbers=((IdentifierKind.PASSPORT, "A 7654321"),),
        ),
        source=FoundSource.DETAINEES_LIST,
        source_text="List of the consulate, Moscow",
        seen_at="Moscow",
    ),
    # A birth told by an event, which no calendar knows.
    Story(
        sought=Told(
            name="Ғуломшоева Хосият",
            language="tg",
            father="Ғуломшо",
            sex="female",
            birth=_UNREADABLE,
            place="Хоруғ",
        ),
        asks="Ғуломшоев Шоҳин",
        relation=RelationKind.BROTHER,
        cause=SeparationCause.USSR_DISSOLUTION,
        said="She was sent to an orphanage far away; nobody wrote the day of her birth down.",
        last_place="Omsk",
        found=Told(
            name="Гуламшоева Хасият Гуломшоевна", language="ru", sex="female", birth="01.01.1969", place="Хорог"
        ),
        source=FoundSource.SISTER_SOCIETY,
        source_text="Archive of a children's home, Omsk",
        seen_at="Omsk",
    ),
)


def tell_stories(taker: tuple[User, Unit], officer: User, headquarters: Unit) -> list[TracingRequest]:
    """Take the requests of the stories, carry them into the search, and register who was found."""
    user, unit = taker
    taking, searching = (scope_of(one, language=one.language) for one in (user, officer))
    requests = []
    for story in STORIES:
        request = _request(taking, unit, story)
        request = services.submit_request(scope=taking, request=request)
        request = services.accept_request(scope=searching, request=request)
        requests.append(services.begin_search(scope=searching, request=request))
        record = services.register_found_person(
            scope=searching,
            unit=headquarters,
            person=story.found.person(),
            source=story.source,
            source_text=story.source_text,
            place_text=story.seen_at,
        )
        _add_what_belongs(searching, record.person, story.found)
    return requests


def _request(scope: Scope, unit: Unit, story: Story) -> TracingRequest:
    yes = ConsentState.GIVEN
    request = services.take_request(
        scope=scope,
        unit=unit,
        sought=story.sought.person(),
        enquirer=ToldEnquirer(
            full_name=story.asks,
            relation=story.relation,
            contact="+992 00 765 4321",
            language=story.sought.language,
            consents={ConsentScope.SEARCH_INTERNAL: yes, ConsentScope.SHARE_MOVEMENT: yes},
        ),
        account=Account(
            received_on=timezone.localdate(),
            cause=story.cause,
            circumstances=story.said,
            last_contact_place=story.last_place,
        ),
    )
    _add_what_belongs(scope, request.sought.person, story.sought)
    return request


def _add_what_belongs(scope: Scope, person: Person, told: Told) -> None:
    for kind, name in told.relatives:
        add_relation(scope=scope, person=person, kind=kind, name=NameInput(full_as_given=name, language=told.language))
    for number_kind, number in told.numbers:
        add_identifier(scope=scope, person=person, kind=number_kind, value=number)
