"""Figures on many days: from one day to the next only what something happened to, and what bears
interest, is looked at again.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from equitycalc.checks.occurring import open_terms
from equitycalc.engine import Claim, Dilution, Holding, Parts, claims, parts_of
from equitycalc.engine.changed import Standing
from equitycalc.engine.edges import Today, calendar
from equitycalc.engine.resting import open_and_assumed
from equitycalc.engine.standings import Standings, bears_interest
from equitycalc.engine.timeline import edges_of
from equitycalc.measures import Figure, Measure
from equitycalc.terms import Issuer, Ledger
from equitycalc.written import value_of

# A holder, or a kind; and the claims and holdings of each.
_Whose = tuple[str, str | None]
_Own = dict[_Whose, tuple[list[Claim], list[Holding]]]


class OnDay:
    """How everything stands on a day. What several figures need of it is worked out once."""

    def __init__(
        self,
        issuer: Issuer,
        today: Today,
        standings: "list[_Stands]",
        parts: Parts,
        asked: Iterable[Measure],
    ) -> None:
        self.as_of = today.day
        self.outstanding = today.outstanding
        self._issuer = issuer
        self._standings = standings
        self._parts: dict[Decimal | None, Parts] = {None: parts}
        self._asked = {_whose(each) for each in asked} - {None}
        self._own: dict[Decimal | None, _Own] = {}

    def open_terms(self, measure: Measure) -> list[str]:
        """The open terms that a figure may wait for, by name."""
        of_whole = measure.unit == "ratio" or (measure.holder is None and measure.kind is None)
        of = [each for each in self._standings if of_whole or _is_of(each, measure)]
        counted = (each.found.position for each in of)
        positions = (position for position in counted if position is not None)
        _, blanks = open_and_assumed(self._issuer, positions)
        held = (holding for each in of for holding in each.holdings)
        return open_terms(blanks, held if measure.name in ("held", "shares", "ownership") else ())

    def figure(self, measure: Measure, price: Decimal | None) -> Figure | None:
        """A figure, at a market price where one is given; None where it lacks what it needs."""
        whose = _whose(measure)
        own = ([], []) if whose is None else self._of_each(price)[whose]
        return measure.of(
            Dilution(
                issuer=self._issuer,
                as_of=self.as_of,
                market_price=price,
                outstanding=self.outstanding,
                positions=(),
                claims=tuple(own[0]),
                holdings=tuple(own[1]),
                own=None,
                covered=frozenset(),
                funding=(),
                parts=self._parts_at(price),
                assumptions=(),
                blanks=(),
                notes=(),
            )
        )

    def _parts_at(self, price: Decimal | None) -> Parts:
        if price not in self._parts:
            every = (claim for each in self._standings for claim in each.claims(price))
            self._parts[price] = parts_of(every, price)
        return self._parts[price]

    def _of_each(self, price: Decimal | None) -> _Own:
        """The claims and holdings of each holder and kind that is asked of."""
        if price in self._own:
            return self._own[price]
        own: _Own = {whose: ([], []) for whose in self._asked if whose is not None}
        for each in self._standings:
            position = each.found.position
            of_kind = own.get(("kind", None if position is None else position.grant.kind))
            for claim in each.claims(price):
                for some in (of_kind, own.get(("holder", claim.holder))):
                    if some is not None:
                        some[0].append(claim)
            for holding in each.holdings:
                for some in (of_kind, own.get(("holder", holding.holder))):
                    if some is not None:
                        some[1].append(holding)
        self._own[price] = own
        return own


def _whose(measure: Measure) -> _Whose | None:
    if measure.kind is not None:
        return "kind", measure.kind
    return None if measure.holder is None else ("holder", measure.holder)


class _Stands:
    """A source on a day."""

    __slots__ = ("found", "holdings")

    def __init__(self, found: Standing, holdings: tuple[Holding, ...]) -> None:
        self.found = found
        self.holdings = holdings

    def claims(self, price: Decimal | None) -> Iterable[Claim]:
        """What it takes: interest may be paid in shares at the market price."""
        position = self.found.position
        if price is not None and position is not None and position.counts:
            at = getattr(position.terms, "at", None)
            if at is not None and value_of(at) != "conversion_price":
                return claims(position, price)
        return self.found.claims


def _is_of(each: _Stands, measure: Measure) -> bool:
    """Whether a source has to do with a holder or a kind."""
    position = each.found.position
    if measure.kind is not None:
        return position is not None and position.grant.kind == measure.kind
    holders = {claim.holder for claim in each.found.claims}
    return measure.holder in holders | {holding.holder for holding in each.holdings}


def on_days(ledger: Ledger, asked: Mapping[date, Iterable[Measure]]) -> Iterator[OnDay]:
    """How a ledger stands on each of some days, in their order, with the measures asked of it; each
    is to be looked at before the next is asked for.
    """
    found = Standings(ledger, calendar(ledger))
    run = _Run(found)
    first, last = min(asked), max(asked)
    edges = sorted(each for each in edges_of(found) if first < each[0] <= last and each[1] >= 0)
    splits = [split.date for _, split in found.known.splits]
    before = None
    for day in sorted(asked):
        if before is None:
            every = range(len(found.sources))
            changed = {index for index in every if found.begins(index) <= day}
        else:
            changed = {index for _, index in edges[_after(edges, before) : _after(edges, day)]}
        split = before is not None and bisect_right(splits, before) < bisect_right(splits, day)
        parts = run.move(changed, found.known.at(day), everything=split)
        yield OnDay(
            ledger.issuer, found.known.at(day), list(run.standing.values()), parts, asked[day]
        )
        before = day


class _Run:
    """The sources that take or hold something, as they stand on the latest day, and the sums."""

    def __init__(self, found: Standings) -> None:
        self.standing: dict[int, _Stands] = {}
        self._found = found
        self._restless: set[int] = set()
        self._parts = Parts()

    def move(self, indexes: set[int], today: Today, *, everything: bool) -> Parts:
        """Go to a day on which other things may be so of these sources."""
        gone: list[Claim] = []
        come: list[Claim] = []
        for index in sorted(indexes | (self.standing.keys() if everything else self._restless)):
            if index in self.standing:
                gone += self.standing.pop(index).found.claims
            self._restless.discard(index)
            now = self._found.on(index, today)
            holdings = self._found.holdings(index, now, today)
            if now.claims or holdings:
                self.standing[index] = _Stands(now, holdings)
                come += now.claims
            if now.position is not None and bears_interest(now.position, today.day):
                self._restless.add(index)
        self._parts = self._parts - parts_of(gone, None) + parts_of(come, None)
        return self._parts


def _after(edges: list[tuple[date, int]], day: date) -> int:
    return bisect_right(edges, day, key=_day)


def _day(edge: tuple[date, int]) -> date:
    return edge[0]
