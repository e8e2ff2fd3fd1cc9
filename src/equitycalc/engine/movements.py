"""The issuer's own count over time: statements after splits, and shares outside the agreements."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
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
    from equitycalc.events import OfIssuer, OfRegistration, Split

_END_OF_DAY = 1 << 62  # a statement is true when its day is over: after all events of that day


class Stated(NamedTuple):
    """A statement of shares outstanding, and its count in shares of the date asked.

    ``exact`` is that count before the last split rounded it, ``steps`` what each split did to it.
    """

    statement: Outstanding
    shares: int
    exact: Fraction
    steps: tuple[SplitAdjustment, ...] = ()


class Movement(NamedTuple):
    """Shares issued outside the agreements, or bought back: ``shares_now`` below zero."""

    event: "OfIssuer"
    number: int
    shares_now: int

    @property
    def holder(self) -> str | None:
        """Who took the shares; None where nobody is named."""
        return getattr(self.event, "holder", None)


class Own(NamedTuple):
    """The issuer's own shares by a date: the statement in shares of that date, what was issued and
    bought back outside the agreements, the splits, and the registrations, each with its place in
    the ledger.
    """

    outstanding: Outstanding | None
    stated: Stated | None
    movements: tuple[Movement, ...]
    splits: "tuple[tuple[int, Split], ...]"
    registrations: "tuple[tuple[int, OfRegistration], ...]"
    claims: list[Claim]
    holdings: list[Holding]

    @property
    def bought_back_too_much(self) -> bool:
        """Whether more shares are bought back than the statement and later issues have."""
        since = sum(claim.shares.low for claim in self.claims)
        return self.outstanding is not None and self.outstanding.shares + since < 0


def own(used: Outstanding | None, happened: "Happened") -> Own:
    """What the issuer's own shares are after what happened, beside the statement used."""
    stated = None if used is None else stated_now(used, happened.splits)
    outstanding = None if used is None or stated is None else replace(used, shares=stated.shares)
    moved = tuple(_movements(happened))
    claimed, held = [], []
    for each in moved:
        shares = exactly(each.shares_now)
        if used is None or each.event.date > used.as_of:
            claimed.append(Claim(None, each.holder, shares, issued=True))
        elif each.shares_now > 0 and each.holder is not None:
            held.append(Holding(None, each.holder, shares))
    registered = tuple(happened.of_registrations)
    return Own(outstanding, stated, moved, tuple(happened.splits), registered, claimed, held)


def stated_now(statement: Outstanding, splits: "Sequence[tuple[int, Split]]") -> Stated:
    """A statement in shares of the date up to which the splits go."""
    steps = tuple(_steps(statement.shares, (statement.as_of, _END_OF_DAY), splits))
    if not steps:
        return Stated(statement, statement.shares, Fraction(statement.shares))
    return Stated(statement, steps[-1].adjusted_shares, steps[-1].exact_shares, steps)


def _movements(happened: "Happened") -> Iterator[Movement]:
    for number, event in happened.of_issuer:
        shares = event.shares
        for step in _steps(shares, (event.date, number), happened.splits):
            shares = step.adjusted_shares
        yield Movement(event, number, shares if event.kind == "issue" else -shares)


def disagreements(
    statements: Iterable[Outstanding],
    dated: Iterable[tuple[date, Range[int]]],
    own: Own | None,
) -> Iterator[str]:
    """What statements say beyond the one before them and the shares recorded in between.

    A ledger need not hold everything, so a difference is a note and not an error.
    """
    splits = () if own is None else own.splits
    moved = () if own is None else own.movements
    outside = ((each.event.date, exactly(each.shares_now)) for each in moved)
    changes = sorted((*dated, *outside), key=lambda each: each[0])
    in_order = sorted(statements, key=lambda each: each.as_of)
    at = 0
    for earlier, later in pairwise(stated_now(each, splits) for each in in_order):
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


def _steps(
    count: int, when: tuple[date, int], splits: "Sequence[tuple[int, Split]]"
) -> Iterator[SplitAdjustment]:
    """What later splits do to a count, one after another."""
    for number, split in splits:
        if (split.date, number) > when:
            step = SplitAdjustment(count, None, split.new, split.old, split.round)
            count = step.adjusted_shares
            yield step
