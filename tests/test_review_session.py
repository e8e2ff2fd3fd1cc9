"""A reviewer's session: ten edits to the real ledger, each reported by ``check`` at its place, or
shown by ``diff`` with its effect, or neither because it says nothing new.

What is expected was written down before the commands were: figures with the arithmetic beside them,
places by the sign ``‸`` before what an edit gets wrong.

The session is held with documents that stand in for the agreements, and with the agreements too
where they are at hand.
"""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from repositories import LEDGER, Repository
from running import ROOT, Run
from test_docs import blocks, commands, prints

REAL = ROOT.parent / "shared" / "documents"

# The edits. What each replaces stands once in the ledger.

WARRANT_A = """\
        shares: 2_500_000
        exercise_price: 0.04
        registration: S-8
        lines: 28-31
"""
WARRANT_B = """\
      - id: rost-warrant-b
        kind: warrant
        holder: Patrick Rost
        shares: 2_500_000
        exercise_price: 0.10
        registration: S-8
        lines: 28, 31-33
        notes:
          - No expiry is stated.
"""


class Change(NamedTuple):
    """A term of a grant that an edit changes; without a term, the whole grant comes or goes."""

    grant: str
    term: str | None
    before: str | None
    after: str | None


class Edit(NamedTuple):
    """One edit: what it replaces by what, with the sign before what is reported, and the names that
    are; then what changes, and what that does to all shares, fully diluted, and to the proceeds.
    """

    old: str
    new: str
    reported: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    shares: int = 0
    proceeds: str = "0.00"


