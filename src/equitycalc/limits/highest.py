"""Names by a number that changes, and the one whose number is the highest.

A number that no longer holds stays in the heap until it comes to the top, where it is passed over;
where most of the heap is such, it is built anew. So a change costs O(log N), all told.
"""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush

_FEW = 64


class Highest:
    """A number for each of some names."""

    __slots__ = ("_heap", "_numbers")

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._heap: list[tuple[int, str]] = []

    def put(self, name: str, number: int) -> None:
        """The number of a name, instead of any that it had."""
        if self._numbers.get(name) == number:
            return
        self._numbers[name] = number
        if len(self._heap) > _FEW + 2 * len(self._numbers):
            self._heap = [(-each, name) for name, each in self._numbers.items()]
            heapify(self._heap)
        else:
            heappush(self._heap, (-number, name))

    def drop(self, name: str) -> None:
        """The name has no number any more."""
        self._numbers.pop(name, None)

    def top(self) -> int | None:
        """The highest number; None where no name has one."""
        while self._heap:
            lowered, name = self._heap[0]
            if self._numbers.get(name) == -lowered:
                return -lowered
            heappop(self._heap)
        return None

    def taken_above(self, number: int) -> Iterator[str]:
        """The names with a higher number, each dropped."""
        while (top := self.top()) is not None and top > number:
            _, name = heappop(self._heap)
            self.drop(name)
            yield name
