"""The door in: YAML text to a ``Ledger``, and every failure a problem with its place.

``sources`` finds the text, ``yaml_events`` and ``yaml_tree`` make it a plain tree, ``ledger_tree``
makes that a ``Ledger``, and ``places`` finds the lines of what went wrong; ``documents`` goes that
way for every kind of file.
"""

import os

from equitycalc.problems import LedgerErrors
from equitycalc.reading.documents import Kind, document
from equitycalc.reading.ledger_tree import ledger_from
from equitycalc.reading.sources import Source, find_ledger, read_bytes
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
    return document(data, file, Kind("ledger", "issuer:"), ledger_from)


__all__ = ["LedgerErrors", "Source", "find_ledger", "ledger_of", "read_ledger", "read_source"]
