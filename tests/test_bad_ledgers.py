"""The catalogue of what can be wrong with a ledger, and what is said of it.

``bad_ledgers/NAME.yaml`` (or ``NAME-2.yaml``) has the problem NAME. ``# error: [name]`` stands on
the line where it must be reported; for two of them, ``# error: [name] [other]``. Exactly these are
reported, and what the user reads is ``NAME.txt`` to the letter.

``EQUITYCALC_UPDATE=1 pytest tests/test_bad_ledgers.py`` writes the texts anew; read the difference
aloud before committing it.
"""

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equitycalc.problems import LedgerErrors, Problem
from equitycalc.reading import ledger_of, yaml_events
from equitycalc.rendering.messages import problem_lines
from equitycalc.terms import Ledger
from running import ROOT, in_process
from test_docs import problem_names

TESTS = Path(__file__).parent
BAD = sorted(path.stem for path in (TESTS / "bad_ledgers").glob("*.yaml"))
GOOD = ROOT / "data" / "agreements.yaml"
SEVERAL = ["many-mistakes", "many-mistakes-2"]

Reported = Counter[tuple[str, int | None]]


def text_of(name: str) -> bytes:
    return (TESTS / "bad_ledgers" / f"{name}.yaml").read_bytes()


def expected(name: str) -> Reported:
    found: Reported = Counter()
    for number, line in enumerate(text_of(name).decode().splitlines(), start=1):
        _, marker, names = line.partition("# error: ")
        if marker:
            assert re.fullmatch(r"(\[[a-z0-9-]+\] ?)+", names), line
            found.update((each, number) for each in re.findall(r"\[(.+?)\]", names))
    return found


def reported(data: bytes) -> Reported:
    with pytest.raises(LedgerErrors) as raised:
        ledger_of(data, "bad.yaml")
    return Counter(
        (one.name, one.place.line) for one in raised.value.problems if one.place is not None
    )


@pytest.mark.parametrize("name", BAD)
def test_exactly_what_is_wrong_is_reported_on_its_line(name: str) -> None:
    assert expected(name), "where is the mistake?"
    assert reported(text_of(name)) == expected(name)


@pytest.mark.parametrize("name", BAD)
def test_what_the_user_reads(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TESTS)
    run = in_process("dilution", f"bad_ledgers/{name}.yaml")
    assert (run.status, run.out) == (1, "")
    golden = TESTS / "bad_ledgers" / f"{name}.txt"
    if os.environ.get("EQUITYCALC_UPDATE"):
        golden.write_text(run.err, encoding="utf-8")
    assert run.err == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BAD)
def test_a_bad_ledger_is_named_for_its_problem(name: str) -> None:
    names = {problem for problem, _ in expected(name)}
    assert not names.isdisjoint((name, re.sub(r"-[0-9]+$", "", name))) or name in SEVERAL


def test_every_text_belongs_to_a_ledger() -> None:
    assert sorted(path.stem for path in (TESTS / "bad_ledgers").glob("*.txt")) == BAD


def test_every_problem_there_is_has_its_test() -> None:
    """Those of ledgers here, those of options and files in the tests of these."""
    texts = [
        *(TESTS / "bad_ledgers").glob("*.txt"),
        *(TESTS / "bad_questions").glob("*.txt"),
        *(TESTS / "bad_scenarios").glob("*.txt"),
        *(TESTS / "transcripts").glob("*.txt"),
        TESTS / "test_bad_files.py",
        TESTS / "test_explain.py",
        TESTS / "test_sweep.py",
        *(TESTS / "bad_checks").glob("*.txt"),
    ]
    said = "\n".join(path.read_text(encoding="utf-8") for path in texts)
    assert set(re.findall(r"(?:error|warning|note)\[([a-z0-9-]+)\]", said)) == problem_names()


@pytest.mark.parametrize("name", SEVERAL)
def test_all_mistakes_are_reported_in_one_run_in_order_of_place(name: str) -> None:
    with pytest.raises(LedgerErrors) as raised:
        ledger_of(text_of(name), "bad.yaml")
    problems = raised.value.problems
    places = [(one.place.line, one.place.column) for one in problems if one.place]
    assert len(places) == len(problems)
    assert places == sorted(places)
    assert len({one.name for one in problems}) >= 12


# The pure parser of PyYAML takes over where libyaml is missing.


@pytest.fixture
def pure_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "Parser", yaml_events.PureParser)


@pytest.mark.usefixtures("pure_parser")
@pytest.mark.parametrize("name", BAD)
def test_the_pure_parser_reports_the_same(name: str) -> None:
    assert reported(text_of(name)) == expected(name)


def test_the_pure_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = ledger_of(GOOD.read_bytes(), "good.yaml")
    monkeypatch.setattr(yaml_events, "Parser", yaml_events.PureParser)
    assert ledger_of(GOOD.read_bytes(), "good.yaml") == ledger


