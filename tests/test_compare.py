"""Scenarios side by side: what differs, gates, and ``equitycalc compare`` as people meet it.

The transcripts are written anew by ``EQUITYCALC_UPDATE=1 pytest tests/test_compare.py``; read the
difference before committing it.
"""

import csv
import json
import re
import shlex
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from equitycalc import QuestionErrors, dilution, events, read_ledger
from equitycalc.bounds import Between, Range, between
from equitycalc.comparing import (
    Comparison,
    compare,
    conditions_from,
    largest_holder,
    refuse_unknown_holders,
)
from equitycalc.consistency import events_that_do_not_fit
from equitycalc.differences import DIFFERENT, differences
from equitycalc.engine import BASES, Dilution
from equitycalc.questions import Question, answer
from equitycalc.reading import ledger_of
from equitycalc.reading.scenario_tree import find_scenarios, read_scenarios
from equitycalc.rendering.as_markdown import markdown_lines
from equitycalc.rendering.as_text import text_lines
from equitycalc.rendering.compare_csv import csv_lines
from equitycalc.rendering.compare_page import compare_page
from equitycalc.scenarios import Resolved, Scenario, resolved
from equitycalc.terms import (
    Agreement,
    ConvertibleDebenture,
    Event,
    Grant,
    Issuer,
    Ledger,
    Option,
    Outstanding,
    Shares,
    Warrant,
)
from equitycalc.written import BLANK, AtLeast, Blank, terms_of
from ledgers import COUNTS, DAYS, MONEY, PRICES, an_event, ledgers
from running import ROOT, equitycalc, in_process
from test_cli import assert_terminal, assert_transcript, assert_whole, modern_typer

LEDGER = ROOT / "data" / "agreements.yaml"
SCHEMA = json.loads((ROOT / "src/equitycalc/schemas/compare.schema.json").read_text("utf-8"))
MAYBE_PRICE = st.one_of(st.none(), PRICES)


def asked(ledger: Ledger, as_of: date, price: Decimal | None = None) -> Dilution:
    return answer(ledger, Question(as_of=as_of, market_price=price))


# What differs, against subtraction.

_OPEN: dict[str, Any] = {
    "shares": COUNTS,
    "principal": MONEY,
    "amount": MONEY,
    "interest_rate": st.sampled_from([Decimal(0), Decimal("0.08"), Decimal(2)]),
    "rate": st.just(Decimal("0.10")),
    "day_count": st.just("actual/365"),
    "compounding": st.sampled_from(["simple", "quarterly"]),
    "paid_in": st.sampled_from(["cash", "shares"]),
    "at": st.just("conversion_price"),
    "granted_on": DAYS,
    "accrues_from": DAYS,
    "expires_on": DAYS,
    "matures_on": DAYS,
    "payable_by": DAYS,
}


@st.composite
def completed(draw: st.DrawFn, ledger: Ledger) -> Ledger:
    """The ledger with a value for every term that is open."""

    def whole(grant: Grant) -> Grant:
        change: dict[str, Any] = {}
        for term in terms_of(type(grant)):
            written = getattr(grant, term)
            values = _OPEN.get(term, PRICES)
            if isinstance(written, Blank):
                change[term] = draw(values)
            elif isinstance(written, AtLeast):
                change[term] = written.minimum + draw(values)
        if isinstance(grant, ConvertibleDebenture) and grant.day_count is None:
            change["day_count"] = "30/360"
        return replace(grant, **change)

    return replace(
        ledger,
        agreements=tuple(
            replace(each, grants=tuple(map(whole, each.grants))) for each in ledger.agreements
        ),
    )


def fits(ledger: Ledger) -> bool:
    grants = [(grant, each) for each in ledger.agreements for grant in each.grants]
    numbered = list(enumerate(ledger.events))
    return not list(events_that_do_not_fit(numbered, grants, {grant.id for grant, _ in grants}))


def figures(found: Dilution, basis: Any) -> dict[str, Any] | None:
    total = found.totals[basis]
    if total is None:
        return None
    named = {name: getattr(total.figures, name) for name in DIFFERENT}
    whole = {name: getattr(total, name) for name in ("shares", "dilution", "overhang")}
    return named | whole


def exact(figure: Any) -> Fraction | None:
    known = figure is not None and figure.low is not None and figure.low == figure.top
    return Fraction(figure.low) if known else None


