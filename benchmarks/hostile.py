"""Ledgers that are as bad as a size allows, one class for each way to be bad; and good ones.

What `reliability.py` measures and `fuzz.py` starts from. `python hostile.py DIR` writes them all.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import count
from pathlib import Path

from generate import write_ledger

MEGABYTE = 1_000_000
SIZE = 5 * MEGABYTE

HEAD = "issuer: {name: Example Corp., authorized_shares: 9_000_000_000}\nas_of: 2024-12-31\n"
STATED = "outstanding: [{as_of: 2024-01-01, shares: 1_000_000}]\n"
ONE_GRANT = HEAD + STATED + "agreements:\n- id: a\n  date: 2024-01-02\n  grants:\n"
WARRANT = "  - {id: w, kind: warrant, holder: H, shares: 999_999_999, exercise_price: 0.5}\n"
DEBT = (
    "  - {id: d, kind: convertible_debenture, holder: H, principal: 999999999,"
    " conversion_price: 0.07, interest: {rate: 8%, compounding: daily, paid_in: shares,"
    " at: conversion_price, day_count: actual/365}}\n"
)
SPLITS = "".join(
    f"- {{kind: split, date: 2024-02-{n + 1:02}, new: {2 - n % 2}, old: {1 + n % 2}}}\n"
    for n in range(29)
)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def word(number: int) -> str:
    """A short word for each number."""
    letters = ""
    while number or not letters:
        number, digit = divmod(number, 36)
        letters = DIGITS[digit] + letters
    return "x" + letters


def many(size: int, head: str, entry: str | Callable[[int], str], tail: str = "") -> str:
    """A head, entries up to the size, a tail."""
    room = size - len(head) - len(tail)
    if isinstance(entry, str):
        return head + entry * (room // len(entry)) + tail
    found: list[str] = []
    for number in count():
        text = entry(number)
        room -= len(text)
        if room < 0:
            return head + "".join(found) + tail
        found.append(text)
    raise AssertionError


def transfer(number: int) -> str:
    """One share of the warrant to another holder."""
    return f"- {{kind: transfer, date: 2024-01-02, grant: w, shares: 1, to: {word(number)}}}\n"


def good(size: int, *, events: bool = False, split: bool = False) -> str:
    """A made-up ledger of about the size."""
    out = StringIO()
    write_ledger(out, size // (200 if events else 182), with_events=events, with_split=split)
    return out.getvalue()


def a_day(number: int) -> str:
    """Days of a year, in order, over and over."""
    return f"20{25 + number // 336 % 75}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"


GOOD: dict[str, Callable[[int], str]] = {
    "grants": good,
    "grants and events": lambda size: good(size, events=True),
    "grants, events and a split": lambda size: good(size, events=True, split=True),
    "one note": lambda size: HEAD + "agreements: []\nnotes: [" + "n" * (size - 120) + "]\n",
    "notes": lambda size: many(size, HEAD + "agreements: []\nnotes:\n", "- n\n"),
    "comments": lambda size: many(size, "", "# a remark\n", HEAD + "agreements: []\n"),
    "empty lines": lambda size: many(size, "", "\n", HEAD + "agreements: []\n"),
    "conflicts": lambda size: many(
        size,
        "as_of: 2024-12-31\nagreements: []\nissuer:\n  name: E\n  conflicts:\n",
        "  - {about: x, statements: [{says: a}, {says: b}]}\n",
    ),
    "statements of shares": lambda size: many(
        size,
        HEAD + "agreements: []\noutstanding:\n",
        lambda n: (
            f"- {{as_of: {1 + n // 336:04}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}, shares: 1}}\n"
        ),
    ),
    "agreements": lambda size: many(
        size, HEAD + "agreements:\n", lambda n: f"- {{id: a{n}, date: 2024-01-02}}\n"
    ),
    "small grants": lambda size: many(
        size,
        ONE_GRANT,
        lambda n: f"  - {{id: {word(n)}, kind: shares, holder: H, shares: 1}}\n",
    ),
    "tranches": lambda size: (
        ONE_GRANT
        + f"  - {{id: w, kind: option, holder: H, shares: {size // 27}, exercise_price: 1,\n"
        + "     vesting: ["
        + "{on: 2024-01-02, shares: 1}," * (size // 27)
        + "]}\n"
    ),
    "exercises of one grant": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n",
        lambda n: f"- {{kind: exercise, date: 2024-01-02, grant: w, shares: {n % 7}}}\n",
    ),
    "transfers of one grant": lambda size: many(size, ONE_GRANT + WARRANT + "events:\n", transfer),
    "amendments of one grant": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n",
        lambda n: (
            f"- {{kind: amend, date: 2024-01-02, grant: w, term: shares, value: {10**9 + n}}}\n"
        ),
    ),
    "conversions of one debt": lambda size: many(
        size,
        ONE_GRANT + DEBT + "events:\n",
        lambda n: (
            f"- {{kind: convert, date: {a_day(n // 3)}, grant: d, principal: 7.01, "
            "interest: all}\n"
        ),
    ),
    "repayments of one debt": lambda size: many(
        size,
        ONE_GRANT + DEBT + "events:\n",
        lambda n: f"- {{kind: repay, date: {a_day(n // 3)}, grant: d, principal: 7.01}}\n",
    ),
    "issues": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n",
        lambda n: f"- {{kind: issue, date: {a_day(n)}, shares: 7, holder: {word(n)}}}\n",
    ),
    "sales": lambda size: many(
        size,
        ONE_GRANT
        + "  - {id: w, kind: shares, holder: H, shares: 999_999_999, registration: S-8}\nevents:\n",
        lambda n: (
            f"- {{kind: sold, date: 2024-01-02, grant: w, shares: {n % 7}, under: registration}}\n"
        ),
    ),
    "exercises as a grant vests": lambda size: many(
        size,
        ONE_GRANT
        + WARRANT.replace(
            "}", ", vesting: {start: 2000-01-01, cliff_months: 1, every_months: 1, periods: 9}}"
        )
        + "events:\n",
        lambda n: f"- {{kind: exercise, date: 2024-01-02, grant: w, shares: {n % 7}}}\n",
    ),
    "exercises and amendments": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n",
        lambda n: (
            "- {kind: exercise, date: 2024-01-02, grant: w, shares: 7}\n"
            f"- {{kind: amend, date: 2024-01-02, grant: w, term: shares, value: {10**9 + n}}}\n"
        ),
    ),
    "exercises and splits": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n" + SPLITS,
        "- {kind: exercise, date: 2024-01-02, grant: w, shares: 7}\n",
    ),
    "exercises and sales of their shares": lambda size: many(
        size,
        ONE_GRANT + WARRANT.replace("}", ", registration: S-8}") + "events:\n",
        lambda n: (
            "- {kind: exercise, date: 2024-01-02, grant: w, shares: 7}\n"
            "- {kind: sold, date: 2024-01-02, grant: w, shares: 7, under: registration}\n"
        ),
    ),
    "exercises by those who have it from others": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n",
        lambda n: (
            f"- {{kind: transfer, date: 2024-01-02, grant: w, shares: 9, to: {word(n)}}}\n"
            "- {kind: exercise, date: 2024-01-02, grant: w, shares: 7, "
            f"holder: {word(n)}}}\n"
        ),
    ),
    "splits of many grants": lambda size: many(
        size,
        ONE_GRANT,
        lambda n: f"  - {{id: {word(n)}, kind: shares, holder: H, shares: 1000}}\n",
        "events:\n" + SPLITS,
    ),
    "registrations of many grants": lambda size: (
        many(
            size // 3,
            ONE_GRANT,
            lambda n: f"  - {{id: {word(n)}, kind: shares, holder: H, shares: 1000}}\n",
            "events:\n",
        )
        + many(
            size // 3,
            "",
            "- {kind: registered, date: 2024-01-03, form: S, grants: [x0]}\n",
        )
        + many(
            size // 3,
            "",
            lambda n: (
                f"- {{kind: cancel, date: 2024-01-03, grant: {word(n % 30000)}, shares: 0}}\n"
            ),
        )
    ),
    "assertions": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "assertions:\n",
        lambda n: f"- {{as_of: {a_day(n)}, measure: overhang, at_most: 100000%, source: x}}\n",
    ),
    "assertions of holders": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "assertions:\n",
        lambda n: (
            f"- {{as_of: {a_day(n)}, measure: ownership, holder: H, at_most: 100%, source: x}}\n"
        ),
    ),
    "limits": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "limits:\n",
        lambda n: f"- {{dilution: {50 + n % 50}.99999%, because: x}}\n",
    ),
    "limits of ownership": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "limits:\n",
        lambda n: f"- {{ownership: {50 + n % 50}.99999%, basis: 13d-3, because: x}}\n",
    ),
    "issues and a limit": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "limits: [{ownership: 99.9%, because: x}, {dilution: 99%, "
        "because: y}]\nevents:\n",
        lambda n: f"- {{kind: issue, date: {a_day(n)}, shares: 7, holder: {word(n % 9)}}}\n",
    ),
    "filings": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n",
        lambda n: f"- {{kind: filed, date: {a_day(n)}, form: SB-2, grants: [w]}}\n",
    ),
}

KEYS: dict[str, Callable[[int], str]] = {
    "unknown keys": lambda size: many(size, HEAD, lambda n: f"{word(n)}: 1\n"),
    "unknown keys of the issuer": lambda size: many(
        size, "issuer:\n  nam: E\n", lambda n: f"  {word(n)}: 1\n"
    ),
    "unknown keys of a grant": lambda size: many(
        size, ONE_GRANT + "  - kind: warrant\n", lambda n: f"    {word(n)}: 1\n"
    ),
    "unknown keys of interest": lambda size: many(
        size,
        ONE_GRANT + "  - kind: convertible_debenture\n    interest:\n",
        lambda n: f"      {word(n)}: 1\n",
    ),
    "unknown keys of a term": lambda size: many(
        size,
        ONE_GRANT + "  - kind: warrant\n    shares:\n",
        lambda n: f"      {word(n)}: 1\n",
    ),
    "unknown keys of registration rights": lambda size: many(
        size,
        HEAD + "agreements:\n- id: a\n  date: 2024-01-02\n  registration_rights:\n",
        lambda n: f"    {word(n)}: 1\n",
    ),
    "unknown keys of a conflict": lambda size: many(
        size,
        "issuer:\n  name: E\n  conflicts:\n  - about: x\n    statements:\n    - says: y\n",
        lambda n: f"      {word(n)}: 1\n",
    ),
    "an unknown key in each grant": lambda size: many(
        size, ONE_GRANT, lambda n: f"  - {{kind: shares, {word(n)}: 1}}\n"
    ),
    "misspelt keys": lambda size: many(
        size, ONE_GRANT, lambda n: f"  - {{kind: warrant, exercise_price{word(n)}: 1}}\n"
    ),
    "long misspelt keys": lambda size: many(
        size, HEAD, lambda n: f"agreementsoutstandingissuer{'_' * 60}{word(n)}: 1\n"
    ),
    "million keys": lambda size: many(size, "{", lambda n: f"{word(n)[1:]},", "}"),
    "one key of a megabyte": lambda size: f"{HEAD}? {'k' * (size // 5)}\n: 1\n",
    "keys of a kilobyte": lambda size: many(size, HEAD, lambda n: f"? {word(n) * 200}\n: 1\n"),
    "duplicate keys": lambda size: many(size, HEAD, "a: 1\n"),
    "duplicate keys without values": lambda size: many(size, HEAD, "a:\n"),
    "key of one letter for all": lambda size: many(size, "{", "a,", "}"),
}

VALUES: dict[str, Callable[[int], str]] = {
    "empty values": lambda size: many(size, HEAD, lambda n: f"{word(n)}:\n"),
    "empty entries": lambda size: many(size, HEAD + "agreements:\n", "-\n"),
    "null entries": lambda size: many(size, HEAD + "notes:\n", "- ~\n"),
    "empty lists": lambda size: many(size, HEAD + "agreements: [", "[],", "]\n"),
    "empty mappings": lambda size: many(size, HEAD + "agreements: [", "{},", "]\n"),
    "bad notes": lambda size: many(size, HEAD + "notes:\n", "- {}\n"),
    "bad notes on one line": lambda size: many(size, HEAD + "notes: [", "[],", "]\n"),
    "bad statements of shares": lambda size: many(size, HEAD + "outstanding: [", "a,", "]\n"),
    "empty statements of shares": lambda size: many(size, HEAD + "outstanding: [", "{},", "]\n"),
    "bad conflicts": lambda size: many(size, "issuer: {name: E, conflicts: [", "{},", "]}\n"),
    "bad statements of a conflict": lambda size: many(
        size, "issuer: {name: E, conflicts: [{about: x, statements: [", "{},", "]}]}\n"
    ),
    "one-sided conflicts": lambda size: many(
        size, "issuer: {name: E, conflicts: [", "{about: x, statements: []},", "]}\n"
    ),
    "bad tranches": lambda size: many(
        size, ONE_GRANT + "  - {kind: option, vesting: [", "{},", "]}\n"
    ),
    "bad list of forms": lambda size: many(
        size, HEAD + "agreements: []\nevents: [{kind: filed, grants: [", "{},", "]}]\n"
    ),
    "one text of all": lambda size: HEAD + "as_of: " + "9" * (size - 100) + "\n",
    "one text on many lines": lambda size: many(size, HEAD + 'notes: "', "a\n"),
    "one folded text": lambda size: many(size, HEAD + "as_of: >\n", "  a\n"),
    "one literal text": lambda size: many(size, HEAD + "as_of: |\n", "  \n\n"),
    "escapes": lambda size: many(size, HEAD + 'as_of: "', "\\x41", '"\n'),
    "control characters": lambda size: many(size, HEAD + "notes:\n", '- "\\x1b"\n'),
    "wide characters": lambda size: many(size // 3, HEAD + "as_of: ", "漢"),
    "characters of four bytes": lambda size: many(size // 4, HEAD + "as_of: ", "😀"),
}

MARKUP: dict[str, Callable[[int], str]] = {
    "depth, lists": lambda size: many(size, "", "- "),
    "depth, brackets": lambda size: many(size, "", "["),
    "depth, braces": lambda size: many(size, "", "{a: "),
    "depth, questions": lambda size: many(size, "", "? "),
    "depth, 59 lists": lambda size: many(size, HEAD + "notes: [", "[" * 57 + "]" * 57 + ","),
    "indented ever deeper": lambda size: "".join(
        f"{' ' * n}a:\n" for n in range(int((2 * size) ** 0.5))
    ),
    "anchors": lambda size: many(size, HEAD + "notes:\n", lambda n: f"- &{word(n)} a\n"),
    "aliases": lambda size: many(size, HEAD + "notes: &a [", "*a ,", "]\n"),
    "alias bomb": lambda size: many(
        size,
        "a: &x0 [lol]\n",
        lambda n: f"b{n}: &x{n + 1} [{', '.join([f'*x{n}'] * 9)}]\n",
    ),
    "tags": lambda size: many(size, HEAD + "notes:\n", lambda n: f"- !{word(n)} a\n"),
    "TAG directives": lambda size: many(
        size, "", lambda n: f"%TAG !{word(n)}! tag:example.org,2024:{n}\n", "---\n" + HEAD
    ),
    "TAG directives after remarks": lambda size: many(
        size,
        "# a\u0085\n...\n%YAML 1.1\n",
        lambda n: f"%TAG !{word(n)}! tag:example.org,2024:{n}\n#\n",
    ),
    "YAML directives": lambda size: many(size, "", "%YAML 1.1\n", "---\n" + HEAD),
    "other directives": lambda size: many(size, "", "%NOTHING\n", "---\n" + HEAD),
    "documents": lambda size: many(size, HEAD, "---\n"),
    "document ends": lambda size: many(size, "", "...\n"),
    "unclosed quote": lambda size: many(size, HEAD + 'notes: "', "text "),
    "unclosed brackets": lambda size: many(size, HEAD + "notes: [", "a, "),
    "simple keys": lambda size: many(size, HEAD + "notes: [", "a: b, "),
    "question marks": lambda size: many(size, HEAD, "? a\n"),
    "tabs": lambda size: many(size, HEAD, "\t"),
    "CR alone": lambda size: many(size, HEAD, "a: 1\r"),
    "line separators": lambda size: many(size, HEAD + "notes: ", "\u2028"),
    "NUL": lambda size: "\0" * size,
    "syntax error at the end": lambda size: many(size, HEAD + "notes:\n", "- a\n", "]\n"),
    "problems, then a syntax error": lambda size: many(size, HEAD + "notes:\n", "- ~\n", "]\n"),
}

TERMS: dict[str, Callable[[int], str]] = {
    "kinds there are not": lambda size: many(
        size, ONE_GRANT, lambda n: f"  - {{kind: warrent{word(n)}}}\n"
    ),
    "kinds of events there are not": lambda size: many(
        size, HEAD + "agreements: []\nevents:\n", lambda n: f"- {{kind: exercize{word(n)}}}\n"
    ),
    "grants of a kind and no more": lambda size: many(size, ONE_GRANT, "  - {kind: warrant}\n"),
    "events of a kind and no more": lambda size: many(
        size, HEAD + "agreements: []\nevents:\n", "- {kind: exercise}\n"
    ),
    "choices there are not": lambda size: many(
        size,
        ONE_GRANT,
        lambda n: f"  - {{kind: shares, registration: free-tradin{word(n)}}}\n",
    ),
    "bad numbers": lambda size: many(
        size, ONE_GRANT, lambda n: f"  - {{kind: shares, shares: 1e{n}, granted_on: {n}}}\n"
    ),
    "terms written in no way": lambda size: many(
        size, ONE_GRANT, "  - {kind: shares, shares: {a: b}}\n"
    ),
    "duplicate ids": lambda size: many(
        size, HEAD + "agreements:\n", "- {id: a, date: 2024-01-02}\n"
    ),
    "duplicate ids of grants": lambda size: many(
        size, ONE_GRANT, "  - {id: a, kind: shares, holder: H, shares: 1}\n"
    ),
    "duplicate statements of shares": lambda size: many(
        size, HEAD + "agreements: []\noutstanding:\n", "- {as_of: 2024-01-02, shares: 1}\n"
    ),
    "grants that expire before": lambda size: many(
        size,
        ONE_GRANT,
        lambda n: (
            f"  - {{id: {word(n)}, kind: option, holder: H, shares: 1, exercise_price: 1,"
            " expires_on: 2000-01-01}\n"
        ),
    ),
    "events of no grant": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n",
        lambda n: f"- {{kind: exercise, date: 2024-01-02, grant: {word(n)}, shares: 1}}\n",
    ),
    "registrations of no grant": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n- {kind: filed, date: 2024-01-02, form: S, grants: [",
        lambda n: f"{word(n)},",
        "]}\n",
    ),
    "rights that cover no grant": lambda size: many(
        size,
        HEAD + "agreements:\n- id: a\n  date: 2024-01-02\n  registration_rights: {covers: [",
        lambda n: f"{word(n)},",
        "]}\n",
    ),
    "events of another kind": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n",
        "- {kind: repay, date: 2024-01-02, grant: w, principal: 1}\n",
    ),
    "exercises of more than there is": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n",
        "- {kind: exercise, date: 2024-01-02, grant: w, shares: 999_999_998}\n",
    ),
    "transfers by nobody": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n",
        lambda n: (
            f"- {{kind: transfer, date: 2024-01-02, grant: w, holder: H{word(n)}, "
            "to: I, shares: 1}\n"
        ),
    ),
    "assertions of nobody": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "assertions:\n",
        lambda n: (
            f"- {{as_of: 2024-12-31, measure: ownership, is: 1%, source: x, holder: {word(n)}}}\n"
        ),
    ),
    "unknown keys of an assertion": lambda size: many(
        size, ONE_GRANT + WARRANT + "assertions:\n- is: 1\n", lambda n: f"  {word(n)}: 1\n"
    ),
    "checks there are not": lambda size: many(
        size,
        "issuer:\n  name: E\n  allow:\n",
        lambda n: f"    {word(n)}: x\n",
        "agreements: []\nas_of: 2024-12-31\n",
    ),
    "transfers by nobody among many": lambda size: (
        many(
            size // 2,
            ONE_GRANT + WARRANT + "events:\n",
            transfer,
        )
        + many(
            size // 2,
            "",
            lambda n: f"- {{kind: cancel, date: 2024-01-02, grant: w, shares: 1, holder: H{n}}}\n",
        )
    ),
    "transfers of too much among many": lambda size: (
        many(
            size // 2,
            ONE_GRANT + WARRANT + "events:\n",
            transfer,
        )
        + many(
            size // 2, "", "- {kind: cancel, date: 2024-01-02, grant: w, shares: 2, holder: x1}\n"
        )
    ),
    "amendments of no term": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n",
        lambda n: (
            f"- {{kind: amend, date: 2024-01-02, grant: w, term: share{word(n)}, value: 1}}\n"
        ),
    ),
    "everything is a list": lambda size: many(size, "[", "[a,{b: c}],", "]"),
    "many mistakes": lambda size: many(
        size,
        HEAD + "agreements:\n",
        lambda n: (
            f"- {{ids: a, date: {n}, signed: maybe, lines: x, {word(n)}: ~, grants: [{{}},"
            f" {{kind: shares, shares: -{n}, shares: 1.5, conflicts: [{{about: ' '}}]}}]}}\n"
        ),
    ),
}

NUMBERS: dict[str, Callable[[int], str]] = {
    "interest for a century": lambda size: (
        HEAD.replace("2024-12-31", "2124-12-31")
        + STATED
        + "agreements:\n- id: a\n  date: 2024-01-02\n  grants:\n"
        + DEBT.replace("8%", "300%")
    ),
    "splits of a thousand million million": lambda size: many(
        min(size, 60 * 1000),
        ONE_GRANT + WARRANT + "events:\n",
        "- {kind: split, date: 2024-01-02, new: 999999999999999, old: 1}\n",
    ),
    "splits to next to nothing": lambda size: many(
        min(size, 60 * 40),
        ONE_GRANT + WARRANT + "events:\n",
        "- {kind: split, date: 2024-01-02, new: 1, old: 999999999999989}\n",
    ),
    "splits": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n",
        lambda n: (
            f"- {{kind: split, date: 2024-01-02, new: {1 + (n + 1) % 2}, old: {1 + n % 2}}}\n"
        ),
    ),
    "splits to and fro": lambda size: many(
        size,
        ONE_GRANT + WARRANT + "events:\n",
        lambda n: f"- {{kind: split, date: 2024-01-02, new: {n + 2}, old: {n + 3}}}\n",
    ),
}

BAD = KEYS | VALUES | MARKUP | TERMS | NUMBERS
SECTIONS = {
    "good": {f"good: {name}": make for name, make in GOOD.items()},
    "keys": KEYS,
    "values": VALUES,
    "YAML": MARKUP,
    "terms": TERMS,
    "numbers": NUMBERS,
}
CLASSES = SECTIONS["good"] | BAD


def texts(size: int = SIZE) -> Iterator[tuple[str, bytes]]:
    """Every class with its text."""
    for name, make in CLASSES.items():
        yield name, make(size).encode()


def file_name(name: str) -> str:
    """What the file of a class is called."""
    return "".join(c if c.isalnum() else "-" for c in name) + ".yaml"


def main() -> None:
    """Writes the files, and prints their paths."""
    parser = argparse.ArgumentParser(description="Write ledgers as bad as a size allows.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--size", type=int, default=SIZE, metavar="BYTES", help="of each")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name, data in texts(asked.size):
        path = asked.folder / file_name(name)
        path.write_bytes(data)
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
