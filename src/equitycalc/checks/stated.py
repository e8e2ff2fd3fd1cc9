"""Figures that a ledger states, and how a document may print each of them."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple, assert_never

from equitycalc.printed import FORM, Kind, Printed
from equitycalc.problems import Path
from equitycalc.written import AtLeast

Value = int | Fraction | date | str
Key = tuple[Kind, Value]
Sort = Literal["count", "money", "rate", "days", "months", "years", "every", "parts"]

# The terms of grants, of registration rights and of events that are figures. The others are words.
TERMS: dict[str, Sort | Literal["date", "form"]] = {
    "shares": "count",
    "new": "count",
    "old": "count",
    "principal": "money",
    "interest": "money",
    "amount": "money",
    "exercise_price": "money",
    "conversion_price": "money",
    "price": "money",
    "market_price": "money",
    "interest_rate": "rate",
    "rate": "rate",
    "date": "date",
    "on": "date",
    "start": "date",
    "granted_on": "date",
    "expires_on": "date",
    "matures_on": "date",
    "payable_by": "date",
    "accrues_from": "date",
    "closing_date": "date",
    "proposed_filing": "date",
    "days_to_file": "days",
    "days_to_effectiveness": "days",
    "notice_days": "days",
    "answer_days": "days",
    "years_registered": "years",
    "instalments": "parts",
    "form": "form",
    "excepted_forms": "form",
}


class Stated(NamedTuple):
    """A figure at ``path``: what to call it, its value, and the printed figures it may stand as."""

    path: Path
    said: str
    value: Value
    keys: tuple[Key, ...]


def stated(term: str, written: Any, path: Path) -> Iterator[Stated]:
    """The figures that a term states, a minimum as itself. What is open, assumed or zero is not
    looked for, nor is a name without a number in it.
    """
    sort = TERMS.get(term)
    if isinstance(written, AtLeast):
        written, path = written.minimum, (*path, "at_least")
    if sort == "form":
        one = isinstance(written, str)
        for index, name in enumerate((written,) if one else written or ()):
            if re.fullmatch(FORM, name):
                at = path if one else (*path, index)
                yield Stated(at, f"{term} {name}", name, (("form", name),))
    elif isinstance(written, date):
        yield Stated(path, f"{term} {written}", written, (("date", written),))
    elif sort is not None and sort != "date" and isinstance(written, int | Decimal) and written:
        yield number(term, sort, written, path)


def number(name: str, sort: Sort, written: int | Decimal, path: Path) -> Stated:
    """A number of a sort, as it is called ``name``."""
    value = written if isinstance(written, int) else Fraction(written)
    text = f"{written:,}" if isinstance(written, int) else f"{written:,f}"
    if sort == "rate":
        text = f"{Decimal(written).scaleb(2):f}%"
    return Stated(path, f"{name} {text}", value, tuple(_keys(value, sort)))


def keys_as_printed(found: Printed) -> tuple[Key, ...]:
    """The printed figures that say the same as one that is printed elsewhere. Without a unit it is
    a factor of any sort.
    """
    kind, value = found.kind, found.value
    if not isinstance(value, int | Fraction):
        return ((kind, value),)
    match kind:
        case "count":
            any_unit: tuple[Kind, ...] = ("count", "money", "day", "week", "month", "year")
            return tuple((each, value) for each in any_unit)
        case "money":
            return tuple(_keys(value, "money"))
        case "day":
            return tuple(_keys(value, "days"))
        case "week":
            return tuple(_keys(value * 7, "days"))
        case "month":
            return tuple(_keys(value, "months"))
        case "year":
            return tuple(_keys(value, "years"))
        case _:
            return ((kind, value),)


def _keys(value: int | Fraction, sort: Sort) -> Iterator[Key]:
    match sort:
        case "count" | "rate":
            yield sort, value
        case "money":
            yield "money", value
            # A small whole number without a sign is too often another thing.
            if value.denominator > 1 or value >= 100:
                yield "count", value
        case "days":
            yield "day", value
            yield "week", Fraction(value) / 7
        case "months":
            yield "month", value
            yield "year", Fraction(value) / 12
        case "every":
            yield "every", value
            yield from _keys(value, "months")
        case "years":
            yield from _keys(value * 12, "months")
        case "parts":
            # "three months" are three parts where one is due each month.
            yield "count", value
            yield "week", value
            yield "month", value
            yield "year", value
        case _:
            assert_never(sort)
