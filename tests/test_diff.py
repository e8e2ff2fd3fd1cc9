"""Two ledgers: what changed, what it does to the totals, and ``equitycalc diff`` as people meet it.

The transcripts are written anew by ``EQUITYCALC_UPDATE=1 pytest tests/test_diff.py``; read the
difference before committing it.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from equitycalc import read_ledger
from equitycalc.bounds import Between, Range, share, share_change
from equitycalc.consistency import events_that_do_not_fit
from equitycalc.differences import DIFFERENT
from equitycalc.diffing.answer import Diff, answer_diff
from equitycalc.engine import BASES
from equitycalc.questions import Question
from equitycalc.terms import Agreement, Ledger
from ledgers import DAYS, PRICES, events_of, ledgers
from running import ROOT

MAYBE_PRICE = st.one_of(st.none(), PRICES)
ADDED = ("outstanding", "shares", *DIFFERENT)


def difference(
    old: Ledger, new: Ledger, as_of: date | None = None, price: Decimal | None = None
) -> Diff:
    return answer_diff(old, new, Question(as_of=as_of, market_price=price))


def fits(ledger: Ledger) -> bool:
    grants = [(grant, each) for each in ledger.agreements for grant in each.grants]
    numbered = list(enumerate(ledger.events))
    return not list(events_that_do_not_fit(numbered, grants, {grant.id for grant, _ in grants}))


# Pairs of ledgers.

WITH_EVENTS = ledgers().flatmap(events_of)


@st.composite
def edited(draw: st.DrawFn, ledger: Ledger) -> Ledger:
    """A ledger with parts of another in it: the ids are the same, and little else."""
    other = draw(WITH_EVENTS)
    agreements = {each.id: each for each in ledger.agreements}
    for each in other.agreements:
        if draw(st.booleans()):
            agreements[each.id] = each
    for id in list(agreements)[1:]:
        if draw(st.integers(0, 4)) == 0:
            del agreements[id]
    kept = [each for each in ledger.events if draw(st.integers(0, 3))]
    events = [*kept, *(each for each in other.events if draw(st.booleans()))]
    stated = draw(st.sampled_from([ledger.outstanding, ledger.outstanding, other.outstanding]))
    made = replace(ledger, agreements=tuple(agreements.values()), outstanding=stated)
    happened: list[Any] = []
    grants = {grant.id: grant for each in made.agreements for grant in each.grants}
    for event in events:
        own, term = getattr(event, "grant", None), getattr(event, "term", "kind")
        known = {own, *getattr(event, "grants", ())} - {None} <= grants.keys()
        has = own is None or hasattr(grants.get(own), term)
        if known and has and fits(replace(made, events=(*happened, event))):
            happened.append(event)
    order = draw(st.permutations(happened)) if draw(st.booleans()) else happened
    shuffled = replace(made, events=tuple(order))
    return shuffled if fits(shuffled) else replace(made, events=tuple(happened))


PAIRS = WITH_EVENTS.flatmap(lambda one: st.tuples(st.just(one), edited(one)))


def added(steps: list[Between[Any] | None]) -> Between[Any] | None:
    """The sum of what is independent."""
    low: Any = 0
    high: Any = 0
    for each in steps:
        if each is None:
            return None
        low = None if low is None or each.low is None else low + Fraction(each.low)
        high = None if high is None or each.high is None else high + Fraction(each.high)
    return Between(low, high)


def exact(figure: Any) -> Fraction | None:
    known = figure is not None and figure.low is not None and figure.low == figure.top
    return Fraction(figure.low) if known else None


@given(PAIRS, st.none() | DAYS, MAYBE_PRICE)
def test_the_steps_come_to_the_whole(
    pair: tuple[Ledger, Ledger], as_of: date | None, price: Decimal | None
) -> None:
    found = difference(*pair, as_of, price)
    for basis in BASES:
        whole, mine, its = found.whole[basis], found.new.totals[basis], found.old.totals[basis]
        if mine is None or its is None:
            assert whole is None
            continue
        assert whole is not None
        for name in (*ADDED, "dilution", "overhang"):
            told = getattr(whole, name)
            steps = []
            for each in found.steps:
                step = each.difference[basis]
                assert step is not None
                steps.append(getattr(step, name))
            together = added(steps)
            figures = [
                getattr(total if hasattr(total, name) else total.figures, name)
                for total in (mine, its)
            ]
            if name == "outstanding":
                figures = [None if n is None else Range(n, n) for n in figures]
            more, less = map(exact, figures)
            if more is not None and less is not None:
                assert exact(told) == more - less, (basis, name)
            if told is None:
                assert together is None or not found.steps, (basis, name)
            elif name in ADDED and together is not None:
                # A term that is open on the way alone leaves the sum of the steps open.
                assert within(told, together), (basis, name)
                if exact(together) is not None:
                    assert exact(told) == exact(together), (basis, name)


def within(inner: Any, outer: Any) -> bool:
    low = outer.low is None or (inner.low is not None and outer.low <= inner.low)
    return low and (outer.high is None or (inner.high is not None and inner.high <= outer.high))


@given(PAIRS, st.none() | DAYS, MAYBE_PRICE)
def test_back_again_is_the_opposite(
    pair: tuple[Ledger, Ledger], as_of: date | None, price: Decimal | None
) -> None:
    there, back = difference(*pair, as_of, price), difference(*reversed(pair), as_of, price)
    for basis, step in there.whole.items():
        other = back.whole[basis]
        assert (step is None) == (other is None)
        for name in (*ADDED, "dilution", "overhang") if step and other else ():
            one, its = getattr(step, name), getattr(other, name)
            if one is None:
                assert its is None
            else:
                opposite = (each and -each for each in (its.high, its.low))
                assert tuple(one) == tuple(opposite), (basis, name)
    assert set(there.holders) == set(back.holders)


@given(WITH_EVENTS, st.data())
def test_what_is_moved_is_no_change(ledger: Ledger, data: st.DataObject) -> None:
    def moved(entries: Any) -> Any:
        return tuple(data.draw(st.permutations(entries)))

    # Those of one day keep their order.
    numbered = sorted(moved(tuple(enumerate(ledger.events))), key=lambda e: (e[1].date, e[0]))
    other = replace(
        ledger,
        outstanding=moved(ledger.outstanding),
        agreements=tuple(
            replace(each, grants=moved(each.grants)) for each in moved(ledger.agreements)
        ),
        events=tuple(event for _, event in numbered),
    )
    assert difference(ledger, other).steps == ()
    assert difference(other, ledger).steps == ()
