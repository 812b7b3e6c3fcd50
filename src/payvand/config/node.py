"""A node is a folder: `payvand.toml`, the database, keys, media, the search index. This reads its settings.

Every setting is typed here and nowhere else; an error names its key. The environment overrides the file:
``PAYVAND_WEB__PORT=9000`` sets ``[web] port``.
"""

import os
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

SETTINGS_FILE = "payvand.toml"


class SettingsError(Exception):
    """A node's settings cannot be used; the message names the file, the key and what to do."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Organisation(_Section):
    """Whose node this is."""

    organisation: str = Field(min_length=1, description="name of the organisation that runs this node")
    country: str = Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 code of its country, such as TJ")
    kind: Literal["society", "delegation", "secretariat"] = Field(
        default="society", description="National Society, ICRC delegation, or IFRC secretariat office"
    )
    code: str = Field(
        default="", pattern=r"^[A-Z]{0,6}$", description="prefix of file numbers; the country's code if empty"
    )
    time_zone: str = Field(default="UTC", description="decides dates and periods, such as Asia/Dushanbe")
    language: Literal["en", "ru"] = Field(default="en", description="language of pages until a user chooses")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{value!r} is not a time zone of the IANA database") from error
        return value


class Database(_Section):
    """Where rows are kept: SQLite in the node's folder, or PostgreSQL."""

    url: str = Field(
        default="sqlite",
        pattern=r"^(sqlite|postgresql://.+)$",
        description="'sqlite' (a file in the node's folder) or postgresql://user:password@host:port/name",
    )


class Listener(_Section):
    """An address that the node answers on."""

    host: str = Field(default="127.0.0.1", description="address to listen on; 0.0.0.0 for the local network")
    port: int = Field(ge=0, le=65535, description="TCP port; 0 takes a free one")
    workers: int = Field(default=2, ge=1, le=64, description="processes that answer requests")
    allowed_hosts: tuple[str, ...] = Field(
        default=("localhost", "127.0.0.1", "[::1]"), description="host names that the node answers to"
    )
    https: bool = Field(default=False, description="True behind a TLS proxy: secure cookies, HSTS")


class Web(Listener):
    """Casework: for staff, on the local network."""

    port: int = Field(default=8700, ge=0, le=65535, description="TCP port; 0 takes a free one")


class Portal(Listener):
    """Public pages: may run on another machine, which holds no people."""

    enabled: bool = Field(default=True, description="False where the public pages run on another machine or not at all")
    port: int = Field(default=8701, ge=0, le=65535, description="TCP port; 0 takes a free one")
    functions: tuple[str, ...] = Field(
        default=(), description="functions whose contacts the public pages show, as written in the contacts; else none"
    )


class OpenIdProvider(_Section):
    """An identity provider that staff may sign in with."""

    provider_id: str = Field(pattern=r"^[a-z0-9-]+$", description="short name, part of the call-back address")
    name: str = Field(description="name on the sign-in page")
    client_id: str = Field(description="as registered with the provider")
    secret_file: str = Field(description="file in the node's keys folder that holds the client secret")
    server_url: str = Field(description="address of the provider's discovery document")


class SignIn(_Section):
    """How people prove who they are."""

    second_factor: Literal["required", "optional"] = Field(
        default="required", description="'required': nobody works without a TOTP code or a passkey"
    )
    session_hours: float = Field(default=10, gt=0, le=24 * 14, description="hours until a session ends")
    failures: int = Field(default=8, ge=3, le=100, description="wrong passwords before an account rests")
    rest_minutes: int = Field(default=30, ge=1, description="minutes that an account rests after them")
    providers: tuple[OpenIdProvider, ...] = Field(default=(), description="OpenID Connect providers")


class Files(_Section):
    """Uploads: photos, papers, signed forms."""

    largest_megabytes: int = Field(default=20, ge=1, le=200, description="a larger file is refused")


class Protection(_Section):
    """Closely kept records and people's requests about their data."""

    exception_hours: int = Field(
        default=4, ge=1, le=72, description="hours that a closely kept record stays open to who opened it by exception"
    )
    backup_days: int = Field(
        default=90, ge=1, le=3650, description="days for which backups are kept; the proof of an erasure counts by it"
    )
    answer_days: int = Field(
        default=30, ge=1, le=90, description="days in which a person's request about their own data is answered"
    )


class Tracing(_Section):
    """The tracing service."""

    caseworkers_close: bool = Field(
        default=False,
        description="True where there is one tracing officer: caseworkers, too, can be the second to approve a closing",
    )


class NodeSettings(BaseSettings):
    """All settings of a node, from `payvand.toml` and the environment (which wins)."""

    model_config = SettingsConfigDict(
        env_prefix="PAYVAND_", env_nested_delimiter="__", extra="forbid", frozen=True, toml_file=None
    )

    node: Organisation
    database: Database = Database()
    web: Web = Web()
    portal: Portal = Portal()
    sign_in: SignIn = SignIn()
    files: Files = Files()
    protection: Protection = Protection()
    tracing: Tracing = Tracing()

    @classmethod
    def settings_customise_sources(  # noqa: D102 — the hook of pydantic-settings
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 — the hook's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 — the hook's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = TomlConfigSettingsSource(settings_cls, toml_file=settings_cls.model_config.get("toml_file"))
        return env_settings, toml, init_settings

    @property
    def prefix(self) -> str:
        """The prefix of this node's file numbers, such as ``TJ``."""
        return self.node.code or self.node.country


class Node:
    """A node's folder and what lies in it."""

    def __init__(self, folder: Path, settings: NodeSettings) -> None:
        self.folder = folder
        self.settings = settings
        self.database_file = folder / "payvand.sqlite3"
        self.keys = folder / "keys"
        self.media = folder / "media"
        self.index = folder / "index"
        self.audit = folder / "audit"
        self.backups = folder / "backups"
        self.run = folder / "run"

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read a node's folder.

        Raises:
            SettingsError: there is no such node, or a setting is wrong; the message names the key.
        """
        path = folder / SETTINGS_FILE
        if not path.is_file():
            raise SettingsError(f"{folder} is not a node: it has no {SETTINGS_FILE}; make one with `payvand init`")

        class _FromThisFile(NodeSettings):
            model_config = SettingsConfigDict(toml_file=path)

        try:
            settings = _FromThisFile()  # type: ignore[call-arg]  # the file and the environment give them
        except ValidationError as error:
            lines = "; ".join(
                f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}" for problem in error.errors()
            )
            raise SettingsError(f"{path}: {lines}") from error
        except ValueError as error:
            raise SettingsError(f"{path}: {error}") from error
        return cls(folder.resolve(), settings)


NODE_VARIABLE = "PAYVAND_DIR"


def current_node() -> Node | None:
    """Return the node that this process serves (named by the environment), or None outside of one."""
    folder = os.environ.get(NODE_VARIABLE)
    return Node.open(Path(folder)) if folder else None
