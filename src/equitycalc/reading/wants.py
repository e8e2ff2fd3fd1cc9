"""A file of who wants to sell in an offering: a list of entries, read as strictly as a ledger."""

from dataclasses import replace
from typing import Any

from equitycalc.collected import Collected
from equitycalc.engine.cutback import Want
from equitycalc.problems import Path, Problem, quoted
from equitycalc.reading.documents import Kind, document
from equitycalc.reading.entries import Entries
from equitycalc.reading.sources import read_bytes, source_of

_KIND = Kind("list of sellers", "- class:")


def read_wants(path: str) -> tuple[Want, ...]:
    """The wants of a YAML file, ``-`` being standard input, or ``LedgerErrors`` with its problems.

    Each entry has a ``class`` of sellers, a ``holder``, the ``shares`` it wants to offer, and, if
    that is known, how many it ``has``.
    """
    source = source_of(path)
    return document(read_bytes(source), source.name, _KIND, _wants)


def _wants(plain: Any, problems: Collected) -> tuple[Want, ...] | None:
    reader = Entries(problems)
    if not reader.is_list(plain, (), "a file of sellers"):
        return None
    found = [_want(reader, entry, (index,)) for index, entry in enumerate(plain)]
    return tuple(each for each in found if each is not None)


def _want(reader: Entries, entry: Any, path: Path) -> Want | None:
    if not reader.is_mapping(entry, path, "a seller"):
        return None
    # The word for a class of sellers is one of the language, which no field can be called.
    unknown = [key for key in entry if key not in _KEYS]
    for key in unknown:
        said = f"{quoted(key)} is not a key of a seller"
        help = reader.near(key, _KEYS) or "one of " + ", ".join(_KEYS)
        where = (*path, key)
        wrong = Problem(name="unknown-key", message=said, path=where, help=help, on_key=True)
        reader.problems.append(wrong)
    if unknown:
        return None
    if "class" in entry:
        entry["seller"] = entry.pop("class")
    return reader.validated(Want, entry, path, _as_written)


def _as_written(problem: Problem) -> Problem:
    """A problem of ``seller`` by the key that is written."""
    end = problem.path[-1] if problem.path else ""
    path = (*problem.path[:-1], "class") if end == "seller" else problem.path
    said = problem.message.replace('"seller"', '"class"')
    return replace(problem, path=path, message=said)


_KEYS = ("class", "holder", "shares", "has")