def assert_within(found: Dilution, base: Dilution, one: Dilution, other: Dilution) -> int:
    """The difference of two answers holds what their completions differ by; how many were known."""
    counted = 0
    undated = any(each.term == "payable_by" for each in (*found.blanks, *base.blanks))
    for basis, step in differences(found, base).items():
        mine, its = figures(one, basis), figures(other, basis)
        if mine is None or its is None:
            assert step is None
            continue
        assert step is not None
        for name in mine:
            more, less = exact(mine[name]), exact(its[name])
            given = getattr(step, name)
            if mine[name] is None or its[name] is None:
                assert given is None
            elif undated and name == "issued_since":
                continue  # a fee without a last day stands among the rights until it has one
            elif more is not None and less is not None:
                assert given.low is None or given.low <= more - less, (basis, name)
                assert given.high is None or more - less <= given.high, (basis, name)
                counted += given.bound == "exact"
    return counted


@given(ledgers().flatmap(completed), DAYS, DAYS, MAYBE_PRICE, MAYBE_PRICE, st.data())
def test_differences_of_what_is_exact_are_exact(
    ledger: Ledger,
    one: date,
    other: date,
    price: Decimal | None,
    other_price: Decimal | None,
    data: st.DataObject,
) -> None:
    grants = [grant for each in ledger.agreements for grant in each.grants]
    happens: tuple[Event, ...] = ()
    if grants:
        happens = tuple(data.draw(st.lists(an_event(grants, DAYS), max_size=2)))
    second = replace(ledger, events=happens)
    if not fits(second):
        second = ledger
    base, found = asked(ledger, one, price), asked(second, other, other_price)
    for basis, step in differences(found, base).items():
        mine, its = figures(found, basis), figures(base, basis)
        if mine is None or its is None:
            assert step is None
            continue
        assert step is not None
        for name in mine:
            more, less = exact(mine[name]), exact(its[name])
            if more is not None and less is not None:
                assert exact(getattr(step, name)) == more - less, (basis, name)
        stated, before = found.outstanding, base.outstanding
        if stated is not None and before is not None:
            assert exact(step.outstanding) == stated.shares - before.shares


FEW = st.integers(-3, 3)
RANGES = st.tuples(FEW, st.integers(0, 3), st.booleans()).map(
    lambda given: Range(given[0], given[0] + given[1], int(given[2]))
)


@given(RANGES, RANGES)
def test_a_difference_is_what_lies_between_all_that_both_may_be(
    more: Range[int], less: Range[int]
) -> None:
    far = 50  # beyond every end here
    ours = range(more.low, (far if more.open else more.high) + 1)
    theirs = range(less.low, (far if less.open else less.high) + 1)
    steps = [one - other for one in ours for other in theirs]
    found = between(more, less)
    assert found.low == (None if less.open else min(steps))
    assert found.high == (None if more.open else max(steps))


@st.composite
def changed(draw: st.DrawFn, ledger: Ledger) -> Ledger:
    """The ledger with a grant fewer, another term, or a grant more."""

    def one(grant: Grant) -> Grant | None:
        match draw(st.sampled_from(["same", "same", "same", "gone", "shares", "price"])):
            case "gone":
                return None
            case "shares" if isinstance(grant, Shares | Option | Warrant):
                return replace(grant, shares=draw(COUNTS))
            case "price" if isinstance(grant, Option | Warrant):
                return replace(grant, exercise_price=draw(PRICES))
            case _:
                return grant

    agreements = [
        replace(each, grants=tuple(kept for g in each.grants if (kept := one(g)) is not None))
        for each in ledger.agreements
    ]
    count: Any = draw(st.sampled_from([7, BLANK, AtLeast(5)]))
    more = Shares(id="more", holder="Dora", shares=count)
    if draw(st.booleans()):
        agreements.append(Agreement(id="added", date=date(1999, 1, 1), grants=(more,)))
    return replace(ledger, agreements=tuple(agreements))


@given(ledgers(), DAYS, MAYBE_PRICE, st.data())
def test_an_open_term_of_both_adds_equally(
    ledger: Ledger, as_of: date, price: Decimal | None, data: st.DataObject
) -> None:
    """The other scenario of the same day: whatever the open terms are, alike in both where both
    have them, and independent where one has.
    """
    second = data.draw(changed(ledger))
    whole = data.draw(completed(ledger))
    of_first = {grant.id: grant for each in whole.agreements for grant in each.grants}
    by_id = {grant.id: grant for each in ledger.agreements for grant in each.grants}
    own = data.draw(completed(second))

    def alike(grant: Grant, drawn: Grant) -> Grant:
        """A grant of the second as it is in the first, but for the terms that were changed."""
        if grant.id not in of_first:
            return drawn
        before = by_id[grant.id]
        kept = {
            term: getattr(grant, term)
            for term in terms_of(type(grant))
            if getattr(grant, term) != getattr(before, term)
        }
        return replace(of_first[grant.id], **kept)

    second_whole = replace(
        second,
        agreements=tuple(
            replace(each, grants=tuple(map(alike, each.grants, other.grants)))
            for each, other in zip(second.agreements, own.agreements, strict=True)
        ),
    )
    assert_within(
        asked(second, as_of, price),
        asked(ledger, as_of, price),
        asked(second_whole, as_of, price),
        asked(whole, as_of, price),
    )


