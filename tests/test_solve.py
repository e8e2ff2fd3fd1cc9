"""Goal seek: against a scan of the grid, under completions of open terms, and as people meet it.

The transcripts are written anew by ``EQUITYCALC_UPDATE=1 pytest tests/test_solve.py``; read the
difference before committing it.
"""

import csv
import json
import shlex
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from equitycalc import QuestionErrors, events, read_ledger
from equitycalc.bounds import bound_between
from equitycalc.directions import (
    ISSUE,
    MARKET_PRICE,
    Variable,
    direction,
    numbers_of,
    parse_variable,
    what_is,
)
from equitycalc.engine import ALL_OTHER_HOLDERS, BASES
from equitycalc.holders import holders_of
from equitycalc.measures import UNITS, Condition, Measure
from equitycalc.problems import Unreadable
from equitycalc.questions import Question, answer_of
from equitycalc.reading import ledger_of
from equitycalc.rendering.solve_page import sentence, solve_page
from equitycalc.solving import Solution, answer_solve, solve
from equitycalc.terms import (
    Agreement,
    ConvertibleDebenture,
    Grant,
    Issuer,
    Ledger,
    Option,
    Outstanding,
    Schedule,
    Shares,
    StockFee,
    Warrant,
)
from equitycalc.trying import (
    CENT,
    Goal,
    Tried,
    attempts,
    ends_of,
    in_full,
    is_worked_out,
    unit_of,
)
from equitycalc.written import BLANK, AtLeast
from examples import examples
from ledgers import DAYS, HOLDERS, LATER, PRICES, events_of, ledgers
from running import ROOT, equitycalc, in_process
from test_cli import assert_terminal, assert_transcript, assert_whole, modern_typer
from test_compare import completed

LEDGER = ROOT / "data" / "agreements.yaml"
SCHEMA = json.loads((ROOT / "src/equitycalc/schemas/solve.schema.json").read_text("utf-8"))
PRICE_STEP = Decimal("0.01")


# Which way a figure goes, by trying it out.


@st.composite
def vesting(draw: st.DrawFn, ledger: Ledger) -> Ledger:
    """Some of the rights of a ledger vest."""
    schedules = st.builds(
        Schedule,
        start=DAYS,
        every_months=st.integers(1, 12),
        periods=st.integers(1, 12),
        cliff_months=st.integers(0, 12),
    )

    def one(grant: Grant) -> Grant:
        vests = isinstance(grant, Option | Warrant) and draw(st.booleans())
        return replace(grant, vesting=draw(schedules)) if vests else grant  # type: ignore[arg-type]

    return replace(
        ledger,
        agreements=tuple(
            replace(each, grants=tuple(map(one, each.grants))) for each in ledger.agreements
        ),
    )


def variables(ledger: Ledger) -> list[Variable]:
    grants = [grant for each in ledger.agreements for grant in each.grants]
    of_grants = [Variable(grant.id, term) for grant in grants for term in numbers_of(grant)]
    return [Variable(None, MARKET_PRICE), Variable("issue", "shares"), *of_grants]


def goal_of(measure: Measure, variable: Variable, operator: Any = "<=", limit: Any = 0) -> Goal:
    condition = Condition(measure, operator, Fraction(limit), f"{measure.text} {operator} {limit}")
    return Goal(condition, variable, PRICE_STEP)


def tried_at(
    ledger: Ledger, question: Question, variable: Variable, points: list[int]
) -> list[tuple[int, Tried]]:
    """What comes of points of the grid; those that no event forbids."""
    goal = goal_of(Measure("rights"), variable)
    attempt = attempts(ledger, question, goal, answer_of(ledger, question))
    tried = [(point, attempt(point)) for point in points]
    return [(point, each) for point, each in tried if each is not None]


def points_of(ledger: Ledger, variable: Variable, data: st.DataObject) -> list[int]:
    """Points of the grid: its ends, small ones, and those about which something may change."""
    goal = goal_of(Measure("rights"), variable)
    low, high = ends_of(goal, ledger)
    unit = unit_of(goal, ledger)
    near = {low, high, *range(low, low + 4)}
    for event in ledger.events:
        for term in ("shares", "principal", "amount", "market_price"):
            used = getattr(event, term, None)
            if isinstance(used, int | Decimal):
                near |= {int(used / unit) + step for step in (-1, 0, 1)}
    sizes = st.integers(0, 14).flatmap(lambda power: st.integers(1, 9).map(lambda n: n * 10**power))
    near |= set(data.draw(st.lists(sizes, min_size=4, max_size=6)))
    kept = sorted(point for point in near if low <= point <= high)
    return [kept[0], *data.draw(st.permutations(kept[1:-1]))[:10], kept[-1]]


def goes(ends: list[Any], way: int) -> bool:
    steps = [(after > before) - (after < before) for before, after in pairwise(ends)]
    return all(step in (0, way) for step in steps)


BEYOND = 10**40


def assert_one_way(ledger: Ledger, question: Question, data: st.DataObject) -> None:
    variable = data.draw(st.sampled_from(variables(ledger)))
    base = answer_of(ledger, question)
    points = sorted(points_of(ledger, variable, data))
    tried = [
        (point, each)
        for point, each in tried_at(ledger, question, variable, points)
        if is_worked_out(each, variable)
    ]
    holders = ["Ada", "Ben", "Nobody"]
    for basis in BASES:
        for name in UNITS:
            for holder in holders if name == "ownership" else [None]:
                measure = Measure(name, basis, holder)
                figures = [measure.of(each.found) for _, each in tried]
                if any(
                    each is None or bound_between(each.low, each.top) == "unknown"
                    for each in figures
                ):
                    continue
                try:
                    way = direction(variable, measure, ledger, base)
                except QuestionErrors:
                    continue
                if name == "ownership":  # an open low end is nothing, not less
                    lows: list[Any] = [0 if f is None or f.low is None else f.low for f in figures]
                else:
                    lows = [-BEYOND if f is None or f.low is None else f.low for f in figures]
                tops = [BEYOND if f is None or f.top is None else f.top for f in figures]
                either = (way,) if way else (1, -1)
                assert any(goes(lows, one) and goes(tops, one) for one in either), measure.text


@given(ledgers().flatmap(vesting), LATER, st.none() | PRICES, st.data())
def test_a_figure_goes_the_way_that_is_claimed(
    ledger: Ledger, as_of: date, price: Decimal | None, data: st.DataObject
) -> None:
    assert_one_way(ledger, Question(as_of=as_of, market_price=price), data)


