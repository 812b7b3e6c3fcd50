"""What the addresses of paper forms need: a printed form of Khatlon, and a file of Khatlon."""

from datetime import date

from payvand.tracing import services
from payvand.tracing.models import PaperForm
from payvand.tracing.services.paper import reserve_papers

SECRETS = ("Шоҳин Зарифов", "Меҳрангез Зарифова")


def objects(cast):
    scope = cast.scope_for(cast.caseworker)
    batch = reserve_papers(scope=scope, unit=cast.khatlon, language="ru", count=2)
    file = services.take_request(
        scope=scope,
        unit=cast.khatlon,
        sought=services.ToldPerson(full_name=SECRETS[0]),
        enquirer=services.ToldEnquirer(full_name=SECRETS[1], relation="sister"),
        account=services.Account(received_on=date(2026, 3, 1)),
    )
    return {"batch": batch, "paper": PaperForm.objects.filter(batch=batch).first().number, "file": file.number}
