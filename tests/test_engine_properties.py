"""What must be true of every ledger, whatever it grants."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from equitycalc import engine
from equitycalc.bounds import Between, Range
from equitycalc.engine import BASES, Dilution, GroupKey
from equitycalc.engine.claims import _shares_for
from equitycalc.engine.formulas import Conversion, Ends
from equitycalc.engine.interest import Growth
from equitycalc.overrides import Assumption
from equitycalc.quantities import add
from equitycalc.questions import Question, answer, dilution
from equitycalc.reading import ledger_of
from equitycalc.terms import (
    Agreement,
    CompoundingWord,
    ConvertibleDebenture,
    DayCountWord,
    Issuer,
    Ledger,
    Outstanding,
    PaidInWord,
    Shares,
    Warrant,
)
from equitycalc.written import BLANK, known, value_of
from ledgers import COUNTS, DAYS, LAST_DAYS, MONEY, PRICES, ledgers, text_of

KEYS: list[GroupKey] = ["holder", "kind", "agreement"]
WORDS = {
    "day_count": st.sampled_from(get_args(DayCountWord)),
    "compounding": st.sampled_from(get_args(CompoundingWord)),
    "paid_in": st.sampled_from(get_args(PaidInWord)),
    "at": st.just("conversion_price"),
}
MAYBE_PRICE = st.one_of(st.none(), PRICES)


def asked(ledger: Ledger, as_of: date, price: Decimal | None) -> Dilution:
    return answer(ledger, Question(as_of=as_of, market_price=price))


def summed(ranges: Iterable[Range[Any]]) -> tuple[Any, Any, int]:
    low: Any = 0
    high: Any = 0
    opened = 0
    for each in ranges:
        low, high, opened = add(low, each.low), add(high, each.high), opened + each.open
    return low, high, opened


def ends(each: Range[Any]) -> tuple[Any, Any, int]:
    return each.low, each.high, each.open


def figures_of(found: Dilution) -> list[tuple[str, Any]]:
    """Every number of an answer's totals, named, None where it is not given."""
    numbers: list[tuple[str, Any]] = []
    for basis, total in found.totals.items():
        if total is None:
            continue
        for name in ("issued_since", "rights", "incremental_shares", "proceeds"):
            numbers.append((f"{basis}.{name}", getattr(total.figures, name)))
        numbers.append((f"{basis}.debt", total.figures.debt_extinguished))
        for name in ("shares", "dilution", "overhang"):
            numbers.append((f"{basis}.{name}", getattr(total, name)))
    return numbers


@given(ledgers(), DAYS, MAYBE_PRICE)
def test_the_exact_values_of_rows_sum_to_the_totals(
    ledger: Ledger, as_of: date, price: Decimal | None
) -> None:
    found = asked(ledger, as_of, price)
    rows = list(found.rows())
    for basis in BASES:
        whole = found.bases[basis]
        if whole is None:
            assert price is None
            continue
        parts: list[Any] = [row.bases[basis] for row in rows]
        for name in ("issued_since", "rights", "proceeds", "debt_extinguished"):
            assert summed(getattr(part, name) for part in parts) == ends(getattr(whole, name))
        if whole.repurchased_shares is not None:
            bought = summed(part.repurchased_shares for part in parts)
            assert bought == ends(whole.repurchased_shares)


@given(ledgers(), DAYS, MAYBE_PRICE, st.sampled_from(KEYS))
def test_groups_sum_to_the_totals(
    ledger: Ledger, as_of: date, price: Decimal | None, key: GroupKey
) -> None:
    found = asked(ledger, as_of, price)
    groups = found.by(key)
    assert sum(group.grants for group in groups) == len(found.positions)
    for basis in BASES:
        whole = found.bases[basis]
        if whole is not None:
            parts: list[Any] = [group.bases[basis] for group in groups]
            shares = summed(part.incremental_shares for part in parts)
            assert shares == ends(whole.incremental_shares)


