"""Events that pass shares, or rights to them, into other hands: transfers and sales."""

from collections.abc import Iterator

from equitycalc import events
from equitycalc.bounds import NO_SHARES, Range, exactly
from equitycalc.engine.claims import without
from equitycalc.engine.fold import Fold, Place
from equitycalc.engine.held import held_since
from equitycalc.engine.life import ALL_OTHER_HOLDERS
from equitycalc.engine.moves import Move, lots_of
from equitycalc.engine.rule144 import Holding144
from equitycalc.engine.whose import Lot
from equitycalc.terms import Shares
from equitycalc.written import Assumed

Found = tuple[int, int, Lot]  # the move, the lot among its own, and the lot
Taken = list[tuple[int, int, Lot, Range[int]]]  # and how much of it


def sold(fold: Fold, place: Place, event: events.Sold) -> None:
    """Shares granted outright, or those that use of a grant has issued, the oldest first."""
    if event.under == "registration" and not _registered(fold, place, event):
        return
    if not isinstance(fold.grant, Shares):
        _pass_on(fold, place, event, ALL_OTHER_HOLDERS, free=True)
    elif event.under == "registration" or _granted_long_enough(fold, place, event):
        move = fold.take(place, "shares", event.shares)
        if move is not None:
            _hand_over(fold, move, ALL_OTHER_HOLDERS, free=True)


def transfer(fold: Fold, place: Place, event: events.Transfer) -> None:
    """Shares passed on: they are left, in other hands, and so not used.

    Of a debt or a fee, a number of shares is of those that it has been turned into; and so is what
    is freed, of all grants but those of shares, for only shares are restricted.
    """
    of_money = not fold.in_shares and event.shares is not events.ALL
    freed = event.under is not None and not isinstance(fold.grant, Shares)
    if freed and not of_money and not fold.issued.having:
        said = (
            f"{fold.grant.id} is a right, and has issued no shares: only they are transferred free"
        )
        fold.fault(place, "under", "not-in-shares", said)
        return
    if of_money or freed:
        _pass_on(fold, place, event, event.to, free=event.under is not None)
        return
    if event.under == "rule-144" and not _granted_long_enough(fold, place, event):
        return
    move = fold.take(place, "shares", event.shares)
    if move is None:
        return
    _hand_over(fold, move, event.to, free=event.under is not None)
    if fold.accrual is not None:
        fold.accrual.pass_on(move.holder, event.to)


def _hand_over(fold: Fold, move: Move, to: str, *, free: bool) -> None:
    """What the latest move took is left, in other hands; ``free`` of restrictions from then on."""
    there = fold.parts.get(to)
    fold.parts[to] = move.taken if there is None else there + move.taken
    fold.moves[-1] = move._replace(left=fold.left)
    freed = move.taken if free else move.freed
    if freed.top != 0:
        fold.free[to] = fold.free.get(to, NO_SHARES) + freed


def _pass_on(
    fold: Fold, place: Place, event: events.Sold | events.Transfer, to: str, *, free: bool
) -> None:
    """Shares that use of a grant has issued, from the hands they are in into others."""
    holder = _whose(fold, event)
    there = fold.issued.shares_of(holder)
    asked = there if event.shares is events.ALL else exactly(event.shares)
    if not fold.issued.having:
        said = f"no shares of {fold.grant.id} have been issued by {event.date}"
        fold.too_much(place, "shares", said, "record first what issued them")
        return
    if there.top == 0 or (there.top is not None and asked.low > there.top):
        fold.refuse(place, "shares", event.shares, there)
        return
    taken = _taken(_held_by(fold, holder), asked, everything=event.shares is events.ALL)
    if event.under == "rule-144":
        for index, _, lot, _ in taken:
            if not lot.free and not _long_enough(fold, place, event, fold.moves[index]):
                return
    of_move: dict[int, Taken] = {}
    for each in taken:
        of_move.setdefault(each[0], []).append(each)
    for index, own in of_move.items():
        fold.put(index, _handed_on(fold.moves[index], own, to, free))
    nothing = fold.left.nothing
    passed = tuple((index, any(lot.free for _, _, lot, _ in own)) for index, own in of_move.items())
    fold.moves.append(
        Move(event, place.number, holder, asked, fold.left, taken_now=nothing, passed=passed)
    )


