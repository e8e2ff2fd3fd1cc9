"""What everybody has, summed from day to day, and at most how much for as long as only interest
moves.

Interest only adds. So a debt that bears it may stand in the sums with the least that it takes on
the first day of a stretch and the most that it takes on the last: what the sums then show of one
day of the stretch, they show of all. ``until`` says how far that goes.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from datetime import date

from equitycalc.engine.changed import Standing
from equitycalc.engine.edges import Today
from equitycalc.engine.standings import Standings, bears_interest
from equitycalc.limits.counts import Addend, Counts, add_to, addends, between, nothing

Told = Callable[[str | None, int, int, int, int], None]


class Sums:
    """The sums under way, up to the day ``last``; days are ordinals.

    ``told`` hears what everybody has more than before. ``beneficially`` says whether what is usable
    within 60 days is counted too.
    """

    __slots__ = (
        "_addends",
        "_beneficially",
        "_days",
        "_found",
        "_last",
        "_restless",
        "_told",
        "outstanding",
        "total",
        "until",
    )

    def __init__(self, found: Standings, last: int, told: Told, *, beneficially: bool) -> None:
        self._found = found
        self._last = last
        self._told = told
        self._beneficially = beneficially
        self._addends: dict[int, list[Addend]] = {}
        self._restless: set[int] = set()
        self._days: dict[int, list[int]] = {}
        self.total: Counts = nothing()
        self.outstanding: int | None = None
        self.until = last

    @property
    def restless(self) -> bool:
        """Whether any debt bears interest in shares."""
        return bool(self._restless)

    def arrive(self, on: int, indexes: Collection[int]) -> None:
        """A day on which something happens, to the sources of these indexes at least."""
        today = self._today(on)
        self.outstanding = None if today.outstanding is None else today.outstanding.shares
        self._look(self._addends.keys() | indexes if today.splits else indexes, today)

    def look(self, on: int, until: int) -> dict[int, list[Addend]]:
        """Debts that bear interest as they stand from a day on which nothing else happens; ahead
        ``until`` another. How they stood before is returned.
        """
        self.until = until
        before = {index: self._addends[index] for index in self._restless}
        self._look(before, self._today(on))
        return before

    def restore(self, before: dict[int, list[Addend]], until: int) -> None:
        """Debts as they stood before, which is still true of all days until another."""
        self.until = until
        for index, some in before.items():
            self._put(index, some)

    def _look(self, indexes: Iterable[int], today: Today) -> None:
        on = today.day.toordinal()
        for index in indexes:
            if self._found.is_over(index, today.day):
                self._put(index, [])
                continue
            standing = self._found.on(index, today)
            some = self._added(index, standing, today)
            self._restless.discard(index)
            if standing.position is not None and bears_interest(standing.position, today.day):
                self._restless.add(index)
                until = min(self._next(index, on) - 1, self.until)
                if until > on:
                    then = self._today(until)
                    later = self._found.on(index, then)
                    some = between(some, self._added(index, later, then))
            self._put(index, some)

    def _added(self, index: int, standing: Standing, today: Today) -> list[Addend]:
        held = self._found.holdings(index, standing, today)
        return addends(standing.claims, held, today.day, self._beneficially)

    def _put(self, index: int, some: list[Addend]) -> None:
        """What a source adds now, instead of what it added before."""
        before = self._addends.pop(index, [])
        if some or index in self._restless:
            self._addends[index] = some
        if before == some:
            return
        less = [(whose, which, -low, -high, -opened) for whose, which, low, high, opened in before]
        for whose, which, low, high, opened in (*less, *some):
            add_to(self.total, which, low, high, opened)
            self._told(whose, which, low, high, opened)

    def _next(self, index: int, on: int) -> int:
        """The next day on which something but interest happens to a source."""
        days = self._days.get(index)
        if days is None:
            own = {*self._found.days(index), *(split.date for _, split in self._found.known.splits)}
            days = self._days[index] = sorted(day.toordinal() for day in own)
        after = bisect_right(days, on)
        return days[after] if after < len(days) else self._last + 1

    def _today(self, on: int) -> Today:
        return self._found.known.at(date.fromordinal(on))
