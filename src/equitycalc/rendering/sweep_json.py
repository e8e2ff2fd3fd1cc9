"""A sweep as JSON, ``equitycalc.sweep/1``, and as JSON Lines: a contract; keys are only added.

One point a line, written as it is computed: a sweep of any length needs no more memory.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from equitycalc.engine import Basis, Total
from equitycalc.engine.claims import Claim
from equitycalc.engine.curve import Breakpoint, Stretch
from equitycalc.quantities import Money, price_text
from equitycalc.rendering.dilution_json import (
    assumptions_json,
    blanks_json,
    dumps,
    head_json,
    listed,
    total_json,
)
from equitycalc.rendering.values import Json, money_json, shares_json
from equitycalc.sweeps import Point, Sweep

FORMAT = "equitycalc.sweep/1"


def json_lines(found: Sweep, points: Iterable[Point], ledger: str) -> Iterator[str]:
    """The object, line by line; ``ledger`` names where it was read from."""
    head = head_json(FORMAT, found.found, ledger)
    if found.asked.over:
        head["outstanding_now"] = None  # which a term may change
    yield "{"
    for key, value in head.items():
        yield f'"{key}": {dumps(value)},'
    terms = [axis.name for axis in found.asked.over]
    yield f'"swept": {dumps(terms if found.asked.prices is None else [*terms, "market_price"])},'
    yield from listed("points", points_json(found, points))
    curve = found.curve
    breakpoints = curve.breakpoints() if found.one_curve else ()
    yield from listed("breakpoints", map(breakpoint_json, breakpoints))
    stretches = curve.stretches() if found.one_curve else ()
    yield from listed("between", map(stretch_json, stretches))
    varying = [each.grant.id for each in curve.varying] if found.one_curve else []
    yield f'"varying": {dumps(varying)},'
    yield f'"assumptions": {dumps(assumptions_json(found.found.assumptions))},'
    yield f'"blanks": {dumps(blanks_json(found.found.blanks))},'
    yield f'"notes": {dumps(list(found.found.notes))}'
    yield "}"


def jsonl_lines(found: Sweep, points: Iterable[Point]) -> Iterator[str]:
    """One point a line, and nothing else."""
    return map(dumps, points_json(found, points))


def points_json(found: Sweep, points: Iterable[Point]) -> Iterator[Json]:
    """The points as objects."""
    names = [axis.name for axis in found.asked.over]
    held: dict[Basis, tuple[object, Json]] = {}  # of the last point: over prices, much is the same
    for point in points:
        totals: dict[Basis, Json | None] = {}
        for basis, total in point.totals.items():
            if total is None:
                totals[basis] = None
                continue
            figures, written = held.get(basis, (None, {}))
            if figures is not total.figures:
                written = _total_json(total)
                held[basis] = (total.figures, written)
            totals[basis] = written
        price = point.market_price
        yield {
            "market_price": None if price is None else f"{price:f}",
            "terms": dict(zip(names, point.terms, strict=True)),
            "totals": totals,
        }


def _total_json(total: Total[Any]) -> Json:
    """A total as everywhere, but for the count with interest in cash: a point has none."""
    found = total_json(total, None)
    assert found is not None, "there is a total"
    return {key: value for key, value in found.items() if key != "interest_in_cash"}


def breakpoint_json(each: Breakpoint) -> Json:
    """A price at which something changes, as an object."""
    return {"price": price_text(each.price), "why": [_why(claim) for claim in each.claims]}


def _why(claim: Claim) -> Json:
    position = claim.position
    assert position is not None, "only grants have a price of their own"
    return {
        "grant": position.grant.id,
        "term": price_term(claim),
        "shares": shares_json(claim.shares),
        "interest": claim.interest,
    }


def price_term(claim: Claim) -> str:
    """The term that a claim's own price is."""
    converts = hasattr(claim.position and claim.position.grant, "conversion_price")
    return "conversion_price" if converts else "exercise_price"


def stretch_json(each: Stretch) -> Json:
    """What holds between two breakpoints, as an object."""
    return {
        "above": _price(each.above),
        "through": _price(each.through),
        "in_the_money": shares_json(each.shares),
        "a": shares_json(each.shares),
        "c": money_json(each.cash),
    }


def _price(price: Money | None) -> str | None:
    return None if price is None else price_text(price)
