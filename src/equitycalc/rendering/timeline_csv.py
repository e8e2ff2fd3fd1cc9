"""A timeline as CSV: one row a change, in order, each with the totals when its day is over.

The columns are the keys of the JSON object, those of a basis after its name.
"""

from collections.abc import Iterator

from equitycalc.rendering.dilution_csv import OF_TOTALS, line, number
from equitycalc.rendering.timeline_json import change_json, totals_json
from equitycalc.rendering.values import shares_json
from equitycalc.timelines import Timeline

_WORDS = ("grant", "agreement", "kind", "holder", "status", "text")


def csv_lines(found: Timeline) -> Iterator[str]:
    """A header, then a row for each change."""
    names = ["shares", "exercisable", "added"]
    names += [f"{basis}_{figure}" for basis, figure in OF_TOTALS]
    numbers = [name + end for name in names for end in ("", "_bound", "_at_most")]
    yield line(["date", "what", *_WORDS, "document", "lines", *numbers])
    for moment in found.moments:
        totals = totals_json(moment)
        running = number(shares_json(moment.added))
        for basis, figure in OF_TOTALS:
            running += number(None if totals[basis] is None else totals[basis][figure])
        for change in moment.changes:
            entry = change_json(change)
            where = entry["sources"][0] if entry["sources"] else {}
            cells: list[object] = [moment.on.isoformat(), " ".join(entry["what"])]
            cells += [entry[key] for key in _WORDS]
            cells += [where.get("document"), where.get("lines")]
            cells += [*number(entry["shares"]), *number(entry["exercisable"])]
            yield line(cells + running)