@given(ledgers().flatmap(vesting).flatmap(events_of), LATER, st.none() | PRICES, st.data())
def test_a_value_is_tried_as_if_all_were_computed_again(
    ledger: Ledger, as_of: date, price: Decimal | None, data: st.DataObject
) -> None:
    variable = data.draw(st.sampled_from(variables(ledger)))
    question = Question(as_of=as_of, market_price=price)
    points = points_of(ledger, variable, data)
    for _, quick in tried_at(ledger, question, variable, points[:3] + points[-2:]):
        full = in_full(ledger, question, goal_of(Measure("rights"), variable), quick)
        assert quick.found.totals == full.found.totals
        owned, in_all = quick.found.by("holder"), full.found.by("holder")
        assert {each.key: each.ownership for each in owned} == {
            each.key: each.ownership for each in in_all
        }


def without_repurchases(ledger: Ledger) -> Ledger:
    kept = (each for each in ledger.events if not isinstance(each, events.Repurchase))
    return replace(ledger, events=tuple(kept))


@given(
    ledgers().flatmap(vesting).flatmap(events_of).map(without_repurchases),
    LATER,
    st.none() | PRICES,
    st.data(),
)
def test_a_figure_goes_the_way_that_is_claimed_whatever_happens(
    ledger: Ledger, as_of: date, price: Decimal | None, data: st.DataObject
) -> None:
    assert_one_way(ledger, Question(as_of=as_of, market_price=price), data)


def one_grant(*grants: Grant, happened: tuple[Any, ...] = (), stated: int = 1000) -> Ledger:
    return Ledger(
        issuer=Issuer(name="Example, Inc."),
        as_of=date(2002, 1, 1),
        outstanding=(Outstanding(as_of=date(2000, 1, 1), shares=stated),),
        agreements=(Agreement(id="a", date=date(2000, 6, 1), grants=grants),),
        events=happened,
    )


def warrant(id: str = "w", holder: str = "Ada", shares: Any = 100, price: Any = "1") -> Warrant:
    paid = Decimal(price) if isinstance(price, str) else price
    return Warrant(id=id, holder=holder, shares=shares, exercise_price=paid)


AT_MARKET = ConvertibleDebenture(
    id="d",
    holder="Ben",
    principal=Decimal(1000),
    conversion_price=Decimal(2),
    interest_rate=Decimal("0.1"),
    day_count="actual/365",
    paid_in="shares",
    at="market_price",
)
IN_CASH = replace(AT_MARKET, paid_in="cash")
CLAIMED: list[tuple[str, Measure, int]] = [
    ("w.shares", Measure("ownership", holder="Ada"), 1),
    ("w.shares", Measure("ownership", holder="Ben"), -1),
    ("w.exercise_price", Measure("ownership", "in_the_money", "Ada"), -1),
    ("w.exercise_price", Measure("ownership", "in_the_money", "Ben"), 1),
    ("w.exercise_price", Measure("rights", "in_the_money"), -1),
    ("w.exercise_price", Measure("proceeds"), 1),
    ("w.shares", Measure("outstanding"), 0),
    (MARKET_PRICE, Measure("rights", "treasury_stock"), 1),
    (MARKET_PRICE, Measure("proceeds", "in_the_money"), 1),
    (MARKET_PRICE, Measure("rights"), 0),
    (ISSUE, Measure("dilution"), 1),
    (ISSUE, Measure("ownership", holder="Ada"), -1),
    (ISSUE, Measure("overhang"), 0),
    ("w.exercise_price", Measure("debt_extinguished"), 0),
    ("w.exercise_price", Measure("issued_since"), 0),
    (MARKET_PRICE, Measure("issued_since", "in_the_money"), 0),
    ("s.shares", Measure("rights"), 0),
    ("d.conversion_price", Measure("proceeds"), 0),
    ("d.conversion_price", Measure("debt_extinguished", "in_the_money"), -1),
]


@pytest.mark.parametrize(("variable", "measure", "way"), CLAIMED, ids=str)
def test_the_way_of_a_figure_by_hand(variable: str, measure: Measure, way: int) -> None:
    shares = Shares(id="s", holder="Cy", shares=10)
    ledger = one_grant(warrant(), warrant("v", "Ben", 50, "3"), shares, IN_CASH)
    found = answer_of(ledger, Question(market_price=Decimal(4)))
    assert direction(parse_variable(variable), measure, ledger, found) == way


TRANSFERRED = one_grant(
    warrant(),
    happened=(events.Transfer(date=date(2001, 1, 1), grant="w", to="Ben", shares=40),),
)
REFUSED: list[tuple[Ledger, str, str, dict[str, str]]] = [
    # the warrant is used only below the market price of 2: 100 x P rises, and then is nothing
    (one_grant(warrant()), "in_the_money.proceeds", "w.exercise_price", {"price": "2"}),
    (one_grant(warrant()), "treasury_stock.assumed_proceeds", "w.exercise_price", {"price": "2"}),
    (one_grant(warrant()), "treasury_stock.repurchased_shares", "w.exercise_price", {"price": "2"}),
    # nothing is bought back before the warrant is used, and fewer the higher the price
    (one_grant(warrant()), "treasury_stock.repurchased_shares", MARKET_PRICE, {}),
    # Ada's warrant is used from 1 on, and Ben's from 3 on
    (
        one_grant(warrant(), warrant("v", "Ben", price="3")),
        "in_the_money.ownership(Ada)",
        MARKET_PRICE,
        {},
    ),
    # more rights, and fewer shares of interest
    (one_grant(AT_MARKET, warrant(price="5")), "in_the_money.rights", MARKET_PRICE, {}),
    # the warrant of both is used only below the market price of 2
    (TRANSFERRED, "in_the_money.ownership(Ada)", "w.exercise_price", {"price": "2"}),
    # one debt pays Ada interest at the market price, the other Ben
    (
        one_grant(AT_MARKET, replace(AT_MARKET, id="e", holder="Ada")),
        "ownership(Ada)",
        MARKET_PRICE,
        {},
    ),
]


@pytest.mark.parametrize(
    ("ledger", "measure", "variable", "asked"), REFUSED, ids=lambda each: str(each)[:40]
)
def test_what_goes_both_ways_is_refused(
    ledger: Ledger, measure: str, variable: str, asked: dict[str, str]
) -> None:
    limit = "5%" if "ownership" in measure else "5"
    with pytest.raises(QuestionErrors) as raised:
        solve(ledger, f"{measure} >= {limit}", variable, **asked)  # type: ignore[arg-type]
    (problem,) = raised.value.problems
    assert (problem.name, problem.path) == ("not-monotone", ("for",))
    assert measure in problem.message
    helps = {True: "equitycalc sweep --format json", False: "equitycalc compare --fail-if"}
    if "ownership" in measure and variable == MARKET_PRICE:
        helps[False] = (
            f"equitycalc explain '{measure if '.' in measure else 'fully_diluted.' + measure}'"
        )
    assert helps["ownership" not in measure] in (problem.help or "")


