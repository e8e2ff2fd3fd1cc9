"""Figures as documents print them: text to values, whichever way they are written.

"1,000,000 (One Million)", "$0.13 (Thirteen Cents)", ".04 (four cents)", "eight (8%) percent",
"three (3) months", "the 23rd day of May, 2000", "5/23/00". Where a figure stands in words and again
in digits, both are found. Days are read month first, as American documents have them. Numbers that
only name something, such as those of sections, rules and pages, are not figures.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple, cast, get_args

from equitycalc.day_words import DAY, MONTHS, NTH, ORDINALS, day_of, nth
from equitycalc.number_words import RUN, SCALES, WORDS, spelt_in
from equitycalc.part_words import PART, part_of

Period = Literal["hour", "day", "week", "month", "year"]
Kind = Literal["count", "money", "rate", "date", "every", "form"] | Period
PERIODS: tuple[Period, ...] = get_args(Period)


class Printed(NamedTuple):
    """A figure that stands at ``start`` to ``end`` of a text, its unit included.

    Of money, ``value`` is in dollars; of a rate, the fraction; of a period, how many of its unit;
    of ``every``, months ("quarterly" is 3). A ``form`` is its name, and a date that is not in the
    calendar its text.
    """

    kind: Kind
    value: int | Fraction | date | str
    start: int
    end: int


class _Number(NamedTuple):
    """A number, and what its unit makes of it: ``parts`` of it are one of its kind."""

    kind: Kind
    value: int | Fraction
    parts: int
    start: int
    after: int  # where the number ends
    end: int  # where its unit does

    def printed(self) -> Printed:
        """The figure that it is."""
        value = self.value if self.parts == 1 else Fraction(self.value) / self.parts
        return Printed(self.kind, value, self.start, self.end)


_EVERY = {"m": 1, "q": 3, "s": 6, "y": 12, "a": 12}  # months, by how the word begins

# Names of forms with a number in them: "S-8", "SB-2", "10-QSB".
FORM = r"(?-i:[A-Z]{1,2}-[0-9]{1,2}|[0-9]{1,2}-[KQF](?:SB)?)"
_NUMERAL = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}|0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?"
_NUMBER = rf"""
    (?:(?P<money>[$€£]\s*|\bUSD\s*)|(?<![\w.])(?<!/)(?<![0-9],)(?<!(?-i:[A-Z])-))
    (?P<numeral>{_NUMERAL}|\.[0-9]{{1,12}})
    (?:(?:[ -]|\s+and\s+)(?P<above>[1-9][0-9]?)/(?P<below>[1-9][0-9]?))?
    (?![0-9]|[.,/][0-9]|(?:st|nd|rd|th|[a-z])(?![a-z]))
    (?:\s*(?P<scale>{"|".join(SCALES)})\b)?
  | (?<=[a-z])(?P<glued>\.[0-9]{{2,12}})(?![\w.])
