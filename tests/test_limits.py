"""Limits: held on every day, the first day that breaks one, and what is not known."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equitycalc import engine
from equitycalc.bounds import NO_SHARES, UNKNOWN, Between, Range
from equitycalc.checks.figure_words import in_words, places_for
from equitycalc.checks.limited import broken_limit
from equitycalc.checks.subject import Subject
from equitycalc.demands import LIMITED, Limit
from equitycalc.engine import ALL_OTHER_HOLDERS, standings
from equitycalc.engine.edges import calendar
from equitycalc.engine.life import among
from equitycalc.engine.standings import Standings
from equitycalc.engine.timeline import edges_of
from equitycalc.engine.totals import owned
from equitycalc.limits.beneficial import usable
from equitycalc.limits.counts import HELD, ISSUED, RIGHTS, USABLE, add_to, nothing
from equitycalc.limits.highest import Highest
from equitycalc.limits.holding import failed_limits
from equitycalc.limits.owning import Owners, ownerships
from equitycalc.quantities import decimal_places
from equitycalc.questions import own_date
from equitycalc.reading import ledger_of
from equitycalc.terms import (
    Agreement,
    ConvertibleDebenture,
    Grant,
    Issuer,
    Ledger,
    Option,
    Outstanding,
    Shares,
    StockFee,
    Tranche,
    Warrant,
)
from equitycalc.written import AtLeast
from examples import examples
from ledgers import HOLDERS, events_of, ledgers


def plainly(ledger: Ledger, limit: Limit, day: date) -> bool:
    """Whether a limit is shown to hold on a day: everybody is looked at."""
    found = engine.dilution(ledger, day)
    total = found.totals["fully_diluted"]
    assert total is not None
    more = total.figures.incremental_shares
    if limit.authorized_shares is not None:
        shares = total.shares
        return (
            shares is not None and shares.top is not None and shares.top <= limit.authorized_shares
        )
    if total.outstanding is None:
        return more.top is not None and more.top <= 0
    if limit.dilution is not None:
        assert total.dilution is not None
        return within(total.dilution.high, limit.dilution)
    if limit.overhang is not None:
        assert total.overhang is not None
        return within(total.overhang.high, limit.overhang)
    assert limit.ownership is not None
    beneficially = limit.basis == "13d-3"
    since = found.parts.issued.shares
    least = (since if beneficially else more).low + total.outstanding
    everybody = [*found.by("holder")]
    names = {group.key for group in everybody} - {None, ALL_OTHER_HOLDERS}
    if limit.holder is None and least <= 0:
        return False
    for name in names if limit.holder is None else {limit.holder}:
        mine = [claim for claim in found.claims if claim.holder == name]
        issued = sum((c.shares for c in mine if c.issued), NO_SHARES)
        soon = sum((usable(c, day) for c in mine if not c.issued), NO_SHARES)
        held = next((group.held for group in everybody if group.key == name), NO_SHARES)
        owns = owned(issued + soon, since - issued, held, total.outstanding)
        part: Any = UNKNOWN if owns is None else owns.ownership
        if not beneficially:
            figures = [g.ownership["fully_diluted"] for g in everybody if g.key == name]
            nothing = owned(NO_SHARES, more, NO_SHARES, total.outstanding)
            assert nothing is not None
            part = figures[0] if figures else nothing.ownership
        if not within(part.high, limit.ownership):
            return False
    return True


def within(high: Fraction | None, most: Decimal) -> bool:
    return high is not None and high <= most


def first_day(ledger: Ledger, limit: Limit, days: list[date]) -> date | None:
    return next((day for day in days if not plainly(ledger, limit, day)), None)


def every_day(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(1)


FIRST = date(2000, 1, 1)
SOME_DAYS = st.integers(0, 400).map(lambda after: FIRST + timedelta(after))
SMALL = st.integers(0, 400)
SHARES = st.one_of(SMALL, SMALL, SMALL.map(AtLeast))


@st.composite
def small_grants(draw: st.DrawFn, id: str) -> Grant:
    """Few shares, near one another in time, so that every limit has a day to be broken on."""
    of: dict[str, Any] = {"id": id, "holder": draw(HOLDERS), "granted_on": draw(SOME_DAYS)}
    ends = of["granted_on"] + timedelta(draw(st.integers(0, 300)))
    match draw(st.sampled_from(["shares", "warrant", "vesting", "debt", "debt", "fee"])):
        case "shares":
            return Shares(**of, shares=draw(SHARES))
        case "warrant":
            return Warrant(**of, shares=draw(SHARES), exercise_price=Decimal(1), expires_on=ends)
        case "vesting":
            number = draw(SMALL)
            some = draw(st.integers(0, number))
            days = sorted((draw(SOME_DAYS), draw(SOME_DAYS)))
            tranches = (Tranche(days[0], some), Tranche(days[1], number - some))
            price, last = Decimal(1), draw(st.sampled_from([None, ends]))
            return Option(
                **of, shares=number, exercise_price=price, vesting=tranches, expires_on=last
            )
        case "debt":
            return ConvertibleDebenture(
                **of,
                principal=Decimal(draw(SMALL)),
                conversion_price=draw(st.sampled_from([Decimal(1), Decimal("0.1")])),
                interest_rate=draw(st.sampled_from([Decimal("0.08"), Decimal("0.5")])),
                day_count=draw(st.sampled_from(["actual/360", "30/360", "actual/actual"])),
                compounding=draw(st.sampled_from(["simple", "monthly", "daily"])),
                paid_in="shares",
                at="conversion_price",
                matures_on=draw(st.sampled_from([None, ends])),
            )
        case _:
            fee: Any = {"amount": Decimal(draw(SMALL)), "price": Decimal(1), "payable_by": ends}
            return StockFee(**of, **fee)


@st.composite
def small_ledgers(draw: st.DrawFn) -> Ledger:
    grants = [draw(small_grants(f"g{n}")) for n in range(draw(st.integers(1, 6)))]
    agreement = Agreement(id="a", date=FIRST, grants=tuple(grants))
    stated = [FIRST - timedelta(1), *draw(st.sets(SOME_DAYS, max_size=2))]
    ledger = Ledger(
        issuer=Issuer(name="Example, Inc."),
        outstanding=tuple(
            Outstanding(as_of=day, shares=draw(st.integers(1, 2000))) for day in stated
        ),
        agreements=(agreement,),
    )
    return draw(events_of(ledger, SOME_DAYS)) if draw(st.booleans()) else ledger


def figures(ledger: Ledger, limit: Limit, day: date) -> Iterator[Fraction]:
    """How high the figure of a limit may be on a day, of everybody that it is of."""
    found = engine.dilution(ledger, day)
    total = found.totals["fully_diluted"]
    if total is None or total.outstanding is None:
        return
    if limit.ownership is None:
        name = "shares" if limit.authorized_shares is not None else named(limit)
        top = getattr(total, name).top
        yield from () if top is None else (Fraction(top),)
        return
    parts = ownerships(found, limit.basis == "13d-3")
    for name, part in parts.items():
        if part.high is not None and limit.holder in (None, name):
            yield part.high


def named(limit: Limit) -> str:
    return next(name for name in LIMITED if getattr(limit, name) is not None)


@st.composite
def a_limit(draw: st.DrawFn, ledger: Ledger) -> Limit:
    """A limit, most often one that the ledger comes to on some day."""
    kind = draw(st.sampled_from(LIMITED))
    given: dict[str, Any] = {kind: Decimal("0.5")}
    if kind == "ownership":
        given["holder"] = draw(st.none() | HOLDERS)
        given["basis"] = draw(st.sampled_from(["fully_diluted", "13d-3"]))
    first = draw(st.sampled_from([None, None, draw(SOME_DAYS)]))
    last = (first or FIRST) + timedelta(draw(st.integers(0, 400)))
    limit = Limit(because="made up", from_=first, to=draw(st.sampled_from([None, last])), **given)
    near = sorted(figures(ledger, limit, draw(SOME_DAYS)))
    if near:
        digits = draw(st.sampled_from([2, 4, 6, 9]))
        value = decimal_places(near[-1], digits)
        if kind == "authorized_shares":
            value = Decimal(int(near[-1]) + draw(st.integers(-1, 1)))
        elif kind != "overhang":
            value = min(value, Decimal("0.999"))
        changed: Any = {kind: max(Decimal(0), value)}
        limit = limit._replace(**changed)
    return limit


def days_of(ledger: Ledger, limit: Limit) -> list[date]:
    """The days that a limit is held on."""
    edges = [day for day, _ in edges_of(Standings(ledger, calendar(ledger)))]
    first = limit.from_ or min(edges)
    last = limit.to or max(first, *edges, own_date(ledger))
    return list(every_day(first, last))


@given(st.data())
@settings(max_examples=examples(40), suppress_health_check=list(HealthCheck), deadline=None)
def test_the_one_pass_finds_the_day_that_looking_at_everybody_on_every_day_finds(
    data: st.DataObject,
) -> None:
    ledger = data.draw(small_ledgers())
    limits = data.draw(st.lists(a_limit(ledger), min_size=1, max_size=4))
    found = {each.number: each.on for each in failed_limits(ledger, limits)}
    for number, limit in enumerate(limits):
        expected = first_day(ledger, limit, days_of(ledger, limit))
        assert found.get(number) == expected, limit


@given(st.data())
@settings(max_examples=examples(40), suppress_health_check=list(HealthCheck), deadline=None)
def test_whatever_the_ledger_the_same_day_is_found(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    if data.draw(st.booleans()):
        ledger = data.draw(events_of(ledger))
    limits = data.draw(st.lists(a_limit(ledger), min_size=1, max_size=4))
    close = [each._replace(to=each.from_ + timedelta(60)) for each in limits if each.from_]
    found = {each.number: each.on for each in failed_limits(ledger, close)}
    for number, limit in enumerate(close):
        expected = first_day(ledger, limit, days_of(ledger, limit))
        assert found.get(number) == expected, limit


@given(st.data())
@settings(max_examples=examples(10), suppress_health_check=list(HealthCheck), deadline=None)
def test_what_is_usable_is_what_can_be_exercised_on_some_day_of_the_sixty(
    data: st.DataObject,
) -> None:
    """Nothing but what is known on the day happens in between: shares vest, and rights end."""
    ledger = data.draw(small_ledgers())
    day = data.draw(SOME_DAYS)
    known = tuple(each for each in ledger.events if each.date <= day)
    ledger = replace(ledger, events=known)
    most: dict[tuple[str, str], Range[int]] = {}
    for ahead in range(61):
        for claim in engine.dilution(ledger, day + timedelta(ahead)).claims:
            life = claim.position and claim.position.life
            if life is None or life.vested is None or claim.holder is None:
                continue
            for part in among(life.parts, life.vested.exercisable):
                if part.holder == claim.holder and part.exercisable is not None:
                    assert claim.position is not None
                    most[claim.position.grant.id, claim.holder] = part.exercisable
    for claim in engine.dilution(ledger, day).claims:
        right = claim.position
        if right is not None and right.life is not None and right.life.vested is not None:
            assert claim.holder is not None
            assert usable(claim, day) == most[right.grant.id, claim.holder]


# In words, and by hand.


def over(text: str, *limits: str) -> list[str]:
    """What is said of limits of a ledger: the message and the help of each that fails."""
    listed = "".join(f"  - {{{each}, because: x}}\n" for each in limits)
    ledger = ledger_of(f"{text}limits:\n{listed}".encode(), "x")
    return [f"{each.message} | {each.help}" for each in broken_limit(Subject(ledger))]


def grants(*some: str) -> str:
    listed = "".join(f"      - {{{each}}}\n" for each in some)
    return f"""\
