"""What the addresses of the work with families of the missing need: a family of Khatlon with a need and a step."""

from datetime import date

from payvand.families.services import missing as services
from payvand.tracing import services as tracing

SECRETS = ("Саломат Ҷӯраева", "Ҷӯраев Бахтиёр", "Заминашро гирифтанд")


def objects(cast):
    scope = cast.scope_for(cast.caseworker)
    request = tracing.take_request(
        scope=scope,
        unit=cast.khatlon,
        sought=tracing.ToldPerson(full_name=SECRETS[1], language="tg", sex="male"),
        enquirer=tracing.ToldEnquirer(full_name=SECRETS[0], relation="wife"),
        account=tracing.Account(received_on=date(2026, 3, 1)),
    )
    family = services.open_family(scope=scope, request=request)
    account = services.Account(assessed_on=date(2026, 3, 2))
    assessment = services.record_assessment(scope=scope, family=family, account=account, needs={"legal": SECRETS[2]})
    step = services.add_legal_step(scope=scope, family=family, facts=services.LegalFacts(kind="absence"))
    return {"file": request.number, "family": family.number, "need": assessment.needs.get().pk, "step": step.pk}
