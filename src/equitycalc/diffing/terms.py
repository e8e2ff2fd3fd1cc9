"""What is written otherwise in two entries of ledgers, term by term.

Fields are taken as the entry's class has them, so that a new term is told of by itself. Values are
compared and not their text: ``0.10`` is ``0.1``.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, NamedTuple, cast

from equitycalc.terms import Agreement, Ledger
from equitycalc.written import key_of

AGREEMENT = "agreement"  # of a grant, which agreement it stands in
RIGHTS = "registration_rights"

# Lists whose order says nothing.
UNORDERED = ("notes", "conflicts", "allow")
# What is told of as entries of its own.
_ENTRIES = {
    Agreement: ("id", "grants"),
    Ledger: ("issuer", "outstanding", "agreements", "events", "assertions", "limits"),
}


class Altered(NamedTuple):
    """One term: what it was and what it is; None where it is not there.

    ``owner`` is the class whose ``field`` it is; ``term`` is its name as a ledger has it.
    """

    term: str
    old: Any
    new: Any
    owner: type
    field: str


def fields_of(entry: type) -> tuple[str, ...]:
    """The fields of a class of entries, in its order."""
    return _fields_of(cast(Hashable, entry))


@cache
def _fields_of(entry: Any) -> tuple[str, ...]:
    if is_dataclass(entry):
        return tuple(each.name for each in fields(entry))
    return tuple(getattr(entry, "_fields", ()))


def terms_set(entry: Any) -> Iterator[tuple[str, Any]]:
    """The fields of an entry that it does not have as every one has them."""
    defaults = _defaults(cast(Hashable, type(entry)))
    for name in fields_of(type(entry)):
        value = getattr(entry, name)
        if name not in defaults or value != defaults[name]:
            yield name, value


@cache
def _defaults(entry: Any) -> dict[str, Any]:
    if is_dataclass(entry):
        every = {each.name: each.default for each in fields(entry)}
        return {name: value for name, value in every.items() if value is not MISSING}
    return dict(getattr(entry, "_field_defaults", {}))


def altered(old: Any, new: Any, within: str = "") -> Iterator[Altered]:
    """The terms that two entries have otherwise; of two kinds, those of either."""
    if old == new:
        return
    owner = type(new)
    names = (*fields_of(owner), *(each for each in fields_of(type(old)) if type(old) is not owner))
    for name in dict.fromkeys(names):
        was, is_ = getattr(old, name, None), getattr(new, name, None)
        if name in _ENTRIES.get(owner, ("id",)) or was == is_:
            continue
        if name in UNORDERED and Counter(was or ()) == Counter(is_ or ()):
            continue
        if name == RIGHTS and was is not None and is_ is not None:
            yield from altered(was, is_, f"{RIGHTS}.")
        else:
            of = owner if name in fields_of(owner) else type(old)
            yield Altered(within + key_of(name), was, is_, of, name)


def alike(old: Any, new: Any) -> int:
    """How many fields of two entries are equal."""
    names = fields_of(type(new))
    return sum(getattr(old, name, None) == getattr(new, name, None) for name in names)
