"""What a formatter has to know of a ledger's keys: their order, and what is written under each.

What is written under a key follows from the classes of the terms, by the key alone: a word means
the same wherever it stands. The order is that of the classes too, but for those of a grant, an
event, interest and what is demanded, which a ledger writes with their own terms in the middle.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

from equitycalc.demands import LIMITED, Assertion, Limit
from equitycalc.engine.cutback import Want
from equitycalc.events import KINDS_OF_EVENT, parse_shares
from equitycalc.measures import OF_GROUP, OF_WHOLE
from equitycalc.questions import parse_count_on
from equitycalc.registration_rights import RegistrationRights
from equitycalc.scalars import (
    parse_count,
    parse_id,
    parse_instalments,
    parse_name,
    parse_outstanding,
    parse_periods,
    parse_split,
    parse_text,
    parse_years,
)
from equitycalc.scenarios import Scenario
from equitycalc.terms import (
    INTEREST,
    KINDS,
    Agreement,
    Conflict,
    Issuer,
    Ledger,
    Outstanding,
    Schedule,
    Statement,
    Tranche,
)
from equitycalc.written import Scalar


class Takes(Enum):
    """What is written under a key."""

    COUNT = "count"  # digits, which may be grouped
    TEXT = "text"  # words, which must not look like anything else
    OTHER = "other"  # money, days, choices: written as they are


Ranks = Mapping[str, int]

# What the outermost mapping or list goes by, in place of a key.
LEDGER, SCENARIOS, SELLERS = "ledger", "file of scenarios", "sellers"

_COUNTS = (
    parse_count,
    parse_outstanding,
    parse_instalments,
    parse_split,
    parse_periods,
    parse_years,
    parse_shares,
    parse_count_on,
)
_TEXTS = (parse_name, parse_text, parse_id)

_GRANT: tuple[tuple[str, ...], ...] = (
    ("id", "kind", "holder", "granted_on"),
    ("stated_after_split", "worked_from", "registration", "lines", "notes", "conflicts", "allow"),
)
_EVENT: tuple[tuple[str, ...], ...] = (
    ("kind", "date", "grant"),
    ("document", "lines", "notes", "allow"),
)
_ORDERS: dict[str, tuple[str, ...]] = {
    "interest": ("rate", "day_count", "compounding", "accrues_from", "paid_in", "at"),
    "vesting": ("on", "start", "cliff_months", "every_months", "periods", "shares"),
    "assertions": (
        *("as_of", "measure", "holder", "kind", "market_price"),
        *("is", "at_most", "at_least", "tolerance", "source", "allow"),
    ),
    "limits": (*LIMITED, "holder", "basis", "because", "from", "to", "allow"),
    SELLERS: ("class", "holder", "shares", "has"),
}
_CLASSES: dict[str, Any] = {
    LEDGER: Ledger,
    "issuer": Issuer,
    "outstanding": Outstanding,
    "agreements": Agreement,
    "conflicts": Conflict,
    "statements": Statement,
    "registration_rights": RegistrationRights,
    "scenarios": Scenario,
}
# A term that is not one plain value; what it holds is written as the term itself would be.
_OF_A_TERM = ("assumed", "because", "at_least", "value", "lines")
_A_TERM = "a term"
_AS_THE_TERM = frozenset(("assumed", "at_least", "value"))
# What a measure is expected to come to; its unit is that of the measure.
_FIGURES = frozenset(("is", "at_most", "at_least", "tolerance"))
_UNITS = OF_WHOLE | OF_GROUP


class Held(NamedTuple):
    """What stands somewhere: as a plain tree, the key it stands under, and what that key takes."""

    within: str
    plain: Any
    takes: Takes | None = None

    def under(self, key: str) -> "Held":
        """What stands under a key of this."""
        return Held(key, self.plain[key], self.takes_under(key))

    def entry(self, number: int) -> "Held":
        """An entry of this list."""
        return Held(self.within, self.plain[number], self.takes)

    def order(self) -> Ranks:
        """The places of the keys of this; those that are not known come last."""
        kind = self.plain.get("kind") if self.within in ("grants", "events") else None
        found = _order(self.within, kind if isinstance(kind, str) else None)
        if not found and self.plain.keys() <= set(_OF_A_TERM):
            return _order(_A_TERM, None)
        return found

    def takes_under(self, key: str) -> Takes | None:
        """What a key of this takes; None where that is not known."""
        word: object = key
        match self.within:
            case "allow":
                return Takes.TEXT  # the reason, by the name of a check
            case "assume" | "terms":
                word = key.rpartition(".")[2]
            case "assertions" if key in _FIGURES:
                measure = str(self.plain.get("measure")).rpartition(".")[2]
                return Takes.COUNT if _UNITS.get(measure) == "shares" else Takes.OTHER
            case "limits" if key in ("from", "to"):
                return Takes.OTHER
            case "events" if key == "value":
                word = self.plain.get("term")  # of an amendment
            case _ if key in _AS_THE_TERM:
                return self.takes
        return _known().get(word) if isinstance(word, str) else None


def is_key(word: str) -> bool:
    """Whether a word is a key of a ledger, and so written without quotes."""
    return word in _known() or word in _keys()


@cache
def _order(within: str, kind: str | None) -> Ranks:
    match within:
        case "grants":
            first, last = _GRANT
            own = _own(KINDS[kind]) if kind in KINDS else ()
            keys: tuple[str, ...] = (*first, *own, *last)
        case "events":
            first, last = _EVENT
            own = _own(KINDS_OF_EVENT[kind]) if kind in KINDS_OF_EVENT else ()
            keys = (*first, *own, *last)
        case _ if within == _A_TERM:
            keys = _OF_A_TERM
        case _ if within in _CLASSES:
            keys = _own(_CLASSES[within])
        case _:
            keys = _ORDERS.get(within, ())
    places: dict[str, int] = {}
    for key in keys:
        places.setdefault(key, len(places))
    return places


def _own(entry: Any) -> tuple[str, ...]:
    """The keys of a class in its order; what all of its family have is left to the family."""
    names = [each.name for each in fields(entry)] if is_dataclass(entry) else entry._fields
    if entry in KINDS.values() or entry in KINDS_OF_EVENT.values():
        family = {key for part in (*_GRANT, *_EVENT) for key in part} - {"holder"}
        if entry in KINDS.values():
            family.add("holder")
        names = [name for name in names if name not in family]
        if "interest_rate" in names:
            names.insert(names.index("interest_rate") + 1, "interest")
    return tuple(names)


@cache
def _keys() -> frozenset[str]:
    """Every key that has a place in some order."""
    every = [
        *((name, None) for name in (*_CLASSES, *_ORDERS, _A_TERM)),
        *(("grants", kind) for kind in KINDS),
        *(("events", kind) for kind in KINDS_OF_EVENT),
    ]
    return frozenset(key for within, kind in every for key in _order(within, kind))


@cache
def _known() -> Mapping[str, Takes]:
    """What is written under each key, as the classes have it."""
    found = dict.fromkeys(("kind", "class", *INTEREST), Takes.OTHER) | {"because": Takes.TEXT}
    classes = (*_CLASSES.values(), *KINDS.values(), *KINDS_OF_EVENT.values())
    for entry in (*classes, Tranche, Schedule, Want, Assertion, Limit):
        for name, hint in get_type_hints(entry, include_extras=True).items():
            for mark in _marks(hint):
                parse: Any = mark.parse
                if parse in _COUNTS:
                    found[name] = Takes.COUNT
                elif parse in _TEXTS:
                    found[name] = Takes.TEXT
                else:
                    found.setdefault(name, Takes.OTHER)
    return found


def _marks(hint: Any) -> Iterator[Scalar]:
    """How the parts of a field are read, from its annotation."""
    for mark in getattr(hint, "__metadata__", ()):
        if isinstance(mark, Scalar):
            yield mark
    for part in get_args(hint):
        yield from _marks(part)
