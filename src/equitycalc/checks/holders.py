"""Spellings of a holder's name: what is left of it without what is often spelt in two ways."""

import re
import unicodedata
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


# Letters that are written as two where a keyboard does not have them.
_AS_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})


class Spelling(NamedTuple):
    """What two spellings of one name have in common, ``bare``; and the initials, which one of them
    may leave out.

    ``bare`` is without legal form, vowels inside words, and the second of a double letter, and has
    one spelling for ck and ph. Digits stay: "Series 1" is not "Series 2".
    """

    bare: str
    initials: tuple[str, ...]


def spellings(name: str) -> tuple[Spelling, ...]:
    """The spelling of a name; of "Smith, John" as it stands, and of John Smith."""
    last, comma, first = name.partition(",")
    if not comma or "," in first or _is_form(first):
        return (spelling(name),)
    return spelling(name), spelling(f"{first} {last}")


def _is_form(words: str) -> bool:
    """Whether there is nothing but a legal form: "Partners, L.P."."""
    return _FORMS.issuperset(_words_of(words))


def spelling(name: str) -> Spelling:
    """The spelling of a name; of a short one all letters are kept."""
    words = [word for word in _words_of(name) if word not in _FORMS]
    initials = tuple(word for word in words if len(word) == 1 and not word.isdigit())
    spelt = " ".join(word for word in words if len(word) > 1 or word.isdigit()) or name
    alike = spelt.replace("ck", "k").replace("ph", "f")
    bare = _VOWELS.sub("", _DOUBLE.sub(r"\1", alike))
    return Spelling(bare if sum(map(str.isalpha, bare)) >= _ENOUGH else spelt, initials)


def _words_of(name: str) -> list[str]:
    """The words of a name in plain small letters."""
    text = name.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_AS_TWO)
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(each for each in apart if not unicodedata.combining(each))
    return _WORDS.findall(_POINTS.sub("", text.replace("&", " and ")))
