"""The JSON output held to its schema, and both to ``docs/json.md``."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from equitycalc.cli.app import application
from equitycalc.events import KINDS_OF_EVENT
from running import ROOT

SCHEMA = json.loads((ROOT / "docs/schemas/dilution.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

ALL_OPEN = """
issuer: {name: "Açme, S.A.", authorized_shares: 1500}
as_of: 2020-06-01
outstanding:
- {as_of: 2020-01-01, shares: 1000}
agreements:
- id: a
  date: 2020-01-02
  grants:
  - {id: shares-day-blank, kind: shares, holder: H, shares: 100, granted_on: blank}
  - {id: shares-least, kind: shares, holder: H, shares: {at_least: 7}}
  - {id: price-blank, kind: option, holder: I, shares: 10, exercise_price: blank}
  - id: all-blank
    kind: warrant
    holder: I
    shares: blank
    exercise_price: blank
    expires_on: blank
  - {id: fee, kind: stock_fee, holder: J, amount: 100.125, price: 0.3, payable_by: blank}
  - id: debt
    kind: convertible_debenture
    holder: J
    principal: {at_least: 10}
    conversion_price: blank
    interest_rate: 8.25%
    matures_on: 2020-03-01
  - {id: cash, kind: cash_fee, amount: blank}
  - {id: found, kind: finders_fee, rate: {assumed: 10%, because: as in the letter}}
"""

THIRDS = """
issuer: {name: Acme, ticker: ACME, authorized_shares: 5}
as_of: 2020-06-01
outstanding:
- {as_of: 2020-01-01, shares: 1000, source: a report}
agreements:
- id: a
  date: 2020-01-02
  document: a.txt
  grants:
  - {id: third, kind: option, holder: I, shares: 10, exercise_price: 1, lines: "1, 3-4"}
  - {id: perhaps, kind: option, holder: J, shares: 10, exercise_price: 1, expires_on: blank}
  - {id: either, kind: option, holder: J, shares: 10, exercise_price: blank}
"""

NOTHING = """
issuer: {name: Acme, authorized_shares: {at_least: 5}}
as_of: 2020-06-01
agreements: []
"""

NO_STATEMENT = """
issuer: {name: Acme, authorized_shares: 500}
agreements:
- id: a
  date: 2020-01-02
"""

MORE_ISSUED = """
issuer: {name: Acme}
as_of: 2020-06-01
outstanding:
- {as_of: 2020-01-01, shares: 10}
agreements:
- id: a
  date: 2019-01-02
  grants:
  - {id: s, kind: shares, holder: H, shares: 100}
"""

# An event of every kind; counts, prices and interest that no decimal ends at.
LIVES = """
issuer: {name: Acme, ticker: ACME, authorized_shares: 500000}
as_of: 2022-06-01
outstanding:
- {as_of: 2020-02-01, shares: 100000, source: a report}
agreements:
- id: a
  date: 2020-01-02
  counterparty: F
  document: a.txt
  grants:
  - id: warrant
    kind: warrant
    holder: H
    shares: 10000
    exercise_price: 0.40
    expires_on: 2025-01-01
  - id: option
    kind: option
    holder: I
    shares: 1000
    exercise_price: 0.40
    adjusts: yes
    lines: 7
  - id: vesting
    kind: option
    holder: I
    shares: 4800
    exercise_price: 1
    vesting: {start: 2020-01-02, cliff_months: 12, every_months: 1, periods: 48}
  - id: restated
    kind: warrant
    holder: J
    shares: 55
    exercise_price: 4
    stated_after_split: true
  - {id: fixed, kind: option, holder: J, shares: 70, exercise_price: 4, adjusts: no}
  - {id: stock, kind: shares, holder: J, shares: 500}
  - {id: fee, kind: stock_fee, holder: J, amount: 300, instalments: 3, price: 0.4}
  - {id: paid, kind: stock_fee, holder: J, amount: 300, price: 0.4, payable_by: 2020-12-31}
  - {id: found, kind: finders_fee, rate: 10%}
- id: b
  date: 2020-03-01
  grants:
  - id: debt
    kind: convertible_debenture
    holder: K
    principal: 50000
    conversion_price: 0.7
    interest:
      rate: 8%
      day_count: actual/365
      compounding: quarterly
      paid_in: shares
      at: conversion_price
      accrues_from: 2020-03-31
    matures_on: 2023-03-31
    introduced_by: F
