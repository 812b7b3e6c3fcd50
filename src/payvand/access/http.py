"""The doors of a view, for rooms above this one; they live in `core`, where the rooms below find them too."""

from payvand.core.http import ScopedRequest, public, requires

__all__ = ["ScopedRequest", "public", "requires"]
