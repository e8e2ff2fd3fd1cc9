"""Conditions on figures: how they are written, and what a bound makes of them."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from equitycalc import dilution, read_ledger
from equitycalc.bounds import Between, Range, bound_between
from equitycalc.engine import BASES
from equitycalc.measures import (
    OF_TREASURY_STOCK,
    UNITS,
    Condition,
    Measure,
    Operator,
    Outcome,
    option_for,
    parse_condition,
)
from equitycalc.problems import Unreadable
from equitycalc.questions import Question, answer
from equitycalc.reading import ledger_of
from equitycalc.rendering.measures_text import figure_json, figure_text
from equitycalc.terms import Ledger
from ledgers import DAYS, PRICES, ledgers

OPERATORS: tuple[Operator, ...] = get_args(Operator)
HELD: dict[str, Any] = {
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    ">": lambda x, y: x > y,
    ">=": lambda x, y: x >= y,
    "==": lambda x, y: x == y,
    "!=": lambda x, y: x != y,
}
FEW = st.integers(-4, 4)
ENDS = st.one_of(st.none(), FEW)


def condition(operator: Operator, limit: Fraction | int, name: str = "rights") -> Condition:
    return Condition(Measure(name), operator, Fraction(limit), f"{name} {operator} {limit}")


# A condition on a bounded figure, against everything that the figure may turn out to be.


def values_between(low: int | None, high: int | None) -> Iterator[Fraction]:
    """Halves between two ends, and beyond every limit tried here where an end is open."""
    first = -20 if low is None else 2 * low
    last = 20 if high is None else 2 * high
    yield from (Fraction(half, 2) for half in range(first, last + 1))


@given(ENDS, ENDS, st.sampled_from(OPERATORS), st.integers(-10, 10))
def test_what_a_bound_leaves_open_is_unproven_and_the_rest_is_decided(
    low: int | None, high: int | None, operator: Operator, halves: int
) -> None:
    assume(low is None or high is None or low <= high)
    limit = Fraction(halves, 2)
    held = {HELD[operator](value, limit) for value in values_between(low, high)}
    expected: Outcome = "unproven" if len(held) == 2 else "holds" if held == {True} else "broken"
    assert condition(operator, limit).outcome(Between(low, high)) == expected


@given(FEW, st.integers(0, 4), st.booleans(), st.sampled_from(OPERATORS), FEW)
def test_a_sum_is_decided_as_its_ends_are(
    low: int, more: int, opened: bool, operator: Operator, limit: int
) -> None:
    found = Range(low, low + more, int(opened))
    plain = Between(low, None if opened else low + more)
    assert condition(operator, limit).outcome(found) == condition(operator, limit).outcome(plain)


@pytest.mark.parametrize("operator", OPERATORS)
def test_what_is_not_there_and_what_is_not_known_prove_nothing(operator: Operator) -> None:
    asked = condition(operator, 0)
    assert asked.outcome(None) == "unproven"
    assert asked.outcome(Between(None, None)) == "unproven"


@given(FEW, st.sampled_from(OPERATORS), FEW)
def test_an_exact_figure_is_never_unproven(value: int, operator: Operator, limit: int) -> None:
    expected = "holds" if HELD[operator](value, limit) else "broken"
    assert condition(operator, limit).outcome(Range(value, value)) == expected


# How conditions are written.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dilution <= 20%", (None, "fully_diluted", "dilution", None, "<=", Fraction(1, 5))),
        ("dilution<=20%", (None, "fully_diluted", "dilution", None, "<=", Fraction(1, 5))),
        ("  shares>5 ", (None, "fully_diluted", "shares", None, ">", Fraction(5))),
        (
            "a-b: in_the_money.overhang == 0.5%",
            ("a-b", "in_the_money", "overhang", None, "==", Fraction(1, 200)),
        ),
        (
            "a : treasury_stock . rights = 1_000",
            ("a", "treasury_stock", "rights", None, "==", Fraction(1000)),
        ),
        (
            "ownership(Patrick Rost) >= 3%",
            (None, "fully_diluted", "ownership", "Patrick Rost", ">=", Fraction(3, 100)),
        ),
        (
            "in_the_money.ownership(A. (B): C. & Co) != 3.25%",
            (None, "in_the_money", "ownership", "A. (B): C. & Co", "!=", Fraction(13, 400)),
        ),
        ("proceeds < 100.019", (None, "fully_diluted", "proceeds", None, "<", Fraction("100.019"))),
        ("dilution > 0%", (None, "fully_diluted", "dilution", None, ">", Fraction(0))),
        ("dilution <= 100%", (None, "fully_diluted", "dilution", None, "<=", Fraction(1))),
    ],
)
def test_a_condition_is_read(text: str, expected: tuple[Any, ...]) -> None:
    found = parse_condition(text)
    measure = found.measure
    assert expected == (
        found.scenario,
        measure.basis,
        measure.name,
        measure.holder,
        found.operator,
        found.limit,
    )
    assert found.text == text.strip()


@given(
    st.sampled_from([None, "a", "closing-1m"]),
    st.sampled_from(BASES),
    st.sampled_from(list(UNITS)),
    st.sampled_from(["Ada", "B. & Co (old)", "Ç: d"]),
    st.sampled_from(OPERATORS),
    st.integers(0, 10**6),
)
def test_what_is_written_out_is_read_again(
    scenario: str | None, basis: Any, name: str, holder: str, operator: Operator, number: int
) -> None:
    basis = "treasury_stock" if name in OF_TREASURY_STOCK else basis
    measure = Measure(name, basis, holder if name == "ownership" else None)
    prefix = "" if scenario is None else f"{scenario}: "
    percent = "%" if measure.unit == "ratio" else ""
    found = parse_condition(f"{prefix}{measure.text} {operator} {number}{percent}")
    assert found.measure == measure
    assert found.scenario == scenario
    assert found.limit == (Fraction(number, 100) if percent else number)


@pytest.mark.parametrize(
    ("text", "name", "at", "helps"),
    [
        ("", "not-a-condition", 0, "dilution <= 20%"),
        ("dilution", "not-a-condition", 8, "dilution <= 20%"),
        ("dilution 20%", "not-a-condition", 12, "dilution <= 20%"),
        ("dilution <=", "not-a-condition", 9, "dilution <= 20%"),
        ("dilution <= 20% of it", "not-a-condition", 9, "dilution <= 20%"),
        ("dilution <> 20%", "not-a-condition", 9, "dilution <= 20%"),
        ("<= 20%", "not-a-condition", 0, "dilution <= 20%"),
        ("dilution => 20%", "not-a-condition", 9, "dilution <= 20%"),
        ("diluted.shares > 5", "unknown-basis", 0, "fully_diluted"),
        ("a: diluted.shares > 5", "unknown-basis", 3, "fully_diluted"),
        ("dilutoin > 5%", "unknown-measure", 0, 'did you mean "dilution"?'),
        ("a: assumed_proceeds > 5", "unknown-measure", 3, "write treasury_stock.assumed_proceeds"),
        (
            "in_the_money.repurchased_shares > 5",
            "unknown-measure",
            13,
            "write treasury_stock.repurchased_shares",
        ),
        ("a: in_the_money.zzz > 5%", "unknown-measure", 16, "one of outstanding"),
        ("ownership > 5%", "not-a-condition", 0, None),
        ("shares(Ada) > 5", "not-a-condition", 7, None),
        ("dilution > 0.2", "bare-rate", 11, "write 20%"),
        ("dilution > 1", "bare-rate", 11, "write 100%"),
        ("dilution > 0", "bare-rate", 11, "write 0%"),
        ("dilution > 20", "bare-rate", 11, "write 20%"),
        ("shares > 20%", "not-a-rate", 9, None),
        ("proceeds > 20%", "not-a-rate", 11, None),
        ("shares > 1e6", "exponent", 9, None),
        ("shares > 1,000", "not-a-count", 9, "1_000_000"),
        ("shares > lots", "not-a-count", 9, "1_000_000"),
        ("shares > -5", "negative-number", 9, "1_000_000"),
        ("dilution > 1e-1%", "exponent", 11, "20%"),
        ("shares > 12345678901234567890", "number-too-large", 9, None),
        ("proceeds > -5", "negative-number", 11, "10500"),
    ],
)
def test_what_is_no_condition_is_refused_at_its_place(
    text: str, name: str, at: int, helps: str | None
) -> None:
    with pytest.raises(Unreadable) as raised:
        parse_condition(text)
    assert (raised.value.name, raised.value.at) == (name, (at,))
    if helps is not None:
        assert helps in (raised.value.help or "")


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_condition_or_refused_inside_the_text(text: str) -> None:
    try:
        parse_condition(text)
    except Unreadable as problem:
        (place,) = problem.at
        assert isinstance(place, int)
        assert 0 <= place <= len(text)


# The figures themselves.


def measures(found: Any) -> Iterator[Measure]:
    holders = [str(group.key) for group in found.by("holder") if group.key is not None]
    for basis in BASES:
        for name in UNITS:
            for holder in [*holders, "Nobody"] if name == "ownership" else [None]:
                yield Measure(name, basis, holder)


@given(ledgers(), DAYS, st.one_of(st.none(), PRICES))
def test_a_figure_is_the_one_of_the_totals(ledger: Ledger, as_of: Any, price: Any) -> None:
    found = answer(ledger, Question(as_of=as_of, market_price=price))
    for measure in measures(found):
        total = found.totals[measure.basis]
        figure = measure.of(found)
        if total is None:
            assert figure is None
        elif measure.name == "ownership":
            owned = [g for g in found.by("holder") if g.key == measure.holder]
            if owned:
                assert figure == owned[0].ownership[measure.basis]
            elif total.outstanding is None:
                assert figure is None
            else:
                assert figure == Range(0, 0)
        elif measure.name == "outstanding":
            stated = total.outstanding
            assert figure == (None if stated is None else Range(stated, stated))
        elif measure.name in ("shares", "dilution", "overhang"):
            assert figure == getattr(total, measure.name)
        else:
            assert figure == getattr(total.figures, measure.name)


def test_a_figure_is_shown_in_its_unit() -> None:
    found = dilution(read_ledger(), price="0.08", assume={"debenture.principal": "500000"})
    shown = {m.text: figure_text(m, m.of(found)) for m in measures(found)}
    assert shown["fully_diluted.shares"] == "≥ 151,812,030"
    assert shown["fully_diluted.proceeds"] == "350,000.00"
    assert shown["fully_diluted.dilution"] == "≥ 36.23%"
    assert shown["treasury_stock.repurchased_shares"] == "1,250,000"
    assert shown["fully_diluted.repurchased_shares"] == "not known"
    assert shown["fully_diluted.ownership(Patrick Rost)"].endswith("%")
    for measure in measures(found):
        figure = measure.of(found)
        written = figure_json(measure, figure)
        if figure is None:
            assert written is None
        else:
            assert written is not None
            assert written["bound"] == bound_between(figure.low, figure.top)
            assert isinstance(written["value"], str | int | None)
            if measure.unit == "ratio" and figure.low is not None:
                assert abs(Fraction(str(written["value"])) - Fraction(figure.low)) <= Fraction(
                    1, 2_000_000
                )


@pytest.mark.parametrize(
    ("stated", "measure", "lacks"),
    [
        (None, "dilution > 1%", "a statement of shares outstanding dated on or before 2001-12-31"),
        (None, "in_the_money.shares > 1", "a market price"),
        (10, "dilution > 1%", None),
        (10, "ownership(Ada) > 1%", None),  # 20 issued of 10: not known, but nothing is lacking
    ],
)
def test_what_an_answer_lacks_for_a_figure(
    stated: int | None, measure: str, lacks: str | None
) -> None:
    ledger = ledger_of(
        b"issuer: {name: Example}\nas_of: 2001-12-31\nagreements:\n- id: a\n  date: 2001-01-01\n"
        b"  grants: [{id: s, kind: shares, holder: Ada, shares: 20}]\n",
        "x",
    )
    found = dilution(ledger, outstanding=None if stated is None else f"{stated}@2001-06-30")
    condition = parse_condition(measure)
    assert (condition.measure.of(found) is None) == (lacks is not None)
    assert condition.measure.lacks(found) == lacks
    assert option_for(lacks) == (
        None
        if lacks is None
        else "add --price P"
        if "price" in lacks
        else "add --outstanding N@DATE"
    )


def test_a_figure_of_another_basis_lacks_nothing() -> None:
    found = dilution(read_ledger())
    measure = Measure("assumed_proceeds", "fully_diluted")
    assert measure.of(found) is None
    assert measure.lacks(found) is None
