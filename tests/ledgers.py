"""Made-up ledgers for properties: every kind of grant, every way to write a term."""

from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from equitycalc.terms import KINDS, Agreement, Grant, Issuer, Ledger, Outstanding
from equitycalc.written import BLANK, Assumed, AtLeast, Written, terms_of

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
}
LAST_DAYS = ("expires_on", "matures_on", "payable_by")
_REQUIRED = ("shares", "principal", "amount", "exercise_price", "conversion_price", "price", "rate")


@st.composite
def grants(draw: st.DrawFn, id: str, agreed_on: date) -> Grant:
    kind = KINDS[draw(st.sampled_from(list(KINDS)))]
    given: dict[str, Any] = {"id": id}
    if any(field.name == "holder" for field in fields(kind)):
        given["holder"] = draw(HOLDERS)
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
def ledgers(draw: st.DrawFn, statements: bool = True) -> Ledger:
    agreements = []
    for number in range(draw(st.integers(1, 3))):
        agreed_on = draw(DAYS)
        own = [
            draw(grants(f"g{number}-{index}", agreed_on))
            for index in range(draw(st.integers(0, 4)))
        ]
        agreements.append(
            Agreement(
                id=f"a{number}",
                date=agreed_on,
                signed=draw(st.sampled_from([True, False, None])),
                grants=tuple(own),
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