def _in(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


EDITS = {
    # 2,500,000 x (0.40 - 0.04) = 900,000
    "a typo in a price": Edit(
        WARRANT_A,
        _in(WARRANT_A, "0.04", "‸0.40"),
        ("citation-without-figure",),
        (Change("rost-warrant-a", "exercise_price", "0.04", "0.40"),),
        proceeds="900000.00",
    ),
    # 2,250,000 fewer, at 0.10 each
    "a missing zero": Edit(
        WARRANT_B,
        _in(WARRANT_B, "2_500_000", "‸250_000"),
        ("citation-without-figure",),
        (Change("rost-warrant-b", "shares", "2500000", "250000"),),
        shares=-2_250_000,
        proceeds="-225000.00",
    ),
    # The tenth month and the first day; granted on 1999-07-01.
    "a swapped date": Edit(
        "        expires_on: 1999-10-01\n",
        "        expires_on: ‸1999-01-10\n",
        ("expires-before-grant",),
    ),
    "a deleted grant": Edit(
        WARRANT_B,
        "",
        (),
        (Change("rost-warrant-b", None, None, None),),
        shares=-2_500_000,
        proceeds="-250000.00",
    ),
    "a duplicated grant": Edit(
        WARRANT_B,
        WARRANT_B + "\n" + _in(WARRANT_B, "rost-warrant-b", "‸rost-warrant-c"),
        ("duplicate-grant",),
        (Change("rost-warrant-c", None, None, None),),
        shares=2_500_000,
        proceeds="250000.00",
    ),
    "a renamed holder": Edit(
        WARRANT_B,
        _in(WARRANT_B, "Patrick Rost", "‸Patrick Rest"),
        ("holder-alias",),
        (Change("rost-warrant-b", "holder", "Patrick Rost", "Patrick Rest"),),
    ),
    # Lives on 2001-01-16 then: 5,000,000 at 0.04.
    "a changed expiry": Edit(
        "        expires_on: 1999-02-15\n",
        "        expires_on: ‸2009-02-15\n",
        ("citation-without-figure",),
        (Change("pmr-option-1999-01", "expires_on", "1999-02-15", "2009-02-15"),),
        shares=5_000_000,
        proceeds="200000.00",
    ),
    # The document has 157 lines.
    "a wrong line reference": Edit(
        WARRANT_A,
        _in(WARRANT_A, "28-31", "‸228-231"),
        ("citation-out-of-range",),
        (Change("rost-warrant-a", "lines", "28-31", "228-231"),),
    ),
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """The ledger under git."""
    return Repository(tmp_path)


@pytest.fixture(params=["stand-ins", "real"])
def documents(request: pytest.FixtureRequest, repository: Repository) -> str:
    """The folder of the documents that the ledger cites."""
    if request.param == "stand-ins":
        repository.add_documents()
        return "documents"
    if not REAL.is_dir():
        pytest.skip("the documents of the ledger are not here")
    return str(REAL)


class Reported(NamedTuple):
    """Where a problem is reported, as FILE:LINE:COLUMN, and under which name."""

    place: str
    name: str


def checked(repository: Repository, documents: str) -> tuple[int, list[Reported]]:
    """What a reviewer is told: the status, and each problem."""
    run = repository.run("equitycalc", "check", "--strict", "--documents", documents, LEDGER)
    assert run.err == ""
    found = re.findall(r"^(\S+:\d+:\d+): \w+\[([a-z0-9-]+)\]: ", run.out, re.M)
    assert bool(found) == bool(run.out)
    return run.status, [Reported(*each) for each in found]


def marked(text: str) -> tuple[str, list[str]]:
    """A text without its marks, and the places of these."""
    places = []
    while "‸" in text:
        before, _, after = text.partition("‸")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        places.append(f"{LEDGER}:{line}:{column}")
        text = before + after
    return text, places


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_reported_at_its_place(
    name: str, repository: Repository, documents: str
) -> None:
    edit = EDITS[name]
    text, places = marked(_in(repository.text, edit.old, edit.new))
    repository.ledger.write_text(text, "utf-8")
    expected = [Reported(*each) for each in zip(places, edit.reported, strict=True)]
    assert checked(repository, documents) == (1 if expected else 0, expected)


def test_before_any_edit_there_is_nothing_to_report(repository: Repository, documents: str) -> None:
    assert checked(repository, documents) == (0, [])


# What says nothing new.


def reordered(text: str) -> str:
    """The ledger with its agreements the other way round, two grants exchanged, and the keys of one
    in another order.
    """
    text = _in(text, WARRANT_A, "".join(reversed(WARRANT_A.splitlines(keepends=True))))
    first = text.index("      - id: rost-warrant-a\n")
    second = text.index(WARRANT_B)
    text = text[:first] + WARRANT_B + "\n" + text[first:second] + text[second + len(WARRANT_B) :]
    head, _, rest = text.partition("\nagreements:\n")
    end = re.search(r"^\S", rest, re.M)
    section, tail = (rest, "") if end is None else (rest[: end.start()], rest[end.start() :])
    agreements = re.split(r"^(?=  - id: )", section, flags=re.M)[1:]
    assert len(agreements) == 5
    return f"{head}\nagreements:\n{''.join(reversed(agreements))}{tail}"


def commented(text: str) -> str:
    """The ledger with remarks before, between and behind its lines."""
    remarked = text.replace("\nagreements:\n", "\n# Five of them.\nagreements: # see below\n\n\n")
    remarked = _in(remarked, WARRANT_A, WARRANT_A.replace("0.04", "0.04  # four cents"))
    return f"# Read by us.\n{remarked}# The end.\n"


SILENT = {"a reordered file": reordered, "a comment": commented}


@pytest.mark.parametrize("name", SILENT)
def test_what_says_nothing_new_is_silent(name: str, repository: Repository, documents: str) -> None:
    before = repository.text
    after = SILENT[name](before)
    assert after != before
    repository.ledger.write_text(after, "utf-8")
    assert checked(repository, documents) == (0, [])
    assert repository.run("equitycalc", "diff", "HEAD") == Run(0, "", "")


def test_there_are_ten_edits() -> None:
    assert len(EDITS) + len(SILENT) == 10