@given(ledgers(), DAYS, DAYS, MAYBE_PRICE, st.booleans(), st.data())
def test_an_open_term_that_adds_otherwise_on_another_day_is_never_cancelled(
    ledger: Ledger,
    one: date,
    other: date,
    price: Decimal | None,
    splits: bool,
    data: st.DataObject,
) -> None:
    split = events.Split(date=date(1999, 6, 1), new=2, old=1, round="down")
    whole = data.draw(completed(ledger))
    happens = (split,) if splits else ()
    assert_within(
        asked(replace(ledger, events=happens), other, price),
        asked(ledger, one, price),
        asked(replace(whole, events=happens), other, price),
        asked(whole, one, price),
    )


def one_grant(grant: Grant, *happened: Any) -> Ledger:
    return Ledger(
        issuer=Issuer(name="Example, Inc."),
        outstanding=(Outstanding(as_of=date(2000, 1, 1), shares=1000),),
        agreements=(Agreement(id="a", date=date(2000, 6, 1), grants=(grant,)),),
        events=happened,
    )


DEBT = ConvertibleDebenture(
    id="d",
    holder="Ben",
    principal=Decimal(100),
    conversion_price=Decimal(1),
    interest_rate=BLANK,
    day_count="actual/365",
    paid_in="shares",
    at="conversion_price",
)
SPLIT = events.Split(date=date(2001, 1, 1), new=2, old=1, round="down")
FEE_AT_A_BLANK_PRICE = Warrant(id="w", holder="Ada", shares=BLANK, exercise_price=Decimal(1))


@pytest.mark.parametrize(
    "grant",
    [
        DEBT,  # two more years of interest at a rate that is blank
        Option(id="o", holder="A", shares=3, exercise_price=Decimal(1), expires_on=BLANK),
        Option(id="o", holder="A", shares=3, exercise_price=Decimal(1), granted_on=BLANK),
    ],
    ids=["blank rate", "blank expiry", "blank grant"],
)
def test_what_time_makes_of_an_open_term_is_not_known(grant: Grant) -> None:
    early, late = (asked(one_grant(grant), date(year, 1, 1)) for year in (2001, 2003))
    step = differences(late, early)["fully_diluted"]
    assert step is not None
    assert step.rights.bound != "exact"


def test_a_split_of_an_open_number_is_not_known() -> None:
    day = date(2002, 1, 1)
    open_ended = replace(FEE_AT_A_BLANK_PRICE, adjusts=True)
    found, base = asked(one_grant(open_ended, SPLIT), day), asked(one_grant(open_ended), day)
    step = differences(found, base)["fully_diluted"]
    assert step is not None
    assert (step.rights.low, step.rights.high) == (None, None)


def test_the_same_blank_in_both_leaves_the_difference_known() -> None:
    blank = Shares(id="s", holder="Ada", shares=BLANK, granted_on=date(2001, 1, 1))
    more = Warrant(id="w", holder="Ada", shares=50, exercise_price=Decimal(2))
    base, day = one_grant(blank), date(2002, 1, 1)
    (agreement,) = base.agreements
    found = replace(base, agreements=(replace(agreement, grants=(blank, more)),))
    step = differences(asked(found, day), asked(base, day))["fully_diluted"]
    assert step is not None
    assert exact(step.incremental_shares) == exact(step.shares) == 50
    assert exact(step.proceeds) == 100
    assert exact(step.issued_since) == 0
    assert step.dilution is not None
    # The blank may be any number, which leaves the 50 all of this, or next to nothing.
    assert step.dilution == Between(Fraction(0), Fraction(50, 1050))
    back = differences(asked(base, day), asked(found, day))["fully_diluted"]
    assert back is not None
    assert exact(back.shares) == -50


def test_blanks_of_their_own_leave_the_difference_unknown() -> None:
    day = date(2002, 1, 1)
    one = asked(one_grant(Shares(id="s", holder="Ada", shares=BLANK)), day)
    other = asked(one_grant(Shares(id="t", holder="Ada", shares=AtLeast(10))), day)
    none = asked(one_grant(Shares(id="t", holder="Ada", shares=10)), day)
    two = differences(other, one)["fully_diluted"]
    assert two is not None and two.shares is not None
    assert two.shares.bound == "unknown"
    step = differences(other, none)["fully_diluted"]
    assert step is not None and step.shares is not None
    assert (step.shares.low, step.shares.high) == (0, None)


