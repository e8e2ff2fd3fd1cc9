"""Whether anybody owns more than a part of all shares, told without looking at everybody.

Of somebody with at most ``own`` shares beside those outstanding and at most ``held`` of those, of
whose own ones at least ``counted`` are in a total of at least ``whole``, the most that they can own
is (own + held) / (own + whole - counted). That is at most p/q exactly where

    own x (q - p) + held x q + counted x p  <=  whole x p

and only the right side changes for everybody at once: the highest left side speaks for all. It
rises by no more than q times what anybody was given since, so that a limit far off is shown to
hold without a look at those to whom something happened.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from equitycalc.bounds import UNKNOWN, Ratio
from equitycalc.engine import ALL_OTHER_HOLDERS, Dilution
from equitycalc.engine.totals import owned
from equitycalc.limits.counts import (
    HELD,
    HIGH,
    OPEN,
    Counts,
    add_to,
    addends,
    minus,
    nothing,
    owns,
)
from equitycalc.limits.highest import Highest

_ENDLESS = 1 << 200  # more shares than there can be


class _Seen(NamedTuple):
    """What was found when everybody was looked at last, and nobody apart: the highest left side,
    the most that anybody held, and what had been ``given`` by then.
    """

    side: int
    held: int
    given: int


class _Most:
    """A limit on what anybody owns: ``above / below`` of all shares."""

    __slots__ = ("above", "below", "beneficially", "most", "open", "rest", "seen", "sides")

    def __init__(self, most: Decimal, beneficially: bool) -> None:
        self.most = most
        self.above, self.below = most.as_integer_ratio()
        self.rest = self.below - self.above
        self.beneficially = beneficially
        self.sides = Highest()
        self.open: set[str] = set()
        self.seen: _Seen | None = None

    def put(self, name: str, counts: Counts) -> None:
        """What somebody has now."""
        counted, own, opened, rights, more, more_opened, _, soon, soon_opened, _, held, _ = counts
        if self.beneficially:
            more, more_opened = soon, soon_opened
        else:
            counted += rights
        if opened or more_opened:
            self.drop(name)
            self.open.add(name)
            return
        self.open.discard(name)
        side = (own + more) * self.rest + held * self.below + counted * self.above
        self.sides.put(name, side)

    def drop(self, name: str) -> None:
        """Somebody is looked at otherwise."""
        self.open.discard(name)
        self.sides.drop(name)


class Owners:
    """What everybody has, the ``outstanding`` shares, and limits on what anybody owns of them all.

    Whoever may hold more of those outstanding than there are is ``apart``: no more than all count,
    so that the left side is too high, and they are looked at one by one.
    """

    __slots__ = ("_apart", "_changed", "_given", "_held", "_limits", "_of", "_outstanding")

    def __init__(self) -> None:
        self._of: dict[str, Counts] = {}
        self._limits: dict[int, _Most] = {}
        self._held = Highest()
        self._apart: set[str] = set()
        self._changed: set[str] = set()
        self._outstanding = 0
        self._given = 0  # more than it was for anybody, and at any end

    @property
    def names(self) -> Iterable[str]:
        """Everybody who has, or had, anything."""
        return self._of

    def limit(self, index: int, most: Decimal, beneficially: bool) -> None:
        """A limit to tell of, from now on."""
        self._limits[index] = _Most(most, beneficially)
        self._apart.clear()
        self._changed.update(self._of)

    def end(self, index: int) -> None:
        """A limit that is not told of any more."""
        self._limits.pop(index, None)

    def add(self, name: str | None, which: int, low: int, high: int, opened: int) -> None:
        """What somebody has more of one count than before; who is not named is nobody."""
        if name is None or name == ALL_OTHER_HOLDERS:
            return
        if name not in self._of:
            self._of[name] = nothing()
        add_to(self._of[name], which, low, high, opened)
        self._changed.add(name)
        self._given += _ENDLESS if opened > 0 else max(0, low) + max(0, high)

    def restate(self, outstanding: int) -> None:
        """Another number of shares is outstanding."""
        self._outstanding = outstanding
        self._changed |= self._apart
        self._apart.clear()

    def within(self, index: int, total: Counts) -> bool:
        """Whether everybody is shown to own no more than a limit has, of that total."""
        limit = self._limits[index]
        whole = self._outstanding + owns(total, limit.beneficially).counted.low
        if whole <= 0:
            return False  # bought back to the last share: nothing is known of anybody
        if self._is_far(limit, whole):
            return True
        for name in self._changed:
            self._apart.discard(name)
            self._put(name, self._of[name])
        self._changed.clear()
        if limit.open:
            return False
        for name in self._held.taken_above(self._outstanding):
            self._apart.add(name)
            for each in self._limits.values():
                each.drop(name)
        if not all(self._is_within(name, limit, total) for name in self._apart):
            return False
        top = limit.sides.top()
        if not self._apart:
            limit.seen = _Seen(max(0, top or 0), max(0, self._held.top() or 0), self._given)
        return top is None or top <= whole * limit.above

    def _is_far(self, limit: _Most, whole: int) -> bool:
        """Whether a limit holds whoever was given all that was given since everybody was seen."""
        if limit.seen is None or limit.open or self._apart:
            return False
        more = self._given - limit.seen.given
        side = limit.seen.side + more * limit.below
        return side <= whole * limit.above and limit.seen.held + more <= self._outstanding

    def ownership(self, name: str, beneficially: bool, total: Counts) -> Ratio:
        """What somebody owns of that total."""
        own = self._of.get(name) or nothing()
        has, others = owns(own, beneficially), owns(minus(total, own), beneficially).counted
        found = owned(has.own, others, has.held, self._outstanding)
        return UNKNOWN if found is None else found.ownership

    def _is_within(self, name: str, limit: _Most, total: Counts) -> bool:
        high = self.ownership(name, limit.beneficially, total).high
        return high is not None and high <= limit.most

    def _put(self, name: str, counts: Counts) -> None:
        self._held.put(name, _ENDLESS if counts[HELD + OPEN] else counts[HELD + HIGH])
        for each in self._limits.values():
            each.put(name, counts)


def ownerships(found: Dilution, beneficially: bool) -> dict[str, Ratio]:
    """What each holder owns of all shares, fully diluted; or beneficially, of the shares
    outstanding and those of their own rights.

    Shares that the ledger issued to a holder are presumed to be held still.
    """
    assert found.outstanding is not None, "shares are stated as outstanding"
    everybody = Owners()
    everybody.restate(found.outstanding.shares)
    total = nothing()
    for whose, *more in addends(found.claims, found.holdings, found.as_of, beneficially):
        add_to(total, *more)
        everybody.add(whose, *more)
    return {name: everybody.ownership(name, beneficially, total) for name in everybody.names}
