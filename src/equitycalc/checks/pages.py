"""A document by its lines: which figures stand on which."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from equitycalc.checks.stated import Key
from equitycalc.printed import Kind, printed_in

_SHOWN = 3  # of what stands on some lines
_LOOKED_AT = 20  # for that


class Lines(NamedTuple):
    """A range of lines, from 1, both ends included."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def ranges_of(lines: str) -> tuple[Lines, ...]:
    """The ranges of ``18-22, 136-139``, in order, those that touch made one."""
    parts = (part.strip().partition("-") for part in lines.split(","))
    found: list[Lines] = []
    for each in sorted(Lines(int(first), int(last or first)) for first, _, last in parts):
        if found and each.first <= found[-1].last + 1:
            found[-1] = Lines(found[-1].first, max(found[-1].last, each.last))
        else:
            found.append(each)
    return tuple(found)


class Pages:
    """The figures of a document, read once and found again by what they say and where they stand.

    A figure stands on the lines that it begins and ends on, its unit included.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.count = len(lines)
        text = "\n".join(lines)
        starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self._by_key: dict[Key, list[Lines]] = {}
        self._by_kind: dict[Kind, list[tuple[Lines, str]]] = {}
        for each in printed_in(text):
            on = Lines(bisect_right(starts, each.start), bisect_left(starts, each.end))
            self._by_key.setdefault((each.kind, each.value), []).append(on)
            said = " ".join(text[each.start : each.end].split())
            self._by_kind.setdefault(each.kind, []).append((on, said))

    def has(self, keys: Iterable[Key], cited: Sequence[Lines]) -> bool:
        """Whether a figure stands on the cited lines."""
        return any(
            on.last <= part.last
            for key in keys
            if key in self._by_key
            for part in cited
            for on in _from(self._by_key[key], part)
        )

    def nearest(self, keys: Iterable[Key], line: int) -> Lines | None:
        """Where a figure stands that stands nowhere on the cited lines: nearest to a line."""
        near: list[Lines] = []
        for key in keys:
            found = self._by_key.get(key, [])
            at = bisect_left(found, (line, 0))
            near += found[max(0, at - 1) : at + 1]
        return min(near, key=lambda on: abs(on.first - line), default=None)

    def alike(self, keys: Iterable[Key], cited: Sequence[Lines]) -> list[str]:
        """What stands on the cited lines of the kind that a figure has; a few of them."""
        found: list[str] = []
        for kind in dict.fromkeys(kind for kind, _ in keys):
            every = self._by_kind.get(kind, [])
            for part in cited:
                at = bisect_left(every, ((part.first, 0), ""))
                for on, said in every[at : at + _LOOKED_AT]:
                    if on.last <= part.last and not any(said in other for other in found):
                        found.append(said)
            if found:
                break
        return found[:_SHOWN]


def _from(every: Sequence[Lines], part: Lines) -> Iterator[Lines]:
    """Those that begin in a part."""
    for at in range(bisect_left(every, (part.first, 0)), len(every)):
        if every[at].first > part.last:
            return
        yield every[at]