@pytest.mark.parametrize(
    ("ledger", "measure", "variable", "price", "points"),
    [
        (*REFUSED[0][:3], "2", [1, 100, 199, 200]),
        (*REFUSED[2][:3], "2", [1, 100, 199, 200]),
        (*REFUSED[3][:3], None, [100, 101, 500]),
        (*REFUSED[4][:3], None, [100, 150, 400]),
        (*REFUSED[5][:3], None, [50, 150, 600]),
    ],
    ids=range(5),
)
def test_what_is_refused_does_go_both_ways(
    ledger: Ledger, measure: str, variable: str, price: str | None, points: list[int]
) -> None:
    basis, _, name = measure.partition(".")
    named, _, holder = name.rstrip(")").partition("(")
    asked = Question(market_price=None if price is None else Decimal(price))
    wanted = Measure(named, basis, holder or None)  # type: ignore[arg-type]
    found = [
        wanted.of(each.found)
        for _, each in tried_at(ledger, asked, parse_variable(variable), points)
    ]
    lows = [each.low for each in found if each is not None]
    assert not goes(lows, 1)
    assert not goes(lows, -1)


@pytest.mark.parametrize(
    ("ledger", "measure", "variable", "way"),
    [
        # fully diluted, no market price changes anything but interest that is paid at it
        (one_grant(warrant()), "ownership(Ada)", MARKET_PRICE, 0),
        (one_grant(AT_MARKET, warrant()), "ownership(Ada)", MARKET_PRICE, 1),
        (one_grant(AT_MARKET, warrant()), "ownership(Ben)", MARKET_PRICE, -1),
        (TRANSFERRED, "ownership(Ada)", "w.exercise_price", 0),
        # Ben was given 40, and Ada keeps the rest
        (TRANSFERRED, "ownership(Ada)", "w.shares", 1),
        (TRANSFERRED, "ownership(Ben)", "w.shares", -1),
    ],
)
def test_what_goes_one_way_is_not_said_to_go_both_ways(
    ledger: Ledger, measure: str, variable: str, way: int
) -> None:
    holder = measure.removeprefix("ownership(").removesuffix(")")
    found = answer_of(ledger, Question())
    of = Measure("ownership", "fully_diluted", holder)
    assert direction(parse_variable(variable), of, ledger, found) == way
    assert solve(ledger, f"{measure} >= 5%", variable).verdict in ("found", "every", "none")


def test_a_part_that_was_passed_on_whole_grows_in_other_hands() -> None:
    """Ada gave Ben 40, and then all that she had left to Cleo: by N - 40 hers would have grown."""
    whole = events.Transfer(
        date=date(2001, 2, 1), grant="w", to="Cleo", shares=events.ALL, holder="Ada"
    )
    amended = events.Amend(date=date(2001, 3, 1), grant="w", term="shares", value=120)
    ledger = replace(TRANSFERRED, events=(*TRANSFERRED.events, whole, amended))
    found = answer_of(ledger, Question())
    for holder, way in (("Cleo", 1), ("Ben", -1), ("Ada", -1)):
        of = Measure("ownership", "fully_diluted", holder)
        assert direction(parse_variable("w.shares"), of, ledger, found) == way
    # 0.25 x (1,000 + N) = N - 40: N = 386.67
    solved = solve(ledger, "ownership(Cleo) >= 25%", "w.shares")
    assert solved.holds is not None
    assert (solved.holds.value, solved.side) == (Decimal(387), "at_or_above")


# The answer, against a scan of a small grid.

FEW = st.integers(0, 30)
CENTS = st.integers(0, 300).map(lambda cents: Decimal(cents).scaleb(-2))
SMALL_PRICES = st.sampled_from([Decimal(text) for text in ("0.01", "0.05", "0.1", "0.25")])
YEARS = st.sampled_from([date(2001, 1, 1), date(2003, 1, 1), date(2006, 1, 1)])


@st.composite
def small_grants(draw: st.DrawFn, id: str) -> Grant:
    def some(value: Any, minimum: bool = True) -> Any:
        return draw(st.sampled_from([value] * 6 + [BLANK, AtLeast(value) if minimum else value]))

    given: dict[str, Any] = {"id": id, "holder": draw(HOLDERS)}
    if draw(st.integers(0, 6)) == 0:
        given["granted_on"] = BLANK
    match draw(st.sampled_from(["shares", "option", "debt", "fee"])):
        case "shares":
            return Shares(**given, shares=some(draw(FEW)))
        case "option":
            price = some(draw(SMALL_PRICES), minimum=False)
            last = draw(st.sampled_from([None, None, BLANK, date(2005, 1, 1)]))
            return Option(**given, shares=some(draw(FEW)), exercise_price=price, expires_on=last)
        case "debt":
            return ConvertibleDebenture(
                **given,
                principal=some(draw(CENTS)),
                conversion_price=some(draw(SMALL_PRICES), minimum=False),
                interest_rate=draw(st.sampled_from([None, Decimal("0.5")])),
                day_count="30/360",
                paid_in=draw(st.sampled_from(["shares", "cash", BLANK])),
                at=draw(st.sampled_from(["conversion_price", "market_price"])),
            )
        case _:
            return StockFee(
                **given,
                amount=some(draw(CENTS)),
                instalments=draw(st.sampled_from([None, 3])),
                price=some(draw(SMALL_PRICES), minimum=False),
                payable_by=draw(st.sampled_from([None, date(2000, 9, 1), date(2005, 1, 1)])),
            )


@st.composite
def small_ledgers(draw: st.DrawFn) -> Ledger:
    grants = tuple(draw(small_grants(f"g{number}")) for number in range(draw(st.integers(1, 3))))
    stated = draw(st.sampled_from([10, 40]))
    split = events.Split(date=date(2002, 6, 1), new=3, old=2, round="down")
    happened = draw(st.sampled_from([(), (split,)]))
    return one_grant(*grants, happened=happened, stated=stated)


@st.composite
def goals(draw: st.DrawFn, ledger: Ledger, price: Decimal | None) -> Goal:
    """A goal whose limit lies where the figure passes, or beside it."""
    variable = draw(st.sampled_from(variables(ledger)))
    name = draw(st.sampled_from(list(UNITS)))
    priced = price is not None or variable.term == MARKET_PRICE
    basis = draw(st.sampled_from(BASES)) if priced else "fully_diluted"
    named = sorted({ALL_OTHER_HOLDERS, *holders_of(ledger)})
    measure = Measure(name, basis, draw(st.sampled_from(named)) if name == "ownership" else None)
    limit = draw(st.fractions(0, 1) if measure.unit == "ratio" else st.integers(0, 60))
    return goal_of(measure, variable, draw(st.sampled_from(["<", "<=", ">", ">="])), limit)


