"""What the addresses of the referrals room need: a provider, and a referral of a person of Khatlon."""

from payvand.network.models import Country
from payvand.people.services import NameInput, register_person
from payvand.referrals import services

SECRETS = ("Ҷумъабек Ғафуров", "Мероси падараш")


def objects(cast):
    scope = cast.scope_for(cast.caseworker)
    person = register_person(
        scope=scope, purpose="tracing", unit=cast.khatlon, names=[NameInput(full_as_given=SECRETS[0], language="tg")]
    )
    facts = services.ProviderFacts(name="Legal aid", country=Country.objects.get(pk="TJ"), services=["legal"])
    provider = services.add_provider(scope=scope, facts=facts)
    referral = services.refer(scope=scope, person=person, need="legal", provider=provider, need_text=SECRETS[1])
    return {"provider": provider.pk, "referral": referral.number, "person": person.pk, "send": "send"}
