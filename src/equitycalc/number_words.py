"""English number words: "One Million", "one hundred and twenty", "two and one-half million".

A run of such words may be several numbers ("five, six"). Each is read as far as it is one, by the
grammar of cardinal numbers: what follows must be smaller than what it is added to.
"""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

_BELOW_TWENTY = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_BY_TEN = "twenty thirty forty fifty sixty seventy eighty ninety"
ONES = {word: number for number, word in enumerate(_BELOW_TWENTY.split(), start=1)}
TENS = {word: 10 * number for number, word in enumerate(_BY_TEN.split(), start=2)}
TENS["fourty"] = 40  # as it is often misspelt
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

WORDS = frozenset({*ONES, *TENS, *SCALES, "hundred"})

_HALF = r"(?:one|a)[\s-]+half"
_ONE = r"an?(?=\s+(?:hundred|thousand|million|billion|trillion)\b)"
# Of "forty-eighth", forty is no number.
_TEN = rf"(?:{'|'.join(TENS)})(?!-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
_OTHER = "|".join(sorted(WORDS - TENS.keys(), key=len, reverse=True))
_WORD = rf"{_HALF}|{_ONE}|{_TEN}|{_OTHER}"
# A run of number words, with what may join them.
RUN = rf"\b(?:{_WORD})\b(?:(?:\s*,\s+|[\s-]+)(?:and\s+)?(?:{_WORD})\b)*"
_TOKEN = re.compile(rf"(,)?[\s-]*\b(and\s+)?({_WORD})\b", re.IGNORECASE)


class Spelt(NamedTuple):
    """A number in words, and where in the text it stands."""

    value: int | Fraction
    start: int
    end: int


class _Part(NamedTuple):
    """A part of a number: so many of a ``scale``, "two hundred" of "thousand"; whether a comma
    stands before it.
    """

    value: int | Fraction
    scale: int
    start: int
    end: int
    comma: bool


def spelt_in(text: str, start: int, end: int) -> Iterator[Spelt]:
    """The numbers of a run of number words, which ``RUN`` found there."""
    number: Spelt | None = None
    scale = 1
    for part in _below_thousand(_below_hundred(text, start, end)):
        value = part.value * part.scale
        if number is not None and part.scale < scale:
            number = Spelt(number.value + value, number.start, part.end)
        else:
            if number is not None:
                yield number
            number = Spelt(value, part.start, part.end)
        scale = part.scale
    if number is not None:
        yield number


def _below_thousand(parts: Iterable[_Part]) -> Iterator[_Part]:
    """The parts with hundreds and what follows them made one: "two hundred" and "fifty"."""
    last: _Part | None = None
    for part in parts:
        if last is None:
            last = part
        elif last.scale == 1 and last.value % 100 == 0 and part.value < 100 and not part.comma:
            last = last._replace(value=last.value + part.value, scale=part.scale, end=part.end)
        else:
            yield last
            last = part
    if last is not None:
        yield last


def _below_hundred(text: str, start: int, end: int) -> Iterator[_Part]:
    """A number below a hundred at a time, with the hundred and the scale behind it. A scale without
    one says nothing: "several million".
    """
    part: _Part | None = None
    place = ""
    for found in _TOKEN.finditer(text, start, end):
        word, comma, also = found[3].lower(), bool(found[1]), bool(found[2])
        longer = None if part is None else _with_word(part, place, word, comma, also)
        if longer is not None:
            part, place = longer
            part = part._replace(end=found.end(3))
            continue
        if part is not None:
            yield part
        value, place = _first_word(word)
        part = _Part(value, 1, found.start(3), found.end(3), comma) if place else None
    if part is not None:
        yield part


def _first_word(word: str) -> tuple[int | Fraction, str]:
    """What a number may begin with, and the place that it takes; none of hundreds and scales."""
    if word in ONES:
        return ONES[word], "ones"
    if word in TENS:
        return TENS[word], "tens"
    if word in WORDS:
        return 0, ""
    return (1, "ones") if word in ("a", "an") else (Fraction(1, 2), "half")


def _with_word(
    part: _Part, place: str, word: str, comma: bool, also: bool
) -> tuple[_Part, str] | None:
    """A part with one more word, and the place that this takes; None where it does not go on."""
    if word in SCALES:
        goes_on = place != "scale" and not (comma or also)
        return (part._replace(scale=SCALES[word]), "scale") if goes_on else None
    if place not in ("ones", "tens"):
        return None
    if word == "hundred":
        goes_on = not (comma or also)
        return (part._replace(value=part.value * 100), "hundred") if goes_on else None
    if word in ONES:
        goes_on = place == "tens" and ONES[word] < 10 and not (comma or also)
        return (part._replace(value=part.value + ONES[word]), "ones") if goes_on else None
    if also and _first_word(word)[1] == "half":
        return part._replace(value=part.value + Fraction(1, 2)), "half"
    return None
