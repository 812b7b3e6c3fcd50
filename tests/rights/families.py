"""What the addresses of the room need: messages of Khatlon at several places of their way."""

from datetime import date

from payvand.families.services import messages
from payvand.families.services.inputs import Ends, News
from payvand.tracing.services import Account, ToldEnquirer, ToldPerson, take_request

SECRETS = (
    "Қосимова Ороста",
    "Қосимов Шоҳин",
    "Ман дар хонаи нав",
    "кӯчаи Айнӣ 40",
    "Дилшода Мирова",
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
    return {
        "message": message.number,
        "out": out.number,
        "pouch": pouch.number,
        "check": "check",
        "withdraw": "withdraw",
        "refuse": "refuse",
        "file": file.number,
    }
