"""What a ledger cites: documents, their lines, and the figures that are to stand on these."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from equitycalc.checks.stated import TERMS, Stated, keys_as_printed, number, stated
from equitycalc.checks.subject import Entry, Subject, as_written
from equitycalc.checks.worked import Worked, workings
from equitycalc.events import Amend
from equitycalc.printed import printed_in
from equitycalc.problems import Path
from equitycalc.registration_rights import rights_of
from equitycalc.terms import Agreement, Conflict, Event, Grant, Schedule, Tranche
from equitycalc.written import Cited


class Citation(NamedTuple):
    """Lines of a document that the entry at ``path`` cites, and the figures it states.

    ``own`` where the entry names the document itself. A figure that one of the ``workings`` makes
    need not be printed, but the ``factors`` of all of them must be.
    """

    path: Path
    document: str
    lines: str | None
    own: bool
    figures: tuple[Stated, ...] = ()
    workings: tuple[Worked, ...] = ()
    factors: tuple[Stated, ...] = ()


def citations(subject: Subject) -> Iterator[Citation]:
    """Every citation of a ledger."""
    yield from _of_conflicts(subject.ledger.issuer.conflicts, ("issuer",), None)
    for path, agreement in subject.agreements():
        yield from _of_conflicts(agreement.conflicts, path, agreement.document)
        if agreement.document is not None:
            yield from _of_agreement(agreement, agreement.document, path)
    for entry in subject.grants():
        document = entry.agreement.document
        yield from _of_conflicts(entry.grant.conflicts, entry.path, document)
        if document is not None and entry.grant.lines is not None:
            yield _of_grant(entry, document, entry.grant.lines)
    for index, event in enumerate(subject.ledger.events):
        yield from _of_event(event, ("events", index))


def _of_agreement(agreement: Agreement, document: str, path: Path) -> Iterator[Citation]:
    """The agreement itself, with its date, and the terms of its registration rights."""
    dated = tuple(stated("date", agreement.date, (*path, "date")))
    yield Citation(path, document, agreement.lines, True, dated)
    rights = rights_of(agreement)
    for term, written in () if rights is None else rights._asdict().items():
        if isinstance(written, Cited) and written.lines is not None:
            where = (*path, "registration_rights", term)
            figures = tuple(stated(term, written.value, (*where, "value")))
            yield Citation(where, document, written.lines, False, figures)


def _of_grant(entry: Entry, document: str, lines: str) -> Citation:
    grant, path = entry.grant, entry.path
    figures: list[Stated] = []
    for term in _terms(type(grant)):
        written = getattr(grant, term)
        if written is not None:
            figures += stated(term, written, (*path, *as_written(grant, term)))
    vesting = getattr(grant, "vesting", None)
    if vesting is not None:
        figures += _of_vesting(vesting, entry, (*path, "vesting"))
    if grant.worked_from is None:
        return Citation(path, document, lines, False, tuple(figures))
    worked = tuple(workings(grant.worked_from, entry.granted_on))
    factors = tuple(
        Stated((*path, "worked_from"), each.text, factor.value, keys_as_printed(factor))
        for each in worked
        for factor in each.factors
    )
    return Citation(path, document, lines, False, tuple(figures), worked, factors)


@cache
def _terms(kind: type[Grant]) -> tuple[str, ...]:
    """The terms of a kind of grant that are figures."""
    return tuple(term for term in kind.__dataclass_fields__ if term in TERMS)


def _of_vesting(
    vesting: tuple[Tranche, ...] | Schedule, entry: Entry, path: Path
) -> Iterator[Stated]:
    """The figures of tranches, or those of a schedule: its start only where it is another day than
    that of the grant, and the number of periods also as the time that all of them take.
    """
    if not isinstance(vesting, Schedule):
        for index, tranche in enumerate(vesting):
            yield from stated("date", tranche.on, (*path, index, "on"))
            yield from stated("shares", tranche.shares, (*path, index, "shares"))
        return
    if vesting.start != entry.granted_on:
        yield from stated("date", vesting.start, (*path, "start"))
    every = vesting.every_months
    yield number("every_months", "every", every, (*path, "every_months"))
    if vesting.cliff_months:
        yield number("cliff_months", "months", vesting.cliff_months, (*path, "cliff_months"))
    periods = number("periods", "count", vesting.periods, (*path, "periods"))
    whole = number("periods", "months", vesting.periods * every, (*path, "periods"))
    yield periods._replace(keys=periods.keys + whole.keys)


def _of_event(event: Event, path: Path) -> Iterator[Citation]:
    """An event with a document of its own."""
    document = getattr(event, "document", None)
    if document is None:
        return
    figures: list[Stated] = []
    for term in _terms(type(event)):
        figures += stated(term, getattr(event, term), (*path, term))
    if isinstance(event, Amend):
        figures += stated(event.term, event.value, (*path, "value"))
    yield Citation(path, document, getattr(event, "lines", None), True, tuple(figures))


def _of_conflicts(
    conflicts: Iterable[Conflict], path: Path, document: str | None
) -> Iterator[Citation]:
    """The statements of conflicts; of what each says, the figures before its first comma: behind
    that, the ledger may draw conclusions.
    """
    for index, conflict in enumerate(conflicts):
        for at, each in enumerate(conflict.statements):
            where = (*path, "conflicts", index, "statements", at)
            named = each.document or document
            if named is not None and (each.lines or each.document):
                figures = tuple(_said(each.says, (*where, "says")))
                yield Citation(where, named, each.lines, each.document is not None, figures)


def _said(says: str, path: Path) -> Iterator[Stated]:
    end = 0
    for found in printed_in(says):
        if re.search(r"[,;:(]", says[end : found.start]):
            return
        text = says[found.start : found.end]
        yield Stated(path, text, found.value, keys_as_printed(found))
        end = max(end, found.end)
