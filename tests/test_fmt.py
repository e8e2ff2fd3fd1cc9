"""Formatting changes how a ledger looks, and nothing else.

``formatted/NAME.before.yaml`` becomes ``NAME.after.yaml``; ``EQUITYCALC_UPDATE=1`` writes these
anew: read the difference. Ledgers as ugly as they can be show what holds for all: the same tree,
the same comments where they were, twice as good as once.
"""

import os
import re
import stat
import subprocess
from collections import Counter
from dataclasses import fields, is_dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from equitycalc.collected import Collected
from equitycalc.demands import Assertion, Limit
from equitycalc.events import KINDS_OF_EVENT
from equitycalc.problems import LedgerErrors
from equitycalc.reading import formatting, ledger_of, yaml_events
from equitycalc.reading.formatting import formatted
from equitycalc.reading.layout import Layout
from equitycalc.reading.quoting import grouped, is_plain, written
from equitycalc.reading.shapes import _CLASSES, Held, Takes, _known
from equitycalc.reading.sources import MARK
from equitycalc.reading.unchanged import same_letters, same_tree
from equitycalc.reading.yaml_tree import tree
from equitycalc.rendering.text_diff import diff_lines
from equitycalc.terms import KINDS, Ledger, Schedule, Tranche
from examples import examples
from ledgers import events_of, ledgers
from running import ROOT, Run, equitycalc, in_process
from standing import misplaced
from test_cli import assert_transcript
from ugly import Ugly, plain

TESTS = Path(__file__).parent
PAIRS = sorted(each.name.split(".")[0] for each in TESTS.glob("formatted/*.before.yaml"))
SHIPPED = [
    *(ROOT / "data").glob("*.yaml"),
    *(ROOT / "examples").glob("*.yaml"),
    *TESTS.glob("formatted/*.after.yaml"),
]
TREES = [
    *(ROOT / "data" / f"{name}.yaml" for name in ("agreements", "scenarios")),
    *(ROOT / "examples" / f"{name}.yaml" for name in ("published-cases", "sellers", "covenants")),
]
COMMENT = re.compile(r"# \d+ (?:above|beside|opens|under|ends|on|behind|in)(?: [\w.-]+)?")
GOOD = "issuer:\n  name: Example Corp.\nagreements: []\nas_of: 2001-01-16\n"
IN_FORM = "issuer:\n  name: Example Corp.\nas_of: 2001-01-16\nagreements: []\n"
SEEDS = st.integers(0, 2**32)


def text_of(data: bytes) -> Any:
    """The plain tree of a text that is right as YAML."""
    problems = Collected()
    found = tree(data.removeprefix(MARK), problems)
    assert not problems, next(iter(problems))
    return found


def form(data: bytes) -> bytes:
    return formatted(data.removeprefix(MARK), "test.yaml")


def ungrouped(value: Any, held: Held) -> Any:
    """A plain tree without groups in its counts; of all else the text stays as it is."""
    if isinstance(value, dict):
        return {key: ungrouped(each, held.under(key)) for key, each in value.items()}
    if isinstance(value, list):
        return [ungrouped(each, held.entry(number)) for number, each in enumerate(value)]
    return value.replace("_", "") if held.takes is Takes.COUNT else value


def name_of(value: Any) -> str:
    name = formatting._name(value)
    assert name is not None
    return name


# Pairs of texts, and texts that are in form.


@pytest.mark.parametrize("name", PAIRS)
def test_before_and_after(name: str) -> None:
    found = form((TESTS / "formatted" / f"{name}.before.yaml").read_bytes())
    after = TESTS / "formatted" / f"{name}.after.yaml"
    if os.environ.get("EQUITYCALC_UPDATE"):
        after.write_bytes(found)
    assert found.decode() == after.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", SHIPPED, ids=lambda path: path.name)
