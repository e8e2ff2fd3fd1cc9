"""What an editor says of a ledger by its schema, held to what the reader says.

The schema marks every mistake of shape that the reader reports, where it reports it, and nothing
else. What only meaning can find, it passes: the table below says which names are which.
"""

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from editor import load, typed, typed_tree
from equitycalc import read_ledger
from equitycalc.events import parse_amount, parse_shares
from equitycalc.problems import LedgerErrors, Problem, Unreadable
from equitycalc.problems import Path as Place
from equitycalc.questions import parse_count_on
from equitycalc.reading import ledger_of
from equitycalc.scalars import (
    parse_count,
    parse_date,
    parse_id,
    parse_instalments,
    parse_lines,
    parse_money,
    parse_name,
    parse_outstanding,
    parse_price,
    parse_rate,
    parse_text,
    parse_truth,
    parse_yes_no,
)
from equitycalc.schemas.values import value
from equitycalc.terms import Ledger
from examples import examples
from ledgers import events_of, ledgers
from running import ROOT
from test_bad_ledgers import BAD, text_of
from test_docs import blocks
from test_scenarios import BAD as BAD_SCENARIOS
from test_scenarios import of_them, read_text, text_of_file
from trees import tree_of

SCHEMAS = ROOT / "src" / "equitycalc" / "schemas"

# What the schema sees. Everything else that the reader reports of a ledger is in one of the next.
SHAPE = {
    *("missing-key", "unknown-key", "unknown-kind", "not-a-mapping", "not-a-list"),
    *("not-one-value", "one-sided-conflict", "blank-not-allowed", "minimum-not-allowed"),
    *("not-a-count", "not-an-amount", "not-a-rate", "negative-number", "bare-rate"),
    *("zero-price", "zero-outstanding", "zero-instalments", "zero-split"),
    *("zero-periods", "zero-years", "not-a-date", "no-such-date", "not-true-or-false"),
    *("not-yes-or-no", "not-an-id", "line-break", "unknown-choice", "empty-value", "null-value"),
    *("unknown-basis", "one-too-many", "not-an-assumption"),
}
# What it sees in some of its forms: an editor has made a number of the text before, or the rest
# takes more than the entry.
SOMETIMES = {
    *("exponent", "leading-zero", "number-too-large", "number-too-fine", "fraction-of-a-share"),
    *("not-lines", "unknown-term", "unknown-measure"),
}
# What is no YAML to a ledger, and is to an editor; or to neither.
YAML = {
    *("syntax", "empty-file", "several-documents", "too-deep", "key-not-text", "duplicate-key"),
    *("anchor", "alias", "tag", "control-character"),
}
# What only meaning can find.
MEANING = {
    *("duplicate-id", "duplicate-statement", "unknown-grant", "unknown-holder"),
    *("expires-before-grant", "matures-before-grant", "payable-before-grant"),
    *("covered-twice", "no-shares-to-register", "effective-before-filing", "ranked-twice"),
    *("vesting-does-not-sum", "event-before-grant", "event-of-another-kind", "over-exercise"),
    *("over-conversion", "over-repayment", "over-cancellation", "over-forfeiture"),
    *("over-transfer", "over-payment", "over-sale", "not-registered", "before-rule-144"),
    *("exercise-after-expiry", "net-below-price", "not-vested", "not-in-shares"),
    *("amended-below-used", "to-before-from", "idle-limit"),
    *("no-scenarios", "excluded-grant"),
    *("unknown-scenario", "extends-itself", "assumed-twice", "stated-term", "under-minimum"),
    *("statement-after-date",),
}


def _schema(name: str) -> Draft7Validator:
    return Draft7Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8")))


LEDGER, SCENARIOS, WANTS = map(_schema, ("ledger", "scenarios", "wants"))


def marks(schema: Draft7Validator, document: Any) -> list[Place]:
    """The places that an editor marks."""
    return [tuple(each.absolute_path) for each in schema.iter_errors(document)]


def said(schema: Draft7Validator, document: Any) -> list[str]:
    return [f"{each.json_path}: {each.message}" for each in schema.iter_errors(document)]


def read_back(tree: Any) -> tuple[Ledger | None, tuple[Problem, ...]]:
    """What the reader makes of a tree, and what it says of it: JSON is YAML too."""
    try:
        return ledger_of(json.dumps(tree).encode(), "tree"), ()
    except LedgerErrors as errors:
        return None, errors.problems


