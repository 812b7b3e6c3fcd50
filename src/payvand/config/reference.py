"""Writes the reference of the settings from the settings themselves: ``python -m payvand.config.reference``."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from payvand.config.node import NodeSettings

_HEAD = """# Configuration

A node's settings are in `payvand.toml` in its folder. The environment wins over the file: `PAYVAND_WEB__PORT=9000` sets
`port` of `[web]`. A setting that is unknown or wrong stops every command with its key and the reason. A change takes
effect when the node is served anew; `payvand doctor DIR` checks it.

This page is generated from the settings (`python -m payvand.config.reference`) and a test holds the two together.
"""


def configuration_reference() -> str:
    """Return the page as Markdown."""
    return "\n".join([_HEAD, *_sections(NodeSettings)])


def _sections(settings: type[NodeSettings]) -> Iterator[str]:
    for name, setting in settings.model_fields.items():
        section = setting.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            yield from _section(f"[{name}]", section)
            for key, inner in section.model_fields.items():
                for kind in get_args(inner.annotation):
                    if isinstance(kind, type) and issubclass(kind, BaseModel):
                        yield from _section(f"[[{name}.{key}]]", kind)


def _section(title: str, section: type[BaseModel]) -> Iterator[str]:
    yield f"## `{title}`\n"
    yield f"{' '.join((section.__doc__ or '').split())}\n"
    yield "| Key | Default | |\n|---|---|---|"
    for key, setting in section.model_fields.items():
        yield f"| `{key}` | {_default(setting)} | {_meaning(setting)} |"
    yield ""


def _default(setting: FieldInfo) -> str:
    if setting.default is PydanticUndefined:
        return "*needed*"
    default: Any = list(setting.default) if isinstance(setting.default, tuple) else setting.default
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{default!r}`".replace("'", '"')


def _meaning(setting: FieldInfo) -> str:
    choices = [value for value in get_args(setting.annotation) if isinstance(value, str)]
    allowed = f" ({', '.join(f'`{choice}`' for choice in choices)})" if choices else ""
    return f"{(setting.description or '').replace('|', '&#124;')}{allowed}"


if __name__ == "__main__":
    print(configuration_reference(), end="")
