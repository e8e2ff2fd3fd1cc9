"""Registration rights as CSV: one row for each line of the answer, ``section`` naming which part of
it the row is of. The other columns are the keys of the JSON object; one that a section does not
have is empty.
"""

from collections.abc import Iterator

from equitycalc.engine.registering import Registration
from equitycalc.rendering.dilution_csv import line, number
from equitycalc.rendering.registration_json import (
    allocation_json,
    block_json,
    deadline_json,
    over_allotment_json,
    standing_json,
)
from equitycalc.rendering.values import Json, shares_json

_WORDS = (
    "agreement",
    "name",
    "grant",
    "class",
    "holder",
    "date",
    "status",
    "met_on",
    "recorded_on",
    "registrable",
    "investor",
    "withdrawn",
    "because",
    "document",
    "lines",
)
_NUMBERS = ("shares", "ownership", "wanted", "allocated")
_DAYS = ("acquired", "resale_from", "free_from")


def csv_lines(found: Registration) -> Iterator[str]:
    """A header, then the deadlines, the blocks of shares, what is to be registered, all shares by
    registration, and the sellers of an offering.
    """
    numbers = [name + end for name in _NUMBERS for end in ("", "_bound", "_at_most")]
    yield line(["section", *_WORDS, *_DAYS, *numbers])
    for section, entry in _entries(found):
        cells: list[object] = [section, *(_word(entry.get(key)) for key in _WORDS)]
        cells += [(entry.get("rule_144") or {}).get(key) for key in _DAYS]
        for key in _NUMBERS:
            cells += number(entry.get(key))
        yield line(cells)


def _entries(found: Registration) -> Iterator[tuple[str, Json]]:
    for deadline in found.deadlines:
        yield "deadlines", deadline_json(deadline)
    for promised in found.promised:
        for block in promised.blocks:
            entry = block_json(block)
            yield "registrable", entry | entry["source"]
    for promised in found.promised:
        shares = shares_json(promised.to_register)
        yield "to_register", {"agreement": promised.agreement.id, "shares": shares}
    for group in found.standings:
        standing = standing_json(group)
        yield "by_registration", standing | {"name": standing["key"]}
    if found.offering is not None:
        agreement = {"agreement": found.offering.agreement.id}
        for each in found.offering.allocations:
            yield "cutback", allocation_json(each) | agreement
        if found.offering.over_allotment is not None:
            for each in found.offering.allocations:
                yield "over_allotment", over_allotment_json(each) | agreement


def _word(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value
