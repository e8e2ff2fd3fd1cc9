"""Parts of one unit: "one-tenth of one cent", "three-quarters of one percent", "1/2 of 1%", "a
quarter percent", "two and one-eighth percent".

What is a part of one cent is no cent: the two are one figure, less than either.
"""

import re
from fractions import Fraction

from equitycalc.day_words import ORDINALS
from equitycalc.number_words import ONES, RUN, TENS, spelt_in

_PLAIN = {"half": 2, "halves": 2, "quarter": 4, "hundredth": 100, "thousandth": 1000}
_BELOW = {**_PLAIN, **{word: number for word, number in ORDINALS.items() if number > 2}}
_BELOW["ten-thousandth"] = 10_000
_TEN = "|".join(TENS)
_TENTHS = "|".join(word for word, number in ORDINALS.items() if number < 10)
# "fifty-one hundredths", and "fifty one-hundredths".
_ABOVE = rf"(?:(?:{_TEN})(?:-|\s+(?!one-)))?(?:{'|'.join(ONES)})|{_TEN}|an?"
_DENOMINATOR = rf"(?:{_TEN})[\s-]+(?:{_TENTHS})|{'|'.join(sorted(_BELOW, key=len, reverse=True))}"
_UNIT = r"(?:%|per\s*cent\b|percent\b|pct\b|basis\s+point\b|cents?\b|¢|dollar\b)"
# A part, once more in parentheses perhaps, and the unit, or one of it.
PART = rf"""
    (?:(?:\b(?P<whole>{RUN})\s+and\s+)?
       (?:\b(?P<above_in_words>{_ABOVE})[\s-]+(?:one[\s-]+)?(?P<below_in_words>{_DENOMINATOR})s?\b
        |\b(?P<half>half)\b)
     | (?<![\w.,/-])(?P<part_above>[1-9][0-9]?)/(?P<part_below>[1-9][0-9]{{0,4}})(?:ths?|rds?|nds?)?
     | (?<![\w.,/-])(?P<decimal>0?\.[0-9]{{1,12}})(?=\s+of\b)
    )
    (?:\s*\((?P<again>[^()]{{1,40}})\))?
    (?:\s+(?:of\s+|(?(half)|(?!)))(?:one|an?|1)(?:\s*\(1\))?(?=[\s-]*{_UNIT})|(?=[\s-]*{_UNIT}))
"""


def part_of(found: "re.Match[str]") -> Fraction:
    """How much of one unit a match of ``PART`` says."""
    if found["decimal"]:
        return Fraction(found["decimal"])
    if found["part_above"]:
        return Fraction(int(found["part_above"]), int(found["part_below"]))
    whole = _spelt(found["whole"] or "", 0)
    if found["half"]:
        return whole + Fraction(1, 2)
    above = _spelt(found["above_in_words"], 1)  # "a tenth" is one of them
    return whole + Fraction(above) / _below(found["below_in_words"].lower())


def _spelt(words: str, otherwise: int) -> int | Fraction:
    return next((each.value for each in spelt_in(words, 0, len(words))), otherwise)


def _below(word: str) -> int:
    tens, _, rest = re.sub(r"\s+", "-", word).partition("-")
    if word in _BELOW:
        return _BELOW[word]
    return TENS[tens] + ORDINALS[rest]