issuer: {{name: X}}
agreements:
  - id: a
    date: 2000-02-01
    grants:
{listed}"""


STATED = "outstanding: [{as_of: 2000-01-01, shares: 1000}]\n"
WARRANT = (
    "id: w, kind: warrant, holder: Ada, shares: 250, exercise_price: 1, expires_on: 2001-01-31"
)
REASON = "the reason for the limit: x"


def test_a_ledger_without_limits_looks_at_nothing() -> None:
    assert over(STATED + grants(WARRANT), "dilution: 20%") == []
    assert list(broken_limit(Subject(ledger_of((STATED + grants(WARRANT)).encode(), "x")))) == []


def test_the_first_day_over_a_limit_is_named_with_what_happened_on_it() -> None:
    # 250 / (1,000 + 250) = 20%; 250 / 1,000 = 25%
    ledger = STATED + grants(WARRANT)
    assert over(ledger, "dilution: 19.99%", "overhang: 24%", "authorized_shares: 1249") == [
        "dilution is 20.00% on 2000-02-01, the first day over the limit of 19.99%"
        f" | that day w is granted; {REASON}",
        "overhang is 25.00% on 2000-02-01, the first day over the limit of 24.00%"
        f" | that day w is granted; {REASON}",
        "all shares, fully diluted, are 1,250 on 2000-02-01, the first day over the limit of 1,249"
        f" | that day w is granted; {REASON}",
    ]
    assert over(ledger, "overhang: 25%", "authorized_shares: 1250", "ownership: 20%") == []


def test_a_minimum_that_just_keeps_a_limit_is_unproven() -> None:
    ledger = STATED + grants(WARRANT.replace("shares: 250", "shares: {at_least: 250}"))
    (said,) = over(ledger, "overhang: 25%")
    assert said.startswith("overhang is at least 25.00% on 2000-02-01, the first day not shown to")
    assert said.endswith(
        f"unproven, and so it fails | that day w is granted; open: w.shares; {REASON}"
    )


def test_a_limit_is_held_on_its_days_alone_and_on_both_ends() -> None:
    ledger = STATED + grants(WARRANT)
    assert over(ledger, "dilution: 10%, to: 2000-01-31", "dilution: 10%, from: 2001-02-01") == []
    assert over(ledger, "dilution: 10%, to: 1999-01-01") == []  # before anything happens
    both = over(ledger, "dilution: 10%, to: 2000-02-01", "dilution: 10%, from: 2001-01-31")
    begins = f"the limit begins on that day; {REASON}"
    assert [each.partition(" | ")[2] for each in both] == [
        f"that day w is granted; {REASON}",
        begins,
    ]
    later = over(ledger, "authorized_shares: 999, from: 2030-01-01")
    assert later == [
        "all shares, fully diluted, are 1,000 on 2030-01-01, the first day over the limit of 999"
        f" | {begins}"
    ]


def test_shares_that_nobody_has_stated_prove_nothing_but_that_nothing_is_no_part_of_them() -> None:
    ledger = grants(WARRANT)
    unproven = "the first day not shown to be within the limit of"
    fails = "unproven, and so it fails"
    assert over(ledger, "dilution: 90%", "ownership: 90%", "ownership: 90%, holder: Ada") == [
        f"dilution is not known on 2000-02-01, {unproven} 90.00%: {fails}"
        f" | that day w is granted; no shares are stated as outstanding by then; {REASON}",
        f"what any holder owns is not known on 2000-02-01, {unproven} 90.00%: {fails}"
        f" | that day w is granted; no shares are stated as outstanding by then; {REASON}",
        f"what Ada owns is not known on 2000-02-01, {unproven} 90.00%: {fails}"
        f" | that day w is granted; no shares are stated as outstanding by then; {REASON}",
    ]
    later = "outstanding: [{as_of: 2000-05-01, shares: 1000}]\n"
    assert over(later + ledger, "authorized_shares: 2_000") == [
        f"all shares, fully diluted, are not known on 2000-02-01, {unproven} 2,000: {fails}"
        " | that day w is granted; no shares are stated as outstanding by then: begin the limit"
        f" with `from: 2000-05-01`; {REASON}"
    ]
    assert len(over(ledger.replace("250", "1"), "dilution: 99%, to: 2000-02-01")) == 1
    # The warrant has expired, and nothing is no part of any number of shares.
    assert over(ledger, "dilution: 0%, from: 2001-02-01", "ownership: 0%, from: 2001-02-01") == []


def test_shares_without_a_date_count_on_every_day() -> None:
    ledger = (
        "as_of: 2000-03-01\n"
        + STATED.replace("2000-01-01", "2000-02-15")
        + grants("id: s, kind: shares, holder: Ada, shares: 1000, granted_on: blank")
    )
    assert over(ledger, "ownership: 40%, from: 2000-02-20") == [
        "Ada owns 0.00% to 100.00% on 2000-02-20, the first day not shown to be within the limit of"
        " 40.00%: unproven, and so it fails | the limit begins on that day; open: s.granted_on;"
        f" {REASON}"
    ]
    # Nothing is dated: the limit is held on the date of the ledger.
    undated = "as_of: 2000-03-01\n" + grants(
        "id: s, kind: shares, holder: Ada, shares: 1000, granted_on: blank"
    )
    assert over(undated, "authorized_shares: 400") == [
        "all shares, fully diluted, are not known on 2000-03-01, the first day not shown to be"
        " within the limit of 400: unproven, and so it fails | nothing is entered for that day; no"
        f" shares are stated as outstanding by then; {REASON}"
    ]


def test_more_shares_than_are_stated_leave_ownership_open() -> None:
    ledger = STATED + grants(
        "id: s, kind: shares, holder: Ada, shares: 400, granted_on: 1999-01-01"
    )
    assert over(ledger, "ownership: 40%, from: 2000-01-01") == []
    fewer = ledger.replace("1000", "300")
    said = (
        "what Ada owns is not known on 2000-01-01, the first day not shown to be within the limit"
        " of 40.00%: unproven, and so it fails"
    )
    for limit in ("ownership: 40%", "ownership: 40%, holder: Ada"):
        assert [each.partition(" | ")[0] for each in over(fewer, f"{limit}, from: 2000-01-01")] == [
            said
        ]
    # A statement of more shares brings them back among the others.
    both = fewer.replace("}]", "}, {as_of: 2000-03-01, shares: 1000}]")
    assert over(both, "ownership: 40%, from: 2000-03-01") == []
    assert len(over(both, "ownership: 40%, from: 2000-01-01")) == 1


def test_a_number_of_shares_held_that_is_open_is_at_most_all_there_are() -> None:
    # At most all 1,000 of 10,000: 10%.
    ledger = STATED + grants(
        "id: s, kind: shares, holder: Ada, shares: blank, granted_on: 1999-01-01",
        "id: w, kind: warrant, holder: Ben, shares: 9000, exercise_price: 1",
    )
    on = "from: 2000-02-01"
    assert over(ledger, f"ownership: 91%, {on}", f"ownership: 10%, holder: Ada, {on}") == []
    (said,) = over(ledger, f"ownership: 9%, holder: Ada, {on}")
    assert said.startswith("Ada owns 0.00% to 10.00% on 2000-02-01, the first day not shown")
    assert "open: s.shares" in said


def test_a_statement_of_more_shares_lets_what_is_open_be_more_of_them() -> None:
    # At most 1,000 of 10,000, and 9,000 of 18,000; each of the others has 3,000 of them.
    ledger = "outstanding: [{as_of: 2000-01-01, shares: 1000}, {as_of: 2000-03-01, shares: 9000}]\n"
    ledger += grants(
        "id: s, kind: shares, holder: Ada, shares: blank, granted_on: 1999-01-01",
        "id: b, kind: warrant, holder: Ben, shares: 3000, exercise_price: 1",
        "id: c, kind: warrant, holder: Cleo, shares: 3000, exercise_price: 1",
        "id: d, kind: warrant, holder: Dan, shares: 3000, exercise_price: 1",
    )
    (said,) = over(ledger, "ownership: 40%, from: 2000-02-01")
    assert said.startswith("Ada owns 0.00% to 50.00% on 2000-03-01, the first day not shown")


def test_shares_bought_back_to_the_last_one_leave_nothing_known() -> None:
    ledger = (
        STATED
        + grants(WARRANT)
        + ("events:\n  - {date: 2000-03-01, kind: repurchase, shares: 1250}\n")
    )
    (said,) = over(ledger, "ownership: 50%")
    assert said.startswith("what Ada owns is not known on 2000-03-01")
    assert "the repurchase of 1,250 shares" in said


def test_nobodys_ownership_is_known_where_as_many_are_bought_back_as_there_are() -> None:
    ledger = (
        STATED
        + grants(WARRANT)
        + "events:\n  - {date: 2001-03-01, kind: repurchase, shares: 1000}\n"
    )
    (said,) = over(ledger, "ownership: 50%, from: 2001-02-01")
    assert said.startswith("what any holder owns is not known on 2001-03-01")


def test_who_may_hold_more_than_there_is_is_looked_at_beside_many_others() -> None:
    others = [
        f"id: w{n}, kind: warrant, holder: W{n}, shares: 450, exercise_price: 1" for n in range(20)
    ]
    # At most all 1,000 of 10,000; each of the others has 450, 4.5%.
    may = STATED + grants(
        "id: s, kind: shares, holder: Ada, shares: blank, granted_on: 1999-01-01", *others
    )
    assert over(may, "ownership: 10%, from: 2000-02-01") == []
    (said,) = over(may, "ownership: 9.99%, from: 2000-02-01")
    assert said.startswith("Ada owns 0.00% to 10.00% on 2000-02-01")
    more = STATED.replace("1000", "300") + grants(
        "id: s, kind: shares, holder: Ada, shares: 400, granted_on: 1999-01-01", *others
    )
    (said,) = over(more, "ownership: 10%, from: 2000-02-01")
    assert said.startswith("what Ada owns is not known on 2000-02-01")
    stated = more.replace("}]", "}, {as_of: 2000-03-01, shares: 1000}]")
    assert over(stated, "ownership: 10%, from: 2000-03-01") == []


def test_events_and_statements_are_told_with_their_day() -> None:
    ledger = (
        STATED
        + grants(WARRANT, "id: s, kind: shares, holder: Ben, shares: 100")
        + """\
