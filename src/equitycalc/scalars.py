"""Text to value: one small parser for each kind of scalar, shared by the ledger and the command
line.

Each takes the text as written and returns the value or raises ``Unreadable``, which names what is
wrong and how to write it. Nothing else in the package decides what a number, a date or an id looks
like.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from equitycalc.problems import Unreadable, did_you_mean, quoted

WHOLE_DIGITS = 15
DECIMAL_DIGITS = 12

# What is right is matched in one go; what is wrong is looked into only then.
_GOOD_COUNT = re.compile(r"0|[1-9][0-9]{0,14}|[1-9][0-9]{0,2}(?:_[0-9]{3}){1,4}", re.ASCII)
_GOOD_MONEY = re.compile(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?", re.ASCII)
_COUNT = r"[0-9]{1,3}(?:_[0-9]{3})+|[0-9]+"
_DECIMAL = re.compile(r"([0-9]+)(?:\.([0-9]+))?", re.ASCII)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)
_LINES = re.compile(r"[0-9]{1,15}(?:-[0-9]{1,15})?(?:, ?[0-9]{1,15}(?:-[0-9]{1,15})?)*", re.ASCII)
_NEGATIVE = r"-[0-9_.,]+%?"
_EXPONENT = r"[+-]?[0-9_.]+[eE][+-]?[0-9]+%?"
_NOUNS = {
    "not-a-count": "a count",
    "not-an-amount": "an amount of money",
    "not-a-rate": "a rate",
}


def parse_count(text: str) -> int:
    """A number of shares, zero or more: digits, with ``_`` between groups of three if wished."""
    if _GOOD_COUNT.fullmatch(text):
        return int(text)
    if re.fullmatch(_COUNT, text, re.ASCII):
        _refuse_size(text.replace("_", ""), "")
    raise _not_a_number(
        text, "not-a-count", "a count is whole digits, such as 1000000 or 1_000_000"
    )


def parse_outstanding(text: str) -> int:
    """A number of shares outstanding, one or more."""
    count = parse_count(text)
    if count == 0:
        raise Unreadable("zero-outstanding", "a company without shares has nothing to dilute")
    return count


def parse_money(text: str) -> Decimal:
    """An amount of money, zero or more: a plain decimal such as ``10500`` or ``0.04``."""
    if _GOOD_MONEY.fullmatch(text):
        return Decimal(text)
    if found := _DECIMAL.fullmatch(text):
        _refuse_size(found[1], found[2] or "")
    raise _not_a_number(
        text, "not-an-amount", "money and prices are plain decimals, such as 10500 or 0.04"
    )


@lru_cache(maxsize=4096)  # as are days and names, prices recur
def parse_price(text: str) -> Decimal:
    """A price of one share, above zero."""
    price = parse_money(text)
    if not price:
        raise Unreadable(
            "zero-price",
            "a price is never zero",
            "leave out a price that is not known; of a grant, write blank",
        )
    return price


def parse_rate(text: str) -> Decimal:
    """A rate with its percent sign, ``8%``; the value is the fraction, ``Decimal("0.08")``."""
    number = text.removesuffix("%")
    found = _DECIMAL.fullmatch(number)
    if not found:
        raise _not_a_number(text, "not-a-rate", "a rate is a percentage, such as 8% or 7.25%")
    _refuse_size(found[1], found[2] or "")
    if number != text:
        return Decimal(number).scaleb(-2)
    meant = f"{number}%"
    if 0 < Decimal(number) < 1:
        meant = f"{Decimal(number).scaleb(2):f}% or {meant}, whichever is meant"
    raise Unreadable(
        "bare-rate", f"{quoted(text)} may be a fraction or a percentage", f"write {meant}"
    )


@lru_cache(maxsize=4096)
def parse_date(text: str) -> date:
    """A calendar day, ``2001-01-16``."""
    found = _DATE.fullmatch(text)
    if not found:
        raise Unreadable(
            "not-a-date",
            f"{quoted(text)} is not a date",
            "a date is year-month-day, such as 2001-01-16",
        )
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Unreadable("no-such-date", f"there is no day {text} in the calendar") from None


def parse_truth(text: str) -> bool:
    """``true`` or ``false``, and no other word for them."""
    if text in ("true", "false"):
        return text == "true"
    raise Unreadable(
        "not-true-or-false", f"{quoted(text)} is neither true nor false", "write true or false"
    )


def parse_yes_no(text: str) -> bool:
    """``yes`` or ``no``: what an agreement says of itself."""
    if text in ("yes", "no"):
        return text == "yes"
    raise Unreadable("not-yes-or-no", f"{quoted(text)} is neither yes nor no", "write yes or no")


def one_of(*words: str) -> Callable[[str], str]:
    """A parser that takes one of some words, and no other."""

    def parse(text: str) -> str:
        if text in words:
            return text
        known = (
            f"one of {', '.join(words)}" if len(words) > 1 else f"{words[0]}, the only word here"
        )
        raise Unreadable(
            "unknown-choice",
            f"{quoted(text)} is not {known}",
            did_you_mean(text, words),
        )

    return parse


def parse_id(text: str) -> str:
    """A name to refer by: letters, digits, ``-`` and ``_``."""
    if len(text) <= 100 and _ID.fullmatch(text):
        return text
    raise Unreadable(
        "not-an-id",
        f"{quoted(text)} cannot be an id",
        "an id is at most 100 letters, digits, - and _, and begins with a letter or a digit",
    )


@lru_cache(maxsize=4096)
def parse_name(text: str) -> str:
    """A text on one line, without tabs: a holder, a title, a source."""
    one_line = parse_text(text)
    if "\n" in one_line:
        raise Unreadable(
            "line-break",
            "this text stands in a table and must be on one line",
            "join its lines, or fold them with >-",
        )
    return one_line.replace("\t", " ")


def parse_text(text: str) -> str:
    """A remark, on as many lines as it likes."""
    stripped = text.strip()
    if not stripped:
        raise Unreadable(
            "empty-value", "nothing is written here", "leave the key out, or write its value"
        )
    return stripped


def parse_lines(text: str) -> str:
    """Lines of a document, ``27``, ``28-31`` or ``18-22, 136-139``, each range forwards and counted
    from 1.
    """
    if not _LINES.fullmatch(text):
        raise Unreadable(
            "not-lines",
            f"{quoted(text)} does not say which lines",
            "write 27, or 28-31, or 18-22, 136-139",
        )
    for part in text.split(","):
        first, _, last = part.partition("-")
        if int(first) < 1:
            raise Unreadable("not-lines", "the first line of a document is 1")
        if last and int(last) < int(first):
            raise Unreadable("not-lines", f"lines {part.strip()} run backwards")
    return text


def parse_instalments(text: str) -> int:
    """How many equal parts a fee is paid in, one or more."""
    return _above_zero(text, "zero-instalments", "a fee is paid in at least one instalment")


def parse_split(text: str) -> int:
    """One side of a split, one or more: ``new`` shares come from ``old``."""
    return _above_zero(text, "zero-split", "a split has at least one share on either side")


def parse_periods(text: str) -> int:
    """How many periods, or months, a vesting schedule counts, one or more."""
    return _above_zero(text, "zero-periods", "a vesting schedule counts in ones or more")


def parse_years(text: str) -> int:
    """How many years, one or more."""
    return _above_zero(text, "zero-years", "a period lasts at least one year")


def _above_zero(text: str, name: str, otherwise: str) -> int:
    count = parse_count(text)
    if count == 0:
        raise Unreadable(name, otherwise)
    return count


def _refuse_size(whole: str, decimals: str) -> None:
    if len(whole) > 1 and whole.startswith("0"):
        raise Unreadable(
            "leading-zero", f"{quoted(whole)} begins with an idle zero", "leave the zero out"
        )
    if len(whole) > WHOLE_DIGITS:
        raise Unreadable(
            "number-too-large",
            f"{len(whole)} digits; a figure has at most {WHOLE_DIGITS} before the point",
        )
    if len(decimals) > DECIMAL_DIGITS:
        raise Unreadable(
            "number-too-fine",
            f"{len(decimals)} decimals; a figure has at most {DECIMAL_DIGITS} after the point",
        )


def _not_a_number(
    text: str, otherwise: Literal["not-a-count", "not-an-amount", "not-a-rate"], how: str
) -> Unreadable:
    if re.fullmatch(_NEGATIVE, text, re.ASCII):
        return Unreadable("negative-number", f"{quoted(text)} is below zero", how)
    if re.fullmatch(_EXPONENT, text, re.ASCII):
        return Unreadable("exponent", f"{quoted(text)} is written with an exponent", how)
    if otherwise == "not-a-count" and _DECIMAL.fullmatch(text):
        return Unreadable(
            "fraction-of-a-share", f"{quoted(text)} is not written as a whole number", how
        )
    return Unreadable(otherwise, f"{quoted(text)} is not {_NOUNS[otherwise]}", how)
