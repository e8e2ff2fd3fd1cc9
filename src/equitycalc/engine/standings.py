"""How each grant of a ledger stands on a day, and what the issuer did with its own shares."""

from datetime import date
from decimal import Decimal
from typing import Any

from equitycalc.engine.changed import Standing
from equitycalc.engine.claims import Holding, claims, holdings, may_hold
from equitycalc.engine.edges import (
    Calendar,
    Followed,
    Today,
    accrues,
    days_of_grant,
    days_of_movement,
)
from equitycalc.engine.life import granted_on, plain_life
from equitycalc.engine.positions import Position, position
from equitycalc.terms import ConvertibleDebenture, Ledger, Option, Warrant
from equitycalc.written import value_of

# A grant and its agreement, or an event of the issuer's own shares and its place in the ledger.
Source = tuple[Any, Any]


def sources_of(ledger: Ledger, known: Calendar) -> list[Source]:
    """The grants of a ledger in their order, and then what the issuer did with its own shares."""
    found: list[Source] = [
        (grant, agreement) for agreement in ledger.agreements for grant in agreement.grants
    ]
    if known.happened is not None:
        found += [(event, number) for number, event in known.happened.of_issuer]
    return found


class Standings:
    """The sources of a ledger, each asked on days that do not go back over an edge of its own."""

    __slots__ = ("_followed", "known", "sources")

    def __init__(self, ledger: Ledger, known: Calendar) -> None:
        self.known = known
        self.sources = sources_of(ledger, known)
        self._followed: dict[int, Followed] = {}

    def on(self, index: int, today: Today, market_price: Decimal | None = None) -> Standing:
        """What a source is on a day, and what it takes."""
        one, other = self.sources[index]
        if isinstance(other, int):
            return Standing(None, tuple(today.movement(one, other).claims))
        if self.known.happened is None:
            life = plain_life(one, other, today.day)
        elif self.known.events_of(one.id):
            followed = self._followed.get(index)
            if followed is None:
                followed = self._followed[index] = Followed(one, other, self.known)
            life = followed.life(today.day)
        else:
            life = self.known.life(one, other, today.day)
        found = position(one, other, today.day, today.outstanding, life=life)
        return Standing(found, tuple(claims(found, market_price)))

    def is_over(self, index: int, day: date) -> bool:
        """Whether a source is a right to which nothing ever happens, and expired by a day: it takes
        nothing from then on, and put nothing into being.
        """
        one, _ = self.sources[index]
        if not isinstance(one, Option | Warrant) or self.known.events_of(one.id):
            return False
        last = value_of(one.expires_on)
        return last is not None and last < day

    def holdings(self, index: int, found: Standing, today: Today) -> tuple[Holding, ...]:
        """The shares among those outstanding that a source issued."""
        one, other = self.sources[index]
        if isinstance(other, int):
            return tuple(today.movement(one, other).holdings)
        assert found.position is not None, "a grant has a position"
        return tuple(holdings(found.position)) if may_hold(found.position) else ()

    def begins(self, index: int) -> date:
        """The first day on which a source may count; a blank one may be any."""
        one, other = self.sources[index]
        if isinstance(other, int):
            began: date = one.date
            return began
        return granted_on(one, other) or date.min

    def days(self, index: int) -> list[date]:
        """The days on which a source may change, splits apart; some may come twice."""
        one, other = self.sources[index]
        if isinstance(other, int):
            return list(days_of_movement(one, self.known))
        return days_of_grant(one, other, self.known)


def bears_interest(found: Position, day: date) -> bool:
    """Whether a debt takes more shares from day to day, until it matures."""
    terms = found.terms
    if not isinstance(terms, ConvertibleDebenture) or not found.counts or not accrues(terms):
        return False
    matures_on = value_of(terms.matures_on)
    return matures_on is None or day < matures_on
