"""What these addresses need: a file of Khatlon whose caseworker prepared an attestation and proposed a photo."""

import io
from datetime import date, timedelta

from django.utils import timezone
from PIL import Image

from payvand.families.services.attestations import AttestationFacts, prepare_attestation
from payvand.families.services.photos import propose_photo
from payvand.people.enums import ConsentScope, ConsentState
from payvand.people.services import record_consent
from payvand.tracing import services

SECRETS = ("Некрӯз Ятимов", "Садбарг Ятимова", "Том 7, саҳ. 112")


def objects(cast):
    scope = cast.scope_for(cast.caseworker)
    file = services.take_request(
        scope=scope,
        unit=cast.khatlon,
        sought=services.ToldPerson(full_name=SECRETS[0], sex="male"),
        enquirer=services.ToldEnquirer(full_name=SECRETS[1], relation="sister"),
        account=services.Account(received_on=date(2026, 3, 1)),
    )
    facts = AttestationFacts(
        kind="death",
        asker="family",
        asker_name=SECRETS[1],
        asker_relation="sister",
        asked_on=date(2026, 5, 1),
        statement="Buried in 1993.",
        archive_reference=SECRETS[2],
        language="en",
    )
    attestation = prepare_attestation(scope=scope, request=file, facts=facts)
    record_consent(
        scope=scope, person=file.enquirer, scope_code=ConsentScope.PUBLISH_PHOTO, state=ConsentState.GIVEN, recipient=""
    )
    picture = io.BytesIO()
    Image.new("RGB", (40, 50), "white").save(picture, "JPEG")
    photo = propose_photo(
        scope=scope,
        request=file,
        upload=picture.getvalue(),
        expires_on=timezone.localdate() + timedelta(days=100),
        age_checked=True,
    )
    return {
        "file": file.number,
        "attestation": attestation.number,
        "photo": photo.pk,
        "decline": "decline",
        "remove": "remove",
    }
