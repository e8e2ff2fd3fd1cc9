"""Problems as they are found: of each name the first hundred by place, and how many more there are.

A file of a few megabytes can have a million of them. They are found in any order; which come first
is told by their paths, before anybody looks for places.
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from equitycalc.problems import MAX_OF_A_NAME, Path, Problem

MOST = MAX_OF_A_NAME

_MOST_KINDS = 200  # there are far fewer, unless people's own words are steps of paths

_Kept = list[tuple[Path, int, Problem]]


class Collected:
    """Takes problems as a list does, and holds no more of them than are shown.

    Among paths of one kind, such as that to the price of a grant, the numbers in them tell which
    comes first in the text. Paths of different kinds cannot be compared: of each kind the first
    hundred are kept. What has its place already comes in the order of places.
    """

    __slots__ = ("_found", "_kept", "_refused", "counts")

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._found = 0
        self._kept: dict[str, dict[Path, _Kept]] = {}
        self._refused: dict[Any, Any] = {}  # steps of paths, then None where one is refused

    def __len__(self) -> int:
        """How many there are, kept or not."""
        return self._found

    def __iter__(self) -> Iterator[Problem]:
        """Those that are kept, in the order in which they were found."""
        kept = [each for kinds in self._kept.values() for some in kinds.values() for each in some]
        return (problem for _, _, problem in sorted(kept, key=lambda each: each[1]))

    def append(self, problem: Problem) -> None:
        """Take one in, unless its path leads to, or into, what was refused."""
        if problem.place is not None:
            numbers: Path = ()
            kind = _PLACED
        elif self._refused and self._is_refused(problem.path):
            return
        else:
            numbers, kind = _order(problem.path, problem.on_key)
        self.count(problem.name)
        kinds = self._kept.setdefault(problem.name, {})
        if kind not in kinds and len(kinds) >= _MOST_KINDS:
            kind = ("others",)
        kept = kinds.setdefault(kind, [])
        if len(kept) < MOST or numbers < kept[-1][0]:
            insort(kept, (numbers, self._found, problem), key=lambda each: each[:2])
            del kept[MOST:]

    def __iadd__(self, problems: Iterable[Problem]) -> "Collected":
        for problem in problems:
            self.append(problem)
        return self

    def count(self, name: str) -> None:
        """Count one that need not be made."""
        self.counts[name] += 1
        self._found += 1

    def passes_over(self, name: str, path: Path) -> bool:
        """Whether one of that name and path would not be kept; it is then counted, and need not be
        made.
        """
        if self._refused and self._is_refused(path):
            return True
        numbers, kind = _order(path)
        kept: _Kept = self._kept.get(name, {}).get(kind, [])
        if len(kept) < MOST or numbers < kept[-1][0]:
            return False
        self.count(name)
        return True

    def enough(self, name: str) -> bool:
        """Whether no more are kept of a name, of those that have their place."""
        return len(self._kept.get(name, {}).get(_PLACED, ())) >= MOST

    def refuse(self, path: Path) -> None:
        """What is at a path was refused, and nothing further is said of it."""
        inner = self._refused
        for step in path[:-1]:
            found = inner.setdefault(step, {})
            if found is None:
                return
            inner = found
        if path:
            inner[path[-1]] = None

    def _is_refused(self, path: Path) -> bool:
        inner = self._refused
        for step in path:
            if step not in inner:
                return False
            if (inner := inner[step]) is None:
                return True
        return False

    def shown(self, placed: Iterable[Problem]) -> tuple[list[Problem], dict[str, int]]:
        """Of the problems in order of place those that are shown, and by name how many more there
        are.
        """
        seen: Counter[str] = Counter()
        shown = []
        for each in placed:
            seen[each.name] += 1
            if seen[each.name] <= MOST:
                shown.append(each)
        more = {name: self.counts[name] - MOST for name in seen if self.counts[name] > MOST}
        return shown, more


_PLACED: Path = ("in its place",)


def _order(path: Path, on_key: bool = False) -> tuple[Path, Path]:
    """The numbers in a path, and what kind of path it is."""
    path = path[:-1] if on_key else path  # a key that is wrong may be any word
    numbers = [step for step in path if type(step) is int]
    return tuple(numbers), tuple([step for step in path if type(step) is str])
