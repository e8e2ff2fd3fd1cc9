"""Grants on the way from one ledger to another, and what they take meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from equitycalc.consistency import days_backwards, vesting_that_does_not_sum
from equitycalc.diffing.changes import Change, Ranks
from equitycalc.diffing.terms import AGREEMENT, Altered
from equitycalc.engine import Claim, claims, position
from equitycalc.engine.history import happened
from equitycalc.events import AnyEvent, Split
from equitycalc.terms import Agreement, Grant, Outstanding


class State(NamedTuple):
    """A grant in its agreement, and its events, each by its place among all."""

    grant: Grant
    agreement: Agreement
    events: dict[int, AnyEvent]


class Ground(NamedTuple):
    """What all grants stand on: the date, the price, the statement in shares of the date, and the
    splits and registrations, each by its place among all events.
    """

    as_of: date
    market_price: Decimal | None
    stated: Outstanding | None
    splits: dict[int, Split]
    registrations: dict[str, list[tuple[int, AnyEvent]]]

    def claims(self, state: State | None) -> tuple[Claim, ...]:
        """What a grant takes; nothing where there is none."""
        if state is None:
            return ()
        life = happened(self._numbered(state), self.as_of).life(
            state.grant, state.agreement, self.as_of
        )
        found = position(state.grant, state.agreement, self.as_of, self.stated, life=life)
        return tuple(claims(found, self.market_price))

    def fits(self, state: State | None) -> bool:
        """Whether a ledger could have a grant so."""
        if state is None:
            return True
        grant, agreement, _ = state
        if any(days_backwards(grant, agreement.date, ())):
            return False
        if any(vesting_that_does_not_sum(grant, ())):
            return False
        fold = happened(self._numbered(state), date.max).follow(grant, agreement)
        return fold is None or not fold.wrong

    def _numbered(self, state: State) -> list[tuple[int, AnyEvent]]:
        of_all = self.registrations.get(state.grant.id, ())
        return [*state.events.items(), *self.splits.items(), *of_all]


class Item(NamedTuple):
    """One thing that changes: a term of an entry, or where ``term`` is None, all of it."""

    change: Change
    term: Altered | None = None


def items_of(change: Change) -> list[Item]:
    """What may be applied one by one."""
    if change.what == "changed" and change.entry != "event":
        return [Item(change, each) for each in change.altered]
    return [Item(change)]


def walk(
    items: list[Item], before: State | None, after: State | None, ground: Ground, ranks: Ranks
) -> Iterator[tuple[tuple[Item, ...], State | None]]:
    """How a grant gets from one state to another: the states on the way, each with what is changed
    for it, as little at a time as leaves a grant that a ledger could have.
    """
    now, waiting = before, list[Item]()
    if now is not None and after is not None and not any(_moves(each) for each in items):
        now = now._replace(agreement=after.agreement)
    for number, item in enumerate(items, start=1):
        waiting.append(item)
        if number == len(items):
            yield tuple(waiting), after
        elif now is not None and after is not None and not _in_one(items):
            now = _with(now, after, item, ranks)
            if ground.fits(now):
                yield tuple(waiting), now
                waiting = []


def _with(now: State, after: State, item: Item, ranks: Ranks) -> State:
    """A grant with one thing changed."""
    change, term = item
    if term is None:
        gone = change.what == "removed"
        place = (ranks.old if gone else ranks.new)[int(change.path[1])]
        events = {each: event for each, event in now.events.items() if each != place}
        return now._replace(events=events if gone else events | {place: after.events[place]})
    if _moves(item):
        return now._replace(agreement=after.agreement)
    changed: dict[str, Any] = {term.field: getattr(after.grant, term.field)}
    return now._replace(grant=replace(now.grant, **changed))


def _moves(item: Item) -> bool:
    return item.term is not None and item.term.field == AGREEMENT


def _in_one(items: list[Item]) -> bool:
    """Whether nothing stands between: another kind, or another order of events."""
    kinds = any(each.term is not None and each.term.field == "kind" for each in items)
    return kinds or any(each.change.what == "reordered" for each in items)
