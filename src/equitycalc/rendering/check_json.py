"""What a review found as JSON, ``equitycalc.check/1``: a contract; keys are only ever added."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from equitycalc.checks.review import SEVERITIES, Reviewed
from equitycalc.problems import Problem, Severity
from equitycalc.rendering.dilution_json import dumps
from equitycalc.rendering.values import Json

FORMAT = "equitycalc.check/1"
LONGEST = 1000  # of a line's text: a ledger on one line would be repeated with every problem


def json_lines(reviewed: Sequence[Reviewed]) -> Iterator[str]:
    """The object, line by line: one problem a line."""
    counts = sum(map(counted, reviewed), Counter())
    yield "{"
    yield f'"format": {dumps(FORMAT)},'
    yield '"ledgers": ['
    for number, one in enumerate(reviewed, start=1):
        yield f'{{"ledger": {dumps(one.ledger)},'
        yield from _listed("problems", map(problem_json, one.problems))
        yield from _listed("allowed", (allowed_json(*each) for each in one.allowed))
        yield f'"more": {dumps(dict(one.more))},'
        yield f'"checked": {dumps(list(one.checked))}' + ("}," if number < len(reviewed) else "}")
    yield "],"
    yield f'"counts": {dumps({severity: counts[severity] for severity in SEVERITIES})}'
    yield "}"


def counted(one: Reviewed) -> Counter[Severity]:
    """How many problems of each severity a ledger has, with those that were only counted: one name
    has one severity.
    """
    counts = Counter(each.severity for each in one.problems)
    of_a_name = {each.name: each.severity for each in one.problems}
    for name, count in one.more:
        counts[of_a_name[name]] += count
    return counts


def problem_json(problem: Problem) -> Json:
    """One problem as an object."""
    where = problem.place
    return {
        "name": problem.name,
        "severity": problem.severity,
        "message": problem.message,
        "help": problem.help,
        "line": where and where.line,
        "column": where and where.column,
        "text": where and where.text and where.text[:LONGEST],
    }


def allowed_json(problem: Problem, reason: str) -> Json:
    """A problem that the ledger allows, and why."""
    found = problem_json(problem)
    kept = {key: found[key] for key in ("name", "severity", "message", "line", "column")}
    return {"reason": reason} | kept


def _listed(name: str, entries: Iterable[Json]) -> Iterator[str]:
    lines = list(map(dumps, entries))
    if not lines:
        yield f'"{name}": [],'
        return
    yield f'"{name}": ['
    yield from (line + "," for line in lines[:-1])
    yield lines[-1]
    yield "],"