def assert_as_a_scan(ledger: Ledger, question: Question, goal: Goal, found: Solution) -> None:
    low, high = ends_of(goal, ledger)
    unit = unit_of(goal, ledger)
    points = [*range(low, low + 40), *(10**power for power in range(2, 19)), high]
    first, last = (
        None if end is None else int(end / unit) for end in (found.known_from, found.known_to)
    )
    low, high = (low if first is None else first), (high if last is None else last)
    tried = tried_at(ledger, question, goal.variable, [p for p in points if low <= p <= high])
    outcomes = [
        (p, goal.condition.outcome(goal.condition.measure.of(each.found))) for p, each in tried
    ]
    seen = {outcome for _, outcome in outcomes}
    match found.verdict:
        case "every":
            assert seen == {"holds"}
        case "none":
            assert seen == {"broken"}
        case "unproven":
            assert seen == {"unproven"}
        case _:
            assert found.holds is not None and found.fails_at is not None
            last, next_one = (int(each.value / unit) for each in (found.holds, found.fails_at))
            assert next_one == last + (1 if found.side == "at_or_below" else -1)
            there = goal.condition.outcome(found.holds.figure)
            beyond = goal.condition.outcome(found.fails_at.figure)
            assert there != "broken"
            assert beyond != "holds"
            for point, outcome in outcomes:
                inside = point <= last if found.side == "at_or_below" else point >= last
                if beyond == "unproven":  # what is looked for is where it is shown to hold
                    assert inside == (outcome == "holds")
                else:
                    assert inside == (outcome != "broken")


@settings(max_examples=examples(40))
@given(small_ledgers(), YEARS, st.none() | SMALL_PRICES, st.data())
def test_the_answer_is_that_of_a_scan(
    ledger: Ledger, as_of: date, price: Decimal | None, data: st.DataObject
) -> None:
    question = Question(as_of=as_of, market_price=price)
    goal = data.draw(goals(ledger, price))
    try:
        found = answer_solve(ledger, question, goal)
    except QuestionErrors as errors:
        assert {each.name for each in errors.problems} <= {"not-monotone", "no-figure"}
        return
    assert_as_a_scan(ledger, question, goal, found)


@settings(max_examples=examples(40))
@given(small_ledgers(), YEARS, st.none() | SMALL_PRICES, st.data())
def test_open_terms_move_the_answer_only_the_way_that_is_said(
    ledger: Ledger, as_of: date, price: Decimal | None, data: st.DataObject
) -> None:
    question = Question(as_of=as_of, market_price=price)
    goal = data.draw(goals(ledger, price))
    assume(goal.condition.measure.name != "ownership")
    whole = data.draw(completed(ledger))
    try:
        open_one = answer_solve(ledger, question, goal)
        known = answer_solve(whole, question, goal)
    except QuestionErrors:
        return
    if open_one.verdict in ("every", "none"):
        assert known.verdict == open_one.verdict
    if open_one.verdict != "found" or open_one.holds is None:
        return
    assert known.verdict != "unproven"
    assert open_one.fails_at is not None
    ends = open_one.holds.figure, open_one.fails_at.figure
    known_there, known_beyond = (e is not None and e.low == e.top for e in ends)
    assume(known_beyond or not known_there)  # see the corner below
    holds = open_one.holds.value
    if known.verdict == "found" and known.holds is not None:
        match open_one.bound:
            case "exact":
                assert known.holds.value == holds
            case "at_most":
                assert known.holds.value <= holds
            case "at_least":
                assert known.holds.value >= holds
    else:  # every value is one limit of the grid or the other, and none is beyond the other
        widest = "at_least" if open_one.side == "at_or_below" else "at_most"
        assert open_one.bound == (widest if known.verdict == "every" else _other(widest))


def _other(bound: str) -> str:
    return "at_least" if bound == "at_most" else "at_most"


# By hand.

ISSUE_GOAL = "dilution <= 20%"
NO_BRIDGE = {"bridge-loan-shares.shares": "0"}


def test_the_principal_that_the_issue_asks_for() -> None:
    """20% of all shares is 96,812,030 / 4 = 24,203,007.5 beside; less 5,000,000, at 0.01."""
    found = solve(read_ledger(LEDGER), ISSUE_GOAL, "debenture.principal", assume=NO_BRIDGE)
    assert found.holds is not None and found.fails_at is not None
    assert (found.holds.value, found.fails_at.value) == (Decimal("192030.07"), Decimal("192030.08"))
    assert (found.side, found.bound, found.verdict) == ("at_or_below", "exact", "found")
    assert found.proven
    for tried, shares in ((found.holds, 19_203_007), (found.fails_at, 19_203_008)):
        (row,) = (each for each in tried.found.rows() if each.position.grant.id == "debenture")
        assert row.bases.fully_diluted.rights.low == shares


def test_with_a_blank_left_it_is_at_most_that() -> None:
    found = solve(read_ledger(LEDGER), ISSUE_GOAL, "debenture.principal")
    assert found.holds is not None
    assert (found.holds.value, found.bound, found.proven) == (
        Decimal("192030.07"),
        "at_most",
        False,
    )
    assert [f"{each.grant}.{each.term}" for each in found.holds.found.blanks] == [
        "bridge-loan-shares.shares"
    ]
    assert "up to at most 192,030.07; open terms can only lower it" in sentence(found)


TWO = one_grant(warrant(shares=100, price="1"), warrant("v", "Ben", 50, "3"))


@pytest.mark.parametrize(
    ("goal", "variable", "asked", "value", "fails", "side"),
    [
        # 1,000 outstanding: 250 beside are 20%
        ("dilution <= 20%", "w.shares", {}, "200", "201", "at_or_below"),
        ("dilution < 20%", "w.shares", {}, "199", "200", "at_or_below"),
        ("dilution >= 20%", "w.shares", {}, "200", "199", "at_or_above"),
        ("dilution > 20%", "w.shares", {}, "201", "200", "at_or_above"),
        # 100 x (P - 1) / P at least 60: P = 2.5, and v is not yet used
        ("treasury_stock.rights >= 60", MARKET_PRICE, {}, "2.5000", "2.4999", "at_or_above"),
        ("treasury_stock.rights >= 60", MARKET_PRICE, {"tick": "1"}, "3", "2", "at_or_above"),
        ("treasury_stock.rights >= 60", MARKET_PRICE, {"tick": "0.3"}, "2.7", "2.4", "at_or_above"),
        (
            "in_the_money.rights > 100",
            MARKET_PRICE,
            {"tick": "0.01"},
            "3.01",
            "3.00",
            "at_or_above",
        ),
        # used as long as its price is below 2
        (
            "in_the_money.rights >= 100",
            "w.exercise_price",
            {"price": "2"},
            "1.9999",
            "2.0000",
            "at_or_below",
        ),
        ("proceeds <= 400", "w.exercise_price", {}, "2.5000", "2.5001", "at_or_below"),
        # 150 rights beside: 100 of 1,150 + N are 5%: N = 850
        ("ownership(Ada) >= 5%", ISSUE, {}, "850", "851", "at_or_below"),
        ("ownership(Ben) < 4%", "w.shares", {}, "201", "200", "at_or_above"),
        ("overhang <= 20%", "v.shares", {"outstanding": "2000"}, "300", "301", "at_or_below"),
        ("shares <= 1200", ISSUE, {}, "50", "51", "at_or_below"),
        ("issued_since >= 7", ISSUE, {}, "7", "6", "at_or_above"),
    ],
)
def test_limits_by_hand(
    goal: str, variable: str, asked: dict[str, str], value: str, fails: str, side: str
) -> None:
    found = solve(TWO, goal, variable, **asked)  # type: ignore[arg-type]
    assert found.holds is not None and found.fails_at is not None
    assert (f"{found.holds.value:f}", f"{found.fails_at.value:f}") == (value, fails)
    assert (found.side, found.bound, found.proven) == (side, "exact", True)


