"""Days as documents print them: "May 23, 2000", "the 23rd day of May, 2000", "5/23/00".

Where digits alone say the day, the month comes first, as American documents have it; a year of two
digits is one from 1970 to 2069.
"""

import re
from datetime import date

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_TO_TWENTIETH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: number for number, word in enumerate(_TO_TWENTIETH.split(), start=1)}
ORDINALS["thirtieth"] = 30
_TENS = {"twenty": 20, "thirty": 30}
_MONTH = "(?:" + "|".join(rf"{name[:3]}(?:{name[3:]}|t)?\b\.?" for name in MONTHS) + ")"
NTH = rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)|(?:(?:{'|'.join(_TENS)})[\s-]+)?(?:{'|'.join(ORDINALS)}))\b"
_YEAR = r"[0-9]{4}\b(?!,[0-9])"
DAY = rf"""
    \b(?P<month>{_MONTH})\s*(?P<day>{NTH}|[0-9]{{1,2}}\b)[\s,]+(?P<year>{_YEAR})
  | \b(?P<nth_day>{NTH}|[0-9]{{1,2}})\s+(?:day\s+)?(?:of\s+)?
    (?P<of_month>{_MONTH})[\s,]+(?:of\s+)?(?P<of_year>{_YEAR})
  | \b(?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\b
  | (?<![\w/-])(?P<first>[0-9]{{1,2}})(?P<sign>[/-])(?P<then>[0-9]{{1,2}})(?P=sign)
    (?P<short>[0-9]{{4}}|[0-9]{{2}})(?![\w/-])
"""


def day_of(found: re.Match[str]) -> date | None:
    """The day of a match of ``DAY``; None where the calendar has no such day."""
    try:
        return _day(found)
    except ValueError:
        return None


def _day(found: re.Match[str]) -> date:
    if found["iso"]:
        return date.fromisoformat(found["iso"])
    if found["month"] or found["of_month"]:
        month = (found["month"] or found["of_month"])[:3].lower()
        number = [name[:3] for name in MONTHS].index(month) + 1
        return date(
            int(found["year"] or found["of_year"]), number, nth(found["day"] or found["nth_day"])
        )
    first, then, year = int(found["first"]), int(found["then"]), int(found["short"])
    if len(found["short"]) == 2:
        year += 1900 if year >= 70 else 2000
    return date(year, then, first) if first > 12 else date(year, first, then)


def nth(text: str) -> int:
    """The number of an ordinal: ``23``, ``23rd``, ``twenty-third``."""
    if text[0].isdigit():
        return int(re.sub("[a-z]+", "", text, flags=re.IGNORECASE))
    *tens, last = re.split(r"[\s-]+", text.lower())
    return sum(_TENS[each] for each in tens) + ORDINALS[last]
