"""The rows of the room."""

from payvand.protection.models.disclosure import Disclosure as Disclosure
