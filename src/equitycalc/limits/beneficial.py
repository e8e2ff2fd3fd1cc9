"""What counts as owned under Rule 13d-3(d)(1)(i), 17 CFR 240.13d-3: whoever may acquire shares
within 60 days, by exercise or conversion, owns them beneficially.
"""

from datetime import date, timedelta

from equitycalc.bounds import NO_SHARES, Range
from equitycalc.engine import Claim
from equitycalc.engine.life import among, vested_part
from equitycalc.terms import Option, StockFee, Warrant
from equitycalc.written import value_of

WITHIN = timedelta(60)


def usable(claim: Claim, day: date) -> Range[int]:
    """The shares of a right that can be acquired within 60 days after a day on which it counts:
    what has vested by then of an option or warrant, and a fee in stock that is payable by then.
    """
    position = claim.position
    assert position is not None, "a right is of a grant"
    terms, life = position.terms, position.life
    until = day + WITHIN if date.max - day > WITHIN else date.max
    if isinstance(terms, StockFee):
        payable_by = value_of(terms.payable_by)
        return NO_SHARES if payable_by is not None and payable_by > until else claim.shares
    if life is None or life.vested is None:
        return claim.shares
    assert isinstance(terms, Option | Warrant), "what vests is an option or a warrant"
    assert terms.vesting is not None, "what has vested has a schedule"
    then = life.vested._replace(part=vested_part(terms.vesting, until)).exercisable
    for part in among(life.parts, then):
        if part.holder == claim.holder and part.exercisable is not None:
            return part.exercisable if position.certain else part.exercisable.or_none()
    raise AssertionError("a claim is of a part of its grant")
