"""What a review found as SARIF 2.1.0, the format that code scanning services read: one result a
line.

Its section numbers are those of the OASIS standard "Static Analysis Results Interchange Format
(SARIF) Version 2.1.0". Every result has a place, and every rule a description, because services
refuse a file as a whole where one lacks them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from urllib.parse import quote

import equitycalc
from equitycalc.checks.review import Reviewed
from equitycalc.problems import Place, Problem
from equitycalc.rendering.dilution_json import dumps
from equitycalc.rendering.values import Json

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def sarif_lines(reviewed: Sequence[Reviewed], rules: Mapping[str, str]) -> Iterator[str]:
    """The log, line by line; ``rules`` are the checks, each with its docstring. Whatever else was
    found keeps a ledger from being read.
    """
    found = [(one.ledger, *each) for one in reviewed for each in _results(one)]
    unread = (problem.name for _, problem, _ in found if problem.name not in rules)
    known = {**rules, **{name: f"The ledger cannot be read: {name}." for name in unread}}
    index = {name: number for number, name in enumerate(known)}
    yield "{"
    yield f'"$schema": {dumps(SCHEMA)},'
    yield '"version": "2.1.0",'
    yield '"runs": [{'
    yield '"columnKind": "unicodeCodePoints",'
    yield '"tool": {"driver": {'
    yield f'"name": "equitycalc", "version": {dumps(equitycalc.__version__)},'
    yield '"rules": ['
    yield from _commas(_rule(name, said) for name, said in known.items())
    yield "]}},"
    yield f'"invocations": [{dumps(_invocation(reviewed))}],'
    yield '"results": ['
    yield from _commas(
        _result(problem, index[problem.name], ledger, reason) for ledger, problem, reason in found
    )
    yield "]"
    yield "}]"
    yield "}"


def _results(one: Reviewed) -> Iterator[tuple[Problem, str | None]]:
    yield from ((problem, None) for problem in one.problems)
    yield from one.allowed


def _invocation(reviewed: Sequence[Reviewed]) -> Json:
    """3.20: that the run came to its end, and what it left out."""
    left_out = [
        {"level": "note", "message": {"text": f"{one.ledger}: and {count:,} more of {name}"}}
        for one in reviewed
        for name, count in one.more
    ]
    return {"executionSuccessful": True, "toolExecutionNotifications": left_out}


def _rule(name: str, said: str) -> Json:
    first = said.partition("\n")[0]
    return {"id": name, "shortDescription": {"text": first}, "help": {"text": said}}


def _result(problem: Problem, rule: int, ledger: str, reason: str | None) -> Json:
    text = problem.message + (f"\nhelp: {problem.help}" if problem.help else "")
    result: Json = {
        "ruleId": problem.name,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": text},
        "locations": [{"physicalLocation": _location(problem.place or Place(ledger))}],
    }
    if reason is not None:
        allowed = {"kind": "inSource", "status": "accepted", "justification": reason}
        result["suppressions"] = [allowed]
    return result


def _location(place: Place) -> Json:
    """3.29: which file, and where in it; a problem of the file as a whole has no region."""
    location: Json = {"artifactLocation": {"uri": uri_of(place.file)}}
    if place.line is not None:
        column = {} if place.column is None else {"startColumn": place.column}
        location["region"] = {"startLine": place.line} | column
    return location


def uri_of(file: str) -> str:
    """3.4.4: a relative reference of RFC 3986 for a relative path, a file URI for an absolute one;
    a colon is written so that it ends no scheme.
    """
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), safe="/")


def _commas(entries: Iterable[Json]) -> Iterator[str]:
    """Entries of a list, one a line, with a comma between them."""
    held: str | None = None
    for entry in entries:
        if held is not None:
            yield held + ","
        held = dumps(entry)
    if held is not None:
        yield held
