"""The curve over market prices against the long way: every price by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from equitycalc import dilution, engine
from equitycalc.bounds import Range
from equitycalc.engine.claims import Claim
from equitycalc.engine.curve import Breakpoint, curve
from equitycalc.quantities import quotient
from equitycalc.reading import ledger_of
from equitycalc.terms import ConvertibleDebenture, Grant, Ledger, Option, Tranche, Warrant
from equitycalc.written import BLANK, value_of
from ledgers import DAYS, PRICES, events_of, ledgers

TICK = Decimal("0.0001")
D = Decimal


@st.composite
def fuller(draw: st.DrawFn, grant: Grant, agreed_on: date) -> Grant:
    """The grant, now and then with interest at the market price, or with vesting."""
    began = value_of(grant.granted_on) or agreed_on
    more: dict[str, Any] = {}
    if draw(st.booleans()):
        return grant
    if isinstance(grant, ConvertibleDebenture):
        more = {
            "interest_rate": D("0.08"),
            "day_count": "actual/365",
            "compounding": "simple",
            "paid_in": draw(st.sampled_from(["shares", BLANK])),
            "at": "market_price",
            "accrues_from": began,
        }
    elif isinstance(grant, Warrant | Option) and isinstance(grant.shares, int):
        first = draw(st.integers(0, grant.shares))
        later = began + timedelta(days=365)
        more = {"vesting": (Tranche(began, first), Tranche(later, grant.shares - first))}
    return replace(grant, **more)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Ledger, date, list[Decimal]]:
    """A ledger, a day, and market prices: at every price of a grant, beside it, and elsewhere."""
    ledger = draw(ledgers())
    agreements = []
    for agreement in ledger.agreements:
        own = tuple(draw(fuller(grant, agreement.date)) for grant in agreement.grants)
        agreements.append(replace(agreement, grants=own))
    ledger = replace(ledger, agreements=tuple(agreements))
    if draw(st.booleans()) and any(each.grants for each in ledger.agreements):
        ledger = draw(events_of(ledger))
    prices = [
        price
        for agreement in ledger.agreements
        for grant in agreement.grants
        for term in ("exercise_price", "conversion_price")
        if isinstance(price := getattr(grant, term, None), Decimal)
    ]
    near = [price + step for price in prices for step in (-TICK, D(0), TICK) if price + step > 0]
    return ledger, draw(DAYS), [*near, *draw(st.lists(PRICES, min_size=1, max_size=4))]


@given(questions(), st.one_of(st.none(), PRICES))
def test_a_point_of_the_curve_is_what_the_long_way_finds(
    asked: tuple[Ledger, date, list[Decimal]], made_at: Decimal | None
) -> None:
    ledger, as_of, prices = asked
    found = curve(engine.dilution(ledger, as_of, made_at).claims)
    event(f"interest at the market price: {bool(found.varying)}")
    event(f"vesting: {found.unvested is not None}")
    for price in prices:
        plain = engine.dilution(ledger, as_of, price)
        assert found.parts(price) == plain.parts
        assert found.bases(price) == plain.bases
    assert found.bases(None) == engine.dilution(ledger, as_of).bases


@given(questions(), st.integers(0, 10))
def test_claims_may_be_added_at_a_point(
    asked: tuple[Ledger, date, list[Decimal]], count: int
) -> None:
    ledger, as_of, prices = asked
    for price in (None, prices[-1]):
        plain = engine.dilution(ledger, as_of, price)
        apart = [each.grant.id for each in plain.positions][:count]

        def is_apart(claim: Claim, apart: Sequence[str] = apart) -> bool:
            return claim.position is not None and claim.position.grant.id in apart

        found = curve(each for each in plain.claims if not is_apart(each))
        more = [each for each in plain.claims if is_apart(each)]
        assert found.bases(price, more) == plain.bases


@given(questions())
def test_between_breakpoints_treasury_stock_is_a_less_c_over_the_price(
    asked: tuple[Ledger, date, list[Decimal]],
) -> None:
    ledger, as_of, prices = asked
    found = curve(engine.dilution(ledger, as_of).claims)
    if found.varying:
        return
    for price in prices:
        (here,) = (
            each
            for each in found.stretches()
            if (each.above is None or each.above < price)
            and (each.through is None or price <= each.through)
        )
        at = found.bases(price)
        assert at.in_the_money is not None and at.treasury_stock is not None
        assert here.shares == at.in_the_money.incremental_shares
        expected = Range(
            here.shares.low - quotient(here.cash.low, price),
            here.shares.high - quotient(here.cash.high, price),
            here.shares.open,
        )
        assert expected == at.treasury_stock.incremental_shares


@given(questions())
def test_something_changes_at_every_breakpoint_and_nowhere_else(
    asked: tuple[Ledger, date, list[Decimal]],
) -> None:
    ledger, as_of, _ = asked
    found = curve(engine.dilution(ledger, as_of).claims)
    prices = [each.price for each in found.breakpoints()]
    assert prices == sorted(set(prices))
    counts = [(found.used(n).shares, found.used(n).debt) for n in range(len(found.prices) + 1)]
    changes = {
        price
        for price, (before, after) in zip(found.prices, pairwise(counts), strict=True)
        if before != after
    }
    assert changes <= set(prices)
    for each in found.breakpoints():
        assert all(claim.price == each.price for claim in each.claims)


LEDGER = b"""
issuer: {name: "Example, Inc."}
as_of: 2020-12-31
outstanding: [{as_of: 2020-01-01, shares: 1000000}]
agreements:
- id: a
  date: 2020-01-01
  grants:
  - {id: cheap, kind: warrant, holder: H, shares: 100_000, exercise_price: 15}
  - {id: dear, kind: option, holder: H, shares: 40_000, exercise_price: 25.00}
  - {id: dear-too, kind: option, holder: I, shares: 10_000, exercise_price: 25}
  - {id: debt, kind: convertible_debenture, holder: I, principal: 50000, conversion_price: 10}
  - {id: none, kind: warrant, holder: I, shares: 0, exercise_price: 7}
