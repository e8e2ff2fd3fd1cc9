"""The timeline against the plain path: the dilution of each date by itself."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from equitycalc import engine, events
from equitycalc.engine import bases
from equitycalc.engine.changed import Change, Step
from equitycalc.engine.running import Moment
from equitycalc.engine.timeline import timeline
from equitycalc.terms import (
    Ledger,
    Option,
    Outstanding,
    Schedule,
    Tranche,
    Warrant,
)
from equitycalc.written import AtLeast, Blank
from examples import examples
from ledgers import COUNTS, DAYS, LATER, MONEY, PRICES, events_of, ledgers

INTEREST = ("interest",)


@st.composite
def vesting(draw: st.DrawFn) -> Any:
    if draw(st.booleans()):
        days = draw(st.lists(DAYS, min_size=1, max_size=3))
        return tuple(Tranche(on=day, shares=draw(COUNTS)) for day in days)
    return Schedule(
        start=draw(DAYS),
        every_months=draw(st.integers(1, 14)),
        periods=draw(st.integers(1, 20)),
        cliff_months=draw(st.integers(0, 30)),
    )


@st.composite
def lively(draw: st.DrawFn) -> Ledger:
    """A ledger with events, more statements, vesting, and terms stated after a split."""
    ledger = draw(ledgers())
    days = draw(st.lists(LATER, unique=True, max_size=3))
    more = [Outstanding(as_of=day, shares=draw(st.integers(1, 10**12))) for day in days]
    agreements = []
    for agreement in ledger.agreements:
        grants = []
        for grant in agreement.grants:
            if isinstance(grant, Option | Warrant) and draw(st.booleans()):
                grant = replace(grant, vesting=draw(vesting()))
            change: dict[str, Any] = {}
            if hasattr(grant, "stated_after_split"):
                change["stated_after_split"] = draw(st.integers(0, 3)) == 0
            if hasattr(grant, "adjusts"):
                change["adjusts"] = draw(st.sampled_from([None, True, False]))
            grants.append(replace(grant, **change))
        agreements.append(replace(agreement, grants=tuple(grants)))
    known = {each.as_of: each for each in (*more, *ledger.outstanding)}
    full = replace(ledger, agreements=tuple(agreements), outstanding=tuple(known.values()))
    return draw(events_of(full)) if draw(st.integers(0, 4)) else full


def plainly(ledger: Ledger, on: date, price: Decimal | None) -> engine.Dilution:
    return engine.dilution(ledger, on, price)


def same_as_plain(moment: Moment, ledger: Ledger, on: date, price: Decimal | None) -> None:
    found = plainly(ledger, on, price)
    assert moment.totals == found.totals
    assert bases(moment.interest, price) == found.interest


@settings(max_examples=examples(80))
@given(lively(), st.one_of(st.none(), PRICES))
def test_every_moment_is_the_plain_dilution_of_its_day(
    ledger: Ledger, price: Decimal | None
) -> None:
    moments = list(timeline(ledger, price))
    assert [each.on for each in moments] == sorted({each.on for each in moments})
    for moment in moments:
        same_as_plain(moment, ledger, moment.on, price)


@settings(max_examples=examples(80))
@given(lively(), st.one_of(st.none(), PRICES), LATER)
def test_between_two_moments_nothing_changes_but_interest(
    ledger: Ledger, price: Decimal | None, day: date
) -> None:
    bears = any(
        getattr(grant, "paid_in", None) is not None
        for agreement in ledger.agreements
        for grant in agreement.grants
    )
    before = [each for each in timeline(ledger, price) if each.on <= day]
    if before and not bears:
        same_as_plain(before[-1], ledger, day, price)
    # With a window that begins on the day, whatever the interest.
    opening, *rest = timeline(ledger, price, since=day, until=day)
    same_as_plain(opening, ledger, day - timedelta(1), price)
    for moment in rest:
        same_as_plain(moment, ledger, day, price)


@settings(max_examples=examples(80))
@given(lively(), LATER, LATER)
def test_a_window_shows_what_the_whole_shows(ledger: Ledger, one: date, other: date) -> None:
    since, until = min(one, other), max(one, other)
    _, *every = timeline(ledger)
    whole = {each.on: each for each in every if since <= each.on <= until}
    _, *shown = timeline(ledger, since=since, until=until)
    assert [each.on for each in shown] == list(whole)
    for moment in shown:
        assert moment.totals == whole[moment.on].totals
        ours, theirs = (
            [without_interest(change) for change in each.changes if change.what != INTEREST]
            for each in (moment, whole[moment.on])
        )
        assert ours == theirs


def without_interest(change: Change) -> Change:
    """A change without what has accrued since the day shown before, which a window may leave out:
    events and splits of a debt have it in theirs.
    """
    debt = getattr(change.position and change.position.terms, "interest_rate", None) is not None
    return change._replace(shares=None) if debt and change.what != ("granted",) else change


@st.composite
def bounded_and_known(draw: st.DrawFn) -> tuple[Ledger, Ledger]:
    """A ledger, and the same with a value for each open count, amount and price."""
    ledger = draw(lively())
    # What is among those outstanding is never more than they are.
    plenty = tuple(replace(each, shares=each.shares + 10**20) for each in ledger.outstanding)
    ledger = replace(ledger, outstanding=plenty)
    supplied: dict[tuple[str, str], Any] = {}

    def value(id: str, term: str, written: Any) -> Any:
        if term not in _SUPPLIED or not isinstance(written, Blank | AtLeast):
            return written
        if (id, term) not in supplied or isinstance(written, AtLeast):
            least = written.minimum if isinstance(written, AtLeast) else 0
            supplied[id, term] = least + _MOST.get(term, 0) + draw(_SUPPLIED[term])
        return supplied[id, term]

    agreements = []
    for agreement in ledger.agreements:
        grants = []
        for grant in agreement.grants:
            change = {term: value(grant.id, term, getattr(grant, term, None)) for term in _SUPPLIED}
            held = {term: new for term, new in change.items() if hasattr(grant, term)}
            grants.append(replace(grant, **held))
        agreements.append(replace(agreement, grants=tuple(grants)))
    happened = tuple(
        replace(event, value=value(f"{number}", event.term, event.value))
        if isinstance(event, events.Amend)
        else event
        for number, event in enumerate(ledger.events)
    )
    return ledger, replace(ledger, agreements=tuple(agreements), events=happened)


_SUPPLIED: dict[str, st.SearchStrategy[Any]] = {
    "shares": COUNTS,
    "principal": MONEY,
    "amount": MONEY,
    "exercise_price": PRICES,
    "conversion_price": PRICES,
    "price": PRICES,
}
# More than all events of a made-up ledger use.
_MOST: dict[str, Any] = {"shares": 10**11, "principal": Decimal(10**11), "amount": Decimal(10**11)}


@settings(
    max_examples=examples(80),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    report_multiple_bugs=False,
)
@given(bounded_and_known())
def test_what_is_added_holds_whatever_the_open_terms_are(both: tuple[Ledger, Ledger]) -> None:
    ledger, known = both
    exact = {each.on: each for each in timeline(known)}
    for moment in timeline(ledger):
        then = exact.get(moment.on)
        if then is None:
            continue
        assert_within(moment.added, then.added)
        steps: dict[object, list[Step | None]] = {}
        for change in then.changes:
            steps.setdefault(told_of(change), []).append(change.shares)
        for change in moment.changes:
            same = steps.get(told_of(change))
            assert_within(change.shares, same.pop(0) if same else None)


def told_of(change: Change) -> tuple[Any, ...]:
    grant = None if change.position is None else change.position.grant.id
    return change.what, grant, change.deadline, change.events


def assert_within(bounded: Step | None, exact: Step | None) -> None:
    if bounded is None or exact is None or exact.bound != "exact":
        return
    assert exact.low is not None
    assert bounded.low is None or bounded.low <= exact.low
    assert bounded.high is None or bounded.high >= exact.low


@settings(max_examples=examples(80))
@given(lively())
def test_where_all_is_exact_the_days_add_up_to_the_total(ledger: Ledger) -> None:
    before = None
    for moment in timeline(ledger):
        total = moment.totals["fully_diluted"]
        assert total is not None
        shares = total.shares
        if before is None or shares is None:
            assert moment.added is None
        elif before.bound == shares.bound == "exact":
            assert moment.added == (shares.low - before.low,) * 2
        else:
            assert moment.added is not None
        before = shares
