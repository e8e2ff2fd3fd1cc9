"""Problems as text: place, name and message, then the line as it was written, a caret, and help."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from unicodedata import combining, east_asian_width

from equitycalc.problems import MAX_OF_A_NAME, Place, Problem, visible

_WIDEST = 100


def problem_lines(
    problems: Iterable[Problem], more: Mapping[str, int] | None = None
) -> Iterator[str]:
    """All problems in the order given; of one name at most a hundred, then how many more: those
    left out here, and those that were only counted.
    """
    seen: Counter[str] = Counter()
    for each in problems:
        seen[each.name] += 1
        if seen[each.name] <= MAX_OF_A_NAME:
            yield from _lines(each)
    for name, count in seen.items():
        left_out = max(count - MAX_OF_A_NAME, 0) + (more or {}).get(name, 0)
        if left_out:
            yield f"and {left_out:,} more of {name}"


def head(problem: Problem, word: str | None = None) -> str:
    """Where, how badly and under which name: ``FILE:LINE:COLUMN: error[NAME]``; ``word`` stands in
    place of the severity.
    """
    where = problem.place or Place("")
    spots = [where.file, *(str(n) for n in (where.line, where.column) if n is not None)]
    if where.line is None:
        spots = spots[:1]
    prefix = f"{visible(':'.join(spots))}: " if where.file else ""
    return f"{prefix}{word or problem.severity}[{problem.name}]"


def _lines(problem: Problem) -> Iterator[str]:
    where = problem.place or Place("")
    yield f"{head(problem)}: {problem.message}"
    if where.text is not None:
        yield from _excerpt(where.text, where.column)
    if problem.help:
        yield f"  help: {problem.help}"


def _excerpt(text: str, column: int | None) -> Iterator[str]:
    """The line, cut around the column where it is long, and a caret beneath the column."""
    at = (column or 1) - 1
    first = max(0, at - _WIDEST // 2) if len(text) > _WIDEST else 0
    before, after = "..." if first else "", "..." if first + _WIDEST < len(text) else ""
    lead = before + visible(text[first:at].expandtabs(4))
    rest = visible(text[max(at, first) : first + _WIDEST].expandtabs(4)) + after
    yield f"  {lead}{rest}".rstrip()
    yield f"  {' ' * sum(_width(character) for character in lead)}^"


def _width(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
