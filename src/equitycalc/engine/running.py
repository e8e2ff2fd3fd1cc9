"""Running totals: how all grants stand from one day to the next, and what they come to."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, cast

from equitycalc.bounds import Between
from equitycalc.engine.changed import (
    NO_STEP,
    NOTHING,
    Change,
    Standing,
    Step,
    accrued,
    kinds,
    step,
    taken_in,
    together,
    vested,
    words,
)
from equitycalc.engine.claims import Claim
from equitycalc.engine.edges import Calendar, Today
from equitycalc.engine.standings import Standings, bears_interest
from equitycalc.engine.totals import BASES, Bases, Basis, Parts, Total, bases, parts_of
from equitycalc.terms import Event, Ledger, Outstanding

_NO_PARTS = Parts()
_SPLIT = ("split",)
_TAKEN_IN = ("in_outstanding",)


class Moment(NamedTuple):
    """A day of a timeline: what changes on it, and the totals when it is over.

    ``outstanding`` is the statement in force, in shares of the day, and ``parts`` are what all
    grants take, of which ``interest`` is for interest. ``added`` is what the day adds to all
    shares, fully diluted; None where they are not known, or were not the day before.
    """

    on: date
    changes: tuple[Change, ...]
    market_price: Decimal | None
    outstanding: Outstanding | None
    parts: Parts
    interest: Parts
    added: Step | None

    @property
    def bases(self) -> Bases:
        """The figures of all grants together."""
        return bases(self.parts, self.market_price)

    @property
    def totals(self) -> dict[Basis, Total[Any] | None]:
        """The total of each basis; None where it needs a market price and there is none."""
        stated = None if self.outstanding is None else self.outstanding.shares
        found = self.bases
        return {
            basis: None if (figures := found[basis]) is None else Total(stated, figures)
            for basis in BASES
        }


class Run:
    """The totals under way: how everything stood on the latest day shown, and the sums.

    ``_restless`` are the debts that bear interest in shares: they are summed anew every day, and
    are in no sum.
    """

    __slots__ = (
        "_interest",
        "_known",
        "_outstanding",
        "_parts",
        "_price",
        "_restless",
        "_sources",
        "_standings",
    )

    def __init__(self, ledger: Ledger, known: Calendar, market_price: Decimal | None) -> None:
        self._known = known
        self._price = market_price
        self._sources = Standings(ledger, known)
        self._standings: dict[int, Standing] = {}
        self._restless: dict[int, Standing] = {}
        self._parts = _NO_PARTS
        self._interest = _NO_PARTS
        self._outstanding: Outstanding | None = None

    def opening(self, day: date) -> Moment:
        """Everything as it stands on a day."""
        every = range(len(self._sources.sources))
        began = (index for index in every if self._sources.begins(index) <= day)
        today = self._known.at(day)
        self._outstanding = today.outstanding
        self._move(began, today)
        return self._moment(day, (), None)

    def next(self, day: date, indexes: frozenset[int], falling: Iterable[Change]) -> Moment | None:
        """What a later day changes in the sources of these indexes, at least; None where nothing.
        ``falling`` are the deadlines of the day.
        """
        today = self._known.at(day)
        if today.splits:
            indexes |= {index for index, each in self._standings.items() if each.claims}
        restless = set(self._restless)
        changes = [*_of_the_issuer(today, self._outstanding), *falling]
        accruing = []
        for index, then, now in self._move(sorted(indexes), today):
            own = self._own_events(index, today)
            accrues = index in restless and not own and not today.splits
            if accrues:
                accruing.append((index, then, now))
                then, now = taken_in(then), taken_in(now)
            found = self._change(index, then, now, today)
            if found is not None:
                changes.append(found)
        if not changes:  # what accrues is told from one day shown to the next
            self._standings |= {index: then for index, then, _ in accruing}
            return None
        accruing += self._move(sorted(restless - indexes), today)
        grown = together(accrued(then, now) for _, then, now in accruing)
        if grown != NO_STEP:
            changes.append(Change(("interest",), grown))
        self._outstanding = today.outstanding
        added = None if today.outstanding is None else together(each.shares for each in changes)
        return self._moment(day, tuple(changes), added)

    def _move(self, indexes: Iterable[int], today: Today) -> list[tuple[int, Standing, Standing]]:
        """Take sources off the sums as they stood, and put them on as they stand today."""
        moved = []
        gone: list[Claim] = []
        come: list[Claim] = []
        for index in indexes:
            then, now = self._standings.get(index, NOTHING), self._on(index, today)
            moved.append((index, then, now))
            self._standings[index] = now
            if self._restless.pop(index, None) is None:
                gone += then.claims
            if now.position is not None and bears_interest(now.position, today.day):
                self._restless[index] = now
            else:
                come += now.claims
        self._parts = self._parts - self._sum(gone) + self._sum(come)
        gone, come = _for_interest(gone), _for_interest(come)
        if gone or come:
            self._interest = self._interest - self._sum(gone) + self._sum(come)
        return moved

    def _on(self, index: int, today: Today) -> Standing:
        return self._sources.on(index, today, self._price)

    def _change(self, index: int, then: Standing, now: Standing, today: Today) -> Change | None:
        """What happens to a source today; None where nothing does but interest."""
        own = self._own_events(index, today)
        if now.position is None:
            what = kinds(event for event in own if event.date == today.day)
        else:
            what = tuple(words(then.position, now.position, today.day, own))
        more = step(then, now, own, bool(today.splits))
        if not what and more == NO_STEP:
            return None
        exercisable = vested(then, now) if "vested" in what else None
        what = what or (_SPLIT if today.splits else _TAKEN_IN)
        return Change(what, more, now.position, own, exercisable=exercisable)

    def _own_events(self, index: int, today: Today) -> tuple[Event, ...]:
        """The events of a grant today; of the issuer's own shares the one that made them."""
        one, other = self._sources.sources[index]
        if isinstance(other, int):
            return (cast(Event, one),)
        return tuple(self._known.events_on(one.id, today.day))

    def _moment(self, day: date, changes: tuple[Change, ...], added: Step | None) -> Moment:
        moving = [claim for each in self._restless.values() for claim in each.claims]
        parts, interest = self._parts, self._interest
        if moving:
            parts += self._sum(moving)
            interest += self._sum(_for_interest(moving))
        return Moment(day, changes, self._price, self._outstanding, parts, interest, added)

    def _sum(self, some: list[Claim]) -> Parts:
        return parts_of(some, self._price) if some else _NO_PARTS


def _of_the_issuer(today: Today, before: Outstanding | None) -> Iterator[Change]:
    """The statement and the splits of a day, and its registrations."""
    now = today.outstanding
    more: Step | None = NO_STEP
    if now is not None:
        rise = None if before is None else now.shares - before.shares
        more = None if rise is None else Between(rise, rise)
        if today.states:
            yield Change(("statement",), more, statement=now)
            more = NO_STEP
    if today.splits:
        yield Change(_SPLIT, more, events=today.splits)
    for event in today.registrations:
        yield Change(kinds((event,)), events=(event,))


def _for_interest(some: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in some if claim.interest]
