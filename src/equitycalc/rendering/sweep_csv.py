"""A sweep as CSV: one row a point, plain numbers, each bound in a column of its own.

The columns are the keys of a point's JSON object, those of a basis after its name.
"""

from collections.abc import Iterable, Iterator

from equitycalc.rendering.dilution_csv import OF_TOTALS, line, number
from equitycalc.rendering.sweep_json import points_json
from equitycalc.sweeps import Point, Sweep


def csv_lines(found: Sweep, points: Iterable[Point]) -> Iterator[str]:
    """A header, then a line for each point as it is computed."""
    names = [axis.name for axis in found.asked.over]
    ends = ("", "_bound", "_at_most")
    heads = [f"{basis}_{figure}{end}" for basis, figure in OF_TOTALS for end in ends]
    yield line(["market_price", *names, *heads])
    for entry in points_json(found, points):
        totals = entry["totals"]
        cells: list[object] = [entry["market_price"], *entry["terms"].values()]
        for basis, figure in OF_TOTALS:
            cells += number(None if totals[basis] is None else totals[basis][figure])
        yield line(cells)
