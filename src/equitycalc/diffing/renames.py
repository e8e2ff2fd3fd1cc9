"""Entries that have another id and are otherwise the same."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from equitycalc.registration_rights import rights_of
from equitycalc.terms import Agreement, Grant, Ledger


class Renames(NamedTuple):
    """The new ids of grants and of agreements, by the old ones."""

    grants: Mapping[str, str]
    agreements: Mapping[str, str]


def renames(old: Ledger, new: Ledger) -> Renames:
    """What is called otherwise: a grant with all its terms the same, in the same agreement sooner
    than in another; an agreement with all of its terms and the same grants.
    """
    ours, theirs = _grants(old), _grants(new)
    gone = [each for id, each in ours.items() if id not in theirs]
    come = [each for id, each in theirs.items() if id not in ours]
    grants = _matched([(_at_home(*each), each[0].id) for each in gone], come, _at_home)
    left = [each for each in gone if each[0].id not in grants]
    taken = set(grants.values())
    free = [each for each in come if each[0].id not in taken]
    grants |= _matched([(_anywhere(*each), each[0].id) for each in left], free, _anywhere)
    before, after = {each.id for each in old.agreements}, {each.id for each in new.agreements}
    agreements = _of_one_name(
        ((_content(each, grants), each.id) for each in old.agreements if each.id not in after),
        ((_content(each, {}), each.id) for each in new.agreements if each.id not in before),
    )
    return Renames(grants, agreements)


def _grants(ledger: Ledger) -> dict[str, tuple[Grant, Agreement]]:
    return {grant.id: (grant, each) for each in ledger.agreements for grant in each.grants}


def _at_home(grant: Grant, agreement: Agreement) -> Hashable:
    return agreement.id, replace(grant, id="")


def _anywhere(grant: Grant, agreement: Agreement) -> Hashable:
    return replace(grant, id="")


def _content(agreement: Agreement, grants: Mapping[str, str]) -> Hashable:
    """All of an agreement but its id, and the ids of its grants as they are now."""
    ids = frozenset(grants.get(each.id, each.id) for each in agreement.grants)
    return _with_ids(replace(agreement, id="", grants=()), grants), ids


def _matched(
    gone: Iterable[tuple[Hashable, str]], come: Iterable[tuple[Grant, Agreement]], content: Any
) -> dict[str, str]:
    return _of_one_name(gone, ((content(*each), each[0].id) for each in come))


def _of_one_name(
    gone: Iterable[tuple[Hashable, str]], come: Iterable[tuple[Hashable, str]]
) -> dict[str, str]:
    """The ids of what is equal, first to first."""
    waiting: dict[Hashable, deque[str]] = defaultdict(deque)
    for content, id in come:
        waiting[content].append(id)
    found = {}
    for content, id in gone:
        if waiting.get(content):
            found[id] = waiting[content].popleft()
    return found


def renamed(ledger: Ledger, to: Renames) -> Ledger:
    """The ledger with the new ids wherever the old ones stand."""
    if not (to.grants or to.agreements):
        return ledger
    return replace(
        ledger,
        agreements=tuple(_renamed(each, to) for each in ledger.agreements),
        events=tuple(_event(each, to.grants) for each in ledger.events),
    )


def _renamed(agreement: Agreement, to: Renames) -> Agreement:
    grants = tuple(
        replace(each, id=to.grants[each.id]) if each.id in to.grants else each
        for each in agreement.grants
    )
    id = to.agreements.get(agreement.id, agreement.id)
    return _with_ids(replace(agreement, id=id, grants=grants), to.grants)


def _with_ids(agreement: Agreement, grants: Mapping[str, str]) -> Agreement:
    """The agreement whose registration rights cover the grants by their new ids."""
    rights = rights_of(agreement)
    if rights is None:
        return agreement
    covers = tuple(grants.get(id, id) for id in rights.covers.value)
    rights = rights._replace(covers=rights.covers._replace(value=covers))
    return replace(agreement, registration_rights=rights)


def _event(event: Any, grants: Mapping[str, str]) -> Any:
    own: str = getattr(event, "grant", "")
    if own in grants:
        return replace(event, grant=grants[own])
    several = getattr(event, "grants", ())
    if any(id in grants for id in several):
        return replace(event, grants=tuple(grants.get(id, id) for id in several))
    return event
