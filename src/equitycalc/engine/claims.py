"""Positions to claims, the one currency of the engine: whose, how many shares, at what price, for
what.

Every total is a total of claims, whatever the kind of grant or of event they come of.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, assert_never, cast

from equitycalc.bounds import NO_CASH, NO_SHARES, Range, at_least
from equitycalc.engine.formulas import (
    Conversion,
    Ends,
    Exercise,
    FeeInStock,
    InstalmentsLeft,
    InterestInShares,
)
from equitycalc.engine.life import Life, Part, counted
from equitycalc.engine.positions import Position, Status
from equitycalc.quantities import NO_MONEY, Money
from equitycalc.terms import (
    CashFee,
    ConvertibleDebenture,
    FindersFee,
    Option,
    Shares,
    StockFee,
    Warrant,
)
from equitycalc.written import BLANK, Blank, Known, known, range_of, value_of

if TYPE_CHECKING:
    from equitycalc.engine.moves import Move

S = TypeVar("S", Conversion, FeeInStock)

# What brings a claim's shares in: an exercise or conversion price, BLANK where the document leaves
# it open, None where the shares count at any price.
Trigger = Money | Blank | None


_PLAIN = (Shares, Option, Warrant)


class Claim(NamedTuple):
    """Shares that somebody has or may take beside those outstanding, and what the company gets.

    ``cash`` is received on exercise, ``debt`` is ended by conversion; ``residue`` is the part of it
    that buys no whole share, None where there is no conversion or it is open. ``issued`` shares
    exist already, after the statement's date (less than none where they were cancelled or bought
    back); the others are rights, of which ``exercisable`` have vested (None: all). ``interest``
    marks shares for interest, ``free`` those sold to the public or transferred free; ``acquired``
    is since when they are held, where that is not since the grant. ``position`` is None for shares
    outside the agreements. ``by`` is the formula of shares that take the place of money, ``part``
    what of a grant is left, and ``move`` the use of it, that the claim comes of.

    Where several hold a grant that has not all vested, it is known of the grant and not of each:
    the claims then add up to what is exercisable of the grant, and ``by_holder`` says what may be
    of the holder's part.
    """

    position: Position | None
    holder: str | None
    shares: Range[int]
    price: Trigger = None
    cash: Range[Money] = NO_CASH
    debt: Range[Money] = NO_CASH
    issued: bool = False
    residue: Money | None = None
    exercisable: Range[int] | None = None
    by_holder: Range[int] | None = None
    interest: bool = False
    free: bool = False
    acquired: date | None = None
    by: "Ends[Any] | None" = None
    part: Part | None = None
    move: "Move | None" = None


class Holding(NamedTuple):
    """Shares among those outstanding that the ledger issued: presumed still held, unless they were
    sold to the public. ``free`` and ``acquired`` as of a claim; ``claimed`` says that a claim has
    them too, as a blank day leaves open whether they are among those outstanding or to be added.
    """

    position: Position | None
    holder: str | None
    shares: Range[int]
    free: bool = False
    acquired: date | None = None
    claimed: bool = False


def claims(position: Position, market_price: Decimal | None = None) -> Iterator[Claim]:
    """What a position takes, and what was taken of it since the statement: nothing where it does
    not count, and from nothing where it may not.

    The market price decides how many shares interest takes that is paid in shares at that price.
    """
    if position.counts:
        if position.life is None and type(position.grant) in _PLAIN:
            made = _plain(position, cast("Shares | Option | Warrant", position.grant))
            yield made if position.certain else perhaps(made)
            return
        for part in _parts(position):
            for made in _claims(position, part, market_price):
                yield made if position.certain else perhaps(made)
    if position.life is not None:
        yield from _taken_since(position, position.life)


def may_hold(position: Position) -> bool:
    """Whether a position can have shares among those outstanding: few do, of many."""
    inside = position.status is Status.IN_OUTSTANDING
    return inside or not position.certain or position.life is not None


def holdings(position: Position) -> Iterator[Holding]:
    """The shares of a position that are among those outstanding, or may be: a blank date of issue
    leaves it open.
    """
    grant = position.grant
    if position.status is Status.IN_OUTSTANDING:
        if position.life is None and type(grant) is Shares:
            yield Holding(position, grant.holder, range_of(grant.shares, 0))
            return
        for part in _parts(position):
            for made in _claims(position, part, None):
                yield Holding(position, part.holder, made.shares, made.free)
    elif not position.certain and isinstance(grant, Shares | StockFee):
        for part in _parts(position):
            for made in _claims(position, part, None):
                yield Holding(position, part.holder, made.shares.or_none(), made.free, claimed=True)
    if position.life is not None:
        for move, inside in _by_statement(position, position.life):
            if inside:
                for holder, shares, free, since in issued_by(position, move):
                    yield Holding(position, holder, shares, free, since)
            elif _in_statement(position) and move.taken_now.top != 0:
                yield Holding(position, move.holder, move.taken_now)


def dated(position: Position, after: date, until: date) -> Iterator[tuple[date, Range[int]]]:
    """The shares that a grant put into being after one day and until another, and those cancelled
    in that time, by their days.
    """
    grant, life = position.grant, position.life
    if isinstance(grant, Shares | StockFee):
        began = position.granted_on
        if isinstance(grant, StockFee):
            began = value_of(getattr(position.terms, "payable_by", None))
        issued = position.status in (Status.ISSUED, Status.IN_OUTSTANDING)
        if began is not None and after < began <= until:
            for part in _parts(position) if issued else ():
                for made in _claims(position, part, None):
                    yield began, made.shares
            if isinstance(grant, Shares):
                gone = () if life is None else life.moves
                yield from ((began, move.taken_now) for move in gone if move.taken_now.top != 0)
    for move in () if life is None else life.moves:
        if after < move.event.date <= until:
            if move.issued_now.top != 0:
                yield move.event.date, move.issued_now
            elif isinstance(grant, Shares) and move.taken_now.top != 0:
                fewer = move.taken_now
                yield move.event.date, Range(-fewer.high, -fewer.low, fewer.open)


def _parts(position: Position) -> tuple[Part, ...]:
    if position.life is not None:
        return position.life.parts
    return (Part(position.grant.holder, counted(position.grant)),)


def perhaps(claim: Claim) -> Claim:
    """A claim of all of it, or of nothing."""
    return claim._replace(
        shares=claim.shares.or_none(),
        cash=claim.cash.or_none(),
        debt=claim.debt.or_none(),
        exercisable=None if claim.exercisable is None else claim.exercisable.or_none(),
        by_holder=None if claim.by_holder is None else claim.by_holder.or_none(),
    )


def _taken_since(position: Position, life: Life) -> Iterator[Claim]:
    """Shares that use of a grant has issued after the statement, and issued shares cancelled."""
    for move, inside in _by_statement(position, life):
        if inside:
            continue
        for holder, shares, free, since in issued_by(position, move):
            yield Claim(position, holder, shares, issued=True, free=free, acquired=since, move=move)
        if _in_statement(position) and move.taken_now.top != 0:
            gone = move.taken_now
            # Of an open number, at most all that were outstanding.
            most = position.stated_shares if gone.open else gone.high
            fewer = Range(-most, -gone.low)
            yield Claim(position, move.holder, fewer, issued=True, move=move)


def issued_by(
    position: Position, move: "Move"
) -> Iterator[tuple[str | None, Range[int], bool, date | None]]:
    """The shares that one use of a grant issued: who has them, how many, whether they are free, and
    since when they are held.
    """
    if move.issued_now.top != 0:
        from equitycalc.engine.held import held_since
        from equitycalc.engine.moves import lots_of  # known where something moved

        since = held_since(position.terms, position.agreement, move)
        for lot in lots_of(move):
            yield lot.holder, lot.shares, lot.free, since


def left_of(position: Position) -> Iterator[Claim]:
    """What is left of a position as claims, whether the statement has it already or not."""
    for part in _parts(position):
        for made in _claims(position, part, None):
            yield made if position.certain else perhaps(made)


def without(left: Range[int], free: Range[int]) -> Range[int]:
    """The shares of a part that are not free."""
    added = left.low >= free.low and left.high >= free.high and left.open >= free.open
    return left - free if added else left.less(free)


def _in_statement(position: Position) -> bool:
    """Whether shares issued outright were among those outstanding at the statement's date."""
    began, stated_on = position.granted_on, position.stated_on
    is_shares = isinstance(position.grant, Shares)
    return is_shares and began is not None and stated_on is not None and began <= stated_on


