"""Two versions of a text as a unified diff, in time that grows with the text.

Lines that stand once in each version, and in the same order in both, hold the two together; what
lies between them is short, and compared as usual.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

AROUND = 3  # lines shown before and after a change
_NO_END = "\\ No newline at end of file"


class Change(NamedTuple):
    """Lines ``a`` to ``b`` of the first text are lines ``c`` to ``d`` of the second, from 0."""

    a: int
    b: int
    c: int
    d: int


def diff_lines(before: str, after: str, name: str) -> Iterator[str]:
    """The lines of a unified diff, as ``patch`` takes it; none where the texts are the same."""
    old, new = before.split("\n"), after.split("\n")
    for lines in (old, new):
        if not lines[-1]:
            lines.pop()
        else:
            lines[-1] += f"\n{_NO_END}"
    changes = list(_changes(old, new))
    if changes:
        yield f"--- {name}"
        yield f"+++ {name}"
    for together in _hunks(changes):
        first, last = together[0], together[-1]
        begins = max(first.a - AROUND, 0)
        ends = min(last.b + AROUND, len(old))
        shift = first.c - first.a
        length = last.d - last.b - shift + ends - begins
        yield f"@@ -{_span(begins, ends - begins)} +{_span(begins + shift, length)} @@"
        at = begins
        for change in together:
            yield from (f" {line}" for line in old[at : change.a])
            yield from (f"-{line}" for line in old[change.a : change.b])
            yield from (f"+{line}" for line in new[change.c : change.d])
            at = change.b
        yield from (f" {line}" for line in old[at:ends])


def _hunks(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Changes that are shown together, because their surroundings meet."""
    together: list[Change] = []
    for change in changes:
        if together and change.a - together[-1].b > 2 * AROUND:
            yield together
            together = []
        together.append(change)
    if together:
        yield together


def _span(begins: int, length: int) -> str:
    """Lines as a hunk's head names them: from 1, and the line before where there are none."""
    first = begins + 1 if length else begins
    return str(first) if length == 1 else f"{first},{length}"


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    anchors = [(-1, -1), *_anchors(old, new), (len(old), len(new))]
    for (a, c), (b, d) in pairwise(anchors):
        if b - a == d - c == 1:
            continue
        between = SequenceMatcher(None, old[a + 1 : b], new[c + 1 : d])
        for tag, i, j, k, m in between.get_opcodes():
            if tag != "equal":
                yield Change(a + 1 + i, a + 1 + j, c + 1 + k, c + 1 + m)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest run of lines that are alone in each text, and in the same order."""
    before, after = Counter(old), Counter(new)
    there = {line: at for at, line in enumerate(new) if before[line] == after[line] == 1}
    pairs = [(at, there[line]) for at, line in enumerate(old) if line in there]
    ends: list[int] = []  # the lowest end of a run of each length
    last: list[int] = []  # which pair that is
    back: list[int] = []  # of each pair, the one before it in the longest run up to it
    for number, (_, at) in enumerate(pairs):
        length = bisect_left(ends, at)
        ends[length : length + 1] = [at]
        last[length : length + 1] = [number]
        back.append(last[length - 1] if length else -1)
    run = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(pairs[number])
        number = back[number]
    return run[::-1]
