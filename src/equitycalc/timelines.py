"""A ledger over time: what is asked of a timeline, and the answer to it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from equitycalc.arguments import Given, as_typed, assumptions_as_typed
from equitycalc.engine import AssumedTerm, Dilution, OpenTerm, Parts
from equitycalc.engine.resting import open_and_assumed
from equitycalc.engine.running import Moment
from equitycalc.engine.timeline import Course, course
from equitycalc.overrides import SUPPLIED, supply
from equitycalc.problems import Problem, Typed
from equitycalc.questions import Question, answer_of, own_date, parse_count_on, question_from
from equitycalc.scalars import parse_date
from equitycalc.terms import Ledger, Outstanding


class Asked(NamedTuple):
    """A question, and the first and last day to show; None shows all there is on that side."""

    question: Question
    since: date | None = None
    until: date | None = None


class Timeline(NamedTuple):
    """The days on which the totals of a ledger change.

    ``opening`` is how things stand before the first day shown. ``found`` is the answer for the
    last, with what the figures of any of the days rest on.
    """

    asked: Asked
    opening: Moment
    moments: tuple[Moment, ...]
    found: Dilution

    @property
    def shows_opening(self) -> bool:
        """Whether how things stood before is of use: where the first day is chosen, or something
        counts since ever, or nothing else is there to show.
        """
        counts = self.opening.parts != Parts() or self.opening.outstanding is not None
        return self.asked.since is not None or counts or not self.moments


def timeline(
    ledger: Ledger,
    *,
    since: date | str | None = None,
    until: date | str | None = None,
    price: Decimal | str | None = None,
    outstanding: int | str | None = None,
    assume: Mapping[str, Given] | None = None,
    signed_only: bool = False,
) -> Timeline:
    """The totals of a ledger's issuer over time: the Python twin of ``equitycalc timeline``.

    ``since`` and ``until`` are the first and last day shown, ``outstanding`` a count with the day
    it is true on, ``"N@DATE"``; the others are those of ``dilution``. Raises ``QuestionErrors``.
    """
    asked = asked_from(
        since=as_typed(since),
        until=as_typed(until),
        price=as_typed(price),
        outstanding=as_typed(outstanding),
        assume=assumptions_as_typed(assume),
    )
    question = asked.question._replace(signed_only=signed_only)
    return answer_timeline(ledger, asked._replace(question=question))


def asked_from(
    *,
    since: str | None = None,
    until: str | None = None,
    price: str | None = None,
    outstanding: str | None = None,
    assume: Iterable[str] = (),
) -> Asked:
    """What is asked, from the texts that people type, or ``QuestionErrors`` with all that is wrong;
    the path of a problem begins with the name of the option.
    """
    typed = Typed()
    question = Question()
    with typed.collecting():
        question = question_from(price=price, assume=assume)
    given = typed.parsed(outstanding, parse_count_on, "outstanding")
    first = typed.parsed(since, parse_date, "from")
    last = typed.parsed(until, parse_date, "to")
    if first is not None and last is not None and last < first:
        typed.problems.append(
            Problem(
                name="to-before-from",
                message=f"{last} is before {first}: there is no day between them",
                path=("to",),
            )
        )
    if given is not None and given[1] is None:
        typed.problems.append(
            Problem(
                name="count-without-date",
                message="a count is true on a day, and a timeline has many",
                path=("outstanding",),
                help=f"write {given[0]}@DATE",
            )
        )
    typed.stop()
    return Asked(question._replace(outstanding=given), first, last)


def answer_timeline(ledger: Ledger, asked: Asked) -> Timeline:
    """The answer to a question about a ledger over time, or ``QuestionErrors``."""
    return begin(ledger, asked).answer()


class Begun(NamedTuple):
    """A question and the ledger with what it supplies; the days to look at."""

    asked: Asked
    supplied: Ledger
    course: Course

    def answer(self, told: Callable[[Iterable[Any]], Iterable[Any]] | None = None) -> Timeline:
        """The answer; ``told`` is given the days, and passes them on."""
        question, since, until = self.asked
        opening, *moments = self.course.moments(question.market_price, told)
        last = moments[-1].on if moments else until or since or own_date(self.supplied)
        question = question._replace(outstanding=None)  # it stands in the ledger
        found = answer_of(self.supplied, question._replace(as_of=last))
        before = answer_of(self.supplied, question._replace(as_of=opening.on))
        assumptions, blanks = _resting(before, moments, found)
        resting = found._replace(assumptions=tuple(assumptions), blanks=tuple(blanks))
        return Timeline(self.asked, opening, tuple(moments), resting)


def begin(ledger: Ledger, asked: Asked) -> Begun:
    """What there is to compute, or ``QuestionErrors`` where the ledger does not have what is asked
    of it.
    """
    question = asked.question
    supplied = supply(ledger, question.assumptions)
    if question.outstanding is not None:
        count, on = question.outstanding
        assert on is not None, "a count without a day is refused"
        stated = Outstanding(as_of=on, shares=count, source=SUPPLIED)
        supplied = replace(supplied, outstanding=(stated,))
    counted = tuple(each for each in supplied.agreements if each.signed or not question.signed_only)
    days = course(replace(supplied, agreements=counted), asked.since, asked.until)
    return Begun(asked, supplied, days)


def _resting(
    before: Dilution, moments: Iterable[Moment], found: Dilution
) -> tuple[list[AssumedTerm], list[OpenTerm]]:
    """The terms that are assumed or open on any of the days, each once: those of the grants that
    count on one of them first of all.
    """
    changed = (change.position for moment in moments for change in moment.changes)
    telling = {each.grant.id: each for each in found.positions}
    for position in (*before.positions, *changed):
        if position is not None and position.counts and not telling[position.grant.id].counts:
            telling[position.grant.id] = position
    assumed, blanks = open_and_assumed(found.issuer, telling.values())
    known = {(each.grant, each.term) for each in assumed}
    # And what was supplied for agreements that are left out, or for registration rights.
    assumed += [each for each in found.assumptions if (each.grant, each.term) not in known]
    return assumed, blanks