def _by_statement(position: Position, life: Life) -> "Iterator[tuple[Move, bool]]":
    """What happened to a grant, and whether the statement of shares outstanding has it already."""
    for move in life.moves:
        yield move, position.stated_on is not None and move.event.date <= position.stated_on


def _claims(position: Position, part: Part, market_price: Decimal | None) -> Iterator[Claim]:
    terms, left = position.terms, part.left
    issued = position.status in (Status.ISSUED, Status.IN_OUTSTANDING)
    match terms:
        case Shares():
            restricted = without(left, part.free) if part.free.top != 0 else left
            if restricted.top != 0 or part.free.top == 0:
                yield Claim(position, part.holder, restricted, issued=issued, part=part)
            if part.free.top != 0:
                yield Claim(position, part.holder, part.free, issued=issued, free=True, part=part)
        case Option() | Warrant():
            price = _price(terms.exercise_price)
            cash = _proceeds(left, price)
            yield Claim(
                position,
                part.holder,
                left,
                price,
                cash,
                exercisable=_vested(position.life, part),
                by_holder=part.exercisable,
                part=part,
            )
        case ConvertibleDebenture():
            yield from _conversion(position, terms, part, market_price)
        case StockFee():
            yield _fee_in_stock(position, terms, part, issued)
        case CashFee() | FindersFee():  # pragma: no cover
            raise AssertionError("fees in cash never count")
        case _:
            assert_never(terms)


