"""A sweep as a page: the points, what holds between the breakpoints, the curve, and what it all
rests on.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, islice
from typing import Any, NamedTuple

from equitycalc.bounds import Between
from equitycalc.engine import BASES, Basis, Total
from equitycalc.engine.claims import Claim
from equitycalc.engine.curve import Breakpoint, Stretch
from equitycalc.quantities import price_text
from equitycalc.rendering.dilution_page import BASIS_NAMES, first_of, title_of
from equitycalc.rendering.drawing import block_curve, sparkline
from equitycalc.rendering.page import Grid, Line, Page
from equitycalc.rendering.rests_on import rests_on
from equitycalc.rendering.sweep_json import price_term
from equitycalc.rendering.values import NOT_KNOWN, money_text, percent_text, shares_text
from equitycalc.sweeps import Axis, Point, Sweep

MAX_POINTS = 200
MAX_BREAKPOINTS = 40
MAX_WHY = 3  # grants of one breakpoint that are named
_BARS, _SPARKS, _HEIGHT = 60, 20, 8
MARKET_PRICE = "market price"


def sweep_page(
    found: Sweep, points: Iterable[Point], ledger: str, all_rows: bool = False, draws: bool = True
) -> Page:
    """Lay out a sweep; ``ledger`` names where it was read from, ``draws`` says whether a curve can
    be drawn.
    """
    most = found.size if all_rows else MAX_POINTS
    shown = list(islice(points, most))
    below = found.found
    reasons = list(rests_on(below))
    if not all_rows:
        reasons = first_of(reasons)
    grids = [*_points(found, shown), *_between(found, all_rows)]
    return Page(
        title_of(below.issuer),
        f"{below.issuer.security or 'shares'} as of {below.as_of}, {swept_text(found)}",
        tuple(grids),
        (
            ("Notes", tuple(_notes(found, len(shown)))),
            ("Rests on", (f"the ledger: {ledger}", *reasons)),
        ),
        drawing=_drawing(found) if draws else (),
    )


def swept_text(found: Sweep) -> str:
    """What goes through which values: ``by market price, 0.01 to 0.20``."""
    named = [(axis.name, axis.spread) for axis in found.asked.over]
    if found.asked.prices is not None:
        named.append((MARKET_PRICE, found.asked.prices))
    said = []
    for name, spread in named:
        first, last = spread.text(0), spread.text(spread.size - 1)
        said.append(f"{name} {first}" if spread.size == 1 else f"{name} {first} to {last}")
    return "by " + " and ".join(said)


def drawn_basis(found: Sweep) -> Basis:
    """The basis of a curve: treasury stock where there is a market price."""
    return "fully_diluted" if found.asked.prices is None else "treasury_stock"


def _points(found: Sweep, points: list[Point]) -> Iterator[Grid]:
    """The points: all shares and proceeds, and beneath them the dilution."""
    priced = found.asked.prices is not None
    bases = BASES if priced else BASES[:1]
    heads = [*_heads(found.asked.over), *(["Market price"] if priced else [])]
    names = [BASIS_NAMES[basis] for basis in bases]

    def lines(cells: Callable[[Point], Iterable[str]]) -> tuple[Line, ...]:
        return tuple(_line(point, tuple(cells(point))) for point in points)

    if not priced:
        yield Grid(
            (*heads, "All shares", "Dilution", "Proceeds", "Debt ended"),
            (),
            lines(lambda point: _alone(total_of(point, "fully_diluted"))),
        )
        return
    yield Grid(
        (*heads, *names, "Proceeds"),
        (),
        lines(
            lambda point: (
                *(_shares(total_of(point, basis)) for basis in bases),
                money_text(total_of(point, "in_the_money").figures.proceeds),
            )
        ),
        title="All shares, and what exercise in the money brings",
    )
    yield Grid(
        (*heads, *names),
        (),
        lines(lambda point: (percent_text(total_of(point, basis).dilution) for basis in bases)),
        title="Dilution",
    )


def _heads(over: Sequence[Axis]) -> list[str]:
    """What the columns of the terms are called: the title names the grants."""
    several = len({axis.term for axis in over}) < len(over)
    return [axis.name if several else axis.term for axis in over]


def _line(point: Point, cells: tuple[str, ...]) -> Line:
    places = [*point.terms]
    if point.market_price is not None:
        places.append(f"{point.market_price:f}")
    label, *others = places
    return Line(label, (*others, *cells))


def _alone(total: Total[Any]) -> tuple[str, ...]:
    figures = total.figures
    return (
        _shares(total),
        percent_text(total.dilution),
        money_text(figures.proceeds),
        money_text(figures.debt_extinguished),
    )


def total_of(point: Point, basis: Basis) -> Total[Any]:
    """The total of a basis that every point has."""
    total = point.totals[basis]
    assert total is not None, "a basis is shown only where it has figures"
    return total


def _shares(total: Total[Any]) -> str:
    return NOT_KNOWN if total.shares is None else shares_text(total.shares)


def _between(found: Sweep, all_rows: bool) -> Iterator[Grid]:
    """What is the same between two breakpoints, and what comes into the money at each."""
    if not found.one_curve:
        return
    curve = found.curve
    begins: Iterator[Breakpoint | None] = chain([None], curve.breakpoints())
    pairs = zip(begins, curve.stretches(), strict=True)
    lines = [
        _stretch(begin, each)
        for begin, each in (pairs if all_rows else islice(pairs, MAX_BREAKPOINTS))
    ]
    left = sum(1 for _ in pairs)
    if left:
        lines.append(Line(f"and {left:,} more", ("", ""), ("--all-rows shows them",)))
    yield Grid(
        ("Market price", "A", "C"),
        ("In the money from there on",),
        tuple(lines),
        title="Breakpoints: between them, treasury stock adds A - C / market price",
    )


def _stretch(begin: Breakpoint | None, each: Stretch) -> Line:
    if each.above is None:
        label = "any" if each.through is None else f"through {price_text(each.through)}"
    else:
        label = f"above {price_text(each.above)}"
    why = "" if begin is None else why_text(begin.claims)
    return Line(label, (shares_text(each.shares), money_text(each.cash)), (why,))


def why_text(claims: tuple[Claim, ...], words: bool = True) -> str:
    """What comes into the money at a breakpoint: the first few grants by name, in words with the
    terms that say so.
    """
    named = {}
    for claim in claims:
        if claim.position is not None:
            term = f" ({price_term(claim).replace('_', ' ')})" if words else ""
            named[claim.position.grant.id] = claim.position.grant.id + term
    most = MAX_WHY if words else 1
    more = f" and {len(named) - most:,} more" if len(named) > most else ""
    return ", ".join(list(named.values())[:most]) + more


def _notes(found: Sweep, shown: int) -> Iterator[str]:
    if shown < found.size:
        yield f"the first {shown:,} of {found.size:,} points; --all-rows and the files have all"
    if found.one_curve:
        yield "a right is in the money above its own price: at a breakpoint, not yet"
        for each in found.curve.varying:
            yield (
                f"{each.grant.id}: its interest is paid in shares at the market price, which each "
                "point counts, and A does not"
            )


class Row(NamedTuple):
    """Points along one range; ``label`` is the value of the other, empty where there is none."""

    label: str
    points: list[Point]


def rows_of(found: Sweep, most_rows: int, most_points: int) -> tuple[str, list[Row]]:
    """What a picture shows of a sweep: the name of the range that leads through a row, and the
    rows; of many values, some evenly spaced.
    """
    shape = found.asked.shape
    wide = [index for index, size in enumerate(shape) if size > 1]
    inner = wide[-1] if wide else len(shape) - 1
    outer = wide[0] if len(wide) > 1 else None
    names = [*(axis.name for axis in found.asked.over), MARKET_PRICE]
    rows = []
    for row in [0] if outer is None else _spaced(shape[outer], most_rows):
        points = []
        for column in _spaced(shape[inner], most_points):
            index = [0] * len(shape)
            index[inner] = column
            if outer is not None:
                index[outer] = row
            points.append(found.point(index))
        rows.append(Row("" if outer is None else place_of(points[0], outer), points))
    return names[inner if inner < len(found.asked.over) else -1], rows


def place_of(point: Point, range_of: int) -> str:
    """Where a point stands in one of the ranges, as it would be typed."""
    if range_of < len(point.terms):
        return point.terms[range_of]
    return "" if point.market_price is None else f"{point.market_price:f}"


def _drawing(found: Sweep) -> tuple[str, ...]:
    """The curve of dilution; of a grid, a small one for each value of its first range."""
    along, rows = rows_of(found, _SPARKS, _BARS)
    basis = drawn_basis(found)
    ratios = [[total_of(point, basis).dilution for point in row.points] for row in rows]
    lows = [[None if each is None else each.low for each in row] for row in ratios]
    known = [value for row in lows for value in row if value is not None]
    if not known or len(lows[0]) < 2:
        return ()
    exact = all(each is not None and each.bound == "exact" for row in ratios for each in row)
    bound = "" if exact else ", at least"
    head = f"Dilution ({BASIS_NAMES[basis].lower()}{bound}) by {along}"
    inner = len(rows[0].points[0].terms) if along == MARKET_PRICE else _axis_of(found, along)
    first, last = (place_of(rows[0].points[index], inner) for index in (0, -1))
    top = max(known)
    if len(rows) == 1:
        scale = (_percent(top), _percent(Fraction(0)))
        return (head, "", *block_curve(lows[0], (first, last), scale, _HEIGHT))
    wide = max(len(row.label) for row in rows)
    sparks = (
        f"{row.label.rjust(wide)} {sparkline(values, top)}"
        for row, values in zip(rows, lows, strict=True)
    )
    return (f"{head}, {first} to {last}; the highest is {_percent(top)}", "", *sparks)


def _axis_of(found: Sweep, name: str) -> int:
    return [axis.name for axis in found.asked.over].index(name)


def _spaced(size: int, most: int) -> list[int]:
    """At most so many indices, evenly spaced, the first and the last among them."""
    if size <= most:
        return list(range(size))
    return [index * (size - 1) // (most - 1) for index in range(most)]


def _percent(part: Fraction) -> str:
    return percent_text(Between(part, part))
