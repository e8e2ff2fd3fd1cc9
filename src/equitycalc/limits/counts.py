"""What everybody has, as plain numbers: sums of a hundred thousand grants are taken apart and put
together again here, from day to day.

``Counts`` are the low end, the high end and the number of open parts of four counts: shares issued
since the statement, shares under rights, those of them usable within 60 days, and shares held of
those outstanding.
"""

from collections.abc import Iterable
from datetime import date
from operator import add, sub
from typing import NamedTuple

from equitycalc.bounds import NO_SHARES, Range
from equitycalc.engine import Claim, Holding
from equitycalc.limits.beneficial import usable

Counts = tuple[int, ...]

NONE: Counts = (0,) * 12

# Where a count begins, with its low end; and where its other numbers are from there.
ISSUED, RIGHTS, USABLE, HELD = range(0, 12, 3)
HIGH, OPEN = 1, 2

# Whose, and the counts; None where nobody is named.
ByHolder = dict[str | None, Counts]


class Owns(NamedTuple):
    """What somebody has in the sense of one basis: ``own`` shares beside those outstanding, of
    which ``counted`` are part of the total, and ``held`` of those outstanding.
    """

    own: Range[int]
    counted: Range[int]
    held: Range[int]


def plus(some: Counts, more: Counts) -> Counts:
    """The sum."""
    return tuple(map(add, some, more))


def minus(some: Counts, less: Counts) -> Counts:
    """What is left of a sum without one of its parts."""
    return tuple(map(sub, some, less))


def counts_of(
    claims: Iterable[Claim], holdings: Iterable[Holding], day: date, beneficially: bool
) -> ByHolder:
    """The counts of claims and holdings on a day, by holder; those usable within 60 days only where
    they are asked for.
    """
    found: ByHolder = {}
    for claim in claims:
        shares = claim.shares
        count = (shares.low, shares.high, shares.open)
        if claim.issued:
            counts = (*count, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        else:
            soon = usable(claim, day) if beneficially else NO_SHARES
            counts = (0, 0, 0, *count, soon.low, soon.high, soon.open, 0, 0, 0)
        holder = claim.holder
        found[holder] = plus(found[holder], counts) if holder in found else counts
    for holding in holdings:
        shares = holding.shares
        counts = (0, 0, 0, 0, 0, 0, 0, 0, 0, shares.low, shares.high, shares.open)
        holder = holding.holder
        found[holder] = plus(found[holder], counts) if holder in found else counts
    return found


def between(first: ByHolder, last: ByHolder) -> ByHolder:
    """What holds on every day of some on which nothing happens but that interest accrues: the low
    ends of the first, the high ends of the last.
    """
    return {
        holder: tuple(
            each if at % 3 == 0 else later
            for at, (each, later) in enumerate(
                zip(first.get(holder, NONE), last.get(holder, NONE), strict=True)
            )
        )
        for holder in first | last
    }


def issued(counts: Counts) -> Range[int]:
    """Shares issued since the statement."""
    return _range(counts, ISSUED)


def rights(counts: Counts) -> Range[int]:
    """Shares under live rights."""
    return _range(counts, RIGHTS)


def owns(counts: Counts, beneficially: bool) -> Owns:
    """The same counts as what somebody owns: fully diluted, or beneficially."""
    since, held = _range(counts, ISSUED), _range(counts, HELD)
    if beneficially:
        return Owns(since + _range(counts, USABLE), since, held)
    own = since + _range(counts, RIGHTS)
    return Owns(own, own, held)


def _range(counts: Counts, at: int) -> Range[int]:
    return Range(counts[at], counts[at + HIGH], counts[at + OPEN])