events:
- {kind: exercise, date: 2020-01-15, grant: warrant, shares: 1000, document: n.txt, lines: 1-2}
- {kind: split, date: 2020-05-01, new: 3, old: 7, document: n.txt, lines: "4, 6"}
- {kind: exercise, date: 2020-06-01, grant: warrant, shares: 500, settle: net, market_price: 3}
- {kind: transfer, date: 2020-06-02, grant: warrant, to: L, shares: 600}
- {kind: cancel, date: 2020-06-03, grant: warrant, holder: L, shares: 100}
- {kind: exercise, date: 2021-03-02, grant: vesting, shares: 300}
- {kind: transfer, date: 2021-03-03, grant: vesting, to: M, shares: 200}
- {kind: forfeit, date: 2021-03-04, grant: vesting, holder: I, shares: 100}
- {kind: cancel, date: 2020-06-03, grant: stock, shares: all}
- {kind: pay, date: 2020-07-01, grant: fee, amount: 100, shares: 110}
- {kind: pay, date: 2020-07-01, grant: paid, shares: 321}
- {kind: convert, date: 2020-12-31, grant: debt, principal: 20000, interest: 700}
- {kind: amend, date: 2021-01-31, grant: debt, term: rate, value: 9%}
- {kind: amend, date: 2021-01-31, grant: debt, term: compounding, value: simple}
- {kind: amend, date: 2021-02-01, grant: debt, term: principal, value: 60000}
- kind: amend
  date: 2021-02-01
  grant: debt
  term: conversion_price
  value: {assumed: 0.6, because: why}
- {kind: repay, date: 2021-02-28, grant: debt, principal: 5000}
- {kind: amend, date: 2021-03-01, grant: warrant, term: expires_on, value: 2026-01-01}
- {kind: amend, date: 2021-03-01, grant: fee, term: payable_by, value: blank}
- {kind: amend, date: 2021-03-01, grant: fee, term: amount, value: {at_least: 330}}
- {kind: amend, date: 2020-04-01, grant: found, term: rate, value: 12%}
- {kind: issue, date: 2020-08-01, shares: 2000, holder: N, amount: 1000, introduced_by: F, lines: 9}
- {kind: issue, date: 2020-09-01, shares: 100, introduced_by: F}
- {kind: repurchase, date: 2020-10-01, shares: 50, amount: 25}
- {kind: repurchase, date: 2021-10-01, shares: 60}
"""

# Interest that is open in one way or another, and what is used of grants that are.
OPEN_LIVES = """
issuer: {name: Acme}
as_of: 2022-06-01
outstanding:
- {as_of: 2020-06-01, shares: 1000}
agreements:
- id: a
  date: 2020-01-02
  counterparty: F
  grants:
  - {id: warrant, kind: warrant, holder: H, shares: {at_least: 300}, exercise_price: blank}
  - id: option
    kind: option
    holder: H
    shares: blank
    exercise_price: 2
    vesting:
    - {on: 2021-01-01, shares: 5}
    - {on: 2023-01-01, shares: 6}
  - {id: found, kind: finders_fee, rate: blank}
  - id: no-count
    kind: convertible_debenture
    holder: K
    principal: 500
    conversion_price: 2
    interest: {rate: 8%, paid_in: shares}
    introduced_by: F
  - id: all-blank
    kind: convertible_debenture
    holder: K
    principal: 500
    conversion_price: 2
    interest:
      rate: blank
      day_count: blank
      compounding: blank
      paid_in: blank
      at: blank
      accrues_from: blank
    matures_on: blank
  - id: either
    kind: convertible_debenture
    holder: K
    principal: {at_least: 500}
    conversion_price: blank
    interest: {rate: 8%, day_count: 30/360, paid_in: blank}
  - id: at-market
    kind: convertible_debenture
    holder: K
    principal: 500
    conversion_price: 2
    interest: {rate: 8%, day_count: 30/360, paid_in: either, at: market_price}
  - id: in-cash
    kind: convertible_debenture
    holder: K
    principal: 500
    conversion_price: 2
    interest_rate: 8%
events:
- {kind: exercise, date: 2021-01-01, grant: warrant, shares: 100}
- {kind: convert, date: 2021-01-02, grant: either, principal: 100, interest: all}
- {kind: convert, date: 2021-01-02, grant: all-blank, principal: 100, interest: all}
- {kind: convert, date: 2021-01-02, grant: at-market, principal: all, interest: all}
- {kind: repay, date: 2021-01-02, grant: in-cash, principal: all}
- {kind: split, date: 2021-06-01, new: 1, old: 3, round: up}
"""

# Fewer shares than were stated.
FEWER = """
issuer: {name: Acme}
as_of: 2020-06-01
outstanding:
- {as_of: 2020-01-01, shares: 1000}
agreements:
- id: a
  date: 2019-01-02
  grants:
  - {id: gone, kind: shares, holder: H, shares: 100}
  - {id: left, kind: shares, holder: H, shares: 100}
