"""Limits: held on every day, the first day that breaks one, and what is not known."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equitycalc import engine
from equitycalc.bounds import NO_SHARES, UNKNOWN
from equitycalc.demands import LIMITED, Limit
from equitycalc.engine import ALL_OTHER_HOLDERS
from equitycalc.engine.edges import calendar
from equitycalc.engine.standings import Standings
from equitycalc.engine.timeline import edges_of
from equitycalc.engine.totals import owned
from equitycalc.limits.beneficial import usable
from equitycalc.limits.holding import failed_limits
from equitycalc.limits.owning import ownerships
from equitycalc.quantities import decimal_places
from equitycalc.questions import own_date
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
        soon = sum((usable(c, day) for c in mine), NO_SHARES)
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
            return Option(**of, shares=number, exercise_price=Decimal(1), vesting=tranches)
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
        limit = limit._replace(**{kind: max(Decimal(0), value)})
    return limit


def days_of(ledger: Ledger, limit: Limit) -> list[date]:
    """The days that a limit is held on."""
    edges = [day for day, _ in edges_of(Standings(ledger, calendar(ledger)))]
    first = limit.from_ or min(edges)
    last = limit.to or max(first, *edges, own_date(ledger))
    return list(every_day(first, last))


@given(st.data())
@settings(max_examples=200, suppress_health_check=list(HealthCheck), deadline=None)
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
@settings(max_examples=50, suppress_health_check=list(HealthCheck), deadline=None)
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
