"""The grants that an agreement covers, followed through their events: until when each has shares to
register, and until when some that nobody has sold.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from equitycalc.bounds import NO_SHARES
from equitycalc.engine.claims import without
from equitycalc.engine.held import held_since
from equitycalc.engine.life import counted, granted_on
from equitycalc.engine.needs import Covered, Need, Turn
from equitycalc.engine.rule144 import Holding144
from equitycalc.terms import Agreement, CashFee, FindersFee, Grant, Option, Shares, Warrant
from equitycalc.written import value_of

if TYPE_CHECKING:
    from equitycalc.engine.fold import Fold
    from equitycalc.engine.history import Happened, Numbered

_NEVER = date.max  # no day is known on which it ends
_OVER = date.min

Until = tuple[date, date]  # the first days on which nothing is to be registered, and unsold


def covered(
    ids: Iterable[str],
    homes: Mapping[str, tuple[Grant, Agreement]],
    happened: "Happened | None",
) -> Covered:
    """The grants of a list, where the ledger has them, after what happened."""
    return Covered({id: _need(*homes[id], happened) for id in ids if id in homes})


def _need(grant: Grant, agreement: Agreement, happened: "Happened | None") -> Need:
    stated = getattr(grant, "registration", None)
    if isinstance(grant, CashFee | FindersFee) or stated in ("S-8", "free-trading"):
        return Need((), ())
    began = granted_on(grant, agreement) or date.min
    begun = None if happened is None else happened.begin(grant, agreement)
    to_register: list[Turn] = []
    unsold: list[Turn] = []

    def stands(day: date, until: Until, by: str | None = None) -> None:
        _turn(to_register, day, until[0], by)
        _turn(unsold, day, until[1], by)

    if begun is None:
        some = counted(grant).top != 0
        stands(began, _left_until(grant, agreement) if some else (_OVER, _OVER))
    else:
        stands(began, _until(begun[0]))
        for day, by in _followed(*begun):
            stands(day, _until(begun[0]), by)
    return Need(tuple(to_register), tuple(unsold))


def _followed(fold: "Fold", ahead: "list[Numbered]") -> Iterator[tuple[date, str | None]]:
    """The days of the events of a grant, each with the kind of its last one; each is told when the
    events of the day have happened.
    """
    from equitycalc.engine.history import happens  # where something happened

    for day, same in groupby(ahead, key=lambda each: each[1].date):
        by = None
        for number, event in same:
            happens(fold, number, event)
            by = event.kind
        yield day, by


def _turn(turns: list[Turn], day: date, until: date, by: str | None) -> None:
    """From ``day`` on there is some until the day ``until``, if nothing more happens."""
    while turns and turns[-1].day > day:
        turns.pop()  # it did not come to that
    some = until > day
    if some != (turns[-1].some if turns else False):
        turns.append(Turn(day, some, by))
    if some and until != _NEVER:
        turns.append(Turn(until, False))


def _until(fold: "Fold") -> Until:
    """How long what is there lasts, if nothing more happens."""
    needed, unsold = _OVER, _OVER
    if _some_left(fold):
        needed, unsold = _left_until(fold.terms, fold.agreement)
    issued = _issued_until(fold)
    return (needed, unsold) if issued is None else (max(needed, issued), _NEVER)


def _some_left(fold: "Fold") -> bool:
    """Whether something of the grant itself is left, of shares under restrictions."""
    if not isinstance(fold.grant, Shares):
        return fold.left.top != 0
    return any(
        without(fold.parts[holder], fold.free.get(holder, NO_SHARES)).top != 0
        for holder in fold.parts.having
    )


def _left_until(terms: Grant, agreement: Agreement) -> Until:
    """How long what is left of the grant itself lasts."""
    if isinstance(terms, Option | Warrant):
        expires_on: date | None = value_of(terms.expires_on)
        over = _NEVER if expires_on in (None, _NEVER) else expires_on + timedelta(1)
        return over, over
    return _free_from(held_since(terms, agreement)), _NEVER


def _issued_until(fold: "Fold") -> date | None:
    """The first day on which nothing issued by use of it would be to be registered; None where all
    of that is free.
    """
    latest = None
    for index in fold.issued.restricted():
        until = _free_from(held_since(fold.terms, fold.agreement, fold.moves[index]))
        latest = until if latest is None else max(latest, until)
        if until == _NEVER or not getattr(fold.moves[index], "net", False):
            break  # no older ones are held for a shorter time
    return latest


def _free_from(since: date | None) -> date:
    return _NEVER if since is None else Holding144(since, date.max).free_from