def _handed_on(move: Move, taken: Taken, to: str, free: bool) -> Move:
    """A move whose shares are in other hands: what is taken of its lots is put into new ones."""
    lots = list(lots_of(move))
    for _, at, lot, of_it in taken:
        lots[at] = lot._replace(shares=lot.shares.less(of_it))
    for _, _, lot, of_it in taken:
        freed = free or lot.free
        there = [i for i, each in enumerate(lots) if each.holder == to and each.free == freed]
        if there:
            lots[there[0]] = Lot(to, lots[there[0]].shares + of_it, freed)
        else:
            lots.append(Lot(to, of_it, freed))
    return move._replace(lots=tuple(each for each in lots if each.shares.top != 0))


def _granted_long_enough(fold: Fold, place: Place, event: events.Sold | events.Transfer) -> bool:
    """Whether Rule 144 lets shares be sold that were granted outright: it does not bind free ones,
    and those under restrictions go first.
    """
    holder = fold.whose(event)
    part, free = fold.parts.get(holder, NO_SHARES), fold.free.get(holder, NO_SHARES)
    return without(part, free).top == 0 or _long_enough(fold, place, event, None)


def _long_enough(
    fold: Fold, place: Place, event: events.Sold | events.Transfer, move: Move | None
) -> bool:
    """Whether Rule 144 lets shares be sold that a move issued, or that were granted outright. An
    assumed date of grant does not say so.
    """
    since = held_since(fold.terms, fold.agreement, move)
    assumed = isinstance(fold.grant.granted_on, Assumed)
    if since is None or assumed or _free_by_agreement(fold):
        return True
    opens = Holding144(since, event.date).resale_from
    if event.date < opens:
        said = f"Rule 144 lets shares held since {since} be sold from {opens} on"
        fold.fault(place, "date", "before-rule-144", said)
    return event.date >= opens


def _registered(fold: Fold, place: Place, event: events.Sold) -> bool:
    id = fold.grant.id
    if _free_by_agreement(fold):
        return True
    if fold.registered_on is not None and fold.registered_on <= event.date:
        return True
    said = f"no registration of {id} is effective on {event.date}"
    help = "record it: {kind: registered, date: DATE, form: FORM, grants: [" + id + "]}"
    fold.fault(place, "under", "not-registered", said, help)
    return False


def _free_by_agreement(fold: Fold) -> bool:
    """Whether the shares were granted free-trading, and so may be sold in any way."""
    return getattr(fold.grant, "registration", None) in ("S-8", "free-trading")


def _held_by(fold: Fold, holder: str | None) -> Iterator[Found]:
    """The lots that somebody has: those under restrictions first, then the oldest."""
    for free, index in fold.issued.moves_of(holder):
        for at, lot in enumerate(lots_of(fold.moves[index])):
            if lot.holder == holder and lot.free == free:
                yield index, at, lot


def _whose(fold: Fold, event: events.Sold | events.Transfer) -> str | None:
    """The holder meant: the one named, else the only one that has issued shares."""
    if event.holder is not None:
        return event.holder
    having = fold.issued.having
    if len(having) - (ALL_OTHER_HOLDERS in having) != 1:
        return fold.grant.holder
    return next(name for name in having if name != ALL_OTHER_HOLDERS)


def _taken(lots: Iterator[Found], asked: Range[int], *, everything: bool) -> Taken:
    """What is taken of each lot, in their order."""
    taken = []
    for index, at, lot in lots:
        enough = not everything and (lot.shares.top is None or asked.high <= lot.shares.high)
        of_it = asked if enough else lot.shares
        if of_it.top != 0:
            taken.append((index, at, lot, of_it))
        if enough:
            break
        asked = asked.less(of_it) if not everything else asked
    return taken