def test_a_conversion_price_and_a_rate() -> None:
    debt = replace(IN_CASH, paid_in="shares", at="conversion_price")
    ledger = one_grant(debt)
    # 1,000 and 579 days of 10%: 1,158.63 in all
    found = solve(ledger, "rights <= 2000", "d.conversion_price")
    assert found.holds is not None
    assert (f"{found.holds.value:f}", found.side) == ("0.5791", "at_or_above")
    by_rate = solve(ledger, "rights <= 600", "d.rate")
    again = solve(ledger, "rights <= 600", "d.interest_rate")
    assert by_rate.holds is not None and again.holds is not None
    # (600 + 1 - 1/100) x 2 = 1,202 at most: 20.2% over 579/365 years is 12.73%
    assert by_rate.holds.value == again.holds.value == Decimal("0.1273")
    at_half = solve(ledger, "debt_extinguished >= 500", "d.principal")
    assert at_half.holds is not None
    assert at_half.holds.value % CENT == 0


def test_a_fee_s_amount_goes_by_cents_and_its_shares_by_steps() -> None:
    fee = StockFee(id="f", holder="Ada", amount=Decimal(10), instalments=3, price=Decimal("0.7"))
    found = solve(one_grant(fee), "rights >= 6", "f.amount")
    assert found.holds is not None and found.fails_at is not None
    # two shares an instalment: 3 x 2 x 0.70
    assert (found.holds.value, found.fails_at.value) == (Decimal("4.20"), Decimal("4.19"))


@pytest.mark.parametrize(
    ("goal", "variable", "verdict", "says"),
    [
        ("rights >= 50", "w.shares", "every", "every w.shares satisfies rights >= 50"),
        ("rights < 50", "w.shares", "none", "no w.shares satisfies rights < 50"),
        ("outstanding > 5", ISSUE, "every", "every issue.shares satisfies outstanding > 5"),
        ("dilution > 100%", "w.shares", "none", "no w.shares satisfies"),
    ],
)
def test_every_value_or_none(goal: str, variable: str, verdict: str, says: str) -> None:
    found = solve(TWO, goal, variable)
    assert (found.verdict, found.holds, found.fails_at, found.side) == (verdict, None, None, None)
    assert says in sentence(found)
    assert not solve_page(found, "x").grids


def test_a_goal_is_of_somebody_whom_the_ledger_names() -> None:
    with pytest.raises(QuestionErrors) as raised:
        solve(TWO, "ownership(Adda) <= 3%", "w.shares")
    (problem,) = raised.value.problems
    assert (problem.name, problem.path) == ("unknown-holder", ("GOAL", 10))
    assert problem.help == 'did you mean "Ada"?'
    solve(TWO, "ownership(all other holders) >= 50%", "w.shares")


def test_where_open_terms_leave_every_value_unproven() -> None:
    ledger = one_grant(warrant(), Shares(id="s", holder="Ben", shares=BLANK))
    found = solve(ledger, "issued_since <= 5", "w.shares")
    assert (found.verdict, found.proven) == ("unproven", False)
    assert "open terms leave issued_since <= 5 unproven at every w.shares" in sentence(found)


def test_where_only_enough_is_shown_to_hold() -> None:
    """Open shares raise the total: what is shown to hold may hold earlier."""
    ledger = one_grant(warrant(), Shares(id="s", holder="Ben", shares=BLANK))
    found = solve(ledger, "incremental_shares >= 70", "w.shares")
    assert found.holds is not None and found.fails_at is not None
    assert (found.holds.value, found.bound, found.proven) == (Decimal(70), "at_most", True)
    assert "from at most 70; open terms can only lower it" in sentence(found)


def test_an_answer_beside_which_nothing_is_known_is_not_exact() -> None:
    """Of a debt at a blank price, no principal but nothing is shown to hold: supplied with 1, up to
    250.00 would.
    """
    debt = ConvertibleDebenture(id="d", holder="Ben", principal=Decimal(9), conversion_price=BLANK)
    found = solve(one_grant(debt), "dilution <= 20%", "d.principal")
    assert found.holds is not None and found.fails_at is not None
    assert (found.holds.value, found.fails_at.value) == (Decimal(0), CENT)
    assert found.bound == "at_least"


def test_what_is_only_not_shown_to_fail_is_not_called_proven() -> None:
    """From nothing to 100 more, whether an option of no known day is granted yet."""
    perhaps = Option(id="o", holder="Ben", shares=100, exercise_price=Decimal(1), granted_on=BLANK)
    found = solve(one_grant(warrant(), perhaps), "incremental_shares <= 250", "w.shares")
    assert found.holds is not None
    assert (found.holds.value, found.bound) == (Decimal(250), "at_most")  # 150 where it is
    assert found.goal.condition.outcome(found.holds.figure) == "unproven"
    assert not found.proven


def test_a_ledger_without_a_date_is_of_its_latest_agreement_s() -> None:
    first = replace(IN_CASH, paid_in="shares", at="conversion_price", conversion_price=Decimal(1))
    later = Agreement(id="b", date=date(2002, 6, 1), grants=(warrant(),))
    ledger = replace(one_grant(first), as_of=None)
    ledger = replace(ledger, agreements=(*ledger.agreements, later))
    found = solve(ledger, "incremental_shares <= 2000", "d.principal")
    assert found.holds is not None
    assert found.goal.condition.outcome(found.holds.figure) == "holds"


# What events make impossible.


def used(shares: Any) -> events.Exercise:
    return events.Exercise(date=date(2001, 1, 1), grant="w", shares=shares)


