"""Compounded interest has more digits than any context keeps: no figure may fail over that."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from equitycalc import events, explain, solve, sweep, timeline
from equitycalc.consistency import events_that_do_not_fit
from equitycalc.differences import differences
from equitycalc.engine import Dilution
from equitycalc.engine.curve import curve
from equitycalc.quantities import EXACT, add, left_over, subtract, times
from equitycalc.questions import Question, answer
from equitycalc.rendering.as_text import text_lines as as_text
from equitycalc.rendering.dilution_json import json_lines as dilution_json
from equitycalc.rendering.dilution_page import dilution_page
from equitycalc.rendering.explain_json import json_lines as explain_json
from equitycalc.rendering.explain_page import explain_page
from equitycalc.rendering.solve_json import json_lines as solve_json
from equitycalc.rendering.sweep_json import json_lines as sweep_json
from equitycalc.rendering.timeline_json import json_lines as timeline_json
from equitycalc.terms import (
    Agreement,
    CompoundingWord,
    ConvertibleDebenture,
    DayCountWord,
    Issuer,
    Ledger,
    Outstanding,
    Warrant,
)

D = Decimal
AGREED = date(2000, 1, 1)
LONG_AFTER = st.dates(date(2000, 1, 1), date(2016, 12, 31))
RATES = st.sampled_from([D("0.06"), D("0.125"), D("0.09"), D("0.0775"), D("0.333333333333")])
AMOUNTS = st.sampled_from([D("5000"), D("33.33"), D("999999999999999.99"), D("0.000000000001")])
PRICES = st.sampled_from([D("1"), D("0.0125"), D("0.000000000001"), D("7.77")])
BY_A_SPLIT = st.sampled_from(
    [(2, 1), (1, 2), (1, 1024), (1, 562949953421312), (10**14, 1), (3, 7), (10, 1)]
)


@st.composite
def ledgers_of_notes(draw: st.DrawFn) -> Ledger:
    notes = [
        ConvertibleDebenture(
            id=f"n{number}",
            holder=draw(st.sampled_from(["Ada", "Ben"])),
            principal=draw(AMOUNTS),
            interest_rate=draw(st.none() | RATES),
            day_count=draw(st.sampled_from(get_args(DayCountWord))),
            compounding=draw(st.sampled_from(get_args(CompoundingWord))),
            paid_in="shares",
            at=draw(st.sampled_from([None, "market_price"])),
            conversion_price=draw(PRICES),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    warrant = Warrant(id="w", holder="Cleo", shares=10**12 + 1, exercise_price=draw(PRICES))
    ledger = Ledger(
        issuer=Issuer(name="Example, Inc."),
        outstanding=(Outstanding(as_of=date(1999, 1, 1), shares=10**9),),
        agreements=(Agreement(id="a", date=AGREED, grants=(*notes, warrant)),),
    )
    grants = [(grant, each) for each in ledger.agreements for grant in each.grants]
    happened: list[events.AnyEvent] = []
    for day in sorted(draw(st.sets(LONG_AFTER, max_size=5))):
        event = draw(something(day, [each.id for each in notes]))
        numbered = list(enumerate([*happened, event]))
        if not list(events_that_do_not_fit(numbered, grants, {grant.id for grant, _ in grants})):
            happened.append(event)
    return replace(ledger, events=tuple(happened))


@st.composite
def something(draw: st.DrawFn, day: date, notes: list[str]) -> events.AnyEvent:
    """What can happen to a note, or to all."""
    new, old = draw(BY_A_SPLIT)
    of: dict[str, Any] = {"date": day, "grant": draw(st.sampled_from(notes))}
    every: list[events.AnyEvent] = [
        events.Split(date=day, new=new, old=old, round="down"),
        events.Amend(**of, term="interest_rate", value=D("0.07")),
        events.Amend(**of, term="conversion_price", value=D("0.5")),
        events.Convert(**of, principal=D("0.01")),
        events.Convert(**of, principal=D("0.01"), interest=events.ALL),
        events.Repay(**of, principal=D("0.07")),
        events.Transfer(**of, to="Dora", shares=events.ALL),
    ]
    return draw(st.sampled_from(every))


@settings(deadline=None, max_examples=60)
@given(ledgers_of_notes(), LONG_AFTER, st.none() | PRICES)
def test_every_figure_of_debts_that_grow_long_numbers_is_found_and_shown(
    ledger: Ledger, as_of: date, price: Decimal | None
) -> None:
    question = Question(as_of=as_of, market_price=price)
    found = answer(ledger, question)
    owed = sum((Fraction(claim.debt.low) for claim in found.claims), Fraction(0))
    total = found.totals["fully_diluted"]
    assert total is not None
    assert total.figures.debt_extinguished.low == owed
    assert curve(found.claims).parts(price) == found.parts
    assert "".join(written_of(found, ledger, question))


def written_of(found: Dilution, ledger: Ledger, question: Question) -> Iterator[str]:
    """Everything that the commands write of it."""
    as_of, price = question.as_of, question.market_price
    yield from dilution_json(found, "x", "holder")
    yield from as_text(dilution_page(found, "x"))
    for what in ("n0", "w", "shares", "debt_extinguished", "ownership(Cleo)"):
        made = explain(ledger, what, as_of=as_of, price=price)
        yield from explain_json(made, "x")
        yield from as_text(explain_page(made, "x"))
    yield from timeline_json(timeline(ledger, until=as_of, price=price), "x")
    swept = sweep(ledger, over={"n0.principal": "33.33,90000000"}, price=price, as_of=as_of)
    yield from sweep_json(swept, swept.points(), "x")
    solved = solve(ledger, "shares <= 2_000_000_000", "n0.principal", as_of=as_of, price=price)
    yield from solve_json(solved, "x")
    then = answer(ledger, question._replace(as_of=AGREED))
    assert differences(found, then)


def test_a_sum_of_more_digits_than_the_context_keeps_is_a_fraction_and_exact() -> None:
    long = D(1).scaleb(-119)
    for more in (D(20), Fraction(1, 3)):
        for both in (add(more, long), subtract(more, -long), subtract(more, long)):
            assert isinstance(both, Fraction)
        assert add(more, long) == Fraction(more) + Fraction(1, 10**119)
        assert subtract(subtract(more, long), more) == -long
    third = EXACT.divide_int(D(10) ** 119, D(3))
    assert times(31, third) == 31 * Fraction(third)
    assert isinstance(times(3, third), Decimal)
    assert left_over(D("1e9") + 1, D("3e-119")) == Fraction(10**9 + 1) % Fraction(3, 10**119)
