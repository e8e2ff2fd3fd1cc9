"""The blocks of shares that a registration is promised for, and which of them are still to be
registered.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from equitycalc.bounds import NO_CASH, NO_SHARES, Range, at_least
from equitycalc.engine.claims import acquired_on, issued_by, left_of
from equitycalc.engine.formulas import Conversion
from equitycalc.engine.life import ALL_OTHER_HOLDERS, first_day
from equitycalc.engine.positions import Position, Status
from equitycalc.engine.resale import Resale
from equitycalc.engine.rule144 import Holding144
from equitycalc.quantities import Money, price_text
from equitycalc.registration import CONDITIONS, RegistrationRights
from equitycalc.terms import ConvertibleDebenture, Shares
from equitycalc.written import Assumed, Blank, value_of

_NONE_LEFT = (Status.NOT_YET_GRANTED, Status.EXPIRED, Status.CASH_ONLY)


class Block(NamedTuple):
    """Shares of a covered grant: whose, how many, and whether they are still to be registered.

    ``registrable`` is None where an open date leaves that open. ``investor`` says whether the
    holder has the rights: one who took shares over has them only on the agreement's conditions.
    ``freed_on`` is the last day on which some were sold, or transferred free.
    ``held`` is how long they have been held by Rule 144, None where that has not begun or is open.
    ``formula`` is how a debt becomes them.
    """

    agreement: str
    position: Position
    holder: str | None
    shares: Range[int]
    registrable: bool | None
    because: str
    investor: bool
    held: Holding144 | None
    freed_on: date | None = None
    formula: Conversion | None = None


def blocks(
    agreement: str,
    rights: RegistrationRights,
    positions: Iterable[Position],
    resale: Resale,
    price: Money | None,
    registered: Mapping[str, date],
) -> Iterator[Block]:
    """The blocks of every grant covered, debts counted at ``price`` a share, as the registration is
    to use it; ``registered`` has the day since which each grant is.
    """
    by_id = {each.grant.id: each for each in positions}
    for id in rights.covers.value:
        position = by_id.get(id)
        if position is not None and position.status is not Status.NOT_YET_GRANTED:
            for block in _blocks(agreement, position, resale, price):
                if block.registrable and id in registered:
                    said = f"registered {registered[id]}, not sold"
                    block = block._replace(because=_and(said, block.because))
                yield _assigned(block, rights)


def to_register(found: Iterable[Block]) -> Range[int]:
    """The shares that a registration statement has to cover."""
    return sum(
        (
            each.shares if each.registrable else each.shares.or_none()
            for each in found
            if each.registrable is not False
        ),
        NO_SHARES,
    )


def _blocks(
    agreement: str, position: Position, resale: Resale, price: Money | None
) -> Iterator[Block]:
    if position.status not in _NONE_LEFT:
        if isinstance(position.terms, ConvertibleDebenture):
            yield from _of_debt(agreement, position, position.terms, resale, price)
        else:
            for claim in left_of(position):
                shares = claim.shares
                if shares.top != 0:
                    held = resale.held(position)
                    yield _block(agreement, position, claim.holder, shares, claim.free, held)
    for move in () if position.life is None else position.life.moves:
        held = resale.held(position, acquired_on(position, move))
        for holder, shares, sold in issued_by(move):
            yield _block(agreement, position, holder, shares, sold, held)


def _of_debt(
    agreement: str,
    position: Position,
    terms: ConvertibleDebenture,
    resale: Resale,
    price: Money | None,
) -> Iterator[Block]:
    """The principal of a debt in shares, and its interest to maturity."""
    held = resale.held(position)
    for claim in left_of(position):
        if claim.interest:
            continue
        if claim.debt.top != 0:
            shares, formula = _at(claim.debt, price)
            block = _block(agreement, position, claim.holder, shares, False, held)
            at = "a price that is open" if price is None else price_text(price)
            yield block._replace(formula=formula, because=_and(f"principal / {at}", block.because))
        interest = _interest(position, terms, claim.debt)
        if interest.top != 0:
            shares, _ = _at(interest, price)
            block = _block(agreement, position, claim.holder, shares, False, held)
            yield block._replace(because=_and(_of_interest(terms), block.because))


def _at(amount: Range[Money], price: Money | None) -> tuple[Range[int], Conversion | None]:
    if price is None:
        return at_least(0), None
    low, high = Conversion(amount.low, price), Conversion(amount.high, price)
    return Range(low.shares, high.shares, amount.open), low


def _interest(
    position: Position, terms: ConvertibleDebenture, principal: Range[Money]
) -> Range[Money]:
    """Interest that may be paid in shares, to maturity; at least none where a term is open, and
    where part of the debt is used already.
    """
    if terms.interest_rate is None or terms.paid_in is None or principal.top == 0:
        return NO_CASH
    if value_of(terms.paid_in) == "cash":
        return NO_CASH
    began, matures_on = first_day(terms, position.agreement), value_of(terms.matures_on)
    untouched = position.life is None or not (position.life.moves or position.life.amended)
    if began is None or matures_on is None or terms.day_count is None or not untouched:
        return at_least(NO_CASH.low)
    from equitycalc.engine.accrual import interest_on_one, product

    owed = product(principal, interest_on_one([(began, terms)], matures_on))
    return owed.or_none() if isinstance(terms.paid_in, Blank) else owed


def _of_interest(terms: ConvertibleDebenture) -> str:
    matures_on = value_of(terms.matures_on)
    return "interest, no maturity stated" if matures_on is None else f"interest to {matures_on}"


def _block(
    agreement: str,
    position: Position,
    holder: str | None,
    shares: Range[int],
    free: bool,
    held: Holding144 | None,
) -> Block:
    investor = holder == position.grant.holder
    if free:
        because, last = _freed_by(position, holder)
        return Block(agreement, position, holder, shares, False, because, investor, held, last)
    still, because = _still(position, held)
    return Block(agreement, position, holder, shares, still, because, investor, held)


def _still(position: Position, held: Holding144 | None) -> tuple[bool | None, str]:
    """Whether shares that nobody has sold are still to be registered, and why."""
    if held is not None and held.free_from <= held.on:
        return False, f"transferable under Rule 144(k) since {held.free_from}{_assumed(position)}"
    if held is not None:
        return True, f"restricted; Rule 144(k) from {held.free_from}{_assumed(position)}"
    if isinstance(position.grant, Shares | ConvertibleDebenture):
        return None, "granted_on blank, so that Rule 144(k) may have freed them"
    return True, "restricted; held for Rule 144 from the day they are issued"


def _freed_by(position: Position, holder: str | None) -> tuple[str, date]:
    """The sales and transfers by which shares came into the hands they are in, free, and the last
    of their days.
    """
    found: dict[str, list[str]] = {}
    last = date.min
    for move in () if position.life is None else position.life.moves:
        under = getattr(move.event, "under", None)
        if move.event.kind == "sold" and holder == ALL_OTHER_HOLDERS:
            how = "a registration" if under == "registration" else "Rule 144"
            found.setdefault(f"sold under {how}", []).append(str(move.event.date))
            last = max(last, move.event.date)
        elif under is not None and getattr(move.event, "to", None) == holder:
            how = "transferred under Rule 144" if under == "rule-144" else "transferred free"
            found.setdefault(how, []).append(str(move.event.date))
            last = max(last, move.event.date)
    return "; ".join(f"{how} {', '.join(days)}" for how, days in found.items()), last


def _assumed(position: Position) -> str:
    """What a date of grant that is assumed rests on."""
    written = position.grant.granted_on
    return f" ({written.because})" if isinstance(written, Assumed) else ""


def _assigned(block: Block, rights: RegistrationRights) -> Block:
    """Whether one who took restricted shares over has the rights too."""
    life = block.position.life
    if block.investor or block.registrable is False or life is None:
        return block
    required = CONDITIONS if rights.assigned_with is None else rights.assigned_with.value
    because, investor = block.because, False
    for move in life.moves:
        if getattr(move.event, "to", None) == block.holder:
            met = getattr(move.event, "conditions_met", ())
            lacking = [each for each in required if each not in met]
            investor = not lacking
            said = f"transferred to {block.holder} {move.event.date}"
            said += f", not shown: {', '.join(lacking)}" if lacking else ", the rights with them"
            because = _and(because, said)
    return block._replace(because=because, investor=investor)


def _and(*said: str) -> str:
    return "; ".join(filter(None, said))
