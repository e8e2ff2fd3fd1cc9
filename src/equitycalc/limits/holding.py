"""Limits held on every day: the first day on which each is broken, or cannot be shown to hold.

All limits go through the days of a ledger together, once: O((N + D) log N) for N grants and D days.
Where a limit is not shown to hold for all of a stretch in which only interest moves, the first day
of the stretch is looked at by itself, and then stretches half as long, and half of that, until the
first day is found on which it fails.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from equitycalc.bounds import NO_CASH, NO_SHARES
from equitycalc.demands import Limit
from equitycalc.engine import Figures, Total
from equitycalc.engine.edges import calendar
from equitycalc.engine.standings import Standings
from equitycalc.engine.timeline import edges_of
from equitycalc.limits.beneficial import days_soon_usable
from equitycalc.limits.counts import issued, rights
from equitycalc.limits.owning import Owners
from equitycalc.limits.summing import Sums
from equitycalc.questions import own_date
from equitycalc.terms import Ledger


class Failed(NamedTuple):
    """A limit, by its place in the ledger, and the first day on which it is not shown to hold.

    ``sources`` are the indexes of what something may happen to on that day.
    """

    number: int
    on: date
    sources: frozenset[int]


class Held(NamedTuple):
    """A limit under way, from one day to another, both inclusive and ordinals."""

    number: int
    limit: Limit
    first: int
    last: int

    @property
    def of_anybody(self) -> bool:
        """Whether it is on the ownership of any holder."""
        return self.limit.ownership is not None and self.limit.holder is None

    @property
    def beneficially(self) -> bool:
        """Whether it is on beneficial ownership."""
        return self.limit.basis == "13d-3"


def failed_limits(ledger: Ledger, limits: Iterable[Limit]) -> list[Failed]:
    """The limits that fail, each with the first day of it, in the order of the ledger.

    A limit without days of its own is held from the first day on which something happens through
    the last, and through the date of the ledger.
    """
    found = Standings(ledger, calendar(ledger))
    edges = [(day.toordinal(), index) for day, index in edges_of(found)]
    own = own_date(ledger).toordinal()
    begins = min((day for day, _ in edges), default=own)
    ends = max((day for day, _ in edges), default=own)
    held = []
    for number, limit in enumerate(limits):
        first = begins if limit.from_ is None else limit.from_.toordinal()
        last = max(first, own, ends) if limit.to is None else limit.to.toordinal()
        if first <= last:
            held.append(Held(number, limit, first, last))
    if not held:
        return []
    if any(each.beneficially for each in held):
        edges += (
            (day.toordinal(), index)
            for index, (one, _) in enumerate(found.sources)
            for day in days_soon_usable(one, found.known)
        )
    return sorted(_Run(found, held).through(edges))


def _unheard(*_: object) -> None:
    """Where no limit is on what anybody owns."""


class _Run:
    """The limits under way, through the days."""

    def __init__(self, found: Standings, limits: list[Held]) -> None:
        self._found = found
        self._limits = limits
        self._active: list[Held] = []
        self._owners = Owners()
        self._first = min(each.first for each in limits)
        self._last = max(each.last for each in limits)
        beneficially = any(each.beneficially for each in limits)
        owning = any(each.limit.ownership is not None for each in limits)
        told = self._owners.add if owning else _unheard
        self._sums = Sums(found, self._last, told, beneficially=beneficially)
        self._width = self._last - self._first  # of the stretch looked ahead last

    def through(self, edges: Iterable[tuple[int, int]]) -> Iterator[Failed]:
        """From the first day of a limit to the last of one; ``edges`` are days with the sources
        that something may happen to, below 0 where it is the issuer.
        """
        of_day: dict[int, set[int]] = {}
        for day, index in edges:
            if self._first <= day <= self._last:
                of_day.setdefault(day, set()).add(index)
        for each in self._limits:
            of_day.setdefault(each.first, set())
            if each.last < self._last:
                of_day.setdefault(each.last + 1, set())
        first = date.fromordinal(self._first)
        every = range(len(self._found.sources))
        begun = frozenset(index for index in every if self._found.begins(index) <= first)
        waiting = sorted(self._limits, key=lambda each: each.first, reverse=True)
        days = sorted(of_day)
        for on, following in zip(days, [*days[1:], self._last + 1], strict=True):
            self._active = [each for each in self._active if each.last >= on]
            while waiting and waiting[-1].first <= on:
                self._begin(waiting.pop())
            sources = frozenset(index for index in of_day[on] if index >= 0)
            self._arrive(on, sources | begun if on == self._first else sources)
            for each, day in self._failing(on, following - 1):
                happens = sources if day == on else frozenset()
                yield Failed(each.number, date.fromordinal(day), happens)
            if not (self._active or waiting):
                return

    def _begin(self, each: Held) -> None:
        self._active.append(each)
        if each.limit.ownership is not None and each.of_anybody:
            self._owners.limit(each.number, each.limit.ownership, each.beneficially)

    def _end(self, each: Held) -> None:
        self._active.remove(each)
        self._owners.end(each.number)

    def _arrive(self, on: int, indexes: frozenset[int]) -> None:
        if on > self._sums.until:
            self._look_further(on)
        before = self._sums.outstanding
        self._sums.arrive(on, indexes)
        after = self._sums.outstanding
        if after is not None and after != before:
            self._owners.restate(after)

    def _look_further(self, on: int) -> None:
        """The stretch looked ahead is over: the next is twice as long."""
        self._width = 2 * self._width + 1
        self._sums.look(on, min(self._last, on + self._width))

    def _failing(self, on: int, last: int) -> Iterator[tuple[Held, int]]:
        """The limits that fail on a day of a stretch in which only interest moves, and the day."""
        while True:
            failing = self._not_held()
            if not failing and (self._sums.until >= last or not self._sums.restless):
                return
            if not failing:
                on = self._sums.until + 1
                self._look_further(on)
                continue
            if not self._sums.restless:
                failed = failing
            else:
                width, until = self._sums.until - on, self._sums.until
                before = self._sums.look(on, on)
                failed = [each for each in self._not_held() if each in failing]
            for each in failed:
                self._end(each)
                yield each, on
            if not self._sums.restless:
                return
            if len(failed) == len(failing):
                self._sums.restore(before, until)
                continue
            while True:
                width //= 2
                self._sums.look(on, on + width)
                if not self._not_held():
                    break
            self._width = width

    def _not_held(self) -> list[Held]:
        return [each for each in self._active if not self._is_held(each)]

    def _is_held(self, each: Held) -> bool:
        """Whether a limit is shown to hold, for as long as the sums do."""
        limit, sums = each.limit, self._sums
        more = issued(sums.total) + rights(sums.total)
        if sums.outstanding is None:
            # However many shares there are, nothing is no part of them.
            return limit.authorized_shares is None and more.top is not None and more.top <= 0
        if limit.ownership is not None:
            if limit.holder is None:
                return self._owners.within(each.number, sums.total)
            found = self._owners.ownership(limit.holder, each.beneficially, sums.total)
            return found.high is not None and found.high <= Fraction(limit.ownership)
        figures = Figures(issued(sums.total), rights(sums.total), NO_CASH, NO_CASH, NO_SHARES)
        return figure_within(limit, Total(sums.outstanding, figures))


def figure_within(limit: Limit, total: Total[int]) -> bool:
    """Whether a total is shown to be within a limit on it."""
    if limit.authorized_shares is not None:
        shares = total.shares
        return (
            shares is not None and shares.top is not None and shares.top <= limit.authorized_shares
        )
    most, part = limit.dilution, total.dilution
    if most is None:
        most, part = limit.overhang, total.overhang
    assert most is not None and part is not None, "a limit is on one figure, and shares are stated"
    return part.high is not None and part.high <= Fraction(most)