events:
  - {date: 2000-04-01, kind: split, new: 2, old: 1}
  - {date: 2000-05-01, kind: transfer, grant: w, shares: all, to: Cleo}
  - {date: 2000-05-01, kind: issue, shares: 100, holder: Cleo}
  - {date: 2000-06-01, kind: cancel, grant: s, shares: all}
"""
    )
    assert over(ledger, "authorized_shares: 2699", "ownership: 20%, holder: Cleo") == [
        "all shares, fully diluted, are 2,700 on 2000-04-01, the first day over the limit of 2,699"
        f" | that day shares are split 2 for 1; {REASON}",
        # (500 + 100) / (2,000 + 200 + 500 + 100)
        "Cleo owns 21.43% on 2000-05-01, the first day over the limit of 20.00%"
        f" | that day the issue of 100 shares, w is transferred; {REASON}",
    ]
    stated = ledger.replace("}]", "}, {as_of: 2000-06-15, shares: 9000}]")
    (said,) = over(stated, "authorized_shares: 9000")
    assert "that day 9,000 shares are stated as outstanding" in said


def test_what_is_sold_to_the_public_is_nobodys() -> None:
    ledger = (
        STATED
        + grants("id: s, kind: shares, holder: Ben, shares: 9000")
        + ("events:\n  - {date: 2001-03-01, kind: sold, grant: s, shares: all, under: rule-144}\n")
    )
    assert over(ledger, "ownership: 50%, from: 2001-03-01") == []
    (said,) = over(ledger, "ownership: 50%, from: 2001-02-28")
    assert said.startswith("Ben owns 90.00% on 2001-02-28")
    both = grants("id: s, kind: shares, holder: Ben, shares: 9000", WARRANT) + (
        "events:\n  - {date: 2001-03-01, kind: sold, grant: s, shares: all, under: rule-144}\n"
    )
    (said,) = over(
        STATED + both, "ownership: 1%, from: 2001-03-01, basis: 13d-3, to: 2001-03-01"
    ) or [""]
    assert said == ""  # the warrant has expired


def test_days_at_the_beginning_of_the_calendar_are_days_too() -> None:
    fee = "id: f, kind: stock_fee, holder: Ada, amount: 100, price: 1, payable_by: 0001-02-20"
    ledger = STATED.replace("2000-01-01", "0001-01-01") + grants(fee).replace(
        "2000-02-01", "0001-01-15"
    )
    (said,) = over(ledger, "ownership: 9%, basis: 13d-3")
    assert said.startswith("Ada beneficially owns 9.09% on 0001-01-15")


def test_interest_paid_in_cash_moves_nothing() -> None:
    ledger = STATED + grants(debt("d", "Ada", 100).replace("paid_in: shares", "paid_in: cash"))
    assert over(ledger, "ownership: 9.1%", "authorized_shares: 1100") == []


def test_the_published_case_of_rule_13d_3() -> None:
    # 213,475 / (28,000,041 + 213,475): only this holder's warrants are added.
    ledger = "outstanding: [{as_of: 2007-08-01, shares: 28_000_041}]\n" + grants(
        "id: w, kind: warrant, holder: Holder, shares: 213_475, exercise_price: 5",
        "id: o, kind: warrant, holder: Others, shares: 5_000_000, exercise_price: 5",
    ).replace("2000-02-01", "2007-08-01")
    found = engine.dilution(ledger_of(ledger.encode(), "x"), date(2007, 8, 15))
    part = ownerships(found, beneficially=True)["Holder"]
    assert part.low == part.high == Fraction(5336875, 7053379) / 100
    assert over(ledger, "ownership: 0.7567%, basis: 13d-3, holder: Holder") == []
    (said,) = over(ledger, "ownership: 0.7566%, basis: 13d-3, holder: Holder")
    assert said.startswith("Holder beneficially owns 0.75664% on 2007-08-01")


VESTING = """\
id: v, kind: option, holder: Ada, shares: 100, exercise_price: 1, granted_on: 2000-01-01, \
vesting: [{on: 2000-03-01, shares: 40}, {on: 2000-06-01, shares: 60}]"""


def test_a_right_counts_sixty_days_before_it_vests() -> None:
    # 40 / 1,040 = 3.85%; 100 / 1,100 = 9.09%. 2000-04-02 and sixty days are 2000-06-01.
    ledger = STATED + grants(VESTING)
    assert over(ledger, "ownership: 4%, basis: 13d-3, to: 2000-04-01") == []
    assert over(ledger, "ownership: 4%, basis: 13d-3") == [
        "Ada beneficially owns 9.09% on 2000-04-02, the first day over the limit of 4.00%"
        f" | that day v vests on 2000-06-01, within 60 days; {REASON}"
    ]
    (said,) = over(ledger, "ownership: 3%, basis: 13d-3")
    assert "on 2000-01-01" in said  # 2000-01-01 and sixty days are 2000-03-01
    handed = (
        ledger + "events:\n  - {date: 2000-02-10, kind: transfer, grant: v, shares: 50, to: Ben}\n"
    )
    # Of what two hold, no document says whose has vested: none of Ben's 50, or 40.
    assert over(handed, "ownership: 4%, holder: Ben, basis: 13d-3, to: 2000-04-01") == []
    (said,) = over(handed, "ownership: 3%, holder: Ben, basis: 13d-3, to: 2000-04-01")
    assert said.startswith("Ben beneficially owns 0.00% to 3.85% on 2000-02-10")
    assert said.endswith(
        "unproven, and so it fails | that day v is transferred; in several hands, and whose shares "
        f"have vested is not known: v; {REASON}"
    )


def test_what_vests_after_the_right_has_expired_does_not_count() -> None:
    # Within sixty days of 2024-01-15, that is by 2024-03-15, 10,000 vest: 10,000 / 1,010,000; the
    # others vest on that day, and the option has expired on the first of the month.
    option = (
        "id: o, kind: option, holder: Ada, shares: 100_000, exercise_price: 1,"
        " granted_on: 2024-01-01, expires_on: 2024-03-01,"
        " vesting: [{on: 2024-01-20, shares: 10_000}, {on: 2024-03-15, shares: 90_000}]"
    )
    ledger = STATED.replace("1000", "1_000_000") + grants(option)
    found = engine.dilution(ledger_of(ledger.encode(), "x"), date(2024, 1, 15))
    part = ownerships(found, beneficially=True)["Ada"]
    assert part.low == part.high == Fraction(10_000, 1_010_000)
    assert over(ledger, "ownership: 1%, basis: 13d-3") == []
    # It is usable on its last day.
    later = ledger.replace("expires_on: 2024-03-01", "expires_on: 2024-03-15")
    assert over(later, "ownership: 1%, basis: 13d-3") == [
        "Ada beneficially owns 9.09% on 2024-01-15, the first day over the limit of 1.00%"
        f" | that day o vests on 2024-03-15, within 60 days; {REASON}"
    ]
    # Another holder breaks the limit that day: what of the first vests too late is no reason.
    other = "id: w, kind: warrant, holder: Ben, shares: 100_000, exercise_price: 1"
    both = STATED.replace("1000", "1_000_000") + grants(option, f"{other}, granted_on: 2024-01-15")
    assert over(both, "ownership: 1%, basis: 13d-3") == [
        "Ben beneficially owns 9.09% on 2024-01-15, the first day over the limit of 1.00%"
        f" | that day w is granted; {REASON}"
    ]


def test_a_right_without_a_date_that_vests_may_count() -> None:
    ledger = STATED + grants(VESTING.replace("granted_on: 2000-01-01", "granted_on: blank"))
    (said,) = over(ledger, "ownership: 3%, basis: 13d-3, from: 2000-01-15")
    assert said.startswith("Ada beneficially owns 0.00% to 3.85% on 2000-01-15")


def test_a_fee_in_stock_counts_sixty_days_before_it_is_payable() -> None:
    fee = "id: f, kind: stock_fee, holder: Ada, amount: 100, price: 1, payable_by: 2000-06-01"
    ledger = STATED + grants(fee)
    assert over(ledger, "ownership: 9%, basis: 13d-3, to: 2000-04-01") == []
    assert over(ledger, "ownership: 9%, basis: 13d-3") == [
        "Ada beneficially owns 9.09% on 2000-04-02, the first day over the limit of 9.00%"
        f" | that day f is payable by 2000-06-01, within 60 days; {REASON}"
    ]
    late = STATED + grants(fee.replace("2000-06-01", "9999-12-31"))
    assert over(late, "ownership: 9%, basis: 13d-3, to: 2000-12-31") == []
    on_last = over(late, "ownership: 9%, basis: 13d-3, from: 9999-12-01")
    assert on_last[0].startswith("Ada beneficially owns 9.09% on 9999-12-01")


DEBT = """\
id: {id}, kind: convertible_debenture, holder: {holder}, principal: {principal}, \
interest: {{rate: 10%, day_count: actual/365, compounding: simple, paid_in: shares, \
at: conversion_price}}, conversion_price: 1, matures_on: 2010-02-01"""


def debt(id: str, holder: str, principal: int) -> str:
    return DEBT.format(id=id, holder=holder, principal=principal)


def test_interest_breaks_a_limit_between_two_days_on_which_something_happens() -> None:
    # 3,650 at 10% is 1 share a day: the day on which 10,000 + 3,650 + days is more than 14,000.
    ledger = "outstanding: [{as_of: 2000-01-01, shares: 10_000}]\n" + grants(debt("d", "Ada", 3650))
    day = date(2000, 2, 1) + timedelta(351)
    assert over(ledger, "authorized_shares: 14_000") == [
        f"all shares, fully diluted, are 14,001 on {day}, the first day over the limit of 14,000"
        f" | nothing is entered for that day, but interest accrues; {REASON}"
    ]
    # Never: at maturity there are 3,653 days of it.
    assert over(ledger, "authorized_shares: 17_303", "dilution: 43%") == []
    two = over(ledger, "authorized_shares: 14_000", "authorized_shares: 15_000", "dilution: 30%")
    assert [re.search(r"on (\S+),", each)[1] for each in two] == [  # type: ignore[index]
        str(day),
        str(day + timedelta(1000)),
        # 3,650 + n is more than 30% of 13,650 + n where n is more than 445 / 0.7
        str(date(2000, 2, 1) + timedelta(636)),
    ]


def test_what_others_debts_bear_does_not_excuse_the_first_day() -> None:
    # 1,000 / (1,000 + 1,000 + 3,650) = 17.70%, and 10.75% when the debt is due.
    warrant = "id: w, kind: warrant, holder: Ada, shares: 1000, exercise_price: 1"
    ledger = STATED + grants(warrant, debt("d", "Ben", 3650))
    for limit in ("ownership: 17%, holder: Ada", "ownership: 17%, holder: Ada, from: 2000-02-02"):
        (said,) = over(ledger, limit)
        assert re.match(r"Ada owns 17\.[67]\d% on 2000-02-0[12]", said)
    assert over(ledger, "ownership: 17.70%, holder: Ada", "ownership: 80.5%") == []
    (said,) = over(ledger, "ownership: 78.5%")
    assert said.startswith("Ben owns 78.5")


def test_a_debt_that_ends_leaves_the_next_one_looked_at_from_its_own_day() -> None:
    first = debt("d", "Ada", 3650).replace("matures_on: 2010-02-01", "matures_on: 2000-05-01")
    later = debt("e", "Ben", 365).replace("matures_on: 2010-02-01", "matures_on: 2002-06-01")
    ledger = "outstanding: [{as_of: 2000-01-01, shares: 10_000}]\n" + grants(
        first, f"{later}, granted_on: 2000-06-01"
    )
    # 13,650 and 90 shares by May; and 365 with one more in ten days.
    assert over(ledger, "authorized_shares: 14_178") == []
    found = failed_limits(
        ledger_of(ledger.encode(), "x"),
        [
            Limit(because="x", authorized_shares=most)
            for most in (13_739, 13_740, 14_110, 14_177, 13_700)
        ],
    )
    assert [(each.number, each.on) for each in found] == [
        (0, date(2000, 5, 1)),
        (1, date(2000, 6, 1)),
        (2, date(2000, 6, 1) + timedelta(60)),
        (3, date(2002, 6, 1)),
        (4, date(2000, 2, 1) + timedelta(51)),
    ]


def test_looking_at_debts_costs_no_day_by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A debt of ten years is looked at some dozens of times, and not on 3,653 days."""
    looked_at = []
    plain = engine.position

    def counting(*given: Any, **more: Any) -> Any:
        looked_at.append(given[0].id)
        return plain(*given, **more)

    monkeypatch.setattr(standings, "position", counting)
    text = "outstanding: [{as_of: 2000-01-01, shares: 10_000}]\n" + grants(
        *(debt(f"d{n}", "Ada", 100 + n) for n in range(10))
    )
    ledger = ledger_of(text.encode(), "x")
    far = [
        Limit(because="x", dilution=Decimal("0.5")),
        Limit(because="x", ownership=Decimal("0.5")),
    ]
    assert failed_limits(ledger, far) == []
    assert len(looked_at) == 30  # when granted, then; and at maturity
    looked_at.clear()
    near = [Limit(because="x", dilution=Decimal("0.11"))]
    assert len(failed_limits(ledger, near)) == 1
    assert len(looked_at) < 10 * 150


