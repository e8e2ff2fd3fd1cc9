"""Which two ledgers are compared: files, or revisions of one file.

What is there as a file is a file, unless the ledger is named after ``--``: then all else are
revisions. A revision has the ledger at the path of the file it is compared with, or else where the
ledger is found; ``REVISION:PATH`` says where it had it.
"""

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from equitycalc.problems import LedgerErrors, Problem, Typed, quoted
from equitycalc.reading import ledger_of
from equitycalc.reading.revisions import Wanted, file_now, read_revision, wanted
from equitycalc.reading.sources import (
    IN_FOLDER,
    VARIABLE,
    LedgerUnopened,
    Source,
    read_bytes,
    source_of,
)
from equitycalc.terms import Ledger


class Text(NamedTuple):
    """A ledger's name, the file it is in, where it is in one, and what reads its bytes."""

    name: str
    path: Path | None
    read: Callable[[], bytes]


def compared(
    old: str, new: str | None, paths: Sequence[str], environment: Mapping[str, str] = os.environ
) -> tuple[Text, Text]:
    """The two that are meant, the second without a name being the file itself, or
    ``QuestionErrors``; the path of a problem is ``OLD``, ``NEW`` or ``PATH``.
    """
    typed = Typed()
    if len(paths) > 1:
        said = "one ledger is compared at a time"
        typed.problems.append(Problem(name="one-ledger", message=said, path=("PATH", 1)))
    files = [each is not None and not paths and _is_file(each) for each in (old, new)]
    if files[0] and new is None:
        said = f"there is nothing to compare {quoted(old)} with"
        help = f"name a second file, or the revision first: equitycalc diff HEAD -- {old}"
        wrong = Problem(name="nothing-to-compare", message=said, path=("OLD",), help=help)
        typed.problems.append(wrong)
    typed.stop()
    beside = [Path(each) for each in (old, new) if each is not None and _is_file(each)]
    named = environment.get(VARIABLE) or str(IN_FOLDER)
    file = Path(paths[0] if paths else beside[0] if beside else named)

    def revised(text: str) -> Wanted:
        return wanted(text, file)

    before = None if files[0] else typed.parsed(old, revised, "OLD")
    after = None if new is None or files[1] else typed.parsed(new, revised, "NEW")
    typed.stop()
    if new is None and before is not None and before.typed is None and not paths:
        file = file_now(before)
    first = _of(source_of(old)) if before is None else _revised(before)
    last = _of(source_of(str(file) if new is None else new)) if after is None else _revised(after)
    return first, last


def read_both(old: Text, new: Text) -> tuple[Ledger, Ledger]:
    """Both ledgers, or ``LedgerErrors`` with the problems of both."""
    found, errors = [], []
    for each in (old, new):
        try:
            found.append(ledger_of(each.read(), each.name))
        except LedgerErrors as error:
            errors.append(error)
    if errors:
        kind = LedgerUnopened if any(each.unopened for each in errors) else LedgerErrors
        more = sum((Counter(each.more) for each in errors), Counter())
        raise kind([problem for error in errors for problem in error.problems], more)
    before, after = found
    return before, after


def _revised(found: Wanted) -> Text:
    return Text(found.name, None, lambda: read_revision(found))


def _of(source: Source) -> Text:
    return Text(source.name, source.path, lambda: read_bytes(source))


def _is_file(named: str) -> bool:
    """Whether there is such a file, or standard input is meant; a folder is none."""
    try:
        return named == "-" or (Path(named).exists() and not Path(named).is_dir())
    except (OSError, ValueError):
        return False