@given(ledgers(), DAYS, MAYBE_PRICE)
def test_the_same_scenario_twice_differs_in_nothing(
    ledger: Ledger, as_of: date, price: Decimal | None
) -> None:
    found = asked(ledger, as_of, price)
    for step in differences(found, found).values():
        if step is not None:
            assert all(exact(getattr(step, name)) == 0 for name in DIFFERENT)
            assert step.outstanding is None or exact(step.outstanding) == 0
            assert step.shares is None or exact(step.shares) == 0


def test_the_same_scenario_twice_has_the_same_dilution() -> None:
    found = asked(one_grant(Shares(id="s", holder="Ada", shares=BLANK)), date(2002, 1, 1))
    step = differences(found, found)["fully_diluted"]
    assert step is not None
    assert exact(step.dilution) == exact(step.overhang) == 0


# Who has most.


def test_nobody_is_the_largest_holder_where_more_is_issued_than_stated() -> None:
    found = dilution(BY_HAND, outstanding="50@2000-09-01", as_of="2000-09-02")
    assert largest_holder(found) is not None
    found = dilution(BY_HAND, outstanding="40@2000-09-01", as_of="2000-09-02")
    assert largest_holder(found) is None  # Ben's 50 are among the 40


@given(ledgers(), DAYS, st.data())
def test_the_largest_holder_has_most_whatever_is_open(
    ledger: Ledger, as_of: date, data: st.DataObject
) -> None:
    found = asked(ledger, as_of)
    largest = largest_holder(found)
    whole = asked(data.draw(completed(ledger)), as_of)
    held = {
        group.key: group.bases.fully_diluted.incremental_shares + group.held
        for group in whole.by("holder")
        if group.key not in (None, "all other holders")
    }
    assume(whole.outstanding is not None and sum(each.low for each in held.values()) > 0)
    assert whole.outstanding is not None
    issued = sum(group.held.low for group in whole.by("holder") if group.key in held)
    if largest is not None:
        assume(issued <= whole.outstanding.shares)  # else a blank was filled with what cannot be
        assert held[largest.key or ""].low == max(each.low for each in held.values())


# Which scenarios, and which of them is the baseline.


def family(*given: Scenario) -> list[Resolved]:
    return resolved(given)


def names(found: Comparison) -> list[str]:
    return [each.scenario.name for each in found.scenarios]


LITTLE = one_grant(Warrant(id="w", holder="Ada", shares=BLANK, exercise_price=Decimal(1)))
THREE = family(
    Scenario("a"),
    Scenario("b", outstanding=(500, None)),
    Scenario("c", as_of=date(1999, 1, 1)),
)


@pytest.mark.parametrize(
    ("wanted", "baseline", "shown", "base"),
    [
        ((), None, ["a", "b", "c"], "a"),
        ((), "c", ["a", "b", "c"], "c"),
        (("c", "b"), None, ["c", "b"], "c"),
        (("c", "b"), "b", ["c", "b"], "b"),
        (("c", "b"), "a", ["a", "c", "b"], "a"),
        (("b", "b"), None, ["b"], "b"),
    ],
)
def test_scenarios_stand_in_the_order_asked(
    wanted: tuple[str, ...], baseline: str | None, shown: list[str], base: str
) -> None:
    found = compare(LITTLE, THREE, wanted, baseline)
    assert names(found) == shown
    assert found.baseline.scenario.name == base


def test_every_name_that_there_is_not_is_said() -> None:
    with pytest.raises(QuestionErrors) as raised:
        compare(LITTLE, THREE, ["a", "bb", "z"], "d")
    said = [(one.name, one.path, one.help) for one in raised.value.problems]
    assert said == [
        ("unknown-scenario", ("SCENARIO", 1), 'did you mean "b"?'),
        ("unknown-scenario", ("SCENARIO", 2), "one of a, b, c"),
        ("unknown-scenario", ("baseline",), "one of a, b, c"),
    ]
    with pytest.raises(QuestionErrors) as raised:
        conditions_from(["zz: shares > 5", "shares", "a: shares > 5"], ["a"])
    assert [(one.name, one.path) for one in raised.value.problems] == [
        ("unknown-scenario", ("fail_if", 0)),
        ("not-a-condition", ("fail_if", 1, 6)),
    ]


def test_a_gate_says_what_its_figure_lacks() -> None:
    found = compare(BY_HAND, HAND_SCENARIOS)
    (broken,) = found.broken(conditions_from(["no-price: in_the_money.shares > 5"], names(found)))
    assert broken.lacks == "a market price"


def test_a_gate_is_on_somebody_whom_the_ledger_or_a_scenario_names() -> None:
    conditions = conditions_from(
        ["ownership(Ada) > 90%", "more: ownership(Cy) > 90%", "shares > 5"], ["more"]
    )
    refuse_unknown_holders(conditions, BY_HAND, HAND_SCENARIOS)
    with pytest.raises(QuestionErrors) as raised:
        refuse_unknown_holders(conditions, BY_HAND, ())
    (problem,) = raised.value.problems
    assert (problem.name, problem.path) == ("unknown-holder", ("fail_if", 1, 16))
    assert problem.help == "one of Ada, Ben, all other holders"


