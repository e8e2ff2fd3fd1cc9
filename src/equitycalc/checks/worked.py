"""What follows from the factors in ``worked_from``: "3 x 3,500" makes 10,500, and three months from
the agreement are a day.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from equitycalc.engine.days import months_after
from equitycalc.printed import PERIODS, Printed, printed_in

_TIMES = re.compile(r"(?<=[0-9])\s*[x\xd7*]\s*(?=[$.0-9])", re.IGNORECASE)
_SIGN = re.compile(
    r"(?P<plus>\+|\bplus\b|\band\b)|(?P<minus>\bless\b|\bminus\b|\s-\s)"
    r"|(?P<over>/|\bdivided\b|\bover\b)",
    re.IGNORECASE,
)


class Worked(NamedTuple):
    """One working: its text, the figures in it, and the number or the day that they make."""

    text: str
    factors: tuple[Printed, ...]
    makes: int | Fraction | date | None


def workings(worked_from: str, granted_on: date | None) -> Iterator[Worked]:
    """Each working of a text that separates several by ``;``.

    Periods are counted from a day that the text names, else from that of the grant; all else is
    multiplied where no sign says otherwise.
    """
    for text, factors in _read(worked_from):
        if all(each.kind in ("date", *PERIODS) for each in factors):
            makes: int | Fraction | date | None = _day(factors, granted_on)
        else:
            makes = _number(text, factors)
        yield Worked(text, factors, makes)


@lru_cache(maxsize=4096)  # one schedule of fees is that of many grants
def _read(worked_from: str) -> tuple[tuple[str, tuple[Printed, ...]], ...]:
    texts = [" ".join(_TIMES.sub(" x ", part).split()) for part in worked_from.split(";")]
    return tuple((text, factors) for text in texts if (factors := tuple(_factors(text))))


def _factors(text: str) -> Iterator[Printed]:
    """The figures of a text, one that is printed in words and in digits only once."""
    last: Printed | None = None
    for each in printed_in(text):
        if last is not None and each.value == last.value:
            again = each.start < last.end or text[last.end : each.start].strip() == "("
            if again:
                last = last._replace(end=max(last.end, each.end))
                continue
        if each.kind != "every":
            yield each
            last = each


def _day(factors: tuple[Printed, ...], granted_on: date | None) -> date | None:
    """The day that periods lead to; None where there is none to count from, or no such day."""
    day, months, days = granted_on, Fraction(0), Fraction(0)
    for each in factors:
        if isinstance(each.value, date):
            day = each.value
        elif isinstance(each.value, int | Fraction) and each.kind in ("month", "year"):
            months += each.value * (12 if each.kind == "year" else 1)
        elif isinstance(each.value, int | Fraction) and each.kind in ("day", "week"):
            days += each.value * (7 if each.kind == "week" else 1)
    if day is None or months.denominator > 1 or days.denominator > 1:
        return None
    with suppress(OverflowError):
        return months_after(day, int(months)) + timedelta(days=int(days))
    return None


def _number(text: str, factors: tuple[Printed, ...]) -> int | Fraction | None:
    """Products first, then sums and differences; None where a factor is no number."""
    numbers = [each.value for each in factors if isinstance(each.value, int | Fraction)]
    if len(numbers) < len(factors):
        return None
    total: int | Fraction = 0
    product = numbers[0]
    for before, each, value in zip(factors, factors[1:], numbers[1:], strict=False):
        sign = _SIGN.search(text, before.end, each.start)
        if sign is None:
            product *= value
        elif sign["over"]:
            if not value:
                return None
            product = Fraction(product) / value
        else:
            total += product
            product = -value if sign["minus"] else value
    return total + product
