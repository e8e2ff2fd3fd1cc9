"""Explanations worked out again: each formula from its inputs, by what it says and nothing else."""

import math
import re
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

from equitycalc.bounds import UNKNOWN, Between, Range
from equitycalc.explaining.tree import Node
from equitycalc.rendering.explain_text import in_order
from equitycalc.written import BLANK

_PERHAPS = re.compile(r"0 to (.*)")


class Open:
    """A number without an upper end: whatever is done to it has none either."""

    def __repr__(self) -> str:
        return "open"

    def _itself(self, other: Any = None) -> "Open":
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __truediv__ = __floor__ = __ceil__ = _itself

    def __mul__(self, other: Any) -> Any:
        return other if other == 0 else self

    __rmul__ = __mul__

    def __lt__(self, other: Any) -> bool:
        return False

    def __gt__(self, other: Any) -> bool:
        return other is not self


OPEN = Open()

_FUNCTIONS = {
    "floor": math.floor,
    "ceil": math.ceil,
    "nearest": lambda x: math.floor(x + Fraction(1, 2)),
    "min": min,
    "max": max,
}


def nodes(root: Node) -> list[Node]:
    return [node for _, node in in_order(root)]


def assert_every_formula_holds(root: Node) -> None:
    for node in nodes(root):
        # What nothing is left of to divide by is unknown, and said to be.
        if node.formula is not None and node.value not in (None, UNKNOWN):
            found = worked_again(node)
            assert found == ends(node.value), (
                f"{node.label} is {node.value}, but {node.formula} of "
                f"{[(each.label, each.value) for each in node.inputs]} is {found}"
            )


def ends(value: Any) -> tuple[Any, Any]:
    """The two ends of a value; OPEN where there is no upper one."""
    if isinstance(value, Range):
        return exact(value.low), OPEN if value.open else exact(value.high)
    if isinstance(value, Between):
        return exact(value.low), OPEN if value.high is None else exact(value.high)
    return exact(value), exact(value)


def exact(value: Any) -> Any:
    return Fraction(value) if isinstance(value, int | Decimal) else value


def worked_again(node: Node) -> tuple[Any, Any]:
    """The two ends of what a formula comes to."""
    formula = node.formula
    assert formula is not None
    if formula in ("sum(inputs)", "product(inputs)"):
        sign = "+" if formula.startswith("sum") else "*"
        names = {f"i{number}": ends(each.value) for number, each in enumerate(node.inputs)}
        return evaluated(f" {sign} ".join(names), names)
    names = {each.label: ends(each.value) for each in node.inputs}
    assert len(names) == len(node.inputs), f"two inputs of {node.label} have one label"
    perhaps = _PERHAPS.fullmatch(formula)
    if perhaps:
        high = evaluated(perhaps[1], names)[1]
        return Fraction(0), high
    if any(each.value is BLANK for each in node.inputs):
        # At any price: nothing of nothing, and else an open number.
        amount = next(high for _, high in names.values())
        return Fraction(0), Fraction(0) if amount == 0 else OPEN
    if formula == "own / (own + others)":
        return shares_of(names)
    return evaluated(formula, names)


def shares_of(names: dict[str, tuple[Any, Any]]) -> tuple[Any, Any]:
    """The least and the most of own / (own + others), whatever each of them is."""
    if names["others"] == (0, 0):
        return Fraction(1), Fraction(1)
    corners = []
    for own, others in product(names["own"], names["others"]):
        if own is OPEN or others is OPEN:
            corners.append(OPEN)
        else:
            corners.append(own / (own + others) if own + others > 0 else OPEN)
    known = [each for each in corners if each is not OPEN]
    low = None if names["others"][1] is OPEN and names["own"] != (0, 0) else min(known)
    high = OPEN if names["own"][1] is OPEN else max(known)
    return low, high


def evaluated(formula: str, names: dict[str, tuple[Any, Any]]) -> tuple[Any, Any]:
    """Both ends of a formula, each from the same ends of its inputs."""
    code = re.sub(r"\bx\b", "*", formula).replace("^", "**")
    code = re.sub(r"(?<![\w.])(\d+)(?![\w.])", r"Fraction(\1)", code)
    words: dict[str, Any] = {**_FUNCTIONS, "Fraction": Fraction}
    low, high = (
        eval(code, {**words, **{name: each[end] for name, each in names.items()}}) for end in (0, 1)
    )
    return exact(low), exact(high)