# Gates: closed where a limit is broken, and where nothing shows that it is not.


def test_without_a_scenario_there_is_nothing_to_compare() -> None:
    with pytest.raises(QuestionErrors) as raised:
        compare(LITTLE, [])
    assert [(one.name, one.path) for one in raised.value.problems] == [
        ("no-scenarios", ("SCENARIO",))
    ]


def test_a_gate_on_a_scenario_that_is_not_shown_is_answered_too() -> None:
    written = conditions_from(["b: outstanding < 700", "outstanding < 700"], ["a", "b", "c"])
    found = compare(LITTLE, THREE, ["a"], conditions=written)
    assert names(found) == ["a"]
    assert [(each.scenario, each.outcome) for each in found.broken(written)] == [("b", "holds")]
    unanswered = compare(LITTLE, THREE, ["a"])
    with pytest.raises(QuestionErrors) as raised:
        list(unanswered.broken(written))
    assert [(one.name, one.path) for one in raised.value.problems] == [
        ("unknown-scenario", ("fail_if",))
    ]


def closed(found: Comparison, *conditions: str) -> list[tuple[str, str]]:
    written = conditions_from(conditions, names(found))
    return [(each.scenario, each.outcome) for each in found.broken(written)]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        # 1,000 outstanding in a, 500 in b, none known in c; the warrant is blank.
        ("outstanding > 700", [("a", "holds"), ("c", "unproven")]),
        ("outstanding > 1000", [("c", "unproven")]),
        ("a: outstanding > 1000", []),
        ("b: outstanding < 700", [("b", "holds")]),
        ("shares < 400", [("c", "unproven")]),
        ("shares < 600", [("b", "unproven"), ("c", "unproven")]),
        ("shares >= 500", [("a", "holds"), ("b", "holds"), ("c", "unproven")]),
        ("rights >= 0", [("a", "holds"), ("b", "holds"), ("c", "holds")]),
        ("b: rights > 0", [("b", "unproven")]),
        ("a: dilution > 20%", [("a", "unproven")]),
        ("a: in_the_money.dilution > 20%", [("a", "unproven")]),
        ("a: ownership(Ada) > 20%", [("a", "unproven")]),
        ("a: ownership(Nobody) > 0%", []),
        ("c: ownership(Nobody) > 0%", [("c", "unproven")]),
    ],
)
def test_a_gate_fails_closed(condition: str, said: list[tuple[str, str]]) -> None:
    found = compare(LITTLE, THREE)
    assert closed(found, condition) == said


@given(ledgers(), DAYS, st.integers(0, 10**9), st.sampled_from([">", "<", ">=", "<=", "=="]))
def test_a_gate_lets_through_only_what_is_shown(
    ledger: Ledger, as_of: date, limit: int, operator: str
) -> None:
    (one,) = family(Scenario("a", as_of=as_of))
    found = compare(ledger, [one])
    shares = found.scenarios[0].found.bases.fully_diluted.rights
    inverse = {">": "<=", "<": ">=", ">=": "<", "<=": ">", "==": "!="}[operator]
    (through,) = conditions_from([f"rights {inverse} {limit}"], ["a"])
    gates = closed(found, f"rights {operator} {limit}")
    assert (gates == []) == (through.outcome(shares) == "holds")


# The page, the JSON and the CSV.

BY_HAND_TEXT = b"""
issuer: {name: Example Corp., ticker: EX}
as_of: 2001-01-16
outstanding: [{as_of: 2000-08-14, shares: 900}]
agreements:
- id: a
  date: 2000-09-01
  grants:
  - {id: w, kind: warrant, holder: Ada, shares: 100, exercise_price: 2}
  - {id: s, kind: shares, holder: Ben, shares: 50}
"""
BY_HAND = ledger_of(BY_HAND_TEXT, "by-hand.yaml")
HAND_SCENARIOS = family(
    Scenario("as-it-is", question="What is there?", market_price=Decimal(4)),
    Scenario(
        "more",
        market_price=Decimal(4),
        grants=(
            ConvertibleDebenture(
                id="d", holder="Cy", principal=Decimal(400), conversion_price=Decimal(1)
            ),
        ),
    ),
    Scenario("no-price", exclude=("w",)),
)


