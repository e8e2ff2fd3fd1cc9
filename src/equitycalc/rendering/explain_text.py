"""The values and formulas of an explanation as text and as JSON, and its nodes in reading order."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from equitycalc.bounds import Between, Range
from equitycalc.explaining.tree import PRODUCT, SUM, Node, Source, put_in
from equitycalc.quantities import decimal_places, decimal_where_it_ends
from equitycalc.rendering.values import (
    NOT_KNOWN,
    Json,
    money_json,
    money_text,
    percent_text,
    ratio_json,
    shares_json,
    shares_text,
    term_json,
    term_text,
)
from equitycalc.written import BLANK

Quoting = Callable[[Source], tuple[str, ...]]

_FACTOR_PLACES = 12
_LONGEST = 10**20  # either side of a fraction that anybody reads; compounded, they have thousands
_ADDENDS = 6
_SUMS = {SUM: " + ", PRODUCT: " x "}


def in_order(root: Node) -> Iterator[tuple[int, Node]]:
    """Every node with its depth, each before its inputs."""
    waiting = [(0, root)]
    while waiting:
        depth, node = waiting.pop()
        yield depth, node
        waiting += [(depth + 1, each) for each in reversed(node.inputs)]


def value_text(node: Node) -> str:
    """The value of a node for people, with what is exact where it was rounded to be shown."""
    text = _short(node)
    exact = _rounded_from(node)
    if exact is None:
        return text
    said = f", exactly {exact}" if _legible(exact) else ""
    return f"{text} (shown rounded half up{said})"


def formula_text(node: Node) -> str:
    """The formula and the same with its figures; nothing where there is none."""
    if node.formula is None:
        return ""
    figures = figures_text(node)
    if node.formula in _SUMS:
        return f"= {figures}" if figures else f"= the sum of these {len(node.inputs):,}"
    return f"= {node.formula}" + (f" = {figures}" if figures not in (None, node.formula) else "")


def figures_text(node: Node) -> str | None:
    """The formula with the figures in it; None where they are too many."""
    if node.formula is None:
        return None
    if node.formula in _SUMS:
        shown = [each for each in node.inputs if _counts(each)] or list(node.inputs[:1])
        if len(shown) > _ADDENDS:
            return None
        return _SUMS[node.formula].join(_inside(each) for each in shown)
    return put_in(node.formula, {each.label: _inside(each) for each in node.inputs})


def source_text(source: Source) -> str:
    """Where a value comes from."""
    if source.document is None and source.lines is None:
        return source.says or ""
    return ":".join(filter(None, (source.document, source.lines)))


def value_json(node: Node) -> Json | None:
    """The value of a node for machines."""
    value: Any = node.value
    match node.unit:
        case _ if value is None:
            return None
        case _ if value is BLANK:
            return {"value": None, "bound": "unknown"}
        case "shares":
            return shares_json(value)
        case "money":
            return money_json(value)
        case "ratio":
            return ratio_json(value)
        case "factor":
            return _factor_json(value)
        case _:
            value = value.low if isinstance(value, Range) else value
            return term_json(value.isoformat() if isinstance(value, date) else value)


def node_json(node: Node, quoting: Quoting | None) -> Json:
    """A node as an object, without its inputs."""
    return {
        "label": node.label,
        "formula": node.formula,
        "figures": figures_text(node),
        "value": value_json(node),
        "unit": node.unit,
        "source": None if node.source is None else source_json(node.source, quoting),
        "notes": list(node.notes),
    }


def source_json(source: Source, quoting: Quoting | None) -> Json:
    """Where a value comes from, with the lines themselves where they are quoted."""
    found: Json = {"document": source.document, "lines": source.lines, "says": source.says}
    return found if quoting is None else found | {"text": list(quoting(source))}


def _factor_json(value: Range[Fraction]) -> Json:
    shown = f"{decimal_places(value.low, _FACTOR_PLACES):f}"
    found: Json = {"value": shown, "bound": value.bound}
    if Fraction(shown) != value.low and _legible(value.low):
        found["exact"] = str(value.low)
    return found


def _short(node: Node) -> str:
    value: Any = node.value
    if value is None:
        return NOT_KNOWN
    if value is BLANK:
        return "blank"
    if isinstance(value, Range | Between) and node.unit in ("price", "number"):
        value = value.low
    match node.unit:
        case "shares":
            return shares_text(value)
        case "money":
            return money_text(value)
        case "ratio":
            return percent_text(value)
        case "rate" if isinstance(value, Decimal):
            return f"{value.scaleb(2):f}%"
        case "factor":
            return _factor(value)
        case _:
            return term_text(value)


def _factor(value: Range[Fraction]) -> str:
    text = f"{decimal_places(value.low, _FACTOR_PLACES):f}"
    text = text.rstrip("0").rstrip(".")
    if value.bound == "exact":
        return text
    if value.top is None:
        return f"≥ {text}"
    return f"{text} to {_factor(Range(value.high, value.high))}"


def _rounded_from(node: Node) -> Fraction | None:
    """The exact value where what is shown was rounded, and is one number."""
    value: Any = node.value
    if not isinstance(value, Range | Between) or value.bound != "exact" or value.low is None:
        return None
    exact = Fraction(value.low)
    match node.unit:
        case "shares":
            shown = exact.denominator == 1
        case "money":
            shown = isinstance(decimal_where_it_ends(exact), Decimal)
        case "ratio":
            shown = (exact * 10**4).denominator == 1
        case "factor":
            shown = (exact * 10**_FACTOR_PLACES).denominator == 1
        case _:
            shown = True
    return None if shown else exact


def _legible(exact: Fraction) -> bool:
    return exact.denominator < _LONGEST and abs(exact.numerator) < _LONGEST


def _inside(node: Node) -> str:
    """A value inside a formula: exact, where that is short."""
    text = _short(node)
    exact = _rounded_from(node) if node.unit in ("shares", "money") else None
    if exact is not None and _legible(exact):
        return f"({exact})"
    return f"({text})" if " to " in text or text.startswith("-") else text


def _counts(node: Node) -> bool:
    value: Any = node.value
    return not (isinstance(value, Range) and value.top == 0 == value.low)
