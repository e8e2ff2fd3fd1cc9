"""``equitycalc check``: each named check with its bad ledgers, what is allowed, and the command.

``bad_checks/NAME.yaml`` has what NAME finds. ``# error: [name]``, ``# warning: [name]`` or ``#
note: [name]`` stands on the line where it must be reported; exactly these are reported, and what
the user reads is ``NAME.txt`` to the letter.

``EQUITYCALC_UPDATE=1 pytest tests/test_check.py`` writes the texts anew; read the difference aloud
before committing it.
"""

import os
import re
import shlex
import shutil
import textwrap
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from equitycalc import LedgerErrors, QuestionErrors, check, read_ledger
from equitycalc.allowances import Allowance
from equitycalc.checks.allowed import allowances, sifted
from equitycalc.checks.review import checks_for, findings
from equitycalc.checks.subject import Subject
from equitycalc.checks.table import CHECKS
from equitycalc.problems import Problem
from equitycalc.reading import ledger_of
from equitycalc.reading.cited import Documents
from equitycalc.reading.places import placed
from running import ROOT, Run, equitycalc, in_process
from test_cli import assert_transcript

TESTS = Path(__file__).parent
BAD = sorted(path.stem for path in (TESTS / "bad_checks").glob("*.yaml"))
GOOD = ROOT / "data" / "agreements.yaml"
DOCUMENTS = TESTS / "documents"

Reported = Counter[tuple[str, str, int | None]]


def text_of(name: str) -> bytes:
    return (TESTS / "bad_checks" / f"{name}.yaml").read_bytes()


def expected(name: str) -> Reported:
    found: Reported = Counter()
    for number, line in enumerate(text_of(name).decode().splitlines(), start=1):
        for severity, names in re.findall(r"# (error|warning|note): ((?:\[[a-z0-9-]+\] ?)+)", line):
            found.update((severity, each, number) for each in re.findall(r"\[(.+?)\]", names))
    return found


def reads_documents(name: str) -> bool:
    """Whether a ledger is about the checks of documents; the others cite none that there is."""
    return name.startswith("citation-")


def checks_of(name: str) -> list[str]:
    return [each for each in CHECKS if reads_documents(name) or CHECKS[each].tier != "documents"]


def found_in(data: bytes, names: list[str] | None = None) -> list[Problem]:
    subject = Subject(ledger_of(data, "bad.yaml"), Documents(str(DOCUMENTS)).lines)
    left, _ = findings(subject, checks_for(True, names or list(CHECKS), True))
    return placed(left, data, "bad.yaml")


def lines_of(problems: list[Problem]) -> Reported:
    return Counter((one.severity, one.name, one.place.line) for one in problems if one.place)


@pytest.mark.parametrize("name", BAD)
def test_exactly_what_a_check_finds_is_reported_on_its_line(name: str) -> None:
    assert expected(name), "where is it?"
    assert lines_of(found_in(text_of(name), checks_of(name))) == expected(name)


@pytest.mark.parametrize("name", BAD)
def test_what_the_user_reads(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TESTS)
    asked = ["--strict", "--fail-on", "note"]
    asked += ["--documents", "documents"] * reads_documents(name)
    run = in_process("check", *asked, f"bad_checks/{name}.yaml")
    assert (run.status, run.err) == (1, "")
    golden = TESTS / "bad_checks" / f"{name}.txt"
    if os.environ.get("EQUITYCALC_UPDATE"):
        golden.write_text(run.out, encoding="utf-8")
    assert run.out == golden.read_text(encoding="utf-8")


def test_every_text_belongs_to_a_ledger() -> None:
    assert sorted(path.stem for path in (TESTS / "bad_checks").glob("*.txt")) == BAD


