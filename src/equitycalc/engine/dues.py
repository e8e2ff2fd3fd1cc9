"""The days on which deadlines of registration rights fall, over the whole life of a ledger."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from equitycalc import events
from equitycalc.engine.answer import dilution
from equitycalc.engine.deadlines import Deadline
from equitycalc.engine.registering import registration
from equitycalc.registration_rights import agreements_with_rights
from equitycalc.terms import Agreement, Event, Ledger


class Due(NamedTuple):
    """A deadline as it stands on its day, ``on``."""

    on: date
    deadline: Deadline


def dues(ledger: Ledger) -> Iterator[Due]:
    """Every deadline that has a day, by agreement: what is recorded by that day says whether it was
    met.

    Each agreement is followed by itself, with the grants it covers and their events.
    """
    homes = {grant.id: (each, grant) for each in ledger.agreements for grant in each.grants}
    of_grants: dict[str, list[tuple[int, Event]]] = {}
    of_all: list[tuple[int, Event]] = []
    for number, event in enumerate(ledger.events):
        if isinstance(event, events.Split | events.Notified):
            of_all.append((number, event))
        for id in (getattr(event, "grant", None), *getattr(event, "grants", ())):
            if id is not None:
                of_grants.setdefault(id, []).append((number, event))
    for agreement, rights in agreements_with_rights(ledger):
        covered = [id for id in rights.covers.value if id in homes]
        happened = dict(of_all)
        for id in covered:
            happened |= dict(of_grants.get(id, ()))
        agreements = [replace(agreement, grants=())]
        for home, grant in (homes[id] for id in covered):
            own = replace(home, grants=(grant,), registration_rights=None)
            agreements.append(own)
        alone = replace(
            ledger,
            agreements=tuple(agreements),
            events=tuple(happened[number] for number in sorted(happened)),
        )
        yield from _of(alone, agreement)


def _of(alone: Ledger, agreement: Agreement) -> Iterator[Due]:
    """The deadlines of one agreement, in a ledger of its own."""
    days = {agreement.date, *(event.date for event in alone.events)}
    # Notices fall away once a statement is effective, and other days are known only then.
    asked = {max(days), agreement.date}
    asked |= {each.date for each in alone.events if isinstance(each, events.Notified)}
    found = {each.due for day in asked if day >= agreement.date for each in _on(alone, day)}
    for due in sorted(day for day in found if day is not None):
        for each in _on(alone, max(due, agreement.date)):
            if each.due == due:
                yield Due(due, each)


def _on(alone: Ledger, day: date) -> tuple[Deadline, ...]:
    return registration(alone, dilution(alone, day)).deadlines
