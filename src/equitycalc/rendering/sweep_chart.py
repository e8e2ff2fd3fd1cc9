"""A sweep as a chart: dilution over market prices, or over a term."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from textwrap import wrap
from typing import Any

from equitycalc.engine import BASES, Basis
from equitycalc.engine.curve import Breakpoint
from equitycalc.problems import Unreadable
from equitycalc.quantities import EXACT, Money, decimal_places, price_text, whole_shares
from equitycalc.rendering.charts import MOST_LINES, Kind, Line, Mark, Value, curve_chart
from equitycalc.rendering.dilution_page import BASIS_NAMES, title_of
from equitycalc.rendering.sweep_page import (
    MARKET_PRICE,
    Row,
    drawn_basis,
    place_of,
    rows_of,
    swept_text,
    total_of,
    why_text,
)
from equitycalc.scalars import (
    DECIMAL_DIGITS,
    parse_count,
    parse_date,
    parse_money,
    parse_price,
    parse_rate,
)
from equitycalc.sweeps import Point, Sweep
from equitycalc.terms import KINDS
from equitycalc.written import terms_of

MOST_POINTS = 400  # of a line
MOST_MARKS = 40
MOST_DOTS = 60
A_TICK = Decimal(1).scaleb(-DECIMAL_DIGITS)
_UNITS: dict[object, str] = {
    parse_count: "shares",
    parse_money: "money",
    parse_price: "money a share",
    parse_rate: "%",
    parse_date: "date",
}
_HOW = {term: how.parse for kind in KINDS.values() for term, how in terms_of(kind).items()}
_LINE = 80  # letters of a subtitle's line


def sweep_chart(found: Sweep, kind: Kind) -> bytes:
    """The chart as a file's bytes; of a grid, a line for each value of its first range."""
    below = found.found
    stated = below.outstanding is not None
    along, rows = rows_of(found, MOST_LINES, MOST_POINTS)
    breakpoints = list(_within(found, rows[0].points)) if found.one_curve else []
    marked = breakpoints if len(breakpoints) <= MOST_MARKS else []
    if found.one_curve:
        lines = _curves(found, rows[0], breakpoints)
    elif len(rows) == 1:
        priced = found.asked.prices is not None
        lines = [_line(found, rows[0], along, basis) for basis in (BASES if priced else BASES[:1])]
    else:
        lines = [_line(found, row, along, drawn_basis(found), row.label) for row in rows]
    security = below.issuer.security or "shares"
    said = wrap(f"{security} as of {below.as_of}, {swept_text(found)}", _LINE)
    if len(rows) > 1:
        outer = next(axis for axis in found.asked.over if axis.spread.size > 1)
        said.append(f"{BASIS_NAMES[drawn_basis(found)]}, a line for each {outer.name}")
    if len(breakpoints) > len(marked):
        said.append(f"{len(breakpoints):,} breakpoints, too many to mark")
    open_terms = ", ".join(f"{each.grant}.{each.term}" for each in below.blanks)
    said += wrap(f"at least, because open: {open_terms}", _LINE)[:2] if open_terms else []
    return curve_chart(
        lines,
        kind=kind,
        title=title_of(below.issuer),
        subtitle=said,
        x_title=_titled(along),
        y_title="Dilution (% of all shares)" if stated else "Incremental shares",
        marks=[Mark(_ticks(each.price), _label(each)) for each in marked],
        percent=stated,
        dots=not found.one_curve and len(rows[0].points) <= MOST_DOTS,
    )


def _curves(found: Sweep, row: Row, breakpoints: list[Breakpoint]) -> list[Line]:
    """One line a basis, through many prices and through both sides of each breakpoint."""
    asked = {each.market_price for each in row.points if each.market_price is not None}
    first, last = min(asked), max(asked)
    steps = (
        decimal_places(
            Fraction(first) + Fraction(last - first) * index / MOST_POINTS, DECIMAL_DIGITS
        )
        for index in range(MOST_POINTS)
    )
    sides = [
        price
        for each in breakpoints[:MOST_POINTS]
        for price in (_ticks(each.price), EXACT.add(_ticks(each.price), A_TICK))
        if first <= price <= last
    ]
    points = [found.at(price) for price in sorted({*asked, *steps, *sides})]
    return [
        Line(
            BASIS_NAMES[basis], [(each.market_price, _value(found, each, basis)) for each in points]
        )
        for basis in BASES
    ]


def _line(found: Sweep, row: Row, along: str, basis: Basis, name: str = "") -> Line:
    """One row as a line; words stay in the order given, numbers and days are sorted."""
    names = [axis.name for axis in found.asked.over]
    inner = len(names) if along == MARKET_PRICE else names.index(along)
    points = [(_number(place_of(each, inner)), _value(found, each, basis)) for each in row.points]
    if not any(isinstance(at, str) for at, _ in points):
        points.sort(key=lambda point: point[0])
    return Line(name or BASIS_NAMES[basis], points)


def _value(found: Sweep, point: Point, basis: Basis) -> Value:
    total = total_of(point, basis)
    if found.found.outstanding is None:
        return total.figures.incremental_shares
    return total.dilution


def _number(text: str) -> Any:
    """A swept value as a number or a day; a word where it is neither."""
    try:
        return parse_date(text)
    except Unreadable:
        pass
    try:
        return parse_money(text.removesuffix("%"))
    except Unreadable:
        return text


def _within(found: Sweep, points: list[Point]) -> Iterator[Breakpoint]:
    prices = [each.market_price for each in points if each.market_price is not None]
    for each in found.curve.breakpoints():
        if min(prices) <= each.price <= max(prices) and _ticks(each.price):
            yield each


def _ticks(price: Money) -> Decimal:
    """The last price a ledger could write that is not above this one."""
    ticks = whole_shares(Fraction(price) * 10**DECIMAL_DIGITS, "down")
    return Decimal(ticks).scaleb(-DECIMAL_DIGITS, EXACT)


def _label(each: Breakpoint) -> str:
    names = why_text(each.claims, words=False)
    return f"{price_text(each.price)} {names}"


def _titled(along: str) -> str:
    if along == MARKET_PRICE:
        return "Market price (money a share)"
    unit = _UNITS.get(_HOW.get(along.partition(".")[2]))
    return f"{along} ({unit})" if unit else along
