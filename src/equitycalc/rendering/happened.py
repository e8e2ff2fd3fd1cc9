"""What happened by the date, in words: a sentence an event, in order."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from equitycalc.bounds import Range
from equitycalc.engine import Dilution, Position
from equitycalc.engine.movements import Movement
from equitycalc.engine.moves import Adjusted, Amended, Move
from equitycalc.quantities import Money, price_text
from equitycalc.rendering.values import money_text, shares_text, term_text
from equitycalc.written import Assumed

_FREE = {None: "", "rule-144": " under Rule 144", "free": ", free of restrictions"}
_SOLD = {"registration": " under a registration", "rule-144": " under Rule 144"}

_Change = tuple[date, int, Callable[[Any, Any], str], Any, Position | None]


def happened(found: Dilution) -> tuple[Iterator[str], int]:
    """Every event that took effect: its date, what came of it, what it left, and where it stands;
    and how many sentences that makes.

    A split has a sentence of its own, and one for each holder whose part of a grant it adjusted.
    Sentences are made as they are asked for: of many, the first are read.
    """
    told: list[_Change] = []
    told += ((split.date, number, _split, split, None) for number, split in found.splits)
    told += ((each.event.date, each.number, _outside, each, None) for each in found.movements)
    told += ((each.date, number, _registered, each, None) for number, each in found.registrations)
    for position in found.positions:
        life = position.life
        if life is None:
            continue
        for say, changes in (
            (_of_grant, life.moves),
            (_amended, life.amended),
            (_adjusted, life.splits),
        ):
            told += ((each.event.date, each.number, say, each, position) for each in changes)
    told.sort(key=lambda each: each[:2])
    return _sentences(told), len(told)


def event_text(event: Any, position: Position | None) -> str:
    """One event by itself; of a grant, ``position`` is the grant when its day is over."""
    match event.kind:
        case "split":
            return _split(event, None)
        case "filed" | "registered" | "notified":
            return _registered(event, None)
        case "issue" | "repurchase":
            return _outside(Movement(event, 0, 0), None)
    life = None if position is None else position.life
    if position is not None and life is not None:
        told = [
            *(_of_grant(each, position) for each in life.moves if each.event is event),
            *(_amended(each, position) for each in life.amended if each.event is event),
        ]
        if told:
            return told[0].removeprefix(f"{event.grant}: ")
    return str(event.kind)


def _sentences(told: list[_Change]) -> Iterator[str]:
    for day, _, say, change, whose in told:
        event: Any = getattr(change, "event", change)
        where = ":".join(filter(None, (event.document, event.lines)))
        yield f"{day} {say(change, whose)}" + (f" ({where})" if where else "")


def _split(split: Any, position: None) -> str:
    fractions = "to the nearest share" if split.round == "nearest" else split.round
    return f"split, {split.new:,} for {split.old:,}, fractions rounded {fractions}"


def _registered(event: Any, position: None) -> str:
    match event.kind:
        case "filed":
            return f"registration statement filed on {event.form}: {', '.join(event.grants)}"
        case "registered":
            return f"registration effective, on {event.form}: {', '.join(event.grants)}"
        case "notified":
            on = f" on {event.form}" if event.form else ""
            return f"notice of a registration{on} to be filed {event.proposed_filing}"
        case _:
            raise AssertionError(f"nothing is said of {event.kind}")


def _of_grant(move: Move, position: Position) -> str:
    event: Any = move.event
    taken = _amount(move.taken)
    left = f"; {'nothing' if move.left.top == 0 else _amount(move.left)} left"
    left = "" if event.kind in ("transfer", "sold") else left
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
            said = f"{taken} transferred to {event.to}" + _FREE[event.under]
        case "sold":
            said = f"{taken} sold" + _SOLD[event.under]
        case "repay":
            said = f"{taken} repaid"
        case "pay":
            said = f"{taken} paid with {shares_text(move.issued)} shares"
        case _:
            raise AssertionError(f"nothing is said of {event.kind}")
    if move.interest_paid.top != 0:
        said += f", {money_text(move.interest_paid)} of interest taken as paid in cash"
    return f"{event.grant}: {said}{left}"


def _amended(each: Amended, position: Position) -> str:
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


def _adjusted(each: Adjusted, position: Position) -> str:
    """What a split did to a grant: shares and price, and what they come to together."""
    perhaps = " if it was granted before" if each.perhaps else ""
    return f"{_whose(position, each)}: {_became(each)}{perhaps}"


def _became(each: Adjusted) -> str:
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


def _outside(movement: Movement, position: None) -> str:
    event: Any = movement.event
    said = f"{event.shares:,} shares " + ("issued" if event.kind == "issue" else "bought back")
    if movement.holder:
        said += f" to {movement.holder}"
    return said + (f" for {_money(event.amount)}" if event.amount is not None else "")


def _amount(count: Range[Any]) -> str:
    return shares_text(count) if isinstance(count.low, int) else money_text(count)


def _money(amount: Money) -> str:
    return money_text(Range(amount, amount))
