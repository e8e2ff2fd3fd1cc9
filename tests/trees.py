"""A ledger as the plain tree that it is read from: mappings, lists and texts."""

from datetime import date
from decimal import Decimal
from typing import Any

from equitycalc.events import All
from equitycalc.terms import INTEREST, Ledger
from equitycalc.written import Assumed, AtLeast, Blank, Cited

_RATES = ("interest_rate", "rate")


def tree_of(ledger: Ledger) -> dict[str, Any]:
    """The tree that a ledger is read from."""
    tree: dict[str, Any] = _entry(ledger)
    return tree


def _entry(entry: Any) -> dict[str, Any]:
    names = getattr(entry, "_fields", None) or entry.__dataclass_fields__
    values = {name: getattr(entry, name) for name in names}
    found = {
        name: _written(value, values.get("term", name) if name == "value" else name)
        for name, value in values.items()
        if value is not None and value != ()
    }
    if found.get("kind") == "convertible_debenture":
        inside = {key: found.pop(term) for key, term in INTEREST.items() if term in found}
        if "rate" in inside:
            found["interest"] = inside
    return found


def _written(value: Any, term: str) -> Any:
    match value:
        case Blank() | All():
            return value.value
        case AtLeast(minimum):
            return {"at_least": _written(minimum, term)}
        case Assumed(inner, because):
            return {"assumed": _written(inner, term), "because": because}
        case Cited(inner, lines):
            written = _written(inner, term)
            return written if lines is None else {"value": written, "lines": lines}
        case bool():
            return ("yes" if value else "no") if term == "adjusts" else str(value).lower()
        case Decimal():
            return f"{value.scaleb(2):f}%" if term in _RATES else f"{value:f}"
        case str() | int() | date():
            return str(value)
        case tuple() if term == "allow":
            return {each.check: each.because for each in value}
        case tuple() if not hasattr(value, "_fields"):
            return [_written(each, term) for each in value]
    return _entry(value)
