"""Made-up ledgers for properties: every kind of grant, every way to write a term."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, get_args

from hypothesis import strategies as st

from equitycalc import events
from equitycalc.consistency import events_that_do_not_fit
from equitycalc.registration_rights import CONDITIONS, SELLERS, RegistrationRights, Seller
from equitycalc.terms import (
    KINDS,
    Agreement,
    AtWord,
    CompoundingWord,
    DayCountWord,
    Grant,
    Issuer,
    Ledger,
    Outstanding,
    PaidInWord,
    RegistrationWord,
)
from equitycalc.written import BLANK, Assumed, AtLeast, Cited, Written, terms_of

DAYS = st.dates(date(1999, 1, 1), date(2003, 12, 31))
COUNTS = st.integers(0, 10**9)
MONEY = st.integers(0, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
PRICES = st.integers(1, 10**6).map(lambda ticks: Decimal(ticks).scaleb(-4))
HOLDERS = st.sampled_from(["Ada", "Ben", "Cleo"])

_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "shares": COUNTS,
    "exercise_price": PRICES,
    "conversion_price": PRICES,
    "price": PRICES,
    "principal": MONEY,
    "amount": MONEY,
    "interest_rate": st.just(Decimal("0.08")),
    "rate": st.just(Decimal("0.10")),
    "instalments": st.integers(1, 12),
    "day_count": st.sampled_from(get_args(DayCountWord)),
    "compounding": st.sampled_from(get_args(CompoundingWord)),
    "paid_in": st.sampled_from(get_args(PaidInWord)),
    "at": st.sampled_from(get_args(AtWord)),
    "accrues_from": DAYS,
}
LAST_DAYS = ("expires_on", "matures_on", "payable_by")
_IN_CASH = ("cash_fee", "finders_fee")
_REQUIRED = ("shares", "principal", "amount", "exercise_price", "conversion_price", "price", "rate")


@st.composite
def grants(draw: st.DrawFn, id: str, agreed_on: date) -> Grant:
    word = draw(st.sampled_from(list(KINDS)))
    kind = KINDS[word]
    given: dict[str, Any] = {"id": id}
    if any(field.name == "holder" for field in fields(kind)):
        given["holder"] = draw(HOLDERS)
    if word not in _IN_CASH:
        given["registration"] = draw(st.sampled_from([None, None, *get_args(RegistrationWord)]))
    granted_on = agreed_on
    for term, how in terms_of(kind).items():
        if term not in _REQUIRED and draw(st.booleans()):
            continue
        if term == "granted_on":
            value: Any = draw(DAYS)
            granted_on = value
        elif term in LAST_DAYS:
            value = granted_on + timedelta(days=draw(st.integers(0, 1500)))
        else:
            value = draw(_VALUES[term])
        given[term] = draw(written(value, how))
    return kind(**given)


def written(value: Any, how: Written) -> st.SearchStrategy[Any]:
    """A value in one of the ways its term can be written."""
    ways = [st.just(value), st.just(value), st.just(Assumed(value, "made up"))]
    if "blank" in how.ways:
        ways.append(st.just(BLANK))
    if "at_least" in how.ways:
        ways.append(st.just(AtLeast(value)))
    return st.one_of(ways)


@st.composite
def ranks(draw: st.DrawFn) -> tuple[tuple[Seller, ...], ...]:
    """Classes of sellers, some before others; not all need have a rank."""
    sellers = draw(st.permutations(SELLERS))[: draw(st.integers(1, len(SELLERS)))]
    ends = sorted(draw(st.sets(st.integers(1, len(sellers) - 1)))) if len(sellers) > 1 else []
    cuts = [0, *ends, len(sellers)]
    return tuple(tuple(sellers[a:b]) for a, b in pairwise(cuts))


_OF_RIGHTS: dict[str, st.SearchStrategy[Any]] = {
    "closing_date": DAYS,
    "days_to_file": st.integers(0, 60),
    "days_to_effectiveness": st.integers(60, 400),
    "conversion_price": PRICES,
    "years_registered": st.integers(1, 5),
    "notice_days": st.integers(0, 30),
    "answer_days": st.integers(0, 30),
    "excepted_forms": st.just(("S-8",)),
    "piggyback_until": st.just("effectiveness"),
    "priority": ranks(),
    "may_withdraw": st.just(("investor",)),
    "over_allotment": st.just("pro-rata"),
    "assigned_with": st.sets(st.sampled_from(CONDITIONS)).map(sorted).map(tuple),
    "adjusts": st.booleans(),
}


@st.composite
def rights(draw: st.DrawFn, covers: tuple[str, ...]) -> RegistrationRights:
    """The registration of some grants, every term of it written in any way, or left out."""
    given: dict[str, Any] = {"covers": Cited(covers)}
    for term, how in terms_of(RegistrationRights).items():
        if term == "covers" or (term != "closing_date" and draw(st.booleans())):
            continue
        value, inner = draw(_OF_RIGHTS[term]), getattr(how, "inner", how)
        given[term] = Cited(draw(written(value, inner)) if isinstance(inner, Written) else value)
    return RegistrationRights(**given)


@st.composite
def ledgers(draw: st.DrawFn, statements: bool = True) -> Ledger:
    agreements = []
    for number in range(draw(st.integers(1, 3))):
        agreed_on = draw(DAYS)
        own = [
            draw(grants(f"g{number}-{index}", agreed_on))
            for index in range(draw(st.integers(0, 4)))
        ]
        in_shares = tuple(each.id for each in own if each.kind not in _IN_CASH)
        agreements.append(
            Agreement(
                id=f"a{number}",
                date=agreed_on,
                signed=draw(st.sampled_from([True, False, None])),
                grants=tuple(own),
                registration_rights=draw(st.none() | rights(in_shares)) if in_shares else None,
            )
        )
    stated = draw(st.lists(DAYS, unique=True, min_size=1, max_size=2)) if statements else []
    return Ledger(
        issuer=Issuer(name="Example, Inc."),
        outstanding=tuple(
            Outstanding(as_of=day, shares=draw(st.integers(1, 10**12))) for day in stated
        ),
        agreements=tuple(agreements),
    )


def text_of(value: Any) -> str:
    """A value as it would be supplied with ``--assume``."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


