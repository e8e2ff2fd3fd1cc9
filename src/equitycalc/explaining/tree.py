"""The nodes of an explanation: a figure, the formula that made it, and what went in."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from equitycalc.bounds import Range
from equitycalc.engine.formulas import WRITTEN, Ends

Unit = Literal["shares", "money", "price", "ratio", "rate", "factor", "number", "date", "word"]

MOST = 20  # of what is alike; the rest is summed up, or counted
SUM = "sum(inputs)"
PRODUCT = "product(inputs)"
_NAME = re.compile(r"[a-z][a-z_]*")
_ROUNDED = {"down": "floor", "up": "ceil", "nearest": "nearest"}
_SAID = {
    "floor(": "rounded down to whole shares",
    "ceil(": "rounded up",
    "nearest(": "rounded to the nearest whole share, a half up",
}
_UNITS: dict[str, Unit] = {
    "amount": "money",
    "principal": "money",
    "interest": "money",
    "left": "money",
    "whole": "money",
    "proceeds": "money",
    "assumed_proceeds": "money",
    "residue": "money",
    "exercise_price": "price",
    "conversion_price": "price",
    "market_price": "price",
    "price": "price",
    "adjusted_price": "price",
    "instalments": "number",
    "instalments_left": "number",
    "new": "number",
    "old": "number",
}


class Source(NamedTuple):
    """Where a value comes from: lines of a document, or what ``says`` so otherwise."""

    document: str | None = None
    lines: str | None = None
    says: str | None = None


class Node(NamedTuple):
    """One figure of an explanation.

    ``value`` is a range or another bounded number, a term's value, ``BLANK``, or None where it is
    not known. ``formula`` names the inputs by their labels: it may be worked out again from them.
    Where several have one label, or the inputs only tell what happened, there is none, or it is of
    all of them. ``notes`` are what is assumed, rounded, and why it counts.
    """

    label: str
    value: Any
    unit: Unit
    formula: str | None = None
    source: Source | None = None
    inputs: tuple["Node", ...] = ()
    notes: tuple[str, ...] = ()

    def named(self, label: str, *notes: str) -> "Node":
        """The same under another label, with what else is to be said of it."""
        return self._replace(label=label, notes=(*notes, *self.notes))


def names_in(formula: str) -> tuple[str, ...]:
    """The words of a formula, each once: names of inputs, and a few that are not."""
    return tuple(dict.fromkeys(_NAME.findall(formula)))


def put_in(formula: str, words: Mapping[str, str]) -> str:
    """The formula with some of its words replaced."""
    return _NAME.sub(lambda found: words.get(found[0], found[0]), formula)


def with_formula(
    label: str,
    value: Any,
    unit: Unit,
    formula: str,
    inputs: Iterable[Node],
    *notes: str,
    source: Source | None = None,
) -> Node:
    """A node with a formula, and a note where that rounds."""
    rounds = (said for sign, said in _SAID.items() if sign in formula)
    return Node(label, value, unit, formula, source, tuple(inputs), (*notes, *rounds))


def worked(
    by: Ends[Any],
    result: str,
    leaves: Mapping[str, Node],
    *,
    label: str | None = None,
    names: Mapping[str, str] | None = None,
) -> Node:
    """One result of an engine's formula, and of the results in it, down to its fields.

    ``leaves`` are the nodes of fields that have more to tell, by the names that ``names`` gives
    them. What is made of something open is open.
    """
    names = names or {}
    texts = WRITTEN[type(by.low)]
    text = texts[result]
    inputs = []
    for name in names_in(text):
        called = names.get(name, name)
        if name in texts:
            inputs.append(worked(by, name, leaves, names=names))
        elif called in leaves:
            inputs.append(leaves[called].named(called))
        elif hasattr(by.low, name):
            inputs.append(Node(called, _both(by, name), _UNITS.get(called, "shares")))
    if "rounded(" in text:
        text = text.replace("rounded", _ROUNDED[by.low.rounding])
    value = _both(by, result)
    if isinstance(value, Range):
        value = Range(value.low, value.high, int(any(map(_open, inputs))))
    return with_formula(
        label or names.get(result, result),
        value,
        _UNITS.get(result, "shares"),
        put_in(text, names),
        inputs,
    )


def _open(node: Node) -> bool:
    return isinstance(node.value, Range) and node.value.open > 0


def _both(by: Ends[Any], name: str) -> Any:
    low, high = getattr(by.low, name), getattr(by.high, name)
    return low if low is None else Range(low, high)


def summed(label: str, value: Any, unit: Unit, inputs: Iterable[Node], *notes: str) -> Node:
    """The sum of its inputs; of one, that input itself."""
    found = tuple(inputs)
    if len(found) == 1 and found[0].value == value:
        return found[0].named(label, *notes)
    return Node(label, value, unit, SUM if found else None, None, found, notes)
