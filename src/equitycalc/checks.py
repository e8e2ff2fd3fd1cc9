"""What must be true of a ledger beyond the spelling of its terms: plain functions from values to
problems.

Each problem carries the path of the entry it was found in, which the caller passes in: these
functions also run over the readable part of a ledger that has other mistakes.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cache

from equitycalc.problems import Path, Problem, did_you_mean, quoted
from equitycalc.terms import (
    KINDS,
    Agreement,
    Conflict,
    Event,
    Grant,
    Issuer,
    Option,
    Outstanding,
    Schedule,
    Warrant,
)
from equitycalc.written import known, terms_of

# Last days, and what is said of one that comes before the grant.
_LAST_DAYS = {
    "expires_on": ("expires-before-grant", "expires"),
    "matures_on": ("matures-before-grant", "matures"),
    "payable_by": ("payable-before-grant", "is payable"),
}


_LOOKED_FOR = 100  # of so many unknown ids a near one is looked for, which takes its time


@cache
def _last_days(kind: str) -> tuple[str, ...]:
    return tuple(term for term in terms_of(KINDS[kind]) if term in _LAST_DAYS)


def duplicate_ids(entries: Iterable[tuple[Path, str, str]]) -> Iterator[Problem]:
    """Ids used twice; an entry is its path, its id, and where it stands in words."""
    first: dict[str, str] = {}
    for path, id, where in entries:
        if id in first:
            yield Problem(
                name="duplicate-id",
                message=f"{quoted(id)} is already the id of {first[id]}",
                path=(*path, "id"),
                help="give each an id of its own",
            )
        else:
            first[id] = where


def days_backwards(grant: Grant, agreed_on: date, path: Path) -> Iterator[Problem]:
    """Last days before the first: a grant that expires or matures before it is granted."""
    for term in _last_days(grant.kind):
        written = getattr(grant, term)
        last = None if written is None else known(written)
        if last is None:
            continue
        name, verb = _LAST_DAYS[term]
        granted_on = agreed_on if grant.granted_on is None else known(grant.granted_on)
        if granted_on is not None and last < granted_on:
            yield Problem(
                name=name,
                message=f"{grant.id} {verb} on {last}, before it is granted on {granted_on}",
                path=(*path, term),
            )


def vesting_that_does_not_sum(grant: Grant, path: Path) -> Iterator[Problem]:
    """Tranches that come to more or less than the shares of their grant."""
    tranches = getattr(grant, "vesting", None)
    if not isinstance(grant, Option | Warrant) or isinstance(tranches, Schedule | None):
        return
    vested, granted = sum(each.shares for each in tranches), known(grant.shares)
    if granted is not None and vested != granted:
        yield Problem(
            name="vesting-does-not-sum",
            message=f"{vested:,} shares vest, of the {granted:,} granted",
            path=(*path, "vesting"),
        )


def events_that_do_not_fit(
    numbered: Sequence[tuple[int, Event]],
    grants: Iterable[tuple[Grant, Agreement]],
    ids: Collection[str],
) -> Iterator[Problem]:
    """Events of grants that the ledger does not have, and those that cannot happen to theirs.

    ``ids`` are those of all grants, also of any that could not be read.
    """
    from equitycalc.engine.history import happened  # a ledger without events spares the import

    found = happened(numbered, date.max)
    unknown = [id for id in found.of_grants if id not in ids]
    for count, id in enumerate(unknown):
        for number, _ in found.of_grants[id]:
            yield Problem(
                name="unknown-grant",
                message=f"there is no grant {quoted(id)} in this ledger",
                path=("events", number, "grant"),
                help=did_you_mean(id, ids) if count < _LOOKED_FOR else None,
            )
    for grant, agreement in grants:
        if grant.id in found.of_grants:
            fold = found.follow(grant, agreement)
            yield from () if fold is None else fold.wrong


def repeated_statements(statements: Iterable[tuple[Path, Outstanding]]) -> Iterator[Problem]:
    """Two statements of shares outstanding for one day: neither can be preferred."""
    days: set[date] = set()
    for path, statement in statements:
        if statement.as_of in days:
            yield Problem(
                name="duplicate-statement",
                message=f"another statement is true on {statement.as_of} too",
                path=(*path, "as_of"),
            )
        days.add(statement.as_of)


def one_sided_conflicts(entry: Issuer | Agreement | Grant, path: Path) -> Iterator[Problem]:
    """Conflicts with fewer than two statements: nothing is contradicted."""
    conflict: Conflict
    for index, conflict in enumerate(entry.conflicts):
        if len(conflict.statements) < 2:
            yield Problem(
                name="one-sided-conflict",
                message="a conflict is between at least two statements",
                path=(*path, "conflicts", index),
                help="a single remark is one of the notes",
            )
