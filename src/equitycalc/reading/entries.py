"""One entry at a time: pydantic validates it, and its errors become problems in our words."""

from collections.abc import Hashable, Iterator
from dataclasses import fields
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from equitycalc.problems import Path, Problem, Unreadable, did_you_mean, nearest, quoted
from equitycalc.terms import (
    KINDS,
    Agreement,
    Conflict,
    FindersFee,
    Issuer,
    Ledger,
    Outstanding,
    Schedule,
    Shares,
    Statement,
    Tranche,
)

E = TypeVar("E")

_NOUNS: dict[type, str] = {
    Ledger: "a ledger",
    Issuer: "an issuer",
    Outstanding: "a statement of shares outstanding",
    Agreement: "an agreement",
    Conflict: "a conflict",
    Statement: "a statement in a conflict",
} | {
    grant: f"a{'n' if kind[0] in 'aeiou' else ''} {kind.replace('_', ' ')}"
    for kind, grant in KINDS.items()
}
_NOUNS[Shares] = "a grant of shares"
_NOUNS[FindersFee] = "a finder's fee"
_NOUNS[Tranche] = "a tranche"
_NOUNS[Schedule] = "a vesting schedule"
# Entries inside an entry, which pydantic validates along with it; by the key that holds them.
_INNER: dict[str | int, type] = {
    "issuer": Issuer,
    "outstanding": Outstanding,
    "conflicts": Conflict,
    "statements": Statement,
}


class Entries:
    """Reads entries and collects all that is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def validated(self, entry: type[E], raw: dict[str, Any], path: Path) -> E | None:
        """The entry of a class; None where it cannot be read."""
        try:
            return cast(E, validator(cast(Hashable, entry))(raw))
        except ValidationError as error:
            self.problems += _problems(error, entry, path)
            return None

    def is_mapping(self, raw: Any, path: Path, noun: str) -> bool:
        """Whether this is a mapping; if not, that is wrong."""
        if isinstance(raw, dict):
            return True
        self.problems.append(_not_a_mapping(noun, path))
        return False

    def is_list(self, raw: Any, path: Path, noun: str) -> bool:
        """Whether this is a list; if not, that is wrong."""
        if isinstance(raw, list):
            return True
        self.problems.append(_not_a_list(noun, path))
        return False

    def wrong(self, name: str, message: str, path: Path, help: str | None = None) -> None:
        """Something is wrong at a path."""
        self.problems.append(Problem(name=name, message=message, path=path, help=help))


@cache
def validator(entry: Any) -> Any:
    """What validates entries of a class, made once."""
    return TypeAdapter(entry).validator.validate_python


def _problems(error: ValidationError, entry: type, path: Path) -> Iterator[Problem]:
    """Pydantic's errors in our words; a key that is missing because it is misspelt is said once."""
    misspelt: set[Path] = set()
    missing: list[tuple[Path, Problem]] = []
    for detail in error.errors(include_url=False, include_input=False):
        inner: Path = detail["loc"]
        where = path + inner
        holder = _holder(entry, inner)
        match detail["type"]:
            case "value_error":
                cause = detail["ctx"]["error"]
                assert isinstance(cause, Unreadable), cause
                yield cause.under(where)
            case "unexpected_keyword_argument" | "extra_forbidden":
                key = str(inner[-1])
                help, near = _meant(key, holder)
                if near:
                    misspelt.add((*inner[:-1], near))
                what = "a term" if holder in KINDS.values() else "a key"
                said = f"{quoted(key)} is not {what} of {_noun(holder)}"
                yield Problem(name="unknown-key", message=said, path=where, help=help, on_key=True)
            case "missing":
                said = f"{_noun(holder)} needs {quoted(str(inner[-1]))}"
                missing.append((inner, Problem(name="missing-key", message=said, path=where)))
            case "tuple_type":
                yield _not_a_list(str(inner[-1]), where)
            case _:
                yield _not_a_mapping(_noun(_holder(entry, (*inner, ""))), where)
    yield from (problem for inner, problem in missing if inner not in misspelt)


def _noun(entry: type) -> str:
    if entry not in _NOUNS:
        from equitycalc.reading import events_tree, rights_tree, scenario_tree, wants

        nouns = events_tree.NOUNS | rights_tree.NOUNS | scenario_tree.NOUNS | wants.NOUNS
        return nouns[entry]
    return _NOUNS[entry]


def _not_a_mapping(noun: str, path: Path) -> Problem:
    said = f"{noun} is a mapping, lines of the form key: value"
    return Problem(name="not-a-mapping", message=said, path=path)


def _not_a_list(key: str, path: Path) -> Problem:
    said = f"{key} is a list, entries that each begin with a dash"
    return Problem(name="not-a-list", message=said, path=path)


@lru_cache(maxsize=1024)
def _meant(key: str, holder: Any) -> tuple[str, str | None]:
    """Help for a key that is not one of ``holder``, and the one that was meant, if any is near."""
    known = getattr(holder, "_fields", None) or [field.name for field in fields(holder)]
    return did_you_mean(key, known) or "one of " + ", ".join(known), nearest(key, known)


def _holder(entry: type, inner: Path) -> Any:
    """The class whose field a path ends in: the entry's own, or that of an entry inside it."""
    for step in inner[:-1]:
        entry = _INNER.get(step, entry)
    return entry
