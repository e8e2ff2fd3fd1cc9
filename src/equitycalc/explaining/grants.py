"""A grant on a basis: each of its claims, and why it counts as it does."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from equitycalc.engine import Basis, Claim, Dilution, Position, Status, bases, claims, parts_of
from equitycalc.explaining.claims import claim_node
from equitycalc.explaining.history import left_node, moves_of
from equitycalc.explaining.tree import MOST, Node, Source, summed
from equitycalc.explaining.written import clause, term_node, term_notes
from equitycalc.measures import UNITS
from equitycalc.terms import ConvertibleDebenture, Option, Shares, Warrant
from equitycalc.written import value_of

_OF_INTEREST = ("incremental_shares", "rights", "debt_extinguished")
_DATES = ("expires_on", "matures_on", "payable_by")
# Of a grant that does not count, the rule by which it would.
_RULES = {
    Status.NOT_YET_GRANTED: ("in_full if granted_on <= as_of else 0", "granted_on"),
    Status.EXPIRED: ("in_full if as_of <= expires_on else 0", "expires_on"),
    Status.IN_OUTSTANDING: ("0 if granted_on <= stated_on else in_full", "granted_on"),
}


def grant_node(
    found: Dilution,
    position: Position,
    measure: str,
    basis: Basis,
    own: tuple[Claim, ...] | None = None,
) -> Node:
    """What a grant adds to a measure of a basis; of only some of its claims, those of ``own``."""
    made = tuple(claims(position, found.market_price)) if own is None else own
    label = position.grant.id
    figures: Any = bases(parts_of(made, found.market_price), found.market_price)[basis]
    value = getattr(figures, measure)
    adding = [
        each
        for each in made
        if measure not in ("rights", "issued_since") or each.issued is (measure == "issued_since")
    ]
    parts = [claim_node(found, each, measure, basis).named(_called(each)) for each in adding[:MOST]]
    if len(adding) > MOST:
        more: Any = bases(parts_of(adding[MOST:], found.market_price), found.market_price)[basis]
        rest = f"{len(adding) - MOST:,} others"
        parts.append(Node(rest, getattr(more, measure), UNITS[measure]))
    notes = (*why(position), *_in_cash(position, measure))
    if not parts:
        return _of_nothing(found, position, measure, value)
    node = summed(measure, value, UNITS[measure], parts)
    return node._replace(
        label=label, notes=(*notes, *node.notes), source=node.source or clause(position)
    )


def _called(claim: Claim) -> str:
    """What a claim is of a grant that has several."""
    if claim.move is not None:
        return "issued"
    if isinstance(claim.position and claim.position.grant, ConvertibleDebenture):
        return "of_interest" if claim.interest else "of_principal"
    return "left"


def why(position: Position) -> tuple[str, ...]:
    """What the grant is on the date, whose, and why."""
    kind = position.grant.kind.replace("_", " ")
    holder = f" of {position.grant.holder}" if position.grant.holder else ""
    status = str(position.status).replace("_", " ")
    told = position.reason
    told = told if told.startswith(status) else ": ".join(filter(None, (status, told)))
    return (f"{kind}{holder}, {told}",)


def _in_cash(position: Position, measure: str) -> Iterator[str]:
    """Why the interest of a debt takes no shares."""
    terms, life = position.terms, position.life
    if not isinstance(terms, ConvertibleDebenture) or measure not in _OF_INTEREST:
        return
    if life is None or not any(part.accrued.top != 0 for part in life.parts):
        return
    if terms.paid_in is None:
        supply = f"supply it with --assume {terms.id}.paid_in=VALUE"
        yield f"no paid_in is stated: interest is owed in cash, and takes no shares; {supply}"
    elif value_of(terms.paid_in) == "cash":
        yield "paid_in is cash: interest takes no shares"
        yield from term_notes(position, "paid_in")


def _of_nothing(found: Dilution, position: Position, measure: str, value: Any) -> Node:
    """A grant that counts for nothing, with the rule where dates decide it."""
    grant, label, unit = position.grant, position.grant.id, UNITS[measure]
    node = Node(label, value, unit, source=clause(position), notes=why(position))
    rule = _RULES.get(position.status)
    counted = isinstance(grant, Shares | Option | Warrant) and unit == "shares"
    if rule is None or not counted or position.life is not None:
        return node
    formula, term = rule
    day = _day(position, term)
    if not isinstance(day.value, date):
        return node
    inputs = (left_node(position, None, "shares").named("in_full"), day, _asked(found, position))
    return node._replace(formula=formula, inputs=inputs)


def _day(position: Position, term: str) -> Node:
    """A date of a grant; that of its agreement where none is written."""
    if term == "granted_on" and position.grant.granted_on is None:
        document = position.agreement.document
        source = None if document is None else Source(document)
        said = f"the date of the agreement {position.agreement.id}"
        return Node(term, position.agreement.date, "date", source=source, notes=(said,))
    return term_node(position, term, position.terms)


def _asked(found: Dilution, position: Position) -> Node:
    if position.status is Status.IN_OUTSTANDING:
        stated = found.outstanding
        assert stated is not None, "shares are in a statement"
        return Node("stated_on", stated.as_of, "date", source=Source(says=stated.source))
    return Node("as_of", found.as_of, "date")


def beside(found: Dilution, position: Position, basis: Basis) -> Iterator[Node]:
    """What else there is to say of a grant: its dates, what it brings, and what happened to it."""
    days = [_day(position, "granted_on")]
    days += [
        term_node(position, term, position.terms)
        for term in _DATES
        if getattr(position.terms, term, None) is not None
    ]
    status = str(position.status)
    said = why(position)
    yield Node("status", status, "word", inputs=(*days, _as_of(found)), notes=said)
    for measure in ("proceeds", "debt_extinguished", "exercisable"):
        node = grant_node(found, position, measure, basis)
        told = measure == "exercisable" and getattr(position.grant, "vesting", None) is None
        if node.value.top != 0 and not told:
            yield node.named(measure)._replace(notes=node.notes[1:])
    moves = () if position.life is None else position.life.moves
    if moves:
        shown = tuple(islice(moves_of(position), MOST))
        notes = ("the first are shown",) if len(moves) > MOST else ()
        yield Node("happened", len(moves), "number", inputs=shown, notes=notes)


def _as_of(found: Dilution) -> Node:
    return Node("as_of", found.as_of, "date")
