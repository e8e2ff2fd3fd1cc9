"""The days on which deadlines of registration rights fall, over the whole life of a ledger."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from equitycalc import events
from equitycalc.engine.answer import dilution
from equitycalc.engine.deadlines import Deadline
from equitycalc.engine.registering import registration
from equitycalc.registration_rights import agreements_with_rights
from equitycalc.terms import Event, Ledger

_OF_ALL = (events.Split, events.Filed, events.Registered, events.Notified)


def dues(ledger: Ledger) -> Iterator[tuple[date, Deadline]]:
    """Every deadline that has a day, by agreement, after all that the ledger records.

    Each agreement is followed by itself, with the grants it covers, their events and every
    registration, to the day of the last of these: ``status`` is that of this day.
    """
    homes = {grant.id: (each, grant) for each in ledger.agreements for grant in each.grants}
    of_grants: dict[str, list[tuple[int, Event]]] = {}
    of_all: list[tuple[int, Event]] = []
    for number, event in enumerate(ledger.events):
        if isinstance(event, _OF_ALL):
            of_all.append((number, event))
        else:
            of_grants.setdefault(getattr(event, "grant", ""), []).append((number, event))
    for agreement, rights in agreements_with_rights(ledger):
        covered = [id for id in rights.covers.value if id in homes]
        happened = dict(of_all)
        for id in covered:
            happened |= dict(of_grants.get(id, ()))
        agreements = [replace(agreement, grants=())]
        for home, grant in (homes[id] for id in covered):
            agreements.append(replace(home, grants=(grant,), registration_rights=None))
        alone = replace(
            ledger,
            agreements=tuple(agreements),
            events=tuple(happened[number] for number in sorted(happened)),
        )
        last = max((agreement.date, *(event.date for event in alone.events)))
        for each in registration(alone, dilution(alone, last)).deadlines:
            if each.due is not None:
                yield each.due, each
