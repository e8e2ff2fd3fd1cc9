"""Which changes belong together, and which grants they touch."""

from collections.abc import Iterable

from equitycalc.diffing.changes import Change, is_split
from equitycalc.terms import Ledger

Unit = tuple[str, ...]  # what is applied together, or in one go
SPLITS = ("splits",)


def touched(changed: Iterable[Change], *ledgers: Ledger) -> set[str]:
    """The grants that change, or whose agreement has another date."""
    ids, agreements = set(), set()
    for each in changed:
        if each.grant is not None:
            ids.add(each.grant)
        if each.entry == "agreement" and any(term.field == "date" for term in each.altered):
            agreements.add(each.name)
    inside = (each for ledger in ledgers for each in ledger.agreements if each.id in agreements)
    return ids | {grant.id for each in inside for grant in each.grants}


def units(changes: Iterable[Change]) -> dict[Unit, list[Change]]:
    """The changes by what belongs together, in their order; the splits last."""
    found: dict[Unit, list[Change]] = {}
    for number, each in enumerate(changes):
        found.setdefault(_unit(each, number), []).append(each)
    splits = found.pop(SPLITS, None)
    return found if splits is None else found | {SPLITS: splits}


def _unit(change: Change, number: int) -> Unit:
    if change.entry == "statement":
        return ("statements",)
    if is_split(change) or (change.what == "reordered" and change.grant is None):
        return SPLITS
    if change.grant is not None:
        return ("grant", change.grant)
    if change.entry == "event" and change.name in ("issue", "repurchase"):
        return ("issuer", str(number))
    return ("terms", change.entry, change.name or "", str(number))
