"""A plain tree to a ``Ledger``: pydantic validates the terms, one adapter for each kind of entry.

All problems are collected. An entry that cannot be read is left out, and the checks run over the
rest.
"""

from collections.abc import Hashable, Iterator
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from equitycalc.checks import (
    days_backwards,
    duplicate_ids,
    one_sided_conflicts,
    repeated_statements,
)
from equitycalc.problems import Path, Problem, Unreadable, did_you_mean, quoted
from equitycalc.terms import (
    KINDS,
    Agreement,
    Conflict,
    Grant,
    Issuer,
    Ledger,
    Outstanding,
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
        if ledger is None:
            return None
        self.problems += one_sided_conflicts(ledger.issuer, ("issuer",))
        self.problems += repeated_statements(
            (("outstanding", index), statement)
            for index, statement in enumerate(ledger.outstanding)
        )
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
                continue
            if agreement.conflicts:
                self.problems += one_sided_conflicts(agreement, path)
            for where, grant in grants:
                self.problems += days_backwards(grant, agreement.date, where)
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

    def is_mapping(self, raw: Any, path: Path, noun: str) -> bool:
        if isinstance(raw, dict):
            return True
        self.wrong("not-a-mapping", f"{noun} is a mapping, lines of the form key: value", path)
        return False

    def is_list(self, raw: Any, path: Path, noun: str) -> bool:
        if isinstance(raw, list):
            return True
        self.wrong("not-a-list", f"{noun} is a list, entries that each begin with a dash", path)
        return False

    def wrong(self, name: str, message: str, path: Path, help: str | None = None) -> None:
        self.problems.append(Problem(name=name, message=message, path=path, help=help))


@cache
def _validator(entry: Any) -> Any:
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
            case "unexpected_keyword_argument":
                key = str(inner[-1])
                help = did_you_mean(key, [field.name for field in fields(holder)])
                if help:
                    misspelt.add((*inner[:-1], help.split('"')[1]))
                what = "a term" if holder in KINDS.values() else "a key"
                said = f"{quoted(key)} is not {what} of {_NOUNS[holder]}"
                yield Problem(name="unknown-key", message=said, path=where, help=help, on_key=True)
            case "missing":
                said = f"{_NOUNS[holder]} needs {quoted(str(inner[-1]))}"
                missing.append((inner, Problem(name="missing-key", message=said, path=where)))
            case "tuple_type":
                yield Problem(name="not-a-list", message="a list is expected here", path=where)
            case _:
                yield Problem(
                    name="not-a-mapping", message="a mapping is expected here", path=where
                )
    yield from (problem for inner, problem in missing if inner not in misspelt)


def _holder(entry: type, inner: Path) -> Any:
    """The class whose field a path ends in: the entry's own, or that of an entry inside it."""
    for step in inner[:-1]:
        entry = _INNER.get(step, entry)
    return entry
