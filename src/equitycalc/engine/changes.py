"""Events that change a grant without using it: given up, amended, split."""

from collections.abc import Callable
from typing import Any

from equitycalc import events
from equitycalc.bounds import NO_SHARES, Range, at_least, exactly
from equitycalc.engine.fold import Fold, Place, amount_text
from equitycalc.engine.formulas import SplitAdjustment, after_split
from equitycalc.engine.life import counted
from equitycalc.engine.moves import Adjusted, Amended
from equitycalc.engine.whose import InHands
from equitycalc.quantities import Money, subtract
from equitycalc.written import BLANK, Assumed, AtLeast, Blank, value_of

_COUNTED = {
    "shares": "shares",
    "option": "shares",
    "warrant": "shares",
    "convertible_debenture": "principal",
    "stock_fee": "amount",
}
_PRICE = {
    "option": "exercise_price",
    "warrant": "exercise_price",
    "convertible_debenture": "conversion_price",
    "stock_fee": "price",
}


def cancel(fold: Fold, place: Place, event: events.Cancel) -> None:
    """Shares given up or lost; of a debt or a fee, all of it."""
    if _in_shares_or_all(fold, place, event):
        fold.take(place, "shares", event.shares)


def _in_shares_or_all(fold: Fold, place: Place, event: events.Cancel) -> bool:
    if fold.in_shares or event.shares is events.ALL:
        return True
    said = f"{fold.grant.id} is counted in money, so shares can only be all"
    fold.fault(place, "shares", "not-in-shares", said, "write shares: all")
    return False


def amend(fold: Fold, place: Place, event: events.Amend) -> None:
    """Another value for a term; of what the grant counts, what was used stays used."""
    before = fold.term(event.term)
    fold.amended.append(Amended(event, place.number, before, event.value))
    fold.change(event.term, event.value)
    if event.term == _COUNTED.get(fold.grant.kind):
        holder = fold.whose(event)
        others = [left for name, left in fold.parts.items() if name != holder]
        gone = sum(others, fold.used)
        whole = counted(fold.terms)
        if whole.top is not None and whole.top < gone.low:
            said = f"{amount_text(gone.low)} of {fold.grant.id} are used or in other hands already"
            fold.fault(place, "value", "amended-below-used", said)
        part = fold.parts.get(holder, whole.nothing)
        fold.parts[holder] = whole.less(gone)
        if fold.accrual is not None:
            more = _difference(fold.parts[holder], part)
            fold.accrual.add_principal(more, holder, event.date)
    if fold.accrual is not None:
        fold.accrual.amend(event.term, event.date, fold.terms)


def split(fold: Fold, number: int, event: events.Split) -> None:
    """New shares for old; those already issued too, whatever the agreement says of the rest.

    A grant of a blank day may have been made after it, and is then what it was, or what it becomes.
    """
    by = SplitAdjustment(0, _price(fold), event.new, event.old, event.round)
    adjusts = _adjusts(fold)
    perhaps = fold.granted_by is not None and event.date <= fold.granted_by

    def after(count: Range[Any]) -> Range[int]:
        made = scaled(by, count)
        return made.either(count) if perhaps else made

    if fold.moves:
        _split_what_moved(fold, after, adjusts and fold.in_shares)
    if not adjusts:
        return
    for holder, part in fold.parts.items():
        if part.top != 0:
            shares = part.low if fold.in_shares else 0
            fold.splits.append(Adjusted(event, number, holder, shares, by.price, perhaps))
    if fold.in_shares:
        fold.parts = InHands({name: after(part) for name, part in fold.parts.items()})
        if fold.free:
            fold.free = {name: after(part) for name, part in fold.free.items()}
        if not perhaps:
            granted = fold.left + fold.used if fold.moves else fold.left
            fold.change("shares", _like(fold.term("shares"), granted.low))
    _reprice(fold, BLANK if perhaps else by.adjusted_price)


def _split_what_moved(fold: Fold, after: Callable[[Range[Any]], Range[int]], adjusts: bool) -> None:
    """What was used of a grant, where a split ``adjusts`` that, and what use of it has issued."""
    for index, move in enumerate(fold.moves):
        used = after(move.taken_now) if adjusts else move.taken_now
        lots = move.lots
        if lots:
            lots = tuple(lot._replace(shares=after(lot.shares)) for lot in lots)
            issued = sum((lot.shares for lot in lots), NO_SHARES)
        elif move.issued_now is move.taken_now and used is not move.taken_now:
            issued = used
        else:
            issued = after(move.issued_now)
        fold.moves[index] = move._replace(issued_now=issued, lots=lots, taken_now=used)
    fold.count_again()


def scaled(by: SplitAdjustment, count: Range[Any]) -> Range[int]:
    """A count of shares after a split."""
    if count.top == 0:
        return count
    low = high = after_split(count.low, by)
    if count.high != count.low:
        high = after_split(count.high, by)
    return Range(low, high, count.open)


def undo(fold: Fold, split: events.Split, perhaps: bool) -> None:
    """Terms stated after a split, as they were before it: scaled back, and rounded as it rounds.

    Where ``perhaps`` they are stated after another one, nothing is known of them.
    """
    if not _adjusts(fold):
        return
    if perhaps:
        if fold.in_shares:
            fold.parts = InHands({name: at_least(0) for name in fold.parts})
        _reprice(fold, BLANK)
        return
    back = SplitAdjustment(0, _price(fold), split.old, split.new, split.round)
    if fold.in_shares:
        fold.parts = InHands({name: scaled(back, part) for name, part in fold.parts.items()})
        fold.change("shares", _like(fold.term("shares"), fold.left.low))
    _reprice(fold, back.adjusted_price)


def _adjusts(fold: Fold) -> bool:
    """Whether a split adjusts what is left; shares issued outright are split in any case."""
    return getattr(fold.grant, "adjusts", None) is not False


def _difference(after: Range[Any], before: Range[Any]) -> Range[Any]:
    """What an amendment adds to a part; less than nothing where it takes away."""
    if after.open or before.open:
        return after.less(before)
    return exactly(subtract(after.low, before.low))


def _price(fold: Fold) -> Money | None:
    name = _PRICE.get(fold.grant.kind)
    price: Money | None = None if name is None else value_of(fold.term(name))
    return price


def _reprice(fold: Fold, price: Money | Blank | None) -> None:
    if price is not None and _price(fold) is not None:
        name = _PRICE[fold.grant.kind]
        fold.change(name, _like(fold.term(name), price))
        if fold.accrual is not None:
            fold.accrual.reword(fold.terms)


def _like(term: Any, value: Any) -> Any:
    """A value written the way a term is."""
    if isinstance(value, Blank):
        return value
    if isinstance(term, Assumed):
        return Assumed(value, term.because, term.by)
    if isinstance(term, AtLeast):
        return AtLeast(value)
    return term if isinstance(term, Blank) else value