"""


def test_breakpoints_and_stretches_by_hand() -> None:
    """IAS 33 IE5: 100,000 at 15 are 25,000 incremental shares at a market price of 20."""
    found = curve(dilution(ledger_of(LEDGER, "x")).claims)
    assert [(each.price, names(each)) for each in found.breakpoints()] == [
        (D(10), ["debt"]),
        (D(15), ["cheap"]),
        (D(25), ["dear", "dear-too"]),
    ]
    told: list[object] = [
        (each.above, each.through, each.shares.low, each.cash.low) for each in found.stretches()
    ]
    assert told == [
        (None, D(10), 0, 0),
        (D(10), D(15), 5_000, 0),
        (D(15), D(25), 105_000, 1_500_000),
        (D(25), None, 155_000, 2_750_000),
    ]
    at = found.bases(D(20)).treasury_stock
    assert at is not None and at.incremental_shares.low == 5_000 + 25_000
    at = found.bases(D(15)).treasury_stock
    assert at is not None and at.incremental_shares.low == 5_000
    at = found.bases(D(30)).treasury_stock
    assert at is not None and at.incremental_shares.low == 155_000 - Fraction(2_750_000, 30)


def names(each: Breakpoint) -> list[str]:
    return [claim.position.grant.id for claim in each.claims if claim.position]


AT_MARKET = b"""
issuer: {name: "Example, Inc."}
as_of: 2021-01-01
outstanding: [{as_of: 2020-01-01, shares: 1000}]
agreements:
- id: a
  date: 2020-01-01
  grants:
  - id: debt
    kind: convertible_debenture
    holder: H
    principal: 365000
    interest: {rate: 10%, day_count: actual/365, compounding: simple, paid_in: shares, at: AT}
    conversion_price: 10
"""


@pytest.mark.parametrize(
    ("at", "price", "shares"),
    [
        # 366 days at 10% of 365,000: 36,600 of interest, whole shares of it at the market price.
        ("market_price", "5", 7_320),
        ("market_price", "20", 36_500 + 1_830),
        ("market_price", "7", 5_228),
        ("conversion_price", "20", 36_500 + 3_660),
    ],
)
def test_interest_at_the_market_price_is_counted_at_each_point(
    at: str, price: str, shares: int
) -> None:
    ledger = ledger_of(AT_MARKET.replace(b"AT}", at.encode() + b"}"), "x")
    found = curve(dilution(ledger).claims)
    assert [each.grant.id for each in found.varying] == (["debt"] if at == "market_price" else [])
    assert [each.price for each in found.breakpoints()] == [D(10)]
    money = found.bases(D(price)).in_the_money
    assert money is not None and money.incremental_shares == Range(shares, shares)


BLANKS = b"""
issuer: {name: "Example, Inc."}
as_of: 2020-12-31
agreements:
- id: a
  date: 2020-01-01
  grants:
  - {id: right, kind: option, holder: H, shares: 100, exercise_price: blank}
  - {id: debt, kind: convertible_debenture, holder: H, principal: 50, conversion_price: blank}
  - {id: known, kind: option, holder: H, shares: 60, exercise_price: 2}
"""


def test_rights_without_a_price_are_in_the_upper_ends() -> None:
    """At 3: 60 x 2 / 3 = 40 are bought back; the others bring from nothing to 100 x 3."""
    at = curve(dilution(ledger_of(BLANKS, "x")).claims).bases(D(3))
    assert at.in_the_money is not None and at.treasury_stock is not None
    stock = at.treasury_stock
    assert at.in_the_money.rights == Range(60, 160, 1)
    assert at.in_the_money.proceeds == Range(D(120), D(420))
    assert at.in_the_money.debt_extinguished == Range(D(0), D(50))
    assert stock.rights == Range(Fraction(20), Fraction(120), 1)
    assert stock.repurchased_shares == Range(Fraction(40), Fraction(140))


def test_a_curve_of_nothing_is_flat() -> None:
    found = curve(())
    assert list(found.breakpoints()) == []
    assert [(each.above, each.through) for each in found.stretches()] == [(None, None)]
    flat = found.bases(D(1))
    assert flat.in_the_money is not None and flat.in_the_money.incremental_shares == Range(0, 0)


VESTS = b"""
issuer: {name: "Example, Inc."}
as_of: 2020-12-31
agreements:
- id: a
  date: 2020-01-01
  grants:
  - id: half
    kind: option
    holder: H
    shares: 100
    exercise_price: 2
    vesting: [{on: 2020-06-01, shares: 60}, {on: 2021-06-01, shares: 40}]
  - {id: all, kind: option, holder: H, shares: 7, exercise_price: 3}
"""


@pytest.mark.parametrize(("price", "vested"), [("2", 0), ("2.01", 60), ("3.01", 67)])
def test_what_has_vested_of_the_rights_in_the_money(price: str, vested: int) -> None:
    found = curve(dilution(ledger_of(VESTS, "x")).claims).bases(D(price))
    assert found.in_the_money is not None
    assert found.in_the_money.exercisable == Range(vested, vested)
    assert found.fully_diluted.exercisable == Range(67, 67)