def test_a_comparison_by_hand() -> None:
    found = compare(BY_HAND, HAND_SCENARIOS)
    _, more, no_price = found.scenarios
    steps = found.differences(more)
    full, money, stock = (steps[basis] for basis in BASES)
    assert full is not None and money is not None and stock is not None
    # 400 / 1 = 400 more shares; 150/1050 before, 550/1450 after; overhang 100/900, 500/900
    assert (exact(full.shares), exact(full.rights), exact(full.issued_since)) == tuple(
        map(Fraction, (400, 400, 0))
    )
    assert exact(full.debt_extinguished) == 400
    assert exact(full.dilution) == Fraction(550, 1450) - Fraction(150, 1050)
    assert exact(full.overhang) == Fraction(400, 900)
    assert exact(stock.shares) == 400  # the warrant's 50 net shares are in both
    steps = found.differences(no_price)
    full, money = steps["fully_diluted"], steps["in_the_money"]
    assert full is not None and money is None
    assert (exact(full.shares), exact(full.proceeds)) == (Fraction(-100), Fraction(-200))
    largest = [largest_holder(each.found) for each in found.scenarios]
    assert [each and each.key for each in largest] == ["Ada", "Cy", "Ben"]
    lines = "\n".join(text_lines(compare_page(found, "x", "y")))
    for shown in ("+400.00", "+23.65", "+44.44", "-200.00", "As of", "Market price", "Questions"):
        assert shown in lines
    only = compare(BY_HAND, HAND_SCENARIOS, ["no-price"])
    text = "\n".join(text_lines(compare_page(only, "x", "y")))
    assert "Difference" not in text
    assert "Questions" not in text
    assert "In the money" not in text


def test_what_has_vested_is_compared_where_something_vests() -> None:
    # Of 120 shares under the option a twelfth vests each month: 3/12 by 2000-12-15, 4/12 by
    # 2001-01-16. All 100 under the warrant can be exercised on both days.
    vests = (
        b"  - {id: o, kind: option, holder: Ada, shares: 120, exercise_price: 1,"
        b" vesting: {start: 2000-09-01, every_months: 1, periods: 12}}\n"
    )
    ledger = ledger_of(BY_HAND_TEXT + vests, "x")
    two = family(Scenario("now"), Scenario("sooner", as_of=date(2000, 12, 15)))
    found = compare(ledger, two)
    step = found.differences(found.scenarios[1])["fully_diluted"]
    assert step is not None
    assert (exact(step.exercisable), exact(step.rights)) == (Fraction(-10), Fraction(0))
    lines = [each.split() for each in text_lines(compare_page(found, "x", "y"))]
    assert [each for each in lines if "exercisable" in each] == [
        ["exercisable", "140", "130"],
        ["exercisable", "-10"],
    ]
    head, _, sooner = (each.split(",") for each in csv_lines(found))
    cells = dict(zip(head, sooner, strict=True))
    assert cells["fully_diluted_exercisable"] == "130"
    assert cells["fully_diluted_difference_exercisable"] == "-10"
    # Where nothing vests, as many can be exercised as there are: nothing more is said.
    plain = compare(BY_HAND, HAND_SCENARIOS)
    assert "exercisable" not in "\n".join(text_lines(compare_page(plain, "x", "y")))


def compare_json(*arguments: str) -> Any:
    run = in_process("compare", *arguments, "--format", "json")
    assert run.status == 0, run.err
    return json.loads(run.out)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_the_json_says_what_the_answers_are() -> None:
    shown = compare_json("--baseline", "closing-500k")
    ledger = read_ledger(LEDGER)
    found = compare(ledger, read_scenarios(find_scenarios(None), ledger), (), "closing-500k")
    assert shown["baseline"] == "closing-500k"
    assert [each["name"] for each in shown["scenarios"]] == names(found)
    for entry, each in zip(shown["scenarios"], found.scenarios, strict=True):
        total = each.found.totals["fully_diluted"]
        assert total is not None
        assert entry["totals"]["fully_diluted"]["rights"]["value"] == total.figures.rights.low
        assert (entry["difference"] is None) == (each is found.baseline)
        assert entry["as_of"] == each.found.as_of.isoformat()
        kinds = {kind["key"]: kind["fully_diluted"] for kind in entry["by_kind"]}
        incremental = [kind["incremental_shares"]["value"] for kind in kinds.values()]
        more = total.figures.incremental_shares.low
        assert sum(incremental) == more
    million = next(each for each in shown["scenarios"] if each["name"] == "closing-1m")
    assert million["difference"]["fully_diluted"]["shares"] == {
        "value": 50_000_000,
        "bound": "exact",
    }
    assert million["difference"]["fully_diluted"]["debt_extinguished"]["value"] == "500000.00"
    assert million["difference"]["in_the_money"] is None


SCHEMA_CASES = [
    (),
    ("--baseline", "closing-500k"),
    ("signing-1999-04",),
    ("--scenarios", "tests/transcripts/priced.yml"),
]


