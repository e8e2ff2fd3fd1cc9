"""English number words: "One Million", "one hundred and twenty", "two and one-half million".

A run of such words may be several numbers ("five, six"). Each is read as far as it is one, by the
grammar of cardinal numbers: what follows must be smaller than what it is added to.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

_BELOW_TWENTY = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_BY_TEN = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONES = {word: number for number, word in enumerate(_BELOW_TWENTY.split(), start=1)}
_TENS = {word: 10 * number for number, word in enumerate(_BY_TEN.split(), start=2)}
_TENS["fourty"] = 40  # as it is often misspelt
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

WORDS = frozenset({*_ONES, *_TENS, *SCALES, "hundred"})

_HALF = r"(?:one|a)[\s-]+half"
_ONE = r"an?(?=\s+(?:hundred|thousand|million|billion|trillion)\b)"
# Of "forty-eighth", forty is no number.
_TEN = rf"(?:{'|'.join(_TENS)})(?!-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
_OTHER = "|".join(sorted(WORDS - _TENS.keys(), key=len, reverse=True))
_WORD = rf"{_HALF}|{_ONE}|{_TEN}|{_OTHER}"
# A run of number words, with what may join them.
RUN = rf"\b(?:{_WORD})\b(?:(?:\s*,\s+|[\s-]+)(?:and\s+)?(?:{_WORD})\b)*"
_TOKEN = re.compile(rf"(,)?[\s-]*\b(and\s+)?({_WORD})\b", re.IGNORECASE)


class Spelt(NamedTuple):
    """A number in words, and where in the text it stands."""

    value: int | Fraction
    start: int
    end: int


class _Group(NamedTuple):
    """A number below ten thousand, and the scale behind it: "two hundred" of "thousand"."""

    value: int | Fraction
    scale: int
    start: int
    end: int


def spelt_in(text: str, start: int, end: int) -> Iterator[Spelt]:
    """The numbers of a run of number words, which ``RUN`` found there."""
    number: Spelt | None = None
    scale = 1
    for group in _groups(text, start, end):
        value = group.value * group.scale
        if number is not None and group.scale < scale:
            number = Spelt(number.value + value, number.start, group.end)
        else:
            if number is not None:
                yield number
            number = Spelt(value, group.start, group.end)
        scale = group.scale
    if number is not None:
        yield number


def _groups(text: str, start: int, end: int) -> Iterator[_Group]:
    """The groups of a run. ``last`` is the place that the last word took in its group."""
    value: int | Fraction = 0
    last, begins, ends = "", start, start
    for found in _TOKEN.finditer(text, start, end):
        word, comma, also = found[3].lower(), bool(found[1]), bool(found[2])
        if word in SCALES:
            # Without a number before it, as in "several million", it says nothing.
            if last:
                counts = not (comma or also)
                scale, ends = (SCALES[word], found.end(3)) if counts else (1, ends)
                yield _Group(value, scale, begins, ends)
            value, last = 0, ""
            continue
        longer = _with_word(value, last, word, comma, also)
        if longer is None:
            if last:
                yield _Group(value, 1, begins, ends)
            longer = _with_word(0, "", word, comma, also) or (0, "")
            begins = found.start(3)
        elif not last:
            begins = found.start(3)
        value, last = longer
        ends = found.end(3)
    if last:
        yield _Group(value, 1, begins, ends)


def _with_word(
    value: int | Fraction, last: str, word: str, comma: bool, also: bool
) -> tuple[int | Fraction, str] | None:
    """A group with one more word, and the place that this takes; None where it does not go on."""
    follows = not last or (last == "hundred" and not comma)
    if word in _ONES:
        after_tens = last == "tens" and _ONES[word] < 10 and not (comma or also)
        return (value + _ONES[word], "ones") if follows or after_tens else None
    if word in _TENS:
        return (value + _TENS[word], "tens") if follows else None
    if word == "hundred":
        counts = last in ("ones", "tens") and value < 100 and not (comma or also)
        return (value * 100, "hundred") if counts else None
    if word in ("a", "an"):
        return None if last else (1, "ones")
    return (value + Fraction(1, 2), "half") if not last or (also and last != "half") else None
