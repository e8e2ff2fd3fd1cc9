"""Problems as annotations of a pull request on GitHub: workflow commands, one a line.

A command is ``::error file=..,line=..,col=..,title=..::message``. The log of a run shows only the
message, so its last line says where, and under which name, as the text does.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from equitycalc.problems import Problem, Severity
from equitycalc.rendering.messages import head, problem_lines

SHOWN = 10  # of each level a step; GitHub drops the others without a word
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
# What a ledger is called that is no file of the repository.
NO_FILES = ("standard input", "the ledger shipped with equitycalc")


def github_lines(
    problems: Iterable[Problem], more: Mapping[str, int] | None = None
) -> Iterator[str]:
    """Annotations, ten of a level; of others, how many, and then all of these as text. ``more``
    counts, by name, what was found beyond the problems.
    """
    problems = tuple(problems)
    of_a_name = {each.name: each.severity for each in problems}
    counts = Counter(each.severity for each in problems)
    for name, count in (more or {}).items():
        counts[of_a_name[name]] += count
    shown = dict.fromkeys(LEVELS, SHOWN)
    if any(count > SHOWN for count in counts.values()):
        shown["note"] -= 1  # the notice of how many more takes a place itself
    left = dict(shown)
    others: list[Problem] = []
    for each in problems:
        if left[each.severity]:
            left[each.severity] -= 1
            yield _annotation(each)
        else:
            others.append(each)
    if others:
        said = _how_many({severity: counts[severity] - shown[severity] for severity in LEVELS})
        yield _command("notice", {"title": "equitycalc"}, said)
        yield from map(_inert, problem_lines(others, more))


def _annotation(problem: Problem) -> str:
    properties = {}
    where = problem.place
    if where is not None and where.file and where.file not in NO_FILES:
        properties["file"] = where.file
        if where.line is not None:
            properties["line"] = str(where.line)
            if where.column is not None:
                properties["col"] = str(where.column)
    properties["title"] = f"equitycalc[{problem.name}]"
    said = [problem.message]
    if problem.help:
        said.append(f"help: {problem.help}")
    return _command(LEVELS[problem.severity], properties, "\n".join([*said, head(problem)]))


def _how_many(more: Mapping[Severity, int]) -> str:
    listed = [
        f"{count:,} more {severity}{'' if count == 1 else 's'}"
        for severity, count in more.items()
        if count > 0
    ]
    return f"and {', '.join(listed)}: see the log of this step"


def _command(name: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {given}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _inert(line: str) -> str:
    """A line of text in which a runner finds no command: whoever edits a ledger must give none."""
    safe = line.replace("##[", "# #[")
    if safe.lstrip().startswith("::"):
        safe = safe.replace("::", ": :", 1)
    return safe
