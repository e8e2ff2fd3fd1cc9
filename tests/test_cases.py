"""Every number in ``tests/cases/*.yaml``, asked of the command line as a user would ask it.

A file is a list of cases about one subject. A case::

    - name: one sentence, which no other case has
      given:
        command: dilution              # or registration; may be left out
        ledger: data/agreements.yaml   # a file, named from the root of the repository; or a ledger
        ask: ["--price", "20"]         # what is typed after it; may be left out
      expect:
        totals.treasury_stock.incremental_shares: 25000
        grants[id=warrant-a].status: live
      because: "IAS 33 IE5: 100,000 x (1 - 15/20) = 25,000"

``equitycalc COMMAND LEDGER ASK --format json`` is run in this process; a case that names no command
asks for the dilution. Each key of ``expect`` is a path into what it writes: keys between dots,
``[0]`` for an entry of a list, ``[*]`` for what all of them have, as a list, and ``[field=value]``
for those entries that have it (several in a row narrow the choice; one entry must be left; what is
null is spelt ``null``).

What is expected of a granted or computed number::

    25000                                       exactly that, and nothing was rounded
    {value: 10909, exact: "120000/11"}          exactly that fraction, which is shown as 10909
    {at_least: 5000000}                         that or more
    {at_most: "0.049110", exact: "1/20"}        that or less; exact says what the bound itself is
    {at_least: 0, at_most: 2500000}             something between
    {unknown: true}                             nothing is known

Anything else (a status, a reason, null, a list of notes) is expected as it stands in the JSON.
Money and ratios are text, compared letter by letter. Under ``expect`` a whole number is a number,
true, false and null are what they say, and all the rest, ``0.10`` too, is text: nothing becomes a
float. Under ``given`` everything is text, as it is to the reader of ledgers.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest
import yaml
from typer.testing import CliRunner

from equitycalc.cli.app import COMMANDS, application
from running import ROOT

CASES = Path(__file__).parent / "cases"

# The ways to write an expected number, each with its words; "exact" may stand beside all but the
# last.
WAYS = ({"value", "exact"}, {"at_least"}, {"at_most"}, {"at_least", "at_most"}, {"unknown"})

STEP = re.compile(
    r"(?:^|\.)(?P<key>[a-z_][a-z_0-9]*)|\[(?P<index>\d+)\]|(?P<all>\[\*\])"
    r"|\[(?P<field>[a-z_]+)=(?P<is>[^\]]+)\]"
)


class BadCase(Exception):
    """A case that is not written as the head of this module says."""


@dataclass(frozen=True)
class Case:
    file: str
    name: str
    command: str
    ledger: Any
    ask: list[str]
    expect: dict[str, Any]
    because: str


class _Loader(yaml.SafeLoader):
    """Whole numbers, true, false and null; all other scalars stay text. No key twice."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = {str(key) for key in keys if keys.count(key) > 1}
        if twice:
            raise BadCase(f"{', '.join(twice)} written twice, line {node.start_mark.line + 1}")
        return super().construct_mapping(node, deep)


_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*(?:_[0-9]{3})*)$")
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", _WHOLE, list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:null)?$"), ["n", ""])


def read_cases(files: Iterable[tuple[str, str]]) -> list[Case]:
    """The cases of some files, each a name and its text, or ``BadCase``."""
    cases: list[Case] = []
    for file, text in files:
        entries, as_text = yaml.load(text, _Loader), yaml.load(text, yaml.BaseLoader)
        _must(isinstance(entries, list) and entries, f"{file}: a file is a list of cases")
        cases += [_case(file, *both) for both in zip(entries, as_text, strict=True)]
    names = [case.name for case in cases]
    twice = {name for name in names if names.count(name) > 1}
    _must(not twice, f"two cases of one name: {', '.join(twice)}")
    return cases


def _case(file: str, entry: Any, as_text: Any) -> Case:
    _must(isinstance(entry, dict), f"{file}: a case is a mapping")
    where = f"{file}: {entry.get('name', 'a case without a name')}"
    _keys(where, entry, required={"name", "given", "expect", "because"})
    given, expect = as_text["given"], entry["expect"]
    _keys(where, given, required={"ledger"}, optional={"command", "ask"})
    command, ask = given.get("command", "dilution"), given.get("ask", [])
    for text in (entry["name"], entry["because"]):
        _must(isinstance(text, str) and text.strip(), f"{where}: name and because are text")
    _must(
        isinstance(command, str) and command in COMMANDS,
        f"{where}: a command is one of {', '.join(COMMANDS)}",
    )
    _must(isinstance(given["ledger"], str | dict), f"{where}: a ledger is a file or a mapping")
    _must(
        isinstance(ask, list) and all(isinstance(word, str) for word in ask),
        f"{where}: ask is a list of words",
    )
    _must("--format" not in ask and "-o" not in ask, f"{where}: the answer is asked for in JSON")
    _must(isinstance(expect, dict) and expect, f"{where}: nothing is expected")
    for path, expected in expect.items():
        list(_steps(path))
        if isinstance(expected, dict):
            written = set(expected)
            _must(
                written in WAYS or ("exact" in written and written - {"exact"} in WAYS[1:-1]),
                f"{where}: {path}: {sorted(written)} is no way to write a number",
            )
            _must(expected.get("unknown", True) is True, f"{where}: write {{unknown: true}}")
    return Case(file, entry["name"], command, given["ledger"], ask, expect, entry["because"])


