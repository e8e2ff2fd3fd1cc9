"""The door in: YAML text to a ``Ledger``, and every failure a problem with its place.

``sources`` finds the text, ``yaml_events`` and ``yaml_tree`` make it a plain tree, ``ledger_tree``
makes that a ``Ledger``, and ``places`` finds the lines of what went wrong.
"""

import gc
import os

from equitycalc.problems import LedgerErrors, Problem
from equitycalc.reading.ledger_tree import ledger_from
from equitycalc.reading.places import placed
from equitycalc.reading.sources import Source, find_ledger, read_bytes
from equitycalc.reading.yaml_tree import REFUSED, tree
from equitycalc.terms import Ledger


def read_ledger(path: str | os.PathLike[str] | None = None) -> Ledger:
    """The ledger at ``path``; without one, the ledger that the command line would take (``-`` is
    standard input).

    Raises ``LedgerErrors``, which carries every problem of the file in ``problems``, each with its
    place.
    """
    return read_source(find_ledger(None if path is None else os.fspath(path), os.environ))


def read_source(source: Source) -> Ledger:
    """The ledger of a source that was found, or ``LedgerErrors``."""
    return ledger_of(read_bytes(source), source.name)


def ledger_of(data: bytes, file: str) -> Ledger:
    """The ledger in a text of UTF-8 bytes that came from ``file``, or ``LedgerErrors``."""
    collecting = gc.isenabled()
    gc.disable()  # millions of small objects and no cycles: collecting costs more than reading
    try:
        ledger, problems = _parsed(data)
        if problems or ledger is None:
            raise LedgerErrors(placed(problems, data, file))
        return ledger
    finally:
        if collecting:
            gc.enable()


def _parsed(data: bytes) -> tuple[Ledger | None, list[Problem]]:
    document, refused = tree(data)
    if document is None:
        return None, refused or [
            Problem(
                name="empty-file",
                message="there is nothing in this ledger",
                help="it begins with issuer:",
            )
        ]
    ledger, problems = ledger_from(document)
    # A value that was refused as YAML is not refused a second time as a term.
    seen = {one.path for one in refused if one.name in REFUSED}
    problems = [
        one
        for one in problems
        if not any(one.path[:n] in seen for n in range(1, len(one.path) + 1))
    ]
    return ledger, refused + problems


__all__ = ["LedgerErrors", "Source", "find_ledger", "ledger_of", "read_ledger", "read_source"]
