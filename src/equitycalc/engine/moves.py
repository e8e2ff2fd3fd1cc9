"""What happened to a grant, as records: what each use of it took and brought, what each split and
each amendment made of it.
"""

from typing import Any, NamedTuple

from equitycalc import events
from equitycalc.bounds import NO_CASH, NO_SHARES, Range
from equitycalc.engine.formulas import Ends, SplitAdjustment
from equitycalc.engine.whose import Lot
from equitycalc.quantities import Money


class Move(NamedTuple):
    """What one event did to a grant.

    ``taken`` is what it took of what was left, shares or money, and ``left`` what it left of it;
    ``issued``, ``received``, ``debt``, ``residue`` and ``interest_paid`` are what came of that.
    These are counts of its day; ``taken_now``, ``issued_now`` and its ``lots``, empty where all are
    in the hands they came into, are in shares of the date asked. ``freed`` counts the shares taken
    that were free of restrictions; ``passed`` has the earlier moves of whose shares some were
    passed on, by their places among the moves, and whether any of those were free before.
    ``number`` is the event's place in the ledger, from 0; ``by`` is the formula that made the
    shares or the cash of it.
    """

    event: events.OfGrant
    number: int
    holder: str | None
    taken: Range[Any]
    left: Range[Any]
    issued: Range[int] = NO_SHARES
    received: Range[Money] = NO_CASH
    debt: Range[Money] = NO_CASH
    residue: Money | None = None
    interest_paid: Range[Money] = NO_CASH
    taken_now: Range[Any] = NO_SHARES
    issued_now: Range[int] = NO_SHARES
    lots: tuple[Lot, ...] = ()
    freed: Range[int] = NO_SHARES
    by: "Ends[Any] | None" = None
    passed: tuple[tuple[int, bool], ...] = ()

    @property
    def net(self) -> bool:
        """Whether it is an exercise that other shares paid for."""
        return getattr(self.event, "settle", None) == "net"


def lots_of(move: Move) -> tuple[Lot, ...]:
    """The shares that a move issued, by the hands they are in."""
    if move.lots or move.issued_now.top == 0:
        return move.lots
    return (Lot(move.holder, move.issued_now),)


class Adjusted(NamedTuple):
    """What one split did to what a holder had left of a grant, ``shares`` at ``price``; ``perhaps``
    where a blank day leaves open whether the grant was made before it.
    """

    event: events.Split
    number: int
    holder: str | None
    shares: int
    price: Money | None
    perhaps: bool

    @property
    def by(self) -> SplitAdjustment:
        """The formula; a record of its own for each of many grants and splits would fill memory."""
        event = self.event
        return SplitAdjustment(self.shares, self.price, event.new, event.old, event.round)


class Amended(NamedTuple):
    """What one amendment did: the value of the term ``before`` it and ``after``."""

    event: events.Amend
    number: int
    before: object
    after: object