def _keys(
    where: str, found: Any, required: set[str], optional: frozenset[str] | set[str] = frozenset()
) -> None:
    _must(isinstance(found, dict), f"{where}: a mapping is expected")
    _must(required <= set(found), f"{where}: {sorted(required - set(found))} missing")
    more = set(found) - required - set(optional)
    _must(not more, f"{where}: unknown: {sorted(map(str, more))}")


def _must(holds: object, otherwise: str) -> None:
    if not holds:
        raise BadCase(otherwise)


def _steps(path: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(path):
        step = STEP.match(path, at)
        if step is None:
            raise BadCase(f"{path} is not a path, from {path[at:]} on")
        yield step
        at = step.end()


def found_at(answer: Any, path: str) -> Any:
    """What stands at a path of the answer; ``LookupError`` where that is not one thing."""
    return _found(answer, list(_steps(path)))


def _found(here: Any, steps: list[re.Match[str]]) -> Any:
    chosen = False  # whether ``here`` is what is left of a list after choosing among its entries
    for at, step in enumerate(steps, start=1):
        if step["field"] is not None:
            here = [entry for entry in here if _is(entry[step["field"]], step["is"])]
            chosen = True
            continue
        if step["all"] is not None:
            return [_found(entry, steps[at:]) for entry in here]
        here = _one(here) if chosen else here
        chosen = False
        here = here[step["key"] if step["index"] is None else int(step["index"])]
    return _one(here) if chosen else here


def _is(value: object, spelt: str) -> bool:
    return spelt == ("null" if value is None else str(value))


def _one(entries: list[Any]) -> Any:
    if len(entries) != 1:
        raise LookupError(f"{len(entries)} entries are chosen")
    return entries[0]


def in_json(expected: Any, found: Any) -> Any:
    """What is expected, as the JSON would have it where it has ``found``."""
    if not (isinstance(found, dict) and "bound" in found):
        return expected
    if not isinstance(expected, dict):
        return {"value": expected, "bound": "exact"}
    if "unknown" in expected:
        return {"value": None, "bound": "unknown"}
    rounded = {"exact": expected["exact"]} if "exact" in expected else {}
    if "at_least" in expected:
        top = {"at_most": expected["at_most"]} if "at_most" in expected else {}
        return {"value": expected["at_least"], "bound": "at_least"} | rounded | top
    if "at_most" in expected:
        return {"value": expected["at_most"], "bound": "at_most"} | rounded
    return {"value": expected["value"], "bound": "exact"} | rounded


def differences(answer: Any, expect: dict[str, Any]) -> list[str]:
    """Where an answer is not what is expected, and what it is."""
    said = []
    for path, expected in expect.items():
        try:
            found = found_at(answer, path)
        except (LookupError, TypeError) as error:
            said.append(f"{path}: expected {expected}, found nothing ({error!r})")
            continue
        # As text: in Python 1 and true are equal, in JSON they are not.
        wanted, have = _dumped(in_json(expected, found)), _dumped(found)
        if wanted != have:
            said.append(f"{path}: expected {wanted}, found {have}")
    return said


def _dumped(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def answer_to(case: Case, folder: Path) -> Any:
    """What the command line answers, read from its JSON."""
    if isinstance(case.ledger, str):
        ledger = ROOT / case.ledger
    else:
        ledger = folder / "ledger.yaml"
        ledger.write_text(yaml.safe_dump(case.ledger, sort_keys=False), encoding="utf-8")
    words = [case.command, str(ledger), *case.ask, "--format", "json"]
    run = CliRunner().invoke(application(words), words)
    assert run.exit_code == 0, run.output
    return json.loads(run.stdout, parse_float=_no_floats)


def _no_floats(text: str) -> NoReturn:
    raise AssertionError(f"{text} in the JSON would be read as a float")


ALL = read_cases(
    (path.stem, path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.yaml"))
)


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.file}: {case.name}")
def test_case(case: Case, tmp_path: Path) -> None:
    said = differences(answer_to(case, tmp_path), case.expect)
    assert not said, "\n".join([*said, f"because: {case.because}"])


# The gate itself: what it must refuse, and what it must tell apart.

GOOD = """
- name: a case
  given: {ledger: data/agreements.yaml, ask: ["--price", "20"]}
  expect: {as_of: 2001-01-16}
  because: "the ledger's own date"
"""


def test_a_good_case_is_read() -> None:
    (case,) = read_cases([("good", GOOD)])
    assert case.command == "dilution"
    assert case.expect == {"as_of": "2001-01-16"}


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("because", "why", "because"),
        ("  because", "  note: more\n  because", "unknown: .*note"),
        ("ask:", "asks:", "unknown: .*asks"),
        ("{ledger", "{command: guess, ledger", "a command is one of dilution"),
        ("{ledger", "{command: [dilution], ledger", "a command is one of dilution"),
        ('["--price", "20"]', "--price", "list of words"),
        ('"20"', "[20]", "list of words"),
        ('"20"', '"--format"', "asked for in JSON"),
        ("{as_of: 2001-01-16}", "{}", "nothing is expected"),
        ("expect: {as_of: 2001-01-16}", "expect:", "nothing is expected"),
        ("as_of: 2001-01-16", "as_of: {at_leest: 1}", "no way to write"),
        ("as_of: 2001-01-16", "as_of: {value: 1}", "no way to write"),
        ("as_of: 2001-01-16", "as_of: {unknown: false}", "unknown: true"),
        ("as_of: 2001-01-16", "as_of: 1, as_of: 2", "twice"),
        ("as_of: 2001-01-16", '"grants[id=": 1', "not a path"),
        ("as_of: 2001-01-16", '"grants..id": 1', "not a path"),
        (GOOD, GOOD + GOOD, "two cases of one name"),
        (GOOD, "[]", "list of cases"),
        (GOOD, "- text", "a case is a mapping"),
    ],
)
def test_a_bad_case_is_refused(was: str, becomes: str, said: str) -> None:
    assert was in GOOD
    with pytest.raises(BadCase, match=said):
        read_cases([("bad", GOOD.replace(was, becomes))])


