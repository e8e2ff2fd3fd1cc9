"""Two ledgers as JSON, ``equitycalc.diff/1``: a contract; keys are only added."""

from collections.abc import Iterator, Sequence
from typing import Any

from equitycalc.differences import Difference
from equitycalc.diffing.answer import Diff
from equitycalc.diffing.changes import Change
from equitycalc.diffing.gates import Judged
from equitycalc.diffing.owners import Owner
from equitycalc.diffing.steps import Step
from equitycalc.diffing.terms import terms_set
from equitycalc.engine import BASES, Basis, Dilution, Group
from equitycalc.rendering.compare_json import difference_json
from equitycalc.rendering.dilution_json import (
    assumptions_json,
    blanks_json,
    dumps,
    group_json,
    head_json,
    listed,
    total_json,
)
from equitycalc.rendering.measures_text import figure_json
from equitycalc.rendering.terms_text import teller
from equitycalc.rendering.values import Json, ratio_json
from equitycalc.written import key_of

FORMAT = "equitycalc.diff/1"
_INSIDE = ("grants",)  # entries of their own


def json_lines(found: Diff, names: Sequence[str], gates: Sequence[Judged] = ()) -> Iterator[str]:
    """The object, line by line; ``names`` are those of the two ledgers."""
    issuer = found.new.issuer
    price = found.new.market_price
    yield "{"
    yield f'"format": {dumps(FORMAT)},'
    yield f'"issuer": {dumps({"name": issuer.name, "ticker": issuer.ticker})},'
    yield f'"market_price": {dumps(None if price is None else f"{price:f}")},'
    yield f'"old": {dumps(_side(found.old, names[0]))},'
    yield f'"new": {dumps(_side(found.new, names[1]))},'
    number = {id(each): index for index, each in enumerate(found.changes)}
    yield from listed("changes", (_change(each) for each in found.changes))
    yield from listed("steps", (_step(each, number) for each in found.steps))
    yield f'"difference": {dumps(_differences(found.whole))},'
    yield from listed("holders", (_owner(each) for each in found.owners(found.holders)))
    yield from listed("gates", (_gate(each) for each in gates))
    yield f'"notes": {dumps(list(found.notes))}'
    yield "}"


def _side(found: Dilution, ledger: str) -> Json:
    head = head_json(FORMAT, found, ledger)
    interest = found.interest
    return {
        **{key: head[key] for key in ("ledger", "as_of", "outstanding", "outstanding_now")},
        "totals": {
            basis: total_json(total, interest[basis]) for basis, total in found.totals.items()
        },
        "assumptions": assumptions_json(found.assumptions),
        "blanks": blanks_json(found.blanks),
        "notes": list(found.notes),
    }


def _change(each: Change) -> Json:
    return {
        "what": each.what,
        "entry": each.entry,
        "name": each.name,
        "grant": each.grant,
        "path": list(each.path),
        "terms": [
            {
                "term": term.term,
                "old": _written(term.old, term.owner, term.field, each.new),
                "new": _written(term.new, term.owner, term.field, each.new),
            }
            for term in each.altered
        ],
        "old": _entry(each.old) if each.what == "removed" else None,
        "new": _entry(each.new) if each.what == "added" else None,
    }


def _written(value: Any, owner: type, field: str, entry: Any) -> str | None:
    return None if value is None else teller(owner, field, entry)(value)


def _entry(entry: Any) -> Json:
    """The terms of an entry as a ledger would have them, but for the entries in it."""
    kind = {"kind": entry.kind} if hasattr(entry, "kind") else {}
    return kind | {
        key_of(name): teller(type(entry), name, entry)(value)
        for name, value in terms_set(entry)
        if name not in _INSIDE
    }


def _step(each: Step, number: dict[int, int]) -> Json:
    return {
        "of": [
            {
                "change": number[id(item.change)],
                "term": None if item.term is None else item.term.term,
            }
            for item in each.items
        ],
        "difference": _differences(each.difference),
    }


def _differences(steps: dict[Basis, Difference | None]) -> Json:
    return {
        basis: None if (step := steps[basis]) is None else difference_json(step) for basis in BASES
    }


def _owner(each: Owner) -> Json:
    return {
        "holder": each.holder,
        "old": _group(each.old),
        "new": _group(each.new),
        "difference": {basis: ratio_json(step) for basis, step in each.difference.items()},
    }


def _group(group: Group | None) -> Json | None:
    return None if group is None else group_json(group)


def _gate(each: Judged) -> Json:
    condition, of_change = each.gate
    return {
        "condition": condition.text,
        "of": "change" if of_change else "new",
        "measure": condition.measure.text,
        "figure": figure_json(condition.measure, each.figure),
        "outcome": each.outcome,
    }
