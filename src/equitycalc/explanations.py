"""What is to be explained of an answer, and its explanation."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from equitycalc.arguments import Given, as_typed, assumptions_as_typed
from equitycalc.engine import BASES, Basis, Dilution, Position
from equitycalc.explaining.grants import beside, grant_node
from equitycalc.explaining.totals import total_node
from equitycalc.explaining.tree import Node
from equitycalc.measures import UNITS, Figure, Measure
from equitycalc.problems import QuestionErrors, Unreadable, did_you_mean, quoted
from equitycalc.questions import Question, answer, question_from
from equitycalc.terms import Ledger

WHAT = "WHAT"  # as the command line calls it
_WORDS = re.compile(r"\s*(?:([^.()]*)\.)?([^.()]*?)(?:\((.*)\))?\s*")
_NEEDS_PRICE: tuple[Basis, ...] = ("in_the_money", "treasury_stock")
_OF_TREASURY_STOCK = ("assumed_proceeds", "repurchased_shares")


class Explanation(NamedTuple):
    """A figure of an answer, from the number down; ``beside`` it what else there is to say of a
    grant. ``bases`` are the grant's incremental shares on each basis.
    """

    found: Dilution
    what: str
    root: Node
    basis: Basis
    beside: tuple[Node, ...] = ()
    bases: tuple[tuple[Basis, Figure], ...] = ()


def explain(
    ledger: Ledger,
    what: str,
    *,
    as_of: date | str | None = None,
    price: Decimal | str | None = None,
    outstanding: int | str | None = None,
    assume: Mapping[str, Given] | None = None,
    include_expired: bool = False,
    signed_only: bool = False,
    all_rows: bool = False,
) -> Explanation:
    """The explanation of a grant or a total: the Python twin of ``equitycalc explain``.

    ``what`` is the id of a grant, a basis, or a measure, with its basis before a dot where it is
    not the first; the other arguments are those of ``dilution``. Raises ``QuestionErrors`` where
    they do not fit the ledger.
    """
    question = question_from(
        as_of=as_typed(as_of),
        price=as_typed(price),
        outstanding=as_typed(outstanding),
        assume=assumptions_as_typed(assume),
    )._replace(include_expired=include_expired, signed_only=signed_only)
    return explained(ledger, question, what, all_rows=all_rows)


def explained(
    ledger: Ledger, question: Question, what: str, *, all_rows: bool = False
) -> Explanation:
    """The explanation of one figure of the answer to a question, or ``QuestionErrors``."""
    found = answer(ledger, question)
    try:
        return _explained(found, what.strip(), all_rows)
    except Unreadable as problem:
        raise QuestionErrors([problem.under((WHAT,))]) from None


def _explained(found: Dilution, what: str, all_rows: bool) -> Explanation:
    words = _WORDS.fullmatch(what)
    basis, name, holder = ("", what, None) if words is None else words.groups()
    grants = {each.grant.id: each for each in found.positions}
    if basis and basis not in BASES:
        raise Unreadable(
            "unknown-basis",
            f"{quoted(basis)} is not one of {', '.join(BASES)}",
            did_you_mean(basis, BASES),
            at=(0,),
        )
    if name in grants and holder is None:
        return _of_grant(found, what, grants[name], basis)
    return _of_total(found, what, _measure(what, basis, name, holder, grants), all_rows)


def _of_grant(found: Dilution, what: str, position: Position, basis: str | None) -> Explanation:
    """Where a market price is asked for, treasury stock shows the most of it."""
    default: Basis = "fully_diluted" if found.market_price is None else "treasury_stock"
    chosen = next((each for each in BASES if each == basis), default)
    _refuse_without_price(found, chosen)
    root = grant_node(found, position, "incremental_shares", chosen)
    figures = found.row(position).bases
    return Explanation(
        found,
        what,
        root,
        chosen,
        tuple(beside(found, position, chosen)),
        tuple(
            (each, own.incremental_shares) for each in BASES if (own := figures[each]) is not None
        ),
    )


def _of_total(found: Dilution, what: str, measure: Measure, all_rows: bool) -> Explanation:
    _refuse_without_price(found, measure.basis)
    if measure.holder is not None:
        holders = [each.key for each in found.by("holder") if each.key is not None]
        if measure.holder not in holders:
            said = f"nobody called {quoted(measure.holder)} has shares or rights in this ledger"
            known = f"one of {', '.join(holders)}" if len(holders) <= 12 else None
            help = did_you_mean(measure.holder, holders) or known
            raise Unreadable("unknown-holder", said, help, at=(what.index("(") + 1,))
    root = total_node(found, measure, all_rows)
    return Explanation(found, what, root._replace(label=what), measure.basis)


def _measure(
    what: str, basis: str | None, name: str, holder: str | None, grants: Mapping[str, object]
) -> Measure:
    of = next((each for each in BASES if each == basis), None)
    whole = next((each for each in BASES if each == name), None)
    if whole is not None and of is None and holder is None:
        return Measure("shares", whole)
    at = what.index(name) if name else 0
    if name not in UNITS:
        known = [*grants, *BASES, *UNITS]
        help = did_you_mean(name, known) or (
            f"the id of a grant, or one of {', '.join([*BASES, *UNITS])}"
        )
        said = f"{quoted(what)} is no grant of this ledger, and no figure of an answer"
        raise Unreadable("unknown-figure", said, help, at=(at,))
    if (name == "ownership") != (holder is not None):
        needs = "is a holder's: write ownership(HOLDER)" if holder is None else "has no holder"
        raise Unreadable("not-a-figure", f"{name} {needs}", at=(at,))
    if name in _OF_TREASURY_STOCK:
        if of is not None and of != "treasury_stock":
            said = f"{name} is a figure of treasury stock alone"
            raise Unreadable("not-a-figure", said, f"write treasury_stock.{name}", at=(0,))
        of = "treasury_stock"
    return Measure(name, of or "fully_diluted", holder)


def _refuse_without_price(found: Dilution, basis: Basis) -> None:
    if basis in _NEEDS_PRICE and found.market_price is None:
        raise Unreadable(
            "missing-option",
            f"{basis} needs a market price",
            "add --price P",
        )
