"""Fills a node with invented files and people, straight into its tables: 600,000 persons in minutes.

Run inside a node: ``PAYVAND_DIR=… python benchmarks/invented_register.py REQUESTS PASSWORD``. For measurements alone:
nothing of it goes through the services, so nothing of it is audited. For each request a sought person, an enquirer and
a person of a list; with names, relations, answers, history, hints and deadlines in a likely mixture.
"""

import datetime as dt
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402 — Django must be set up first
from django.db import connection, models, transaction  # noqa: E402 — the same
from django.utils import timezone  # noqa: E402 — the same

from payvand.access.enums import Role  # noqa: E402 — the same
from payvand.access.models import Membership, User  # noqa: E402 — the same
from payvand.config.demo.invent import invent  # noqa: E402 — the same
from payvand.core.encryption import keyring  # noqa: E402 — the same
from payvand.core.encryption.fields import Sealed  # noqa: E402 — the same
from payvand.core.ids import new_id  # noqa: E402 — the same
from payvand.core.partial_date import PartialDate  # noqa: E402 — the same
from payvand.deadlines.models import Deadline  # noqa: E402 — the same
from payvand.names import detect_script, search_fold, sort_key  # noqa: E402 — the same
from payvand.network.models import Unit  # noqa: E402 — the same
from payvand.people.models import Consent, Person, PersonName, Relation  # noqa: E402 — the same
from payvand.tracing.models import (  # noqa: E402 — the same
    FoundRecord,
    Hint,
    HistoryEntry,
    NumberSeries,
    SoughtPerson,
    TracingRequest,
)

AT_ONCE = 2_000
UNITS, OFFICERS = 12, 20
STATES = {
    "closed": 60, "archived": 14, "in_progress": 12, "suspended": 5, "accepted": 3, "submitted": 2, "draft": 1,
    "located": 1, "fate_known": 1, "rejected": 1,
}  # fmt: skip
ENDED = {"closed", "archived"}
SPELLINGS = ("ru", "ru", "tg", "uz", "fa", "latin")
Row = dict[str, Any]


class Table:
    """Writes many rows of a model with what its fields say, without making objects."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.fields = [field for field in model._meta.concrete_fields if not getattr(field, "db_returning", False)]
        self.constant = {
            field.attname: field.get_db_prep_save(field.get_default(), connection)
            for field in self.fields
            if not field.primary_key
        }
        self.waiting: list[list[Any]] = []
        self.written = 0

    def add(self, **values: Any) -> None:
        """Keep a row for the next writing; what is not given has the field's default."""
        row = []
        for field in self.fields:
            if field.attname in values:
                value = values[field.attname]
                row.append(field.get_db_prep_save(value, connection))
            elif field.primary_key:
                row.append(field.get_db_prep_save(new_id(), connection))
            else:
                row.append(self.constant[field.attname])
        self.waiting.append(row)

    def write(self) -> None:
        """Write the rows that wait."""
        if not self.waiting:
            return
        columns = ", ".join(f'"{field.column}"' for field in self.fields)
        name = self.model._meta.db_table
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{name}" ({columns}) FROM STDIN') as copy:
                    for row in self.waiting:
                        copy.write_row([value.obj if type(value).__name__ == "Jsonb" else value for value in row])
            else:
                marks = ", ".join(["?"] * len(self.fields))
                cursor.connection.cursor().executemany(
                    f'INSERT INTO "{name}" ({columns}) VALUES ({marks})', self.waiting
                )
        self.written += len(self.waiting)
        self.waiting.clear()


