"""Problems as text: place, name and message, then the line as it was written, a caret, and help."""

from collections import Counter
from collections.abc import Iterable, Iterator
from unicodedata import combining, east_asian_width

from equitycalc.problems import Place, Problem, visible

MAX_OF_A_NAME = 100
_WIDEST = 100


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """All problems in the order given; of one name at most a hundred, then how many more."""
    seen: Counter[str] = Counter()
    for each in problems:
        seen[each.name] += 1
        if seen[each.name] <= MAX_OF_A_NAME:
            yield from _lines(each)
    for name, count in seen.items():
        if count > MAX_OF_A_NAME:
            yield f"and {count - MAX_OF_A_NAME:,} more of {name}"


def _lines(problem: Problem) -> Iterator[str]:
    where = problem.place or Place("")
    spots = [where.file, *(str(n) for n in (where.line, where.column) if n is not None)]
    if where.line is None:
        spots = spots[:1]
    prefix = f"{visible(':'.join(spots))}: " if where.file else ""
    yield f"{prefix}{problem.severity}[{problem.name}]: {problem.message}"
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
