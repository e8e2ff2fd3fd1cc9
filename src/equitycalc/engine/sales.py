"""Shares sold to the public: under a registration that covers them, or under Rule 144."""

from datetime import date

from equitycalc import events
from equitycalc.bounds import NO_SHARES, Range, exactly
from equitycalc.engine.changes import hand_over
from equitycalc.engine.fold import Fold, Move, Place
from equitycalc.engine.life import ALL_OTHER_HOLDERS
from equitycalc.engine.rule144 import Holding144
from equitycalc.terms import ConvertibleDebenture, Shares


def sold(fold: Fold, place: Place, event: events.Sold) -> None:
    """Shares granted outright, or those that use of a grant has issued, the oldest first."""
    if not _may_be_sold(fold, place, event):
        return
    if isinstance(fold.grant, Shares):
        move = fold.take(place, "shares", event.shares)
        if move is not None:
            hand_over(fold, move, ALL_OTHER_HOLDERS, free=True)
        return
    holder = fold.whose(event)
    issued = [
        (index, move.issued_now.less(move.sold_now))
        for index, move in enumerate(fold.moves)
        if move.holder == holder and move.issued_now.top != 0
    ]
    there = sum((left for _, left in issued), NO_SHARES)
    asked = there if event.shares is events.ALL else exactly(event.shares)
    if there.top == 0 or (there.top is not None and asked.low > there.top):
        fold.refuse(place, "shares", event.shares, there)
        asked = there
    _sell(fold, issued, asked)
    move = Move(event, place.number, holder, asked, fold.left, taken_now=fold.left.nothing)
    fold.moves.append(move)


def _sell(fold: Fold, issued: list[tuple[int, Range[int]]], asked: Range[int]) -> None:
    """Mark what was issued as sold, move by move."""
    for index, left in issued:
        enough = left.top is None or asked.high <= left.high
        of_this = asked if enough else left
        move = fold.moves[index]
        fold.moves[index] = move._replace(sold_now=move.sold_now + of_this)
        if enough:
            return
        asked = asked.less(of_this)


def acquired(fold: Fold, event: events.Sold) -> date | None:
    """Since when the shares that were sold had been held, for Rule 144; None where no document
    states it. Shares from a conversion are held since the debt is: nothing was paid for them.
    """
    grant = fold.grant
    if isinstance(grant, Shares | ConvertibleDebenture):
        written = fold.agreement.date if grant.granted_on is None else grant.granted_on
        return written if isinstance(written, date) else None
    first = [move.event.date for move in fold.moves if move.issued_now.top != 0]
    return min(first, default=None)


def _may_be_sold(fold: Fold, place: Place, event: events.Sold) -> bool:
    id = fold.grant.id
    if event.under == "registration":
        if fold.registered_on is not None and fold.registered_on <= event.date:
            return True
        said = f"no registration of {id} is effective on {event.date}"
        help = "record it: {kind: registered, date: DATE, form: FORM, grants: [" + id + "]}"
        fold.fault(place, "under", "not-registered", said, help)
        return False
    since = acquired(fold, event)
    if since is None:
        return True
    opens = Holding144(since, event.date).resale_from
    if event.date < opens:
        said = f"Rule 144 lets shares held since {since} be sold from {opens} on"
        fold.fault(place, "date", "before-rule-144", said)
        return False
    return True
