"""The JSON output of each command held to its schema, and both to ``docs/json.md``."""

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from jsonschema import Draft7Validator
from typer.testing import CliRunner

from equitycalc.cli.app import COMMANDS, application
from equitycalc.engine.due import DeadlineStatus
from equitycalc.engine.groups import STANDINGS
from equitycalc.events import KINDS_OF_EVENT
from equitycalc.registration_rights import SELLERS, RegistrationRights
from running import ROOT


class Format(NamedTuple):
    """What a command writes: its schema, and one that validates."""

    command: str
    schema: Any
    validator: Draft7Validator


def _format(command: str) -> Format:
    path = ROOT / f"src/equitycalc/schemas/{command}.schema.json"
    schema = json.loads(path.read_text("utf-8"))
    return Format(command, schema, Draft7Validator(schema))


FORMATS = tuple(map(_format, ("dilution", "registration", "sweep")))
DILUTION, REGISTRATION, SWEEP = FORMATS

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

# Two agreements that promise a registration: one kept, with sales, transfers, splits that leave no
# decimal, and sellers; one with next to nothing stated.
RIGHTS = """
issuer: {name: Acme, ticker: ACME, authorized_shares: 500_000_000}
as_of: 2001-12-31
outstanding:
- {as_of: 2000-12-31, shares: 20_000_000, source: a report}
agreements:
- id: kept
  title: Registration rights
  date: 2001-01-16
  document: k.txt
  registration_rights:
    covers: {value: [bridge, note, option], lines: 4-9}
    closing_date: {assumed: 2001-01-16, because: why}
    days_to_file: {value: 30, lines: 11}
    days_to_effectiveness: 120
    conversion_price: 0.01
    years_registered: 5
    notice_days: {value: 20, lines: 13}
    answer_days: 10
    excepted_forms: [S-8]
    piggyback_until: {value: effectiveness, lines: 14}
    priority: {value: [[investor, other-rights], [company, other]], lines: 15-17}
    may_withdraw: [investor]
    over_allotment: pro-rata
    assigned_with: [agreement, notice, bound]
  grants:
  - {id: bridge, kind: shares, holder: Fund, shares: 1_000_000, lines: 3}
  - {id: option, kind: option, holder: Fund, shares: 700, exercise_price: 1}
  - {id: plan, kind: option, holder: I, shares: 900, exercise_price: 1, registration: S-8}
  - {id: free, kind: shares, holder: I, shares: 60, registration: free-trading}
  - {id: bound, kind: shares, holder: I, shares: 50, registration: restricted}
  - id: note
    kind: convertible_debenture
    holder: Fund
    principal: 500000
    conversion_price: 0.02
    interest: {rate: 8%, day_count: actual/365, paid_in: either, at: conversion_price}
    matures_on: 2003-01-16
- id: open
  date: 2001-02-01
  registration_rights:
    covers: [some-day]
    closing_date: blank
    days_to_file: 30
    conversion_price: blank
    priority: [[investor], [company, other]]
  grants:
  - {id: some-day, kind: shares, holder: G, shares: 100, granted_on: blank}
events:
- {kind: notified, date: 2001-01-20, proposed_filing: 2001-02-20, form: SB-2, document: n.txt}
- {kind: notified, date: 2001-02-01, proposed_filing: 2001-02-11}
- {kind: filed, date: 2001-02-10, form: SB-2, grants: [bridge, note, option], lines: 1}
- {kind: registered, date: 2001-05-01, form: SB-2, grants: [bridge, note, option]}
- {kind: convert, date: 2001-06-01, grant: note, principal: 100000}
- {kind: sold, date: 2001-06-02, grant: note, shares: 2_000_000, under: registration}
- {kind: sold, date: 2001-06-03, grant: bridge, shares: 300_000, under: registration}
- kind: transfer
  date: 2001-06-04
  grant: bridge
  shares: 200_000
  to: Other
  conditions_met: [agreement, notice, bound]
- {kind: transfer, date: 2001-06-05, grant: bridge, shares: 100_000, to: Friend, under: free}
- {kind: split, date: 2001-07-01, new: 3, old: 7}
- {kind: sold, date: 2002-01-20, grant: bridge, shares: 7, under: rule-144}
- {kind: transfer, date: 2002-01-21, grant: bridge, shares: 70, to: Friend, under: rule-144}
"""

