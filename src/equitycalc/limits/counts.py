"""What everybody has, as plain numbers: sums of a hundred thousand grants are taken apart and put
together again here, from day to day.

``Counts`` are the low end, the high end and the number of open parts of four counts: shares issued
since the statement, shares under rights, those of them usable within 60 days, and shares held of
those outstanding. What one source adds to them are ``Addend``s.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from equitycalc.bounds import Range
from equitycalc.engine import Claim, Holding
from equitycalc.limits.beneficial import usable

Counts = list[int]

# Where a count begins, with its low end; and where its other numbers are from there.
ISSUED, RIGHTS, USABLE, HELD = range(0, 12, 3)
HIGH, OPEN = 1, 2

# Whose, None where nobody is named; which count; and what is added to its three numbers.
Addend = tuple[str | None, int, int, int, int]


class Owns(NamedTuple):
    """What somebody has in the sense of one basis: ``own`` shares beside those outstanding, of
    which ``counted`` are part of the total, and ``held`` of those outstanding.
    """

    own: Range[int]
    counted: Range[int]
    held: Range[int]


def nothing() -> Counts:
    """The counts of nobody."""
    return [0] * 12


def add_to(counts: Counts, which: int, low: int, high: int, opened: int) -> None:
    """Add to one of the counts."""
    counts[which] += low
    counts[which + HIGH] += high
    counts[which + OPEN] += opened


def minus(some: Counts, less: Counts) -> Counts:
    """What is left of a sum without one of its parts."""
    return [each - part for each, part in zip(some, less, strict=True)]


def addends(
    claims: Iterable[Claim], holdings: Iterable[Holding], day: date, beneficially: bool
) -> list[Addend]:
    """What claims and holdings add on a day; what is usable within 60 days only where that is asked
    for.
    """
    found = []
    for claim in claims:
        shares, which = claim.shares, ISSUED if claim.issued else RIGHTS
        found.append((claim.holder, which, shares.low, shares.high, shares.open))
        if beneficially and which == RIGHTS:
            soon = usable(claim, day)
            found.append((claim.holder, USABLE, soon.low, soon.high, soon.open))
    for holding in holdings:
        shares = holding.shares
        found.append((holding.holder, HELD, shares.low, shares.high, shares.open))
    return found


def between(first: Iterable[Addend], last: Iterable[Addend]) -> list[Addend]:
    """What holds on every day of some on which nothing happens but that interest accrues: the low
    ends of the first, the high ends of the last.
    """
    return [
        *((whose, which, low, 0, 0) for whose, which, low, _, _ in first),
        *((whose, which, 0, high, opened) for whose, which, _, high, opened in last),
    ]


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
