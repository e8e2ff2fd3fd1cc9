"""Positions to claims, the one currency of the engine: whose, how many shares, at what price, for
what.

After this module nothing knows the kinds of grant: every total is a total of claims.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple, assert_never

from equitycalc.bounds import NO_CASH, NO_SHARES, Range, at_least
from equitycalc.engine.formulas import Conversion, Exercise, FeeInStock
from equitycalc.engine.positions import Position, Status
from equitycalc.quantities import NO_MONEY
from equitycalc.terms import (
    CashFee,
    ConvertibleDebenture,
    FindersFee,
    Option,
    Shares,
    StockFee,
    Warrant,
)
from equitycalc.written import BLANK, Blank, Known, known, range_of

# What brings a claim's shares in: an exercise or conversion price, BLANK where the document leaves
# it open, None where the shares count at any price.
Trigger = Decimal | Blank | None


class Claim(NamedTuple):
    """Shares that somebody has or may take beside those outstanding, and what the company gets.

    ``cash`` is received on exercise, ``debt`` is ended by conversion; ``residue`` is the part of it
    that buys no whole share, None where there is no conversion or it is open. ``issued`` shares
    exist already, after the statement's date; the others are rights.
    """

    position: Position
    shares: Range[int]
    price: Trigger = None
    cash: Range[Decimal] = NO_CASH
    debt: Range[Decimal] = NO_CASH
    issued: bool = False
    residue: Decimal | None = None


class Holding(NamedTuple):
    """Shares among those outstanding that the ledger issued: presumed still held."""

    position: Position
    shares: Range[int]


def claims(position: Position) -> Iterator[Claim]:
    """What a position takes: nothing where it does not count, and from nothing where it may not."""
    if not position.counts:
        return
    made = _claim(position)
    if position.certain:
        yield made
    else:
        yield made._replace(
            shares=made.shares.or_none(),
            cash=made.cash.or_none(),
            debt=made.debt.or_none(),
        )


def holdings(position: Position) -> Iterator[Holding]:
    """The shares of a position that are among those outstanding, or may be: a blank date of issue
    leaves it open.
    """
    if position.status is Status.IN_OUTSTANDING:
        yield Holding(position, _claim(position).shares)
    elif not position.certain and isinstance(position.grant, Shares | StockFee):
        yield Holding(position, _claim(position).shares.or_none())


def _claim(position: Position) -> Claim:
    grant = position.grant
    issued = position.status in (Status.ISSUED, Status.IN_OUTSTANDING)
    match grant:
        case Shares():
            return Claim(position, range_of(grant.shares, 0), issued=issued)
        case Option() | Warrant():
            shares = range_of(grant.shares, 0)
            price = _price(grant.exercise_price)
            return Claim(position, shares, price, cash=_proceeds(shares, price))
        case ConvertibleDebenture():
            debt = range_of(grant.principal, NO_MONEY)
            price = _price(grant.conversion_price)
            converted = _shares_for(debt, price, lambda owed, at: Conversion(owed, at).shares)
            return Claim(position, converted, price, debt=debt, residue=_residue(debt, price))
        case StockFee():
            fee = range_of(grant.amount, NO_MONEY)
            parts = 1 if grant.instalments is None else known(grant.instalments) or 1
            taken = _shares_for(
                fee, _price(grant.price), lambda owed, at: FeeInStock(owed, parts, at).shares
            )
            return Claim(position, taken, issued=issued)
        case CashFee() | FindersFee():  # pragma: no cover
            raise AssertionError("fees in cash never count")
        case _:
            assert_never(grant)


def _price(term: Known[Decimal]) -> Decimal | Blank:
    value = known(term)
    return BLANK if value is None else value


def _proceeds(shares: Range[int], price: Decimal | Blank) -> Range[Decimal]:
    """Cash for shares at a price; without a price it is open, unless there is nothing to buy."""
    if isinstance(price, Blank):
        return NO_CASH if shares.top == 0 else at_least(NO_MONEY)
    paid = Exercise(shares.low, price).proceeds
    return Range(paid, paid, shares.open)


def _residue(debt: Range[Decimal], price: Decimal | Blank) -> Decimal | None:
    if debt.open or isinstance(price, Blank):
        return None
    return Conversion(debt.low, price).residue


def _shares_for(
    amount: Range[Decimal],
    price: Decimal | Blank,
    shares: Callable[[Decimal, Decimal], int],
) -> Range[int]:
    """Shares for an amount at a price; without a price they are open, unless the amount is nil."""
    if isinstance(price, Blank):
        return NO_SHARES if amount.top == 0 else at_least(0)
    count = shares(amount.low, price)
    return Range(count, count, amount.open)
