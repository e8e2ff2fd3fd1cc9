"""A YAML document to what it describes, and every failure a problem with its place."""

import gc
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from equitycalc.collected import Collected
from equitycalc.problems import LedgerErrors, Problem
from equitycalc.reading.places import placed
from equitycalc.reading.yaml_tree import tree

T = TypeVar("T")


class Kind(NamedTuple):
    """A kind of document: what it is called, and how it begins."""

    noun: str
    begins: str


def document(data: bytes, file: str, kind: Kind, build: Callable[[Any, Collected], T | None]) -> T:
    """What ``build`` makes of the plain tree of a text of UTF-8 bytes, or ``LedgerErrors``; it
    hands over what is wrong.
    """
    collecting = gc.isenabled()
    gc.disable()  # millions of small objects and no cycles: collecting costs more than reading
    try:
        problems = Collected()
        plain = tree(data, problems)
        found = None if plain is None else build(plain, problems)
        if plain is None and not problems:
            said, begins = f"there is nothing in this {kind.noun}", f"it begins with {kind.begins}"
            problems.append(Problem(name="empty-file", message=said, help=begins))
        if problems or found is None:
            raise LedgerErrors(*problems.shown(placed(problems, data, file)))
        return found
    finally:
        if collecting:
            gc.enable()
