"""How each kind of value is written, as JSON Schema: what its parser takes, and no more.

An editor has typed a scalar by the rules of YAML 1.2 before it looks at it: ``250000`` and ``0.04``
are numbers, ``1_000_000``, ``8%`` and dates are texts, and a quoted number is a text too. So every
number is described twice, by its bounds and by a pattern; the tests hold the patterns to the
parsers. Editors show ``errorMessage`` in place of the pattern: the words of the parser.
"""

import inspect
from collections.abc import Callable
from typing import Any

from equitycalc import scalars
from equitycalc.events import parse_amount, parse_shares
from equitycalc.problems import Unreadable
from equitycalc.questions import parse_count_on

Schema = dict[str, Any]
Parse = Callable[[str], Any]

_COUNT = r"0|[1-9][0-9]{0,14}|[1-9][0-9]{0,2}(?:_[0-9]{3}){1,4}"
_FROM_ONE = r"[1-9][0-9]{0,14}|[1-9][0-9]{0,2}(?:_[0-9]{3}){1,4}"
_MONEY = r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?"
_LEAP_YEAR = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DATE = (
    r"(?!0000)(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    rf"|{_LEAP_YEAR}-02-29)"
)
_LINE = r"(?!0+(?![0-9]))[0-9]{1,15}"
_LINES = rf"{_LINE}(?:-{_LINE})?(?:, ?{_LINE}(?:-{_LINE})?)*"

_LARGEST = 10**scalars.WHOLE_DIGITS
_SHARES: Schema = {"type": ["string", "integer"], "minimum": 0, "maximum": _LARGEST - 1}
_SHARES_FROM_ONE: Schema = _SHARES | {"minimum": 1}
_AMOUNT: Schema = {"type": ["string", "number"], "minimum": 0, "maximum": _LARGEST}
_PRICE: Schema = {"type": ["string", "number"], "exclusiveMinimum": 0, "maximum": _LARGEST}
# A text may look like a number, or like true: to the reader it stays a text.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}

# By parser: what its value is called among the definitions of a schema, its bounds, its pattern.
_HOW: dict[Parse, tuple[str, Schema, str]] = {
    scalars.parse_count: ("count", _SHARES, _COUNT),
    scalars.parse_money: ("money", _AMOUNT, _MONEY),
    scalars.parse_price: ("price", _PRICE, r"(?!0(?:\.0+)?$)" + _MONEY),
    scalars.parse_rate: ("rate", {"type": "string"}, _MONEY + "%"),
    scalars.parse_date: ("date", {"type": "string"}, _DATE),
    scalars.parse_truth: ("truth", {"type": ["boolean", "string"]}, "true|false"),
    scalars.parse_id: ("id", _TEXT | {"minimum": 0}, "[A-Za-z0-9][A-Za-z0-9_-]{0,99}"),
    scalars.parse_lines: ("lines", {"type": ["string", "integer"], "minimum": 1}, _LINES),
    scalars.parse_name: ("name", _TEXT, r"\s*\S(?:[^\n]*\S)?\s*"),
    scalars.parse_text: ("remark", _TEXT, r"[\s\S]*\S[\s\S]*"),
    parse_shares: ("count_or_all", _SHARES, "all|" + _COUNT),
    parse_amount: ("money_or_all", _AMOUNT, "all|" + _MONEY),
    parse_count_on: ("count_on", _SHARES_FROM_ONE, f"(?:{_FROM_ONE})(?:@{_DATE})?"),
}
for _parse in (
    scalars.parse_outstanding,
    scalars.parse_instalments,
    scalars.parse_split,
    scalars.parse_periods,
    scalars.parse_years,
):
    _HOW[_parse] = "count_from_one", _SHARES_FROM_ONE, _FROM_ONE
# Where the parser's own help does not say it all.
_SAID = {
    "name": "a text on one line",
    "remark": "a text",
    "count_from_one": "a count is whole digits, such as 4 or 1_000_000, above zero",
    "count_on": "a count, such as 1_000_000, or a count with its day, N@DATE",
}


def name_of(parse: Parse) -> str:
    """What a value that a parser takes is called."""
    return _HOW[parse][0]


def value(parse: Parse) -> Schema:
    """A value that a parser takes, without a description: that is its key's."""
    if parse is scalars.parse_yes_no:
        return words(("yes", "no"))
    if parse.__qualname__.startswith("one_of."):
        return words(inspect.getclosurevars(parse).nonlocals["words"])
    name, schema, pattern = _HOW[parse]
    one = {**schema, "pattern": whole(pattern), "errorMessage": _SAID.get(name) or _help(parse)}
    if parse in (parse_shares, parse_amount):
        one = offering(("all",), one) | {"errorMessage": f"{one['errorMessage']}, or all"}
    return one


def words(known: tuple[str, ...]) -> Schema:
    """One of some words, and no other."""
    return {"enum": list(known)}


def as_pattern(schema: Schema) -> Schema:
    """A schema of words with a pattern in place of its list, for what else it takes."""
    if "enum" not in schema:
        return schema
    known = tuple(schema["enum"])
    said = f"one of {', '.join(known)}" if len(known) > 1 else known[0]
    one = {"type": "string", "pattern": whole("|".join(known)), "errorMessage": said}
    return offering(known, one)


def offering(known: tuple[str, ...], schema: Schema) -> Schema:
    """A schema whose pattern takes some words, so that an editor offers them too."""
    offered = schema.get("anyOf", [{"enum": []}])[0]["enum"]
    return {**schema, "anyOf": [{"enum": [*offered, *known]}, {}]}


def list_of(schema: Schema, at_least: int = 0) -> Schema:
    """A list of what a schema describes."""
    return {"type": "array", "items": schema} | ({"minItems": at_least} if at_least else {})


def described(text: str, schema: Schema) -> Schema:
    """A schema with a description."""
    return {"description": text} | schema


def whole(pattern: str) -> str:
    """A pattern of the whole text."""
    return f"^(?:{pattern})$" if "|" in pattern else f"^{pattern}$"


def _help(parse: Parse) -> str:
    """How a parser says that its values are written."""
    try:
        parse("?")
    except Unreadable as problem:
        return problem.help or problem.message
    raise AssertionError(f"{parse} takes anything")
