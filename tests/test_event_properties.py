"""What must be true of events, splits and interest, whatever happens."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from equitycalc import engine, events
from equitycalc.engine import Conversion, Dilution
from equitycalc.engine.days import years_between
from equitycalc.engine.interest import Interest
from equitycalc.engine.life import counted
from equitycalc.quantities import Rounding, add, whole_shares
from equitycalc.questions import Question, answer
from equitycalc.terms import (
    Agreement,
    CompoundingWord,
    ConvertibleDebenture,
    DayCountWord,
    Grant,
    Issuer,
    Ledger,
    Option,
    Outstanding,
    Schedule,
    Tranche,
    Warrant,
)
from ledgers import DAYS, HOLDERS, LATER, MONEY, PRICES, events_of, ledgers

DAY_COUNTS: tuple[DayCountWord, ...] = get_args(DayCountWord)
COMPOUNDINGS: tuple[CompoundingWord, ...] = get_args(CompoundingWord)
RATES = st.integers(0, 3000).map(lambda basis_points: Decimal(basis_points).scaleb(-4))


def asked(ledger: Ledger, as_of: date, price: Decimal | None = None) -> Dilution:
    return answer(ledger, Question(as_of=as_of, market_price=price))


def one_grant(grant: Grant, *happened: Any, stated: int | None = None) -> Ledger:
    return Ledger(
        issuer=Issuer(name="Example, Inc."),
        outstanding=(Outstanding(as_of=date(1999, 1, 1), shares=stated),) if stated else (),
        agreements=(Agreement(id="a", date=date(2000, 1, 1), grants=(grant,)),),
        events=happened,
    )


@given(ledgers().flatmap(events_of), LATER, PRICES, st.randoms(use_true_random=False))
def test_events_of_different_days_may_stand_in_any_order(
    ledger: Ledger, as_of: date, price: Decimal, random: Any
) -> None:
    in_order = sorted(ledger.events, key=lambda event: event.date)
    days = [list(same) for _, same in groupby(in_order, key=lambda event: event.date)]
    random.shuffle(days)
    other = replace(ledger, events=tuple(event for day in days for event in day))
    one, two = asked(ledger, as_of, price), asked(other, as_of, price)
    assert one.totals == two.totals
    assert one.notes == two.notes
    assert [row.reason for row in one.rows()] == [row.reason for row in two.rows()]
    assert one.by("holder") == two.by("holder")


@given(ledgers().flatmap(events_of), LATER)
def test_what_is_left_and_what_was_used_come_to_what_was_granted(
    ledger: Ledger, as_of: date
) -> None:
    for position in asked(ledger, as_of).positions:
        life = position.life
        if life is None or not life.parts:
            continue
        used = sum((move.taken_now for move in life.moves), life.left.nothing)
        granted = counted(life.terms)
        if granted.open or life.left.open:
            continue
        assert add(life.left.low, used.low) == granted.low, position.grant.id


@given(ledgers().flatmap(events_of), LATER, PRICES)
def test_rows_and_movements_come_to_the_totals(ledger: Ledger, as_of: date, price: Decimal) -> None:
    found = asked(ledger, as_of, price)
    rows = list(found.rows())
    outside = [claim.shares.low for claim in found.claims if claim.position is None]
    for basis in engine.BASES:
        figures = [row.bases[basis] for row in rows]
        total = found.totals[basis]
        assert total is not None
        summed = sum(each.incremental_shares.low for each in figures if each) + sum(outside)
        assert summed == total.figures.incremental_shares.low
    now = found.outstanding_now
    if now is not None and found.outstanding is not None:
        assert now.low == found.outstanding.shares + found.parts.issued.shares.low


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(ledgers().flatmap(events_of), LATER)
def test_where_everything_is_exact_ownership_comes_to_the_whole(
    ledger: Ledger, as_of: date
) -> None:
    groups = asked(ledger, as_of).by("holder")
    owned = [group.ownership["fully_diluted"] for group in groups]
    assume(owned and all(each is not None and each.bound == "exact" for each in owned))
    assert sum(each.low for each in owned if each is not None and each.low is not None) == 1


BEFORE = st.dates(date(1999, 1, 1), date(2002, 6, 30))
REMAINS = date(2002, 6, 30)


@given(ledgers(statements=False), st.data(), DAYS, PRICES)
def test_events_before_the_statement_are_the_remaining_terms(
    ledger: Ledger, data: st.DataObject, as_of: date, price: Decimal
) -> None:
    assume(as_of >= REMAINS)
    ledger = of_known_days(ledger)
    stated = Outstanding(as_of=REMAINS, shares=10**12)
    happened = replace(data.draw(events_of(ledger, BEFORE)), outstanding=(stated,))
    there = asked(happened, REMAINS)
    remaining = iter([each for position in there.positions for each in remaining_of(position)])
    left: dict[str, list[Grant]] = {}
    for agreement, grant in remaining:
        left.setdefault(agreement, []).append(grant)
    written_out = replace(
        happened,
        events=(),
        agreements=tuple(
            replace(each, grants=tuple(left.get(each.id, []))) for each in ledger.agreements
        ),
    )
    assert asked(happened, as_of, price).totals == asked(written_out, as_of, price).totals


def of_known_days(ledger: Ledger) -> Ledger:
    """The ledger with a day for each grant: without one, a split may have adjusted it or not."""
    from equitycalc.written import BLANK

    return replace(
        ledger,
        agreements=tuple(
            replace(
                each,
                grants=tuple(
                    replace(grant, granted_on=None) if grant.granted_on is BLANK else grant
                    for grant in each.grants
                ),
            )
            for each in ledger.agreements
        ),
    )


def remaining_of(position: engine.Position) -> list[tuple[str, Grant]]:
    """What is left of a grant, written as grants; nothing where nothing is."""
    life, terms = position.life, position.terms
    if life is None or not life.moves:
        return [(position.agreement.id, terms)]
    found = []
    for number, part in enumerate(life.parts):
        name = {"convertible_debenture": "principal", "stock_fee": "amount"}.get(terms.kind)
        change: Any = {name or "shares": engine_term(part.left), "holder": part.holder}
        if terms.kind == "stock_fee" and life.left != counted(position.grant):
            change["instalments"] = 1
        found.append((position.agreement.id, replace(terms, id=f"{terms.id}-{number}", **change)))
    return found


def engine_term(left: Any) -> Any:
    from equitycalc.written import BLANK, AtLeast

    if not left.open:
        return left.low
    return AtLeast(left.low) if left.low else BLANK


@given(MONEY, MONEY, PRICES)
def test_converting_in_two_steps_is_converting_in_one_but_for_rounding(
    first: Decimal, second: Decimal, price: Decimal
) -> None:
    assume(first + second > 0)
    debt = ConvertibleDebenture(
        id="d", holder="D", principal=first + second, conversion_price=price
    )
    day = date(2001, 1, 1)
    steps = [events.Convert(date=day, grant="d", principal=each) for each in (first, second)]
    once = asked(one_grant(debt, events.Convert(date=day, grant="d", principal=events.ALL)), day)
    twice = asked(one_grant(debt, *steps), day)
    one, two = (found.positions[0].life for found in (once, twice))
    assert one is not None and two is not None
    issued_once = sum(move.issued_now.low for move in one.moves)
    issued_twice = sum(move.issued_now.low for move in two.moves)
    assert issued_twice in (issued_once, issued_once - 1)
    residue = sum(Fraction(move.residue) for move in two.moves if move.residue is not None)
    assert issued_twice * Fraction(price) + residue == first + second
    assert once.totals["fully_diluted"] is not None and not one.left.low and not two.left.low


@given(
    ledgers(),
    st.sampled_from([(2, 1), (3, 1), (7, 2), (1, 10), (3, 11)]),
    st.sampled_from(["down", "up", "nearest"]),
    DAYS,
    PRICES,
)
def test_a_split_and_its_reverse_restore_what_was_not_rounded(
    ledger: Ledger, ratio: tuple[int, int], rounding: Rounding, as_of: date, price: Decimal
) -> None:
    new, old = ratio
    ledger = of_known_days(ledger)
    whole = replace(
        ledger,
        outstanding=tuple(replace(each, shares=each.shares * old) for each in ledger.outstanding),
        agreements=tuple(
            replace(each, grants=tuple(times_old(grant, old) for grant in each.grants))
            for each in ledger.agreements
        ),
    )
    day = date(2004, 1, 1)  # after every grant and every date asked before it
    there = events.Split(date=day, new=new, old=old, round=rounding)
    back = events.Split(date=day + timedelta(days=1), new=old, old=new, round=rounding)
    later = date(2005, 1, 1)
    plain = asked(whole, later, price)
    restored = asked(replace(whole, events=(there, back)), later, price)
    assert plain.totals == restored.totals
    assert [row.bases for row in plain.rows()] == [row.bases for row in restored.rows()]


def times_old(grant: Grant, old: int) -> Grant:
    from equitycalc.written import Assumed, AtLeast, Blank

    shares = getattr(grant, "shares", None)
    if shares is None or isinstance(shares, Blank):
        return grant
    if isinstance(shares, AtLeast):
        change: Any = AtLeast(shares.minimum * old)
    elif isinstance(shares, Assumed):
        change = Assumed(shares.value * old, shares.because)
    else:
        change = shares * old
    return replace(grant, shares=change)


@given(
    st.sampled_from(DAY_COUNTS),
    RATES,
    LATER,
    st.integers(0, 3000),
    st.integers(0, 3000),
    MONEY,
)
def test_simple_interest_adds_up_over_adjoining_periods(
    day_count: DayCountWord, rate: Decimal, first: date, days: int, more: int, debt: Decimal
) -> None:
    middle = first + timedelta(days=days)
    last = middle + timedelta(days=more)
    # Bond basis shortens a 31st only after a 30th or 31st, so there the parts may be a day longer.
    assume(day_count != "30/360" or (middle.day < 30 and (last.day < 31 or first.day < 30)))
    whole, one, two = (
        Interest(debt, rate, day_count, "simple", since, until).interest
        for since, until in ((first, last), (first, middle), (middle, last))
    )
    assert add(one, two) == whole


@given(
    st.sampled_from(DAY_COUNTS), st.sampled_from(COMPOUNDINGS), RATES, LATER, st.integers(0, 3000)
)
def test_interest_on_interest_is_never_less_than_simple_interest(
    day_count: DayCountWord, compounding: CompoundingWord, rate: Decimal, first: date, days: int
) -> None:
    last = first + timedelta(days=days)
    plain = Interest(Decimal(1), rate, day_count, "simple", first, last).growth
    grown = Interest(Decimal(1), rate, day_count, compounding, first, last).growth
    if day_count != "30/360":
        assert grown >= plain
    assert grown >= 1


@given(
    st.integers(1, 10**6),
    st.integers(1, 60),
    st.integers(1, 12),
    st.integers(0, 60),
    LATER,
    st.integers(0, 4000),
)
def test_a_schedule_vests_everything_in_the_end_and_never_less_later(
    shares: int, periods: int, every: int, cliff: int, start: date, days: int
) -> None:
    schedule = Schedule(start=start, every_months=every, periods=periods, cliff_months=cliff)
    option = Option(id="o", holder="O", shares=shares, exercise_price=Decimal(1), vesting=schedule)
    ledger = one_grant(replace(option, granted_on=date(1999, 1, 1)))

    def exercisable(on: date) -> int:
        total = asked(ledger, on).totals["fully_diluted"]
        assert total is not None and total.figures.rights.low == shares
        return total.figures.exercisable.low

    day = start + timedelta(days=days)
    assert 0 <= exercisable(day) <= exercisable(day + timedelta(days=31)) <= shares
    assert exercisable(start - timedelta(days=1)) == 0 if start > date(1999, 1, 1) else True
    assert exercisable(start + timedelta(days=31 * (every * periods + cliff))) == shares


@given(st.lists(st.tuples(LATER, st.integers(0, 1000)), min_size=1, max_size=6), LATER)
def test_tranches_vest_on_their_days(tranches: list[tuple[date, int]], as_of: date) -> None:
    listed = tuple(Tranche(on=on, shares=count) for on, count in tranches)
    shares = sum(count for _, count in tranches)
    warrant = Warrant(
        id="w",
        holder="W",
        granted_on=date(1999, 1, 1),
        shares=shares,
        exercise_price=Decimal(1),
        vesting=listed,
    )
    total = asked(one_grant(warrant), as_of).totals["fully_diluted"]
    assert total is not None
    assert total.figures.exercisable.low == sum(count for on, count in tranches if on <= as_of)


@given(
    st.integers(1, 10**9),
    PRICES,
    st.sampled_from([(2, 1), (1, 11), (3, 2), (1, 3), (7, 3)]),
    st.sampled_from(["down", "up", "nearest"]),
)
def test_a_split_keeps_the_aggregate_price_but_for_the_rounding(
    shares: int, price: Decimal, ratio: tuple[int, int], rounding: Rounding
) -> None:
    new, old = ratio
    by = engine.SplitAdjustment(shares, price, new, old, rounding)
    assert by.aggregate_before is not None and by.aggregate_after is not None
    off = Fraction(by.adjusted_shares) - by.exact_shares
    assert by.adjusted_price is not None
    before, after = Fraction(by.aggregate_before), Fraction(by.aggregate_after)
    assert after - before == off * Fraction(by.adjusted_price)
    assert abs(off) < 1


@given(ledgers().flatmap(events_of), st.data())
def test_before_its_events_a_ledger_is_what_it_was(ledger: Ledger, data: st.DataObject) -> None:
    first = min((event.date for event in ledger.events), default=date(2000, 1, 1))
    as_of = first - timedelta(days=data.draw(st.integers(1, 900)))
    with_them, without = asked(ledger, as_of), asked(replace(ledger, events=()), as_of)
    assert with_them.totals == without.totals
    assert with_them.by("holder") == without.by("holder")


@given(HOLDERS, st.integers(0, 10**6), st.integers(0, 10**6), PRICES)
def test_an_exercise_since_the_statement_leaves_the_total_alone(
    holder: str, shares: int, used: int, price: Decimal
) -> None:
    assume(0 < used <= shares)
    warrant = Warrant(id="w", holder=holder, shares=shares, exercise_price=price)
    day = date(2001, 1, 1)
    before = asked(one_grant(warrant, stated=10**6), day).totals["fully_diluted"]
    cash = events.Exercise(date=day, grant="w", shares=used)
    after = asked(one_grant(warrant, cash, stated=10**6), day).totals["fully_diluted"]
    net = events.Exercise(date=day, grant="w", shares=used, settle="net", market_price=price * 2)
    lower = asked(one_grant(warrant, net, stated=10**6), day).totals["fully_diluted"]
    assert before is not None and after is not None and lower is not None
    assert after.shares == before.shares
    assert after.figures.issued_since.low == used
    assert before.shares is not None and lower.shares is not None
    assert lower.shares.low == before.shares.low - used + used // 2


def test_years_between_two_days_are_those_of_the_definitions() -> None:
    first, last = date(2003, 11, 1), date(2004, 5, 1)
    # 61 days of 2003 and 121 of 2004, a leap year
    assert years_between(first, last, "actual/actual") == Fraction(61, 365) + Fraction(121, 366)
    assert years_between(first, last, "30/360") == Fraction(180, 360)
    assert years_between(first, last, "actual/360") == Fraction(182, 360)
    assert years_between(first, last, "actual/365") == Fraction(182, 365)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2001-01-16", "2001-12-31", 345),
        ("2001-01-30", "2001-12-31", 330),
        ("2001-01-31", "2001-03-31", 60),
        ("2001-02-28", "2001-03-31", 33),
        ("2001-01-31", "2001-02-28", 28),
    ],
)
def test_bond_basis_takes_a_31st_as_the_30th_after_a_30th_or_31st(
    first: str, last: str, days: int
) -> None:
    found = years_between(date.fromisoformat(first), date.fromisoformat(last), "30/360")
    assert found == Fraction(days, 360)


def test_a_conversion_loses_less_than_a_share() -> None:
    one = Conversion(Decimal("10"), Decimal("0.03"))
    assert whole_shares(Fraction(1000, 3), "down") == one.shares
    assert 0 <= one.residue < Decimal("0.03")