events:
- {kind: cancel, date: 2020-02-01, grant: gone, shares: all}
- {kind: repurchase, date: 2020-03-01, shares: 50}
- {kind: split, date: 2020-04-01, new: 2, old: 1, round: nearest}
"""

PRICED = ("--price", "0.08")
LATER = ("--as-of", "2002-12-31", *PRICED)
FILLED = (
    *("--assume", "debenture.principal=500000"),
    *("--assume", "bridge-loan-shares.shares=0"),
)

QUESTIONS: list[tuple[str | None, tuple[str, ...]]] = [
    (None, ()),
    (None, PRICED),
    (None, (*PRICED, "--by", "grant")),
    *((None, ("--by", by)) for by in ("holder", "kind", "agreement")),
    *((None, ("--by", by, *PRICED, *FILLED)) for by in ("holder", "kind", "agreement")),
    (None, ("--as-of", "1999-01-04")),
    (None, ("--as-of", "1999-01-04", "--by", "holder", *PRICED)),
    (None, ("--as-of", "2000-05-23")),
    (None, LATER),
    (None, ("--include-expired", *PRICED)),
    (None, ("--signed-only", *FILLED)),
    (None, FILLED),
    (None, ("--price", "0.07", *FILLED)),
    (None, ("--assume", "debenture.principal=1000.019", "--outstanding", "5000000")),
    (None, ("--assume", "pmr-retainer-stock.price=0.03", "--as-of", "1999-01-04")),
    *(
        (ledger, question)
        for ledger in (
            ALL_OPEN,
            THIRDS,
            NOTHING,
            NO_STATEMENT,
            MORE_ISSUED,
            LIVES,
            OPEN_LIVES,
            FEWER,
        )
        for question in (
            (),
            ("--price", "3"),
            ("--by", "holder"),
            ("--by", "holder", "--price", "3"),
        )
    ),
]


@cache
def output(ledger: str | None, question: tuple[str, ...]) -> Any:
    arguments = ["dilution", "data/agreements.yaml" if ledger is None else "-"]
    done = CliRunner().invoke(
        application(()), [*arguments, *question, "--format", "json"], input=ledger
    )
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture(autouse=True)
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def keys(value: Any) -> Iterator[str]:
    """Every key of the objects in a JSON value."""
    if isinstance(value, list):
        for each in value:
            yield from keys(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from keys(each)


# The keys of a number: described once, and narrowed for each sort of number.
NARROWING = {"value", "bound", "exact", "at_most"}


def properties(schema: Any) -> Iterator[tuple[str, Any]]:
    """Every property that a schema describes: its key and its own schema."""
    if isinstance(schema, list):
        for each in schema:
            yield from properties(each)
    elif isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
        for each in schema.values():
            yield from properties(each)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("ledger", "question"),
    QUESTIONS,
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else (value or "")[:30].strip(),
)
def test_an_answer_is_as_the_schema_has_it(ledger: str | None, question: tuple[str, ...]) -> None:
    found = [
        f"{error.json_path}: {error.message}"
        for error in VALIDATOR.iter_errors(output(ledger, question))
    ]
    assert not found, "\n".join(found)


def test_every_key_of_the_schema_stands_in_some_answer() -> None:
    seen = {key for question in QUESTIONS for key in keys(output(*question))}
    assert {key for key, _ in properties(SCHEMA)} == seen


def _held_against(schema: Any, value: Any) -> Iterator[tuple[Any, str, Any]]:
    """Each key of the objects in a value: the properties that describe it, the key, its value."""
    if "$ref" in schema:
        yield from _held_against(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], value)
    for part in schema.get("allOf", []):
        yield from _held_against(part, value)
    for part in schema.get("oneOf", []):
        if VALIDATOR.evolve(schema=part).is_valid(value):
            yield from _held_against(part, value)
    if isinstance(value, dict):
        described = schema.get("properties", {})
        for key in described.keys() & value.keys():
            yield described, key, value[key]
            yield from _held_against(described[key], value[key])
    elif isinstance(value, list):
        for each in value:
            yield from _held_against(schema.get("items", {}), each)


def test_every_key_of_every_object_stands_in_some_answer_and_each_null_does_too() -> None:
    """A key may be one of several objects: it is to be seen in each, with and without a value."""
    seen: dict[tuple[int, str], set[bool]] = {}
    for question in QUESTIONS:
        for described, key, value in _held_against(SCHEMA, output(*question)):
            seen.setdefault((id(described), key), set()).add(value is None)
    for described in _objects(SCHEMA):
        for key, schema in described.items():
            both = VALIDATOR.evolve(schema=schema).is_valid(None)
            expected = {True, False} if both else {False}
            assert seen.get((id(described), key)) == expected, (key, schema)


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    """The properties of each object that is described, but for those that narrow a number."""
    if isinstance(schema, list):
        for each in schema:
            yield from _objects(each)
    elif isinstance(schema, dict):
        if "properties" in schema and not schema["properties"].keys() <= NARROWING:
            yield schema["properties"]
        for each in schema.values():
            yield from _objects(each)


def test_the_answers_show_every_kind_of_event() -> None:
    answers = [output(*question) for question in QUESTIONS]
    seen = {"split" for answer in answers if answer["splits"]}
    seen |= {each["kind"] for answer in answers for each in answer["movements"]}
    lives = [grant["life"] for answer in answers for grant in answer.get("grants", [])]
    seen |= {each["kind"] for life in lives if life for each in life["events"]}
    assert seen == set(KINDS_OF_EVENT)


def test_the_answers_show_every_bound_and_kind_of_null() -> None:
    """Or the schema would be held against too little."""
    answers = [output(*question) for question in QUESTIONS]
    bounds = {number["bound"] for answer in answers for number in _numbers(answer)}
    assert bounds == {"exact", "at_least", "at_most", "unknown"}
    for key in ("outstanding", "market_price", "authorized"):
        assert {answer[key] is None for answer in answers} == {True, False}, key


def _numbers(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and "bound" in value:
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _numbers(each)


def test_every_key_is_described_in_the_schema() -> None:
    """Where a key is described once, narrowing it elsewhere needs no second description."""
    for key, schema in properties(SCHEMA):
        if key not in NARROWING:
            assert schema.get("description"), key
    bounded = SCHEMA["$defs"]["bounded"]["properties"]
    assert all(bounded[key].get("description") for key in NARROWING)


def test_every_key_is_described_in_the_documentation() -> None:
    """Each key stands in the table of the object that it is a key of, and no other does."""
    tables = _documented(ROOT / "docs" / "json.md")
    defs = SCHEMA["$defs"]
    top = SCHEMA["properties"]
    figures = {
        *defs["common_figures"]["properties"],
        *defs["bought_back"]["properties"],
        *defs["with_interest"]["properties"],
        *defs["owned"]["properties"],
    }
    total = {
        *defs["common_total"]["properties"],
        *defs["common_figures"]["properties"],
        *defs["bought_back"]["properties"],
        *defs["with_interest"]["properties"],
    }
    expected = {
        "Values": set(defs["bounded"]["properties"]),
        "The object": set(top),
        "issuer": set(top["issuer"]["properties"]),
        "outstanding": set(defs["statement"]["properties"]),
        "grants": set(defs["grant"]["properties"]),
        "source": set(defs["source"]["properties"]),
        "life": set(defs["life"]["properties"]),
        "The holders of a grant": set(defs["life"]["properties"]["holders"]["items"]["properties"]),
        "A use of a grant": set(defs["use"]["properties"]),
        "A split of a grant": set(defs["split_of_a_grant"]["properties"]),
        "An amendment of a grant": set(defs["amendment"]["properties"]),
        "funding": set(top["funding"]["items"]["properties"]),
        "movements": set(top["movements"]["items"]["properties"]),
        "splits": set(top["splits"]["items"]["properties"]),
        "by": set(defs["group"]["properties"]),
        "A basis": figures,
        "totals": total,
        "authorized": set(top["authorized"]["oneOf"][0]["properties"]),
        "assumptions": set(top["assumptions"]["items"]["properties"]),
        "blanks": set(top["blanks"]["items"]["properties"]),
    }
    assert tables == expected


def _documented(path: Path) -> dict[str, set[str]]:
    """The first column of each table whose head begins with ``key``, by heading."""
    found: dict[str, set[str]] = {}
    heading, inside = "", False
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        inside = line.startswith("|") and (inside or line.startswith("| key |"))
        if inside and line.startswith("| `"):
            found.setdefault(heading, set()).add(line.split("`")[1])
    return found


# The schema refuses what the output never is.


def _without(*path: str | int) -> Any:
    def change(answer: Any) -> None:
        for step in path[:-1]:
            answer = answer[step]
        del answer[path[-1]]

    return change


def _put(*path: str | int, value: Any) -> Any:
    def change(answer: Any) -> None:
        for step in path[:-1]:
            answer = answer[step]
        answer[path[-1]] = value

    return change


EXACT = {"value": 1, "bound": "exact"}
NOWHERE = {"document": None, "lines": None}
SPLIT = {"date": "2001-01-16", "new": 2, "old": 1, "round": "down", "source": NOWHERE}
MOVEMENT = {
    "date": "2001-01-16",
    "kind": "issue",
    "shares": 1,
    "shares_now": 1,
    "holder": None,
    "amount": None,
    "introduced_by": None,
    "source": NOWHERE,
}
SPLIT_OF_A_GRANT = {
    "date": "2001-01-16",
    "kind": "split",
    "holder": "A",
    "new": 2,
    "old": 1,
    **dict.fromkeys(("shares_before", "shares", "price_before", "price")),
    **dict.fromkeys(("aggregate_before", "aggregate")),
    "source": NOWHERE,
}
WRONG = {
    "no format": _without("format"),
    "neither grants nor groups": _without("grants"),
    "both": _put("by", value=[]),
    "a key nobody knows": _put("shares", value=1),
    "a key of a grant nobody knows": _put("grants", 0, "strike", value=None),
    "a number that is not an object": _put("totals", "fully_diluted", "rights", value=5),
    "a key of a number nobody knows": _put(
        "totals", "fully_diluted", "rights", value={**EXACT, "about": 2}
    ),
    "a float": _put("totals", "fully_diluted", "rights", value={"value": 0.5, "bound": "exact"}),
    "a word nobody knows": _put(
        "totals", "fully_diluted", "rights", value={"value": 1, "bound": "about"}
    ),
    "a value that is unknown": _put(
        "totals", "fully_diluted", "rights", value={"value": 1, "bound": "unknown"}
    ),
    "no value that is exact": _put(
        "totals", "fully_diluted", "rights", value={"value": None, "bound": "exact"}
    ),
    "an upper end of what is exact": _put(
        "totals", "fully_diluted", "rights", value={**EXACT, "at_most": 2}
    ),
    "money as a number": _put("totals", "fully_diluted", "proceeds", value=EXACT),
    "money to one place": _put(
        "totals", "fully_diluted", "proceeds", value={"value": "0.5", "bound": "exact"}
    ),
    "a percentage": _put(
        "totals", "fully_diluted", "dilution", value={"value": "4.91%", "bound": "exact"}
    ),
    "a buy-back where there is none": _put(
        "totals", "fully_diluted", "repurchased_shares", value=EXACT
    ),
    "ownership of a grant": _put("grants", 0, "fully_diluted", "ownership", value=None),
    "nothing of interest in cash": _without("totals", "fully_diluted", "interest_in_cash"),
    "a life that says nothing": _put("grants", 0, "life", value={}),
    "an event of no kind": _put("grants", -1, "life", "events", value=[{"date": "2001-01-16"}]),
    "a split of nobody's grant": _put(
        "grants", -1, "life", "events", value=[{**SPLIT_OF_A_GRANT, "holder": None}]
    ),
    "a split with a holder": _put("splits", value=[{**SPLIT, "holder": None}]),
    "a split of nothing": _put("splits", value=[{**SPLIT, "new": 0}]),
    "a movement of another kind": _put("movements", value=[{**MOVEMENT, "kind": "exercise"}]),
    "a rounded count without the one stated": _put("outstanding", "exact", value="1000/3"),
    "a granted term with an upper end": _put(
        "grants", 0, "shares", value={"value": 1, "bound": "at_least", "at_most": 2}
    ),
    "a date with a time": _put("as_of", value="2001-01-16T00:00:00"),
}


def test_what_is_put_in_an_answer_is_right_but_for_one_thing() -> None:
    answer = copy.deepcopy(output(None, LATER))
    _put("splits", value=[SPLIT])(answer)
    _put("movements", value=[MOVEMENT])(answer)
    _put("grants", -1, "life", "events", value=[SPLIT_OF_A_GRANT])(answer)
    VALIDATOR.validate(answer)


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_the_schema_refuses_what_the_output_never_is(change: Any) -> None:
    answer = copy.deepcopy(output(None, LATER))
    change(answer)
    assert not VALIDATOR.is_valid(answer)
