"""Spellings of a holder's name: what is left of it without what is often spelt in two ways."""

import re
from typing import NamedTuple

_FORMS = frozenset(
    (
        *("ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated"),
        *("limited", "llc", "llp", "lp", "ltd", "nv", "plc", "sa", "sarl", "the"),
    )
)
_POINTS = re.compile(r"['.\N{RIGHT SINGLE QUOTATION MARK}]")
_WORDS = re.compile(r"[^\W_]+")
_VOWELS = re.compile(r"(?<=\w)[aeiouy]+")
_DOUBLE = re.compile(r"([^\W\d])\1+")
_ENOUGH = 6  # letters, for two names to be alike by those alone


class Spelling(NamedTuple):
    """What two spellings of one name have in common, ``bare``; and the initials, which one of them
    may leave out.

    ``bare`` is without legal form, vowels inside words, and the second of a double letter, and has
    one spelling for ck and ph. Digits stay: "Series 1" is not "Series 2".
    """

    bare: str
    initials: tuple[str, ...]


def spelling(name: str) -> Spelling:
    """The spelling of a name; of a short one all letters are kept."""
    text = _POINTS.sub("", name.casefold().replace("&", " and "))
    words = [word for word in _WORDS.findall(text) if word not in _FORMS]
    initials = tuple(word for word in words if len(word) == 1 and not word.isdigit())
    spelt = " ".join(word for word in words if len(word) > 1 or word.isdigit()) or name
    alike = spelt.replace("ck", "k").replace("ph", "f")
    bare = _VOWELS.sub("", _DOUBLE.sub(r"\1", alike))
    return Spelling(bare if sum(map(str.isalpha, bare)) >= _ENOUGH else spelt, initials)
