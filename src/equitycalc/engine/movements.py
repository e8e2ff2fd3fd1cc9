"""The issuer's own count over time: statements after splits, and shares outside the agreements."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from equitycalc.bounds import NO_SHARES, Range, exactly
from equitycalc.engine.claims import Claim, Holding
from equitycalc.engine.formulas import SplitAdjustment
from equitycalc.terms import Outstanding

if TYPE_CHECKING:
    from equitycalc.engine.history import Happened
    from equitycalc.events import OfIssuer, Split

_END_OF_DAY = 1 << 62  # a statement is true when its day is over: after all events of that day


class Stated(NamedTuple):
    """A statement of shares outstanding, and its count in shares of the date asked.

    ``exact`` is that count before the last split rounded it.
    """

    statement: Outstanding
    shares: int
    exact: Fraction


class Movement(NamedTuple):
    """Shares issued outside the agreements, or bought back: ``shares_now`` below zero."""

    event: "OfIssuer"
    number: int
    shares_now: int

    @property
    def holder(self) -> str | None:
        """Who took the shares; None where nobody is named."""
        return getattr(self.event, "holder", None)


def stated_now(statement: Outstanding, splits: "list[tuple[int, Split]]") -> Stated:
    """A statement in shares of the date up to which the splits go."""
    shares, exact = _now(statement.shares, (statement.as_of, _END_OF_DAY), splits)
    return Stated(statement, shares, exact)


def movements(happened: "Happened") -> Iterator[Movement]:
    """What the issuer did with its shares outside the agreements, in order."""
    for number, event in happened.of_issuer:
        shares, _ = _now(event.shares, (event.date, number), happened.splits)
        yield Movement(event, number, shares if event.kind == "issue" else -shares)


def outside(
    moved: Iterable[Movement], stated: Outstanding | None
) -> tuple[list[Claim], list[Holding]]:
    """Shares outside the agreements: claims since the statement, holdings among those it counts."""
    claimed, held = [], []
    for each in moved:
        shares = exactly(each.shares_now)
        if stated is None or each.event.date > stated.as_of:
            claimed.append(Claim(None, each.holder, shares, issued=True))
        elif each.shares_now > 0 and each.holder is not None:
            held.append(Holding(None, each.holder, shares))
    return claimed, held


def disagreements(
    statements: Iterable[Stated], dated: Iterable[tuple[date, Range[int]]]
) -> Iterator[str]:
    """What statements say beyond the one before them and the shares recorded in between.

    A ledger need not hold everything, so a difference is a note and not an error.
    """
    between = list(pairwise(sorted(statements, key=lambda each: each.statement.as_of)))
    if not between:
        return
    changes = sorted(dated, key=lambda each: each[0])
    at = 0
    for earlier, later in between:
        recorded = NO_SHARES
        while at < len(changes) and changes[at][0] <= later.statement.as_of:
            if changes[at][0] > earlier.statement.as_of:
                recorded += changes[at][1]
            at += 1
        difference = later.shares - earlier.shares - recorded.low
        if difference:
            yield _difference(earlier, later, recorded, difference)


def _difference(earlier: Stated, later: Stated, recorded: Range[int], difference: int) -> str:
    first, last = earlier.statement.as_of, later.statement.as_of
    least = "at least " if recorded.open else ""
    known = f"the {earlier.shares:,} of {first} and the {least}{recorded.low:,} recorded since"
    said = f"{later.shares:,} shares stated on {last}"
    if difference < 0:
        return f"the {said} are {-difference:,} fewer than {known}"
    part = "; shares whose number is open may be among them" if recorded.open else ""
    return f"{difference:,} of the {said} are not explained by {known}{part}"


def _now(
    count: int, when: tuple[date, int], splits: "list[tuple[int, Split]]"
) -> tuple[int, Fraction]:
    """A count in the shares of later days, and what it was before the last split rounded it."""
    exact = Fraction(count)
    for number, split in splits:
        if (split.date, number) > when:
            step = SplitAdjustment(count, None, split.new, split.old, split.round)
            count, exact = step.adjusted_shares, step.exact_shares
    return count, exact