ANSWER = {
    "count": {"value": 3, "bound": "exact"},
    "rounded": {"value": 3, "bound": "exact", "exact": "10/3"},
    "some": {"value": 3, "bound": "at_least"},
    "between": {"value": 3, "bound": "at_least", "at_most": 5},
    "most": {"value": "0.333333", "bound": "at_most", "exact": "1/3"},
    "open": {"value": None, "bound": "unknown"},
    "money": {"value": "3.00", "bound": "exact"},
    "absent": None,
    "used": True,
    "list": [
        {"id": "a", "term": "x", "holder": None},
        {"id": "a", "term": "y", "holder": "B, C"},
    ],
}


@pytest.mark.parametrize(
    "expect",
    [
        "count: 3",
        'rounded: {value: 3, exact: "10/3"}',
        "some: {at_least: 3}",
        "between: {at_least: 3, at_most: 5}",
        'most: {at_most: "0.333333", exact: "1/3"}',
        "open: {unknown: true}",
        "money: 3.00",
        "absent: null",
        "used: true",
        "list[0].term: x",
        "list[*].term: [x, y]",
        "list[id=b][*].term: []",
        "list[term=y].holder: B, C",
        "list[id=a][term=y].holder: B, C",
        "list[holder=null].term: x",
        "list[holder=B, C].term: y",
    ],
)
def test_what_is_so_is_found(expect: str) -> None:
    assert differences(ANSWER, yaml.load(expect, _Loader)) == []


@pytest.mark.parametrize(
    "expect",
    [
        "count: 4",
        'count: "3"',
        "count: {at_least: 3}",
        'count: {value: 3, exact: "10/3"}',
        "count: {unknown: true}",
        "count: null",
        "rounded: 3",
        'rounded: {value: 3, exact: "11/3"}',
        "some: 3",
        "some: {at_least: 2}",
        "some: {at_most: 3}",
        "some: {at_least: 3, at_most: 5}",
        "between: {at_least: 3}",
        "between: {at_least: 3, at_most: 6}",
        'most: {at_most: "0.333333"}',
        'most: {at_least: "0.333333", exact: "1/3"}',
        "open: null",
        "open: 0",
        "money: 3",
        "money: 3.0",
        "absent: 0",
        "absent: {unknown: true}",
        "used: 1",
        "used: false",
        "missing: null",
        "absent.value: null",
        "list[0].none: null",
        "list[7].term: x",
        "list[*].term: [x]",
        "list[*].term: [y, x]",
        "list[*].none: [null, null]",
        "list[term=y][*].term: [x, y]",
        "list[id=a].term: x",
        "list[id=b].term: x",
    ],
)
def test_what_is_not_so_is_said(expect: str) -> None:
    assert differences(ANSWER, yaml.load(expect, _Loader)) != []


def test_no_float_is_read() -> None:
    with pytest.raises(AssertionError, match="float"):
        json.loads('{"value": 0.1}', parse_float=_no_floats)
