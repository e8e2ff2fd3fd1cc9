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

    value: Fraction
    start: int
    end: int


class _Reading:
    """The number that is being read: ``closed`` by scales such as thousand, and what is ``open``
    yet; ``last`` is the place that the last word took, which the next one's must go with.
    """

    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.closed = 0
        self.open = Fraction(0)
        self.scale = 10**15  # above every scale there is
        self.last = "none"

    def takes(self, word: str, comma: bool, joined: bool) -> bool:
        """Whether the word goes on with this number, which then has it."""
        ends = self.last in ("none", "scale") or (self.last == "hundred" and not comma)
        if word in _ONES:
            after_tens = self.last == "tens" and _ONES[word] < 10 and not comma and not joined
            return (ends or after_tens) and self._add(_ONES[word], "ones")
        if word in _TENS:
            return ends and self._add(_TENS[word], "tens")
        if word == "hundred":
            counted = self.last in ("ones", "tens") and self.open < 100
            return counted and not (comma or joined) and self._times(100, "hundred")
        if word in SCALES:
            counted = self.last not in ("none", "scale") and SCALES[word] < self.scale
            return counted and not (comma or joined) and self._close(SCALES[word])
        if word in ("a", "an"):
            return self.last == "none" and self._add(1, "ones")
        may = self.last == "none" or (joined and self.last != "half")
        return may and self._add(Fraction(1, 2), "half")

    def _add(self, number: int | Fraction, place: str) -> bool:
        self.open += number
        self.last = place
        return True

    def _times(self, number: int, place: str) -> bool:
        self.open *= number
        self.last = place
        return True

    def _close(self, scale: int) -> bool:
        self.closed += int(self.open * scale)
        self.open = Fraction(0)
        self.scale = scale
        self.last = "scale"
        return True


def spelt_in(text: str, start: int, end: int) -> Iterator[Spelt]:
    """The numbers of a run of number words, which ``RUN`` found there."""
    reading = _Reading(start)
    for found in _TOKEN.finditer(text, start, end):
        word = found[3].lower()
        if not reading.takes(word, bool(found[1]), bool(found[2])):
            yield from _read(reading)
            reading = _Reading(found.start(3))
            if not reading.takes(word, comma=False, joined=False):
                continue  # a scale without a number: "several million"
        reading.end = found.end(3)
    yield from _read(reading)


def _read(reading: _Reading) -> Iterator[Spelt]:
    if reading.last != "none":
        yield Spelt(reading.closed + reading.open, reading.start, reading.end)
