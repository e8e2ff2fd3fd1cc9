"""The blocks of shares that a registration is promised for, and which of them are still to be
registered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from equitycalc.bounds import NO_CASH, NO_SHARES, Range, at_least
from equitycalc.engine.claims import issued_by, left_of
from equitycalc.engine.formulas import Conversion
from equitycalc.engine.life import ALL_OTHER_HOLDERS, first_day
from equitycalc.engine.positions import Position, Status
from equitycalc.engine.resale import Resale
from equitycalc.engine.rule144 import Holding144
from equitycalc.quantities import Money, price_text
from equitycalc.registration_rights import CONDITIONS, RegistrationRights
from equitycalc.terms import ConvertibleDebenture, Shares
from equitycalc.written import Assumed, Blank, value_of

if TYPE_CHECKING:
    from equitycalc.events import OfGrant

NONE_LEFT = (
    Status.NOT_YET_GRANTED,
    Status.EXPIRED,
    Status.CANCELLED,
    Status.REPAID,
    Status.CASH_ONLY,
)


class Block(NamedTuple):
    """Shares of a covered grant: whose, how many, and whether they are still to be registered.

    ``registrable`` is None where an open date leaves that open. ``investor`` says whether the
    holder has the rights: one who took shares over has them only on the agreement's conditions.
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
    formula: Conversion | None = None


class _Of(NamedTuple):
    """The grant whose blocks are made, and what they are judged by."""

    agreement: str
    rights: RegistrationRights
    position: Position
    resale: Resale
    price: Money | None
    registered_on: date | None
    investors: frozenset[str | None]
    freed: "Mapping[_Freed, Sequence[str]]"

    def block(
        self,
        holder: str | None,
        shares: Range[int],
        free: bool = False,
        held: Holding144 | None = None,
        what: str = "",
        formula: Conversion | None = None,
        issued_by: int | None = None,
    ) -> Block:
        """Some of its shares, with the reason why they are still to be registered or not."""
        still: bool | None = False
        if free:
            why = "; ".join(self.freed[issued_by, holder])
        else:
            still, why = _still(self.position, held, self.resale)
        said = [what, why]
        if still and self.registered_on is not None:
            said.insert(0, f"registered {self.registered_on}, not sold")
        investor = holder in self.investors
        if still is not False and not investor:
            said.append(_without_rights(self.position, holder, self.rights))
        because = "; ".join(filter(None, said))
        return Block(
            self.agreement,
            self.position,
            holder,
            shares,
            still,
            because,
            investor,
            held,
            formula,
        )


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
            investors = _investors(position, rights)
            since, freed = registered.get(id), _freed_by(position)
            of = _Of(agreement, rights, position, resale, price, since, investors, freed)
            yield from _of_grant(of)


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


def _of_grant(of: _Of) -> Iterator[Block]:
    position, resale = of.position, of.resale
    if position.status not in NONE_LEFT:
        if isinstance(position.terms, ConvertibleDebenture):
            yield from _of_debt(of, position.terms)
        else:
            held = resale.held(position)
            for claim in left_of(position):
                if claim.shares.top != 0:
                    yield of.block(claim.holder, claim.shares, claim.free, held)
    for index, move in enumerate(() if position.life is None else position.life.moves):
        for holder, shares, free, since in issued_by(position, move):
            if shares.top == 0:  # a reverse split has left none of them
                continue
            held = resale.held(position, since)
            yield of.block(holder, shares, free, held, issued_by=index)


def _of_debt(of: _Of, terms: ConvertibleDebenture) -> Iterator[Block]:
    """The principal of a debt in shares, and its interest to maturity."""
    held = of.resale.held(of.position)
    at = "a price that is open" if of.price is None else price_text(of.price)
    for claim in left_of(of.position):
        if claim.interest:
            continue
        if claim.debt.top != 0:
            shares, formula = _at(claim.debt, of.price)
            what = f"principal / {at}"
            yield of.block(claim.holder, shares, held=held, what=what, formula=formula)
        interest, what = _interest(of.position, terms, claim.debt)
        if interest.top != 0:
            shares, _ = _at(interest, of.price)
            yield of.block(claim.holder, shares, held=held, what=what)


def _at(amount: Range[Money], price: Money | None) -> tuple[Range[int], Conversion | None]:
    if price is None:
        return at_least(0), None
    low, high = Conversion(amount.low, price), Conversion(amount.high, price)
    return Range(low.shares, high.shares, amount.open), low


