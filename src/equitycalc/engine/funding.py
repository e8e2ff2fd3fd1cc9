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
) -> tuple[list[Funding], list[str]]:
    """The finder's fees that apply, and the introducers to whom none is due.

    Funding is a debt's principal, or what shares outside the agreements were issued for; money from
    options and warrants is not. Only funding on or after the day of the fee's own agreement counts.
    """
    fees: list[tuple[Position, FindersFee]] = []
    raised: list[tuple[str, date | None, Range[Money]]] = []
    for each in positions:
        grant = each.grant
        if each.status is Status.NOT_YET_GRANTED:
            continue
        if isinstance(each.terms, FindersFee):
            fees.append((each, each.terms))
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
    found = [each for position, fee in fees for each in _due(position, fee, raised)]
    paid_to = {each.introduced_by for each in found}
    unpaid = dict.fromkeys(by for by, _, _ in raised if by not in paid_to)
    return found, list(unpaid)


def _due(
    position: Position, fee: FindersFee, raised: list[tuple[str, date | None, Range[Money]]]
) -> Iterator[Funding]:
    began = position.granted_on
    for name in dict.fromkeys((fee.holder, position.agreement.counterparty)):
        introduced = [
            amount
            for by, day, amount in raised
            if by == name and not (day is not None and began is not None and day < began)
        ]
        if name is None or not introduced:
            continue
        gross = sum(introduced, NO_CASH)
        rate = value_of(fee.rate)
        if rate is None:
            yield Funding(fee.id, name, gross, at_least(NO_MONEY), gross.or_none())
        else:
            due, left = (_part(gross, each) for each in (Fraction(rate), 1 - Fraction(rate)))
            yield Funding(fee.id, name, gross, due, left)


def _part(gross: Range[Money], rate: Fraction) -> Range[Money]:
    low, high = (decimal_where_it_ends(Fraction(end) * rate) for end in (gross.low, gross.high))
    return Range(low, high, gross.open)
