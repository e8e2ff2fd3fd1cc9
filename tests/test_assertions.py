"""Assertions: figures from outside that a ledger must reproduce."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equitycalc.checks.on_days import on_days
from equitycalc.engine import BASES
from equitycalc.measures import OF_GROUP, OF_TREASURY_STOCK, OF_WHOLE, Measure
from equitycalc.questions import Question, answer_of
from equitycalc.terms import KINDS
from ledgers import DAYS, HOLDERS, PRICES, events_of, ledgers


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    basis: Any = draw(st.sampled_from(BASES))
    whose = draw(
        st.one_of(
            st.just({}),
            st.fixed_dictionaries({"holder": HOLDERS}),
            st.fixed_dictionaries({"kind": st.sampled_from(list(KINDS))}),
        )
    )
    known = OF_GROUP if whose else OF_WHOLE
    name = draw(st.sampled_from(list(known)))
    return Measure(name, "treasury_stock" if name in OF_TREASURY_STOCK else basis, **whose)


@given(st.data())
@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
def test_many_days_together_are_as_each_day_by_itself(data: st.DataObject) -> None:
    ledger = data.draw(ledgers(statements=data.draw(st.booleans())))
    if data.draw(st.booleans()):
        ledger = data.draw(events_of(ledger))
    asked = data.draw(st.lists(st.tuples(DAYS, st.none() | PRICES, measures()), min_size=1))
    of_day = {day: [each[2] for each in asked if each[0] == day] for day, _, _ in asked}
    for found in on_days(ledger, of_day):
        for day, price, measure in asked:
            if day == found.today.day:
                plain = answer_of(ledger, Question(as_of=day, market_price=price))
                assert found.figure(measure, price) == measure.of(plain), (day, price, measure)