def test_what_was_used_was_granted() -> None:
    """Of a warrant of which 30 were used, fewer than 30 cannot be tried."""
    ledger = one_grant(warrant(), happened=(used(30),))
    found = solve(ledger, "dilution >= 5%", "w.shares")  # 53 of 1,053
    assert found.holds is not None
    assert found.holds.value == 53
    assert solve(ledger, "incremental_shares >= 30", "w.shares").verdict == "every"
    assert solve(ledger, "incremental_shares < 30", "w.shares").verdict == "none"
    lowest = solve(ledger, "incremental_shares <= 30", "w.shares")
    assert lowest.holds is not None
    assert lowest.holds.value == 30


def test_what_never_fits_is_said() -> None:
    wrong = one_grant(warrant(), happened=(used(30), used(80)))
    ledger = replace(wrong, agreements=wrong.agreements)
    moved = events.Transfer(date=date(2001, 1, 2), grant="w", to="Ben", shares=10**16)
    with pytest.raises(QuestionErrors) as raised:
        solve(replace(ledger, events=(used(30), moved)), "dilution >= 5%", "w.shares")
    (problem,) = raised.value.problems
    assert (problem.name, problem.path) == ("never-fits", ("for",))


NET = events.Exercise(
    date=date(2001, 1, 1), grant="w", shares=50, settle="net", market_price=Decimal(3)
)


def test_a_net_exercise_makes_high_prices_impossible() -> None:
    """A warrant exercised net at a market price of 3 has a price below 3."""
    ledger = one_grant(warrant(), happened=(NET,))
    found = solve(ledger, "proceeds <= 120", "w.exercise_price")
    assert found.holds is not None
    assert found.holds.value == Decimal("2.4")  # of the 50 that are left


# What is not known at every value.


def outright(shares: int) -> Shares:
    return Shares(id="s", holder="Ada", shares=shares, granted_on=date(1999, 1, 1))


def test_where_ownership_is_not_known_nothing_is_said_to_hold() -> None:
    """Ada has 5,000 of 6,000 shares and what of the 1,000 outstanding she was given; of more than
    1,000 given, nobody's part is known.
    """
    ledger = one_grant(outright(100), warrant(shares=5000))
    none = solve(ledger, "ownership(Ada) <= 10%", "s.shares")
    assert (none.verdict, none.known_from, none.known_to) == ("none", None, Decimal(1000))
    assert sentence(none).endswith(
        "satisfies ownership(Ada) <= 10%; fully_diluted.ownership(Ada) is not known above 1,000"
    )


def test_what_holds_up_to_where_ownership_is_not_known_is_found() -> None:
    """At least 5,000 + N of 6,000 are 90% from N = 400."""
    ledger = one_grant(outright(100), warrant(shares=AtLeast(5000)))
    found = solve(ledger, "ownership(Ada) >= 90%", "s.shares")
    assert found.holds is not None and found.fails_at is not None
    assert (found.holds.value, found.fails_at.value) == (Decimal(400), Decimal(399))
    assert (found.side, found.bound, found.known_to) == ("at_or_above", "at_most", Decimal(1000))
    assert "is not known above 1,000" in sentence(found)


def test_what_is_not_known_below_a_price() -> None:
    """A fee of 100, whose stock is among the 1,000 outstanding: below 0.10 it would be more."""
    fee = StockFee(
        id="f",
        holder="Ada",
        amount=Decimal(100),
        price=Decimal("0.5"),
        granted_on=date(1999, 1, 1),
        payable_by=date(1999, 6, 1),
    )
    found = solve(one_grant(fee), "ownership(Ada) >= 50%", "f.price", tick="0.01")
    assert found.holds is not None
    # 100 / 0.20 = 500 of 1,000
    assert (found.holds.value, found.known_from) == (Decimal("0.20"), Decimal("0.10"))
    assert sentence(found).endswith(
        "up to 0.20; fully_diluted.ownership(Ada) is not known below 0.10"
    )


COMPOUNDED = replace(
    AT_MARKET,
    principal=Decimal(1000),
    conversion_price=Decimal("0.5"),
    at=None,
    day_count="30/360",
    compounding="annual",
    granted_on=date(2000, 1, 1),
)


@pytest.mark.parametrize("bridge", [0, BLANK], ids=["known", "open"])
def test_interest_at_a_rate_that_is_not_worked_out_tells_nothing(bridge: Any) -> None:
    """2,000 x (1 + r)^10 are 1,000,000,000 at r = 271.44...%; simple interest is 50 times the debt
    at 18,250 / 3,653 days = 499.58%.
    """
    ledger = one_grant(COMPOUNDED, Shares(id="b", holder="Cy", shares=bridge), stated=10**9)
    asked = {"goal": "shares <= 2_000_000_000", "variable": "d.rate", "as_of": "2010-01-01"}
    found = solve(ledger, **asked)  # type: ignore[arg-type]
    assert found.holds is not None and found.fails_at is not None
    assert (found.holds.value, found.fails_at.value) == (Decimal("2.7144"), Decimal("2.7145"))
    assert (found.bound, found.known_to) == (
        "exact" if bridge == 0 else "at_most",
        Decimal("4.9958"),
    )
    assert "d.rate up to " in sentence(found) and "271.44%" in sentence(found)
    assert "not known" not in sentence(found)
    every = solve(ledger, "rights >= 2_000", "d.rate", as_of="2010-01-01")
    assert every.verdict == "every"
    assert sentence(every).endswith("fully_diluted.rights is not known above 499.58%")
    (grid,) = solve_page(found, "x").grids
    assert [line.label for line in grid.lines] == ["271.44%", "271.45%"]
    assert (
        "pro forma, 10% in the ledger: d.interest_rate = 271.44%"
        in solve_page(found, "x").lists[0][1]
    )


