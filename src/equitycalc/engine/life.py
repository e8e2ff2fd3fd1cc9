"""What has become of a grant by a date: its terms then, what is left of it, and what was taken.

A grant to which nothing happened, whose shares have all vested and whose debt bears no interest has
no life of its own: it is as it was written.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never, cast

from equitycalc.bounds import NO_CASH, NO_SHARES, Range, at_least
from equitycalc.problems import Problem
from equitycalc.quantities import NO_MONEY, Money, whole_shares
from equitycalc.terms import (
    Agreement,
    CashFee,
    ConvertibleDebenture,
    FindersFee,
    Grant,
    Option,
    Schedule,
    Shares,
    StockFee,
    Tranche,
    Warrant,
)
from equitycalc.written import known, range_of, value_of

if TYPE_CHECKING:
    from equitycalc.engine.accrual import AccruedOn
    from equitycalc.engine.moves import Adjusted, Amended, Move
    from equitycalc.events import OfGrant


ALL_OTHER_HOLDERS = "all other holders"  # who has what was sold to the public


class Part(NamedTuple):
    """What one holder has left of a grant: shares, or money of a debt or a fee.

    ``accrued`` is the interest on it; ``exercisable`` what has vested of it, None where all has.
    ``free`` counts the shares of it that were sold to the public, or transferred free. ``worked``
    is how the interest was worked out, None where nothing was.
    """

    holder: str | None
    left: Range[Any]
    accrued: Range[Money] = NO_CASH
    exercisable: Range[int] | None = None
    free: Range[int] = NO_SHARES
    worked: "AccruedOn | None" = None


class Vested(NamedTuple):
    """What may be exercised of what is ``left`` of a grant: the ``part`` of all its shares that has
    vested, less those ``used``. ``granted`` counts them all.

    What was cancelled or forfeited is what would have vested last.
    """

    granted: Range[int]
    part: Fraction
    used: Range[int]
    left: Range[int]

    @property
    def exercisable(self) -> Range[int]:
        """part x granted, rounded down, less what was used; never more than is left."""
        low, high = (
            min(most, max(0, whole_shares(all_shares * self.part, "down") - gone))
            for all_shares, most, gone in (
                (self.granted.low, self.left.low, self.used.high),
                (self.granted.high, self.left.high, self.used.low),
            )
        )
        return Range(low, high, self.left.open if self.part else 0)


class Life(NamedTuple):
    """A grant on a date: ``terms`` in force, the parts left, what happened, and what is wrong.

    ``vested`` is what has vested of all parts together; None where nothing vests by itself.
    """

    terms: Grant
    parts: tuple[Part, ...]
    moves: "tuple[Move, ...]" = ()
    splits: "tuple[Adjusted, ...]" = ()
    vested: Vested | None = None
    amended: "tuple[Amended, ...]" = ()
    wrong: tuple[Problem, ...] = ()

    @property
    def exercisable(self) -> Range[int] | None:
        """What has vested of all parts together; None where nothing vests by itself."""
        return None if self.vested is None else self.vested.exercisable

    @property
    def left(self) -> Range[Any]:
        """What is left of the grant, whoever has it: shares, or money of a debt or a fee."""
        first, *others = (part.left for part in self.parts)
        return sum(others, first)

    @property
    def ended_by(self) -> "OfGrant | None":
        """The last event that used some of it up, where nothing is left; else None."""
        if not self.moves:
            return None
        using = [
            move.event
            for move in self.moves
            if move.taken.top != 0 and move.event.kind not in ("transfer", "sold")
        ]
        return using[-1] if using and self.left.top == 0 else None


def plain_life(grant: Grant, agreement: Agreement, as_of: date) -> Life | None:
    """The life of a grant to which nothing happened: interest accrues, shares vest."""
    kind = type(grant)
    if kind is Option or kind is Warrant:
        right = cast("Option | Warrant", grant)
        if right.vesting is None:
            return None
        left = range_of(right.shares, 0)
        vested = Vested(left, vested_part(right.vesting, as_of), NO_SHARES, left)
        part = Part(right.holder, left, exercisable=vested.exercisable)
        return Life(right, (part,), vested=vested)
    if kind is ConvertibleDebenture:
        debt = cast(ConvertibleDebenture, grant)
        if debt.interest_rate is not None:
            principal = range_of(debt.principal, NO_MONEY)
            accrued, worked = _accrued(debt, principal, agreement, as_of)
            return Life(debt, (Part(debt.holder, principal, accrued, worked=worked),))
    return None


def _accrued(
    debt: ConvertibleDebenture, principal: Range[Money], agreement: Agreement, as_of: date
) -> "tuple[Range[Money], AccruedOn | None]":
    began, matures_on = first_day(debt, agreement), value_of(debt.matures_on)
    until = as_of if matures_on is None else min(as_of, matures_on)
    if principal.top == 0 or (began is not None and until <= began):
        return NO_CASH, None
    if debt.day_count is None:
        return at_least(NO_MONEY), None
    from equitycalc.engine.accrual import AccruedOn, on_one  # where days are counted

    worked = AccruedOn(principal, on_one([(began, debt)], as_of))
    return worked.interest, worked


def granted_on(grant: Grant, agreement: Agreement) -> date | None:
    """The date of the grant; None where it is blank."""
    return agreement.date if grant.granted_on is None else known(grant.granted_on)


def counted(grant: Grant) -> Range[Any]:
    """What a grant is a grant of: shares, or the money of a debt or a fee."""
    match grant:
        case Shares() | Option() | Warrant():
            return range_of(grant.shares, 0)
        case ConvertibleDebenture():
            return range_of(grant.principal, NO_MONEY)
        case StockFee():
            return range_of(grant.amount, NO_MONEY)
        case CashFee() | FindersFee():
            return NO_SHARES
        case _:
            assert_never(grant)


def first_day(grant: Grant, agreement: Agreement) -> date | None:
    """The day from which interest runs; None where it is blank."""
    if isinstance(grant, ConvertibleDebenture) and grant.accrues_from is not None:
        return cast("date | None", known(grant.accrues_from))
    return granted_on(grant, agreement)


def among(holders: Sequence[Part], vested: Range[int]) -> Iterator[Part]:
    """The parts with what is exercisable of each: where several hold, and not all has vested, no
    document says whose has.
    """
    everything = sum((part.left for part in holders), NO_SHARES)
    for part in holders:
        if len(holders) == 1:
            yield part._replace(exercisable=vested)
            continue
        others = everything - part.left
        low = max(0, vested.low - others.high) if not others.open else 0
        high = min(part.left.high, vested.high)
        yield part._replace(exercisable=Range(min(low, high), high, part.left.open))


def vested_part(vesting: tuple[Tranche, ...] | Schedule, as_of: date) -> Fraction:
    """The part of a grant that has vested."""
    match vesting:
        case Schedule(start, every_months, periods, cliff_months):
            from equitycalc.engine.days import months_between

            months = months_between(start, as_of) if as_of >= start else -1
            gone = min(periods, months // every_months) if months >= cliff_months else 0
            return Fraction(max(0, gone), periods)
        case tranches:
            vested = sum(each.shares for each in tranches if each.on <= as_of)
            total = sum(each.shares for each in tranches)
            return Fraction(vested, total) if total else Fraction(1)