# No title, document, statement or date of its own, and counts that are open.
FEW_RIGHTS = """
issuer: {name: Acme}
agreements:
- id: few
  date: 2001-01-16
  registration_rights:
    covers: [warrant]
    closing_date: 2001-01-16
    days_to_effectiveness: 90
    priority: [[investor], [company, other]]
  grants:
  - {id: warrant, kind: warrant, holder: H, shares: {at_least: 5}, exercise_price: 1}
  - {id: other, kind: warrant, holder: H, shares: blank, exercise_price: 1}
"""

PRICED = ("--price", "0.08")
LATER = ("--as-of", "2002-12-31", *PRICED)
FILLED = (
    *("--assume", "debenture.principal=500000"),
    *("--assume", "bridge-loan-shares.shares=0"),
)

Asked = tuple[Format, str | None, tuple[str, ...]]

_OF_DILUTION: list[tuple[str | None, tuple[str, ...]]] = [
    (None, ()),
    (None, PRICED),
    (None, (*PRICED, "--by", "grant")),
    *((None, ("--by", by)) for by in ("holder", "kind", "agreement", "registration")),
    *(
        (None, ("--by", by, *PRICED, *FILLED))
        for by in ("holder", "kind", "agreement", "registration")
    ),
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
    *((RIGHTS, (*day, "--by", "registration")) for day in ((), ("--as-of", "2002-03-01"))),
    (RIGHTS, ("--as-of", "2002-03-01")),
    (RIGHTS, ("--assume", "open.closing_date=2001-02-01")),
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
            RIGHTS,
        )
        for question in (
            (),
            ("--price", "3"),
            ("--by", "holder"),
            ("--by", "holder", "--price", "3"),
        )
    ),
]


OFFERED = (
    *("--wants", "investor:Initial Investor (name blank)=6000000"),
    *("--wants", "other-rights:Another investor=3000000"),
    *("--wants", "company:The Auxer Group=5000000"),
    *("--wants", "other:A founder=1000000"),
)
KEPT = ("--as-of", "2001-03-01", "--agreement", "kept")

_OF_REGISTRATION: list[tuple[str | None, tuple[str, ...]]] = [
    (None, ()),
    (None, FILLED),
    (None, ("--as-of", "2000-01-01")),
    (None, ("--as-of", "2001-02-15", "--proposed-filing", "2001-04-02", "--form", "SB-2")),
    (None, ("--as-of", "2001-03-01", "--proposed-filing", "2001-04-02", "--form", "S-8")),
    (None, ("--as-of", "2003-01-16", *FILLED)),
    (None, ("--max-offering", "10000000", *OFFERED)),
    (None, ("--max-offering", "10000000", "--over-allotment", "1500001", *OFFERED)),
    (None, ("--max-offering", "10000000", *OFFERED, "--withdraw", "A founder")),
    *((RIGHTS, ("--as-of", day)) for day in ("2001-02-28", "2001-12-31", "2002-03-01")),
    (RIGHTS, ("--assume", "open.closing_date=2001-02-01")),
    (RIGHTS, (*KEPT, "--max-offering", "10", "--wants", "investor:Fund=11")),
    (FEW_RIGHTS, ()),
    (FEW_RIGHTS, ("--outstanding", "100")),
    (FEW_RIGHTS, ("--max-offering", "10", "--wants", "company:Acme=11")),
    (ALL_OPEN, ()),
]

_OF_SWEEP: list[tuple[str | None, tuple[str, ...]]] = [
    (None, ("--price", "0.05,0.07,0.15")),
    (None, ("--over", "debenture.principal=0,5")),
    (THIRDS, ("--price", "0.3,3")),
    (NO_STATEMENT, ("--price", "1")),
    (ALL_OPEN, ("--price", "0.5:3:0.5")),
    (LIVES, ("--price", "0.5:3:0.5")),
    (OPEN_LIVES, ("--price", "3")),
    (FEWER, ("--price", "3")),
]

