"""What the tests of the room share: tables as they come, and the node's own work on them.

Imports of the project stand inside the fixtures: a conftest is read before the test node is made.
"""

import io

import pytest


@pytest.fixture
def send(cast):
    """Send a table for headquarters, as the tracing officer does; `work` does the node's part."""
    from payvand.intake import services
    from payvand.intake.targets import target_of

    def sent(content, *, by=None, unit=None, source="Orenburg hospital", target="people_list", follows=None, **options):
        return services.receive_table(
            scope=cast.scope_for(by or cast.tracing_officer),
            target=target_of(target),
            unit=unit or cast.headquarters,
            source=source,
            content=[content.encode() if isinstance(content, str) else content],
            file_name="list.csv",
            options={"source_kind": "patients_list", **options},
            follows=follows,
        )

    return sent


@pytest.fixture
def work():
    """Let the node do what waits, and return the table as it is then."""
    from payvand.intake import services

    def worked(batch):
        while services.work_once(worker="test"):
            pass
        batch.refresh_from_db()
        return batch

    return worked


@pytest.fixture
def check(cast, work):
    """Name the columns as they are guessed, and have the rows checked."""
    from payvand.intake import services
    from payvand.intake.queries import guessed_columns

    def checked(batch, columns=None):
        batch = work(batch)
        assert batch.state == "to_map", batch.failure
        named = columns or [guess.code for guess in guessed_columns(batch)]
        scope = cast.scope_for(cast.tracing_officer)
        services.name_columns(scope=scope, batch=batch, columns=named, header_line=batch.header_line)
        return work(batch)

    return checked


@pytest.fixture
def take(cast, check, work):
    """Have the right rows of a table taken."""
    from payvand.intake import services

    def taken(batch, columns=None):
        batch = check(batch, columns)
        assert batch.state == "checked", batch.failure
        if batch.counts.get("new"):
            services.take_rows(scope=cast.scope_for(cast.tracing_officer), batch=batch)
        return work(batch)

    return taken


@pytest.fixture
def xlsx():
    """Make a spreadsheet of rows."""
    import xlsxwriter

    def made(*rows):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        return out.getvalue()

    return made