# The parts.


@given(
    st.decimals("0.01", "0.99", places=2),
    st.lists(
        st.tuples(
            st.sampled_from(["Ada", "Ben", "Cleo", None, ALL_OTHER_HOLDERS]),
            st.sampled_from([ISSUED, RIGHTS, USABLE, HELD]),
            st.integers(0, 300),
            st.sampled_from([0, 0, 0, 1]),
            st.sampled_from([None, None, None, "undone"]) | st.integers(1, 3000),
        ),
        max_size=30,
    ),
    st.booleans(),
)
def test_whatever_happened_everybody_is_within_a_limit_where_each_of_them_is(
    most: Decimal, steps: list[Any], beneficially: bool
) -> None:
    everybody, total = Owners(), nothing()
    everybody.restate(1000)
    everybody.limit(0, most, beneficially)
    for name, which, shares, opened, then in steps:
        more = [(which, shares, shares, opened)]
        if then == "undone":
            more.append((which, -shares, -shares, -opened))
        for each in more:
            everybody.add(name, *each)
            add_to(total, *each)
            parts = [everybody.ownership(one, beneficially, total) for one in everybody.names]
            assert everybody.within(0, total) == all(within(part.high, most) for part in parts)
        if isinstance(then, int):
            everybody.restate(then)


def test_the_highest_number_of_all_is_that_of_the_names_as_they_are_now() -> None:
    numbers = Highest()
    assert numbers.top() is None
    for number in range(500):
        numbers.put("a", number)
        numbers.put("b", -number)
    assert numbers.top() == 499
    numbers.put("a", 499)
    numbers.put("a", 3)
    assert numbers.top() == 3
    numbers.put("c", 7)
    numbers.drop("a")
    numbers.drop("nobody")
    assert list(numbers.taken_above(6)) == ["c"]
    assert list(numbers.taken_above(-500)) == ["b"]
    assert numbers.top() is None


def test_figures_have_as_many_places_as_tell_them_apart() -> None:
    assert places_for([Decimal("0.05"), Fraction(5001, 100_000)], "ratio") == 3
    assert places_for([1, Fraction(1, 10**30)], "shares") == 0
    assert places_for([Fraction(1, 10**30), 0], "shares") == 12
    assert in_words(Between(None, None), "ratio", 2) == "unknown"
    assert in_words(Between(None, Fraction(1, 4)), "ratio", 2) == "at most 25.00%"
    assert in_words(Between(Decimal(3), None), "money", 2) == "at least 3.00"
    assert in_words(Between(3, 4), "shares", 0) == "3 to 4"
