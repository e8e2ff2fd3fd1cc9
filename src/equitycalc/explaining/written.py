"""Terms as they are written: each with its clause, and who assumed it, and why."""

from decimal import Decimal
from typing import Any

from equitycalc.engine import Position
from equitycalc.explaining.tree import Node, Source, Unit
from equitycalc.quantities import NO_MONEY
from equitycalc.scalars import (
    parse_count,
    parse_date,
    parse_instalments,
    parse_money,
    parse_price,
    parse_rate,
)
from equitycalc.written import Assumed, AtLeast, Blank, range_of, terms_of

_UNITS: dict[Any, Unit] = {
    parse_count: "shares",
    parse_money: "money",
    parse_price: "price",
    parse_rate: "rate",
    parse_date: "date",
    parse_instalments: "number",
}


def clause(position: Position) -> Source | None:
    """Where a grant stands in its agreement's document."""
    document, lines = position.agreement.document, position.grant.lines
    return None if document is None and lines is None else Source(document, lines)


def market_price_node(price: Decimal | None) -> Node:
    """The market price that is asked for."""
    return Node("market_price", price, "price", source=Source(says="the price asked for"))


def term_node(position: Position, term: str, entry: Any = None) -> Node:
    """A term of a grant, as it is written in ``entry``, else as the ledger has it."""
    grant: Any = position.grant if entry is None else entry
    return written_node(position, term, getattr(grant, term), clause(position))


def term_notes(position: Position, term: str) -> tuple[str, ...]:
    """What is to be said of a term in force that decides a figure, and is no number in it."""
    return tuple(f"{term} {each}" for each in term_node(position, term, position.terms).notes)


def written_node(position: Position, term: str, value: Any, source: Source | None) -> Node:
    """A value of a term, in whichever of the four ways it is written."""
    unit = _UNITS.get(_parser(position, term), "word")
    notes = tuple(_said(position.grant.id, term, value))
    if unit in ("shares", "money"):
        nothing: Any = 0 if unit == "shares" else NO_MONEY
        counted: Any = range_of(value, nothing)
        return Node(term, counted, unit, source=source, notes=notes)
    shown = value.value if isinstance(value, Assumed) else value
    return Node(term, shown, unit, source=source, notes=notes)


def _parser(position: Position, term: str) -> Any:
    how = terms_of(type(position.grant)).get(term)
    return None if how is None else how.parse


def _said(grant: str, term: str, value: Any) -> list[str]:
    supply = f"supply it with --assume {grant}.{term}=VALUE"
    match value:
        case Assumed(_, because, "ledger"):
            return [f"assumed by the ledger: {because}"]
        case Assumed(_, because, "option"):
            return ["supplied with --assume"]
        case Assumed(_, because, _):
            return [f"pro forma: {because}"]
        case Blank():
            return [f"blank in the document; {supply}"]
        case AtLeast():
            return [f"stated as a minimum; {supply}"]
        case _:
            return []