# What cannot be asked.


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"goal": "dilution <= 20%", "variable": "w"}, [("not-a-variable", ("for",))]),
        ({"goal": "dilution <= 20%", "variable": ".shares"}, [("not-a-variable", ("for",))]),
        ({"goal": "dilution == 20%", "variable": "w.shares"}, [("not-a-limit", ("GOAL", 0))]),
        ({"goal": "dilution != 20%", "variable": "w.shares"}, [("not-a-limit", ("GOAL", 0))]),
        ({"goal": "a: dilution < 2%", "variable": "w.shares"}, [("not-a-condition", ("GOAL", 0))]),
        ({"goal": "dilution <= 0.2", "variable": "w.shares"}, [("bare-rate", ("GOAL", 12))]),
        (
            {"goal": "shares < 5", "variable": "w.shares", "tick": "x"},
            [("not-an-amount", ("tick",))],
        ),
        ({"goal": "shares < 5", "variable": "x.shares"}, [("unknown-grant", ("for", "grant"))]),
        ({"goal": "shares < 5", "variable": "w.share"}, [("unknown-term", ("for", "term"))]),
        ({"goal": "shares < 5", "variable": "w.expires_on"}, [("unknown-term", ("for", "term"))]),
        ({"goal": "shares < 5", "variable": "issue.size"}, [("unknown-grant", ("for", "grant"))]),
        (
            {"goal": "share < 5", "variable": "w", "tick": "0", "price": "x", "as_of": "2001"},
            [
                ("not-a-date", ("as_of",)),
                ("not-an-amount", ("price",)),
                ("unknown-measure", ("GOAL", 0)),
                ("not-a-variable", ("for",)),
                ("zero-price", ("tick",)),
            ],
        ),
        ({"goal": "in_the_money.shares < 5", "variable": "w.shares"}, [("no-figure", ("GOAL",))]),
        (
            {"goal": "repurchased_shares < 5", "variable": "w.shares"},
            [("unknown-measure", ("GOAL", 0))],
        ),
    ],
)
def test_what_cannot_be_asked(given: dict[str, Any], problems: list[tuple[str, Any]]) -> None:
    with pytest.raises(QuestionErrors) as raised:
        solve(TWO, **given)
    assert [(one.name, one.path) for one in raised.value.problems] == problems


def test_without_a_statement_there_is_no_dilution_to_seek() -> None:
    ledger = replace(TWO, outstanding=())
    with pytest.raises(QuestionErrors) as raised:
        solve(ledger, "dilution <= 5%", "w.shares")
    (problem,) = raised.value.problems
    assert "a statement of shares outstanding dated on or before" in problem.message
    assert problem.help == "add --outstanding N@DATE"
    assert solve(ledger, "rights <= 70", "w.shares").verdict == "found"


def test_why_a_figure_cannot_be_given_is_said() -> None:
    for ledger in (TWO, one_grant(warrant(), COMPOUNDED)):  # with notes and without
        with pytest.raises(QuestionErrors) as raised:
            solve(ledger, "in_the_money.shares < 5", "w.shares")
        (problem,) = raised.value.problems
        assert problem.message == "in_the_money.shares cannot be given without a market price"
        assert problem.help == "add --price P"


def test_a_grant_called_issue_is_a_grant() -> None:
    named = one_grant(warrant("issue", "Ada", 100))
    assert what_is(parse_variable(ISSUE), named) == "count"
    found = solve(named, "rights <= 70", ISSUE)
    assert found.holds is not None
    assert found.holds.value == 70


@pytest.mark.parametrize("text", ["", "w", ".", "w.", ".w", "price"])
def test_what_is_no_variable(text: str) -> None:
    with pytest.raises(Unreadable) as raised:
        parse_variable(text)
    assert raised.value.name == "not-a-variable"


# The JSON, the CSV and the command.

BRIDGE = "--assume bridge-loan-shares.shares=0"
PRICED = "'treasury_stock.incremental_shares >= 3000000'"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def solve_json(command: str) -> Any:
    run = in_process("solve", *shlex.split(command), "--format", "json")
    assert run.status == 0, run.err
    return json.loads(run.out)


FOUND = f"'dilution <= 20%' --for debenture.principal {BRIDGE}"
IN_JSON = [
    FOUND,
    "'dilution <= 20%' --for debenture.principal",
    f"{PRICED} --for market_price --assume debenture.principal=0",
    "--authorized 150000000 --for debenture.principal",
    "'ownership(Patrick Rost) >= 3%' --for issue.shares",
    "'rights >= 0' --for issue.shares",
    "'rights < 0' --for issue.shares",
    "'issued_since <= 5' --for debenture.principal",
    "'proceeds <= 400000' --for rost-warrant-a.exercise_price --price 0.08",
    "'debt_extinguished >= 1' --for debenture.principal --as-of 2001-05-31",
    "'incremental_shares >= 7000000' --for debenture.rate --assume debenture.principal=100000 "
    "--as-of 2002-01-16",
    "'rights >= 1000' --for pmr-option-1999-01.shares --as-of 1999-01-04",
    "'incremental_shares >= 60000000' --for debenture.conversion_price "
    "--assume debenture.principal=500000",
    "'ownership(Patrick Rost) >= 5%' --for rost-s8-shares.shares",
    "'ownership(PMR and Associates) <= 5%' --for pmr-retainer-stock.price "
    "--assume debenture.principal=0",
]


@pytest.mark.parametrize("command", IN_JSON)
def test_the_json_keeps_to_its_schema(command: str) -> None:
    problems = Draft7Validator(SCHEMA).iter_errors(solve_json(command))
    assert [f"{list(each.absolute_path)}: {each.message}" for each in problems] == []


def test_the_schema_is_strict_and_all_of_it_is_used() -> None:
    Draft7Validator.check_schema(SCHEMA)
    validator = Draft7Validator(SCHEMA)
    seen = [solve_json(command) for command in IN_JSON]
    for key, described in SCHEMA["properties"].items():
        for each in seen[:1]:
            fewer = {name: value for name, value in each.items() if name != key}
            assert not validator.is_valid(fewer), key
        nulls = {each[key] is None for each in seen}
        can_be_null = validator.evolve(schema=described).is_valid(None)
        assert nulls == ({True, False} if can_be_null else {False}), key
    assert not validator.is_valid(seen[0] | {"surprise": 1})
    assert {each["verdict"] for each in seen} == set(SCHEMA["properties"]["verdict"]["enum"])
    assert {each["bound"] for each in seen} == set(SCHEMA["properties"]["bound"]["enum"])
    assert {each["side"] for each in seen} == set(SCHEMA["properties"]["side"]["enum"])


def test_the_json_is_the_solution() -> None:
    shown = solve_json(FOUND)
    assert (shown["value"], shown["fails_at"]) == ("192030.07", "192030.08")
    assert (shown["holds"], shown["proven"], shown["bound"]) == (True, True, "exact")
    assert (shown["side"], shown["for"]) == ("at_or_below", "debenture.principal")
    assert shown["incremental_shares"] == {"value": 24_203_007, "bound": "exact"}
    assert shown["measure"] == "fully_diluted.dilution"
    pro_forma = [each for each in shown["assumptions"] if each["by"] == "pro_forma"]
    assert [(each["term"], each["value"]) for each in pro_forma] == [("principal", "192030.07")]


