"""Finder's fees: a part of the funding that somebody introduced, and of nothing else."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from equitycalc.bounds import NO_CASH, Range, at_least
from equitycalc.engine.life import counted
from equitycalc.engine.positions import Position, Status
from equitycalc.quantities import NO_MONEY, Money, decimal_where_it_ends
from equitycalc.terms import ConvertibleDebenture, FindersFee
from equitycalc.written import value_of

if TYPE_CHECKING:
    from equitycalc.engine.movements import Movement


class Funding(NamedTuple):
    """Funding that the consultant of a finder's fee introduced: ``gross`` is what was raised,
    ``fee`` the part of it that is due, ``net`` what is left to the company.
    """

    grant: str
    introduced_by: str
    gross: Range[Money]
    fee: Range[Money]
    net: Range[Money]


def funding(
    positions: Iterable[Position], moved: Iterable["Movement"]
) -> tuple[tuple[Funding, ...], tuple[str, ...]]:
    """The finder's fees that apply, and notes on introducers who have none.

    Funding is a debt's principal, or what shares outside the agreements were issued for; money from
    options and warrants is not. Only funding on or after the day of the fee's own agreement counts.
    """
    fees: list[Position] = []
    raised: list[tuple[str, date | None, Range[Money]]] = []
    for each in positions:
        grant = each.grant
        if each.status is Status.NOT_YET_GRANTED:
            continue
        if isinstance(grant, FindersFee):
            fees.append(each)
        elif isinstance(grant, ConvertibleDebenture) and grant.introduced_by is not None:
            raised.append((grant.introduced_by, each.granted_on, counted(grant)))
    for move in moved:
        by = getattr(move.event, "introduced_by", None)
        if by is not None:
            amount = move.event.amount
            paid: Range[Money] = at_least(NO_MONEY)
            if amount is not None:
                paid = Range(amount, amount)
            raised.append((by, move.event.date, paid))
    found = [funding for each in fees for funding in _due(each, raised)]
    consultants = {name for each in fees for name in _consultants(each)}
    unpaid = dict.fromkeys(by for by, _, _ in raised if by not in consultants)
    said = (
        f"funding introduced by {by}: the ledger has no finder's fee of theirs" for by in unpaid
    )
    return tuple(found), tuple(said)


def _consultants(position: Position) -> list[str]:
    """Whose introductions a finder's fee is for: its holder's, or the other party's."""
    names = (position.grant.holder, position.agreement.counterparty)
    return list(dict.fromkeys(filter(None, names)))


def _due(
    position: Position, raised: list[tuple[str, date | None, Range[Money]]]
) -> Iterator[Funding]:
    began = position.granted_on
    for name in _consultants(position):
        gross = fee = net = NO_CASH
        for by, day, amount in raised:
            if by != name or (day is not None and began is not None and day < began):
                continue
            rate = value_of(_rate_on(position, day))
            gross += amount
            if rate is None:
                fee, net = fee + at_least(NO_MONEY), net + amount.or_none()
            else:
                fee += _part(amount, Fraction(rate))
                net += _part(amount, 1 - Fraction(rate))
        if gross is not NO_CASH:
            yield Funding(position.grant.id, name, gross, fee, net)


def _rate_on(position: Position, day: date | None) -> object:
    """The rate in force when the funding came; the latest where that day is open."""
    rate: object = getattr(position.terms, "rate", None)
    for each in reversed(() if position.life is None else position.life.amended):
        if each.event.term == "rate" and day is not None and day < each.event.date:
            rate = each.before
    return rate


def _part(gross: Range[Money], rate: Fraction) -> Range[Money]:
    low, high = (decimal_where_it_ends(Fraction(end) * rate) for end in (gross.low, gross.high))
    return Range(low, high, gross.open)