QUESTIONS: list[Asked] = [
    *((DILUTION, *each) for each in _OF_DILUTION),
    *((REGISTRATION, *each) for each in _OF_REGISTRATION),
    *((SWEEP, *each) for each in _OF_SWEEP),
]


@cache
def output(command: str, ledger: str | None, question: tuple[str, ...]) -> Any:
    arguments = [command, "data/agreements.yaml" if ledger is None else "-"]
    done = CliRunner().invoke(
        application(()), [*arguments, *question, "--format", "json"], input=ledger
    )
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def answers(format: Format) -> list[Any]:
    return [output(each[0].command, *each[1:]) for each in QUESTIONS if each[0] is format]


every_format = pytest.mark.parametrize("format", FORMATS, ids=lambda each: each.command)


@pytest.fixture(autouse=True)
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def keys(value: Any) -> Iterator[str]:
    """Every key of the objects in a JSON value, but for the terms in ``lines`` and ``terms``."""
    if isinstance(value, list):
        for each in value:
            yield from keys(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            if key not in ("lines", "terms"):
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


def test_every_schema_of_a_command_has_its_questions() -> None:
    folder = ROOT / "src/equitycalc/schemas"
    described = {path.name.partition(".")[0] for path in folder.glob("*.schema.json")}
    elsewhere = {
        "check",
        "compare",
        "diff",
        "explain",
        "solve",
        "timeline",
    }  # held to theirs in the tests of these commands
    assert described & COMMANDS.keys() == {each.command for each in FORMATS} | elsewhere


@every_format
def test_the_schema_is_one(format: Format) -> None:
    Draft7Validator.check_schema(format.schema)


def test_what_both_schemas_describe_they_describe_alike() -> None:
    one, other = DILUTION.schema["definitions"], REGISTRATION.schema["definitions"]
    for name in one.keys() & other.keys():
        assert one[name] == other[name], name
    one, other = DILUTION.schema["properties"], REGISTRATION.schema["properties"]
    for key in one.keys() & other.keys() - {"format", "market_price"}:
        assert one[key] == other[key], key


@pytest.mark.parametrize(
    ("format", "ledger", "question"),
    QUESTIONS,
    ids=lambda value: (
        value.command
        if isinstance(value, Format)
        else " ".join(value)
        if isinstance(value, tuple)
        else (value or "")[:30].strip()
    ),
)
def test_an_answer_is_as_the_schema_has_it(
    format: Format, ledger: str | None, question: tuple[str, ...]
) -> None:
    found = [
        f"{error.json_path}: {error.message}"
        for error in format.validator.iter_errors(output(format.command, ledger, question))
    ]
    assert not found, "\n".join(found)


@every_format
def test_every_key_of_the_schema_stands_in_some_answer(format: Format) -> None:
    seen = {key for answer in answers(format) for key in keys(answer)}
    assert {key for key, _ in properties(format.schema)} == seen


def _held_against(format: Format, schema: Any, value: Any) -> Iterator[tuple[Any, str, Any]]:
    """Each key of the objects in a value: the properties that describe it, the key, its value."""
    if "$ref" in schema:
        inner = format.schema["definitions"][schema["$ref"].rpartition("/")[2]]
        yield from _held_against(format, inner, value)
    for part in schema.get("allOf", []):
        yield from _held_against(format, part, value)
    for part in schema.get("oneOf", []):
        if format.validator.evolve(schema=part).is_valid(value):
            yield from _held_against(format, part, value)
    if isinstance(value, dict):
        described = schema.get("properties", {})
        for key in described.keys() & value.keys():
            yield described, key, value[key]
            yield from _held_against(format, described[key], value[key])
    elif isinstance(value, list):
        for each in value:
            yield from _held_against(format, schema.get("items", {}), each)


@every_format
def test_every_key_of_every_object_stands_in_some_answer_and_each_null_does_too(
    format: Format,
) -> None:
    """A key may be one of several objects: it is to be seen in each, with and without a value."""
    seen: dict[tuple[int, str], set[bool]] = {}
    for answer in answers(format):
        for described, key, value in _held_against(format, format.schema, answer):
            seen.setdefault((id(described), key), set()).add(value is None)
    for described in _objects(format.schema):
        for key, schema in described.items():
            nothing = format.validator.evolve(schema=schema).is_valid(None)
            something = schema.get("type") != "null"
            expected = {*([True] if nothing else []), *([False] if something else [])}
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
    every = answers(DILUTION)
    seen = {"split" for answer in every if answer["splits"]}
    seen |= {each["kind"] for answer in every for each in answer["movements"]}
    seen |= {each["kind"] for answer in every for each in answer["registrations"]}
    lives = [grant["life"] for answer in every for grant in answer.get("grants", [])]
    seen |= {each["kind"] for life in lives if life for each in life["events"]}
    assert seen == set(KINDS_OF_EVENT)


@every_format
def test_the_answers_show_every_bound_and_kind_of_null(format: Format) -> None:
    """Or the schema would be held against too little."""
    every = answers(format)
    bounds = {number["bound"] for answer in every for number in _numbers(answer)}
    of_owners: set[str] = set() if format is SWEEP else {"at_most", "unknown"}
    assert bounds == {"exact", "at_least", *of_owners}
    nulls = {
        "dilution": ("market_price", "authorized"),
        "registration": ("cutback",),
        "sweep": ("outstanding_now",),
    }
    for key in ("outstanding", *nulls[format.command]):
        assert {answer[key] is None for answer in every} == {True, False}, key


def test_the_lines_of_an_agreement_are_those_of_its_terms() -> None:
    lines = REGISTRATION.schema["properties"]["agreements"]["items"]["properties"]["lines"]
    assert tuple(lines["propertyNames"]["enum"]) == RegistrationRights._fields
    every = [each["lines"] for one in answers(REGISTRATION) for each in one["agreements"]]
    assert {term for each in every for term in each} == set(RegistrationRights._fields)
    assert {None in each.values() for each in every} == {True, False}


def test_the_answers_show_every_status_standing_and_class() -> None:
    every = answers(REGISTRATION)
    found = {each["status"] for answer in every for each in answer["deadlines"]}
    assert found == set(get_args(DeadlineStatus))
    found = {each["key"] for answer in every for each in answer["by_registration"]}
    assert found == set(STANDINGS)
    offered = [answer["cutback"] for answer in every if answer["cutback"]]
    assert {one["class"] for each in offered for one in each["allocations"]} == set(SELLERS)


def _numbers(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and "bound" in value:
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _numbers(each)


@every_format
def test_every_key_is_described_in_the_schema(format: Format) -> None:
    """Where a key is described once, narrowing it elsewhere needs no second description."""
    for key, schema in properties(format.schema):
        if key not in NARROWING:
            assert schema.get("description"), key
    bounded = format.schema["definitions"]["bounded"]["properties"]
    assert all(bounded[key].get("description") for key in NARROWING)


def test_every_key_is_described_in_the_documentation() -> None:
    """Each key stands in the table of the object that it is a key of, and no other does; those of
    commands with tests of their own aside.
    """
    tables = _documented(ROOT / "docs" / "json.md")
    expected = _of_dilution() | _of_registration() | _of_sweep()
    assert {name: tables.get(name) for name in expected} == expected


def _of_dilution() -> dict[str, set[str]]:
    defs = DILUTION.schema["definitions"]
    top = DILUTION.schema["properties"]
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
    return {
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
        "funding": _of_entries(top["funding"]),
        "movements": _of_entries(top["movements"]),
        "splits": _of_entries(top["splits"]),
        "registrations": _of_entries(top["registrations"]),
        "by": set(defs["group"]["properties"]),
        "A basis": figures,
        "totals": total,
        "authorized": set(top["authorized"]["oneOf"][0]["properties"]),
        "assumptions": _of_entries(top["assumptions"]),
        "blanks": _of_entries(top["blanks"]),
    }


def _of_registration() -> dict[str, set[str]]:
    top = REGISTRATION.schema["properties"]
    cutback = top["cutback"]["oneOf"][0]["properties"]
    block = top["registrable"]["items"]["properties"]
    return {
        "The object of registration rights": set(top),
        "agreements": _of_entries(top["agreements"]),
        "deadlines": _of_entries(top["deadlines"]),
        "registrable": set(block),
        "rule_144": set(block["rule_144"]["oneOf"][0]["properties"]),
        "by_registration": _of_entries(top["by_registration"]),
        "cutback": set(cutback),
        "allocations": _of_entries(cutback["allocations"]),
        "over_allotment": _of_entries(cutback["over_allotment"]["oneOf"][0]),
    }


def _of_sweep() -> dict[str, set[str]]:
    top = SWEEP.schema["properties"]
    return {
        "The object of a sweep": set(top),
        "points": _of_entries(top["points"]),
        "breakpoints": _of_entries(top["breakpoints"]),
        "why": _of_entries(top["breakpoints"]["items"]["properties"]["why"]),
        "between": _of_entries(top["between"]),
    }


def _of_entries(schema: Any) -> set[str]:
    return set(schema["items"]["properties"])


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
REGISTERED = {
    "date": "2001-01-16",
    "kind": "filed",
    "form": "SB-2",
    "grants": ["a"],
    "proposed_filing": None,
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
    "a registration of another kind": _put("registrations", value=[{**REGISTERED, "kind": "sold"}]),
    "a registration of no grant": _put("registrations", value=[{**REGISTERED, "grants": [""]}]),
    "a standing nobody knows": _put("grants", 0, "registration", value="free"),
    "a movement of another kind": _put("movements", value=[{**MOVEMENT, "kind": "exercise"}]),
    "a rounded count without the one stated": _put("outstanding", "exact", value="1000/3"),
    "a granted term with an upper end": _put(
        "grants", 0, "shares", value={"value": 1, "bound": "at_least", "at_most": 2}
    ),
    "a date with a time": _put("as_of", value="2001-01-16T00:00:00"),
}


OFFERING = (None, ("--max-offering", "10000000", "--over-allotment", "1500001", *OFFERED))
WRONG_RIGHTS = {
    "another format": _put("format", value="equitycalc.dilution/1"),
    "a market price": _put("market_price", value="0.08"),
    "a deadline on no day": _put("deadlines", 0, "date", value=30),
    "a deadline met by a word": _put("deadlines", 0, "met_on", value=True),
    "lines of what is no term": _put("agreements", 0, "lines", "interest", value="7"),
    "a deadline without a reason": _put("deadlines", 0, "because", value=""),
    "registrable perhaps": _put("registrable", 0, "registrable", value="perhaps"),
    "half of a holding period": _without("registrable", 0, "rule_144", "free_from"),
    "a standing nobody knows": _put("by_registration", 0, "key", value="S-8"),
    "sellers of no class": _put("cutback", "allocations", 0, "class", value="underwriter"),
    "a part of a share": _put("cutback", "allocations", 0, "allocated", "value", value=0.5),
    "at least some of an offering": _put(
        "cutback", "allocations", 0, "allocated", "bound", value="at_least"
    ),
    "an offering of nobody": _put("cutback", "allocations", value=[]),
    "shares to register that are unknown": _put("to_register", value=None),
}


@pytest.mark.parametrize("change", WRONG_RIGHTS.values(), ids=WRONG_RIGHTS)
def test_the_schema_of_registration_refuses_what_the_output_never_is(
    change: Callable[[Any], None],
) -> None:
    answer = copy.deepcopy(output("registration", *OFFERING))
    assert REGISTRATION.validator.is_valid(answer)
    change(answer)
    assert not REGISTRATION.validator.is_valid(answer)


def test_what_is_put_in_an_answer_is_right_but_for_one_thing() -> None:
    answer = copy.deepcopy(output("dilution", None, LATER))
    _put("splits", value=[SPLIT])(answer)
    _put("movements", value=[MOVEMENT])(answer)
    _put("registrations", value=[REGISTERED])(answer)
    _put("grants", -1, "life", "events", value=[SPLIT_OF_A_GRANT])(answer)
    DILUTION.validator.validate(answer)


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_the_schema_refuses_what_the_output_never_is(change: Callable[[Any], None]) -> None:
    answer = copy.deepcopy(output("dilution", None, LATER))
    change(answer)
    assert not DILUTION.validator.is_valid(answer)