def test_the_csv_is_one_row() -> None:
    run = in_process("solve", *shlex.split(FOUND), "--format", "csv")
    (row,) = csv.DictReader(run.out.splitlines())
    assert (row["value"], row["fails_at"], row["proven"]) == ("192030.07", "192030.08", "true")
    assert row["incremental_shares"] == "24203007"
    none = in_process("solve", "rights < 0", "--for", "issue.shares", "--format", "csv")
    (row,) = csv.DictReader(none.out.splitlines())
    assert (row["verdict"], row["value"], row["figure"]) == ("none", "", "")


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("solve", f"equitycalc solve {FOUND}"),
        ("solve-open", "equitycalc solve 'dilution <= 20%' --for debenture.principal"),
        ("solve-price", f"equitycalc solve {IN_JSON[2]}"),
        ("solve-tick", f"equitycalc solve {IN_JSON[2]} --tick 0.01"),
        (
            "solve-conversion-price",
            f"equitycalc solve 'dilution <= 20%' --for debenture.conversion_price {BRIDGE} "
            "--assume debenture.principal=500000",
        ),
        ("solve-issue", f"equitycalc solve {IN_JSON[4]}"),
        ("solve-authorized", f"equitycalc solve {IN_JSON[3]}"),
        ("solve-every", f"equitycalc solve {IN_JSON[5]}"),
        ("solve-none", f"equitycalc solve {IN_JSON[6]}"),
        ("solve-unproven", f"equitycalc solve {IN_JSON[7]}"),
        ("solve-markdown", f"equitycalc solve {FOUND} --format markdown"),
        ("solve-json", f"equitycalc solve {FOUND} --format json"),
        ("solve-csv", f"equitycalc solve {FOUND} --format csv"),
        ("solve-help", "equitycalc solve --help"),
    ],
)
def test_transcript(name: str, command: str) -> None:
    if name.endswith("help") and not modern_typer():
        pytest.skip("the oldest Typer allowed words its help differently")
    run = equitycalc(*shlex.split(command)[1:])
    assert (run.status, run.err) == (0, "")
    assert_transcript(name, command, run.out)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        (
            "solve-bad",
            "equitycalc solve 'dilutoin <= 20%' --for debenture --tick 0 --price 1e5 "
            "--authorized many",
        ),
        ("solve-bad-limit", "equitycalc solve 'dilution == 20%' --for debenture.principal"),
        ("solve-bad-term", "equitycalc solve 'dilution <= 20%' --for debenture.principle"),
        ("solve-bad-grant", "equitycalc solve 'dilution <= 20%' --for debentrue.principal"),
        ("solve-no-goal", "equitycalc solve --for debenture.principal"),
        (
            "solve-two-goals",
            "equitycalc solve 'shares < 5' --authorized 5 --for debenture.principal",
        ),
        (
            "solve-both-ways",
            "equitycalc solve 'in_the_money.proceeds >= 5' --for rost-warrant-a.exercise_price "
            "--price 0.08",
        ),
        (
            "solve-no-statement",
            "equitycalc solve 'dilution <= 20%' --for pmr-option-1999-01.shares --as-of 1999-01-04",
        ),
    ],
)
def test_transcript_of_what_cannot_be_asked(name: str, command: str) -> None:
    run = equitycalc(*shlex.split(command)[1:])
    assert (run.status, run.out) == (2, "")
    assert_transcript(name, f"{command}  # status 2", run.err)


@pytest.mark.parametrize("width", [80, 120])
def test_transcript_of_a_terminal(width: int) -> None:
    found = solve(read_ledger(LEDGER), ISSUE_GOAL, "debenture.principal", assume=NO_BRIDGE)
    page = solve_page(found, "data/agreements.yaml")
    assert_terminal("solve-terminal", f"equitycalc solve {FOUND}", page, width)


@pytest.mark.parametrize("width", [10, 40, 80, 120, 200])
def test_numbers_are_whole_at_every_width(width: int) -> None:
    assert_whole(solve_page(solve(TWO, "dilution <= 20%", "w.shares"), "x"), width)


def test_a_ratio_is_shown_to_as_many_places_as_tell_it_from_the_limit() -> None:
    lines = solve_page(solve(read_ledger(LEDGER), ISSUE_GOAL, "debenture.principal"), "x")
    (grid,) = lines.grids
    assert [line.cells[0] for line in grid.lines] == ["≥ 19.9999997%", "≥ 20.0000003%"]
    exact = solve_page(solve(TWO, "dilution <= 20%", "w.shares"), "x").grids[0]
    assert [line.cells[0] for line in exact.lines] == ["20.00%", "20.06%"]


@pytest.mark.parametrize("asked", [[], ["shares < 5", "--authorized", "5"]], ids=["none", "two"])
def test_there_is_one_goal(asked: list[str]) -> None:
    run = in_process("solve", *asked, "--for", "issue.shares")
    assert (run.status, run.out) == (2, "")
    assert "error[one-goal]" in run.err


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_a_page_says_the_answer(format: str) -> None:
    run = in_process("solve", *shlex.split(FOUND), "--format", format)
    assert "192,030.07" in run.out
    assert "192,030.08" in run.out


def test_a_wall_is_a_goal_of_all_shares() -> None:
    by_wall = solve_json("--authorized 150_000_000 --for debenture.principal")
    by_goal = solve_json("'shares <= 150000000' --for debenture.principal")
    assert by_wall == by_goal


def test_a_long_list_of_reasons_is_cut() -> None:
    many = one_grant(
        warrant(), *(Shares(id=f"s{n}", holder="Ben", shares=BLANK) for n in range(250))
    )
    found = solve(many, "rights <= 5", "w.shares")
    assert solve_page(found, "x").lists[-1][1][-1].endswith("--all-rows shows them")
    assert len(solve_page(found, "x", all_rows=True).lists[-1][1]) > 250


def test_completion_offers_what_can_be_solved_for() -> None:
    import typer
    from typer.main import get_command

    from equitycalc.cli.app import application
    from equitycalc.cli.completion import complete_variable

    context = typer.Context(get_command(application(("solve",))))
    context.params = {"ledger": str(LEDGER)}
    assert complete_variable(context, "debenture.") == [
        "debenture.principal",
        "debenture.interest_rate",
        "debenture.conversion_price",
        "debenture.rate",
    ]
    assert complete_variable(context, "m") == [MARKET_PRICE]
    assert complete_variable(context, "iss") == [ISSUE]
    context.params = {"ledger": "nowhere.yaml"}
    assert complete_variable(context, "deb") == []


def test_python_takes_dates_and_decimals() -> None:
    ledger = ledger_of(
        b"{issuer: {name: E}, as_of: 2001-01-16, outstanding: [{as_of: 2001-01-01, shares: 90}], "
        b"agreements: []}",
        "made-up.yaml",
    )
    found = solve(
        ledger,
        "dilution <= 10%",
        ISSUE,
        as_of=date(2001, 2, 1),
        price=Decimal("0.08"),
        outstanding=180,
        tick=Decimal("0.01"),
    )
    assert found.holds is not None
    assert found.holds.value == 20
    assert found.found.market_price == Decimal("0.08")