# What is right.


def good_ledgers() -> Iterator[Any]:
    for path in (
        ROOT / "data/agreements.yaml",
        ROOT / "examples/published-cases.yaml",
        ROOT / "tests/transcripts/registered.yaml",
    ):
        yield pytest.param(load(path.read_bytes()), id=path.name)
    for path in sorted((ROOT / "tests/cases").glob("*.yaml")):
        for index, case in enumerate(load(path.read_bytes())):
            if isinstance(case["given"]["ledger"], dict):
                yield pytest.param(case["given"]["ledger"], id=f"{path.stem}-{index}")
    for path in sorted((ROOT / "docs").glob("*.md")):
        for block in blocks(path.read_text("utf-8")):
            begins = block.text.startswith("issuer:") and block.language == "yaml"
            if begins and "refused" not in block.options:
                yield pytest.param(load(block.text), id=f"{path.name}:{block.line}")


@pytest.mark.parametrize("ledger", list(good_ledgers()))
def test_a_good_ledger_is_marked_nowhere(ledger: Any) -> None:
    assert said(LEDGER, ledger) == []


def test_the_other_files_of_the_repository_are_marked_nowhere() -> None:
    assert said(SCENARIOS, load((ROOT / "data/scenarios.yaml").read_bytes())) == []
    assert said(WANTS, load((ROOT / "examples/sellers.yaml").read_bytes())) == []


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_good_ledger_is_marked_nowhere(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    if data.draw(st.booleans()):
        ledger = data.draw(events_of(ledger))
    tree = tree_of(ledger)
    read, problems = read_back(tree)
    assert read == ledger or {each.name for each in problems} <= MEANING
    assert said(LEDGER, typed_tree(tree)) == []


# What is wrong.


def problems_of(data: bytes) -> tuple[Problem, ...]:
    with pytest.raises(LedgerErrors) as raised:
        ledger_of(data, "bad.yaml")
    return raised.value.problems


def is_marked(problem: Problem, marks: list[Place]) -> bool:
    """Whether one of the marks is at the problem; what is missing or unknown is marked at its
    entry.
    """
    path = problem.path
    return any(mark in (path, path[:-1]) or mark[: len(path)] == path for mark in marks)


def is_wrong(mark: Place, problems: list[Problem]) -> bool:
    """Whether there is a problem at a mark, or beside it: the reader stops at the first in a list,
    and does not look at all of an entry that it cannot read.
    """
    return any(mark[:-1] == each.path[: len(mark) - 1] for each in problems)


def has_become_another(text: Any, path: Place) -> bool:
    """Whether an editor has a number or a truth of the text at a place that is written otherwise:
    ``.5`` for 0.5, ``True`` for true.
    """
    for step in path:
        inside = text.get(step) if isinstance(text, dict) else None
        text = text[int(step)] if isinstance(text, list) else inside
    return isinstance(text, str) and typed(text) != text and json.dumps(typed(text)) != text


@pytest.mark.parametrize("name", BAD)
def test_what_the_reader_reports_of_a_ledger_is_marked(name: str) -> None:
    assert_marked(LEDGER, text_of(name), problems_of(text_of(name)))


@pytest.mark.parametrize("name", BAD_SCENARIOS)
def test_what_the_reader_reports_of_scenarios_is_marked(name: str) -> None:
    text = text_of_file(name)
    with pytest.raises(LedgerErrors) as raised:
        read_text(text, of_them())
    assert_marked(SCENARIOS, text, raised.value.problems)


def assert_marked(schema: Draft7Validator, data: bytes, problems: tuple[Problem, ...]) -> None:
    for each in problems:
        assert each.name in SHAPE | SOMETIMES | YAML | MEANING, f"which is {each.name}?"
    try:
        document = load(data)
    except yaml.YAMLError:
        assert YAML & {each.name for each in problems}
        return
    text = yaml.load(data, yaml.BaseLoader)
    found = marks(schema, document)
    for each in problems:
        if each.name in SHAPE and not has_become_another(text, each.path):
            assert is_marked(each, found), f"{each.name} at {each.path} is not marked: {found}"
    seen = [each for each in problems if each.name in SHAPE | SOMETIMES | YAML]
    for mark in found if "too-deep" not in {each.name for each in problems} else ():
        assert is_wrong(mark, seen), f"nothing is wrong at {mark}"


def test_there_are_bad_ledgers_of_both_sorts() -> None:
    """Or a schema that takes all, or nothing, could pass."""
    names = {name: {each.name for each in problems_of(text_of(name))} for name in BAD}
    refused = {name for name in BAD if names[name] & SHAPE}
    passed = {name for name in BAD if names[name] <= MEANING}
    assert len(refused) > 60
    assert len(passed) > 30
    for name in passed:
        assert said(LEDGER, load(text_of(name))) == [], name


WRITTEN = ["blank", "all", "-1", "0", "5", "1.5", "1,000", "1_000", "8%", "8", "2001-02-30", "yes"]
WRITTEN += ["2001-03-04", "true", "S-8", "30/360", "rule-144", "shares", "-", "a b", "x" * 101]
MAPPINGS: list[Any] = [{}, {"at_least": "5"}, {"assumed": "5"}, {"assumed": "5", "because": "so"}]
MAPPINGS += [{"at_least": "5", "because": "so"}, {"value": "5", "lines": "7"}, {"lines": "7"}]
MAPPINGS += [{"value": "5", "assumed": "5", "because": "so"}]
OTHERS: list[Any] = [*MAPPINGS, [], ["5"], [["investor"]], ["S-8", "5"], [{}]]


def places_in(tree: Any, path: Place = ()) -> Iterator[Place]:
    keyed = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, each in keyed if isinstance(tree, dict | list) else ():
        yield (*path, key)
        yield from places_in(each, (*path, key))


@settings(deadline=None, max_examples=examples(100), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_ledger_with_one_mistake_is_marked_where_it_is_one_of_shape(data: st.DataObject) -> None:
    """The schema against the reader, with anything in the place of anything."""
    tree: Any = tree_of(data.draw(ledgers()) if data.draw(st.booleans()) else FULL)
    path = data.draw(st.sampled_from(list(places_in(tree))))
    inside = tree
    for step in path[:-1]:
        inside = inside[step]
    match data.draw(st.sampled_from(["put", "drop", "misspell"])):
        case "put":
            inside[path[-1]] = copy.deepcopy(data.draw(st.sampled_from(WRITTEN + OTHERS)))
        case "drop":
            del inside[path[-1]]
        case "misspell":
            assume(isinstance(inside, dict))
            inside[f"{path[-1]}s"] = inside.pop(path[-1])
    _, problems = read_back(tree)
    names = {each.name for each in problems}
    found = said(LEDGER, typed_tree(tree))
    if names & SHAPE - {"not-an-id"}:  # 1.5 is none, and 1e-5, which is, may be the same number
        assert found, problems
    elif names <= MEANING:
        assert not found, problems


FULL = read_ledger(ROOT / "data/agreements.yaml")


def test_the_ledger_to_make_mistakes_in_has_none() -> None:
    assert read_back(tree_of(FULL)) == (FULL, ())


# How values are written.

PARSERS: list[Callable[[str], Any]] = [
    *(parse_count, parse_outstanding, parse_instalments, parse_money, parse_price, parse_rate),
    *(parse_date, parse_truth, parse_yes_no, parse_id, parse_lines, parse_name, parse_text),
    *(parse_shares, parse_amount, parse_count_on),
]
PIECES = [*"0123456789", "00", "000", "_", "_000", ".", "%", "-", "-02-29", "-12-31", "20", "@"]
PIECES += ["all", "true", "false", "yes", "no", "a", "Z", " ", ", ", ",", "e5", "\n", "é", "٣"]


def takes(parse: Callable[[str], Any], text: str) -> bool:
    try:
        parse(text)
    except Unreadable:
        return False
    return True


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@settings(deadline=None, max_examples=examples(100))
@given(text=st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_a_text_is_marked_where_its_parser_refuses_it(
    parse: Callable[[str], Any], text: str
) -> None:
    # A pattern that ends in $ passes a line break at the end, in Python and not in editors.
    assume(not text.endswith("\n") or parse in (parse_name, parse_text))
    assume(parse is not parse_lines or not backwards(text))
    assert Draft7Validator(value(parse)).is_valid(text) == takes(parse, text)


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@settings(deadline=None, max_examples=examples(100))
@given(text=st.lists(st.sampled_from(PIECES[:-2]), max_size=9).map("".join))
def test_no_text_that_its_parser_takes_is_marked_without_quotes(
    parse: Callable[[str], Any], text: str
) -> None:
    text = text.strip()
    assume(typed(text) is not None)
    assert Draft7Validator(value(parse)).is_valid(typed(text)) or not takes(parse, text)


@pytest.mark.parametrize(
    ("parse", "longest"),
    [
        (parse_count, "9" * 15),
        (parse_count, "999" + "_999" * 4),
        (parse_money, "9" * 15),
        (parse_money, "0." + "9" * 12),
        (parse_price, "0." + "0" * 11 + "1"),
        (parse_rate, "8." + "9" * 12 + "%"),
        (parse_id, "x" * 100),
        (parse_lines, "9" * 15),
        (parse_count_on, "9" * 15 + "@2000-02-29"),
    ],
)
def test_the_longest_that_a_parser_takes(parse: Callable[[str], Any], longest: str) -> None:
    schema = Draft7Validator(value(parse))
    longer = re.sub(r"([0-9x])(?=%?$|@)", r"\1\1", longest, count=1)
    longer = longest + "_999" if "_" in longest else longer
    assert takes(parse, longest)
    assert not takes(parse, longer)
    assert schema.is_valid(longest)
    assert not schema.is_valid(longer)


@pytest.mark.parametrize(
    ("term", "right"),
    [
        ({"value": "5"}, True),
        ({"value": "5", "lines": "7-9"}, True),
        ({"value": {"assumed": "5", "because": "so"}, "lines": "7"}, True),
        ({"assumed": "5", "because": "so"}, True),
        ({"value": "5", "assumed": "5", "because": "so"}, False),
        ({"value": {"value": "5"}}, False),
        ({"value": {"at_least": "5"}}, False),
        ({"lines": "7"}, False),
        ({}, False),
    ],
)
def test_a_term_with_its_lines(term: Any, right: bool) -> None:
    tree = tree_of(FULL)
    rights = tree["agreements"][-1]["registration_rights"]
    rights["days_to_file"] = term
    _, problems = read_back(tree)
    assert (not problems) == right
    assert (not said(LEDGER, typed_tree(tree))) == right


def backwards(text: str) -> bool:
    """Whether lines run backwards, which no pattern can tell."""
    ranges = re.findall(r"([0-9]+)-([0-9]+)", text)
    return any(int(first) > int(last) for first, last in ranges)


@settings(deadline=None)
@given(st.dates())
def test_every_day_of_the_calendar_is_a_date_and_the_next_day_of_a_month_is_not(day: Any) -> None:
    schema = Draft7Validator(value(parse_date))
    assert schema.is_valid(f"{day}")
    after = f"{day.year:04}-{day.month:02}-{day.day + 1:02}"
    assert schema.is_valid(after) == takes(parse_date, after)


@pytest.mark.parametrize(
    ("parse", "number", "right"),
    [
        (parse_count, 0, True),
        (parse_count, 10**15 - 1, True),
        (parse_count, 10**15, False),
        (parse_count, 1.5, False),
        (parse_count, -1, False),
        (parse_count, True, False),
        (parse_outstanding, 0, False),
        (parse_money, 0, True),
        (parse_money, float("999999999999999.999"), True),
        (parse_money, 10**16, False),
        (parse_price, 0, False),
        (parse_price, 0.0001, True),
        (parse_rate, 8, False),
        (parse_rate, 0.08, False),
        (parse_lines, 27, True),
        (parse_lines, 0, False),
        (parse_id, 2024, True),
        (parse_name, 2024, True),
        (parse_name, None, False),
        (parse_truth, True, True),
        (parse_yes_no, True, False),
        (parse_shares, 5, True),
        (parse_count_on, 5, True),
    ],
)
def test_what_an_editor_has_made_a_number_of(
    parse: Callable[[str], Any], number: Any, right: bool
) -> None:
    assert Draft7Validator(value(parse)).is_valid(number) == right


def test_editors_type_a_scalar_by_the_rules_of_yaml_1_2() -> None:
    text = "[1_000, 0.10, 010, 0o17, 1e3, yes, true, 8%, 2001-01-16, ~, '5', 1:30, .inf, -1]"
    assert load(text) == [
        *("1_000", 0.1, 10, 15, 1000.0, "yes", True, "8%", "2001-01-16", None, "5", "1:30"),
        *(float("inf"), -1),
    ]
