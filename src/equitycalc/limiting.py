"""Limits held on every day: the first day on which each is broken, or cannot be shown to hold.

All limits go through the days of a ledger together, once: O((N + D) log N) for N grants and D days.
Between two days on which something happens only interest moves, and it only adds. So a debt that
bears it stands in the sums with the least that it takes on the first day of a stretch and the most
that it takes on the last. What then holds, holds on every day of the stretch, which may be years.
What does not is looked at on the day itself, and then on stretches cut in half, until the first day
is found on which it fails.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from equitycalc.bounds import NO_CASH, NO_SHARES
from equitycalc.counts import NONE, ByHolder, Counts, between, counts_of, issued, rights
from equitycalc.demands import Limit
from equitycalc.engine import Figures, Total
from equitycalc.engine.edges import Calendar, calendar
from equitycalc.engine.standings import Standings, bears_interest
from equitycalc.engine.timeline import edges
from equitycalc.owning import Owners
from equitycalc.questions import own_date
from equitycalc.terms import Ledger, Option, StockFee, Warrant

_SOON = 60  # days ahead that beneficial ownership looks


class Failed(NamedTuple):
    """A limit, by its place in the ledger, and the first day on which it is not shown to hold."""

    index: int
    on: date


class _Held(NamedTuple):
    """A limit under way, on days as ordinals; ``index`` is its place in the ledger."""

    index: int
    limit: Limit
    first: int
    last: int


def failed_limits(ledger: Ledger, limits: Iterable[Limit]) -> list[Failed]:
    """The limits that fail, each with the first day of it, in the order of the ledger."""
    known = calendar(ledger)
    numbered = list(enumerate(limits))
    found = Standings(ledger, known)
    every = sorted((day.toordinal(), index) for day, index in edges(ledger, known))
    own = own_date(ledger).toordinal()
    begins = every[0][0] if every else own
    ends = max(own, every[-1][0]) if every else own
    held = []
    for index, limit in numbered:
        first = begins if limit.from_ is None else limit.from_.toordinal()
        last = max(first, ends) if limit.to is None else limit.to.toordinal()
        if first <= last:
            held.append(_Held(index, limit, first, last))
    if not held:
        return []
    if any(_beneficial(each.limit) for each in held):
        every = sorted({*every, *_days_before(found)})
    return sorted(_Run(found, held).through(every))


def _days_before(found: Standings) -> Iterator[tuple[int, int]]:
    """The days on which a right becomes one that is usable within 60 days."""
    for index, (one, _) in enumerate(found.sources):
        if isinstance(one, StockFee) or (
            isinstance(one, Option | Warrant) and one.vesting is not None
        ):
            for day in found.days(index):
                # The last day of a fee, which is the day before it is presumed to be issued.
                for ahead in (_SOON, _SOON + 1):
                    if day.toordinal() > ahead:
                        yield day.toordinal() - ahead, index


class _Run:
    """The limits under way."""

    def __init__(self, found: Standings, limits: list[_Held]) -> None:
        self._found = found
        self._known: Calendar = found.known
        self._splits = [event.date.toordinal() for _, event in found.known.splits]
        self._waiting = sorted(limits, key=lambda each: each.first, reverse=True)
        self._active: list[_Held] = []
        self._first = min(each.first for each in limits)
        self._last = max(each.last for each in limits)
        self._beneficially = any(_beneficial(each.limit) for each in limits)
        self._counts: dict[int, ByHolder] = {}
        self._total: Counts = NONE
        self._owners = Owners()
        named = {each.limit.holder for each in limits if each.limit.ownership is not None}
        self._everybody = None in named
        self._named = named - {None}
        self._outstanding: int | None = None
        # Of the debts that bear interest the day before something else happens to them.
        self._restless: dict[int, int] = {}
        self._until = self._last  # how far ahead their counts hold

    def through(self, edges: list[tuple[int, int]]) -> Iterator[Failed]:
        """Through all days, from edge to edge."""
        of_day: dict[int, set[int]] = {self._first: set()}
        for day, index in edges:
            if self._first < day <= self._last:
                of_day.setdefault(day, set()).add(index)
        for each in self._waiting:
            for day in (each.first, each.last + 1):
                if self._first <= day <= self._last:
                    of_day.setdefault(day, set())
        day = date.fromordinal(self._first)
        every = range(len(self._found.sources))
        of_day[self._first] = {index for index in every if self._found.begins(index) <= day}
        days = sorted(of_day)
        for at, on in enumerate(days):
            self._begin(on)
            self._arrive(on, {index for index in of_day[on] if index >= 0})
            if self._active:
                yield from self._hold(on, days[at + 1] - 1 if at + 1 < len(days) else on)
            elif not self._waiting:
                return

    def _begin(self, on: int) -> None:
        self._active = [each for each in self._active if each.last >= on]
        while self._waiting and self._waiting[-1].first <= on:
            each = self._waiting.pop()
            self._active.append(each)
            if each.limit.ownership is not None and each.limit.holder is None:
                self._owners.limit(each.index, each.limit.ownership, _beneficial(each.limit))

    def _arrive(self, on: int, indexes: set[int]) -> None:
        """The day on which something happens to some sources."""
        today = self._known.at(date.fromordinal(on))
        if today.splits:
            indexes |= self._counts.keys()
        stated = None if today.outstanding is None else today.outstanding.shares
        if stated != self._outstanding:
            self._outstanding = stated
            self._owners.restate(stated)
        if on > self._until:
            self._until = self._last
            indexes |= self._restless.keys()
        self._look(sorted(indexes), on)

    def _look(self, indexes: Iterable[int], on: int) -> None:
        """How sources stand from a day on, as far as is looked ahead."""
        today = self._known.at(date.fromordinal(on))
        for index in indexes:
            standing = self._found.on(index, today)
            counts = self._counts_of(index, standing, today)
            self._restless.pop(index, None)
            if standing.position is not None and bears_interest(standing.position, today.day):
                ends = self._restless[index] = self._next(index, on) - 1
                until = min(ends, self._until)
                if until > on:
                    then = self._known.at(date.fromordinal(until))
                    later = self._counts_of(index, self._found.on(index, then), then)
                    counts = between(counts, later)
            self._put(index, counts)

    def _counts_of(self, index: int, standing: Any, today: Any) -> ByHolder:
        holdings = self._found.holdings(index, standing, today)
        return counts_of(standing.claims, holdings, today.day, self._beneficially)

    def _next(self, index: int, on: int) -> int:
        """The next day on which something happens to a source but that interest accrues."""
        own = sorted({day.toordinal() for day in self._found.days(index)} | set(self._splits))
        after = bisect_right(own, on)
        return own[after] if after < len(own) else self._last + 1