def _interest(
    position: Position, terms: ConvertibleDebenture, principal: Range[Money]
) -> tuple[Range[Money], str]:
    """Interest that may be paid in shares, to maturity, and what it is; at least none where a term
    is open, and where part of the debt is used already.
    """
    if terms.interest_rate is None or terms.paid_in is None or principal.top == 0:
        return NO_CASH, ""
    if value_of(terms.paid_in) == "cash":
        return NO_CASH, ""
    began, matures_on = first_day(terms, position.agreement), value_of(terms.matures_on)
    life = position.life
    lived = life is not None and bool(
        life.amended or any(move.event.kind != "transfer" for move in life.moves)
    )
    if matures_on is None:
        return at_least(NO_CASH.low), "interest, no maturity stated"
    if began is None or terms.day_count is None:
        return at_least(NO_CASH.low), "interest, its first day or its day count open"
    if lived:
        return at_least(NO_CASH.low), "interest, open because the debt was used or amended"
    from equitycalc.engine.accrual import interest_on_one, product

    owed = product(principal, interest_on_one([(began, terms)], matures_on))
    said = f"interest to {matures_on}"
    return (owed.or_none() if isinstance(terms.paid_in, Blank) else owed), said


def _still(position: Position, held: Holding144 | None, resale: Resale) -> tuple[bool | None, str]:
    """Whether shares that nobody has sold are still to be registered, and why."""
    if getattr(position.grant, "registration", None) in ("S-8", "free-trading"):
        return False, "free-trading by their own agreement"
    if held is not None and held.free_from <= resale.as_of:
        since = f"transferable under {held.paragraph} since {held.free_from}"
        return False, since + _assumed(position)
    if held is not None:
        return True, f"restricted; {held.paragraph} from {held.free_from}{_assumed(position)}"
    if isinstance(position.grant, Shares | ConvertibleDebenture):
        return None, "granted_on blank, so that Rule 144 may have freed them"
    return True, "restricted; held for Rule 144 from the day they are issued"


# Free shares by the move that issued them, None where they were granted outright, and their holder.
_Freed = tuple[int | None, str | None]


def _freed_by(position: Position) -> dict[_Freed, list[str]]:
    """The sales and transfers by which shares came into the hands they are in, free."""
    found: dict[_Freed, dict[str, list[str]]] = {}
    for move in () if position.life is None else position.life.moves:
        event, kind = move.event, move.event.kind
        if kind not in ("sold", "transfer"):
            continue
        under = getattr(event, "under", None)
        holder = ALL_OTHER_HOLDERS if kind == "sold" else getattr(event, "to", None)
        passed = move.passed or ((None, move.freed.top != 0),)
        for index, some_free in passed:
            if under is not None or some_free:
                how = found.setdefault((index, holder), {})
                how.setdefault(_FREED[kind, under], []).append(str(event.date))
    return {
        freed: [f"{how} {', '.join(days)}" for how, days in by.items()]
        for freed, by in found.items()
    }


_FREED = {
    ("sold", "registration"): "sold under a registration",
    ("sold", "rule-144"): "sold under Rule 144",
    ("transfer", "rule-144"): "transferred under Rule 144",
    ("transfer", "free"): "transferred free",
    ("transfer", None): "transferred, free already",
}


def _assumed(position: Position) -> str:
    """What a date of grant that is assumed rests on."""
    written = position.grant.granted_on
    return f" ({written.because})" if isinstance(written, Assumed) else ""


def _investors(position: Position, rights: RegistrationRights) -> frozenset[str | None]:
    """Who has the rights: the first holder, and whoever took shares over from one who has them, on
    all the conditions, and never without.
    """
    found: set[str | None] = {position.grant.holder}
    without: set[str | None] = set()
    for move in () if position.life is None else position.life.moves:
        to = getattr(move.event, "to", None)
        if to is not None and getattr(move.event, "under", None) is None:
            passed = move.holder in found and not _lacking(move.event, rights)
            (found if passed else without).add(to)
    return frozenset(found - without | {position.grant.holder})


def _lacking(event: object, rights: RegistrationRights) -> list[str]:
    required = CONDITIONS if rights.assigned_with is None else rights.assigned_with.value
    met = getattr(event, "conditions_met", ())
    return [each for each in required if each not in met]


def _without_rights(position: Position, holder: str | None, rights: RegistrationRights) -> str:
    """Why one who took shares over has no rights of his own to have them registered."""
    moves = () if position.life is None else position.life.moves
    taken_over = [each.event for each in moves if getattr(each.event, "to", None) == holder]
    return _passed_on(taken_over[0], rights) if taken_over else "bought on the market"


def _passed_on(event: "OfGrant", rights: RegistrationRights) -> str:
    """What a transfer lacked for the rights to pass with it."""
    lacking = _lacking(event, rights)
    lines = None if rights.assigned_with is None else rights.assigned_with.lines
    where = f" (lines {lines})" if lines else ""
    why = f"not shown: {', '.join(lacking)}{where}" if lacking else "from one without them"
    return f"transferred to {getattr(event, 'to', '')} {event.date} without the rights, {why}"
