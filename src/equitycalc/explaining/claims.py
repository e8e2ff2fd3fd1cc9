"""One claim on a basis: its shares, the cash or debt, and whether the market price brings it in."""

from decimal import Decimal
from typing import Any

from equitycalc.bounds import Range
from equitycalc.engine import Basis, Claim, Dilution, Position, bases, parts_of
from equitycalc.engine.claims import instalments_left
from equitycalc.engine.formulas import (
    WRITTEN,
    Conversion,
    Ends,
    Exercise,
    InstalmentsLeft,
    TreasuryStock,
)
from equitycalc.engine.life import Part, counted
from equitycalc.explaining.history import issued_node, left_node, price_node
from equitycalc.explaining.interest import interest_node
from equitycalc.explaining.tree import Node, Unit, names_in, put_in, with_formula, worked
from equitycalc.explaining.written import market_price_node, term_node, term_notes
from equitycalc.measures import UNITS
from equitycalc.quantities import price_text, two_places
from equitycalc.terms import ConvertibleDebenture, Option, StockFee, Warrant
from equitycalc.written import BLANK, Blank

OF_ISSUED = ("issued_since", "incremental_shares")
_SHARES = ("incremental_shares", "rights")
_CASH = ("proceeds", "assumed_proceeds")
# Formulas that round nothing, so that a condition can follow them.
_BARE = (WRITTEN[TreasuryStock]["incremental_shares"], WRITTEN[Exercise]["proceeds"])


def claim_node(found: Dilution, claim: Claim, measure: str, basis: Basis) -> Node:
    """What one claim of a grant adds to a measure of a basis."""
    figures: Any = bases(parts_of([claim], found.market_price), found.market_price)[basis]
    value = getattr(figures, measure)
    unit: Unit = UNITS[measure]
    if claim.issued:
        if measure in OF_ISSUED:
            return shares_node(claim, found.market_price).named(measure)
        return Node(measure, value, unit, notes=("issued already",))
    if measure in _SHARES:
        return _if_in_the_money(found, claim, basis, _shares(found, claim, basis), measure, value)
    if measure in _CASH:
        made = _cash(claim, measure)
        return _if_in_the_money(found, claim, basis, made, measure, value)
    if measure == "debt_extinguished":
        return _if_in_the_money(found, claim, basis, _debt(claim), measure, value)
    made = _exercisable(claim, found.market_price)
    return _if_in_the_money(found, claim, basis, made, measure, value)


def _if_in_the_money(
    found: Dilution, claim: Claim, basis: Basis, made: Node, measure: str, value: Any
) -> Node:
    """A figure of a right, on a basis that may leave the right out."""
    price = claim.price
    if basis == "fully_diluted" or price is None or claim.debt.top == claim.cash.top == 0 == value:
        return made.named(measure)
    name = _price_name(claim)
    term = price_node(_position(claim), name)
    market = market_price_node(found.market_price)
    assert found.market_price is not None, "this basis has a market price"
    if isinstance(price, Blank):
        said = f"{name} is blank: it may be below the market price, or not"
        if measure in _CASH and claim.cash.top != 0:
            # In the money, each share brings less than the market price.
            shares = shares_node(claim, found.market_price).named("shares")
            formula = "0 to shares x market_price"
            return Node(measure, value, "money", formula, None, (shares, market), (said,))
        inner = made.named("in_full")
        return Node(measure, value, made.unit, "0 to in_full", None, (inner, term), (said,))
    below = price < found.market_price
    sign = "is below" if below else "is not below"
    said = f"{price_text(price)} {sign} {found.market_price:f}"
    formula, inputs = made.formula or "", made.inputs
    if formula not in _BARE:
        formula = "shares" if made.unit == "shares" else "amount"
        inputs = (made.named(formula),)
    there = {each.label for each in inputs}
    inputs = (*inputs, *(each for each in (term, market) if each.label not in there))
    formula = f"{formula} if {name} < market_price else 0"
    return Node(measure, value, made.unit, formula, None, inputs, (said,))