def test_what_is_shipped_is_in_form(file: Path) -> None:
    assert form(file.read_bytes()) == file.read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (GOOD.replace("\n", "\r\n"), IN_FORM),
        (GOOD.replace("\n", "\r"), IN_FORM),
        (GOOD.replace("\n", "\x85"), IN_FORM),
        (GOOD.replace("\n", "\u2028"), IN_FORM),
        ("\ufeff" + GOOD, IN_FORM),
        (GOOD.rstrip("\n"), IN_FORM),
        ("\n\n" + GOOD + "\n\n", IN_FORM),
        # What a block of text says depends on the break at the end of the file.
        ("issuer:\n  name: |\n    X", "issuer:\n  name: |-\n    X\n"),
        ("issuer:\n  name: >+\n      X", "issuer:\n  name: >-\n    X\n"),
        ("issuer:\n  name: |1\n     X", "issuer:\n  name: |2-\n      X\n"),
        ("issuer:\n  name: |\n    X\n   ", "issuer:\n  name: |\n    X\n"),
        ("issuer:\n  name: |+\n    X\n\n", "issuer:\n  name: |+\n    X\n\n"),
        ("issuer:\n  name: |", "issuer:\n  name: |\n"),
        ("issuer:\n  name: |+\n   \n     ", "issuer:\n  name: |+\n\n"),
        ("issuer:\n   ? name\n   : |\n     X", "issuer:\n  ? name\n  : |\n    X"),
        ("issuer:\n   ? name\n   : |\n     X\n", "issuer:\n  ? name\n  : |\n    X\n"),
        ("issuer:\n   ? name\n   : X # y", "issuer:\n  ? name\n  : X # y\n"),
        ("issuer:\n   ? name\n   : {a: [b]}", "issuer:\n  ? name\n  : {a: [b]}\n"),
        ("--- {issuer: {name: X}}", "---\n{issuer: {name: X}}\n"),
        ("--- \n\n# top\nissuer: X\n", "---\n# top\nissuer: X\n"),
        ("issuer: X\n...\n\n\n# end\n\n", "issuer: X\n...\n\n# end\n"),
        ("issuer:\n- - a\n  - b\n- c\n", "issuer:\n  - - a\n    - b\n  - c\n"),
        ('issuer: {name: "a, b", ? odd : x}\n', 'issuer: {name: "a, b", ? odd : x}\n'),
        ('issuer:\n  name: "a\\ \n    b"\n', 'issuer:\n  name: "a\\ \n    b"\n'),
        ("issuer:\n   ? |-\n     name\n   : X\n", "issuer:\n  ? |-\n    name\n  : X\n"),
        # A blank line stays between what it parts, and a file's own comment apart from a key's.
        ("as_of: X\n\nissuer: Y\n", "issuer: Y\n\nas_of: X\n"),
        (
            "# top\nas_of: X\n\n# about\nissuer: Y\n",
            "# top\n\n# about\nissuer: Y\n\nas_of: X\n",
        ),
        # What looks like a comment that goes on may be text.
        (
            "issuer:\n  name: >- # a\n           # b\n",
            "issuer:\n  name: >-  # a\n    # b\n",
        ),
        # A comment goes on beneath itself, unless it is about what follows.
        ("issuer: # a\n        # b\n name: X\n", "issuer:  # a\n         # b\n  name: X\n"),
        ("issuer: # a\n        # b\n        name: X\n", "issuer:  # a\n  # b\n  name: X\n"),
        # The mark between lines is skipped by parsers; a file that has it is left alone.
        ("issuer:\n    name: X\n\ufeff# y\n", "issuer:\n    name: X\n\ufeff# y\n"),
    ],
)
def test_ends_and_odd_things(before: str, after: str) -> None:
    found = form(before.encode())
    assert found.decode() == after
    assert form(found) == found
    assert text_of(found) == text_of(before.encode())


# What holds for all.


def assert_in_form(before: bytes, ugly: Ugly | None = None) -> bytes:
    after = form(before)
    was, found = text_of(before), text_of(after)
    held = Held(name_of(was), was)
    assert ungrouped(found, held) == ungrouped(was, held)
    assert form(after) == after
    text = after.decode()
    assert Counter(COMMENT.findall(text)) == Counter(COMMENT.findall(before.decode()))
    if ugly is None or ugly.odd:
        return after
    assert misplaced(text) == []
    assert "\n\n\n" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not re.search(r"[\r\x85\t]", text)
    assert not re.search(r" $", text, re.MULTILINE)
    return after


def without(value: Any, random: Random, depth: int = 0) -> Any:
    """A tree with some of its parts left out."""
    if isinstance(value, dict):
        needed = ("issuer", "scenarios", "class")
        kept = {k: v for k, v in value.items() if k in needed or random.random() < 0.8}
        return {key: without(each, random, depth + 1) for key, each in kept.items()}
    if isinstance(value, list) and value:
        kept_entries = [each for each in value if random.random() < 0.4] or value[:1]
        return [without(each, random, depth + 1) for each in kept_entries]
    return value


