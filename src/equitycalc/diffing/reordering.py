"""Events of one day that stand in another order: no change, unless they come to something else so.

Events of one day take effect in the order in which they stand in the ledger.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from equitycalc.diffing.changes import Change, Ranks
from equitycalc.diffing.terms import Altered
from equitycalc.engine.history import happened
from equitycalc.terms import Event, Ledger

ORDER = "order"


def reordered(ledger: Ledger, ranks: Ranks) -> Iterator[Change]:
    """What comes to something else where the events of a ledger are put in the order of ``ranks``:
    a change of a grant, or where splits are among them and the issuer's shares, of all.
    """
    kept = set(ranks.new.values())
    days: dict[date, list[int]] = defaultdict(list)
    for index, event in enumerate(ledger.events):
        if ranks.old[index] in kept:
            days[event.date].append(index)
    moved = {
        day: sorted(places, key=ranks.old.__getitem__)
        for day, places in days.items()
        if len(places) > 1
    }
    moved = {day: places for day, places in moved.items() if places != days[day]}
    if not moved:
        return
    where = {grant.id: (grant, each) for each in ledger.agreements for grant in each.grants}
    for day, places in moved.items():
        path = ("events", min(places))
        alike = _of_issuer(ledger.events, days[day]) == _of_issuer(ledger.events, places)
        if not alike:
            yield _change(day, path, None, days[day], places)
        own = (getattr(ledger.events[place], "grant", None) for place in places)
        for id in dict.fromkeys(each for each in own if each is not None):
            if alike and not _comes_to_the_same(ledger, *where[id], ranks):
                yield _change(day, path, id, days[day], places)


def _change(
    day: date, path: tuple[str, int], grant: str | None, was: list[int], now: list[int]
) -> Change:
    term = Altered(ORDER, tuple(was), tuple(now), Event, ORDER)
    return Change("reordered", "events", str(day), None, None, path, (term,), grant)


def _of_issuer(events: Sequence[Any], places: list[int]) -> list[Any]:
    """The splits of a day in order, and between them what they adjust or do not."""
    found: list[Any] = []
    between: Counter[Any] = Counter()
    for event in (events[place] for place in places):
        if event.kind == "split":
            found += [between, event]
            between = Counter()
        else:
            between[event] += 1
    return [*found, between] if found else []


def _comes_to_the_same(ledger: Ledger, grant: Any, agreement: Any, ranks: Ranks) -> bool:
    events = [
        (index, each)
        for index, each in enumerate(ledger.events)
        if getattr(each, "grant", grant.id) == grant.id
    ]
    outcomes = []
    for numbered in (events, [(ranks.old[index], each) for index, each in events]):
        fold = happened(numbered, date.max).follow(grant, agreement)
        assert fold is not None, "something happens to it"
        moves = Counter(
            (
                each.event,
                each.holder,
                each.taken_now,
                each.issued_now,
                each.lots,
                each.interest_paid,
            )
            for each in fold.moves
        )
        outcomes.append((fold.terms, fold.parts, fold.free, moves))
    return outcomes[0] == outcomes[1]
