"""Terms written inside a term of a grant: its interest, and its vesting."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from equitycalc.problems import Path, Problem, quoted
from equitycalc.terms import INTEREST, Schedule, Tranche

if TYPE_CHECKING:
    from equitycalc.reading.ledger_tree import Reader

_SHORT_FORM = INTEREST["rate"]


def with_interest(reader: "Reader", entry: dict[str, Any], path: Path) -> Callable[[Path], Path]:
    """Moves the terms of ``interest`` to the debt they belong to, in place.

    What is returned turns the path of a moved term into the path where it was written.
    """
    moved: dict[str, str] = {}
    for term in INTEREST:
        if term in entry:
            del entry[term]
            said = f"{quoted(term)} is not a term of a convertible debenture"
            _unknown(reader, (*path, term), said, "it is a term of interest: write it inside")
    inside = entry.pop("interest", {"rate": None})
    if reader.is_mapping(inside, (*path, "interest"), "interest"):
        for key, value in inside.items():
            where = (*path, "interest", key)
            if key not in INTEREST:
                help = reader.near(key, INTEREST) or "one of " + ", ".join(INTEREST)
                _unknown(reader, where, f"{quoted(key)} is not a term of interest", help)
            elif value is not None and INTEREST[key] in entry:
                said = f"{quoted(_SHORT_FORM)} is the short form of this"
                reader.problems.append(
                    Problem(
                        name="duplicate-key",
                        message=said,
                        path=where,
                        help="write one of the two",
                        on_key=True,
                    )
                )
            elif value is not None:
                entry[INTEREST[key]] = value
                moved[INTEREST[key]] = key
        if "rate" not in inside:
            reader.wrong("missing-key", 'interest needs "rate"', (*path, "interest"))

    def as_written(where: Path) -> Path:
        if len(where) > len(path) and (term := where[len(path)]) in moved:
            return (*path, "interest", moved[str(term)], *where[len(path) + 1 :])
        return where

    return as_written


def with_vesting(reader: "Reader", raw: Any, path: Path) -> tuple[Tranche, ...] | Schedule | None:
    """Vesting as a schedule or as tranches; None where it cannot be read."""
    if isinstance(raw, dict):
        return reader.validated(Schedule, raw, path)
    if not isinstance(raw, list):
        said = "vesting is a list of tranches, or a schedule"
        help = "write - {on: DATE, shares: N}, or {start, cliff_months, every_months, periods}"
        reader.wrong("not-a-list", said, path, help)
        return None
    tranches = [
        reader.validated(Tranche, each, (*path, index))
        for index, each in enumerate(raw)
        if reader.is_mapping(each, (*path, index), "a tranche")
    ]
    readable = tuple(each for each in tranches if each is not None)
    return readable if len(readable) == len(raw) else None


def _unknown(reader: "Reader", path: Path, message: str, help: str) -> None:
    reader.problems.append(
        Problem(name="unknown-key", message=message, path=path, help=help, on_key=True)
    )
