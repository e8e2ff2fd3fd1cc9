"""The values that a sweep goes through: ``START:STOP:STEP``, or a list with commas."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from equitycalc.problems import Unreadable, quoted
from equitycalc.quantities import EXACT, quotient, whole_shares
from equitycalc.scalars import parse_count, parse_money

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOW = "write START:STOP:STEP, such as 0.01:0.20:0.01, or a list, such as 0.02,0.04,0.1"


class Spread(NamedTuple):
    """``size`` values: those ``listed``, or ``start``, ``start`` + ``step`` and so on.

    ``sign`` is the percent sign of a rate. ``places`` are where the values stand in the text that
    was typed, counted from 0: of a range, its start stands for all.
    """

    size: int
    listed: tuple[str, ...] = ()
    start: Decimal = Decimal(0)
    step: Decimal = Decimal(0)
    stop: Decimal = Decimal(0)
    sign: str = ""
    places: tuple[int, ...] = (0,)

    def text(self, index: int) -> str:
        """One value as it would be typed."""
        if self.listed:
            return self.listed[index]
        more = EXACT.multiply(self.step, Decimal(index))
        return f"{EXACT.add(self.start, more):f}{self.sign}"

    def texts(self) -> Iterator[str]:
        """All values, in their order."""
        return map(self.text, range(self.size))

    @property
    def above_zero(self) -> str:
        """How to write the same without a zero, for what is never zero."""
        return (
            "leave the zero out" if self.listed else f"begin above zero, such as at {self.step:f}"
        )

    def place(self, index: int) -> int:
        """Where in the typed text a value comes from."""
        return self.places[index] if self.listed else self.places[0]


def parse_spread(text: str) -> Spread:
    """The values of a range or a list, or ``Unreadable``, placed in the text by a number."""
    if ":" in text:
        return _range(text)
    listed = tuple(text.split(","))
    places = tuple(_places(listed))
    for word, place in zip(listed, places, strict=True):
        if not word.strip():
            raise Unreadable("not-a-range", "a value is missing here", _HOW, at=(place,))
    return Spread(len(listed), tuple(word.strip() for word in listed), places=places)


def _range(text: str) -> Spread:
    parts = text.split(":")
    places = tuple(_places(parts))
    if len(parts) != 3:
        where = len(text) if len(parts) < 3 else places[3] - 1
        said = f"{quoted(text)} does not say where to start, where to stop, and the step"
        raise Unreadable("not-a-range", said, _HOW, at=(where,))
    signs = {"%" if part.endswith("%") else "" for part in parts}
    if len(signs) > 1:
        bare = next(place for part, place in zip(parts, places, strict=True) if part[-1:] != "%")
        said = f"{quoted(text)} mixes percentages with plain numbers"
        raise Unreadable("not-a-range", said, "write all three with %, or none", at=(bare,))
    if parts[2].startswith("-"):
        said = f"the step {quoted(parts[2])} leads downwards"
        help = "write the lower end first, and a step above zero"
        raise Unreadable("backward-range", said, help, at=(places[2],))
    start, stop, step = (
        _number(part.removesuffix("%"), place) for part, place in zip(parts, places, strict=True)
    )
    if not step:
        said = "a step of zero never gets to the end"
        raise Unreadable("zero-step", said, "write a step above zero", at=(places[2],))
    if stop < start:
        said = f"{parts[1]} lies before {parts[0]}"
        raise Unreadable("backward-range", said, "write the lower end first", at=(places[1],))
    count = whole_shares(quotient(EXACT.subtract(stop, start), step), "down") + 1
    return Spread(count, (), start, step, stop, signs.pop(), places)


def _places(parts: "tuple[str, ...] | list[str]") -> Iterator[int]:
    """Where each part begins in the text that they were split from."""
    place = 0
    for part in parts:
        yield place + len(part) - len(part.lstrip())
        place += len(part) + 1


def _number(text: str, place: int) -> Decimal:
    if _DAY.fullmatch(text.strip()):
        how = "write the days as a list, such as 2001-01-16,2001-02-16"
        raise Unreadable("not-a-range", "days have no step between them", how, at=(place,))
    try:
        return Decimal(parse_count(text)) if "_" in text else parse_money(text.strip())
    except Unreadable as problem:
        problem.at = (place,)
        raise
