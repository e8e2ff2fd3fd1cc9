"""Events that use a grant up: exercised, converted, repaid, paid."""

from fractions import Fraction
from typing import cast

from equitycalc import events
from equitycalc.bounds import NO_SHARES, Range, at_least, exactly
from equitycalc.engine.fold import Fold, Place, amount_text
from equitycalc.engine.formulas import Conversion, Ends, Exercise, NetExercise
from equitycalc.engine.moves import Move
from equitycalc.quantities import NO_MONEY, Money, price_text
from equitycalc.terms import ConvertibleDebenture, Option, Warrant
from equitycalc.written import value_of

CENT = Fraction(1, 100)


def exercise(fold: Fold, place: Place, event: events.Exercise) -> None:
    """Shares of an option or warrant: for cash, or net of those that pay for the others."""
    terms = cast("Option | Warrant", fold.terms)
    if not _may_be_exercised(fold, place, event, terms):
        return
    move = fold.take(place, "shares", event.shares)
    if move is None:
        return
    taken, price = move.taken, value_of(terms.exercise_price)
    if event.settle == "cash":
        if price is None:
            fold.came_of(move, issued=taken, received=at_least(NO_MONEY))
            return
        cash = Ends(Exercise(taken.low, price), Exercise(taken.high, price))
        paid = Range(cash.low.proceeds, cash.high.proceeds, taken.open)
        fold.came_of(move, issued=taken, received=paid, by=cash)
    elif price is None or event.market_price is None:
        fold.came_of(move, issued=taken.or_none())
    else:
        at = event.market_price
        net = Ends(NetExercise(taken.low, price, at), NetExercise(taken.high, price, at))
        issued = Range(net.low.shares_issued, net.high.shares_issued, taken.open)
        fold.came_of(move, issued=issued, by=net)


def _may_be_exercised(
    fold: Fold, place: Place, event: events.Exercise, terms: Option | Warrant
) -> bool:
    expires_on, price = value_of(terms.expires_on), value_of(terms.exercise_price)
    if expires_on is not None and expires_on < event.date:
        said = f"{terms.id} expired on {expires_on}"
        fold.fault(place, "date", "exercise-after-expiry", said)
        return False
    net = event.market_price if event.settle == "net" else None
    if net is not None and price is not None and net < price:
        said = f"at {net:f} nobody gives up shares to pay {price_text(price)} for others"
        fold.fault(place, "market_price", "net-below-price", said)
        return False
    if terms.vesting is not None:
        vested = fold.vested(event.date).exercisable.top
        part = fold.parts[fold.whose(event)]
        asked = part.low if event.shares is events.ALL else event.shares
        there = fold.left.top is None or asked <= fold.left.top  # else it is more than there is
        if vested is not None and vested < asked and there:
            said = f"{vested:,} shares of {terms.id} can be exercised on {event.date}"
            fold.fault(place, "shares", "not-vested", said, "the others have not vested")
            return False
    return True


def convert(fold: Fold, place: Place, event: events.Convert) -> None:
    """Principal of a debt, and interest with it, turned into whole shares."""
    terms = cast(ConvertibleDebenture, fold.terms)
    move = fold.take(place, "principal", event.principal)
    if move is None:
        return
    accrual, accrued = fold.accrual, move.interest_paid
    assert accrual is not None, "a debt accrues interest, if only of nothing"
    left = fold.parts[move.holder]
    rest = accrual.on(left, move.holder, event.date)
    if not isinstance(event.interest, events.All):
        interest = _exactly(event.interest)
        _refuse_unearned(fold, place, event.interest, accrued + rest)
    else:
        # On the principal converted along; where none is, on the whole part.
        interest = accrued if move.taken.top != 0 else rest
    accrual.settle_ahead(interest.less(accrued), left, move.holder, event.date)
    debt: Range[Money] = move.taken + interest
    price, by = value_of(terms.conversion_price), None
    if price is None:
        issued, residue = NO_SHARES if debt.top == 0 else at_least(0), None
    else:
        by = Ends(Conversion(debt.low, price), Conversion(debt.high, price))
        issued = Range(by.low.shares, by.high.shares, debt.open)
        residue = by.low.residue if debt.bound == "exact" else None
    whole = isinstance(event.interest, events.All)
    in_cash = accrued.nothing if whole else accrued.less(interest)
    fold.came_of(move, issued=issued, debt=debt, residue=residue, interest_paid=in_cash, by=by)


def _refuse_unearned(fold: Fold, place: Place, asked: Money, accrued: Range[Money]) -> None:
    """More interest than has accrued cannot become shares; a cent more is how it was rounded."""
    most = accrued.top
    if most is not None and Fraction(asked) > Fraction(most) + CENT:
        has, on = amount_text(most), place.event.date
        said = f"{fold.grant.id} has {has} of interest on {on}, not {amount_text(asked)}"
        help = None if fold.terms.interest_rate is not None else "it has no interest_rate"
        fold.fault(place, "interest", "over-conversion", said, help)


def repay(fold: Fold, place: Place, event: events.Repay) -> None:
    """Principal of a debt paid back in money, and the interest accrued on it."""
    fold.take(place, "principal", event.principal)


def pay(fold: Fold, place: Place, event: events.Pay) -> None:
    """A stock fee settled in shares, the whole of it or an amount."""
    asked, key = (events.ALL, "grant") if event.amount is None else (event.amount, "amount")
    move: Move | None = fold.take(place, key, asked)
    if move is not None:
        fold.came_of(move, issued=exactly(event.shares))


def _exactly(amount: Money) -> Range[Money]:
    return Range(amount, amount)
