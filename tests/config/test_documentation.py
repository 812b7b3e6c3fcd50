from pathlib import Path

from payvand.config.cli import COMMANDS
from payvand.config.commands import audit, index, keys, portal
from payvand.config.reference import configuration_reference

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_the_configuration_reference_is_that_of_the_settings():
    written = (REFERENCE / "configuration.md").read_text(encoding="utf-8")
    assert written == configuration_reference(), (
        "run `python -m payvand.config.reference > docs/reference/configuration.md`"
    )


def test_every_command_and_verb_is_in_the_reference():
    text = (REFERENCE / "command-line.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"payvand {name}" not in text] == []
    verbs = {"audit": audit.VERBS, "index": index.VERBS, "keys": keys.VERBS, "portal": portal.VERBS}
    missing = [
        f"{command} {verb}"
        for command, known in verbs.items()
        for verb in known
        if f"payvand {command} DIR {verb}" not in text
    ]
    assert missing == []
