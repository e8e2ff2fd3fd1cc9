"""Registration rights as JSON, ``equitycalc.registration/1``: a contract; keys are only added."""

from collections.abc import Iterator
from fractions import Fraction

from equitycalc.bounds import exactly
from equitycalc.engine.blocks import Block
from equitycalc.engine.cutback import Allocation, Offering
from equitycalc.engine.due import Deadline
from equitycalc.engine.groups import Group
from equitycalc.engine.registering import Promised, Registration
from equitycalc.rendering.dilution_json import (
    assumptions_json,
    blanks_json,
    dumps,
    head_json,
    listed,
)
from equitycalc.rendering.values import Json, date_json, ratio_json, shares_json, term_json
from equitycalc.written import Cited

FORMAT = "equitycalc.registration/1"


def json_lines(found: Registration, ledger: str) -> Iterator[str]:
    """The object, line by line; ``ledger`` names where it was read from."""
    yield "{"
    for key, value in head_json(FORMAT, found.found, ledger).items():
        yield f'"{key}": {dumps(value)},'
    yield from listed("agreements", map(_promised, found.promised))
    yield from listed("deadlines", map(deadline_json, found.deadlines))
    blocks = (block for each in found.promised for block in each.blocks)
    yield from listed("registrable", map(block_json, blocks))
    yield f'"to_register": {dumps(shares_json(found.to_register))},'
    yield from listed("by_registration", map(standing_json, found.standings))
    yield f'"cutback": {dumps(None if found.offering is None else _cutback(found.offering))},'
    assumptions = (*found.assumptions, *found.found.assumptions)
    blanks = (*found.blanks, *found.found.blanks)
    yield f'"assumptions": {dumps(assumptions_json(assumptions))},'
    yield f'"blanks": {dumps(blanks_json(blanks))},'
    yield f'"notes": {dumps([*found.notes, *found.found.notes])}'
    yield "}"


def deadline_json(each: Deadline) -> Json:
    """One deadline as an object."""
    return {
        "agreement": each.agreement.id,
        "name": each.name,
        "date": None if each.due is None else each.due.isoformat(),
        "status": each.status,
        "because": each.because,
        "met_on": None if each.met_on is None else each.met_on.isoformat(),
        "recorded_on": None if each.recorded_on is None else each.recorded_on.isoformat(),
        "document": each.agreement.document,
        "lines": each.lines,
    }


def block_json(each: Block) -> Json:
    """One block of covered shares as an object."""
    held, grant = each.held, each.position.grant
    return {
        "agreement": each.agreement,
        "grant": grant.id,
        "holder": each.holder,
        "shares": shares_json(each.shares),
        "registrable": each.registrable,
        "because": each.because,
        "investor": each.investor,
        "rule_144": None
        if held is None
        else {
            "acquired": held.acquired.isoformat(),
            "resale_from": held.resale_from.isoformat(),
            "free_from": held.free_from.isoformat(),
        },
        "source": {"document": each.position.agreement.document, "lines": grant.lines},
    }


def standing_json(each: Group) -> Json:
    """The shares of one standing as an object."""
    return {
        "key": each.key,
        "shares": shares_json(each.shares),
        "ownership": ratio_json(each.ownership["fully_diluted"]),
    }


def allocation_json(each: Allocation) -> Json:
    """What one seller may offer, as an object."""
    return {
        "class": each.want.seller,
        "holder": each.want.holder,
        "wanted": shares_json(exactly(each.want.shares)),
        "allocated": _whole(each.allocated, each.exact),
        "withdrawn": each.withdrawn,
    }


def over_allotment_json(each: Allocation) -> Json:
    """What one seller takes of an over-allotment, as an object."""
    return {
        "class": each.want.seller,
        "holder": each.want.holder,
        "shares": _whole(each.over_allotment, each.exact_over_allotment),
    }


def _promised(each: Promised) -> Json:
    rights = each.rights
    return {
        "agreement": each.agreement.id,
        "title": each.agreement.title,
        "closing_date": date_json(rights.closing_date.value),
        "conversion_price": term_json(each.price),
        "effective_on": None if each.effective_on is None else each.effective_on.isoformat(),
        "to_register": shares_json(each.to_register),
        "signed": each.agreement.signed,
        "source": {"document": each.agreement.document, "lines": rights.covers.lines},
        "lines": {
            term: written.lines
            for term, written in rights._asdict().items()
            if isinstance(written, Cited)
        },
    }


def _cutback(each: Offering) -> Json:
    rights = each.rights
    more = each.over_allotment
    return {
        "agreement": each.agreement.id,
        "maximum": shares_json(exactly(each.maximum)),
        "allocations": [allocation_json(one) for one in each.allocations],
        "over_allotment": None
        if more is None
        else [over_allotment_json(one) for one in each.allocations],
        "notes": list(each.notes),
        "source": {
            "document": each.agreement.document,
            "lines": None if rights.priority is None else rights.priority.lines,
        },
    }


def _whole(count: int, exact: Fraction) -> Json:
    """A count, with its exact fraction where it was rounded."""
    found: Json = {"value": count, "bound": "exact"}
    return found if exact == count else found | {"exact": str(exact)}