@pytest.mark.usefixtures("pure_parser")
def test_an_escape_too_large_for_the_pure_parser_is_a_problem_too() -> None:
    assert reported(b'issuer:\n  name: "\\UFFFFFFFF"\n') == Counter([("syntax", 2)])


# Whatever the text, there is a ledger or there are problems, and each can be shown.


@pytest.mark.parametrize("pure", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "- " * 30_000,
        "[" * 60_000,
        "{a: " * 20_000,
        "? " * 30_000,
        "k" * 1_000_000 + ": 1",
        "? " + "k" * 1_000_000,
        "# " + "漢" * 100_000,
        "%TAG ! tag:example.org,2024:\n---\nissuer: !corp {}",
        "%YAML 9.9\n---\nissuer: {}",
        "%NOTHING\n---\nissuer: {}",
        'issuer: {name: "\\ud800"}',
        "issuer: {name: a\x85b}",
        "issuer: {name: \u2028}",
        "a: [",
        "a: {b:",
        "!<",
        "&",
        "*",
        "'",
        '"\\',
        "|",
        "- |9\n",
        "- >10\n",
        "--- --- ---",
        "...",
        "\t",
        "=",
        "<<: *a",
    ],
    ids=lambda given: repr(given)[:20],
)
def test_hostile_texts(text: str, pure: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if pure:
        monkeypatch.setattr(yaml_events, "Parser", yaml_events.PureParser)
    assert problems_or_ledger(text.encode())


def problems_or_ledger(data: bytes) -> Ledger | tuple[Problem, ...]:
    try:
        return ledger_of(data, "odd.yaml")
    except LedgerErrors as errors:
        for line in problem_lines(errors.problems):
            assert line.isprintable()
            assert len(line) < 500
        return errors.problems


@pytest.mark.parametrize(
    ("line", "excerpt", "before_caret"),
    [
        ("issuer: {name: Corp., par_value: 0}", "issuer: {name: Corp., par_value: 0}", 33),
        ("issuer: {name: 漢字, par_value: 0}", "issuer: {name: 漢字, par_value: 0}", 32),
        ("issuer: {name: e\u0301, par_value: 0}", "issuer: {name: e\u0301, par_value: 0}", 29),
        ("issuer:\t{name: a\tb, par_value: 0}", "issuer: {name: a    b, par_value: 0}", 34),
        (f"issuer: {{name: {'x' * 99}, par_value: 0}}", f"...{'x' * 37}, par_value: 0}}", 53),
        (f"issuer: {{par_value: 0, name: {'x' * 99}}}", "issuer: {par_value: 0, name: xx", 20),
    ],
    ids=["plain", "wide", "combining", "tabs", "cut before", "cut after"],
)
def test_the_caret_stands_under_what_is_meant(line: str, excerpt: str, before_caret: int) -> None:
    with pytest.raises(LedgerErrors) as raised:
        ledger_of(f"as_of: 2024-12-31\nagreements: []\n{line}\n".encode(), "bad.yaml")
    _, shown, caret, *_ = problem_lines(
        one for one in raised.value.problems if one.name == "zero-price"
    )
    assert shown.startswith(f"  {excerpt}")
    assert caret == "  " + " " * before_caret + "^"


def test_a_hundred_of_a_name_are_shown_and_the_rest_counted() -> None:
    text = "issuer: {name: Example Corp.}\nas_of: 2024-12-31\nagreements:\n" + "  - ~\n" * 1234
    with pytest.raises(LedgerErrors) as raised:
        ledger_of(text.encode() + b"notes: ~\nissuer: ~\n", "bad.yaml")
    lines = list(problem_lines(raised.value.problems, raised.value.more))
    assert sum("error[null-value]" in line for line in lines) == 100
    assert sum("error[duplicate-key]" in line for line in lines) == 1
    assert lines[-1] == "and 1,136 more of null-value"


MARKS = [*":-?,[]{}#&*!|>'\"%@`~=\t\n\r\0\x85\u200b漢\u0301", ": ", "- ", "? ", "---\n", "...\n"]
WORDS = ["null", "blank", "at_least", "assumed", "because", "true", "shares", "grants:", "<<: "]
WORDS += ["value: ", "lines: ", "registration_rights: ", "covers: ", "[[investor]]", "events: "]
VALUES = ["0", "-1", "1e5", "9" * 16, "8%", "0.5", "2001-02-30", "1999-01-01", "id: a", "\\x1b"]
PLACES = st.integers(0, len(GOOD.read_text("utf-8")))


@settings(deadline=None)
@given(st.lists(st.tuples(PLACES, st.sampled_from(MARKS + WORDS + VALUES)), max_size=5))
def test_a_ledger_with_anything_in_it(insertions: list[tuple[int, str]]) -> None:
    text = GOOD.read_text("utf-8")
    for at, word in insertions:
        text = text[:at] + word + text[at:]
    assert problems_or_ledger(text.encode())


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all(text: str) -> None:
    assert problems_or_ledger(text.encode())