def _shares(found: Dilution, claim: Claim, basis: Basis) -> Node:
    """The shares of a right, of treasury stock less those that its cash buys back."""
    shares = shares_node(claim, found.market_price)
    price, market = claim.price, found.market_price
    if basis != "treasury_stock" or claim.cash.top == 0 or market is None:
        return shares
    if isinstance(price, Blank) or price is None or price >= market:
        return shares
    figures: Any = bases(parts_of([claim], market), market).treasury_stock
    text = WRITTEN[TreasuryStock]["incremental_shares"]
    inputs = (shares.named("shares"), _bought_back(claim, market, figures.repurchased_shares))
    return Node("shares", figures.rights, "shares", text, None, inputs)


def _bought_back(claim: Claim, market: Decimal, value: Any) -> Node:
    cash = _cash(claim, "assumed_proceeds")
    text = WRITTEN[TreasuryStock]["repurchased_shares"]
    inputs = (cash, market_price_node(market))
    return Node("repurchased_shares", value, "shares", text, None, inputs)


def _cash(claim: Claim, label: str) -> Node:
    """What exercising brings."""
    position = _position(claim)
    if not isinstance(position.grant, Option | Warrant):
        return Node(label, claim.cash, "money", notes=("no cash comes in",))
    inputs = (
        shares_node(claim, None).named("shares"),
        price_node(position, "exercise_price"),
    )
    return Node(label, claim.cash, "money", WRITTEN[Exercise]["proceeds"], None, inputs)


def _debt(claim: Claim) -> Node:
    """What conversion ends."""
    position = _position(claim)
    if not isinstance(position.grant, ConvertibleDebenture):
        return Node("debt_extinguished", claim.debt, "money", notes=("no debt is ended",))
    part = _part(claim)
    principal = left_node(position, part, "principal")
    certain = principal
    if claim.interest:
        certain = interest_node(position, part, principal)
        certain = certain.named(certain.label, *term_notes(position, "paid_in"))
    return _perhaps("debt_extinguished", claim, certain, claim.debt)


def _exercisable(claim: Claim, market_price: Decimal | None) -> Node:
    """What has vested of a right."""
    shares = shares_node(claim, market_price)
    life = _position(claim).life
    if claim.exercisable is None or life is None or life.vested is None:
        return shares.named("exercisable")
    vested = life.vested
    said = ["vesting: so much of the grant has vested by the date"]
    if len(life.parts) > 1:
        said.append("known of the grant and not of each holder: it stands with the first")
    inputs = (
        Node("granted", vested.granted, "shares", source=shares.source),
        Node("part", Range(vested.part, vested.part), "factor"),
        Node("used", vested.used, "shares"),
        Node("left", vested.left, "shares"),
    )
    if claim.exercisable != vested.exercisable:
        return Node("exercisable", claim.exercisable, "shares", inputs=inputs, notes=tuple(said))
    formula = "min(left, max(0, floor(granted x part) - used))"
    return with_formula("exercisable", claim.exercisable, "shares", formula, inputs, *said)


def shares_node(claim: Claim, market_price: Decimal | None) -> Node:
    """The shares of a claim, whatever the market price."""
    position = _position(claim)
    if claim.move is not None:
        return _of_move(claim, position)
    part = _part(claim)
    grant = position.terms
    match grant:
        case ConvertibleDebenture():
            certain = _converted(claim, position, part, market_price)
        case StockFee():
            certain = _fee(claim, position, grant, part)
        case _:
            certain = left_node(position, part, "shares")
            if claim.shares.top != certain.value.top and certain.value != part.left:
                return Node("shares", claim.shares, "shares", inputs=(certain,))
    return _perhaps("shares", claim, certain, claim.shares)


def _perhaps(label: str, claim: Claim, certain: Node, value: Range[Any]) -> Node:
    """What a claim has where it is not certain that it counts."""
    if value == certain.value:
        return certain
    position = _position(claim)
    if value != certain.value.or_none():  # of shares, those free of restrictions, or the others
        return Node(label, value, certain.unit, inputs=(certain,), notes=("a part of it",))
    said = position.reason
    if position.certain:
        said = "paid_in is blank: the interest may be paid in cash"
    inner = certain.named("in_full")
    return Node(label, value, certain.unit, "0 to in_full", None, (inner,), (said,))


