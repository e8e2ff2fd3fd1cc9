"""What each change does to the totals: the changes applied one by one.

First what all grants stand on, the date and the statements; then the agreements and grants in their
order, each with its events, and the issuer's own shares; the splits, on which all grants stand too,
come last. Each step takes claims out of the sums and puts others in, so that the steps come to the
whole, and that a change costs no more in a large ledger.

A grant is changed as little at a time as leaves one that a ledger could have; one that fits only
with the splits is changed with them. What is added or removed is so with its events.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from equitycalc.apart import apart, named
from equitycalc.differences import Difference, step_between
from equitycalc.diffing.changes import Change, Changes
from equitycalc.diffing.states import Ground, Item, State, items_of, walk
from equitycalc.diffing.units import SPLITS, Unit, touched, units
from equitycalc.engine import (
    BASES,
    Basis,
    Claim,
    Dilution,
    Parts,
    Total,
    bases,
    parts_of,
    statement_on,
)
from equitycalc.engine.history import happened
from equitycalc.engine.movements import own
from equitycalc.events import AnyEvent, Issue, Registered, Repurchase, Split
from equitycalc.terms import Ledger

DATE = "as_of"


class Step(NamedTuple):
    """What is changed at once, and what it makes of each total; None of a basis that has none."""

    items: tuple[Item, ...]
    difference: dict[Basis, Difference | None]


class Sums(NamedTuple):
    """The totals under way."""

    market_price: Decimal | None
    outstanding: int | None
    parts: Parts

    @property
    def totals(self) -> dict[Basis, Total[Any] | None]:
        """The total of each basis; None where it needs a market price and there is none."""
        found = bases(self.parts, self.market_price)
        return {
            basis: None if (figures := found[basis]) is None else Total(self.outstanding, figures)
            for basis in BASES
        }


class Answered(NamedTuple):
    """A ledger with what the question supplies, and the answer."""

    ledger: Ledger
    found: Dilution


Ask = Callable[[Ledger, date], Dilution]


def sums_of(found: Dilution) -> Sums:
    """The totals of an answer."""
    stated = found.outstanding
    return Sums(found.market_price, None if stated is None else stated.shares, found.parts)


def applied(old: Answered, new: Answered, changed: Changes, ask: Ask) -> tuple[list[Step], bool]:
    """The changes applied one by one, and whether one of them is of all grants; ``ask`` answers for
    a ledger on a date.
    """
    run = _Run(old, new, changed, ask)
    steps = [step for unit, changes in run.units.items() for step in run.apply(unit, changes)]
    return steps, run.of_all


class _Run:
    """The totals on the way from one ledger to the other, and the claims that change."""

    def __init__(self, old: Answered, new: Answered, changed: Changes, ask: Ask) -> None:
        self.old, self.new, self.ask, self.ranks = old, new, ask, changed.ranks
        self.units = units(changed.every)
        self.found = old.found  # the answer that what does not change is taken from
        self.sums = sums_of(old.found)
        self.of_all = False
        self.touched = touched(changed.every, old.ledger, new.ledger)
        self.states: dict[str, State] = _states(old.ledger, self.touched, changed.ranks.old)
        self.after = _states(new.ledger, self.touched, changed.ranks.new)
        self.waiting: list[Item] = []  # what fits only with the splits

    def apply(self, unit: Unit, changes: list[Change]) -> Iterator[Step]:
        """The steps of changes that belong together."""
        items = [item for each in changes for item in items_of(each)]
        kind, *named = unit
        if kind == "statements":
            yield self._statements(items)
        elif kind == "splits":
            yield self._everything([*self.waiting, *items], self.new.found, self._claims())
        elif kind == "grant":
            yield from self._grant(named[0], items)
        elif kind == "issuer":
            yield self._issuer(items)
        else:
            yield from (self._term(named[0], named[1], item) for item in items)

    def _term(self, entry: str, name: str, item: Item) -> Step:
        field = None if item.term is None else item.term.field
        if entry == "ledger" and field == DATE and self.new.found.as_of != self.found.as_of:
            found = self.ask(self.old.ledger, self.new.found.as_of)
            return self._everything([item], found, self.found.claims)
        if entry == "agreement" and field == "date":
            return self._agreement(name, item)
        return self._step([item], (), ())

    def _statements(self, items: list[Item]) -> Step:
        """All statements at once: one of them is in use."""
        ledger = replace(self.old.ledger, outstanding=self.new.ledger.outstanding)
        as_of = self.found.as_of
        if statement_on(ledger, as_of) == statement_on(self.old.ledger, as_of):
            return self._step(items, (), ())
        found = self.ask(ledger, as_of)
        return self._everything(items, found, self.found.claims)

    def _everything(self, items: list[Item], found: Dilution, claims: Iterable[Claim]) -> Step:
        """A change of what all grants stand on; ``claims`` are those before it."""
        self.of_all = True
        ours, theirs = named(found.claims, found.as_of), named(claims, self.found.as_of)
        before, self.sums, self.found = self.sums, sums_of(found), found
        return Step(tuple(items), step_between(*apart(ours, theirs), self.sums, before))

    def _step(self, items: Iterable[Item], come: Iterable[Claim], gone: Iterable[Claim]) -> Step:
        """A change that takes some claims out and puts others in."""
        come, gone, day = list(come), list(gone), self.found.as_of
        before, price = self.sums, self.sums.market_price
        parts = before.parts - parts_of(gone, price) + parts_of(come, price)
        self.sums = before._replace(parts=parts)
        ours, theirs = apart(named(come, day), named(gone, day))
        return Step(tuple(items), step_between(ours, theirs, self.sums, before))

    def _agreement(self, id: str, item: Item) -> Step:
        """Another date of an agreement, for all its grants that could be in it so."""
        dated = next(each for each in self.new.ledger.agreements if each.id == id)
        come, gone = list[Claim](), list[Claim]()
        for grant, state in self.states.items():
            moved = state._replace(agreement=dated)
            if state.agreement.id == id and self.ground.fits(moved):
                gone += self.own[grant]
                self.states[grant], self.own[grant] = moved, self.ground.claims(moved)
                come += self.own[grant]
        return self._step([item], come, gone)

    def _grant(self, id: str, items: list[Item]) -> Iterator[Step]:
        before, after = self.states.get(id), self.after.get(id)
        if SPLITS in self.units and not self.ground.fits(after):
            self.waiting += items
            return
        for part, state in walk(items, before, after, self.ground, self.ranks):
            come, gone = self.ground.claims(state), self.own[id]
            self.own[id] = come
            yield self._step(part, come, gone)

    def _issuer(self, items: list[Item]) -> Step:
        """Shares issued outside the agreements, or bought back."""
        (change, _), *_ = items
        ranks = self.ranks.old if change.what == "removed" else self.ranks.new
        place = ranks[int(change.path[1])]
        come, gone = self._moved({place: change.new}), self._moved({place: change.old})
        return self._step(items, come, gone)

    def _moved(self, events: Mapping[int, Any]) -> Iterable[Claim]:
        ground = self.ground
        numbered = [(place, event) for place, event in events.items() if event is not None]
        every = happened([*numbered, *ground.splits.items()], ground.as_of)
        return own(ground.stated, every).claims

    def _claims(self) -> Iterator[Claim]:
        """All claims before the splits change."""
        yield from (each for claims in self.own.values() for each in claims)
        yield from (each for each in self.found.claims if not self._is_touched(each))
        ranked = ((self.ranks.new[i], each) for i, each in enumerate(self.new.ledger.events))
        yield from self._moved({place: each for place, each in ranked if _is_of_issuer(each)})

    def _is_touched(self, claim: Claim) -> bool:
        return claim.position is None or claim.position.grant.id in self.touched

    @cached_property
    def own(self) -> dict[str, Iterable[Claim]]:
        """What each grant that changes takes, once the date and the statement are the new ones."""
        found: dict[str, list[Claim]] = {id: [] for id in self.touched}
        for claim in self.found.claims:
            if claim.position is not None and claim.position.grant.id in self.touched:
                found[claim.position.grant.id].append(claim)
        return {**found}

    @cached_property
    def ground(self) -> Ground:
        """What all grants stand on until the splits change."""
        found, ranks = self.found, self.ranks
        splits = {
            ranks.old[index]: event
            for index, event in enumerate(self.old.ledger.events)
            if isinstance(event, Split)
        }
        registered = defaultdict[str, list[tuple[int, AnyEvent]]](list)
        for index, event in enumerate(self.new.ledger.events):
            if isinstance(event, Registered):
                for id in self.touched.intersection(event.grants):
                    registered[id].append((ranks.new[index], event))
        return Ground(found.as_of, found.market_price, found.outstanding, splits, registered)


def _is_of_issuer(event: object) -> bool:
    return isinstance(event, Issue | Repurchase)


def _states(ledger: Ledger, ids: Collection[str], ranks: Mapping[int, int]) -> dict[str, State]:
    """How some grants of a ledger stand in it."""
    events: dict[str, dict[int, Any]] = {id: {} for id in ids}
    for index, event in enumerate(ledger.events):
        own = getattr(event, "grant", None)
        if own in events:
            events[own][ranks[index]] = event
    return {
        grant.id: State(grant, each, events[grant.id])
        for each in ledger.agreements
        for grant in each.grants
        if grant.id in events
    }