LATER = st.dates(date(1999, 1, 1), date(2006, 12, 31))
RATIOS = st.sampled_from([(2, 1), (1, 2), (3, 2), (1, 11), (10, 1), (7, 3), (1, 1)])
_AMENDED = ("exercise_price", "conversion_price", "price", "expires_on", "matures_on")


@st.composite
def events_of(draw: st.DrawFn, ledger: Ledger, days: st.SearchStrategy[date] = LATER) -> Ledger:
    """The ledger with events that fit it: what would not is drawn, and left out again."""
    grants = [(grant, each) for each in ledger.agreements for grant in each.grants]
    happened: list[events.AnyEvent] = []
    for _ in range(draw(st.integers(1, 6))):
        event = draw(an_event([grant for grant, _ in grants], days))
        numbered = list(enumerate([*happened, event]))
        if not list(events_that_do_not_fit(numbered, grants, {grant.id for grant, _ in grants})):
            happened.append(event)
    return replace(ledger, events=tuple(happened))


_UNDER: Any = st.sampled_from(get_args(events.SoldUnder))
_HANDED_OVER: Any = st.sampled_from(
    [{}, {"under": "free"}, {"under": "rule-144"}, {"conditions_met": CONDITIONS}]
)


@st.composite
def an_event(
    draw: st.DrawFn, grants: list[Grant], days: st.SearchStrategy[date]
) -> events.AnyEvent:
    """An event of a grant, or of the issuer; it need not fit."""
    day = draw(days)
    grant = draw(st.sampled_from([None, *grants]))
    shares = draw(st.one_of(st.just(events.ALL), COUNTS))
    amount = draw(st.one_of(st.just(events.ALL), MONEY))
    any_kind: list[events.AnyEvent]
    if grant is None:
        new, old = draw(RATIOS)
        rounding: Any = draw(st.sampled_from(["down", "up", "nearest"]))
        any_kind = [
            events.Split(date=day, new=new, old=old, round=rounding),
            events.Issue(date=day, shares=draw(COUNTS), holder=draw(HOLDERS)),
            events.Repurchase(date=day, shares=draw(st.integers(0, 1000))),
            events.Notified(date=day, proposed_filing=draw(days)),
        ]
        if grants:
            some = draw(st.sets(st.sampled_from([each.id for each in grants]), min_size=1))
            of_some: Any = {"date": day, "form": "SB-2", "grants": tuple(sorted(some))}
            any_kind += [events.Filed(**of_some), events.Registered(**of_some)]
        return draw(st.sampled_from(any_kind))
    of: dict[str, Any] = {"date": day, "grant": grant.id}
    every: list[events.AnyEvent] = [
        events.Cancel(**of, kind=draw(st.sampled_from(["cancel", "forfeit"])), shares=shares),
        events.Transfer(**of, to=draw(HOLDERS), shares=shares, **draw(_HANDED_OVER)),
        events.Sold(**of, shares=shares, under=draw(_UNDER)),
    ]
    match grant.kind:
        case "option" | "warrant":
            net: Any = (
                {"settle": "net", "market_price": draw(PRICES)} if draw(st.booleans()) else {}
            )
            every.append(events.Exercise(**of, shares=shares, **net))
        case "convertible_debenture":
            every.append(events.Convert(**of, principal=amount))
            every.append(events.Repay(**of, principal=amount))
        case "stock_fee":
            every.append(events.Pay(**of, shares=draw(COUNTS)))
        case "cash_fee" | "finders_fee":
            every = []
    for term, how in terms_of(type(grant)).items():
        if term in _AMENDED:
            value = draw(LATER if term in LAST_DAYS else PRICES)
            every.append(events.Amend(**of, term=term, value=draw(written(value, how))))
    every = every or [events.Issue(date=day, shares=1)]
    return draw(st.sampled_from(every))
