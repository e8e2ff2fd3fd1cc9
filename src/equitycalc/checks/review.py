"""Checks run over a ledger, and what it allows set apart."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from equitycalc.checks.allowed import Allowed, sifted
from equitycalc.checks.subject import Subject, Texts
from equitycalc.checks.table import CHECKS, Check
from equitycalc.problems import Path, Problem, QuestionErrors, Severity, did_you_mean, quoted
from equitycalc.terms import Ledger

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class Reviewed(NamedTuple):
    """One ledger after its checks: ``problems`` with their places, in order, and those that the
    ledger allows, each with its reason; ``checked`` names the checks that ran.

    ``more`` counts, by name, what was found beyond the problems that are kept.
    """

    ledger: str
    problems: tuple[Problem, ...]
    allowed: tuple[tuple[Problem, str], ...] = ()
    checked: tuple[str, ...] = ()
    more: tuple[tuple[str, int], ...] = ()


def check(
    ledger: Ledger,
    *,
    strict: bool = False,
    only: Iterable[str] = (),
    documents: Texts | None = None,
) -> tuple[Problem, ...]:
    """What the named checks find in a ledger: the Python twin of ``equitycalc check``.

    ``documents`` gives the lines of a document by its name, or in a text why there are none. Each
    problem carries the path of its entry and no place, a ledger being no text; what the ledger
    allows is left out. Raises ``QuestionErrors`` where a name in ``only`` is no check.
    """
    chosen = checks_for(strict, tuple(only), documents is not None)
    return tuple(findings(Subject(ledger, documents), chosen)[0])


def checks_for(strict: bool, only: Sequence[str], documents: bool) -> tuple[Check, ...]:
    """The checks to run, in the order of the table: those named, or those of the tiers that are
    asked for. ``QuestionErrors`` has the path ``("only", INDEX)``.
    """
    problems = []
    for index, name in enumerate(only):
        path = ("only", index)
        if name not in CHECKS:
            said = f"{quoted(name)} is not the name of a check"
            help = did_you_mean(name, CHECKS) or "`equitycalc check --list` has them all"
            problems.append(Problem(name="no-such-check", message=said, path=path, help=help))
        elif CHECKS[name].tier == "documents" and not documents:
            said = f"{name} reads the documents that the ledger cites"
            help = "add --documents DIR"
            problems.append(Problem(name="missing-option", message=said, path=path, help=help))
    if problems:
        raise QuestionErrors(problems)
    tiers = {"basic": True, "strict": strict, "documents": documents}
    return tuple(
        each for name, each in CHECKS.items() if (name in only if only else tiers[each.tier])
    )


def findings(subject: Subject, checks: Iterable[Check]) -> tuple[list[Problem], list[Allowed]]:
    """What checks find, in their order, and what of it the ledger allows. What two of them find
    alike is said once, by the first.
    """
    found: dict[tuple[Path, str], Problem] = {}
    for each in checks:
        for problem in each.run(subject):
            found.setdefault((problem.path, problem.message), problem)
    return sifted(subject.ledger, found.values())


def as_bad_as(threshold: Severity) -> Collection[Severity]:
    """The severities that are no better than one."""
    return SEVERITIES[: SEVERITIES.index(threshold) + 1]
