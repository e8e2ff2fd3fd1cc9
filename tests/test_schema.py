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

from equitycalc.cli.app import app
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

PRICED = ("--price", "0.08")
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
    (None, ("--as-of", "2002-12-31", *PRICED)),
    (None, ("--include-expired", *PRICED)),
    (None, ("--signed-only", *FILLED)),
    (None, FILLED),
    (None, ("--price", "0.07", *FILLED)),
    (None, ("--assume", "debenture.principal=1000.019", "--outstanding", "5000000")),
    (None, ("--assume", "pmr-retainer-stock.price=0.03", "--as-of", "1999-01-04")),
    *(
        (ledger, question)
        for ledger in (ALL_OPEN, THIRDS, NOTHING, NO_STATEMENT, MORE_ISSUED)
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
    done = CliRunner().invoke(app, [*arguments, *question, "--format", "json"], input=ledger)
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
    narrowing = {"value", "bound", "exact", "at_most"}
    for key, schema in properties(SCHEMA):
        if key not in narrowing:
            assert schema.get("description"), key
    bounded = SCHEMA["$defs"]["bounded"]["properties"]
    assert all(bounded[key].get("description") for key in narrowing)


def test_every_key_is_described_in_the_documentation() -> None:
    """Each key stands in the table of the object that it is a key of, and no other does."""
    tables = _documented(ROOT / "docs" / "json.md")
    defs = SCHEMA["$defs"]
    top = SCHEMA["properties"]
    figures = {
        *defs["common_figures"]["properties"],
        *defs["bought_back"]["properties"],
        *defs["owned"]["properties"],
    }
    total = {
        *defs["common_total"]["properties"],
        *defs["common_figures"]["properties"],
        *defs["bought_back"]["properties"],
    }
    expected = {
        "Values": set(defs["bounded"]["properties"]),
        "The object": set(top),
        "issuer": set(top["issuer"]["properties"]),
        "outstanding": set(defs["statement"]["properties"]),
        "grants": {
            *defs["grant"]["properties"],
            *defs["grant"]["properties"]["source"]["properties"],
        },
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


def _without(key: str) -> Any:
    def change(answer: Any) -> None:
        del answer[key]

    return change


def _put(*path: str | int, value: Any) -> Any:
    def change(answer: Any) -> None:
        for step in path[:-1]:
            answer = answer[step]
        answer[path[-1]] = value

    return change


EXACT = {"value": 1, "bound": "exact"}
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
    "a granted term with an upper end": _put(
        "grants", 0, "shares", value={"value": 1, "bound": "at_least", "at_most": 2}
    ),
    "a date with a time": _put("as_of", value="2001-01-16T00:00:00"),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_the_schema_refuses_what_the_output_never_is(change: Any) -> None:
    answer = copy.deepcopy(output(None, ()))
    change(answer)
    assert not VALIDATOR.is_valid(answer)
