"""Figures of an answer by their names, and conditions on them: ``dilution <= 20%``.

A condition is on a figure of a total, or on the ownership of a holder. An assertion of a ledger may
also be of other figures of a holder, and of those of a kind.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple, cast

from equitycalc.bounds import Between, Range
from equitycalc.engine import BASES, Basis, Dilution, Group, Total
from equitycalc.problems import Unreadable, did_you_mean, quoted
from equitycalc.quantities import Number
from equitycalc.scalars import parse_money

Unit = Literal["shares", "money", "ratio"]
Operator = Literal["<", "<=", ">", ">=", "==", "!="]
Outcome = Literal["holds", "broken", "unproven"]
Figure = Range[Any] | Between[Any]

# The figures of a total, as the JSON object names them, and what each is counted in.
UNITS: dict[str, Unit] = {
    "outstanding": "shares",
    "issued_since": "shares",
    "rights": "shares",
    "incremental_shares": "shares",
    "shares": "shares",
    "exercisable": "shares",
    "proceeds": "money",
    "debt_extinguished": "money",
    "assumed_proceeds": "money",
    "repurchased_shares": "shares",
    "dilution": "ratio",
    "overhang": "ratio",
    "ownership": "ratio",
}
# What of them a holder or a kind has, and the shares outstanding that the ledger issued to them.
OF_GROUP: dict[str, Unit] = {
    "held": "shares",
    **{name: UNITS[name] for name in UNITS if name not in ("outstanding", "dilution", "overhang")},
}
# The figures of the whole; the second is on no basis: the statement and what was issued since.
OF_WHOLE: dict[str, Unit] = {
    **{name: UNITS[name] for name in UNITS if name != "ownership"},
    "outstanding_now": "shares",
}
OF_TREASURY_STOCK = ("assumed_proceeds", "repurchased_shares")
_UNITS = OF_WHOLE | OF_GROUP
_OF_TOTAL: dict[str, Callable[[Total[Any]], Figure | int | None]] = {
    "outstanding": lambda total: total.outstanding,
    "shares": lambda total: total.shares,
    "dilution": lambda total: total.dilution,
    "overhang": lambda total: total.overhang,
}
# What a limit that is no amount of money is to be: the problem, in words, and how to write it.
_NUMBERS: dict[Unit, tuple[str, str, str]] = {
    "shares": ("not-a-count", "a count", "write digits, such as 1000000 or 1_000_000"),
    "ratio": ("not-a-rate", "a percentage", "write a percentage, such as 20% or 7.25%"),
}
_OF_MONEY = ("not-an-amount", "negative-number", "exponent")
A_MARKET_PRICE = "a market price"
_OPERATORS: dict[str, Operator] = {
    "<=": "<=",
    ">=": ">=",
    "==": "==",
    "!=": "!=",
    "<": "<",
    ">": ">",
    "=": "==",
}
_PARTS = re.compile(
    r"\s*(?:(?P<scenario>[^:()<>=!]+?)\s*:\s*)?"
    r"(?:(?P<basis>[^.:()<>=!]+?)\s*\.\s*)?"
    r"(?P<measure>[^.:()<>=!]+?)\s*(?:\((?P<holder>.*)\))?\s*"
    r"(?P<operator><=|>=|==|!=|<|>|=)\s*(?P<limit>[^<>=!\s]+)\s*"
)

_CHANGE = re.compile(
    r"\s*(?:(?P<basis>[^.:()<>=!+-]+?)\s*\.\s*)?"
    r"(?P<measure>[^.:()<>=!+-]+?)\s*(?:\((?P<holder>.*)\))?\s*"
    r"(?P<sign>[+-])\s*(?P<limit>[^<>=!+\s-]+)\s*"
)


class Measure(NamedTuple):
    """One figure: of a basis, and of a ``holder`` or a ``kind`` where it is theirs."""

    name: str
    basis: Basis = "fully_diluted"
    holder: str | None = None
    kind: str | None = None

    @property
    def unit(self) -> Unit:
        """What it is counted in."""
        return _UNITS[self.name]

    @property
    def text(self) -> str:
        """As it is written in a condition."""
        whose = self.holder or self.kind
        return f"{self.basis}.{self.name}" + ("" if whose is None else f"({whose})")

    def of(self, found: Dilution) -> Figure | None:
        """The figure in an answer; None where the answer lacks what it needs."""
        total = found.totals[self.basis]
        if total is None:
            return None
        if self.holder is not None:
            return self.of_group(total, _named(found.by("holder"), self.holder))
        if self.kind is not None:
            return self.of_group(total, _named(found.by("kind"), self.kind))
        if self.name == "outstanding_now":
            return found.outstanding_now
        if self.name in _OF_TOTAL:
            figure = _OF_TOTAL[self.name](total)
            return Range(figure, figure) if isinstance(figure, int) else figure
        return cast("Figure | None", getattr(total.figures, self.name))

    def lacks(self, found: Dilution) -> str | None:
        """What an answer lacks that has no such figure; None of one that has it."""
        if self.of(found) is not None:
            return None
        if found.totals[self.basis] is None:
            return A_MARKET_PRICE
        if found.outstanding is None:
            return f"a statement of shares outstanding dated on or before {found.as_of}"
        return None  # it is a figure of another basis

    def of_group(self, total: Total[Any], group: Group | None) -> Figure | None:
        """The figure of the group of its holder or kind; there is none where it has nothing."""
        if self.name == "ownership":
            nothing = None if total.outstanding is None else Range(0, 0)
            return nothing if group is None else group.ownership[self.basis]
        if group is None:
            return Range(0, 0)
        if self.name == "held":
            return group.held
        figures = group.bases[self.basis]
        assert figures is not None, "there is a total on this basis"
        if self.name == "shares":
            return figures.incremental_shares + group.held
        return cast("Figure | None", getattr(figures, self.name))


def _named(groups: Iterable[Group], key: str) -> Group | None:
    return next((each for each in groups if each.key == key), None)


class Condition(NamedTuple):
    """What a figure is to be: of one scenario, or of each. ``text`` is it as it was written."""

    measure: Measure
    operator: Operator
    limit: Fraction
    text: str
    scenario: str | None = None

    def outcome(self, figure: Figure | None) -> Outcome:
        """Whether it holds; ``unproven`` where the bound of the figure, or its absence, leaves that
        open.
        """
        if figure is None:
            return "unproven"
        low, top = figure.low, figure.top
        limit = self.limit
        match self.operator:
            case "<=":
                return _decided(_is(top, lambda x: x <= limit), _is(low, lambda x: x > limit))
            case "<":
                return _decided(_is(top, lambda x: x < limit), _is(low, lambda x: x >= limit))
            case ">=":
                return _decided(_is(low, lambda x: x >= limit), _is(top, lambda x: x < limit))
            case ">":
                return _decided(_is(low, lambda x: x > limit), _is(top, lambda x: x <= limit))
            case "==":
                return _decided(low == top == limit, _apart(low, top, limit))
            case _:
                return _decided(_apart(low, top, limit), low == top == limit)


def parse_condition(text: str) -> Condition:
    """A condition, ``[SCENARIO:][BASIS.]MEASURE OP NUMBER[%]``; ``at`` of ``Unreadable`` is the
    place in the text, counted from 0.
    """
    found = _PARTS.fullmatch(text)
    if not found:
        at = re.match(r"[^<>=!]*", text)
        place = len(text.rstrip()) if at is None else min(at.end(), len(text.rstrip()))
        raise Unreadable(
            "not-a-condition",
            f"{quoted(text)} does not say what a figure is to be",
            "write [SCENARIO:][BASIS.]MEASURE OP NUMBER[%], such as dilution <= 20%",
            at=(place,),
        )
    measure = _measure(found)
    operator = _OPERATORS[found["operator"]]
    limit = _limit(found["limit"], measure, found.start("limit"))
    return Condition(measure, operator, limit, text.strip(), found["scenario"])


def parse_change(text: str) -> Condition | None:
    """A condition on what a figure is more than before, ``[BASIS.]MEASURE +NUMBER[%]`` where it
    rises by more, ``-`` where it falls; None where this is no such text.
    """
    found = _CHANGE.fullmatch(text)
    if not found:
        return None
    measure = _measure(found)
    try:
        limit = _limit(found["limit"], measure, found.start("limit"))
    except Unreadable as problem:
        if problem.name == "bare-rate":  # by so many points
            problem.help = f"write {found['sign']}{found['limit']}%"
        raise
    rises = found["sign"] == "+"
    return Condition(measure, ">" if rises else "<", limit if rises else -limit, text.strip())


def option_for(lacks: str | None) -> str | None:
    """Help for what an answer lacks: the option that supplies it."""
    if lacks is None:
        return None
    return "add --price P" if lacks == A_MARKET_PRICE else "add --outstanding N@DATE"


def parse_measure(text: str, known: Mapping[str, Unit]) -> Measure:
    """``[BASIS.]MEASURE``, the measure one of those ``known``, or ``Unreadable``."""
    written, dot, name = text.rpartition(".")
    basis = _basis(written if dot else "fully_diluted")
    if name in OF_TREASURY_STOCK and basis != "treasury_stock":
        raise _of_treasury_stock(name)
    if name not in known:
        raise Unreadable(
            "unknown-measure",
            f"{quoted(name)} is not a figure that can be asserted",
            did_you_mean(name, known) or f"one of {', '.join(known)}",
        )
    return Measure(name, basis)


def _of_treasury_stock(name: str, *at: int) -> Unreadable:
    said = f"{name} is a figure of treasury_stock"
    return Unreadable("unknown-measure", said, f"write treasury_stock.{name}", at=at)


def _basis(text: str, *at: int) -> Basis:
    for basis in BASES:
        if basis == text:
            return basis
    raise Unreadable(
        "unknown-basis",
        f"{quoted(text)} is not one of {', '.join(BASES)}",
        did_you_mean(text, BASES),
        at=at,
    )


def _measure(found: "re.Match[str]") -> Measure:
    basis = _basis(found["basis"] or "fully_diluted", found.start("basis"))
    name, holder = found["measure"], found["holder"]
    if name not in UNITS:
        raise Unreadable(
            "unknown-measure",
            f"{quoted(name)} is not a figure of an answer",
            did_you_mean(name, UNITS) or f"one of {', '.join(UNITS)}",
            at=(found.start("measure"),),
        )
    if name in OF_TREASURY_STOCK and basis != "treasury_stock":
        raise _of_treasury_stock(name, found.start("measure"))
    if (name == "ownership") != (holder is not None):
        needs = "is a holder's: write ownership(HOLDER)" if holder is None else "has no holder"
        raise Unreadable(
            "not-a-condition",
            f"{name} {needs}",
            at=(found.start("measure" if holder is None else "holder"),),
        )
    return Measure(name, basis, holder)


def _limit(text: str, measure: Measure, at: int) -> Fraction:
    number = text.removesuffix("%").replace("_", "")
    try:
        limit = Fraction(parse_money(number))
    except Unreadable as problem:
        problem.at = (at,)
        if measure.unit != "money" and problem.name in _OF_MONEY:
            name, noun, problem.help = _NUMBERS[measure.unit]
            if problem.name == "not-an-amount":
                problem.name, problem.message = name, f"{quoted(text)} is not {noun}"
        raise
    if measure.unit == "ratio" and not text.endswith("%"):
        meant = f"{(Decimal(number) * 100).normalize():f}%" if 0 < limit <= 1 else f"{number}%"
        said = f"{measure.name} is a percentage, and {quoted(text)} is not"
        raise Unreadable("bare-rate", said, f"write {meant}", at=(at,))
    if measure.unit != "ratio" and text.endswith("%"):
        said = f"{measure.name} is no percentage: it is counted in {measure.unit}"
        raise Unreadable("not-a-rate", said, f"write {number} of them, without %", at=(at,))
    return limit / 100 if text.endswith("%") else limit


def _is(end: Number | None, test: Callable[[Any], bool]) -> bool:
    return end is not None and test(end)


def _apart(low: Number | None, top: Number | None, limit: Fraction) -> bool:
    return _is(low, lambda x: x > limit) or _is(top, lambda x: x < limit)


def _decided(holds: bool, broken: bool) -> Outcome:
    return "holds" if holds else "broken" if broken else "unproven"
