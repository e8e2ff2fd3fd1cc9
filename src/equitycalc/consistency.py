"""What must be true of a ledger beyond the spelling of its terms: plain functions from values to
problems.

Each problem carries the path of the entry it was found in, which the caller passes in: these
functions also run over the readable part of a ledger that has other mistakes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from equitycalc.problems import Guesses, Path, Problem, quoted
from equitycalc.scalars import WHOLE_DIGITS
from equitycalc.terms import (
    KINDS,
    Agreement,
    Conflict,
    ConvertibleDebenture,
    Event,
    Grant,
    Issuer,
    Option,
    Outstanding,
    Schedule,
    Warrant,
)
from equitycalc.written import known, terms_of, value_of, value_of_cited

if TYPE_CHECKING:
    from equitycalc.engine.history import Happened
    from equitycalc.events import OfGrant
    from equitycalc.registration_rights import RegistrationRights

# Last days, and what is said of one that comes before the grant.
LAST_DAYS = {
    "expires_on": ("expires-before-grant", "expires"),
    "matures_on": ("matures-before-grant", "matures"),
    "payable_by": ("payable-before-grant", "is payable"),
}


# Compounding periods a year; and how many of them, counted at each event of a debt, are followed:
# daily ones for ten years and 6,850 events.
_PERIODS = {"daily": 365, "monthly": 12, "quarterly": 4, "semiannual": 2, "annual": 1}
_MOST_PERIODS = 25_000_000


@cache
def _last_days(kind: str) -> tuple[str, ...]:
    return tuple(term for term in terms_of(KINDS[kind]) if term in LAST_DAYS)


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
        name, verb = LAST_DAYS[term]
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
    if too_far := list(_splits_that_go_too_far(found)):
        yield from too_far  # what they make of the grants has more digits than are counted
        return
    guesses = Guesses()
    for id in (each for each in found.of_grants if each not in ids):
        help = guesses.did_you_mean(id, ids)
        for number, _ in found.of_grants[id]:
            yield _no_such_grant(id, help, ("events", number, "grant"))
    grants = list(grants)
    yield from _registrations_that_do_not_fit(found, grants, ids, guesses)
    for grant, agreement in grants:
        if grant.id in found.of_grants:
            if too_long := list(_interest_too_long(grant, agreement, found.of_grants[grant.id])):
                yield from too_long
                continue
            fold = found.follow(grant, agreement)
            yield from () if fold is None else fold.wrong


def _splits_that_go_too_far(found: "Happened") -> Iterator[Problem]:
    """The first split that, with those before it, has a figure with too many digits on a side."""
    sides = {"new": 1, "old": 1}
    for number, split in found.splits:
        for side in sides:
            sides[side] *= getattr(split, side)
            if sides[side] >= 10**WHOLE_DIGITS:
                made, of = (f"{sides[each]:,}" for each in sides)
                said = f"with the splits before it, {made} shares come from {of}"
                yield Problem(
                    name="number-too-large",
                    message=f"{said}: a figure has at most {WHOLE_DIGITS} digits",
                    path=("events", number, side),
                )
                return


def _interest_too_long(
    grant: Grant, agreement: Agreement, happening: "Sequence[tuple[int, OfGrant]]"
) -> Iterator[Problem]:
    """The first event at which so many, over so many periods, have compounded the interest of a
    debt that the exact figures would fill the memory.
    """
    if not isinstance(grant, ConvertibleDebenture):
        return
    words = {value_of(grant.compounding)} | {
        value_of(event.value)
        for _, event in happening
        if event.kind == "amend" and event.term == "compounding"
    }
    word = max(words, key=lambda word: _PERIODS.get(word, 0))
    began = value_of(grant.granted_on) or agreement.date
    for count, (number, event) in enumerate(happening, start=1):
        periods = (event.date - began).days * _PERIODS.get(word, 0) // 365
        if count * periods > _MOST_PERIODS:
            said = f"{grant.id} has {count:,} events by then, and its interest compounds {word}"
            yield Problem(
                name="number-too-large",
                message=f"{said}: more digits than are counted",
                path=("events", number, "date"),
            )
            return


def rights_that_do_not_fit(
    rights: Iterable[tuple[Path, "RegistrationRights"]], kinds: Mapping[str, str]
) -> Iterator[Problem]:
    """Registration rights of grants that the ledger does not have, that put no shares into being,
    or that another agreement covers already; days and ranks that contradict each other.

    ``kinds`` has the kind of each grant, empty where it cannot be read.
    """
    guesses = Guesses()
    covered: set[str] = set()
    for path, each in rights:
        for index, id in enumerate(each.covers.value):
            where = (*path, "covers", index)
            if id not in kinds:
                yield _no_such_grant(id, guesses.did_you_mean(id, kinds), where)
            elif kinds[id] in ("cash_fee", "finders_fee"):
                said = f"{id} is a fee in cash: there are no shares to register"
                yield Problem(name="no-shares-to-register", message=said, path=where)
            elif id in covered:
                said = f"the shares of {id} are covered already, and are registered once"
                yield Problem(name="covered-twice", message=said, path=where)
            covered.add(id)
        filed, effective = (
            value_of_cited(each.days_to_file),
            value_of_cited(each.days_to_effectiveness),
        )
        if filed is not None and effective is not None and effective < filed:
            said = f"to be effective within {effective} days, but filed within {filed}"
            yield Problem(
                name="effective-before-filing",
                message=said,
                path=(*path, "days_to_effectiveness"),
            )
        ranked: set[str] = set()
        for index, rank in enumerate(() if each.priority is None else each.priority.value):
            for place, seller in enumerate(rank):
                if seller in ranked:
                    yield Problem(
                        name="ranked-twice",
                        message=f"{quoted(seller)} has a rank already",
                        path=(*path, "priority", index, place),
                    )
                ranked.add(seller)


def _no_such_grant(id: str, help: str | None, path: Path) -> Problem:
    said = f"there is no grant {quoted(id)} in this ledger"
    return Problem(name="unknown-grant", message=said, path=path, help=help)


def _registrations_that_do_not_fit(
    found: "Happened",
    grants: Iterable[tuple[Grant, Agreement]],
    ids: Collection[str],
    guesses: Guesses,
) -> Iterator[Problem]:
    """Statements filed or effective for grants that the ledger does not have, or has not yet."""
    if not found.of_registrations:
        return
    stated = {grant.id: agreement.date for grant, agreement in grants if grant.granted_on is None}
    stated |= {
        grant.id: grant.granted_on for grant, _ in grants if isinstance(grant.granted_on, date)
    }
    for number, event in found.of_registrations:
        for index, id in enumerate(getattr(event, "grants", ())):
            path = ("events", number, "grants", index)
            if id not in ids:
                yield _no_such_grant(id, guesses.did_you_mean(id, ids), path)
            elif id in stated and event.date < stated[id]:
                said = f"{id} is granted on {stated[id]}, after this"
                yield Problem(name="event-before-grant", message=said, path=path)


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