class Register:
    """The register that is written."""

    def __init__(self, requests: int, dice: random.Random) -> None:
        self.requests, self.dice = requests, dice
        self.tables = {
            model: Table(model)
            for model in (
                Person, PersonName, Relation, Consent, SoughtPerson, TracingRequest, FoundRecord, HistoryEntry, Hint,
                Deadline,
            )
        }  # fmt: skip
        self.units = list(Unit.objects.all())
        self.officers = list(User.objects.filter(username__startswith="officer-"))
        self.names = list(_names(max(1000, requests // 2), dice))
        self.now = timezone.now()
        self.sought: list[Any] = []

    def person(self, *, unit: Unit, sex: str = "") -> Any:
        """Add a person with a name and a year of birth; return the key."""
        key = new_id()
        name, folded, order, script = self.dice.choice(self.names)
        year = min(2015, max(1930, round(self.dice.gauss(1978, 16))))
        born = PartialDate(
            year=year,
            precision="year",
            earliest=dt.date(year, 1, 1),
            latest=dt.date(year, 12, 31),
            original_text=str(year),
        )
        self.tables[Person].add(
            id=key, purpose="tracing", unit_id=unit.pk, sex=sex or self.dice.choice(("female", "male")), birth=born,
            shown_name=name, sort_key=order[:500],
        )  # fmt: skip
        self.tables[PersonName].add(
            person_id=key, full_as_given=name, script=script, preferred=True, folded=folded, sort_key=order
        )
        return key

    def file(self, number: int) -> None:
        """Add a request with its sought person and enquirer."""
        year = 1993 + number * 34 // self.requests
        running = number - (year - 1993) * self.requests // 34 + 1
        unit, state = self.dice.choice(self.units), self.dice.choices(list(STATES), list(STATES.values()))[0]
        sought_id, request_id = new_id(), new_id()
        person, asks = self.person(unit=unit), self.person(unit=unit)
        day = dt.date(year, self.dice.randint(1, 12), self.dice.randint(1, 28))
        at = timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
        ended = state in ENDED
        sealed = keyring().encrypt("+992 900 00 00 00", context=f"tracing.TracingRequest.contact:{request_id}")
        self.tables[SoughtPerson].add(id=sought_id, person_id=person, compared_at=self.now)
        self.tables[TracingRequest].add(
            id=request_id, number=f"TJ-{year}-{running:04}", year=year, running=running, sought_id=sought_id,
            enquirer_id=asks, relation="mother", unit_id=unit.pk, state=state, state_since=at, received_on=at.date(),
            officer_id=self.dice.choice(self.officers).pk if state != "draft" else None, contact=Sealed(sealed),
            close_reason=self.dice.choice(("P1", "N1", "A2")) if ended else "", closed_at=at if ended else None,
            urgency="child" if self.dice.random() < 0.03 else "normal",
        )  # fmt: skip
        self.tables[Relation].add(person_id=person, relative_id=asks, kind="mother")
        self.tables[Consent].add(
            person_id=asks, scope_code="search_internal", state="given", given_on=at.date(), recorded_by_id=None
        )
        for kind in ("taken", "step", "assigned"):
            self.tables[HistoryEntry].add(sought_id=sought_id, request_id=request_id, kind=kind, at=at, facts={})
        if not ended and state != "rejected":
            due = timezone.localdate() + dt.timedelta(days=self.dice.randint(-60, 300))
            self.tables[Deadline].add(
                subject_type="tracing.request",
                subject_id=request_id,
                kind="tracing.review",
                number=f"TJ-{year}-{running:04}",
                unit_id=unit.pk,
                start=at.date(),
                due=due,
                escalates_on=due + dt.timedelta(days=30),
            )
        self.sought.append((sought_id, ended))

    def found(self, unit: Unit) -> None:
        """Add a person of a list, who is perhaps a hint for a file."""
        person = self.person(unit=unit)
        self.tables[FoundRecord].add(person_id=person, source="patients_list", source_text="Orenburg")
        sought_id, ended = self.dice.choice(self.sought[-5000:])
        if self.dice.random() < (0.05 if ended else 0.5):
            weight = self.dice.uniform(2, 25)
            state = "new" if self.dice.random() < 0.7 else self.dice.choice(("refused", "undecided", "confirmed"))
            piece = {"feature": "name", "left": "Раҳимов", "right": "Rakhimov", "bits": weight, "note": "same_name"}
            self.tables[Hint].add(
                sought_id=sought_id, candidate_id=person, weight=weight, probability=0.5, state=state, evidence=[piece]
            )

    def write(self) -> None:
        """Write it all, in short batches."""
        begun = time.monotonic()
        for number in range(self.requests):
            self.file(number)
            self.found(self.dice.choice(self.units))
            if number % AT_ONCE == AT_ONCE - 1 or number == self.requests - 1:
                with transaction.atomic():
                    for table in self.tables.values():
                        table.write()
                if number % 20_000 == 19_999:
                    print(f"  {number + 1} files, {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
        NumberSeries.objects.bulk_create(
            [NumberSeries(year=year, last=self.requests // 34 + 2) for year in range(1993, 2028)], ignore_conflicts=True
        )


def _names(count: int, dice: random.Random) -> Iterator[tuple[str, str, str, str]]:
    for who in invent(dice, ("Кулоб", "Хуҷанд"), count=count):
        name = who.full_name(dice.choice(SPELLINGS))
        yield name, search_fold(name)[:1000], sort_key(name)[:1000], str(detect_script(name))


def people_who_work(password: str) -> None:
    """Make units and officers; the password is that of ``officer-0``."""
    above = Unit.objects.get(parent=None)
    Unit.objects.bulk_create(
        Unit(organisation=above.organisation, parent=above, name=f"Branch {n}", code=f"B{n}", kind="branch")
        for n in range(UNITS)
    )
    coded = make_password(password)
    officers = [User(username=f"officer-{n}", full_name=f"Officer {n}", password=coded) for n in range(OFFICERS)]
    User.objects.bulk_create(officers)
    Membership.objects.bulk_create(
        Membership(
            user=officer,
            unit=above,
            role=Role.HEAD_OF_TRACING if not n else Role.TRACING_OFFICER,
            valid_from=dt.date(2020, 1, 1),
        )
        for n, officer in enumerate(officers)
    )


def main(requests: int, password: str) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
    people_who_work(password)
    register = Register(requests, random.Random(1404))
    register.write()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for model, table in register.tables.items():
        print(f"{model._meta.label:28} {table.written:>9,}", file=sys.stderr)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
