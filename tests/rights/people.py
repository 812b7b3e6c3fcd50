"""What the addresses of the people room need: records with much that could leak."""

from payvand.core.scope import Scope
from payvand.people.services import (
    NameInput,
    add_identifier,
    link_same_person,
    offer_for_tracing,
    record_consent,
    register_person,
)

SECRETS = ("Раҳимов Фаррух", "Зайнаб", "Ҳакимова Мастона", "Сафаров Диловар", "Пасбонов", "4567", "one passport")


def objects(cast):
    anyone = Scope.system(
        "rights",
        rights=frozenset(
            f"people.{right}"
            for right in ("read_person", "register_person", "change_person", "record_consent", "link_same_person")
        ),
        purposes=frozenset({"tracing", "centre"}),
    )

    def register(name, **facts):
        told = {"purpose": "tracing", "unit": cast.khatlon, **facts}
        return register_person(scope=anyone, names=[NameInput(full_as_given=name)], **told)

    person = register("Раҳимов Фаррух", mother_name="Зайнаб")
    other = register("Rahimov Farrukh")
    client = register("Ҳакимова Мастона", purpose="centre")
    offered = register("Сафаров Диловар", purpose="centre")
    kept = register("Пасбонов Нигаҳдор", confidentiality=3, named=[cast.tracing_officer.pk])
    add_identifier(scope=anyone, person=person, kind="passport", value="A01234567")
    offer_for_tracing(scope=anyone, person=offered)
    return {
        "person": person.pk,
        "client": client.pk,
        "offered": offered.pk,
        "kept": kept.pk,
        "consent": record_consent(scope=anyone, person=person, scope_code="share_movement", state="given").pk,
        "link": link_same_person(scope=anyone, one=person, other=other, reason="one passport number").pk,
    }
