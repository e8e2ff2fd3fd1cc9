"""What a caller in Python gives, as the text that people type: one way to read both."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

Given = date | Decimal | int | str


def as_typed(value: Given | None) -> str | None:
    """The text of a day, a number or a word; ``TypeError`` for a float, which is not the number it
    shows.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        raise TypeError("give a Decimal or text: a float is not the number it shows")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def values_as_typed(values: Given | Iterable[Given] | None) -> str | None:
    """The text of a range, or of values with commas between them."""
    if values is None or isinstance(values, Given | float):
        return as_typed(values)
    return ",".join(as_typed(each) or "" for each in values)


def assumptions_as_typed(assume: Mapping[str, Given] | None) -> list[str]:
    """Each assumption as ``GRANT.TERM=VALUE``."""
    return [f"{term}={as_typed(value)}" for term, value in (assume or {}).items()]
