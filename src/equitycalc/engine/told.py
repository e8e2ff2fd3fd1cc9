"""What happened to a grant, in a few words: the end of its reason."""

from collections.abc import Iterator
from typing import Any

from equitycalc.bounds import Range
from equitycalc.engine.life import Life
from equitycalc.quantities import NO_MONEY, two_places

_DONE = {
    "exercise": "exercised",
    "convert": "converted",
    "cancel": "cancelled",
    "forfeit": "forfeited",
    "repay": "repaid",
    "pay": "paid in stock",
}


def told(life: Life) -> Iterator[str]:
    """What was taken, how much of it is left, who has it, and which terms are others now."""
    taken: dict[str, Range[Any]] = {}
    amended: dict[str, str] = {}
    passed_on: list[str] = []
    for move in life.moves:
        kind = move.event.kind
        if kind == "transfer":
            to = getattr(move.event, "to", "")
            passed_on.append(f"{_amount(move.taken)} transferred to {to}")
        elif kind == "sold":
            passed_on.append(f"{_amount(move.taken)} sold")
        elif move.taken.top != 0:
            taken[kind] = taken[kind] + move.taken_now if kind in taken else move.taken_now
    yield from (f"{_amount(amount)} {_DONE[kind]}" for kind, amount in taken.items())
    if taken and life.left.top != 0:
        yield f"{_amount(life.left)} left"
    yield from passed_on
    for each in life.amended:
        amended[each.event.term] = f"{each.event.term} amended {each.event.date}"
    yield from amended.values()
    for split, perhaps in dict.fromkeys((each.event, each.perhaps) for each in life.splits):
        when = f"{split.new}:{split.old} {split.date}"
        yield f"before or after the split {when}" if perhaps else f"split {when}"


def _amount(count: Range[Any]) -> str:
    """A count of shares, or money; at least so much where it is open."""
    low = count.low
    text = f"{low:,}" if isinstance(low, int) else f"{two_places(low or NO_MONEY):,f}"
    return f"at least {text}" if count.open else text
