"""The events of a ledger in their order, and what each grant becomes by them.

Events of one day take effect in the order in which they stand in the ledger.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, assert_never, cast

from equitycalc import events
from equitycalc.bounds import NO_SHARES
from equitycalc.engine.changes import amend, cancel, split, undo
from equitycalc.engine.fold import Fold, Place
from equitycalc.engine.hands import sold, transfer
from equitycalc.engine.life import Life, counted, granted_on, plain_life
from equitycalc.engine.uses import convert, exercise, pay, repay
from equitycalc.terms import Agreement, Event, Grant

# An event of a grant, or a split, and its place in the ledger.
Numbered = tuple[int, events.OfGrant | events.Split]


class Happened(NamedTuple):
    """The events of a ledger up to a date, in order, each with its place in the ledger.

    ``of_grants`` are by the id of the grant; ``every_split`` also has the splits of later dates.
    ``of_registrations`` are what was filed, became effective, and was notified; ``registered`` has
    the first day on which a registration of a grant was effective, by the id of the grant.
    """

    of_grants: dict[str, list[tuple[int, events.OfGrant]]]
    splits: list[tuple[int, events.Split]]
    of_issuer: list[tuple[int, events.OfIssuer]]
    every_split: list[events.Split]
    of_registrations: list[tuple[int, events.OfRegistration]]
    registered: dict[str, date]

    def life(self, grant: Grant, agreement: Agreement, as_of: date) -> Life | None:
        """The life of a grant by ``as_of``, the date up to which these events go; None where it is
        as it was written.
        """
        fold = self.follow(grant, agreement)
        return plain_life(grant, agreement, as_of) if fold is None else fold.life(as_of)

    def follow(self, grant: Grant, agreement: Agreement) -> Fold | None:
        """A grant after these events; None where none of them is of it."""
        begun = self.begin(grant, agreement)
        if begun is None:
            return None
        fold, in_order = begun
        for number, event in in_order:
            happens(fold, number, event)
        return fold

    def begin(self, grant: Grant, agreement: Agreement) -> tuple[Fold, list[Numbered]] | None:
        """A grant before these events, and those of them that happen to it, in order; None where
        none does.
        """
        own = self.of_grants.get(grant.id, [])
        if not own and (not self.every_split or counted(grant) is NO_SHARES):
            return None
        # Terms are those of the grant's day, and a day's splits have been made when it is over.
        began = granted_on(grant, agreement)
        splits = [each for each in self.splits if began is None or each[1].date > began]
        # A grant of a day that is open was made by the day of the first thing that happened to it.
        latest = began or (own[0][1].date if own else date.max)
        stated_after = None
        if getattr(grant, "stated_after_split", False):
            stated_after = next((each for each in self.every_split if each.date > latest), None)
        if not own and not splits and stated_after is None:
            return None
        fold = Fold(grant, agreement, self.registered.get(grant.id))
        if began is None:
            fold.granted_by = latest
        merged: list[Numbered] = [*own, *splits]
        in_order = sorted(merged, key=_in_order)
        if stated_after is not None:
            if in_order and in_order[0][1] is stated_after:
                del in_order[0]  # made already, and nothing happened before it
            else:
                perhaps = began is None and any(each.date <= latest for _, each in splits)
                undo(fold, stated_after, perhaps)
        return fold, in_order


def happens(fold: Fold, number: int, event: events.OfGrant | events.Split) -> None:
    """The next event happens to a grant, the one at that place of the ledger."""
    if isinstance(event, events.Split):
        split(fold, number, event)
    else:
        _happens(fold, Place(number, event))


def happened(numbered: Iterable[tuple[int, Event]], until: date) -> Happened:
    """Events up to ``until``, inclusive, each with its place in the ledger."""
    found = Happened({}, [], [], [], [], {})
    every = cast("Iterable[tuple[int, events.AnyEvent]]", numbered)
    for number, event in sorted(every, key=_in_order):
        if isinstance(event, events.Split):
            found.every_split.append(event)
        if event.date > until:
            continue
        match event:
            case events.Split():
                found.splits.append((number, event))
            case events.Issue() | events.Repurchase():
                found.of_issuer.append((number, event))
            case events.Filed() | events.Registered() | events.Notified():
                found.of_registrations.append((number, event))
                if isinstance(event, events.Registered):
                    for grant in event.grants:
                        found.registered.setdefault(grant, event.date)
            case _:
                found.of_grants.setdefault(event.grant, []).append((number, event))
    return found


def _in_order(numbered: tuple[int, events.AnyEvent]) -> tuple[date, int]:
    return numbered[1].date, numbered[0]


def _happens(fold: Fold, place: Place) -> None:
    if not fold.fits(place):
        return
    match place.event:
        case events.Exercise() as event:
            exercise(fold, place, event)
        case events.Convert() as event:
            convert(fold, place, event)
        case events.Cancel() as event:
            cancel(fold, place, event)
        case events.Transfer() as event:
            transfer(fold, place, event)
        case events.Sold() as event:
            sold(fold, place, event)
        case events.Amend() as event:
            amend(fold, place, event)
        case events.Repay() as event:
            repay(fold, place, event)
        case events.Pay() as event:
            pay(fold, place, event)
        case _:
            assert_never(place.event)
