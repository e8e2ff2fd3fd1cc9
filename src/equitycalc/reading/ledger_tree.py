"""A plain tree to a ``Ledger``: pydantic validates the terms, one adapter for each kind of entry.

All problems are collected. An entry that cannot be read is left out, and the checks run over the
rest.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from equitycalc.collected import Collected
from equitycalc.consistency import (
    days_backwards,
    duplicate_ids,
    one_sided_conflicts,
    repeated_statements,
    vesting_that_does_not_sum,
)
from equitycalc.problems import Path, Unreadable, quoted
from equitycalc.reading.entries import Entries
from equitycalc.reading.inner import with_interest, with_vesting
from equitycalc.scalars import parse_date
from equitycalc.terms import (
    INTEREST,
    KINDS,
    Agreement,
    ConvertibleDebenture,
    Grant,
    Issuer,
    Ledger,
    Option,
    Outstanding,
    Warrant,
)

if TYPE_CHECKING:
    from equitycalc.registration_rights import RegistrationRights

_OF_INTEREST = {"interest", *INTEREST}


def ledger_from(tree: Any, problems: Collected) -> Ledger | None:
    """The ledger; None where it cannot be read, and ``problems`` takes what is wrong. The tree is
    used up, to keep memory low.
    """
    return Reader(problems).ledger(tree)


class Reader(Entries):
    """The ledger of a tree, with what the checks need of it."""

    def __init__(self, problems: Collected) -> None:
        super().__init__(problems)
        self.agreement_ids: list[tuple[Path, str, str]] = []
        self.grant_ids: list[tuple[Path, str, str]] = []
        self.follows = False  # whether there are events, which happen to what is readable
        self.kinds: dict[str, type[Grant]] = {}
        self.readable: list[tuple[Grant, Agreement]] = []
        self.rights: list[tuple[Path, RegistrationRights, set[str]]] = []

    def ledger(self, tree: Any) -> Ledger | None:
        """The whole; None where it cannot be read."""
        if not self.is_mapping(tree, (), "a ledger"):
            return None
        self.follows = "events" in tree
        if "assertions" in tree or "limits" in tree:
            from equitycalc.reading.assertions_tree import demands_of  # few ledgers have any

            # Whom a ledger names is known before its entries are used up.
            tree |= demands_of(self, tree)
        if "agreements" in tree:
            listed = self.is_list(tree["agreements"], ("agreements",), "agreements")
            tree["agreements"] = tuple(self.agreements(tree["agreements"])) if listed else ()
        if self.rights:
            from equitycalc.reading.rights_tree import check_rights  # few agreements have any

            check_rights(self, tree["agreements"])
        if "events" in tree:
            from equitycalc.reading.events_tree import events_from  # most ledgers have none

            listed = self.is_list(tree["events"], ("events",), "events")
            tree["events"] = tuple(events_from(self, tree["events"])) if listed else ()
        issuer: Issuer | None = None
        if "issuer" in tree:
            tree["issuer"] = issuer = self.inside(Issuer, tree["issuer"], ("issuer",))
        stated = self.listed(Outstanding, tree.get("outstanding", []), ("outstanding",))
        tree["outstanding"] = tuple(stated)
        ledger = self.validated(Ledger, tree, ())
        self.problems += duplicate_ids(self.agreement_ids)
        self.problems += duplicate_ids(self.grant_ids)
        if issuer:
            self.problems += one_sided_conflicts(issuer, ("issuer",))
        self.problems += repeated_statements(
            (("outstanding", index), statement)
            for index, statement in enumerate(stated)
            if statement
        )
        if ledger is None or issuer is None or None in stated:
            return None
        if ledger.as_of is None and not ledger.agreements and not self.problems:
            help = "where there are agreements, it is the date of the latest"
            self.wrong("missing-key", 'a ledger without agreements needs "as_of"', (), help)
        return ledger

    def agreements(self, raw: list[Any]) -> Iterator[Agreement]:
        """The agreements that can be read."""
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
            if "registration_rights" in entry:
                from equitycalc.reading.rights_tree import rights_from

                where = (*path, "registration_rights")
                entry["registration_rights"] = rights_from(self, entry[where[-1]], where)
            agreement = self.validated(Agreement, entry, path)
            if agreement is None:
                self.backwards(grants, _readable_day(entry.get("date")))
                continue
            if agreement.conflicts:
                self.problems += one_sided_conflicts(agreement, path)
            self.backwards(grants, agreement.date)
            if self.follows:
                self.readable += ((grant, agreement) for _, grant in grants)
            yield agreement

    def grants(self, raw: list[Any], agreement: Path, of: str) -> Iterator[tuple[Path, Grant]]:
        """The grants of an agreement that can be read, each with its path."""
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
                help = self.near(kind, KINDS) or "one of " + ", ".join(KINDS)
                self.wrong("unknown-kind", f"{word} is not a kind of grant", (*path, "kind"), help)
            else:
                if self.follows and isinstance(id, str):
                    self.kinds[id] = KINDS[kind]
                grant = self.grant(KINDS[kind], entry, path)
                if grant is not None:
                    yield path, grant

    def grant(self, kind: type[Grant], entry: dict[str, Any], path: Path) -> Grant | None:
        """A grant of a kind; None where it cannot be read."""
        grant: Grant | None
        if kind is ConvertibleDebenture and not _OF_INTEREST.isdisjoint(entry):
            as_written = with_interest(self, entry, path)
            grant = self.validated(
                kind, entry, path, lambda wrong: replace(wrong, path=as_written(wrong.path))
            )
        else:
            if "vesting" in entry and (kind is Option or kind is Warrant):
                entry["vesting"] = with_vesting(self, entry["vesting"], (*path, "vesting"))
            grant = self.validated(kind, entry, path)
        if grant is not None:
            if grant.conflicts:
                self.problems += one_sided_conflicts(grant, path)
            if "vesting" in entry:
                self.problems += vesting_that_does_not_sum(grant, path)
        return grant

    def backwards(self, grants: list[tuple[Path, Grant]], agreed_on: date | None) -> None:
        """The checks of days, which need the date of the agreement."""
        if agreed_on is not None:
            for where, grant in grants:
                self.problems += days_backwards(grant, agreed_on, where)


def _readable_day(raw: Any) -> date | None:
    try:
        return parse_date(raw) if isinstance(raw, str) else None
    except Unreadable:
        return None
