"""Logs: one JSON object a line, with the request's number, and with nothing in it that a person said or is called.

A message is written as its author wrote it in the source, never with the values put in: strings become ``…``. Of an
exception the log keeps its type and the places in the code, never its words. Query strings and paths are not logged:
a request is known by the route that answered it.
"""

import contextvars
import datetime as dt
import json
import linecache
import logging
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from payvand.core.codes import is_code
from payvand.core.ids import new_id

_request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
_HIDDEN = "…"
_LARGEST_NUMBER = 10**6
_access = logging.getLogger("payvand.access_log")


def current_request_id() -> str:
    """Return the number of the request that is being answered, or an empty string."""
    return _request_id.get()


class RequestIdMiddleware:
    """Gives every request a number, for the log, the audit and the error page, and logs how it was answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        number = new_id().hex
        request.request_id = number  # type: ignore[attr-defined]  # read by pages, access and audit
        token = _request_id.set(number)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = number
            milliseconds = round((time.perf_counter() - started) * 1000)
            match = request.resolver_match
            _access.info(
                "answered",
                extra={
                    "codes": {
                        "method": request.method if request.method in _METHODS else _HIDDEN,
                        "route": match.route if match else "",
                        "status": response.status_code,
                        "milliseconds": milliseconds,
                    }
                },
            )
            return response
        finally:
            _request_id.reset(token)


_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON without personal data."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; `extra={"codes": {…}}` adds numbers and codes under their names."""
        line: dict[str, Any] = {
            "at": dt.datetime.fromtimestamp(record.created, tz=dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            "process": record.process,
        }
        if number := getattr(record, "request_id", "") or current_request_id():
            line["request"] = number
        codes: Mapping[str, Any] = getattr(record, "codes", {})
        line |= {name: value if name == "route" else _shown(value) for name, value in codes.items()}
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = list(_exceptions(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


def _shown(value: object) -> object:
    """Return a value that says nothing of a person, or the sign that something was left out."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if abs(value) < _LARGEST_NUMBER else _HIDDEN
    if isinstance(value, UUID):
        return str(value)
    return value if isinstance(value, str) and is_code(value) else _HIDDEN


def _message(record: logging.LogRecord) -> str:
    template = str(record.msg)
    if not _is_written_in(record.pathname, template):
        return f"{_HIDDEN} ({record.module}:{record.lineno})"
    if not record.args:
        return template
    values = record.args if isinstance(record.args, tuple) else ()
    numbers = tuple(
        value if isinstance(value, int | float) and abs(value) < _LARGEST_NUMBER else _Hidden() for value in values
    )
    try:
        return template % numbers if values else template
    except (TypeError, ValueError):
        return template


class _Hidden(str):
    """Prints as the sign that something was left out, whatever form is asked for."""

    __slots__ = ()

    def __str__(self) -> str:
        return _HIDDEN

    __repr__ = __str__


def _sources(path: str) -> Iterator[str]:
    """Yield the source that logged; gunicorn logs through a wrapper, so its messages stand in its other files."""
    yield "".join(linecache.getlines(path))
    if path.endswith("gunicorn/glogging.py"):
        package = Path(path).parent
        yield from (
            "".join(linecache.getlines(str(one))) for one in [*package.glob("*.py"), *package.glob("workers/*.py")]
        )


@lru_cache(maxsize=2000)
def _is_written_in(path: str, template: str) -> bool:
    """Say whether a message stands in the source that logged it, so that no value was put into it before."""
    escaped = template.replace("\n", "\\n").replace('"', '\\"')
    return any(template in source or escaped in source for source in _sources(path))


def _exceptions(error: BaseException) -> Iterator[dict[str, object]]:
    """Yield type and places of an exception and of those that led to it, the last one first."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        places = [
            f"{frame.f_globals.get('__name__', '')}:{line}:{frame.f_code.co_name}"
            for frame, line in traceback.walk_tb(following.__traceback__)
        ]
        yield {"type": f"{type(following).__module__}.{type(following).__qualname__}", "places": places}
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)


def log_settings() -> dict[str, Any]:
    """Return Django's `LOGGING`, which is gunicorn's too: everything to standard error, one line each."""
    quiet = {"level": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "payvand.config.log.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "gunicorn.error": {"handlers": [], "level": "WARNING", "propagate": True},
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
            "axes": quiet,
        },
    }
