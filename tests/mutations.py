"""Texts that are nearly ledgers: what the repository has, changed by bytes, words and lines."""

import re
from collections.abc import Callable
from functools import cache
from random import Random

from hostile import GOOD
from running import ROOT

DEFAULT = ROOT / "data" / "agreements.yaml"

_FOLDERS = ("data", "examples", "tests/bad_ledgers", "tests/bad_scenarios", "tests/cases")
_TOKEN = re.compile(rb"[\w.%-]+|[^\w\s]|\s+")
_MARKS = b":?,[]{}#&*!|>'\"%@`~=-\t\n\r\0\\ "
_PHRASES = [
    ": ",
    "- ",
    "? ",
    "---\n",
    "...\n",
    "<<: ",
    "&a ",
    "*a",
    "!t ",
    "%TAG ! x\n",
    "|\n",
    ">-\n",
]
_WORDS = """
    null ~ blank at_least assumed because true yes no all value lines covers kind id date shares
    issuer outstanding agreements grants events assertions limits allow interest vesting notes
    conflicts statements holder exercise_price expires_on split exercise convert transfer amend
    0 -1 1e5 999999999999999 0.000000000001 8% 300% 2001-02-30 0001-01-01 9999-12-31 2000-02-29
    \\x1b \\ud800 \u200b \ufeff \u6f22 \U0001f600
"""
_PIECES = [
    *(bytes([mark]) for mark in _MARKS),
    *(piece.encode() for piece in (*_PHRASES, *_WORDS.split(), "\u2028", "\x85")),
]


@cache
def seeds() -> tuple[bytes, ...]:
    """Every ledger, good or bad, and file of scenarios that the repository has."""
    return tuple(
        file.read_bytes() for folder in _FOLDERS for file in sorted((ROOT / folder).glob("*.yaml"))
    )


@cache
def good() -> tuple[bytes, ...]:
    """Ledgers without a mistake, of every kind of entry."""
    made = (make(3000).encode() for make in GOOD.values())
    return (DEFAULT.read_bytes(), *made)


def start(random: Random) -> bytes:
    """What to change: something bad is soon nothing but bad."""
    return random.choice(good() if random.random() < 0.6 else seeds())


def mutated(random: Random, data: bytes, most: int) -> bytes:
    """The text after a few changes; of no more than ``most`` bytes."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        data = random.choice(_CHANGES)(random, data, most)[:most]
    return data


def _place(random: Random, data: bytes) -> int:
    return random.randint(0, len(data))


def _span(random: Random, data: bytes) -> tuple[int, int]:
    first = _place(random, data)
    return first, min(len(data), first + random.choice((1, 2, 5, 20, 100, 1000)))


def _a_byte(random: Random, data: bytes, most: int) -> bytes:
    at = _place(random, data)
    return data[:at] + bytes([random.randrange(256)]) + data[at + random.randint(0, 1) :]


def _a_piece(random: Random, data: bytes, most: int) -> bytes:
    at = _place(random, data)
    return data[:at] + random.choice(_PIECES) + data[at:]


def _gone(random: Random, data: bytes, most: int) -> bytes:
    first, last = _span(random, data)
    return data[:first] + data[last:]


def _twice(random: Random, data: bytes, most: int) -> bytes:
    first, last = _span(random, data)
    at = _place(random, data)
    return data[:at] + data[first:last] + data[at:]


def _many_times(random: Random, data: bytes, most: int) -> bytes:
    first, last = _span(random, data)
    if first == last or most <= len(data):
        return data
    room = random.choice((1, 10, 100, 1000, 10**4, 10**5, 10**6, 10**7)) * (last - first)
    times = min(room, most - len(data)) // (last - first)
    return data[:last] + data[first:last] * times + data[last:]


def _another_word(random: Random, data: bytes, most: int) -> bytes:
    tokens: list[bytes] = _TOKEN.findall(data[: 10**5])
    if not tokens:
        return data
    old, new = random.choice(tokens), random.choice((*_PIECES, random.choice(tokens)))
    at = data.find(old, _place(random, data))
    return data if at < 0 else data[:at] + new + data[at + len(old) :]


def _by_lines(random: Random, data: bytes, most: int) -> bytes:
    lines = data[: 10**5].splitlines(keepends=True)
    if not lines:
        return data
    one, other = (random.randrange(len(lines)) for _ in range(2))
    match random.randrange(6):
        case 0:
            lines[one], lines[other] = lines[other], lines[one]
        case 1:
            lines[one] = b" " * random.randint(1, 4) + lines[one]
        case 2:
            lines[one] = lines[one].removeprefix(b" " * random.randint(1, 4))
        case 3:
            lines.insert(other, lines[one])
        case 4:
            del lines[min(one, other) : max(one, other)]
        case _:
            return data + b"".join(lines[min(one, other) : max(one, other) + 1])
    return b"".join(lines) + data[10**5 :]


def _lines_again(random: Random, data: bytes, most: int) -> bytes:
    lines: list[bytes] = data[: 10**5].splitlines(keepends=True)
    if not lines or most <= len(data):
        return data
    first = random.randrange(len(lines))
    some = lines[first : first + random.choice((1, 2, 8, 40))]
    room = min(most - len(data), random.choice((100, 10**4, 10**5, 10**7)))
    times: int = room // max(1, sum(map(len, some)))
    return b"".join(lines[:first]) + b"".join(some) * times + b"".join(lines[first:])


def _of_another(random: Random, data: bytes, most: int) -> bytes:
    other = random.choice(seeds())
    first, last = _span(random, other)
    at = _place(random, data)
    return data[:at] + other[first:last] + data[at:]


_CHANGES: tuple[Callable[[Random, bytes, int], bytes], ...] = (
    _a_byte,
    _a_piece,
    _a_piece,
    _gone,
    _twice,
    _many_times,
    _another_word,
    _another_word,
    _by_lines,
    _by_lines,
    _lines_again,
    _of_another,
)