def _of_move(claim: Claim, position: Position) -> Node:
    """Shares that use of a grant has issued, or that were cancelled."""
    move = claim.move
    assert move is not None, "asked of what happened"
    said = f"{move.event.kind} of {move.event.date}"
    if move.issued.top == 0:
        gone = (said, "issued shares that are no more")
        return Node("issued", claim.shares, "shares", notes=gone)
    issued = issued_node(move, position)
    if claim.shares == issued.value:
        return issued
    notes: tuple[str, ...] = (said,)
    if move.issued_now != move.issued:
        notes = (said, "in shares of the date, after splits")
    if claim.shares != move.issued_now:
        notes = (*notes, "sold to the public" if claim.free else "without those sold")
    return Node("issued", claim.shares, "shares", inputs=(issued,), notes=notes)


def _converted(claim: Claim, position: Position, part: Part, market_price: Decimal | None) -> Node:
    """Shares for the principal of a debt, or for its interest."""
    principal = left_node(position, part, "principal")
    leaves = {
        "principal": principal,
        "conversion_price": price_node(position, "conversion_price"),
    }
    names = {"amount": "principal"}
    notes: tuple[str, ...] = ()
    if claim.interest:
        leaves["interest"] = interest_node(position, part, principal)
        at_market = claim.price is None
        notes = term_notes(position, "paid_in")
        if not at_market:
            notes += term_notes(position, "at")
        names = {"amount": "interest"}
        if at_market:
            names["conversion_price"] = "market_price"
            leaves["market_price"] = _price_of_interest(position, market_price)
    debt = leaves["interest" if claim.interest else "principal"].value
    if claim.residue and not claim.interest:
        notes = (f"residue {two_places(claim.residue):,f} of the whole debt buys no whole share",)
    if claim.by is None:
        text = put_in(WRITTEN[Conversion]["shares"], names)
        inputs = tuple(leaves[name] for name in names_in(text) if name in leaves)
        low: Any = 0
        value = Range(low, low, int(debt.top != 0))
        return with_formula("shares", value, "shares", text, inputs, *notes)
    made = worked(claim.by, "shares", leaves, names=names)
    return made._replace(notes=(*made.notes, *notes))


def _price_of_interest(position: Position, market_price: Decimal | None) -> Node:
    """The market price at which interest becomes shares; open where that is not known."""
    at = term_node(position, "at", position.terms)
    if at.value is BLANK:
        said = "at is blank: it may be another price"
        return Node("market_price", BLANK, "price", notes=(said, *at.notes))
    if market_price is None:
        said = "none is asked for: supply it with --price"
        return Node("market_price", BLANK, "price", notes=(said,))
    return market_price_node(market_price).named("market_price", *term_notes(position, "at"))


def _fee(claim: Claim, position: Position, terms: StockFee, part: Part) -> Node:
    """A fee in money, in shares."""
    amount = left_node(position, part, "amount")
    instalments = _instalments(position, terms, part)
    leaves = {
        "amount": amount,
        "price": price_node(position, "price"),
        "instalments": instalments,
    }
    if claim.by is None:
        value = Range(0, 0, int(amount.value.top != 0))
        text = "instalments x floor(amount / price / instalments)"
        return with_formula("shares", value, "shares", text, leaves.values())
    return worked(claim.by, "shares", leaves)


def _instalments(position: Position, terms: StockFee, part: Part) -> Node:
    written = term_node(position, "instalments", terms)
    found = instalments_left(terms, part.left)
    if isinstance(found, InstalmentsLeft):
        leaves = {
            "instalments": written._replace(value=Range(found.instalments, found.instalments))
        }
        return worked(Ends(found, found), "instalments_left", leaves, label="instalments")
    if terms.instalments is None:
        return Node("instalments", found, "number", notes=("none are stated",))
    return written._replace(value=found, unit="number")


def _price_name(claim: Claim) -> str:
    convertible = isinstance(_position(claim).grant, ConvertibleDebenture)
    return "conversion_price" if convertible else "exercise_price"


def _position(claim: Claim) -> Position:
    assert claim.position is not None, "claims outside the agreements have no terms"
    return claim.position


def _part(claim: Claim) -> Part:
    position = _position(claim)
    if claim.part is not None:
        return claim.part
    return Part(position.grant.holder, counted(position.grant))
