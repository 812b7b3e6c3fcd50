"""What the addresses of files need: a file of an invented thing that tracing officers alone may read."""

from uuid import uuid4

from payvand.files import policies, services

THING = "tests.Paper"
NAME = "Гулшан Ятимова, шиноснома"
SECRETS = (NAME,)


def objects(cast):
    policies.register_owner(THING, may_read=lambda scope, _id: scope.may("tracing.close_request"))
    thing = uuid4()
    file = services.keep_file(
        scope=cast.scope_for(cast.tracing_officer),
        upload=b"%PDF-1.7\n%%EOF\n",
        name=NAME,
        owner=(THING, thing),
        kind="identity_paper",
    )
    return {"file": file.pk, "subject_type": THING, "subject_id": thing}