@settings(max_examples=examples(80))
@given(SEEDS, st.sampled_from(TREES))
def test_a_ledger_of_any_form_says_the_same(seed: int, file: Path) -> None:
    random = Random(seed)
    ugly = Ugly(random)
    given = without(text_of(file.read_bytes()), random)
    before = ugly.document(given)
    assert text_of(before) == given, "the test wrote something else"
    assert Counter(ugly.comments) == Counter(COMMENT.findall(before.decode()))
    assert_in_form(before, ugly)


@settings(max_examples=examples(40))
@given(SEEDS, ledgers() | ledgers().flatmap(events_of))
def test_a_made_up_ledger_is_the_same_ledger(seed: int, given: Ledger) -> None:
    ugly = Ugly(Random(seed))
    before = ugly.document(plain(given))
    read = ledger_of(before.removeprefix(MARK), "before.yaml")
    assert ledger_of(assert_in_form(before, ugly), "after.yaml") == read


_BITS = (
    *"\"':#,|>-?\\\t\né_0=~",
    *("{a}", "[b]", ": ", " #", "\n\n", "  ", "- ", "|\n", ">-\n", "|+\n", "# c\n", "\n   # c\n"),
    *("\r\n", "\x85", "\u2028", "\ufeff", "...\n", "---\n", "\\\n", "<<", "&a", "!t", "null"),
)


@settings(max_examples=examples(150))
@given(SEEDS, st.sampled_from(TREES), st.booleans())
def test_a_ledger_with_anything_put_into_it(seed: int, file: Path, pure: bool) -> None:
    """A text that is YAML all the same is formatted; nobody sees what is no problem."""
    random = Random(seed)
    text = file.read_text(encoding="utf-8")
    text = text[: random.randrange(300, 3000)]
    for _ in range(random.choice([1, 1, 2, 4])):
        at = random.randrange(len(text))
        text = text[:at] + random.choice(_BITS) + text[at + random.choice([0, 0, 1, 3]) :]
    with pytest.MonkeyPatch.context() as patched:
        if pure:
            patched.setattr(yaml_events, "Parser", yaml_events.PureParser)
        try:
            after = form(text.encode())
        except LedgerErrors:
            return
        assert form(after) == after


@settings(max_examples=examples(30))
@given(SEEDS)
def test_both_parsers_lead_to_the_same_form(seed: int) -> None:
    random = Random(seed)
    given = without(text_of(TREES[0].read_bytes()), random)
    before = Ugly(random).document(given).replace(b"\t", b" ")  # pure Python refuses more tabs
    after = form(before)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(yaml_events, "Parser", yaml_events.PureParser)
        assert form(before) == after


# One value.


@given(
    st.text(st.characters(codec="utf-8"), max_size=12) | st.from_regex(r"[-+0-9.eExo_:,tT ]{1,8}")
)
def test_a_text_is_the_same_text_to_other_readers(value: str) -> None:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    for quote, raw in (('"', f'"{escaped}"'), ("'", "'" + value.replace("'", "''") + "'")):
        if not value.isprintable():
            assert not is_plain(value, in_flow=False)
            continue
        inside = written(raw, value, quote, Takes.TEXT, in_flow=True)
        outside = written(raw, value, quote, Takes.TEXT)
        assert yaml.safe_load(f"{{a: {inside}, b: [{inside}]}}") == {"a": value, "b": [value]}
        assert yaml.safe_load(f"a: {outside}\nb:\n  - {outside}\n") == {"a": value, "b": [value]}


NO_TEXTS = """
    no Yes on OFF y N true False ~ 1999 1_0 0x1f 0o17 0b11 1e5 1.5e+3 .5 5. +5 .inf -.NaN 2001-1-5
    12:30 3,500 = <<
"""


def test_a_quoted_null_stays_quoted_where_any_value_is_meant() -> None:
    assert written('"null"', "null", '"', Takes.OTHER) == '"null"'
    assert written('"nil"', "nil", '"', Takes.OTHER) == "nil"


@pytest.mark.parametrize("word", NO_TEXTS.split())
def test_a_word_that_is_no_text_to_others_is_quoted_where_a_text_is_meant(word: str) -> None:
    assert written(word, word, "", Takes.TEXT) == f'"{word}"'
    assert written(f"'{word}'", word, "'", Takes.TEXT) == f'"{word}"'
    assert written(word, word, "", Takes.OTHER) == word
    assert written(word, word, "", None) == word