@given(ledgers(), DAYS, MAYBE_PRICE)
def test_where_everything_is_exact_ownership_comes_to_the_whole(
    ledger: Ledger, as_of: date, price: Decimal | None
) -> None:
    found = asked(ledger, as_of, price)
    assume(found.outstanding is not None)
    for basis in BASES:
        owned = [group.ownership[basis] for group in found.by("holder")]
        if all(each is not None and each.bound == "exact" for each in owned):
            assert sum(each.low or Fraction(0) for each in owned if each) == 1


@given(ledgers(), DAYS, MAYBE_PRICE, st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_nothing(
    ledger: Ledger, as_of: date, price: Decimal | None, random: Random
) -> None:
    def shuffled(entries: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(entries, len(entries)))

    agreements = (replace(each, grants=shuffled(each.grants)) for each in ledger.agreements)
    other = replace(
        ledger,
        agreements=shuffled(tuple(agreements)),
        outstanding=shuffled(ledger.outstanding),
    )
    assert asked(ledger, as_of, price).totals == asked(other, as_of, price).totals


@given(ledgers(), DAYS, PRICES)
def test_treasury_stock_is_at_most_in_the_money_is_at_most_fully_diluted(
    ledger: Ledger, as_of: date, price: Decimal
) -> None:
    found = asked(ledger, as_of, price).bases
    assert found.in_the_money is not None and found.treasury_stock is not None
    full = found.fully_diluted.incremental_shares
    money = found.in_the_money.incremental_shares
    stock = found.treasury_stock.incremental_shares
    assert 0 <= stock.low <= money.low <= full.low
    assert stock.high <= money.high <= full.high
    assert stock.open <= money.open <= full.open


@given(ledgers(), DAYS, PRICES, PRICES)
def test_a_higher_market_price_never_counts_fewer_shares(
    ledger: Ledger, as_of: date, one: Decimal, other: Decimal
) -> None:
    grants = (grant for each in ledger.agreements for grant in each.grants)
    # Interest that is paid in shares at the market price is fewer of them, the higher it is.
    assume(all(value_of(getattr(grant, "at", None)) != "market_price" for grant in grants))
    low, high = (asked(ledger, as_of, price).bases for price in sorted((one, other)))
    for basis in ("in_the_money", "treasury_stock"):
        before, after = getattr(low, basis), getattr(high, basis)
        assert before.incremental_shares.low <= after.incremental_shares.low
        assert before.incremental_shares.high <= after.incremental_shares.high


def last_day(grant: Any) -> date:
    known_days = (known(getattr(grant, term, None)) for term in LAST_DAYS)
    return min((day for day in known_days if isinstance(day, date)), default=date(2003, 12, 31))


def lies_within(narrow: Any, wide: Any) -> bool:
    """Whether what is known later never goes beyond what was stated before."""
    low = wide.low is None or (narrow.low is not None and wide.low <= narrow.low)
    return low and (wide.high is None or (narrow.high is not None and narrow.high <= wide.high))


def lies_inside(exact: Any, stated: Any) -> bool:
    if isinstance(stated, Between):
        low, high = stated.low, stated.high
    else:
        low, high = stated.low, stated.top
    return (low is None or low <= exact.low) and (high is None or exact.low <= high)


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(ledgers(), DAYS, MAYBE_PRICE, st.data())
def test_supplying_every_blank_makes_all_bounds_exact_and_stays_inside_them(
    ledger: Ledger, as_of: date, price: Decimal | None, data: st.DataObject
) -> None:
    before = asked(ledger, as_of, price)
    supplied = []
    undated = any(blank.term == "payable_by" for blank in before.blanks)
    positions = {each.grant.id: each for each in before.positions}
    granted: dict[str, date] = {}
    for blank in before.blanks:
        value: Any
        minimum: Any = blank.minimum
        if blank.term == "shares":
            value = (minimum or 0) + data.draw(COUNTS)
        elif blank.term in ("principal", "amount"):
            value = (minimum or Decimal(0)) + data.draw(MONEY)
        elif blank.term in ("interest_rate", "rate"):
            supplied.append(Assumption(blank.grant, blank.term, "5%"))
            continue
        elif blank.term in WORDS:
            supplied.append(Assumption(blank.grant, blank.term, data.draw(WORDS[blank.term])))
            continue
        elif blank.term.endswith("price"):
            value = data.draw(PRICES)
        elif blank.term == "granted_on":
            value = data.draw(st.dates(date(1998, 1, 1), last_day(positions[blank.grant].grant)))
            granted[blank.grant] = value
        else:
            first = granted.get(blank.grant) or positions[blank.grant].granted_on
            assert first is not None
            value = first + timedelta(days=data.draw(st.integers(0, 2000)))
        supplied.append(Assumption(blank.grant, blank.term, text_of(value)))
    for each in before.positions:
        if isinstance(each.grant, ConvertibleDebenture):
            # A price of the market needs a market price, and counting days a way to count them.
            assume(price is not None or value_of(each.grant.at) != "market_price")
            if each.grant.day_count is None:
                supplied.append(Assumption(each.grant.id, "day_count", "30/360"))
    question = Question(as_of=as_of, market_price=price, assumptions=tuple(supplied))
    after = answer(ledger, question)
    assert after.blanks == ()
    for (name, exact), (_, stated) in zip(figures_of(after), figures_of(before), strict=True):
        if exact is None:
            assert stated is None, name
        elif name.endswith("issued_since") and undated:
            continue  # a fee without a last day stands among the rights until it has one
        else:
            assert exact.bound == "exact", name
            assert lies_inside(exact, stated), name
    if any("more than the" in note for note in after.notes):
        return  # the ledger issued more than is stated: ownership is not given at all
    wide = {group.key: group.ownership for group in before.by("holder")}
    for group in after.by("holder"):
        for basis, ratio in group.ownership.items():
            stated = wide[group.key][basis]
            assert ratio is stated is None or lies_within(ratio, stated), (group.key, basis)


@given(ledgers(), DAYS, MAYBE_PRICE, COUNTS, PRICES)
def test_more_dilution_never_raises_the_ownership_of_anybody_else(
    ledger: Ledger, as_of: date, price: Decimal | None, shares: int, exercise_price: Decimal
) -> None:
    more = Warrant(id="more", holder="Dora", shares=shares, exercise_price=exercise_price)
    added = Agreement(id="added", date=date(1999, 1, 1), grants=(more,))
    before = asked(ledger, as_of, price)
    after = asked(replace(ledger, agreements=(*ledger.agreements, added)), as_of, price)
    diluted = {group.key: group.ownership for group in after.by("holder")}
    for group in before.by("holder"):
        for basis, ratio in group.ownership.items():
            then = diluted[group.key][basis]
            if ratio is None or then is None:
                assert ratio is then
                continue
            assert (then.low or 0) <= (ratio.low or 0)
            most = 1 if ratio.high is None else ratio.high
            assert (1 if then.high is None else then.high) <= most


@given(ledgers(), DAYS, MAYBE_PRICE)
def test_totals_can_be_taken_apart_again(
    ledger: Ledger, as_of: date, price: Decimal | None
) -> None:
    found = asked(ledger, as_of, price)
    claimed = [claim for each in found.positions for claim in engine.claims(each)]
    for cut in range(len(claimed) + 1):
        first = engine.parts_of(claimed[:cut], price)
        second = engine.parts_of(claimed[cut:], price)
        assert first + second == found.parts
        assert found.parts - first == second


@given(ledgers(), DAYS)
def test_a_later_statement_of_the_same_count_never_counts_more(ledger: Ledger, as_of: date) -> None:
    count = 10**9
    earlier = replace(ledger, outstanding=(Outstanding(as_of=date(1998, 1, 1), shares=count),))
    later = replace(ledger, outstanding=(Outstanding(as_of=as_of, shares=count),))
    assert (
        asked(later, as_of, None).bases.fully_diluted.incremental_shares.low
        <= asked(earlier, as_of, None).bases.fully_diluted.incremental_shares.low
    )


@given(ledgers(statements=False), DAYS)
def test_without_a_statement_nothing_that_needs_one_is_given(ledger: Ledger, as_of: date) -> None:
    found = asked(ledger, as_of, None)
    total = found.totals["fully_diluted"]
    assert total is not None
    assert (total.outstanding, total.shares, total.dilution, total.overhang) == (None,) * 4
    assert all(group.ownership["fully_diluted"] is None for group in found.by("holder"))
    assert "no statement of shares outstanding" in found.notes[0]
    assert found.notes_by("holder") == ()


def test_a_ledger_that_issued_more_than_is_stated_says_so() -> None:
    from equitycalc import read_ledger

    found = dilution(read_ledger("data/agreements.yaml"), outstanding="10")
    assert "more than the 10 stated" in found.notes[0]
    rost = next(group for group in found.by("holder") if group.key == "Patrick Rost")
    assert rost.ownership["fully_diluted"] is not None
    assert rost.ownership["fully_diluted"].bound == "unknown"
    others = found.by("holder")[-1].ownership["fully_diluted"]
    assert others is not None and others.bound == "unknown"


@pytest.mark.parametrize("include_expired", [False, True])
def test_expired_rights_count_only_where_asked(include_expired: bool) -> None:
    from equitycalc import read_ledger

    found = dilution(read_ledger("data/agreements.yaml"), include_expired=include_expired)
    expired = next(row for row in found.rows() if row.position.grant.id == "pmr-option-1999-01")
    assert expired.position.status == "expired"
    assert expired.bases.fully_diluted.rights.low == (5_000_000 if include_expired else 0)


def test_an_assumed_term_of_the_issuer_is_listed() -> None:
    text = b"""
issuer:
  name: Example, Inc.
  authorized_shares: {assumed: 150, because: the usual number}
as_of: 2001-01-16
outstanding: [{as_of: 2001-01-01, shares: 100}]
agreements: []
"""
    found = answer(ledger_of(text, "made-up.yaml"), Question())
    assert [(each.grant, each.term, each.value) for each in found.assumptions] == [
        ("issuer", "authorized_shares", 150)
    ]
    assert found.authorized_left == Between(50, 50)


def test_many_grants_that_widen_ownership_are_named_in_part() -> None:
    issued = tuple(Shares(id=f"s{number}", holder="Ada", shares=BLANK) for number in range(5))
    ledger = Ledger(
        issuer=Issuer(name="Example, Inc."),
        outstanding=(Outstanding(as_of=date(2001, 1, 1), shares=100),),
        agreements=(Agreement(id="a", date=date(2000, 1, 1), grants=issued),),
    )
    notes = answer(ledger, Question(as_of=date(2001, 1, 1))).notes_by("holder")
    assert notes[1].endswith("--assume of s0.shares, s1.shares, s2.shares and 2 more")


def test_the_package_lists_what_it_offers() -> None:
    import equitycalc

    assert set(dir(equitycalc)) == set(equitycalc.__all__)
    assert equitycalc.read_ledger is not None
    with pytest.raises(AttributeError, match="nothing_else"):
        _ = equitycalc.nothing_else


def test_a_price_is_never_a_float() -> None:
    ledger = ledger_of(b"{issuer: {name: E}, as_of: 2001-01-16, agreements: []}", "made-up.yaml")
    price: Any = 0.1
    with pytest.raises(TypeError, match="float"):
        dilution(ledger, price=price)
    assert dilution(ledger, price=Decimal("1E-2")).market_price == Decimal("0.01")


def test_an_amount_between_two_ends_becomes_shares_between_two() -> None:
    taken, by = _shares_for(Range(Decimal(5), Decimal(9)), Decimal(2), Conversion)
    assert taken == Range(2, 4)
    assert by == Ends(Conversion(Decimal(5), Decimal(2)), Conversion(Decimal(9), Decimal(2)))


def test_simple_interest_has_no_periods() -> None:
    assert Growth((), "simple").periods == ()