@pytest.mark.parametrize("arguments", SCHEMA_CASES, ids=" ".join)
def test_the_json_keeps_to_its_schema(arguments: tuple[str, ...]) -> None:
    problems = Draft7Validator(SCHEMA).iter_errors(compare_json(*arguments))
    assert [f"{list(each.absolute_path)}: {each.message}" for each in problems] == []


def every_object(part: Any) -> Iterable[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        for each in part.values():
            yield from every_object(each)
    elif isinstance(part, list):
        for each in part:
            yield from every_object(each)


def test_the_schema_is_strict() -> None:
    Draft7Validator.check_schema(SCHEMA)
    validator = Draft7Validator(SCHEMA)
    text = json.dumps(compare_json("closing-1m", "closing-500k"))
    for index in range(len(list(every_object(json.loads(text))))):
        shown = json.loads(text)
        changed_one = list(every_object(shown))[index]
        changed_one["surprise"] = 1
        assert not validator.is_valid(shown), changed_one.keys()
    for key in json.loads(text):
        fewer = json.loads(text)
        del fewer[key]
        assert not validator.is_valid(fewer), key
    for key in json.loads(text)["scenarios"][1]:
        fewer = json.loads(text)
        del fewer["scenarios"][1][key]
        assert not validator.is_valid(fewer), key


def test_the_csv_is_one_line_a_scenario() -> None:
    run = in_process("compare", "closing-500k", "closing-1m", "--format", "csv")
    first, second = csv.DictReader(run.out.splitlines())
    assert (first["scenario"], second["scenario"]) == ("closing-500k", "closing-1m")
    assert first["fully_diluted_shares"] == "151812030"
    assert first["fully_diluted_shares_bound"] == "at_least"
    assert second["fully_diluted_difference_shares"] == "50000000"
    assert second["fully_diluted_difference_shares_bound"] == "exact"
    assert first["fully_diluted_difference_shares"] == ""
    assert second["convertible_debenture_incremental_shares"] == "100000000"
    assert second["largest_holder"] == "Initial Investor (name blank)"


# The command.

CLOSINGS = "closing-250k closing-500k closing-1m"
MINE = "tests/transcripts/priced.yml"
GATES = "--fail-if 'dilution > 50%' --fail-if 'closing-500k: ownership(Patrick Rost) < 3%'"


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("compare", "equitycalc compare"),
        ("compare-closings", f"equitycalc compare {CLOSINGS}"),
        ("compare-baseline", f"equitycalc compare {CLOSINGS} --baseline as-recorded"),
        ("compare-markdown", f"equitycalc compare {CLOSINGS} --format markdown"),
        ("compare-json", "equitycalc compare closing-500k closing-1m --format json"),
        ("compare-csv", f"equitycalc compare {CLOSINGS} --format csv"),
        ("compare-all-rows", "equitycalc compare signing-1999-07 closing-1m --all-rows"),
        ("compare-priced", f"equitycalc compare --scenarios {MINE}"),
        ("compare-gates-open", "equitycalc compare closing-1m --fail-if 'rights > 105000000'"),
        ("compare-help", "equitycalc compare --help"),
    ],
)
def test_transcript(name: str, command: str) -> None:
    if name.endswith("help") and not modern_typer():
        pytest.skip("the oldest Typer allowed words its help differently")
    run = equitycalc(*shlex.split(command)[1:])
    assert (run.status, run.err) == (0, "")
    assert_transcript(name, command, run.out)


@pytest.mark.parametrize(
    ("name", "command", "status"),
    [
        ("compare-gates", f"equitycalc compare closing-500k closing-1m {GATES}", 1),
        (
            "compare-gates-null",
            "equitycalc compare signing-1999-04 --fail-if 'dilution > 1%' "
            "--fail-if 'in_the_money.shares > 1' --format csv",
            1,
        ),
        (
            "compare-gate-not-shown",
            "equitycalc compare closing-1m --fail-if 'closing-500k: dilution > 1%'",
            1,
        ),
        (
            "compare-bad",
            "equitycalc compare closing-2m signing --baseline clsoing-1m --format jsn",
            2,
        ),
        (
            "compare-bad-conditions",
            "equitycalc compare --fail-if dilution --fail-if 'dilution > 0.2' "
            "--fail-if 'closing-2m: dilution > 20%' --fail-if 'fully.dilution > 20%' "
            "--fail-if 'dilutoin > 20%' --fail-if 'shares > 20%' --fail-if 'ownership > 5%'",
            2,
        ),
        ("compare-no-file", "equitycalc compare --scenarios nowhere.yaml", 2),
    ],
)
def test_transcript_of_what_fails(name: str, command: str, status: int) -> None:
    run = equitycalc(*shlex.split(command)[1:])
    assert run.status == status
    assert bool(run.out) == (status == 1), "an answer is given whatever the gates say"
    assert_transcript(name, f"{command}  # status {status}", run.out + run.err)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("every", [False, True], ids=["closings", "all"])
