"""What is supplied with a question, to two ledgers that need not have the same terms open."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from equitycalc.problems import Problem, QuestionErrors
from equitycalc.questions import Question, supplied_for
from equitycalc.terms import Ledger

# What one of two ledgers may have no use for.
_NO_USE = ("unknown-grant", "unknown-term", "stated-term")


class _Side(NamedTuple):
    """A ledger with what could be supplied to it, and what is wrong with the rest, by its index."""

    ledger: Ledger
    refused: dict[int, Problem]


def supplied_to_both(
    old: Ledger, new: Ledger, question: Question
) -> tuple[Ledger, Ledger, tuple[str, ...]]:
    """Both ledgers with what a question supplies, and a note on each term that one of them alone
    leaves open; ``QuestionErrors`` where neither does, or something else does not fit.
    """
    before, after = _side(old, question), _side(new, question)
    neither = [problem for index, problem in after.refused.items() if index in before.refused]
    if neither:
        raise QuestionErrors(neither)
    notes = (*_notes(before, question, "new"), *_notes(after, question, "old"))
    return before.ledger, after.ledger, notes


def _side(ledger: Ledger, question: Question) -> _Side:
    refused: dict[int, Problem] = {}
    while True:
        left = [i for i in range(len(question.assumptions)) if i not in refused]
        given = tuple(question.assumptions[index] for index in left)
        try:
            return _Side(supplied_for(ledger, question._replace(assumptions=given)), refused)
        except QuestionErrors as errors:
            problems = [_in_place(each, left) for each in errors.problems]
            if any(each.name not in _NO_USE for each in problems):
                raise QuestionErrors(problems) from None
            refused |= {int(each.path[1]): each for each in problems}


def _in_place(problem: Problem, left: list[int]) -> Problem:
    """The problem with the index of the assumption among all."""
    if problem.path[0] != "assume":
        return problem
    name, index, *part = problem.path
    return replace(problem, path=(name, left[int(index)], *part))


def _notes(side: _Side, question: Question, other: str) -> Iterator[str]:
    for index, problem in side.refused.items():
        each = question.assumptions[index]
        yield f"{each.grant}.{each.term} is supplied to the {other} ledger alone: {problem.message}"
