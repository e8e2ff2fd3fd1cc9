"""What is asked of a ledger, as one small value, and the answer to it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from equitycalc import engine
from equitycalc.arguments import Given, as_typed, assumptions_as_typed
from equitycalc.engine import AssumedTerm, Dilution, assumed_term
from equitycalc.overrides import SUPPLIED, Assumption, supply
from equitycalc.problems import Problem, QuestionErrors, Typed, Unreadable, quoted
from equitycalc.registration_rights import rights_of, unstated_rights
from equitycalc.scalars import parse_date, parse_outstanding, parse_price
from equitycalc.terms import ISSUER, Agreement, Ledger, Outstanding
from equitycalc.written import Assumed, unstated

V = TypeVar("V")


class Question(NamedTuple):
    """A date, a market price, a count of shares outstanding, and assumptions.

    None asks as the ledger does. ``outstanding`` replaces every statement of the ledger; its date
    may be None, which means true on the date asked. ``include_expired`` counts expired rights as if
    they lived; ``signed_only`` leaves out agreements whose copy is not signed.
    """

    as_of: date | None = None
    market_price: Decimal | None = None
    outstanding: tuple[int, date | None] | None = None
    assumptions: tuple[Assumption, ...] = ()
    include_expired: bool = False
    signed_only: bool = False


def dilution(
    ledger: Ledger,
    *,
    as_of: date | str | None = None,
    price: Decimal | str | None = None,
    outstanding: int | str | None = None,
    assume: Mapping[str, Given] | None = None,
    include_expired: bool = False,
    signed_only: bool = False,
) -> Dilution:
    """The dilution of a ledger's issuer: the Python twin of ``equitycalc dilution``.

    ``as_of`` is a date, ``price`` the market price of one share, ``outstanding`` a count (``N`` or
    ``"N@DATE"``), and ``assume`` maps ``"GRANT.TERM"`` to a value as text. No floats: a price is a
    ``Decimal`` or text. Raises ``QuestionErrors`` where the question does not fit the ledger.
    """
    question = question_from(
        as_of=as_typed(as_of),
        price=as_typed(price),
        outstanding=as_typed(outstanding),
        assume=assumptions_as_typed(assume),
    )
    question = question._replace(include_expired=include_expired, signed_only=signed_only)
    return answer(ledger, question)


def question_from(
    *,
    as_of: str | None = None,
    price: str | None = None,
    outstanding: str | None = None,
    assume: Iterable[str] = (),
) -> Question:
    """A question from the texts that people type, or ``QuestionErrors`` with all that is wrong.

    The path of a problem begins with the name of the argument; of ``assume``, the index follows.
    """
    typed = Typed()
    question = Question(
        as_of=typed.parsed(as_of, parse_date, "as_of"),
        market_price=typed.parsed(price, parse_price, "price"),
        outstanding=typed.parsed(outstanding, parse_count_on, "outstanding"),
    )
    given = [typed.parsed(text, _assumption, "assume", i) for i, text in enumerate(assume)]
    typed.stop()
    return question._replace(assumptions=tuple(each for each in given if each is not None))


def answer(ledger: Ledger, question: Question) -> Dilution:
    """The answer to a question about a ledger, or ``QuestionErrors``."""
    return answer_of(supplied_for(ledger, question), question)


def supplied_for(ledger: Ledger, question: Question) -> Ledger:
    """The ledger with what a question supplies, or ``QuestionErrors`` where that does not fit."""
    problems = list(too_late(question, question.as_of or own_date(ledger)))
    try:
        supplied = supply(ledger, question.assumptions)
    except QuestionErrors as errors:
        raise QuestionErrors([*problems, *errors.problems]) from None
    if problems:
        raise QuestionErrors(problems)
    return supplied


def answer_of(supplied: Ledger, question: Question) -> Dilution:
    """The answer about a ledger that has what the question supplies."""
    as_of = question.as_of or own_date(supplied)
    counted = [each for each in supplied.agreements if each.signed or not question.signed_only]
    found = engine.dilution(
        replace(supplied, agreements=tuple(counted)),
        as_of,
        market_price=question.market_price,
        stated=_statement(question.outstanding, as_of),
        include_expired=question.include_expired,
    )
    if any(assumption.grant != ISSUER for assumption in question.assumptions):
        idle = tuple(_of_rights(supplied))
        found = found._replace(assumptions=found.assumptions + idle) if idle else found
    left_out = [each for each in supplied.agreements if question.signed_only and not each.signed]
    if not left_out:
        return found
    unused = (each for agreement in left_out for each in _unused(agreement))
    ids = ", ".join(each.id for each in left_out)
    return found._replace(
        assumptions=found.assumptions + tuple(unused),
        notes=(*found.notes, f"left out, their copies not being signed: {ids}"),
    )


def too_late(question: Question, as_of: date) -> Iterator[Problem]:
    """A count that is later than the date asked, and so says nothing of it."""
    on = question.outstanding[1] if question.outstanding else None
    if on and on > as_of:
        yield Problem(
            name="statement-after-date",
            message=f"a count of {on} says nothing of {as_of}",
            path=("outstanding", "date"),
            help="give a count dated on or before the date asked, or a later --as-of",
        )


def own_date(ledger: Ledger) -> date:
    """The date a ledger is computed for where none is asked: its own, or its latest agreement's."""
    return ledger.as_of or max(each.date for each in ledger.agreements)


def _statement(given: tuple[int, date | None] | None, as_of: date) -> Outstanding | None:
    if given is None:
        return None
    count, on = given
    return Outstanding(as_of=on or as_of, shares=count, source=SUPPLIED)


def _unused(agreement: Agreement) -> Iterator[AssumedTerm]:
    """What was supplied for an agreement that is left out: listed, and marked as unused."""
    for grant in agreement.grants:
        for term, value in unstated(grant):
            if isinstance(value, Assumed) and value.by != "ledger":
                yield assumed_term(grant.id, term, value, used=False)


def _of_rights(ledger: Ledger) -> Iterator[AssumedTerm]:
    """What was supplied for registration rights, which change no count."""
    for agreement in ledger.agreements:
        rights = rights_of(agreement)
        for term, value in () if rights is None else unstated_rights(rights):
            if isinstance(value, Assumed) and value.by != "ledger":
                yield assumed_term(agreement.id, term, value, used=False)


def parse_count_on(text: str) -> tuple[int, date | None]:
    """A count of shares outstanding, ``N`` or ``N@DATE``."""
    count, at, day = text.partition("@")
    return (
        _inside("count", parse_outstanding, count),
        _inside("date", parse_date, day) if at else None,
    )


def _assumption(text: str) -> Assumption:
    name, equals, value = text.partition("=")
    grant, dot, term = name.partition(".")
    if not (equals and dot and grant and term and value):
        raise Unreadable(
            "not-an-assumption",
            f"{quoted(text)} does not supply a term",
            "write GRANT.TERM=VALUE, such as debenture.principal=500000",
        )
    return Assumption(grant, term, value)


def _inside(part: str, parse: Callable[[str], V], text: str) -> V:
    try:
        return parse(text)
    except Unreadable as problem:
        problem.at = (part,)
        raise