"""
# Inside a word nothing begins but a point or a sign.
_FOUND = re.compile(
    rf"""
    (?:(?<![a-z])|(?=[.$€£]))(?:
    {DAY}
  | \b(?P<form>{FORM})\b
  | (?P<phone>\b[0-9]+(?:(?:-[0-9]+){{2,}}|(?:\.[0-9]+){{2,}})\b)
  | (?P<part>{PART})
  | (?P<anniversary>\b{NTH})\s+anniversary\b
  | {_NUMBER}
  | (?P<words>{RUN})
  | \b(?:(?:each|every|per)\s+(?P<each>month|quarter|year)
        |(?P<every>monthly|quarterly|semi-?annual|annual|yearly))(?:ly)?\b
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Between a number and its unit may stand the number once more, or the end of parentheses.
_UNIT = re.compile(
    r"""
    (?:\s*\([^()]{1,60}\)|\s*\))?[\s-]*(?:
        (?P<rate>%|percent\b|per\s+cent(?:um)?\b|pct\b)
      | (?P<basis>basis\s+points?\b)
      | (?:and\s+(?:(?P<hundredths>[0-9]{2})|no)/100\s+)?
        (?:U\.?\s?S\.?\s+|United\s+States\s+)?(?P<dollar>dollars?\b)
      | (?P<cent>cents?\b|¢)
      | (?:(?:calendar|business|trading|banking|working|consecutive|full|successive)\s+)*
        (?P<period>hour|day|week|month|year)s?\b
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What joins numbers of one unit: "20 or 30 days", "nor less than 5 nor more than 10 years".
_OR = re.compile(
    r"\s*(?:,|-|\b(?:or|to|and|nor|but|not|more|less|than|at|least|most|through)\b"
    r"(?:\s+|\Z)){1,8}\s*",
    re.IGNORECASE,
)
_AND = re.compile(r"[\s,]*(?:and\s+)?", re.IGNORECASE)
# What stands before and after numbers that name something.
_NAMES = re.compile(
    r"(?:\b(?:sections?|rules?|forms?|articles?|exhibits?|paragraphs?|clauses?|schedules?|items?"
    r"|pages?|parts?|suite|act\s+of|no\.|lines?)\s{1,24}|\#\s?)\Z",
    re.IGNORECASE,
)
_LONGEST_NAME = 40
_FAR = 200  # characters back, at most, where a line begins
_CLAUSE = re.compile(r"\((?:[a-z]{1,2}|[ivx]+)\)", re.IGNORECASE)
_AFTER_MARK = re.compile(r"(?P<sure>\.?(?:\t|[ \t]{2})[ \t]*\S)|\.?[ \t]*(?:\n|\Z)|\.[ \t]")
# Letters that scanning makes of digits, and words that a line's end has cut in two.
_MISREAD = re.compile(
    r"(?<=\$)[0-9OolI.,]+(?!\w)|\b[0-9OolI]{1,3}(?:,[0-9OolI]{3})+\b|\b[OolI]*[0-9][0-9OolI]*\b"
)
_AS_READ = str.maketrans("OolI", "0011")
_BROKEN = re.compile(r"\b([a-z]+)-[ \t]*\n[ \t]*([a-z]+)", re.IGNORECASE)
_WHOLE = {
    *(*WORDS, *MONTHS, *ORDINALS, *PERIODS, *(f"{each}s" for each in PERIODS)),
    *("percent", "dollar", "dollars", "cents", "monthly", "quarterly", "anniversary"),
}


def printed_in(text: str) -> Iterator[Printed]:
    """The figures of a text, in the order in which they begin, the longest first."""
    mended, cuts, taken_out = _mended(text)

    def as_printed(at: int) -> int:
        return at + taken_out[bisect_right(cuts, at)]

    for each in sorted(_all_in(mended), key=lambda each: (each.start, -each.end)):
        yield each._replace(start=as_printed(each.start), end=as_printed(each.end))


def _mended(text: str) -> tuple[str, list[int], list[int]]:
    """The text with digits and words made whole; where something was cut out of it for that, and
    how much was by then.
    """
    text = _MISREAD.sub(
        lambda found: found[0].translate(_AS_READ) if re.search("[0-9]", found[0]) else found[0],
        text,
    )
    pieces, cuts, taken_out, done = [], [], [0], 0
    for found in _BROKEN.finditer(text):
        if (found[1] + found[2]).lower() in _WHOLE:
            pieces.append(text[done : found.end(1)])
            cuts.append(found.end(1) - taken_out[-1])
            taken_out.append(taken_out[-1] + found.start(2) - found.end(1))
            done = found.start(2)
    return "".join([*pieces, text[done:]]), cuts, taken_out


def _all_in(text: str) -> Iterator[Printed]:
    """What is printed as it is, and what two numbers next to each other say together."""
    numbers: list[_Number] = []
    for each in _each_in(text):
        if isinstance(each, Printed):
            yield each
        else:
            numbers.append(each)
    other: _Number | None = None
    for number in reversed(numbers):
        yield number.printed()
        if other is not None and _shares_its_unit(text, number, other):
            number = number._replace(kind=other.kind, parts=other.parts, end=other.end)
            yield number.printed()
        elif other is not None and _is_sum(text, number, other):
            dollars = number.value + Fraction(other.value) / other.parts
            yield Printed("money", dollars, number.start, other.end)
        other = number


def _shares_its_unit(text: str, number: _Number, other: _Number) -> bool:
    """Whether the unit behind the second number is that of the first too."""
    bare = number.kind == "count" and other.end > other.after
    return bare and _OR.fullmatch(text, number.after, other.start) is not None


def _is_sum(text: str, number: _Number, other: _Number) -> bool:
    """Whether these are dollars and cents."""
    both_money = number.kind == other.kind == "money" and other.parts > number.parts
    return both_money and _AND.fullmatch(text, number.end, other.start) is not None


def _each_in(text: str, begin: int = 0, end: int = sys.maxsize) -> Iterator[Printed | _Number]:
    after = 0
    for found in _FOUND.finditer(text, begin, end):
        start, end = found.span()
        if found["phone"]:
            continue
        if found["form"]:
            yield Printed("form", found["form"], start, end)
        elif found["part"]:
            yield _with_unit(text, part_of(found), start, end)
            if found["again"]:
                yield from _each_in(text, *found.span("again"))
            after = end
        elif found["anniversary"]:
            yield Printed("year", nth(found["anniversary"]), start, end)
        elif often := found["each"] or found["every"]:
            yield Printed("every", _EVERY[often[0].lower()], start, end)
        elif found["words"]:
            for spelt in spelt_in(text, start, end):
                yield _with_unit(text, spelt.value, spelt.start, spelt.end)
                after = spelt.end
        elif digits := found["numeral"] or found["glued"]:
            whole, _, decimals = digits.replace(",", "").partition(".")
            value: int | Fraction = int(whole or 0)
            if decimals:
                value = Fraction(int(whole + decimals), 10 ** len(decimals))
            if found["above"]:
                value += Fraction(int(found["above"]), int(found["below"]))
            if found["scale"]:
                value *= SCALES[found["scale"].lower()]
            if found["money"]:
                yield _Number("money", value, 1, start, end, end)
            else:
                number = _with_unit(text, value, start, end)
                if number.kind != "count" or not _names_something(text, number, after):
                    yield number
            after = end
        else:
            yield Printed("date", day_of(found) or " ".join(found[0].split()), start, end)


def _with_unit(text: str, value: int | Fraction, start: int, end: int) -> _Number:
    """The number with the unit that follows it; without one it is a count."""
    kind: Kind = "count"
    parts, whole_end = 1, end
    if unit := _UNIT.match(text, end):
        whole_end = unit.end()
        if unit["period"]:
            kind = cast(Period, unit["period"].lower())
        elif unit["rate"] or unit["basis"]:
            kind, parts = "rate", 100 if unit["rate"] else 10_000
        else:
            kind, parts = "money", 100 if unit["cent"] else 1
            if unit["hundredths"]:
                value += Fraction(int(unit["hundredths"]), 100)
    return _Number(kind, value, parts, start, end, whole_end)


def _names_something(text: str, number: _Number, after: int) -> bool:
    """Whether a number is that of a section, a list's entry or a page; ``after`` is where the one
    before it ends.
    """
    start, end = number.start, number.after
    if _NAMES.search(text[max(0, start - _LONGEST_NAME) : start]) or _CLAUSE.match(text, end):
        return True
    if not 1 <= number.value < 100:
        return False
    if text.startswith("(", start - 1) and text.startswith(")", end):
        return text[after : start - 1].strip() != ""  # of "two (2)" it is the figure
    line = text.rfind("\n", max(0, start - _FAR), start) + 1
    if text[max(line, start - _FAR) : start].strip():
        return False
    above = text[max(0, line - 1 - _FAR) : max(0, line - 1)].rstrip(" \t")
    follows = _AFTER_MARK.match(text, end)
    return follows is not None and (follows["sure"] is not None or above[-1:] in ("", "\n"))
