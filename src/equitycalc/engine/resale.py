"""Whether shares may be sold to the public: free-trading, to be registered, or restricted."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from equitycalc.engine.groups import Standing
from equitycalc.engine.held import held_since
from equitycalc.engine.positions import Position
from equitycalc.engine.rule144 import Holding144
from equitycalc.terms import CashFee, ConvertibleDebenture, FindersFee, Shares

PRESUMED = (
    "shares whose registration is not stated are restricted until Rule 144 frees them; no holder "
    "is taken for an affiliate of the issuer, and all were paid for in full when granted"
)


class Resale(NamedTuple):
    """What decides it on a day: the grants that a registration is promised for."""

    as_of: date
    covered: Collection[str]

    def standings(
        self, position: Position | None, free: bool = False, acquired: date | None = None
    ) -> tuple[Standing, ...]:
        """The standing of shares of a position: ``free`` where they were sold to the public or
        transferred free, held since ``acquired`` or else since the grant. Shares outside the
        agreements have none that is stated. Unregistered shares are restricted (17 CFR 230.144
        (a)(3)) until paragraph (k) frees them; where a blank day leaves open whether it has, they
        may have either of two standings.
        """
        if position is None or isinstance(position.grant, CashFee | FindersFee):
            return ("not_stated",)
        stated = getattr(position.grant, "registration", None)
        if free or stated in ("S-8", "free-trading"):
            return ("free_trading",)
        held = self.held(position, acquired)
        if held is not None and held.free_from <= self.as_of:
            return ("free_trading",)
        bound: Standing = "registrable" if position.grant.id in self.covered else "restricted"
        if held is None and isinstance(position.grant, Shares | ConvertibleDebenture):
            return ("free_trading", bound)
        return (bound,)

    def held(self, position: Position, acquired: date | None = None) -> Holding144 | None:
        """How long shares of a position are held by Rule 144, since ``acquired`` or else since they
        were granted; None where that is open, or has not begun.
        """
        since = acquired or held_since(position.terms, position.agreement)
        return None if since is None else Holding144(since, self.as_of)
