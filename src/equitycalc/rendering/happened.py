"""What happened by the date, in words: a sentence an event, in order."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from equitycalc.bounds import Range
from equitycalc.engine import Dilution, Position
from equitycalc.engine.fold import Adjusted, Amended, Move
from equitycalc.engine.movements import Movement
from equitycalc.quantities import Money, price_text
from equitycalc.rendering.values import money_text, shares_text, term_text
from equitycalc.written import Assumed


def happened(found: Dilution) -> Iterator[str]:
    """Every event that took effect: its date, what came of it, what it left, and where it stands.

    A split has a sentence of its own, and one for each grant that it adjusted.
    """
    told: list[tuple[int, Any, str]] = []
    for number, split in found.splits:
        fractions = "to the nearest share" if split.round == "nearest" else split.round
        said = f"split, {split.new:,} for {split.old:,}, fractions rounded {fractions}"
        told.append((number, split, said))
    for movement in found.movements:
        told.append((movement.number, movement.event, _outside(movement)))
    for position in found.positions:
        life = position.life
        if life is not None:
            told += ((move.number, move.event, _of_grant(move)) for move in life.moves)
            told += ((each.number, each.event, _amended(each)) for each in life.amended)
            told += (
                (each.number, each.event, f"{_whose(position, each)}: {_split(each)}")
                for each in life.splits
            )
    for _, event, said in sorted(told, key=lambda each: (each[1].date, each[0])):
        where = ":".join(filter(None, (event.document, event.lines)))
        yield f"{event.date} {said}" + (f" ({where})" if where else "")


def _of_grant(move: Move) -> str:
    event: Any = move.event
    taken = _amount(move.taken)
    left = f"; {'nothing' if move.left.top == 0 else _amount(move.left)} left"
    left = "" if event.kind == "transfer" else left
    match event.kind:
        case "exercise" if event.settle == "net":
            at = f"{event.market_price:f}"
            said = f"{taken} exercised net at {at}, {shares_text(move.issued)} issued"
        case "exercise":
            said = f"{taken} exercised for {money_text(move.received)}"
        case "convert":
            said = f"{money_text(move.debt)} converted into {shares_text(move.issued)} shares"
            if move.residue:
                said += f", {_money(move.residue)} lost as residue"
        case "cancel":
            said = f"{taken} cancelled"
        case "forfeit":
            said = f"{taken} forfeited"
        case "transfer":
            said = f"{taken} transferred to {event.to}"
        case "repay":
            said = f"{taken} repaid"
        case _:
            said = f"{taken} paid with {shares_text(move.issued)} shares"
    if move.interest_paid.top != 0:
        said += f", {money_text(move.interest_paid)} of interest taken as paid in cash"
    return f"{event.grant}: {said}{left}"


def _amended(each: Amended) -> str:
    before, after = (_term(value, each.event.term) for value in (each.before, each.after))
    return f"{each.event.grant}: {each.event.term} amended from {before} to {after}"


def _term(value: object, term: str) -> str:
    found = value.value if isinstance(value, Assumed) else value
    if isinstance(found, Decimal) and term in ("principal", "amount"):
        return _money(found)
    if isinstance(found, Decimal) and term in ("interest_rate", "rate"):
        return f"{found.scaleb(2):f}%"
    return term_text(value) or "none"


def _whose(position: Position, each: Adjusted) -> str:
    """The grant, and the holder where it is in several hands."""
    id = position.grant.id
    return id if each.holder == position.grant.holder else f"{id}, {each.holder}"


def _split(each: Adjusted) -> str:
    """What a split did to a grant: shares and price, and what they come to together."""
    by = each.by
    price, became = by.price, by.adjusted_price
    if price is None or became is None:
        return f"{by.shares:,} become {by.adjusted_shares:,}{_exactly(each)}"
    if not by.shares:
        return f"{price_text(price)} becomes {term_text(became)} a share"
    said = (
        f"{by.shares:,} at {term_text(price)} become {by.adjusted_shares:,} at {term_text(became)}"
        f"{_exactly(each)}"
    )
    before, after = by.aggregate_before, by.aggregate_after
    if before is None or after is None or before == after:
        return said
    return f"{said}; {_money(before)} in all became {_money(after)} by rounding"


def _exactly(each: Adjusted) -> str:
    exact = each.by.exact_shares
    return "" if exact == each.by.adjusted_shares else f" (exactly {exact})"


def _outside(movement: Movement) -> str:
    event: Any = movement.event
    said = f"{event.shares:,} shares " + ("issued" if event.kind == "issue" else "bought back")
    if movement.holder:
        said += f" to {movement.holder}"
    return said + (f" for {_money(event.amount)}" if event.amount is not None else "")


def _amount(count: Range[Any]) -> str:
    return shares_text(count) if isinstance(count.low, int) else money_text(count)


def _money(amount: Money) -> str:
    return money_text(Range(amount, amount))
