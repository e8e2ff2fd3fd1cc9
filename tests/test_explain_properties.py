"""What must be true of every explanation: its formulas hold, and its root is the figure."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from equitycalc.engine import BASES
from equitycalc.explanations import explained
from equitycalc.measures import UNITS, Measure
from equitycalc.questions import Question, answer
from equitycalc.terms import Ledger
from examples import examples
from explained import assert_every_formula_holds, ends
from ledgers import DAYS, LATER, PRICES, events_of, ledgers

WITH_EVENTS = ledgers().flatmap(events_of)
MAYBE_PRICE = st.one_of(st.none(), PRICES)
_TREASURY = ("assumed_proceeds", "repurchased_shares")


@settings(max_examples=examples(40))
@given(st.one_of(ledgers(), WITH_EVENTS), st.one_of(DAYS, LATER), MAYBE_PRICE, st.booleans())
def test_every_formula_of_a_grant_holds_and_its_root_is_the_figure(
    ledger: Ledger, as_of: date, price: Decimal | None, expired: bool
) -> None:
    question = Question(as_of=as_of, market_price=price, include_expired=expired)
    found = answer(ledger, question)
    for row in found.rows():
        for basis in BASES:
            figures = row.bases[basis]
            if figures is None:
                continue
            made = explained(ledger, question, f"{basis}.{row.position.grant.id}")
            assert ends(made.root.value) == ends(figures.incremental_shares)
            assert_every_formula_holds(made.root)
            for each in made.beside:
                assert_every_formula_holds(each)


@settings(max_examples=examples(40))
@given(st.one_of(ledgers(), WITH_EVENTS), st.one_of(DAYS, LATER), MAYBE_PRICE)
def test_every_formula_of_a_total_holds_and_its_root_is_the_figure(
    ledger: Ledger, as_of: date, price: Decimal | None
) -> None:
    question = Question(as_of=as_of, market_price=price)
    found = answer(ledger, question)
    holders = [each.key for each in found.by("holder") if each.key is not None]
    for basis in BASES if price is not None else BASES[:1]:
        measures = [Measure(name, basis) for name in UNITS if name != "ownership"]
        measures += [Measure("ownership", basis, holder) for holder in holders]
        for measure in measures:
            if measure.name in _TREASURY and basis != "treasury_stock":
                continue
            figure = measure.of(found)
            made = explained(ledger, question, measure.text)
            assert (made.root.value is None) == (figure is None)
            if figure is not None:
                assert ends(made.root.value) == ends(figure)
            assert_every_formula_holds(made.root)
