"""Whether a formatted text still says what it said: a formatter that is wrong must not write."""

import re
from typing import Any

_COUNT = re.compile(r"[0-9][0-9_]*(?:@[0-9-]+)?", re.ASCII)
# What formatting adds and takes away: blanks, quotes and their escapes, a last comma, the groups of
# digits, and how a block begins (``|4`` or ``|``).
_MOVED = b" \t\n\"'\\,_+-0123456789"


def same_tree(before: Any, after: Any) -> bool:
    """Whether two plain trees are the same, but for the order of keys and the groups of digits."""
    if before == after:
        return True
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys() and all(
            same_tree(value, after[key]) for key, value in before.items()
        )
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(same_tree, before, after))
    return (
        isinstance(before, str)
        and isinstance(after, str)
        and _COUNT.fullmatch(before) is not None
        and before.replace("_", "") == after.replace("_", "")
    )


def same_letters(before: bytes, after: bytes) -> bool:
    """Whether two texts have the same letters and signs, comments and all, in whatever order."""
    first, second = (each.translate(None, _MOVED) for each in (before, after))
    return all(first.count(each) == second.count(each) for each in range(256))
