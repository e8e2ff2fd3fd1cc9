"""Terms of any entry as text: in words for people, and as a ledger would have them for machines."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, cast, get_args, get_type_hints

from equitycalc.diffing.terms import Altered, terms_set
from equitycalc.measures import UNITS
from equitycalc.problems import visible
from equitycalc.scalars import parse_rate, parse_yes_no
from equitycalc.terms import KINDS
from equitycalc.written import Assumed, AtLeast, Cited, Cites, Scalar, key_of, terms_of

LONGEST = 80
_BY_A_WORD = ("notes", "conflicts", "allow")  # long texts, of which the word is enough


def change_text(term: Altered, entry: Any) -> str:
    """What became of a term, for people: ``0.04 -> 0.05``."""
    if term.field in _BY_A_WORD:
        return "added" if not term.old else "changed" if term.new else "removed"
    text = teller(term.owner, term.field, entry, people=True)
    return " -> ".join(cut(text(each)) for each in (term.old, term.new))


def entry_text(entry: Any, without: Collection[str] = ()) -> str:
    """The terms of an entry, for people: ``shares 2,500,000, exercise_price 0.04``."""
    return ", ".join(
        f"{key_of(name)} {cut(teller(type(entry), name, entry, people=True)(value))}"
        for name, value in terms_set(entry)
        if name not in without and name not in _BY_A_WORD
    )


def teller(
    owner: type, field: str, entry: Any = None, *, people: bool = False
) -> Callable[[Any], str]:
    """What makes text of a term of a class, which stands in ``entry``."""
    parse = _parser(cast(Hashable, owner), field)
    term, measure = getattr(entry, "term", None), str(getattr(entry, "measure", ""))
    if field == "value" and term is not None:  # of an amendment: that of the term it is of
        kinds = (terms_of(kind) for kind in KINDS.values())
        parse = next((kind[term].parse for kind in kinds if term in kind), parse)
    if parse is None and UNITS.get(measure.rpartition(".")[2]) == "ratio":
        parse = parse_rate
    return _Teller(parse, people).text


def cut(text: str) -> str:
    """A text that is not long."""
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


class _Teller:
    """Makes text of what a parser has read."""

    def __init__(self, parse: object, people: bool) -> None:
        self.parse, self.people = parse, people

    def text(self, value: Any) -> str:
        match value:
            case None:
                return "not there"
            case Enum():
                return str(value.value)
            case AtLeast(minimum):
                least = self.text(minimum)
                return f"at least {least}" if self.people else f"{{at_least: {least}}}"
            case Assumed(assumed, because):
                taken = self.text(assumed)
                if self.people:
                    return f"assumed {taken} because {because}"
                return f"{{assumed: {taken}, because: {because}}}"
            case Cited(cited, lines):
                return self.text(cited) + ("" if lines is None else f" (lines {lines})")
            case bool():
                words = ("no", "yes") if self.parse is parse_yes_no else ("false", "true")
                return words[value]
            case Decimal() if self.parse is parse_rate:
                return f"{value.scaleb(2):f}%"
            case Decimal():
                return f"{value:,f}" if self.people else f"{value:f}"
            case int():
                return f"{value:,}" if self.people else str(value)
            case date():
                return value.isoformat()
            case str():
                return visible(value)
        return self._several(value)

    def _several(self, value: Any) -> str:
        if not (is_dataclass(value) or hasattr(value, "_fields")):
            return f"[{', '.join(map(self.text, value))}]"
        inside = (
            f"{key_of(name)}: {teller(type(value), name, value, people=self.people)(each)}"
            for name, each in terms_set(value)
        )
        return f"{{{', '.join(inside)}}}"


@cache
def _parser(owner: Any, field: str) -> object:
    """What reads a field of a class; None where that depends on the rest of the entry."""
    hint = get_type_hints(owner, include_extras=True).get(field)
    for part in (hint, *get_args(hint)):
        for mark in getattr(part, "__metadata__", ()):
            if isinstance(mark, Cites):
                mark = mark.inner
            if isinstance(mark, Scalar):
                return mark.parse
    return None
