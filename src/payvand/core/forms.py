"""Between a form and a service: what the service refuses is said at the field where it was written."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.utils.translation import gettext as _

from payvand.core.errors import Conflict, InvalidInput, Refused

Result = TypeVar("Result")


def attempt(form: forms.BaseForm, action: Callable[[], Result]) -> Result | None:
    """Return what the service gives, or None with its complaint on the form; nothing that was typed is lost.

    Args:
        form: bound and valid; it gets the errors.
        action: calls one service.
    """
    try:
        return action()
    except InvalidInput as error:
        for field, problem in error.problems.items():
            form.add_error(field if field in form.fields else None, problem)
    except Refused as error:
        form.add_error(None, str(error))
    except Conflict:
        form.add_error(
            None,
            _(
                "Someone else changed this in the meantime. What you wrote is still here:"
                " open the page in a second tab, compare, and save again there."
            ),
        )
    return None