@pytest.mark.parametrize(
    ("digits", "as_written"),
    [
        ("0", "0"), ("999", "999"), ("1000", "1_000"), ("1_000", "1_000"), ("10000", "10_000"),
        ("1234567", "1_234_567"), ("123456789012345", "123_456_789_012_345"),
        ("1234567890123456", "1234567890123456"), ("007", "007"), ("00_000", "00_000"),
    ],
)  # fmt: skip
def test_digits_are_grouped(digits: str, as_written: str) -> None:
    assert grouped(digits) == as_written


def test_every_key_of_the_classes_is_one_whose_value_is_known() -> None:
    known = _known()
    assert known["shares"] is known["authorized_shares"] is known["new"] is Takes.COUNT
    assert known["holder"] is known["notes"] is known["id"] is Takes.TEXT
    assert known["signed"] is known["amount"] is known["lines"] is Takes.OTHER


@pytest.mark.parametrize(
    ("within", "entry"),
    [
        *(("grants", each) for each in KINDS.values()),
        *(("events", each) for each in KINDS_OF_EVENT.values()),
        *((name, each) for name, each in _CLASSES.items()),
        ("vesting", Schedule),
        ("vesting", Tranche),
        ("assertions", Assertion),
        ("limits", Limit),
    ],
)
def test_every_key_has_its_place(within: str, entry: Any) -> None:
    names = [each.name for each in fields(entry)] if is_dataclass(entry) else entry._fields
    kinds = {each: kind for kind, each in (*KINDS.items(), *KINDS_OF_EVENT.items())}
    found = Held(within, {"kind": kinds.get(entry)}).order()
    assert {name.rstrip("_") for name in names} <= found.keys()
    assert sorted(found.values()) == list(range(len(found)))


# A fault of ours.


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ({"a": "1000", "b": ["x"]}, {"b": ["x"], "a": "1_000"}, True),
        ({"a": "1000"}, {"a": "1001"}, False),
        ({"a": "1000"}, {"b": "1000"}, False),
        ({"a": "x_y"}, {"a": "xy"}, False),
        (["a", "b"], ["b", "a"], False),
        (["a"], ["a", "a"], False),
        ("a", ["a"], False),
    ],
)
def test_what_counts_as_the_same(before: Any, after: Any, same: bool) -> None:
    assert same_tree(before, after) is same


def test_a_comment_that_went_missing_is_noticed() -> None:
    assert same_letters(b"a: 1_000 # say\n", b'# say\n"a": 1000\n')
    assert not same_letters(b"a: 1 # say\n", b"a: 1\n")


