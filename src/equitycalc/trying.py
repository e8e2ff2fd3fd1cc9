"""A value tried: the answer with one term, or the market price, or the size of an issue set to it.

What does not depend on it is not computed again: claims are taken out of the answer, and others put
in.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from equitycalc.bounds import exactly
from equitycalc.directions import Variable, What, what_is
from equitycalc.engine import Claim, Dilution, Holding, parts_of
from equitycalc.engine.curve import curve
from equitycalc.measures import Condition, Figure
from equitycalc.narrowed import only
from equitycalc.overrides import Assumption, supply
from equitycalc.problems import QuestionErrors
from equitycalc.quantities import EXACT
from equitycalc.questions import Question, answer_of
from equitycalc.scalars import WHOLE_DIGITS
from equitycalc.terms import INTEREST, Ledger
from equitycalc.written import value_of

TICK = Decimal("0.0001")
CENT = Decimal("0.01")


class Goal(NamedTuple):
    """A condition that is to hold, and what may be changed for it, in steps of ``tick``."""

    condition: Condition
    variable: Variable
    tick: Decimal = TICK
    by_authorized: bool = False


class Tried(NamedTuple):
    """A value that was tried, and the answer there."""

    value: Decimal
    figure: Figure | None
    found: Dilution


Attempt = Callable[[int], Tried | None]


def attempts(supplied: Ledger, question: Question, goal: Goal, base: Dilution) -> Attempt:
    """What tries a point of the grid; None where an event of the ledger could not have happened."""
    measure, unit = goal.condition.measure, unit_of(goal, supplied)
    at = _answers(what_is(goal.variable, supplied), supplied, question, goal.variable, base)

    def attempt(point: int) -> Tried | None:
        value = EXACT.multiply(Decimal(point), unit)
        try:
            found = at(value)
        except QuestionErrors:
            return None
        return Tried(value, measure.of(found), found)

    return attempt


def _answers(
    what: What, supplied: Ledger, question: Question, variable: Variable, base: Dilution
) -> Callable[[Decimal], Dilution]:
    """The answer, without its notes, at a value of the variable."""
    if what == "market_price":
        return _by_price(base)
    if what == "issue":
        return lambda value: _with(base, (Claim(None, None, exactly(int(value)), issued=True),))
    id = variable.grant
    alone = only(supplied, {id or ""})
    rest = base._replace(
        claims=tuple(each for each in base.claims if not _is_of(each, id)),
        holdings=tuple(each for each in base.holdings if not _is_of(each, id)),
    )
    rest = rest._replace(parts=parts_of(rest.claims, base.market_price))

    def answer(value: Decimal) -> Dilution:
        own = answer_of(supply(alone, (_set_to(variable, what, value),)), question)
        return _with(rest, own.claims)._replace(holdings=(*rest.holdings, *own.holdings))

    return answer


def _by_price(base: Dilution) -> Callable[[Decimal], Dilution]:
    """The answer at a market price."""
    of_price = curve(base.claims)
    varying = {each.grant.id for each in of_price.varying}

    def varies(each: Claim) -> bool:
        return each.interest and each.position is not None and each.position.grant.id in varying

    fixed = tuple(each for each in base.claims if not varies(each))

    def answer(value: Decimal) -> Dilution:
        claims = (*fixed, *of_price.varying_at(value)) if varying else base.claims
        return base._replace(market_price=value, claims=claims, parts=of_price.parts(value))

    return answer


def _with(found: Dilution, more: tuple[Claim, ...]) -> Dilution:
    """An answer with more claims."""
    parts = found.parts + parts_of(more, found.market_price)
    return found._replace(claims=(*found.claims, *more), parts=parts)


def is_worked_out(tried: Tried, variable: Variable) -> bool:
    """Whether interest of the grant that is tried is worked out to its end: at a rate at which it
    is not, what is told of it falls as the rate rises.
    """
    return not any(
        each.part.worked.on_one.too_fast
        for each in tried.found.claims
        if each.interest
        and _is_of(each, variable.grant)
        and each.part is not None
        and each.part.worked is not None
    )


def _is_of(each: Claim | Holding, grant: str | None) -> bool:
    return each.position is not None and each.position.grant.id == grant


def _set_to(variable: Variable, what: What, value: Decimal) -> Assumption:
    text = f"{value.scaleb(2):f}%" if what == "rate" else f"{value:f}"
    return Assumption(variable.grant or "", variable.term, text, pro_forma=True)


def stated_at(goal: Goal, ledger: Ledger) -> int | None:
    """The point of the grid nearest to what the ledger states; None where it states nothing."""
    grants = (grant for each in ledger.agreements for grant in each.grants)
    for grant in grants:
        if grant.id == goal.variable.grant:
            term = INTEREST.get(goal.variable.term, goal.variable.term)
            value = value_of(getattr(grant, term, None))
            return None if value is None else int(Fraction(value) / Fraction(unit_of(goal, ledger)))
    return None


def in_full(supplied: Ledger, question: Question, goal: Goal, tried: Tried) -> Tried:
    """An attempt with its whole answer: what it rests on, and its notes."""
    what = what_is(goal.variable, supplied)
    if what == "issue":
        return tried
    if what == "market_price":
        found = answer_of(supplied, question._replace(market_price=tried.value))
    else:
        set_to = _set_to(goal.variable, what, tried.value)
        found = answer_of(supply(supplied, (set_to,)), question)
    return Tried(tried.value, goal.condition.measure.of(found), found)


def unit_of(goal: Goal, ledger: Ledger) -> Decimal:
    """The step of the grid: a share, a cent, a hundredth of a percent, or the tick of prices."""
    what = what_is(goal.variable, ledger)
    if what in ("market_price", "price"):
        return goal.tick
    if what == "rate":
        return Decimal("0.0001")
    return Decimal(1) if goal.variable.term in ("shares", "instalments") else CENT


def ends_of(goal: Goal, ledger: Ledger) -> tuple[int, int]:
    """The first and the last point of the grid: a price is never nothing."""
    what, unit = what_is(goal.variable, ledger), unit_of(goal, ledger)
    most = Decimal(100) if what == "rate" else Decimal(10) ** WHOLE_DIGITS - 1
    last = int(most / unit)
    return (1 if what in ("market_price", "price") else 0), last
