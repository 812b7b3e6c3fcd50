"""What the addresses of the access room need."""

import json

from allauth.mfa.models import Authenticator

from access.soft_key import SoftKey
from payvand.access.models import Membership

SECRETS = ("Key of the administrator",)


def objects(cast):
    credential = json.loads(SoftKey().create({"publicKey": {"user": {"id": "AAAA"}, "challenge": "AAAA"}}))
    passkey = Authenticator.objects.create(
        user=cast.node_admin, type=Authenticator.Type.WEBAUTHN, data={"name": SECRETS[0], "credential": credential}
    )
    membership = Membership.objects.get(user=cast.caseworker)
    return {"membership": membership.pk, "passkey": passkey.pk, "no_such_provider": "elsewhere"}
