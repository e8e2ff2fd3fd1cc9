"""A YAML document to what it describes, and every failure a problem with its place."""

import gc
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from equitycalc.problems import LedgerErrors, Problem
from equitycalc.reading.places import placed
from equitycalc.reading.yaml_tree import REFUSED, tree

T = TypeVar("T")


class Kind(NamedTuple):
    """A kind of document: what it is called, and how it begins."""

    noun: str
    begins: str


def document(
    data: bytes, file: str, kind: Kind, build: Callable[[Any], tuple[T | None, list[Problem]]]
) -> T:
    """What ``build`` makes of the plain tree of a text of UTF-8 bytes, or ``LedgerErrors``."""
    collecting = gc.isenabled()
    gc.disable()  # millions of small objects and no cycles: collecting costs more than reading
    try:
        found, problems = _parsed(data, kind, build)
        if problems or found is None:
            raise LedgerErrors(placed(problems, data, file))
        return found
    finally:
        if collecting:
            gc.enable()


def _parsed(
    data: bytes, kind: Kind, build: Callable[[Any], tuple[T | None, list[Problem]]]
) -> tuple[T | None, list[Problem]]:
    plain, refused = tree(data)
    if plain is None:
        nothing = Problem(
            name="empty-file",
            message=f"there is nothing in this {kind.noun}",
            help=f"it begins with {kind.begins}",
        )
        return None, refused or [nothing]
    found, problems = build(plain)
    # A value that was refused as YAML is not refused a second time as a term.
    seen = {one.path for one in refused if one.name in REFUSED}
    problems = [
        one
        for one in problems
        if not any(one.path[:n] in seen for n in range(1, len(one.path) + 1))
    ]
    return found, refused + problems