# A check is a function, its docstring, a bad ledger, and an entry in the table.


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_is_four_things(name: str) -> None:
    each = CHECKS[name]
    assert each.name == name
    assert len(each.paragraphs) == 3, "what it finds, why that matters, what mends it"
    assert each.says.endswith(".") and len(each.says) < 80
    weights = {weight for bad in BAD for weight, found, _ in expected(bad) if found == name}
    assert weights == {each.severity}, f"a ledger in bad_checks with # {each.severity}: [{name}]"


@pytest.mark.parametrize("name", CHECKS)
def test_a_bad_ledger_that_allows_it_is_not_reported(name: str) -> None:
    """Every finding of a check is silenced at its own entry, and with its reason shown."""
    for bad in BAD:
        ledger = ledger_of(text_of(bad), "bad.yaml")
        subject = Subject(ledger, Documents(str(DOCUMENTS)).lines)
        found = list(CHECKS[name].run(subject))
        if name == "unused-allow" or name == "unknown-check":
            continue  # they are about allowances
        issuer = replace(ledger.issuer, allow=(Allowance(name, "so it is"),))
        entries: dict[str, Any] = {
            key: tuple(_allowing(each, issuer.allow) for each in getattr(ledger, key))
            for key in ("outstanding", "agreements", "events", "assertions", "limits")
        }
        spared = replace(ledger, issuer=issuer, **entries)
        left, allowed = sifted(spared, found)
        assert left == []
        assert [(each.problem, each.because) for each in allowed] == [
            (each, "so it is") for each in found
        ]


def _allowing(entry: Any, allow: tuple[Allowance, ...]) -> Any:
    if hasattr(entry, "_replace"):
        return entry._replace(allow=allow)
    return replace(entry, allow=allow)


def test_an_allowance_covers_what_is_inside_its_entry_and_nothing_beside_it() -> None:
    found = found_in(text_of("unused-allow"), ["below-par"])
    assert found == []
    moved = text_of("unused-allow").replace(b"      below-par: as the resolution has it\n", b"")
    assert [each.message for each in found_in(moved, ["below-par"])] == [
        "a price of 0.001 is below the par value of 0.01"
    ]


def test_allowances_are_found_in_every_entry() -> None:
    ledger = read_ledger(GOOD)
    marked = replace(
        ledger,
        outstanding=(replace(ledger.outstanding[0], allow=(Allowance("a", "x"),)),),
        issuer=replace(ledger.issuer, allow=(Allowance("b", "x"), Allowance("c", "x"))),
    )
    named = [(path, each.check) for path, each in allowances(marked)]
    assert named[:3] == [(("issuer",), "b"), (("issuer",), "c"), (("outstanding", 0), "a")]
    assert {each for _, each in named[3:]} == {"holder-alias"}


# docs/checks.md is made from the docstrings.

HEAD = """# Checks

The named checks of `equitycalc check`. Basic ones always run, strict ones with `--strict`, and
those of documents with `--documents DIR`; `--only NAME` runs one by itself. Errors and warnings end
with status 1, notes never do unless `--fail-on note` asks for it; what makes a ledger unreadable is
always an error, and stands in [ledger-format.md](ledger-format.md#problems). An entry of a ledger
switches a check off for itself and what is inside it, with a reason that `-v` shows:

```text
allow: {below-par: the resolution of 2001-03-01 has this price}
```

"""


def documentation() -> str:
    rows = ["| check | tier | severity | finds |", "|---|---|---|---|"]
    rows += [
        f"| [`{name}`](#{name}) | {each.tier} | {each.severity} | {each.says} |"
        for name, each in CHECKS.items()
    ]
    parts = [
        "\n\n".join([f"## {name}", f"{each.tier}, {each.severity}", *map(wrapped, each.paragraphs)])
        for name, each in CHECKS.items()
    ]
    return HEAD + "\n".join(rows) + "\n\n" + "\n\n".join(parts) + "\n"


def wrapped(paragraph: str) -> str:
    return textwrap.fill(paragraph, 100, break_long_words=False, break_on_hyphens=False)