def _plain(position: Position, grant: Shares | Option | Warrant) -> Claim:
    """Shares, or a right, to which nothing has happened: most of all grants, and quickly made."""
    shares = range_of(grant.shares, 0)
    if isinstance(grant, Shares):
        return Claim(position, grant.holder, shares, issued=True)
    price = _price(grant.exercise_price)
    return Claim(position, grant.holder, shares, price, _proceeds(shares, price))


def _conversion(
    position: Position, terms: ConvertibleDebenture, part: Part, market_price: Decimal | None
) -> Iterator[Claim]:
    """The principal of a debt in shares, and its interest where that may be paid in shares."""
    price, owed = _price(terms.conversion_price), part.left
    interest = part.accrued if _in_shares(terms) else NO_CASH
    at_market = terms.at is not None and value_of(terms.at) != "conversion_price"
    all_of_it = owed if at_market or interest is NO_CASH else owed + interest
    converted, by = _shares_for(owed, price, Conversion)
    yield Claim(
        position,
        part.holder,
        converted,
        price,
        debt=owed,
        residue=_residue(all_of_it, price),
        by=by,
        part=part,
    )
    if interest.top == 0:
        return
    taken: Range[int]
    added: Ends[Any] | None
    trigger: Trigger = price
    if at_market:
        at: Money | Blank = BLANK
        if value_of(terms.at) is not None and market_price is not None:
            at = market_price
        trigger = None
        taken, added = _shares_for(interest, at, Conversion)
    elif isinstance(price, Blank):
        taken, added = _shares_for(all_of_it, price, Conversion)
    else:
        low = high = InterestInShares(owed.low, interest.low, price)
        least = most = low.shares_together - converted.low
        if all_of_it.low != all_of_it.high:
            high = InterestInShares(owed.high, interest.high, price)
            most = high.shares_together - converted.high
        added = Ends(low, high)
        taken = Range(least, most, interest.open)
    more = Claim(
        position, part.holder, taken, trigger, debt=interest, interest=True, by=added, part=part
    )
    yield perhaps(more) if isinstance(terms.paid_in, Blank) else more


def _in_shares(terms: ConvertibleDebenture) -> bool:
    """Whether interest may be paid in shares: where the agreement says so, or leaves it open."""
    return terms.paid_in is not None and value_of(terms.paid_in) != "cash"


def _vested(life: Life | None, part: Part) -> Range[int] | None:
    """What the claim of a part adds to the exercisable shares of the grant: the first all of it."""
    if life is None or life.vested is None:
        return None
    return life.vested.exercisable if part is life.parts[0] else NO_SHARES


def _fee_in_stock(position: Position, terms: StockFee, part: Part, issued: bool) -> Claim:
    """A fee in shares, in as many instalments as what is left of it comes in."""
    of_fee = instalments_left(terms, part.left)
    instalments = of_fee.instalments_left if isinstance(of_fee, InstalmentsLeft) else of_fee
    taken, by = _shares_for(
        part.left, _price(terms.price), lambda owed, at: FeeInStock(owed, instalments, at)
    )
    return Claim(position, part.holder, taken, issued=issued, by=by, part=part)


def instalments_left(terms: StockFee, left: Range[Money]) -> InstalmentsLeft | int:
    """How many instalments what is left of a fee comes in: all, or as the formula says."""
    parts = 1 if terms.instalments is None else known(terms.instalments) or 1
    whole = counted(terms)
    if left.low == whole.low or not whole.low:
        return parts
    return InstalmentsLeft(left.low, whole.low, parts)


def _price(term: Known[Money]) -> Money | Blank:
    value: Money | None = value_of(term)
    return BLANK if value is None else value


def _proceeds(shares: Range[int], price: Money | Blank) -> Range[Money]:
    """Cash for shares at a price; without a price it is open, unless there is nothing to buy."""
    if isinstance(price, Blank):
        return NO_CASH if shares.top == 0 else at_least(NO_MONEY)
    paid = Exercise(shares.low, price).proceeds
    if shares.low == shares.high:
        return Range(paid, paid, shares.open)
    return Range(paid, Exercise(shares.high, price).proceeds, shares.open)


def _residue(debt: Range[Money], price: Money | Blank) -> Money | None:
    if debt.open or debt.low != debt.high or isinstance(price, Blank):
        return None
    return Conversion(debt.low, price).residue


def _shares_for(
    amount: Range[Money],
    price: Money | Blank,
    formula: Callable[[Money, Money], S],
) -> tuple[Range[int], Ends[S] | None]:
    """Shares for an amount at a price, and the formula at both ends of the amount; without a price
    they are open, unless the amount is nil.
    """
    if isinstance(price, Blank):
        return NO_SHARES if amount.top == 0 else at_least(0), None
    low = formula(amount.low, price)
    count = low.shares
    if amount.low == amount.high:
        return Range(count, count, amount.open), Ends(low, low)
    high = formula(amount.high, price)
    return Range(count, high.shares, amount.open), Ends(low, high)
