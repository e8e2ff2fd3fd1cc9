"""Whose a grant is, and the shares that came of it: kept up from event to event, as counting anew
each time would take as long as all events before.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from equitycalc.bounds import NO_SHARES, Range


class InHands(dict[str | None, Range[Any]]):
    """What each holder has left of a grant, by name; ``left`` is what all of them have, and
    ``having`` those who have anything.
    """

    __slots__ = ("having", "left")

    def __init__(self, parts: Mapping[str | None, Range[Any]]) -> None:
        super().__init__(parts)
        first, *others = parts.values()
        self.left = sum(others, first)
        self.having = {name: True for name, part in parts.items() if part.top != 0}

    def __setitem__(self, name: str | None, part: Range[Any]) -> None:
        before = self.get(name)
        self.left = self.left + part if before is None else self.left - before + part
        super().__setitem__(name, part)
        if part.top == 0:
            self.having.pop(name, None)
        else:
            self.having[name] = True


class Lot(NamedTuple):
    """Shares that use of a grant has issued: whose they are, and whether they are free, having been
    sold to the public or transferred free.
    """

    holder: str | None
    shares: Range[int]
    free: bool = False


class Issued:
    """In whose hands the shares are that each move of a grant has issued.

    A move goes by its number among the moves. ``having`` are those who have any.
    """

    __slots__ = ("_moves", "_restricted", "_shares", "having")

    def __init__(self) -> None:
        self._moves: dict[str | None, tuple[list[int], list[int]]] = {}
        self._restricted: list[int] = []
        self._shares: dict[str | None, Range[int]] = {}
        self.having: dict[str | None, bool] = {}

    def __contains__(self, holder: str | None) -> bool:
        """Whether somebody has, or had, any of them."""
        return holder in self._moves

    def shares_of(self, holder: str | None) -> Range[int]:
        """All that somebody has of them."""
        return self._shares.get(holder, NO_SHARES)

    def moves_of(self, holder: str | None) -> Iterator[tuple[bool, int]]:
        """The moves whose shares somebody has, those under restrictions first, then the oldest; and
        whether it is the free ones of them.
        """
        for free, moves in enumerate(self._moves.get(holder, ())):
            for move in moves:
                yield bool(free), move

    def restricted(self) -> Iterator[int]:
        """The moves of whose shares some are under restrictions, the latest first, each once for
        every holder of some.
        """
        return reversed(self._restricted)

    def put(self, move: int, lots: Iterable[Lot]) -> None:
        """The shares of a move are in these hands."""
        for holder, shares, free in lots:
            if shares.top == 0:
                continue
            insort(self._moves.setdefault(holder, ([], []))[free], move)
            if not free:
                insort(self._restricted, move)
            self._shares[holder] = self.shares_of(holder) + shares
            self.having[holder] = True

    def take(self, move: int, lots: Iterable[Lot]) -> None:
        """The shares of a move are in these hands no longer."""
        for holder, shares, free in lots:
            if shares.top == 0:
                continue
            moves = self._moves[holder][free]
            del moves[bisect_left(moves, move)]
            if not free:
                del self._restricted[bisect_left(self._restricted, move)]
            self._shares[holder] = self._shares[holder] - shares
            if not any(self._moves[holder]):
                del self.having[holder]
