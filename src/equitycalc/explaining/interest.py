"""Interest on a debt, from the days and the rate up: stretches, compounding, day count."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from equitycalc.bounds import Range, exactly
from equitycalc.engine import Part, Position
from equitycalc.engine.accrual import (
    LONGEST_COMPOUNDING,
    MOST_COMPOUNDING,
    AccruedOn,
    OnOne,
    product,
)
from equitycalc.engine.days import days_by_year, days_of_thirty
from equitycalc.engine.interest import Alike, Growth, Stretch
from equitycalc.explaining.tree import PRODUCT, Node, summed
from equitycalc.explaining.written import term_node, term_notes
from equitycalc.written import Blank, value_of

_AHEAD = "settled before it accrued, or of principal agreed on later"
_OF_DAYS = ("interest_rate", "day_count", "compounding", "accrues_from", "granted_on")
_YEAR = {"actual/360": 360, "actual/365": 365, "30/360": 360}


def interest_node(position: Position, part: Part, principal: Node) -> Node:
    """The interest on what one holder has left of a debt."""
    if part.worked is None:
        notes = ["nothing has accrued"]
        if part.accrued.top != 0:
            supply = f"supply it with --assume {position.grant.id}.day_count=VALUE"
            notes = [f"open: no day count is stated; {supply}"]
        return Node("interest", part.accrued, "money", notes=tuple(notes))
    return _accrued(position, part.worked, principal)


def _accrued(position: Position, worked: AccruedOn, principal: Node) -> Node:
    one = on_one_node(position, worked.on_one)
    value = product(worked.principal, one.value)
    found = Node("interest", value, "money", "principal x interest_on_one", inputs=(principal, one))
    for ahead in worked.ahead:
        settled = Node("settled_ahead", ahead, "money", notes=(_AHEAD,))
        value = value.less(ahead)
        formula = "max(0, interest - settled_ahead)"
        found = Node("interest", value, "money", formula, inputs=(found, settled))
    return found


def on_one_node(position: Position, one: OnOne) -> Node:
    """The interest on one unit of money."""
    certain = one._replace(certain=True)
    found = _growth_less_one(position, certain)
    found = found.named(found.label, *_at_least(position, one))
    if one.certain:
        return found
    said = "the maturity is blank: it may have matured any day before"
    label = "interest_on_one"
    return Node(label, one.interest, "factor", f"0 to {label}", inputs=(found,), notes=(said,))


def _at_least(position: Position, one: OnOne) -> Iterator[str]:
    """Why it may be more: the terms that are open, and the days that are not worked out."""
    if one.open:
        yield "at least: terms of some of the days are open"
        for term in _OF_DAYS:
            if isinstance(getattr(position.terms, term), Blank):
                yield from term_notes(position, term)
    if one.too_long:
        yield f"at least: compounding is worked out for {LONGEST_COMPOUNDING} years"
    if one.too_fast:
        yield (
            "at least: compounding is worked out until simple interest would be "
            f"{MOST_COMPOUNDING} times the debt"
        )


def _growth_less_one(position: Position, one: OnOne) -> Node:
    label, value = "interest_on_one", one.interest
    if not one.runs:
        none = () if value.open else ("no days have borne interest",)
        return Node(label, value, "factor", notes=none)
    first = one.runs[0]
    if len(one.runs) == 1 and first.compounding == "simple":
        parts = [_simple(position, each) for each in first.stretches]
        return summed(label, value, "factor", parts, *_compounding(position, first))
    grown = Fraction(1)
    node: Node | None = None
    for run in one.runs:
        grown = run.after(grown)
        own = _growth(position, run)
        if node is None:
            node = own
            continue
        formula = "growth + more - 1" if run.compounding == "simple" else "growth x more"
        inputs = (node, own.named("more"))
        node = Node("growth", exactly(grown), "factor", formula, inputs=inputs)
    assert node is not None, "there are runs"
    return Node(label, value, "factor", "growth - 1", inputs=(node,))


def _compounding(position: Position, run: Growth) -> tuple[str, ...]:
    said = "simple interest" if run.compounding == "simple" else f"compounded {run.compounding}"
    same = value_of(getattr(position.terms, "compounding", None)) == run.compounding
    return (said, *(term_notes(position, "compounding") if same else ()))


def _growth(position: Position, run: Growth) -> Node:
    """What one unit of money becomes over one run of days."""
    value, said = exactly(run.growth), _compounding(position, run)
    if run.compounding == "simple":
        parts = tuple(_simple(position, each) for each in run.stretches)
        whole = summed(
            "interest_on_one", _total(each.interest for each in run.stretches), "factor", parts
        )
        return Node("growth", value, "factor", "1 + interest_on_one", inputs=(whole,), notes=said)
    if run.compounding == "daily":
        inputs = tuple(_daily(position, each) for each in run.stretches)
    else:
        inputs = tuple(_alike(position, each) for each in run.periods)
    if len(inputs) == 1:
        return inputs[0].named("growth", *said)
    return Node("growth", value, "factor", PRODUCT, inputs=inputs, notes=said)


def _alike(position: Position, same: Alike) -> Node:
    parts = tuple(_simple(position, each) for each in same.stretches)
    inputs = (
        summed("interest_on_one", exactly(same.interest), "factor", parts),
        Node("periods", same.periods, "number"),
    )
    formula = "(1 + interest_on_one) ^ periods"
    return Node("growth_of_periods", exactly(same.growth), "factor", formula, inputs=inputs)


def _daily(position: Position, stretch: Stretch) -> Node:
    rate, value = _rate(position, stretch), exactly(stretch.growth_by_day)
    if stretch.day_count == "actual/actual":
        formula = "(1 + rate / 365) ^ common_days x (1 + rate / 366) ^ leap_days"
    else:
        formula = f"(1 + rate / {_YEAR[stretch.day_count]}) ^ days"
    inputs = (rate, *_days(position, stretch))
    return Node("growth_of_days", value, "factor", formula, inputs=inputs)


def _simple(position: Position, stretch: Stretch) -> Node:
    """Simple interest on one unit of money over one stretch of days."""
    inputs = (_rate(position, stretch), _years(position, stretch))
    return Node(
        "interest_on_one", exactly(stretch.interest), "factor", "rate x years", inputs=inputs
    )


def _rate(position: Position, stretch: Stretch) -> Node:
    term = term_node(position, "interest_rate", position.terms)
    if value_of(getattr(position.terms, "interest_rate", None)) != stretch.rate:
        term = Node("rate", stretch.rate, "rate", notes=("the rate in force then",))
    return term.named("rate")


def _years(position: Position, stretch: Stretch) -> Node:
    days = tuple(_days(position, stretch))
    if stretch.day_count == "actual/actual":
        formula = "common_days / 365 + leap_days / 366"
    else:
        formula = f"days / {_YEAR[stretch.day_count]}"
    return Node("years", exactly(stretch.years), "factor", formula, inputs=days)


def _days(position: Position, stretch: Stretch) -> Iterator[Node]:
    since, until, count = stretch.since, stretch.until, stretch.day_count
    said = [f"from {since} to {until}, {count}"]
    if value_of(getattr(position.terms, "day_count", None)) == count:
        said += term_notes(position, "day_count")
    if term_node(position, "accrues_from", position.terms).value == since:
        said += term_notes(position, "accrues_from")
    if count == "actual/actual":
        common, leap = days_by_year(since, until)
        yield Node("common_days", common, "number", notes=tuple(said))
        yield Node("leap_days", leap, "number")
        return
    days = days_of_thirty(since, until) if count == "30/360" else (until - since).days
    yield Node("days", days, "number", notes=tuple(said))


def _total(parts: Iterable[Fraction]) -> Range[Fraction]:
    return exactly(sum(parts, Fraction(0)))
