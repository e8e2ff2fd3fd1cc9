"""What a ledger allows: checks switched off for an entry and for what is inside it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from equitycalc.allowances import Allowance
from equitycalc.problems import Path, Problem
from equitycalc.terms import Ledger


class Allowed(NamedTuple):
    """What a check found and a ledger allows, with its reason and the path of the entry that gives
    it.
    """

    problem: Problem
    because: str
    by: Path


def allowances(ledger: Ledger) -> Iterator[tuple[Path, Allowance]]:
    """Each allowance of a ledger, with the path of its entry, in the order of the ledger."""
    for path, entry in _entries(ledger):
        for each in getattr(entry, "allow", ()):
            yield path, each


def sifted(ledger: Ledger, problems: Iterable[Problem]) -> tuple[list[Problem], list[Allowed]]:
    """What is left of some problems, and what the ledger allows of them."""
    given = {(path, each.check): each.because for path, each in allowances(ledger)}
    if not given:
        return list(problems), []
    left, allowed = [], []
    for problem in problems:
        path = problem.path
        by = next(
            (p for n in range(len(path), 0, -1) if ((p := path[:n]), problem.name) in given), None
        )
        if by is None:
            left.append(problem)
        else:
            allowed.append(Allowed(problem, given[by, problem.name], by))
    return left, allowed


def _entries(ledger: Ledger) -> Iterator[tuple[Path, object]]:
    yield ("issuer",), ledger.issuer
    listed = (
        ("outstanding", ledger.outstanding),
        ("agreements", ledger.agreements),
        ("events", ledger.events),
        ("assertions", ledger.assertions),
        ("limits", ledger.limits),
    )
    for key, entries in listed:
        for index, entry in enumerate(entries):
            yield (key, index), entry
            for at, grant in enumerate(getattr(entry, "grants", ()) if key == "agreements" else ()):
                yield (key, index, "grants", at), grant