@pytest.mark.parametrize(
    ("lost", "found"), [("X", ""), ("# said", ""), ("[", ""), ("name: X", "X: name")]
)
def test_a_ledger_that_would_not_say_the_same_is_left_as_it_is(
    lost: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ledger.yaml"
    file.write_text("agreements:  []\nissuer: {name: X} # said\n", encoding="utf-8")
    before = file.read_bytes()
    right = Layout.document
    monkeypatch.setattr(Layout, "document", lambda *given: right(*given).replace(lost, found, 1))
    with pytest.raises(RuntimeError, match=r"ledger\.yaml would not say the same, and was left"):
        in_process("fmt", str(file))
    assert file.read_bytes() == before


# The command.


def transcript(name: str, command: str, run: Run) -> None:
    assert_transcript(name, command, f"{run.out}{run.err}(status {run.status})\n")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("spacing", "order"):
        data = (TESTS / "formatted" / f"{name}.before.yaml").read_bytes()
        (tmp_path / f"{name}.yaml").write_bytes(data)
    (tmp_path / "in-form.yaml").write_text(IN_FORM, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("issuer: {name: *X}\nagreements: &Y []\n", encoding="utf-8")
    (tmp_path / "other.yaml").write_text("services:\n    web: {}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("fmt", "order.yaml in-form.yaml"),
        ("fmt-check", "--check order.yaml in-form.yaml spacing.yaml"),
        ("fmt-check-in-form", "--check in-form.yaml"),
        ("fmt-diff", "--diff order.yaml in-form.yaml"),
        ("fmt-check-diff", "--check --diff spacing.yaml"),
        ("fmt-problems", "bad.yaml order.yaml other.yaml"),
        ("fmt-not-there", "not-there.yaml bad.yaml"),
        ("fmt-nothing", ""),
        ("fmt-standard-input-twice", "- order.yaml -"),
        ("fmt-empty", "/dev/null"),
    ],
)
def test_what_is_said(folder: Path, name: str, arguments: str) -> None:
    transcript(name, f"equitycalc fmt {arguments}".rstrip(), in_process("fmt", *arguments.split()))


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_looking_writes_nothing(folder: Path, option: str) -> None:
    before = (folder / "order.yaml").read_bytes()
    run = in_process("fmt", option, "order.yaml")
    assert run.status == (1 if option == "--check" else 0)
    assert (folder / "order.yaml").read_bytes() == before
    assert in_process("fmt", option, "in-form.yaml") == Run(0, "", "")


def test_only_what_changes_is_written_and_said(folder: Path) -> None:
    for file in folder.iterdir():
        os.utime(file, ns=(1, 1))
    assert in_process("fmt", "order.yaml", "in-form.yaml") == Run(0, "", "formatted order.yaml\n")
    assert (folder / "in-form.yaml").stat().st_mtime_ns == 1
    after = (TESTS / "formatted" / "order.after.yaml").read_bytes()
    assert (folder / "order.yaml").read_bytes() == after
    os.utime(folder / "order.yaml", ns=(1, 1))
    assert in_process("fmt", "order.yaml") == Run(0, "", "")
    assert (folder / "order.yaml").stat().st_mtime_ns == 1


def test_the_good_files_are_formatted_beside_bad_ones(folder: Path) -> None:
    bad = (folder / "bad.yaml").read_bytes()
    assert in_process("fmt", "bad.yaml", "order.yaml").status == 1
    assert in_process("fmt", "--check", "order.yaml") == Run(0, "", "")
    assert (folder / "bad.yaml").read_bytes() == bad
    assert {each.name for each in folder.iterdir()} == {
        "bad.yaml", "order.yaml", "spacing.yaml", "in-form.yaml", "other.yaml"
    }  # fmt: skip


def test_the_mode_is_kept_and_the_target_of_a_link_is_written(folder: Path) -> None:
    (folder / "order.yaml").chmod(0o640)
    (folder / "link.yaml").symlink_to("order.yaml")
    assert in_process("fmt", "link.yaml").err == "formatted link.yaml\n"
    assert (folder / "link.yaml").is_symlink()
    assert stat.S_IMODE((folder / "order.yaml").stat().st_mode) == 0o640
    assert in_process("fmt", "--check", "order.yaml").status == 0


def test_a_mark_before_the_text_goes_and_so_do_other_ends_of_lines(folder: Path) -> None:
    (folder / "dos.yaml").write_bytes(MARK + IN_FORM.replace("\n", "\r\n").encode())
    assert in_process("fmt", "dos.yaml").err == "formatted dos.yaml\n"
    assert (folder / "dos.yaml").read_bytes() == IN_FORM.encode()
    (folder / "dos.yaml").write_bytes(MARK + IN_FORM.encode())
    assert in_process("fmt", "--check", "dos.yaml").err == "would format dos.yaml\n"


def test_standard_input_is_passed_on(folder: Path) -> None:
    given = GOOD.replace("Example Corp.", "Örsted ≥ 漢").encode()
    expected = IN_FORM.replace("Example Corp.", "Örsted ≥ 漢")
    assert equitycalc("fmt", "-", stdin=given, PYTHONIOENCODING="ascii") == Run(0, expected, "")
    assert in_process("fmt", "-", stdin=expected.encode()) == Run(0, expected, "")
    said = "would format standard input\n"
    assert in_process("fmt", "-", "--check", stdin=given) == Run(1, "", said)
    assert in_process("fmt", "-", "--diff", stdin=given).out.startswith("--- standard input\n")
    assert in_process("fmt", "-", stdin=b"issuer: *x\n").out == ""


def test_a_file_that_cannot_be_written_does_not_stop_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "x.yaml").write_text(GOOD, encoding="utf-8")
    made = os.fsync

    def full(descriptor: int) -> None:
        if "sub" in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            raise OSError(28, "No space left on device")
        made(descriptor)

    monkeypatch.setattr("os.fsync", full)
    run = in_process("fmt", "sub/x.yaml", "order.yaml")
    said = "sub/x.yaml: error[not-written]: cannot be written: No space left on device\n"
    assert run == Run(2, "", f"formatted order.yaml\n{said}")
    assert (folder / "sub" / "x.yaml").read_text(encoding="utf-8") == GOOD
    assert [each.name for each in (folder / "sub").iterdir()] == ["x.yaml"]


