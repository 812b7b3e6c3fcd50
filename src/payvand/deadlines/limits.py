"""How often an address may be asked: counted for the whole node in the cache that its processes share."""

from django.core.cache import cache


def is_within(key: str, *, most: int, seconds: int) -> bool:
    """Count one use of the key and say whether it is among the first `most` of a window of so many seconds."""
    name = f"deadlines:{key}"
    cache.add(name, 0, timeout=seconds)
    try:
        return cache.incr(name) <= most
    except ValueError:  # the window closed between the two
        return True
