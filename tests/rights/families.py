"""What the addresses of the room need: messages of Khatlon on their way, a registration, a reunification, a child."""

from datetime import date

from payvand.emergencies.services import register_event
from payvand.families.services import children, messages, reunion, safe
from payvand.families.services.inputs import Ends, News
from payvand.network.models import Country
from payvand.tracing.services import Account, ToldEnquirer, ToldPerson, take_request

SECRETS = (
    "Қосимова Ороста",
    "Қосимов Шоҳин",
    "Ман дар хонаи нав",
    "кӯчаи Айнӣ 40",
    "Дилшода Мирова",
    "Ситора Панҷшанбе",
    "Ниёзова Малика",
)


def objects(cast):
    scope, officer = cast.scope_for(cast.caseworker), cast.scope_for(cast.tracing_officer)

    def collect():
        ends = Ends(
            sender=ToldPerson(full_name=SECRETS[0]),
            addressee=ToldPerson(full_name=SECRETS[1]),
            addressee_contact=SECRETS[3],
        )
        news = News(text=SECRETS[2], collected_on=date(2026, 3, 1))
        return messages.collect_message(scope=scope, unit=cast.khatlon, ends=ends, news=news, agreed=True)

    def bring(message, *steps, **last):
        for step in steps[:-1]:
            getattr(messages, step)(scope=officer, message=message)
        return getattr(messages, steps[-1])(scope=officer, message=message, **last)

    message = collect()
    out = bring(collect(), "check_message", "deliver_here", "give_out", carrier=cast.field_volunteer)
    pouched = bring(collect(), "check_message")
    pouch = messages.send_pouch(scope=officer, unit=cast.khatlon, messages=[pouched], to_unit=cast.kulob)
    file = take_request(
        scope=scope,
        unit=cast.khatlon,
        sought=ToldPerson(full_name=SECRETS[4]),
        enquirer=ToldEnquirer(full_name=SECRETS[0], relation="mother"),
        account=Account(received_on=date(2026, 3, 1)),
    )
    return _others(cast, scope, officer) | {
        "message": message.number,
        "out": out.number,
        "pouch": pouch.number,
        "check": "check",
        "withdraw": "withdraw",
        "refuse": "refuse",
        "file": file.number,
    }


def _others(cast, scope, officer):
    head = cast.scope_for(cast.head_of_tracing)
    tajikistan = Country.objects.get(pk="TJ")
    event = register_event(
        scope=head, code="flood-1", name="Flood", kind="FL", country=tajikistan, started_on=date(2026, 3, 1)
    )
    registered = safe.register_safe(
        scope=scope,
        event=event,
        unit=cast.khatlon,
        person=ToldPerson(full_name=SECRETS[5]),
        news=safe.SafeNews(),
    )
    day = date(2026, 3, 1)
    facts = reunion.ReunionFacts(
        relation="wife", contact_restored_on=day, applicant_agreed_on=day, principal_agreed_on=day
    )
    file = reunion.open_reunification(
        scope=scope,
        unit=cast.khatlon,
        applicant=ToldPerson(full_name=SECRETS[0]),
        principal=ToldPerson(full_name=SECRETS[1]),
        facts=facts,
    )
    decision = reunion.add_decision(scope=officer, file=file, country=tajikistan, role="departure", permit="exit")
    vetting = children.vet_colleague(scope=head, user=cast.tracing_officer, until=date(2090, 1, 1))
    child = children.register_child(
        scope=officer,
        unit=cast.khatlon,
        child=ToldPerson(full_name=SECRETS[6]),
        facts=children.ChildFacts(kind="unaccompanied", best_interest="Stays"),
        officer=cast.tracing_officer,
    )
    return {
        "safe": registered.number,
        "reunion": file.number,
        "decision": decision.pk,
        "end": "end",
        "vetting": vetting.pk,
        "child": child.number,
    }
