"""A goal solved as CSV: a header and one row, so that the rows of several can be put together."""

from collections.abc import Iterator

from equitycalc.rendering.dilution_csv import line, number
from equitycalc.rendering.solve_json import solution_json
from equitycalc.solving import Solution

_WORDS = ("goal", "for", "verdict", "value", "bound", "side", "fails_at", "proven", "as_of")
_NUMBERS = ("figure", "fails_figure", "incremental_shares")


def csv_lines(found: Solution) -> Iterator[str]:
    """The header and the row."""
    entry = solution_json(found, "")
    yield line([*_WORDS, *(name + end for name in _NUMBERS for end in ("", "_bound", "_at_most"))])
    words = [entry[key] for key in _WORDS]
    cells: list[object] = [str(one).lower() if isinstance(one, bool) else one for one in words]
    for name in _NUMBERS:
        cells += number(entry[name])
    yield line(cells)
