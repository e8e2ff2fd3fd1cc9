"""A ledger narrowed to some grants: what is tried again and again is tried on these alone."""

from dataclasses import replace
from typing import Any

from equitycalc.terms import Ledger


def only(ledger: Ledger, names: set[str]) -> Ledger:
    """The ledger with these grants alone, and the events that change them."""
    kept = []
    for agreement in ledger.agreements:
        grants = tuple(grant for grant in agreement.grants if grant.id in names)
        if grants or agreement.id in names:
            kept.append(replace(agreement, grants=grants))
    events = (_event_of(each, names) for each in ledger.events)
    return replace(
        ledger, agreements=tuple(kept), events=tuple(each for each in events if each is not None)
    )


def _event_of(event: Any, names: set[str]) -> Any:
    """What an event is to some grants; None where it is nothing to them."""
    match event.kind:
        case "split":
            return event
        case "filed" | "registered":
            own = tuple(id for id in event.grants if id in names)
            return replace(event, grants=own) if own else None
        case _:
            return event if getattr(event, "grant", None) in names else None