def test_the_documentation_says_what_the_checks_say() -> None:
    file = ROOT / "docs" / "checks.md"
    if os.environ.get("EQUITYCALC_UPDATE"):
        file.write_text(documentation(), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == documentation()


# The command.


def run_check(*words: str, **given: object) -> Run:
    return in_process("check", *words)


def test_a_good_ledger_is_silent() -> None:
    assert equitycalc("check") == Run(0, "", "")
    assert run_check("--strict", str(GOOD)) == Run(0, "", "")


def test_the_real_ledger_passes_with_its_documents() -> None:
    documents = ROOT.parent / "shared" / "documents"
    if not documents.is_dir():
        pytest.skip("the documents of the ledger are not here")
    assert run_check("--strict", "--documents", str(documents), str(GOOD)) == Run(0, "", "")


def test_notes_are_shown_only_where_they_are_asked_for() -> None:
    assert run_check("--strict", "--only", "no-expiry", str(GOOD)).status == 0
    asked = (
        (["--strict", "-v"], 0),
        (["--only", "no-expiry"], 0),
        (["--strict", "--fail-on", "note"], 1),
    )
    for words, status in asked:
        run = run_check(*words, str(GOOD))
        assert run.status == status, words
        assert run.out.count("note[no-expiry]") == 2, words
    assert run_check("--strict", "--fail-on", "error", str(GOOD)) == Run(0, "", "")


@pytest.mark.parametrize(
    ("name", "threshold", "status"),
    [
        ("below-par", "error", 0),
        ("below-par", "warning", 1),
        ("below-par", "note", 1),
        ("blank-term", "warning", 0),
        ("blank-term", "note", 1),
        ("duplicate-grant", "error", 1),
    ],
)
def test_what_fails(name: str, threshold: str, status: int) -> None:
    file = str(TESTS / "bad_checks" / f"{name}.yaml")
    assert run_check("--strict", "--fail-on", threshold, file).status == status


def test_checks_that_are_not_asked_for_do_not_run() -> None:
    file = str(TESTS / "bad_checks" / "below-par.yaml")
    assert run_check(file) == Run(0, "", "")
    assert run_check("--only", "duplicate-grant", "--strict", file) == Run(0, "", "")
    assert "[below-par]" in run_check("--only", "below-par", file).out


def test_of_many_ledgers_all_is_said_in_their_order(tmp_path: Path) -> None:
    bad = TESTS / "bad_checks"
    unreadable = tmp_path / "unreadable.yaml"
    unreadable.write_text("issuer: 7\n")
    files = [bad / "duplicate-grant.yaml", unreadable, GOOD, bad / "below-par.yaml"]
    run = run_check("--strict", *map(str, files))
    heads = re.findall(r"^(\S+?):\d+:\d+: \w+\[([a-z-]+)\]", run.out, re.MULTILINE)
    names = list(dict.fromkeys(heads))
    assert names == [
        (str(files[0]), "duplicate-grant"),
        (str(files[0]), "uncited-grant"),
        (str(unreadable), "missing-key"),
        (str(unreadable), "not-a-mapping"),
        (str(files[3]), "below-par"),
    ]
    assert run.status == 1
    assert run_check("--strict", *map(str, files), str(tmp_path / "none.yaml")).status == 2


def test_a_hundred_of_a_name_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    grants = "".join(
        f"      - {{id: g{n}, kind: shares, holder: Ada, shares: 5, lines: 1}}\n"
        for n in range(252)
    )
    file = tmp_path / "many.yaml"
    file.write_text(
        "issuer: {name: Example}\nagreements:\n  - id: a\n    date: 2001-01-01\n    document: a\n"
        f"    grants:\n{grants}"
    )
    lines = run_check(str(file)).out.splitlines()
    assert sum("error[duplicate-grant]" in each for each in lines) == 100
    assert lines[-2:] == ["and 151 more of duplicate-grant", "found 251 errors"]
    file.write_text(file.read_text().replace("5, lines: 1", "5, lines: x"))
    lines = run_check(str(file)).out.splitlines()
    assert lines[-2:] == ["and 152 more of not-lines", "found 252 errors"]


def test_the_list_has_every_check() -> None:
    run = run_check("--list")
    rows = [line.split(None, 3) for line in run.out.splitlines()]
    assert rows == [[name, each.tier, each.severity, each.says] for name, each in CHECKS.items()]


def test_standard_input_can_be_checked() -> None:
    run = in_process("check", "--strict", "-", stdin=text_of("below-par"))
    assert run.out.startswith("standard input:8:")
    assert run.status == 1


def test_verbose_says_what_was_checked_and_allowed() -> None:
    run = run_check("--only", "holder-alias", "-v", str(GOOD))
    lines = run.out.splitlines()
    assert [line for line in lines if "allowed[holder-alias]" in line] != []
    assert lines[-1] == f"{GOOD}: 1 check, nothing found"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--only", "below-parr"], 'help: did you mean "below-par"?'),
        (["--only", "citation-out-of-range"], "help: add --documents DIR"),
        (["--only", "x" * 30], "help: `equitycalc check --list` has them all"),
        (["--fail-on", "bad"], '"bad" is not one of error, warning, note'),
        (["--format", "xml"], '"xml" is not one of text, json, github, sarif'),
        (["--documents", "nowhere"], "there is no such folder"),
        (["-", "-"], "standard input can be read once"),
        (["-o", "FILE", "FILE"], "this is the ledger itself"),
    ],
)
def test_what_cannot_be_asked(words: list[str], says: str, tmp_path: Path) -> None:
    file = tmp_path / "ledger.yaml"
    shutil.copy(GOOD, file)
    run = run_check(*(str(file) if word == "FILE" else word for word in words))
    assert (run.status, run.out) == (2, "")
    assert says in run.err


