"""A timeline as JSON, ``equitycalc.timeline/1``: a contract; keys are only ever added.

One day a line, so that large answers stream and diffs read well.
"""

from collections.abc import Iterator

from equitycalc.engine import bases
from equitycalc.engine.changed import Change
from equitycalc.engine.running import Moment
from equitycalc.rendering.dilution_json import (
    assumptions_json,
    blanks_json,
    dumps,
    head_json,
    listed,
    total_json,
)
from equitycalc.rendering.timeline_text import change_text, why_text
from equitycalc.rendering.values import Json, shares_json
from equitycalc.timelines import Timeline

FORMAT = "equitycalc.timeline/1"


def json_lines(found: Timeline, ledger: str) -> Iterator[str]:
    """The object, line by line; ``ledger`` names where it was read from."""
    below = found.found
    _, since, until = found.asked
    yield "{"
    head = head_json(FORMAT, below, ledger) | {
        "from": None if since is None else since.isoformat(),
        "to": None if until is None else until.isoformat(),
        "opening": {"date": found.opening.on.isoformat(), "totals": totals_json(found.opening)},
    }
    for key, value in head.items():
        yield f'"{key}": {dumps(value)},'
    yield from listed("changes", map(moment_json, found.moments))
    yield f'"assumptions": {dumps(assumptions_json(below.assumptions))},'
    yield f'"blanks": {dumps(blanks_json(below.blanks))},'
    yield f'"notes": {dumps(list(below.notes))}'
    yield "}"


def moment_json(moment: Moment) -> Json:
    """One day as an object."""
    return {
        "date": moment.on.isoformat(),
        "why": why_text(moment),
        "changed": [change_json(change) for change in moment.changes],
        "added": shares_json(moment.added),
        "totals": totals_json(moment),
    }


def change_json(change: Change) -> Json:
    """One change as an object."""
    position, deadline = change.position, change.deadline
    agreement = None if position is None else position.agreement
    if deadline is not None:
        agreement = deadline.agreement
    return {
        "what": list(change.what),
        "grant": None if position is None else position.grant.id,
        "agreement": None if agreement is None else agreement.id,
        "kind": None if position is None else position.grant.kind,
        "holder": None if position is None else position.grant.holder,
        "status": None if position is None else str(position.status),
        "shares": shares_json(change.shares),
        "exercisable": shares_json(change.exercisable),
        "text": change_text(change),
        "sources": _sources(change),
    }


def _sources(change: Change) -> list[Json]:
    """Where a change stands: of events their own clauses, of terms those of the grant."""
    if change.events:
        found = [
            (getattr(each, "document", None), getattr(each, "lines", None))
            for each in change.events
        ]
    elif change.deadline is not None:
        found = [(change.deadline.agreement.document, change.deadline.lines)]
    elif change.position is not None:
        found = [(change.position.agreement.document, change.position.grant.lines)]
    else:
        found = []
    return [{"document": document, "lines": lines} for document, lines in found]


def totals_json(moment: Moment) -> Json:
    """The totals when a day is over, as those of a date."""
    interest = bases(moment.interest, moment.market_price)
    return {basis: total_json(total, interest[basis]) for basis, total in moment.totals.items()}
