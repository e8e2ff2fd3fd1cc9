"""What changed from one ledger to another, in the order of the new one.

Moved entries are no change. What the new ledger does not have stands after what it stood after. The
events of a grant come with the grant, then those of the issuer, of registrations, and the splits.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from equitycalc.diffing.pairing import Key, Pairs, in_order, paired
from equitycalc.diffing.renames import Renames
from equitycalc.diffing.terms import AGREEMENT, Altered, alike, altered, fields_of
from equitycalc.problems import Path
from equitycalc.terms import Agreement, Grant, Ledger

What = Literal["added", "removed", "changed", "renamed", "reordered"]

# What an entry without an id goes by.
_NAMES = {"statement": "as_of", "event": "kind", "assertion": "measure", "limit": "because"}
_ASIDE = ("date", "document", "lines", "notes", "allow")


def _by(*fields: str) -> Key:
    """Entries that have the same in all of these, and something in one."""

    def key(entry: Any) -> tuple[Any, ...] | None:
        found = tuple(getattr(entry, field) for field in fields)
        return None if all(each is None for each in found) else found

    return key


def _on_another_day(event: Any) -> tuple[Any, ...]:
    """Events that differ in their day, and where they stand."""
    names = (each for each in fields_of(type(event)) if each not in _ASIDE)
    return tuple(getattr(event, name) for name in names)


def _of_a_day(event: Any) -> tuple[Any, ...]:
    return event.kind, _of(event), event.date


_STATEMENTS = (_by("as_of"), _by("shares"), _by("source"))
_ASSERTIONS = (_by("as_of", "measure", "holder", "kind"), _by("measure", "holder", "kind"))
_LIMITS = (_by("because"), _by("holder", "basis", "from_", "to"))


class Change(NamedTuple):
    """What became of one entry, a ``statement``, an ``event`` and so on, called ``name`` by its id,
    its day or its kind.

    ``altered`` are the terms of one that was changed; ``path`` is that of the entry in the new
    ledger, or in the old one where it was removed. ``grant`` is the grant that an event is of.
    """

    what: What
    entry: str
    name: str | None
    old: Any
    new: Any
    path: Path
    altered: tuple[Altered, ...] = ()
    grant: str | None = None


class Ranks(NamedTuple):
    """The place of each event, by its index in either ledger, in one order of them all."""

    old: dict[int, int]
    new: dict[int, int]


class Changes(NamedTuple):
    """All changes, in the order of the ledger, and the order of the events of both."""

    every: list[Change]
    ranks: Ranks


def changes(old: Ledger, new: Ledger, called: Renames) -> Changes:
    """What changed, where the old ledger has the new ids already in place of those ``called``
    otherwise before.
    """
    pairs = paired(old.events, new.events, (_of_a_day, _on_another_day), alike)
    happened = list(_listed("event", "events", old.events, new.events, pairs))
    of_grants: dict[str, list[Change]] = defaultdict(list)
    for each in happened:
        if each.grant is not None:
            of_grants[each.grant].append(each)
    others = [each for each in happened if each.grant is None]
    found = [
        *_one("ledger", None, old, new, ()),
        *_one("issuer", None, old.issuer, new.issuer, ("issuer",)),
        *_entries("statement", "outstanding", old, new, _STATEMENTS),
        *_agreements(old, new, of_grants, called),
        *(each for changes in of_grants.values() for each in changes),
        *(each for each in others if not is_split(each)),
        *(each for each in others if is_split(each)),
        *_entries("assertion", "assertions", old, new, _ASSERTIONS),
        *_entries("limit", "limits", old, new, _LIMITS),
    ]
    return Changes(found, _ranks(pairs, len(old.events), len(new.events)))


def is_split(change: Change) -> bool:
    """Whether a change is of a split."""
    return change.entry == "event" and change.name == "split"


def _one(entry: str, name: str | None, old: Any, new: Any, path: Path) -> Iterator[Change]:
    terms = tuple(altered(old, new))
    if terms:
        yield Change("changed", entry, name, old, new, path, terms)


def _entries(
    entry: str, key: str, old: Ledger, new: Ledger, keys: Iterable[Key]
) -> Iterator[Change]:
    ours, theirs = getattr(old, key), getattr(new, key)
    return _listed(entry, key, ours, theirs, paired(ours, theirs, keys, alike))


def _listed(
    entry: str, key: str, old: Sequence[Any], new: Sequence[Any], pairs: Pairs
) -> Iterator[Change]:
    """The changes of a list of entries without ids."""
    # An entry of both by its place in the new one, of the old alone by its own, below zero.
    at = dict((*pairs.same, *pairs.changed))
    before = {there: here for here, there in pairs.changed}
    added = set(pairs.added)

    def name(each: Any) -> str:
        return str(getattr(each, _NAMES[entry]))

    for place in in_order([at.get(i, -1 - i) for i in range(len(old))], range(len(new))):
        if place < 0:
            gone = old[-1 - place]
            path: Path = (key, -1 - place)
            yield Change("removed", entry, name(gone), gone, None, path, (), _of(gone))
        elif place in added:
            come = new[place]
            yield Change("added", entry, name(come), None, come, (key, place), (), _of(come))
        elif place in before:
            was, is_ = old[before[place]], new[place]
            terms = tuple(altered(was, is_))
            if terms:
                path = (key, place)
                yield Change("changed", entry, name(is_), was, is_, path, terms, _of(is_))


class _Standing(NamedTuple):
    """A grant and where it stands."""

    path: Path
    agreement: Agreement
    grant: Grant


def _standing(ledger: Ledger) -> dict[str, _Standing]:
    return {
        grant.id: _Standing(("agreements", place, "grants", index), each, grant)
        for place, each in enumerate(ledger.agreements)
        for index, grant in enumerate(each.grants)
    }


def _agreements(
    old: Ledger, new: Ledger, of_grants: dict[str, list[Change]], called: Renames
) -> Iterator[Change]:
    """Agreements, each with its grants, and these each with their events."""
    grants, agreements = ({to: of for of, to in each.items()} for each in called)
    ours = {each.id: (place, each) for place, each in enumerate(old.agreements)}
    theirs = {each.id: (place, each) for place, each in enumerate(new.agreements)}
    was, now = _standing(old), _standing(new)
    for id in in_order(list(ours), list(theirs)):
        (place, before), (at, after) = ours.get(id, (0, None)), theirs.get(id, (0, None))
        if after is None:
            yield Change("removed", "agreement", id, before, None, ("agreements", place))
        elif before is None:
            yield Change("added", "agreement", id, None, after, ("agreements", at))
        else:
            if id in agreements:
                yield _renamed("agreement", id, before, after, ("agreements", at), agreements)
            yield from _one("agreement", id, before, after, ("agreements", at))
        # What moved away is told of where it stands now.
        here = [] if before is None else [each.id for each in before.grants]
        gone = [each for each in here if each not in now or now[each].agreement.id == id]
        come = [] if after is None else [each.id for each in after.grants]
        for grant in in_order(gone, come):
            if grant in grants:
                one, other = was[grant].grant, now[grant].grant
                yield _renamed("grant", grant, one, other, now[grant].path, grants)
            yield from _grant(grant, was.get(grant), now.get(grant))
            yield from of_grants.pop(grant, ())


def _renamed(entry: str, id: str, old: Any, new: Any, path: Path, before: dict[str, str]) -> Change:
    term = Altered("id", before[id], id, type(new), "id")
    return Change("renamed", entry, id, old, new, path, (term,))


def _grant(id: str, was: _Standing | None, now: _Standing | None) -> Iterator[Change]:
    if now is None:
        assert was is not None, "a grant is in one of the two"
        yield Change("removed", "grant", id, was.grant, None, was.path, grant=id)
    elif was is None:
        yield Change("added", "grant", id, None, now.grant, now.path, grant=id)
    else:
        terms = tuple(altered(was.grant, now.grant))
        if was.agreement.id != now.agreement.id:
            moved = (was.agreement.id, now.agreement.id)
            terms += (Altered(AGREEMENT, *moved, Agreement, AGREEMENT),)
        if terms:
            yield Change("changed", "grant", id, was.grant, now.grant, now.path, terms, id)


def _ranks(pairs: Pairs, old: int, new: int) -> Ranks:
    at = dict((*pairs.same, *pairs.changed))
    places = [at.get(index, -1 - index) for index in range(old)]
    rank = {place: number for number, place in enumerate(in_order(places, range(new)))}
    return Ranks(
        {index: rank[place] for index, place in enumerate(places)},
        {index: rank[index] for index in range(new)},
    )


def _of(entry: Any) -> str | None:
    grant: str | None = getattr(entry, "grant", None)
    return grant