def test_the_ledger_of_the_folder_is_meant_and_never_the_shipped_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert in_process("fmt").status == 2
    (folder / "data").mkdir()
    (folder / "data" / "agreements.yaml").write_text(GOOD, encoding="utf-8")
    assert in_process("fmt") == Run(0, "", "formatted data/agreements.yaml\n")
    monkeypatch.setenv("EQUITYCALC_LEDGER", "order.yaml")
    assert in_process("fmt") == Run(0, "", "formatted order.yaml\n")


def test_a_ledger_with_other_mistakes_is_formatted(folder: Path) -> None:
    for name in (
        "unknown-key",
        "bare-rate",
        "fraction-of-a-share",
        "unknown-kind",
    ):
        assert_in_form((TESTS / "bad_ledgers" / f"{name}.yaml").read_bytes())


@pytest.mark.parametrize("name", ["anchor", "tag", "duplicate-key", "empty-value", "syntax"])
def test_what_is_not_plain_yaml_is_reported_as_always(name: str) -> None:
    file = f"tests/bad_ledgers/{name}.yaml"
    assert in_process("fmt", "--check", str(ROOT / file)).status == 1
    with pytest.raises(LedgerErrors) as found:
        form((ROOT / file).read_bytes())
    with pytest.raises(LedgerErrors) as always:
        ledger_of((ROOT / file).read_bytes(), file)
    said = {(each.name, each.message) for each in found.value.problems}
    assert said <= {(each.name, each.message) for each in always.value.problems}
    assert name in {each for each, _ in said}


# Differences.


def applied(before: str, lines: list[str]) -> str:
    """What ``patch`` makes of a text."""
    old = re.split(r"(?<=\n)", before)
    result: list[str] = []
    at = 0
    for line in lines[2:]:
        if head := re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,\d+)? @@", line):
            start = int(head[1]) - (head[2] != "0")
            result += old[at:start]
            at = start
            continue
        text, _, no_end = line[1:].partition("\n")
        whole = text if no_end else f"{text}\n"
        if line[0] in " -":
            assert old[at] == whole
            at += 1
        if line[0] in " +":
            result.append(whole)
    return "".join([*result, *old[at:]])


@given(*[st.text("ab\n", max_size=40)] * 2)
def test_a_difference_leads_from_one_text_to_the_other(before: str, after: str) -> None:
    lines = list(diff_lines(before, after, "x"))
    assert bool(lines) is (before != after)
    assert applied(before, lines) == after


def test_changes_far_apart_are_shown_apart() -> None:
    before = "".join(f"{number}\n" for number in range(1, 31))
    after = before.replace("2\n3\n", "2\n\n3\n", 1).replace("29\n", "")
    lines = list(diff_lines(before, after, "x"))
    assert lines[2] == "@@ -1,5 +1,6 @@"
    assert [line for line in lines if line[0] == "@"][1:] == ["@@ -26,5 +27,4 @@"]
    assert applied(before, lines) == after


def test_the_difference_is_one_that_patch_takes(tmp_path: Path) -> None:
    before = (TESTS / "formatted" / "comments.before.yaml").read_text(encoding="utf-8").rstrip("\n")
    after = (TESTS / "formatted" / "comments.after.yaml").read_text(encoding="utf-8")
    (tmp_path / "x").write_text(before, encoding="utf-8")
    lines = "\n".join(diff_lines(before, after, "x")) + "\n"
    subprocess.run(["git", "apply", "-p0"], input=lines.encode(), cwd=tmp_path, check=True)
    assert (tmp_path / "x").read_text(encoding="utf-8") == after


def test_a_long_difference_is_found_line_by_line() -> None:
    entries = [
        f"- id: g{number}\n  kind: warrant\n  shares: 1000{{}}\n" for number in range(20_000)
    ]
    before = "".join(entries).replace("{}", "0")
    after = "".join(entries).replace("{}", "1")
    lines = list(diff_lines(before, after, "x"))
    assert sum(line.startswith("-") for line in lines) == 20_001
    assert applied(before, lines) == after


def test_a_terminal_does_not_act_on_a_difference(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "x.yaml").write_text(GOOD + "# \u202eolleh\n", encoding="utf-8")
    assert "\u202e" in in_process("fmt", "--diff", "x.yaml").out
    monkeypatch.setattr("equitycalc.cli.output.on_terminal", lambda to: True)
    assert "# \N{REPLACEMENT CHARACTER}olleh" in in_process("fmt", "--diff", "x.yaml").out
