"""What the addresses of the intake room need: a table of Khatlon, checked, with a row to be corrected."""

from payvand.intake import services
from payvand.intake.queries import guessed_columns
from payvand.intake.targets import target_of

SECRETS = ("Пайрав Қудратзода", "Kulob district hospital", "31.02.1971")


def objects(cast):
    scope = cast.scope_for(cast.caseworker)
    batch = services.receive_table(
        scope=scope,
        target=target_of("people_list"),
        unit=cast.khatlon,
        source=SECRETS[1],
        content=[f"name,born,sex\n{SECRETS[0]},1971,m\nКаримова Зарина,{SECRETS[2]},ж\n".encode()],
        options={"source_kind": "patients_list"},
    )
    services.work_once(worker="rights")
    batch.refresh_from_db()
    named = [guess.code for guess in guessed_columns(batch)]
    services.name_columns(scope=scope, batch=batch, columns=named, header_line=1)
    services.work_once(worker="rights")
    return {"batch": batch.pk, "people_list": "people_list"}
