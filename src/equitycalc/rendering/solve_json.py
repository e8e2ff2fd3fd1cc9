"""A goal solved as JSON, ``equitycalc.solve/1``: a contract; keys are only added."""

from collections.abc import Iterator

from equitycalc.rendering.dilution_json import assumptions_json, blanks_json, dumps, head_json
from equitycalc.rendering.measures_text import figure_json
from equitycalc.rendering.values import Json, shares_json
from equitycalc.solving import Solution
from equitycalc.trying import Tried

FORMAT = "equitycalc.solve/1"


def json_lines(found: Solution, ledger: str) -> Iterator[str]:
    """The object, line by line; ``ledger`` names where it was read from."""
    yield "{"
    entries = list(solution_json(found, ledger).items())
    for index, (key, value) in enumerate(entries):
        yield f'"{key}": {dumps(value)}' + ("," if index < len(entries) - 1 else "")
    yield "}"


def solution_json(found: Solution, ledger: str) -> Json:
    """A solution as an object; ``value`` and ``fails_at`` are numbers as they are written."""
    goal, at, fails = found.goal, found.holds, found.fails_at
    answer = found.found if at is None else at.found
    return {
        **head_json(FORMAT, answer, ledger),
        "goal": goal.condition.text,
        "measure": goal.condition.measure.text,
        "for": goal.variable.text,
        "tick": f"{goal.tick:f}",
        "verdict": found.verdict,
        "value": None if at is None else f"{at.value:f}",
        "holds": found.verdict in ("found", "every"),
        "figure": None if at is None else _figure(found, at),
        "fails_at": None if fails is None else f"{fails.value:f}",
        "fails_figure": None if fails is None else _figure(found, fails),
        "side": found.side,
        "bound": None if at is None else found.bound,
        "proven": found.proven,
        "known_from": None if found.known_from is None else f"{found.known_from:f}",
        "known_to": None if found.known_to is None else f"{found.known_to:f}",
        "incremental_shares": None
        if at is None
        else shares_json(at.found.bases.fully_diluted.incremental_shares),
        "assumptions": assumptions_json(answer.assumptions),
        "blanks": blanks_json(answer.blanks),
        "notes": list(answer.notes),
    }


def _figure(found: Solution, tried: Tried) -> Json | None:
    return figure_json(found.goal.condition.measure, tried.figure)
