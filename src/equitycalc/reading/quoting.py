"""How one value is written: its quotes, and the groups of its digits.

Quotes stand where a text would otherwise be no text, or not the same one: to this package, or to
other readers of YAML 1.1 and 1.2, which take words such as ``no`` and ``1999`` for something else.
"""

import re

from equitycalc.reading.shapes import Takes
from equitycalc.scalars import WHOLE_DIGITS

_COUNT = re.compile(r"([0-9]{1,3}(?:_[0-9]{3})+|[0-9]+)(@[0-9-]+)?", re.ASCII)
# Without quotes these are numbers, days, truth values or nothing, to one reader or another.
_NO_TEXT = re.compile(
    r"~|null|true|false|yes|no|on|off|y|n|=|<<"
    r"|[-+]?[0-9.][0-9_,.:]*(?:e[-+]?[0-9]*)?"
    r"|[-+]?0[xob][0-9a-f_]+"
    r"|[-+]?\.(?:inf|nan)"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t ].*)?",
    re.ASCII | re.IGNORECASE,
)
_NOTHING = frozenset(("null", "Null", "NULL"))
# What needs no quotes, and is sure to: it begins with no sign of YAML's and holds none of them.
_PLAIN = re.compile(r"[^\s?:,\[\]{}#&*!|>'\"%@`=<~.\-](?:(?!: | #)[^\t])*")
_OF_FLOW = frozenset(",[]{}?:")
_DELIBERATE = re.compile(r'\\(?![\\"/])')


def written(raw: str, value: str, quote: str, kind: Takes | None, *, in_flow: bool = False) -> str:
    """A value on one line as it is to be written; ``raw`` is how it is written now, in ``quote``
    or, where that is empty, in none. What a key takes that is not known stays as it is.
    """
    if kind is None:
        return raw
    if kind is Takes.COUNT and (found := _COUNT.fullmatch(value)):
        return grouped(found[1]) + (found[2] or "")
    no_text = value in _NOTHING or (kind is Takes.TEXT and _NO_TEXT.fullmatch(value) is not None)
    if not quote:
        return f'"{raw}"' if no_text else raw
    # In braces a comma put into a sentence later would end it, so that it keeps its quotes.
    sentence = in_flow and kind is Takes.TEXT and " " in value
    if not (no_text or sentence) and is_plain(value, in_flow=in_flow):
        return raw if quote == '"' and _DELIBERATE.search(raw) else value
    if quote == '"' or not value.isprintable() or '"' in value or "\\" in value:
        return raw
    return f'"{value}"'


def grouped(digits: str) -> str:
    """A count in groups of three digits; what is no count stays as it is."""
    plain = digits.replace("_", "")
    if len(plain) > WHOLE_DIGITS or (plain.startswith("0") and plain != "0"):
        return digits
    return f"{int(plain):_}"


def is_plain(value: str, *, in_flow: bool) -> bool:
    """Whether a text can stand without quotes, so that no reader takes it for another text."""
    return (
        value.isprintable()
        and _PLAIN.fullmatch(value) is not None
        and value[-1] not in ": "
        and not (in_flow and not _OF_FLOW.isdisjoint(value))
    )
