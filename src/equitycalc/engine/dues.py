"""The days on which deadlines of registration rights fall, over the whole life of a ledger."""

from collections.abc import Iterator
from datetime import date

from equitycalc import events
from equitycalc.engine.deadlines import deadlines
from equitycalc.engine.due import Deadline
from equitycalc.engine.history import happened
from equitycalc.engine.needing import covered
from equitycalc.engine.statements import statements
from equitycalc.registration_rights import agreements_with_rights
from equitycalc.terms import Event, Ledger

_OF_ALL = (events.Split, events.Filed, events.Registered, events.Notified)


def dues(ledger: Ledger) -> Iterator[tuple[date, Deadline]]:
    """Every deadline that has a day, by agreement, after all that the ledger records.

    Each agreement is followed by itself, with the grants it covers, their events and every
    registration, to the last day on which any of these changes: ``status`` is that of this day.
    """
    homes = {grant.id: (grant, each) for each in ledger.agreements for grant in each.grants}
    of_grants: dict[str, list[tuple[int, Event]]] = {}
    of_all: list[tuple[int, Event]] = []
    for number, event in enumerate(ledger.events):
        if isinstance(event, _OF_ALL):
            of_all.append((number, event))
        else:
            of_grants.setdefault(getattr(event, "grant", ""), []).append((number, event))
    for agreement, rights in agreements_with_rights(ledger):
        own = list(of_all)
        for id in rights.covers.value:
            own += of_grants.get(id, ())
        known = happened(own, date.max)
        needs = covered(rights.covers.value, homes, known)
        last = max((agreement.date, *(event.date for _, event in own), *needs.days))
        recorded = known.of_registrations
        stated = statements(rights, recorded, needs, agreement.date, last)
        for each in deadlines(agreement, rights, recorded, stated, last):
            if each.due is not None and each.status != "not_required":
                yield each.due, each
