"""Figures on many days: from one day to the next only what something happened to, and what bears
interest, is looked at again.

What is asked is known beforehand, so that each claim is put into the sums that it belongs to as it
comes and taken out as it goes: of the whole, of a holder or a kind that is asked of, and between
the market prices that are. A figure is then read off the sums: O((N + A) log A) for N grants and A
figures, but for debts whose interest moves from day to day or with the market price.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from equitycalc.bounds import NO_SHARES, Range
from equitycalc.checks.occurring import open_terms
from equitycalc.engine import (
    ALL_OTHER_HOLDERS,
    Claim,
    Dilution,
    Group,
    Holding,
    Parts,
    Position,
    bases,
    claims,
    parts_of,
)
from equitycalc.engine.changed import Standing
from equitycalc.engine.edges import Today, calendar
from equitycalc.engine.groups import as_of_holder, group, group_of_others, holder_of
from equitycalc.engine.resting import open_and_assumed
from equitycalc.engine.standings import Standings, bears_interest
from equitycalc.engine.timeline import edges_of
from equitycalc.engine.totals import Running
from equitycalc.measures import Figure, Measure
from equitycalc.terms import ConvertibleDebenture, Ledger
from equitycalc.written import Assumed, unstated, value_of

# A figure, and the market price that it is asked at.
Asked = tuple[Measure, Decimal | None]


class _Stands(NamedTuple):
    """A source on a day; ``varying`` is its position where the market price decides what it takes,
    and None elsewhere.
    """

    found: Standing
    holdings: tuple[Holding, ...]
    varying: Position | None

    def is_of(self, measure: Measure) -> bool:
        """Whether it has to do with a holder or a kind."""
        position = self.found.position
        if measure.kind is not None:
            return position is not None and position.grant.kind == measure.kind
        holders = {claim.holder for claim in self.found.claims}
        return measure.holder in holders | {holding.holder for holding in self.holdings}


class _Own:
    """What is summed of the whole, or of a holder or a kind: claims, and shares held."""

    __slots__ = ("claims", "held", "holdings")

    def __init__(self, prices: Collection[Decimal]) -> None:
        self.claims = Running(sorted(prices))
        self.held: Range[int] = NO_SHARES
        self.holdings = 0

    def hold(self, each: Holding) -> None:
        """Shares held from now on."""
        self.held += each.shares
        self.holdings += 1

    def give_up(self, each: Holding) -> None:
        """Shares of those held that are held no more."""
        self.held -= each.shares
        self.holdings -= 1


class OnDay:
    """How everything stands on a day. What several figures need of it is worked out once."""

    def __init__(self, run: "_Run", ledger: Ledger, today: Today) -> None:
        self.as_of = today.day
        self.outstanding = today.outstanding
        self._run = run
        self._ledger = ledger
        self._varying: dict[Decimal | None, list[Claim]] = {}

    def open_terms(self, measure: Measure) -> list[str]:
        """The open terms that a figure may wait for, by name."""
        of_whole = measure.unit == "ratio" or (measure.holder is None and measure.kind is None)
        standing = (self._run.standing.get(index) for index in self._run.with_open_terms)
        of = [each for each in standing if each and (of_whole or each.is_of(measure))]
        counted = (each.found.position for each in of)
        positions = (position for position in counted if position is not None)
        _, blanks = open_and_assumed(self._ledger.issuer, positions)
        held = (holding for each in of for holding in each.holdings)
        return open_terms(blanks, held if measure.name in ("held", "shares", "ownership") else ())

    def figure(self, measure: Measure, price: Decimal | None) -> Figure | None:
        """A figure, at a market price where one is given; None where it lacks what it needs."""
        found = Dilution(
            issuer=self._ledger.issuer,
            as_of=self.as_of,
            market_price=price,
            outstanding=self.outstanding,
            positions=(),
            claims=(),
            holdings=(),
            own=None,
            covered=frozenset(),
            funding=(),
            parts=self._parts(self._run.whole, self._at(price), price),
            assumptions=(),
            blanks=(),
            notes=(),
        )
        totals = found.totals
        total = totals[measure.basis]
        if total is None or (measure.holder is None and measure.kind is None):
            return measure.of(found)
        return measure.of_group(total, self._group(measure, found))

    def _group(self, measure: Measure, found: Dilution) -> Group | None:
        """The claims and holdings of the holder or kind; None where there are none."""
        own, price = self._run.own(measure), found.market_price
        key = measure.kind or measure.holder
        varying = self._at(price)  # all of it of debts
        if measure.holder is not None:
            varying = [as_of_holder(each) for each in varying if holder_of(each) == key]
        elif key != "convertible_debenture":
            varying = []
        some = bases(self._parts(own, varying, price), price)
        if measure.holder == ALL_OTHER_HOLDERS:
            everybody = self._run.whole.held - own.held
            return group_of_others(ALL_OTHER_HOLDERS, some, everybody, found.totals)
        if not (own.claims.count or own.holdings or varying):
            return None
        return group(key, 0, some, own.held, found.totals)

    def _parts(self, own: _Own, varying: list[Claim], price: Decimal | None) -> Parts:
        parts = own.claims.parts(price)
        return parts + parts_of(varying, price) if varying else parts

    def _at(self, price: Decimal | None) -> list[Claim]:
        """What varies with the market price, at that price."""
        if price not in self._varying:
            varying = self._run.varying.values()
            self._varying[price] = [claim for each in varying for claim in claims(each, price)]
        return self._varying[price]


def on_days(ledger: Ledger, asked: Mapping[date, Collection[Asked]]) -> Iterator[OnDay]:
    """How a ledger stands on each of some days, in their order, with what is asked of it; each is
    to be looked at before the next is asked for.
    """
    found = Standings(ledger, calendar(ledger))
    every = [each for some in asked.values() for each in some]
    run = _Run(found, every)
    days = sorted(asked)
    changed: list[set[int]] = [set() for _ in days]
    for day, index in edges_of(found) if len(days) > 1 else ():
        at = bisect_left(days, day)
        if 0 < at < len(days) and index >= 0:
            changed[at].add(index)
    changed[0] = {n for n in range(len(found.sources)) if found.begins(n) <= days[0]}
    splits = [split.date for _, split in found.known.splits]
    split_by = [sum(split <= day for split in splits) for day in days]
    for at, day in enumerate(days):
        today = found.known.at(day)
        run.move(changed[at], today, everything=split_by[at] != split_by[at - 1])
        yield OnDay(run, ledger, today)


class _Run:
    """The sources that take or hold something, as they stand on the latest day, and the sums; those
    ``varying`` with the market price are in no sum of claims.
    """

    def __init__(self, found: Standings, asked: Iterable[Asked]) -> None:
        asked = list(asked)
        prices = {price for _, price in asked if price is not None}
        self.standing: dict[int, _Stands] = {}
        self.varying: dict[int, Position] = {}
        self.whole = _Own(prices)
        self._of_holder: dict[str | None, _Own] = {
            each.holder: _Own(prices) for each, _ in asked if each.holder
        }
        self._of_kind: dict[str | None, _Own] = {
            each.kind: _Own(prices) for each, _ in asked if each.kind
        }
        self._found = found
        self._restless: set[int] = set()

    @cached_property
    def with_open_terms(self) -> list[int]:
        """The sources whose terms, as they are written or amended, may be open."""
        return [
            index
            for index, (one, other) in enumerate(self._found.sources)
            if not isinstance(other, int)
            and (
                self._found.known.events_of(one.id)
                or any(not isinstance(value, Assumed) for _, value in unstated(one))
            )
        ]

    def own(self, measure: Measure) -> _Own:
        """What is summed of the holder or the kind of a measure."""
        return self._of_kind[measure.kind] if measure.kind else self._of_holder[measure.holder]

    def move(self, indexes: set[int], today: Today, *, everything: bool) -> None:
        """Go to a day on which other things may be so of these sources."""
        for index in indexes | (self.standing.keys() if everything else self._restless):
            self._leave(index)
            if self._found.is_over(index, today.day):
                continue
            now = self._found.on(index, today)
            holdings = self._found.holdings(index, now, today)
            if now.claims or holdings:
                self._enter(index, _Stands(now, holdings, _varying(now)))
            if now.position is not None and bears_interest(now.position, today.day):
                self._restless.add(index)

    def _leave(self, index: int) -> None:
        self._restless.discard(index)
        self.varying.pop(index, None)
        each = self.standing.pop(index, None)
        if each is not None:
            self._count(each, Running.take, _Own.give_up)

    def _enter(self, index: int, each: _Stands) -> None:
        self.standing[index] = each
        if each.varying is not None:
            self.varying[index] = each.varying
        self._count(each, Running.add, _Own.hold)

    def _count(
        self,
        each: _Stands,
        count: Callable[[Running, Claim], None],
        hold: Callable[[_Own, Holding], None],
    ) -> None:
        """Put a source into the sums that it belongs to, or take it out of them."""
        position = each.found.position
        of_kind = None if position is None else self._of_kind.get(position.grant.kind)
        for claim in each.found.claims if each.varying is None else ():
            count(self.whole.claims, claim)
            if of_kind is not None:
                count(of_kind.claims, claim)
            own = self._of_holder.get(holder_of(claim))
            if own is not None:
                count(own.claims, as_of_holder(claim))
        for holding in each.holdings:
            hold(self.whole, holding)
            if of_kind is not None:
                hold(of_kind, holding)
            own = self._of_holder.get(holder_of(holding))
            if own is not None:
                hold(own, holding)


def _varying(found: Standing) -> Position | None:
    """The position of a debt whose interest may become shares at the market price."""
    position = found.position
    if position is None or not position.counts:
        return None
    terms = position.terms
    at = terms.at if isinstance(terms, ConvertibleDebenture) else None
    return None if at is None or value_of(at) == "conversion_price" else position
