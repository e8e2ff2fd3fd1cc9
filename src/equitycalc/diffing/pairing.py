"""Which entry of one list is which of another: equal ones first, then those most alike.

Entries without an id are one the other's where they are equal, wherever they stand. Of the rest,
those with the same key belong together, and of several the pairs with the most in common.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)

Key = Callable[[Any], Hashable | None]  # None: not to be paired by this
Alike = Callable[[Any, Any], int]

_MOST_PAIRS = 10_000  # of more in one group, the first of one list is the first of the other


class Pairs(NamedTuple):
    """Indexes into the two lists: of equal entries, of changed ones, and of what one alone has."""

    same: list[tuple[int, int]]
    changed: list[tuple[int, int]]
    removed: list[int]
    added: list[int]


def paired(old: Sequence[Any], new: Sequence[Any], keys: Iterable[Key], alike: Alike) -> Pairs:
    """The entries of two lists in pairs; the first of the ``keys`` counts before the others."""
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for index, each in enumerate(new):
        waiting[each].append(index)
    same, removed = [], []
    for index, each in enumerate(old):
        if waiting.get(each):
            same.append((index, waiting[each].popleft()))
        else:
            removed.append(index)
    added = sorted(index for indexes in waiting.values() for index in indexes)
    changed: list[tuple[int, int]] = []
    for key in keys:
        if not (removed and added):
            break
        found = list(_by_key(old, new, removed, added, key, alike))
        changed += found
        gone, come = {index for index, _ in found}, {index for _, index in found}
        removed = [index for index in removed if index not in gone]
        added = [index for index in added if index not in come]
    return Pairs(same, sorted(changed), removed, added)


def _by_key(
    old: Sequence[Any],
    new: Sequence[Any],
    removed: Iterable[int],
    added: Iterable[int],
    key: Key,
    alike: Alike,
) -> Iterable[tuple[int, int]]:
    groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, (entries, indexes) in enumerate(((old, removed), (new, added))):
        for index in indexes:
            name = key(entries[index])
            if name is not None:
                groups[name][side].append(index)
    for ours, theirs in groups.values():
        if len(ours) * len(theirs) > _MOST_PAIRS:
            yield from zip(ours, theirs, strict=False)
            continue
        ranked = sorted(
            (-alike(old[one], new[other]), one, other) for one in ours for other in theirs
        )
        taken: tuple[set[int], set[int]] = (set(), set())
        for _, one, other in ranked:
            if one not in taken[0] and other not in taken[1]:
                taken[0].add(one)
                taken[1].add(other)
                yield one, other


def in_order(old: Sequence[K], new: Sequence[K]) -> list[K]:
    """All of both lists, whose entries are each there once: in the order of the new one, and what
    it does not have after what it stood after in the old one.
    """
    kept = set(new)
    after: dict[K | None, list[K]] = defaultdict(list)
    before: K | None = None
    for each in old:
        if each in kept:
            before = each
        else:
            after[before].append(each)
    found = list(after[None])
    for each in new:
        found.append(each)
        found += after.get(each, ())
    return found
