"""What may not happen from one ledger to another: a figure that rises or falls by more than it may,
or that is what it may not be.
"""

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from equitycalc.holders import holders_of, refuse_unknown
from equitycalc.measures import Condition, Figure, Outcome, parse_change, parse_condition
from equitycalc.problems import Typed, Unreadable
from equitycalc.terms import Ledger


class Gate(NamedTuple):
    """A condition that is to be false: of what the new ledger has more, or of what it has."""

    condition: Condition
    of_change: bool


class Judged(NamedTuple):
    """A gate, the figure it is of, and whether its condition holds of it; ``lacks`` is what one of
    the answers needs for a figure, where there is none.
    """

    gate: Gate
    figure: Figure | None
    outcome: Outcome
    lacks: str | None = None

    @property
    def closed(self) -> bool:
        """Whether the condition is true, or cannot be shown false."""
        return self.outcome != "broken"


def gates_from(texts: Iterable[str]) -> tuple[Gate, ...]:
    """Gates, ``dilution +1%`` or ``dilution > 20%``, or ``QuestionErrors``, whose paths begin
    ``fail_if``.
    """
    typed = Typed()
    found = [typed.parsed(text, _gate, "fail_if", i) for i, text in enumerate(texts)]
    typed.stop()
    return tuple(each for each in found if each is not None)


def refuse_unknown_holders(gates: Iterable[Gate], old: Ledger, new: Ledger) -> None:
    """``QuestionErrors`` where a gate is on somebody whom neither ledger names: one who comes or
    goes is named by one of them.
    """
    refuse_unknown(
        ((("fail_if", index), each.condition) for index, each in enumerate(gates)),
        chain(holders_of(old), holders_of(new)),
        "either ledger",
    )


_HELP = "write [BASIS.]MEASURE +NUMBER[%], such as dilution +1%, or dilution > 20%"


def _gate(text: str) -> Gate:
    change = parse_change(text)
    if change is not None:
        return Gate(change, of_change=True)
    try:
        condition = parse_condition(text)
    except Unreadable as problem:
        if problem.name == "not-a-condition":
            problem.help = _HELP
        raise
    if condition.scenario is not None:
        raise Unreadable("not-a-condition", "a ledger has no scenarios", _HELP, at=(0,))
    return Gate(condition, of_change=False)
