"""Findings as text: each problem as everywhere, then how many there are; with ``verbose`` what was
allowed, and what was looked at.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from equitycalc.checks.review import SEVERITIES, Reviewed
from equitycalc.checks.table import CHECKS
from equitycalc.problems import Problem, Severity
from equitycalc.rendering.messages import head, problem_lines


def text_lines(reviewed: Sequence[Reviewed], verbose: bool) -> Iterator[str]:
    """All ledgers in the order given; nothing where nothing was found."""
    problems = [problem for each in reviewed for problem in each.problems]
    more: Counter[str] = Counter()
    for each in reviewed:
        more.update(dict(each.more))
    yield from problem_lines(problems, more)
    if verbose:
        for each in reviewed:
            for problem, because in each.allowed:
                yield f"{head(problem, 'allowed')}: {problem.message}"
                yield f"  because: {because}"
            checks = _counted(len(each.checked), "check")
            yield f"{each.ledger}: {checks}, {found(each.problems, each.more)}"
    elif problems:
        yield f"found {found(problems, more.items())}"


def list_lines() -> Iterator[str]:
    """Every check with its tier, its severity and what it finds, in one line each."""
    widest = max(map(len, CHECKS))
    for name, each in CHECKS.items():
        yield f"{name:{widest}}  {each.tier:9}  {each.severity:7}  {each.says}"


def found(problems: Iterable[Problem], more: Iterable[tuple[str, int]] = ()) -> str:
    """How many problems there are of each severity."""
    counts: Counter[Severity] = Counter(each.severity for each in problems)
    counts["error"] += sum(count for _, count in more)  # only what cannot be read has so many
    listed = [_counted(counts[each], each) for each in SEVERITIES if counts[each]]
    return ", ".join(listed) or "nothing found"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
