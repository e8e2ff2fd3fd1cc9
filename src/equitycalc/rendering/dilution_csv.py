"""An answer as CSV: one row a grant or a group, plain numbers, each bound in a column of its own.

The columns are the keys of the JSON object, those of a basis after its name; a number that is not
known is empty.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from equitycalc.engine import BASES, Dilution, GroupKey
from equitycalc.rendering.dilution_json import DAYS, TERMS, group_json, row_json
from equitycalc.rendering.values import Json

_GRANT = ("id", "agreement", "kind", "holder", "status", "reason")
_SOURCE = ("document", "lines")
_LIVED = ("remaining", "shares_issued", "proceeds_received", "interest_accrued")
_FIGURES = ("incremental_shares", "proceeds", "debt_extinguished")
_BOUGHT_BACK = ("assumed_proceeds", "repurchased_shares")
_TOTAL = (
    "outstanding",
    "issued_since",
    "rights",
    "incremental_shares",
    "shares",
    "proceeds",
    "debt_extinguished",
    "dilution",
    "overhang",
    "exercisable",
)
# The figures of all totals, basis by basis: the columns of an answer that has many of them.
OF_TOTALS = tuple(
    (basis, figure)
    for basis in BASES
    for figure in (*_TOTAL, *(_BOUGHT_BACK if basis == "treasury_stock" else ()))
)


def csv_lines(found: Dilution, by: GroupKey | None = None) -> Iterator[str]:
    """A header, then a line for each grant in the order of the ledger, or for each group."""
    owned = ("ownership",) if by else ("interest_in_cash",)
    figures = [
        (basis, figure)
        for basis in BASES
        for figure in (
            *_FIGURES,
            *(_BOUGHT_BACK if basis == "treasury_stock" else ()),
            *owned,
        )
    ]
    ends = [f"{basis}_{figure}" for basis, figure in figures]
    figure_columns = [name + end for name in ends for end in ("", "_bound", "_at_most")]
    vested = ["exercisable", "exercisable_bound", "exercisable_at_most"]
    if by is None:
        terms = [term + end for term in TERMS for end in ("", "_bound")]
        lived = [figure + end for figure in _LIVED for end in ("", "_bound", "_at_most")]
        heads: list[object] = [
            *_GRANT,
            *DAYS,
            *terms,
            "residue",
            *_SOURCE,
            *figure_columns,
            *vested,
            *lived,
            "registration",
        ]
        yield line(heads)
        for row in found.rows():
            grant = row_json(row)
            cells = [grant[key] for key in (*_GRANT, *DAYS)]
            for term in TERMS:
                cells += number(grant[term])[:2]
            cells += number(grant["residue"])[:1]
            cells += [grant["source"][key] for key in _SOURCE]
            cells += _figure_cells(grant, figures)
            cells += number(grant["exercisable"])
            for key in _LIVED:
                cells += number((grant["life"] or {}).get(key))
            cells.append(grant["registration"])
            yield line(cells)
    else:
        held = ["held", "held_bound", "held_at_most"]
        yield line([by, "grants", *figure_columns, *vested, *held])
        for group in found.by(by):
            entry = group_json(group)
            cells = [entry["key"], entry["grants"], *_figure_cells(entry, figures)]
            yield line(cells + number(entry["exercisable"]) + number(entry["held"]))


def _figure_cells(entry: Json, figures: Sequence[tuple[str, str]]) -> list[object]:
    return [
        cell
        for basis, figure in figures
        for cell in number(None if entry[basis] is None else entry[basis][figure])
    ]


def number(found: Json | None) -> list[object]:
    """The cells of a number: its value, its bound, and its upper end where it has two ends."""
    if found is None:
        return ["", "", ""]
    return [found["value"], found["bound"], found.get("at_most", "")]


def line(cells: list[object]) -> str:
    """Cells as a line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow("" if cell is None else cell for cell in cells)
    return text.getvalue()
