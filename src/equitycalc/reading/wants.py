"""A file of who wants to sell in an offering: a list of entries, read as strictly as a ledger."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from equitycalc.collected import Collected
from equitycalc.engine.cutback import Want
from equitycalc.problems import Path, Problem, quoted
from equitycalc.reading.documents import Kind, document
from equitycalc.reading.entries import Entries
from equitycalc.reading.places import placed
from equitycalc.reading.sources import read_bytes, source_of

_KIND = Kind("list of sellers", "- class:")


class WantsFile(NamedTuple):
    """The wants of a file, and its text, of which places are looked up only if need be."""

    name: str
    data: bytes
    wants: tuple[Want, ...]

    def placed(self, problems: Iterable[Problem], typed: int) -> Iterator[Problem]:
        """The problems, those of its own entries with their places in it. Before these, so many
        wants were ``typed``.
        """
        own = []
        for each in problems:
            argument, *inner = each.path
            if argument == "wants" and int(inner[0]) >= typed:
                own.append(replace(each, path=(int(inner[0]) - typed, *inner[1:])))
            else:
                yield each
        yield from placed(own, self.data, self.name)


def read_wants(path: str) -> WantsFile:
    """The wants of a YAML file, ``-`` being standard input, or ``LedgerErrors`` with its problems.

    Each entry has a ``class`` of sellers, a ``holder``, the ``shares`` it wants to offer, and, if
    that is known, how many it ``has``.
    """
    source = source_of(path)
    data = read_bytes(source)
    return WantsFile(source.name, data, document(data, source.name, _KIND, _wants))


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
