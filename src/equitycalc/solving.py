"""Goal seek: the last value of a term, or of the market price, for which a condition holds.

Values lie on a grid, and are tried by halving; that finds the place only where the figure goes one
way as the value grows, which is known of each figure and not tried out.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from equitycalc.arguments import Given, as_typed, assumptions_as_typed
from equitycalc.directions import direction, parse_variable
from equitycalc.engine import Dilution
from equitycalc.holders import holders_of, refuse_unknown
from equitycalc.measures import Condition, option_for, parse_condition
from equitycalc.problems import Path, Problem, QuestionErrors, Typed, Unreadable
from equitycalc.questions import Question, answer_of, own_date, question_from, supplied_for
from equitycalc.scalars import parse_count, parse_price
from equitycalc.terms import Ledger
from equitycalc.trying import (
    TICK,
    Goal,
    Tried,
    attempts,
    ends_of,
    in_full,
    is_worked_out,
    stated_at,
)

Side = Literal["at_or_below", "at_or_above"]
Bound = Literal["exact", "at_least", "at_most"]
Verdict = Literal["found", "every", "none", "unproven"]


class Solution(NamedTuple):
    """Where a condition holds: at ``value`` and on its ``side``, and not at ``fails_at``.

    Both are None where the verdict is that every value satisfies it, or none, or that open terms
    leave it unproven everywhere. ``bound`` says in which direction open terms would move the value:
    with open terms it is only a limit. ``proven`` says whether the condition is shown to hold
    there, and not only not shown to fail. ``found`` is the answer before anything is changed.
    Below ``known_from`` and above ``known_to``, where they are not None, the figure is not known,
    and nothing is said of these values.
    """

    goal: Goal
    verdict: Verdict
    holds: Tried | None
    fails_at: Tried | None
    side: Side | None
    bound: Bound
    proven: bool
    found: Dilution
    known_from: Decimal | None = None
    known_to: Decimal | None = None


def solve(
    ledger: Ledger,
    goal: str,
    variable: str,
    *,
    as_of: date | str | None = None,
    price: Decimal | str | None = None,
    outstanding: int | str | None = None,
    assume: Mapping[str, Given] | None = None,
    tick: Decimal | str | None = None,
) -> Solution:
    """Where a goal holds: the Python twin of ``equitycalc solve``.

    ``goal`` is a condition such as ``dilution <= 20%``; ``variable`` is ``GRANT.TERM``,
    ``market_price`` or ``issue.shares``. Raises ``QuestionErrors``.
    """
    asked, question = asked_from(
        goal=goal,
        variable=variable,
        tick=as_typed(tick),
        as_of=as_typed(as_of),
        price=as_typed(price),
        outstanding=as_typed(outstanding),
        assume=assumptions_as_typed(assume),
    )
    return answer_solve(ledger, question, asked)


def asked_from(
    *,
    goal: str | None,
    variable: str,
    tick: str | None = None,
    authorized: str | None = None,
    as_of: str | None = None,
    price: str | None = None,
    outstanding: str | None = None,
    assume: Any = (),
) -> tuple[Goal, Question]:
    """A goal and a question from the texts that people type, or ``QuestionErrors``.

    ``authorized`` is the goal that all shares, fully diluted, are no more than so many.
    """
    typed = Typed()
    question = Question()
    with typed.collecting():
        question = question_from(as_of=as_of, price=price, outstanding=outstanding, assume=assume)
    condition = typed.parsed(goal, _goal, "GOAL")
    wall = typed.parsed(authorized, parse_count, "authorized")
    if (goal is None) == (authorized is None):
        path: Path = ("GOAL",) if authorized is None else ("authorized",)
        said = "a goal is needed, or --authorized" if goal is None else "there are two goals"
        typed.problems.append(Problem(name="one-goal", message=said, path=path, help=_ONE_GOAL))
    if wall is not None:
        condition = parse_condition(f"shares <= {wall}")
    what = typed.parsed(variable, parse_variable, "for")
    step = typed.parsed(tick, _tick, "tick")
    typed.stop()
    assert condition is not None and what is not None, "what could not be read was said"
    goal_by = Goal(condition, what, TICK if step is None else step, authorized is not None)
    return goal_by, question


_ONE_GOAL = "write GOAL, such as 'dilution <= 20%', or --authorized N"


def _goal(text: str) -> Condition:
    condition = parse_condition(text)
    if condition.scenario is not None:
        said = "a goal is of one question, and has no scenario"
        raise Unreadable("not-a-condition", said, at=(0,))
    if condition.operator in ("==", "!="):
        said = f"a goal is a limit: {condition.operator} is met at single points, if anywhere"
        raise Unreadable("not-a-limit", said, "write <= or >=", at=(0,))
    return condition


def _tick(text: str) -> Decimal:
    try:
        return parse_price(text)
    except Unreadable as problem:
        if problem.name == "zero-price":
            problem.message = "a step is never zero"
            problem.help = f"write a step above zero, such as {TICK}"
        raise


def answer_solve(ledger: Ledger, question: Question, goal: Goal) -> Solution:
    """Where a goal holds on a ledger, or ``QuestionErrors``."""
    refuse_unknown([(_path_of(goal), goal.condition)], holders_of(ledger), "this ledger")
    # A ledger without a date of its own is of its latest agreement, also where others are left out.
    question = question._replace(as_of=question.as_of or own_date(ledger))
    supplied = supplied_for(ledger, question)
    base = answer_of(supplied, question)
    direction(goal.variable, goal.condition.measure, supplied, base)
    low, high = ends_of(goal, supplied)
    attempt = attempts(supplied, question, goal, base)
    stated = stated_at(goal, supplied)
    possible = _reach(lambda point: attempt(point) is not None, low, high, stated)
    if possible is None:
        said = "no value of it lets the events of the ledger happen"
        raise QuestionErrors([Problem(name="never-fits", message=said, path=("for",))])
    low, high = _reach(lambda point: _is_known(attempt(point), goal), *possible, stated) or possible
    first, last = attempt(low), attempt(high)
    assert first is not None and last is not None, "the ends are possible"
    test = _test(goal.condition, first, last)
    at_low, at_high = test(first), test(last)
    if first.figure is None and last.figure is None:
        raise _no_figure(goal, base)
    known_from = None if low == possible[0] else first.value
    known_to = None if high == possible[1] else last.value
    if at_low == at_high:
        shown = [goal.condition.outcome(each.figure) == "holds" for each in (first, last)]
        verdict: Verdict = "none" if not at_low else "every" if all(shown) else "unproven"
        return Solution(
            goal, verdict, None, None, None, "exact", all(shown), base, known_from, known_to
        )
    good, bad = (low, high) if at_low else (high, low)
    while abs(good - bad) > 1:
        middle = (good + bad) // 2
        tried = attempt(middle)
        assert tried is not None, "what lies between possible values is possible"
        if test(tried):
            good = middle
        else:
            bad = middle
    ends = [attempt(good), attempt(bad)]
    holds, fails = (in_full(supplied, question, goal, each) for each in ends if each is not None)
    side: Side = "at_or_below" if at_low else "at_or_above"
    bound = _bound(side, holds, fails, goal.condition)
    proven = goal.condition.outcome(holds.figure) == "holds"
    return Solution(goal, "found", holds, fails, side, bound, proven, base, known_from, known_to)


def _no_figure(goal: Goal, base: Dilution) -> QuestionErrors:
    measure = goal.condition.measure
    lacks = measure.lacks(base)
    said = f"{measure.text} cannot be given" + (f" without {lacks}" if lacks else "")
    wrong = Problem(name="no-figure", message=said, path=_path_of(goal), help=option_for(lacks))
    return QuestionErrors([wrong])


def _path_of(goal: Goal) -> Path:
    return ("authorized",) if goal.by_authorized else ("GOAL",)


def _is_known(tried: Tried | None, goal: Goal) -> bool:
    """Whether anything is known of the figure at a value, as far as interest is worked out."""
    figure = None if tried is None else tried.figure
    if tried is None or figure is None or figure.low is figure.top is None:
        return False
    return is_worked_out(tried, goal.variable)


def _reach(
    fits: Callable[[int], bool], low: int, high: int, stated: int | None
) -> tuple[int, int] | None:
    """The first and the last point that fits, of points in a row: what the ledger states is one of
    them, or an end of the grid; None where neither is.
    """
    inside = next((each for each in (stated, low, high) if each is not None and fits(each)), None)
    return None if inside is None else (_edge(fits, inside, low), _edge(fits, inside, high))


def _edge(fits: Callable[[int], bool], inside: int, end: int) -> int:
    """The last point that fits on the way from one that does to an end of the grid."""
    if fits(end):
        return end
    while abs(end - inside) > 1:
        middle = (inside + end) // 2
        inside, end = (middle, end) if fits(middle) else (inside, middle)
    return inside


def _test(condition: Condition, first: Tried, last: Tried) -> Callable[[Tried], bool]:
    """What is looked for along the grid: where the condition is not shown to fail, or, where open
    terms leave that nowhere to be shown, where it is shown to hold.
    """

    def not_broken(tried: Tried) -> bool:
        return condition.outcome(tried.figure) != "broken"

    def proven(tried: Tried) -> bool:
        return condition.outcome(tried.figure) == "holds"

    if not_broken(first) == not_broken(last) and proven(first) != proven(last):
        return proven
    return not_broken


def _bound(side: Side, holds: Tried, fails: Tried, condition: Condition) -> Bound:
    """Where the true limit lies, once open terms are known.

    Where the next value is shown to fail, fewer values may hold than it seems; where it is only
    not shown to hold, perhaps more.
    """
    if condition.outcome(fails.figure) == "broken":
        if condition.outcome(holds.figure) == "holds":
            return "exact"
        return "at_most" if side == "at_or_below" else "at_least"
    return "at_least" if side == "at_or_below" else "at_most"
