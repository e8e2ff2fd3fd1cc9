"""A reviewer's session: ten edits to the real ledger, each reported by ``check`` at its place, or
shown by ``diff`` with its effect, or neither because it says nothing new.

What is expected was written down before the commands were: figures with the arithmetic beside them,
places by the sign ``‸`` before what an edit gets wrong.

The session is held with documents that stand in for the agreements, and with the agreements too
where they are at hand.
"""

import json
import os
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from repositories import LEDGER, Repository
from running import ROOT, Run, in_process
from test_docs import blocks, commands, prints, renewed

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
    """What becomes of a grant; of one that is changed the term, and what it was and is."""

    what: str
    grant: str
    term: str = ""
    before: str = ""
    after: str = ""


class Edit(NamedTuple):
    """One edit: what it replaces by what, with the sign before what is reported, and the name of
    that; then what changes, what that does to all shares, fully diluted, and to the proceeds, and
    what the rights of holders are for before and after.
    """

    old: str
    new: str
    reported: str | None = None
    change: Change | None = None
    shares: int = 0
    proceeds: str = "0.00"
    holders: tuple[tuple[str, int, int], ...] = ()


def _in(text: str, old: str, new: str) -> str:
    """The text with another in place of one that it has once."""
    assert text.count(old) == 1
    return text.replace(old, new)