def test_an_answer_can_be_written_to_a_file(tmp_path: Path) -> None:
    to = tmp_path / "found.txt"
    bad = str(TESTS / "bad_checks" / "below-par.yaml")
    run = run_check("--strict", bad, "-o", str(to))
    assert (run.status, run.out) == (1, "")
    assert "[below-par]" in to.read_text()


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("check-list", "equitycalc check --list"),
        ("check-verbose", "equitycalc check --strict -v"),
        (
            "check-several",
            "equitycalc check --strict tests/bad_checks/below-par.yaml data/agreements.yaml "
            "tests/bad_ledgers/unknown-key-5.yaml",
        ),
        ("check-no-such-check", "equitycalc check --only below-parr --only citation-out-of-range"),
    ],
)
def test_transcript(name: str, command: str) -> None:
    run = in_process(*shlex.split(command)[1:])
    assert_transcript(name, command, f"{run.out}{run.err}(status {run.status})\n")


# In Python.


def test_python_gives_the_problems_with_their_paths() -> None:
    ledger = ledger_of(text_of("below-par"), "x")
    assert check(ledger) == ()
    found = check(ledger, strict=True, only=["below-par"])
    terms = ["exercise_price", "conversion_price", "price"]
    assert [each.path[-1] for each in found] == [*terms, "value"]
    with pytest.raises(QuestionErrors):
        check(ledger, only=["no-such"])
    assert check(read_ledger(GOOD)) == ()


def test_what_is_allowed_needs_its_reason() -> None:
    text = GOOD.read_text()
    for bad, name in (("yes", "not-a-mapping"), ("{below-par: [x]}", "not-one-value")):
        with pytest.raises(LedgerErrors) as raised:
            ledger_of(
                text.replace("  ticker: AXGI\n", f"  ticker: AXGI\n  allow: {bad}\n").encode(), "x"
            )
        assert [each.name for each in raised.value.problems] == [name]


def test_events_of_grants_whose_day_is_open_are_not_before_it() -> None:
    data = text_of("expires-before-grant").replace(
        b"        kind: option\n", b"        kind: option\n        granted_on: blank\n"
    )
    assert found_in(data, ["expires-before-grant"]) == []
