"""What may come of reading a text: a ledger, or problems that can be shown; nothing else."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from equitycalc import collected
from equitycalc.checks.review import check
from equitycalc.problems import LedgerErrors, Problem
from equitycalc.questions import dilution
from equitycalc.reading import Source, ledger_of
from equitycalc.reading.sources import checked
from equitycalc.rendering.as_text import text_lines
from equitycalc.rendering.dilution_json import json_lines
from equitycalc.rendering.dilution_page import dilution_page
from equitycalc.rendering.messages import problem_lines
from equitycalc.terms import Ledger

_BREAK = re.compile(b"\r\n|[\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9]")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def outcome(data: bytes, read: Callable[[bytes, str], object] = ledger_of) -> object:
    """What is read of a text, or the errors; ``AssertionError`` where these cannot be shown."""
    source = Source("odd.yaml", None)
    try:
        return read(checked(data, source), source.name)
    except LedgerErrors as errors:
        check_errors(errors, data)
        return errors


def answered(found: object) -> None:
    """A ledger that could be read can be asked, checked and shown."""
    if isinstance(found, Ledger):
        for price in (None, "0.25"):
            figures = dilution(found, price=price)
            assert list(json_lines(figures, "odd.yaml"))
            assert list(text_lines(dilution_page(figures, "odd.yaml")))
        assert all(one.message.isprintable() for one in check(found, strict=True))


def check_errors(errors: LedgerErrors, data: bytes) -> None:
    """Each problem has a name, a place in the text, and a message on one line that can be shown."""
    assert errors.problems
    lines = len(_BREAK.findall(data)) + 1
    places = []
    for one in errors.problems:
        assert _NAME.fullmatch(one.name), one
        assert one.place is not None, one
        assert one.place.file == "odd.yaml"
        line, column, text = one.place.line, one.place.column, one.place.text
        assert line is not None, one
        assert column is not None, one
        assert 1 <= line <= lines, one
        assert column >= 1, one
        assert text is None or column <= len(text) + 1, one
        assert one.message.isprintable(), one
        assert len(one.message) < 500
        assert (one.help or "").isprintable()
        places.append((line, column))
    assert places == sorted(places)
    most = collected.MOST
    names = Counter(one.name for one in errors.problems)
    assert max(names.values()) <= most
    assert all(names[name] == most and more > 0 for name, more in errors.more.items())
    for shown in problem_lines(errors.problems[:200], errors.more):
        assert shown.isprintable()
        assert len(shown) < 500


def problems_of(data: bytes, most: int) -> tuple[list[Problem], dict[str, int]]:
    """What is wrong with a text where so many problems of a name are kept, and how many more there
    are.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collected, "MOST", most)
        found = outcome(data)
    return (list(found.problems), found.more) if isinstance(found, LedgerErrors) else ([], {})