EDITS = {
    # 2,500,000 x (0.40 - 0.04) = 900,000
    "a typo in a price": Edit(
        WARRANT_A,
        _in(WARRANT_A, "0.04", "‸0.40"),
        "citation-without-figure",
        Change("changed", "rost-warrant-a", "exercise_price", "0.04", "0.40"),
        proceeds="900000.00",
    ),
    # 2,250,000 fewer, at 0.10 each
    "a missing zero": Edit(
        WARRANT_B,
        _in(WARRANT_B, "2_500_000", "‸250_000"),
        "citation-without-figure",
        Change("changed", "rost-warrant-b", "shares", "2500000", "250000"),
        -2_250_000,
        "-225000.00",
        (("Patrick Rost", 5_000_000, 2_750_000),),
    ),
    # The tenth month and the first day exchanged; granted on 1999-07-01.
    "a swapped date": Edit(
        "        expires_on: 1999-10-01\n",
        "        expires_on: ‸1999-01-10\n",
        "expires-before-grant",
    ),
    "a deleted grant": Edit(
        WARRANT_B,
        "",
        None,
        Change("removed", "rost-warrant-b"),
        -2_500_000,
        "-250000.00",
        (("Patrick Rost", 5_000_000, 2_500_000),),
    ),
    "a duplicated grant": Edit(
        WARRANT_B,
        WARRANT_B + "\n" + _in(WARRANT_B, "rost-warrant-b", "‸rost-warrant-c"),
        "duplicate-grant",
        Change("added", "rost-warrant-c"),
        2_500_000,
        "250000.00",
        (("Patrick Rost", 5_000_000, 7_500_000),),
    ),
    "a renamed holder": Edit(
        WARRANT_B,
        _in(WARRANT_B, "Patrick Rost", "‸Patrick Rest"),
        "holder-alias",
        Change("changed", "rost-warrant-b", "holder", "Patrick Rost", "Patrick Rest"),
        holders=(("Patrick Rost", 5_000_000, 2_500_000), ("Patrick Rest", 0, 2_500_000)),
    ),
    # It lives on 2001-01-16 then: 5,000,000 at 0.04.
    "a changed expiry": Edit(
        "        expires_on: 1999-02-15\n",
        "        expires_on: ‸2009-02-15\n",
        "citation-without-figure",
        Change("changed", "pmr-option-1999-01", "expires_on", "1999-02-15", "2009-02-15"),
        5_000_000,
        "200000.00",
        (("Patrick M. Rost", 0, 5_000_000),),
    ),
    # The document has 157 lines.
    "a wrong line reference": Edit(
        WARRANT_A,
        _in(WARRANT_A, "28-31", "‸228-231"),
        "citation-out-of-range",
        Change("changed", "rost-warrant-a", "lines", "28-31", "228-231"),
    ),
}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The ledger under git; commands run in its folder."""
    made = Repository(tmp_path)
    monkeypatch.chdir(made.folder)
    return made


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


def checked(documents: str) -> tuple[int, list[Reported]]:
    """What a reviewer is told: the status, and each problem."""
    run = in_process("check", "--strict", "--documents", documents, LEDGER)
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


def edited(repository: Repository, edit: Edit) -> list[Reported]:
    """Makes an edit; what is expected to be reported of it."""
    text, places = marked(_in(repository.text, edit.old, edit.new))
    repository.ledger.write_text(text, "utf-8")
    if edit.reported is None:
        assert not places
        return []
    (place,) = places
    return [Reported(place, edit.reported)]


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_reported_at_its_place(
    name: str, repository: Repository, documents: str
) -> None:
    expected = edited(repository, EDITS[name])
    assert checked(documents) == (1 if expected else 0, expected)


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_shown_with_its_effect(name: str, repository: Repository) -> None:
    edit = EDITS[name]
    expected = edited(repository, edit)
    run = in_process("diff", "HEAD", "--format", "json")
    if edit.change is None:
        (reported,) = expected
        assert (run.status, run.out) == (1, "")
        assert run.err.startswith(f"{reported.place}: error[{reported.name}]: ")
        return
    assert (run.status, run.err) == (0, "")
    found = json.loads(run.out)
    assert [*map(changed, found["changes"])] == [edit.change]
    whole = found["difference"]["fully_diluted"]
    assert [step["difference"]["fully_diluted"] for step in found["steps"]] == [whole]
    assert whole["shares"] == {"value": edit.shares, "bound": "exact"}
    assert whole["proceeds"] == {"value": edit.proceeds, "bound": "exact"}
    assert tuple(map(rights, found["holders"])) == edit.holders


def changed(change: Any) -> Change:
    """A change as it is written down above."""
    if change["what"] != "changed":
        return Change(change["what"], change["grant"])
    (term,) = change["terms"]
    return Change(change["what"], change["grant"], term["term"], term["old"], term["new"])


def rights(owner: Any) -> tuple[str, int, int]:
    """What the rights of a holder are for, before and after."""
    before, after = (
        0 if side is None else side["fully_diluted"]["incremental_shares"]["value"]
        for side in (owner["old"], owner["new"])
    )
    return owner["holder"], before, after


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_reported_or_shown(name: str) -> None:
    assert EDITS[name].reported or EDITS[name].change


def test_before_any_edit_there_is_nothing_to_report(repository: Repository, documents: str) -> None:
    assert checked(documents) == (0, [])


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
    assert checked(documents) == (0, [])
    assert in_process("diff", "HEAD") == Run(0, "", "")


# The session that the guide shows.

GUIDE = ROOT / "docs" / "ci.md"


def test_the_session_of_the_guide_is_what_happens(repository: Repository) -> None:
    repository.add_documents()
    text = GUIDE.read_text("utf-8")
    shown = [each for each in blocks(text) if each.options.get("of") == "session"]
    assert len(shown) == 2
    wrong = []
    for command in (each for block in shown for each in commands(block)):
        run = repository.run("bash", "-c", command.typed)
        assert (run.status, run.err) == (command.status, ""), command.typed
        assert command.output is not None
        if not prints(command.output, run.out):
            typed = f"$ {command.typed}\n"
            text = text.replace(typed + command.output, typed + renewed(command.output, run.out))
            wrong.append(f"{command.typed}\nprints:\n{run.out}")
    if wrong and os.environ.get("EQUITYCALC_UPDATE"):
        GUIDE.write_text(text, "utf-8")
    assert not wrong


def test_there_are_ten_edits() -> None:
    assert len(EDITS) + len(SILENT) == 10
