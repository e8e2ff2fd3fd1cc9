"""A plain tree to a ``Ledger``: pydantic validates the terms, one adapter for each kind of entry.

All problems are collected. An entry that cannot be read is left out, and the checks run over the
rest.
"""

from collections.abc import Hashable, Iterator
from dataclasses import fields
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from equitycalc.checks import (
    days_backwards,
    duplicate_ids,
    one_sided_conflicts,
    repeated_statements,
)
from equitycalc.problems import Path, Problem, Unreadable, did_you_mean, nearest, quoted
from equitycalc.scalars import parse_date
from equitycalc.terms import (
    KINDS,
    Agreement,
    Conflict,
    FindersFee,
    Grant,
    Issuer,
    Ledger,
    Outstanding,
    Shares,
    Statement,
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
# Entries inside an entry, which pydantic validates along with it; by the key that holds them.
_INNER: dict[str | int, type] = {
    "issuer": Issuer,
    "outstanding": Outstanding,
    "conflicts": Conflict,
    "statements": Statement,
}


def ledger_from(tree: Any) -> tuple[Ledger | None, list[Problem]]:
    """The ledger and what is wrong; None where it cannot be read. The tree is used up, to keep
    memory low.
    """
    reader = _Reader()
    return reader.ledger(tree), reader.problems


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.agreement_ids: list[tuple[Path, str, str]] = []
        self.grant_ids: list[tuple[Path, str, str]] = []

    def ledger(self, tree: Any) -> Ledger | None:
        if not self.is_mapping(tree, (), "a ledger"):
            return None
        if "agreements" in tree:
            listed = self.is_list(tree["agreements"], ("agreements",), "agreements")
            tree["agreements"] = tuple(self.agreements(tree["agreements"])) if listed else ()
        ledger = self.validated(Ledger, tree, ())
        self.problems += duplicate_ids(self.agreement_ids)
        self.problems += duplicate_ids(self.grant_ids)
        issuer, stated = (
            (ledger.issuer, ledger.outstanding)
            if ledger
            else (_readable(Issuer, tree.get("issuer")), _all_readable(tree.get("outstanding")))
        )
        if issuer:
            self.problems += one_sided_conflicts(issuer, ("issuer",))
        self.problems += repeated_statements(
            (("outstanding", index), statement)
            for index, statement in enumerate(stated)
            if statement
        )
        if ledger is None:
            return None
        if ledger.as_of is None and not ledger.agreements and not self.problems:
            help = "where there are agreements, it is the date of the latest"
            self.wrong("missing-key", 'a ledger without agreements needs "as_of"', (), help)
        return ledger

    def agreements(self, raw: list[Any]) -> Iterator[Agreement]:
        for index, entry in enumerate(raw):
            raw[index] = None
            path: Path = ("agreements", index)
            if not self.is_mapping(entry, path, "an agreement"):
                continue
            if isinstance(id := entry.get("id"), str):
                self.agreement_ids.append((path, id, "an agreement above"))
            listed = self.is_list(entry.get("grants", []), (*path, "grants"), "grants")
            of = f"a grant of {quoted(id)}" if isinstance(id, str) else "a grant above"
            grants = list(self.grants(entry.get("grants", []), path, of)) if listed else []
            entry["grants"] = tuple(grant for _, grant in grants)
            agreement = self.validated(Agreement, entry, path)
            if agreement is None:
                self.backwards(grants, _readable_day(entry.get("date")))
                continue
            if agreement.conflicts:
                self.problems += one_sided_conflicts(agreement, path)
            self.backwards(grants, agreement.date)
            yield agreement

    def grants(self, raw: list[Any], agreement: Path, of: str) -> Iterator[tuple[Path, Grant]]:
        for index, entry in enumerate(raw):
            path = (*agreement, "grants", index)
            if not self.is_mapping(entry, path, "a grant"):
                continue
            if isinstance(id := entry.get("id"), str):
                self.grant_ids.append((path, id, of))
            kind = entry.get("kind")
            if kind is None:
                self.wrong(
                    "missing-key", 'a grant needs "kind"', path, "one of " + ", ".join(KINDS)
                )
            elif not isinstance(kind, str) or kind not in KINDS:
                word = quoted(kind) if isinstance(kind, str) else "this"
                near = did_you_mean(kind, KINDS) if isinstance(kind, str) else None
                help = near or "one of " + ", ".join(KINDS)
                self.wrong("unknown-kind", f"{word} is not a kind of grant", (*path, "kind"), help)
            else:
                grant: Grant | None = self.validated(KINDS[kind], entry, path)
                if grant is not None:
                    if grant.conflicts:
                        self.problems += one_sided_conflicts(grant, path)
                    yield path, grant

    def validated(self, entry: type[E], raw: dict[str, Any], path: Path) -> E | None:
        try:
            return cast(E, _validator(cast(Hashable, entry))(raw))
        except ValidationError as error:
            self.problems += _problems(error, entry, path)
            return None

    def backwards(self, grants: list[tuple[Path, Grant]], agreed_on: date | None) -> None:
        if agreed_on is not None:
            for where, grant in grants:
                self.problems += days_backwards(grant, agreed_on, where)

    def is_mapping(self, raw: Any, path: Path, noun: str) -> bool:
        if isinstance(raw, dict):
            return True
        self.problems.append(_not_a_mapping(noun, path))
        return False

    def is_list(self, raw: Any, path: Path, noun: str) -> bool:
        if isinstance(raw, list):
            return True
        self.problems.append(_not_a_list(noun, path))
        return False

    def wrong(self, name: str, message: str, path: Path, help: str | None = None) -> None:
        self.problems.append(Problem(name=name, message=message, path=path, help=help))


@cache
def _validator(entry: Any) -> Any:
    return TypeAdapter(entry).validator.validate_python


def _readable(entry: type[E], raw: Any) -> E | None:
    """An entry inside one that cannot be read, for the checks; what is wrong was said already."""
    try:
        return cast(E, _validator(cast(Hashable, entry))(raw))
    except ValidationError:
        return None


def _all_readable(raw: Any) -> list[Outstanding | None]:
    return [_readable(Outstanding, each) for each in raw] if isinstance(raw, list) else []


def _readable_day(raw: Any) -> date | None:
    try:
        return parse_date(raw) if isinstance(raw, str) else None
    except Unreadable:
        return None


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
            case "unexpected_keyword_argument":
                key = str(inner[-1])
                help, near = _meant(key, holder)
                if near:
                    misspelt.add((*inner[:-1], near))
                what = "a term" if holder in KINDS.values() else "a key"
                said = f"{quoted(key)} is not {what} of {_NOUNS[holder]}"
                yield Problem(name="unknown-key", message=said, path=where, help=help, on_key=True)
            case "missing":
                said = f"{_NOUNS[holder]} needs {quoted(str(inner[-1]))}"
                missing.append((inner, Problem(name="missing-key", message=said, path=where)))
            case "tuple_type":
                yield _not_a_list(str(inner[-1]), where)
            case _:
                yield _not_a_mapping(_NOUNS[_holder(entry, (*inner, ""))], where)
    yield from (problem for inner, problem in missing if inner not in misspelt)


def _not_a_mapping(noun: str, path: Path) -> Problem:
    said = f"{noun} is a mapping, lines of the form key: value"
    return Problem(name="not-a-mapping", message=said, path=path)


def _not_a_list(key: str, path: Path) -> Problem:
    said = f"{key} is a list, entries that each begin with a dash"
    return Problem(name="not-a-list", message=said, path=path)


@lru_cache(maxsize=1024)
def _meant(key: str, holder: Any) -> tuple[str, str | None]:
    """Help for a key that is not one of ``holder``, and the one that was meant, if any is near."""
    known = [field.name for field in fields(holder)]
    return did_you_mean(key, known) or "one of " + ", ".join(known), nearest(key, known)


def _holder(entry: type, inner: Path) -> Any:
    """The class whose field a path ends in: the entry's own, or that of an entry inside it."""
    for step in inner[:-1]:
        entry = _INNER.get(step, entry)
    return entry
