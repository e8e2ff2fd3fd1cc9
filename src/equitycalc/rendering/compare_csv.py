"""Scenarios side by side as CSV: a row each, plain numbers, bounds in columns of their own."""

from collections.abc import Iterator

from equitycalc.comparing import Comparison
from equitycalc.differences import DIFFERENT
from equitycalc.engine import BASES
from equitycalc.rendering.compare_json import scenario_json
from equitycalc.rendering.dilution_csv import line, number
from equitycalc.rendering.values import Json

_TOTALS = (
    "outstanding",
    "issued_since",
    "rights",
    "incremental_shares",
    "shares",
    "proceeds",
    "debt_extinguished",
    "dilution",
    "overhang",
)
_VESTED = "exercisable"  # whose columns came later than the others, and stand behind them
_STEPS = (
    *("outstanding", "shares", *(each for each in DIFFERENT if each != _VESTED)),
    *("dilution", "overhang"),
)


def csv_lines(found: Comparison) -> Iterator[str]:
    """A header, then a line for each scenario; ``KIND_rights`` are the shares of a kind."""
    entries = [scenario_json(found, each) for each in found.scenarios]
    kinds = list(dict.fromkeys(kind["key"] for entry in entries for kind in entry["by_kind"]))
    columns = [f"{basis}_{name}" for basis in BASES for name in _TOTALS]
    columns += [f"{basis}_difference_{name}" for basis in BASES for name in _STEPS]
    columns += [f"{kind}_incremental_shares" for kind in kinds]
    columns += [f"{basis}_{_VESTED}" for basis in BASES]
    columns += [f"{basis}_difference_{_VESTED}" for basis in BASES]
    ends = [name + end for name in columns for end in ("", "_bound", "_at_most")]
    yield line(["scenario", "question", "as_of", "market_price", "largest_holder", *ends])
    for entry in entries:
        largest = entry["largest_holder"]
        cells: list[object] = [
            *(entry[key] for key in ("name", "question", "as_of", "market_price")),
            None if largest is None else largest["key"],
        ]
        for basis in BASES:
            for name in _TOTALS:
                cells += number((entry["totals"][basis] or {}).get(name))
        for basis in BASES:
            step = (entry["difference"] or {}).get(basis) or {}
            for name in _STEPS:
                cells += number(step.get(name))
        for kind in kinds:
            cells += number(_of_kind(entry, kind))
        for of_each in (entry["totals"], entry["difference"] or {}):
            for basis in BASES:
                cells += number((of_each.get(basis) or {}).get(_VESTED))
        yield line(cells)


def _of_kind(entry: Json, kind: str) -> Json | None:
    for each in entry["by_kind"]:
        if each["key"] == kind:
            found: Json = each["fully_diluted"]["incremental_shares"]
            return found
    return None
