import pytest

from payvand.config.cli import COMMANDS, main
from payvand.config.operations.context import CommandFailed, node_and_verb

SOCIETY = ("--organisation", "Society", "--country", "TJ")
NODE_COMMANDS = {
    "doctor": (), "serve": (), "backup": (), "upgrade": (), "manage": ("check",), "keys": ("rotate",),
    "audit": ("verify",), "index": ("rebuild",), "portal": ("publish",),
}  # fmt: skip


@pytest.fixture(autouse=True)
def same_node(monkeypatch):
    """What a command sets in the environment does not outlive its test."""
    monkeypatch.setenv("PAYVAND_TEST", "1")


@pytest.mark.parametrize("command", NODE_COMMANDS)
def test_a_folder_that_is_no_node_is_bad_input(command, tmp_path, capsys):
    assert main([command, str(tmp_path), *NODE_COMMANDS[command]]) == 3
    said = f"payvand: {tmp_path} is not a node: it has no payvand.toml; make one with `payvand init`\n"
    assert capsys.readouterr().err == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--country", "Tajikistan"), "node.country"),
        (("--time-zone", "Mars/Olympus"), "node.time_zone"),
        (("--database", "mysql://x"), "database.url"),
        (("--code", "much-too-long"), "node.code"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_is_left(words, said, tmp_path, capsys):
    assert main(["init", str(tmp_path / "node"), "--organisation", "Society", "--country", "TJ", *words]) == 3
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_init_touches_no_folder_that_holds_something(tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("x")
    assert main(["init", str(tmp_path), *SOCIETY]) == 3
    assert capsys.readouterr().err == f"payvand: {tmp_path} is not empty: name a new folder\n"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("words", [[], ["unknown"], ["init"], ["init", "x", "--kind", "government"], ["keys", "x"]])
def test_wrong_usage_ends_with_2(words):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


class Options:
    def __init__(self, *words):
        (self.first, self.second), self.verbs = words, ("verify", "head")


def test_the_folder_comes_first_and_the_other_order_is_understood():
    assert [str(word) for word in node_and_verb(Options("tj", "verify"))] == ["tj", "verify"]
    assert [str(word) for word in node_and_verb(Options("verify", "tj"))] == ["tj", "verify"]
    assert [str(word) for word in node_and_verb(Options("verify", "head"))] == ["verify", "head"]
    with pytest.raises(CommandFailed, match="say what to do with tj: verify, head"):
        node_and_verb(Options("tj", "burn"))


def test_every_command_describes_itself(capsys):
    for command in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith("usage: payvand")
