"""Scenarios side by side as JSON, ``equitycalc.compare/1``: a contract; keys are only added."""

from collections.abc import Iterator

from equitycalc.comparing import Comparison, largest_holder
from equitycalc.differences import DIFFERENT, Difference
from equitycalc.rendering.dilution_json import (
    assumptions_json,
    blanks_json,
    dumps,
    group_json,
    head_json,
    listed,
    total_json,
)
from equitycalc.rendering.values import Json, money_json, ratio_json, shares_json
from equitycalc.scenarios import Answered

FORMAT = "equitycalc.compare/1"
MONEY = ("proceeds", "debt_extinguished")


def json_lines(found: Comparison, ledger: str, scenarios: str) -> Iterator[str]:
    """The object, line by line; ``ledger`` and ``scenarios`` name where they were read from."""
    issuer = found.baseline.found.issuer
    yield "{"
    yield f'"format": {dumps(FORMAT)},'
    yield f'"ledger": {dumps(ledger)},'
    yield f'"scenarios_file": {dumps(scenarios)},'
    yield f'"issuer": {dumps({"name": issuer.name, "ticker": issuer.ticker})},'
    yield f'"baseline": {dumps(found.baseline.scenario.name)},'
    entries = listed("scenarios", (scenario_json(found, each) for each in found.scenarios))
    held = next(entries)
    for line in entries:  # the last key of the object has no comma after it
        yield held
        held = line
    yield held.removesuffix(",")
    yield "}"


def scenario_json(found: Comparison, each: Answered) -> Json:
    """One scenario as an object."""
    answer = each.found
    head = head_json(FORMAT, answer, "")
    interest = answer.interest
    largest = largest_holder(answer)
    return {
        "name": each.scenario.name,
        "question": each.scenario.question,
        **{key: head[key] for key in ("as_of", "market_price", "outstanding", "outstanding_now")},
        "totals": {
            basis: total_json(total, interest[basis]) for basis, total in answer.totals.items()
        },
        "by_kind": [group_json(group) for group in answer.by("kind")],
        "largest_holder": None if largest is None else group_json(largest),
        "proceeds_received": money_json(answer.received),
        "difference": None
        if each is found.baseline
        else {
            basis: None if step is None else difference_json(step)
            for basis, step in found.differences(each).items()
        },
        "assumptions": assumptions_json(answer.assumptions),
        "blanks": blanks_json(answer.blanks),
        "notes": list(answer.notes),
    }


def difference_json(step: Difference) -> Json:
    """What one scenario has more than the baseline, on one basis."""
    return {
        "outstanding": shares_json(step.outstanding),
        "shares": shares_json(step.shares),
        **{
            name: (money_json if name in MONEY else shares_json)(getattr(step, name))
            for name in DIFFERENT
        },
        "dilution": ratio_json(step.dilution),
        "overhang": ratio_json(step.overhang),
    }
