"""A passkey made of software: it answers the node's challenges as a security key would, with a real P-256 key."""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAGS = AuthenticatorData.FLAG
NOTHING = FLAGS(0)


class SoftKey:
    """One key for one host."""

    def __init__(self, host: str = "testserver") -> None:
        self.host = host
        self.origin = f"http://{host}"
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(16)
        self.user_handle = b""
        self.counter = 0

    def create(self, options: dict) -> str:
        """Answer a registration; `options` is what the page holds as `creation_options`."""
        public = options["publicKey"]
        self.user_handle = public["user"]["id"]
        attested = AttestedCredentialData.create(
            b"\0" * 16, self.credential_id, ES256.from_cryptography_key(self.private.public_key())
        )
        attestation = AttestationObject.create("none", self._data(FLAGS.AT, attested), {})
        response = {
            "clientDataJSON": websafe_encode(self._client(CollectedClientData.TYPE.CREATE, public["challenge"])),
            "attestationObject": websafe_encode(bytes(attestation)),
            "transports": ["internal"],
        }
        return self._answer(response, {"credProps": {"rk": True}})

    def get(self, options: dict) -> str:
        """Answer a sign-in; `options` is `request_options`."""
        client = self._client(CollectedClientData.TYPE.GET, options["publicKey"]["challenge"])
        data = self._data()
        signature = self.private.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(bytes(data)),
            "signature": websafe_encode(signature),
            "userHandle": self.user_handle,
        }
        return self._answer(response, {})

    def _data(self, flags: FLAGS = NOTHING, attested: AttestedCredentialData | None = None) -> AuthenticatorData:
        self.counter += 1
        host_hash = hashlib.sha256(self.host.encode()).digest()
        return AuthenticatorData.create(host_hash, flags | FLAGS.UP | FLAGS.UV, self.counter, attested or b"")

    def _client(self, kind: str, challenge: str) -> bytes:
        return bytes(CollectedClientData.create(type=kind, challenge=challenge, origin=self.origin))

    def _answer(self, response: dict, extensions: dict) -> str:
        identity = websafe_encode(self.credential_id)
        answer = {
            "id": identity,
            "rawId": identity,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "response": response,
            "clientExtensionResults": extensions,
        }
        return json.dumps(answer)
