"""What counts as owned under Rule 13d-3(d)(1)(i), 17 CFR 240.13d-3: whoever may acquire shares
within 60 days, by exercise or conversion, owns them beneficially.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from equitycalc.bounds import NO_SHARES, Range
from equitycalc.engine import Claim
from equitycalc.engine.edges import Calendar, days_of_vesting, last_days
from equitycalc.engine.life import among, vested_part
from equitycalc.terms import Option, StockFee, Warrant
from equitycalc.written import value_of

WITHIN = timedelta(60)


def days_soon_usable(source: Any, known: Calendar) -> Iterator[date]:
    """The days from which more of a right will be usable within 60 days."""
    days: Iterable[date] = ()
    if isinstance(source, StockFee):
        days = last_days(source, known.events_of(source.id))
    elif isinstance(source, Option | Warrant) and source.vesting is not None:
        days = days_of_vesting(source.vesting)
    return (day - WITHIN for day in days if day - date.min >= WITHIN)


def soon(day: date) -> date:
    """The last day that the rule looks ahead to."""
    return day + WITHIN if date.max - day > WITHIN else date.max


def usable(claim: Claim, day: date) -> Range[int]:
    """The shares of a right that can be acquired within 60 days after a day on which it counts:
    what has vested by then of an option or warrant, and by its last day, and a fee in stock that is
    payable by then.
    """
    position = claim.position
    assert position is not None, "a right is of a grant"
    terms, life = position.terms, position.life
    until = soon(day)
    if isinstance(terms, StockFee):
        payable_by = value_of(terms.payable_by)
        return NO_SHARES if payable_by is not None and payable_by > until else claim.shares
    if life is None or life.vested is None:
        return claim.shares
    assert isinstance(terms, Option | Warrant), "what vests is an option or a warrant"
    assert terms.vesting is not None, "what has vested has a schedule"
    # What vests when the right is over is nobody's.
    until = min(until, value_of(terms.expires_on) or date.max)
    then = life.vested._replace(part=vested_part(terms.vesting, until)).exercisable
    for part in among(life.parts, then):
        if part.holder == claim.holder and part.exercisable is not None:
            return part.exercisable if position.certain else part.exercisable.or_none()
    raise AssertionError("a claim is of a part of its grant")