def test_transcript_of_a_terminal(width: int, every: bool) -> None:
    ledger = read_ledger(LEDGER)
    wanted = () if every else CLOSINGS.split()
    found = compare(ledger, read_scenarios(find_scenarios(None), ledger), wanted)
    page = compare_page(found, "data/agreements.yaml", "data/scenarios.yaml")
    name = "compare-terminal-all" if every else "compare-terminal"
    assert_terminal(name, " ".join(["equitycalc compare", *wanted]), page, width)


@pytest.mark.parametrize("width", [10, 40, 60, 79, 80, 100, 120, 200, 400])
def test_numbers_are_whole_at_every_width(width: int) -> None:
    ledger = read_ledger(LEDGER)
    found = compare(ledger, read_scenarios(find_scenarios(None), ledger))
    assert_whole(compare_page(found, "x", "y"), width)


def test_a_page_of_many_scenarios_has_every_one_in_every_format() -> None:
    many = family(*(Scenario(f"s{number}", outstanding=(number, None)) for number in range(1, 31)))
    page = compare_page(compare(LITTLE, many), "x", "y")
    for text in ("\n".join(text_lines(page)), "\n".join(markdown_lines(page))):
        for number in range(1, 31):
            assert re.search(rf"\bs{number}\b", text)


def test_scenarios_are_read_from_standard_input() -> None:
    run = in_process("compare", "--scenarios", "-", stdin=b"scenarios:\n- name: one\n")
    assert run.status == 0
    assert "the scenarios: standard input" in run.out


@pytest.mark.parametrize("format", ["table", "markdown", "json", "csv"])
def test_every_format_has_every_scenario(format: str) -> None:
    run = in_process("compare", "--format", format, "--fail-if", "c: shares > 5")
    assert run.status == 2
    asked_for = ["signing-1999-01", "closing-1m", "--all-rows", "--format", format]
    run = in_process("compare", *asked_for)
    assert run.status == 0
    assert "signing-1999-01" in run.out
    assert "closing-1m" in run.out


@pytest.mark.parametrize("given", [["--ledger", "data/agreements.yaml"], []])
def test_what_was_read_is_never_written_over(given: list[str]) -> None:
    before = [path.read_bytes() for path in (LEDGER, ROOT / "data" / "scenarios.yaml")]
    for path in ("data/agreements.yaml", "data/scenarios.yaml"):
        run = in_process("compare", *given, "-o", path)
        assert (run.status, run.out) == (2, "")
    assert before == [path.read_bytes() for path in (LEDGER, ROOT / "data" / "scenarios.yaml")]


def test_a_file_gets_the_answer_and_a_gate_still_closes(tmp_path: Path) -> None:
    to = tmp_path / "answer.json"
    asked_for = ["compare", "closing-1m", "--format", "json", "-o", str(to)]
    run = in_process(*asked_for, "--fail-if", "dilution > 50%")
    assert (run.status, run.out) == (1, "")
    assert "gate-broken" in run.err
    assert json.loads(to.read_text("utf-8"))["baseline"] == "closing-1m"


def test_completion_offers_scenarios() -> None:
    import typer
    from typer.main import get_command

    from equitycalc.cli.app import application
    from equitycalc.cli.completion import complete_scenario

    context = typer.Context(get_command(application(("compare",))))
    context.params = {"ledger": str(LEDGER)}
    assert complete_scenario(context, "closing-5") == [
        "closing-500k",
        "closing-500k-at-half-a-cent",
        "closing-500k-at-two-cents",
    ]
    assert complete_scenario(context, "zzz") == []
    context.params = {"ledger": str(LEDGER), "scenarios": MINE}
    assert complete_scenario(context, "") == ["at-eight-cents", "at-twelve-cents", "with-a-lender"]
    context.params = {"ledger": "nowhere.yaml"}
    assert complete_scenario(context, "") == []
    context.params = {"ledger": str(LEDGER), "scenarios": "nowhere.yaml"}
    assert complete_scenario(context, "") == []


def test_text_of_a_scenario_is_never_read_as_markup() -> None:
    odd = "[bold]Odd[/bold] :smile: | `co`"
    page = compare_page(compare(LITTLE, family(Scenario("a", question=odd))), "x", "y")
    assert odd in "\n".join(text_lines(page))
    assert r"\[bold\]Odd" in "\n".join(markdown_lines(page))


def test_a_day_later_is_another_scenario() -> None:
    day = date(2001, 1, 16)
    first, second = family(
        Scenario("a", as_of=day), Scenario("b", extends="a", as_of=day + timedelta(days=400))
    )
    found = compare(BY_HAND, [first, second])
    assert [each.found.as_of for each in found.scenarios] == [day, day + timedelta(days=400)]
