"""A caller in Python gives days, numbers and words; a float among them is refused everywhere."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import equitycalc
from equitycalc.arguments import as_typed, assumptions_as_typed, values_as_typed

LEDGER = equitycalc.read_ledger()
TWINS: dict[str, Callable[..., Any]] = {
    "dilution": lambda **asked: equitycalc.dilution(LEDGER, **asked),
    "diff": lambda **asked: equitycalc.diff(LEDGER, LEDGER, **asked),
    "explain": lambda **asked: equitycalc.explain(LEDGER, "dilution", **asked),
    "registration": lambda **asked: equitycalc.registration(LEDGER, **asked),
    "solve": lambda **asked: equitycalc.solve(
        LEDGER, "dilution <= 20%", "debenture.principal", **asked
    ),
    "sweep": lambda **asked: equitycalc.sweep(LEDGER, **{"price": "0.01", **asked}),
    "timeline": lambda **asked: equitycalc.timeline(LEDGER, **asked),
}
PRICED = [name for name in TWINS if name != "registration"]
BRIDGE = "bridge-loan-shares.shares"


@pytest.mark.parametrize("name", PRICED)
def test_no_price_is_a_float(name: str) -> None:
    with pytest.raises(TypeError, match="a float is not the number it shows"):
        TWINS[name](price=0.08)


@pytest.mark.parametrize("name", TWINS)
def test_nothing_supplied_is_a_float(name: str) -> None:
    with pytest.raises(TypeError, match="a float is not the number it shows"):
        TWINS[name](assume={BRIDGE: 500000.0})


@pytest.mark.parametrize("name", PRICED)
def test_a_small_price_is_no_exponent(name: str) -> None:
    TWINS[name](price=Decimal("1E-8"))


@pytest.mark.parametrize("name", TWINS)
def test_numbers_may_be_numbers(name: str) -> None:
    counted: Any = 100_000_000 if name != "timeline" else "100000000@2001-01-16"
    TWINS[name](outstanding=counted, assume={BRIDGE: 500_000})


def test_a_timeline_needs_the_day_of_a_count() -> None:
    with pytest.raises(equitycalc.QuestionErrors, match="a timeline has many"):
        equitycalc.timeline(LEDGER, outstanding=100)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("0.10", "0.10"),
        (Decimal("0.10"), "0.10"),
        (Decimal("1E+3"), "1000"),
        (10, "10"),
        (date(2001, 1, 16), "2001-01-16"),
    ],
)
def test_a_value_is_the_text_of_it(value: Any, text: str | None) -> None:
    assert as_typed(value) == values_as_typed(value) == text


def test_values_stand_with_commas_between_them() -> None:
    assert values_as_typed([Decimal("0.10"), "0.2", 3]) == "0.10,0.2,3"
    with pytest.raises(TypeError):
        values_as_typed(0.5)  # type: ignore[arg-type]


def test_assumptions_are_written_as_they_are_typed() -> None:
    assert assumptions_as_typed(None) == []
    assert assumptions_as_typed({"d.principal": Decimal("5E5")}) == ["d.principal=500000"]
