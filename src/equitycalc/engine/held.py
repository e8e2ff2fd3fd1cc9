"""Since when shares are held, for the holding periods of Rule 144."""

from datetime import date
from typing import TYPE_CHECKING

from equitycalc.engine.life import granted_on
from equitycalc.terms import Agreement, ConvertibleDebenture, Grant, Shares, StockFee
from equitycalc.written import value_of

if TYPE_CHECKING:
    from equitycalc.engine.moves import Move


def held_since(terms: Grant, agreement: Agreement, move: "Move | None" = None) -> date | None:
    """The day from which shares of a grant count as held, by its ``terms`` in force; ``move`` is
    the use of it that issued them, None where they were granted outright or are not issued yet.

    Conversion and net exercise cost nothing but what is given up, so that the time it was held
    counts too (17 CFR 230.144 (d)(3)(ii) and (x)). None where that day is open, or has not come.
    """
    tacked = isinstance(terms, ConvertibleDebenture) or getattr(move, "net", False)
    if move is not None and not tacked:
        return move.event.date
    if isinstance(terms, StockFee):
        payable_by: date | None = value_of(terms.payable_by)
        return payable_by
    if tacked or isinstance(terms, Shares):
        return granted_on(terms, agreement)
    return None
