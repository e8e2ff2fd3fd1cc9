"""What a ledger cites: documents, their lines, and the figures that are to stand on these."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import cache, partial
from typing import Any, NamedTuple, cast

from equitycalc.checks.stated import TERMS, Stated, keys_as_printed, number, stated
from equitycalc.checks.subject import Entry, Subject, as_written
from equitycalc.checks.worked import Worked, workings
from equitycalc.events import KINDS_OF_EVENT, Amend, AnyEvent
from equitycalc.printed import Printed, printed_in
from equitycalc.problems import Path, quoted
from equitycalc.registration_rights import rights_of
from equitycalc.terms import KINDS, Agreement, Conflict, Schedule, Tranche
from equitycalc.written import Assumed, Cited


class Said(NamedTuple):
    """What is to stand on the lines of a citation: figures, and the factors of ``workings``. A
    figure that one of these makes need not be printed; ``assumed`` values, which no document
    states, may follow from them too.
    """

    figures: tuple[Stated, ...]
    workings: tuple[Worked, ...] = ()
    factors: tuple[Stated, ...] = ()
    assumed: tuple[object, ...] = ()

    @property
    def idle(self) -> list[Worked]:
        """The workings that make no figure of these: the figure, or the working, is wrong."""
        values = {*(each.value for each in self.figures), *self.assumed}
        return [
            each
            for each in self.workings
            if each.makes is not None
            and each.makes not in values
            and not (len(each.factors) == 1 and self._states(each.factors[0]))
        ]

    def _states(self, factor: Printed) -> bool:
        """Whether a figure is the same in another unit: "four years" of 48 months."""
        keys = {*keys_as_printed(factor)}
        return any(not keys.isdisjoint(each.keys) for each in self.figures)


class Citation(NamedTuple):
    """Lines of a document that the entry at ``path`` cites; of no document where none is named.

    ``own`` where the entry names the document itself. ``said`` tells what the entry states.
    """

    path: Path
    document: str | None
    lines: str | None
    own: bool
    said: Callable[[], Said]


def citations(subject: Subject) -> Iterator[Citation]:
    """Every citation of a ledger."""
    yield from _of_conflicts(subject.ledger.issuer.conflicts, ("issuer",), None)
    for path, agreement in subject.agreements():
        yield from _of_conflicts(agreement.conflicts, path, agreement.document)
        yield from _of_agreement(agreement, path)
    for entry in subject.grants():
        document = entry.agreement.document
        yield from _of_conflicts(entry.grant.conflicts, entry.path, document)
        if document is not None and entry.grant.lines is not None:  # else it is uncited
            said = partial(_said_by_grant, entry)
            yield Citation(entry.path, document, entry.grant.lines, False, said)
    for index, each in enumerate(subject.ledger.events):
        event, path = cast("AnyEvent", each), ("events", index)
        own = event.document is not None
        yield Citation(path, event.document, event.lines, own, partial(_said_by_event, event, path))


def _of_agreement(agreement: Agreement, path: Path) -> Iterator[Citation]:
    """The agreement itself, with its date, and the terms of its registration rights."""
    document = agreement.document
    dated = partial(_said_by_term, "date", agreement.date, (*path, "date"))
    yield Citation(path, document, agreement.lines, document is not None, dated)
    rights = rights_of(agreement)
    for term, written in () if rights is None else rights._asdict().items():
        if isinstance(written, Cited) and written.lines is not None:
            where = (*path, "registration_rights", term)
            said = partial(_said_by_term, term, written.value, (*where, "value"))
            yield Citation(where, document, written.lines, False, said)


def _of_conflicts(
    conflicts: Iterable[Conflict], path: Path, document: str | None
) -> Iterator[Citation]:
    """The statements of conflicts, but those of a source that is not a document."""
    for index, conflict in enumerate(conflicts):
        for at, each in enumerate(conflict.statements):
            own = each.document is not None
            if own or each.source is None:
                where = (*path, "conflicts", index, "statements", at)
                said = partial(_said_in_words, each.says, (*where, "says"))
                yield Citation(where, each.document if own else document, each.lines, own, said)


def _said_by_term(term: str, written: object, path: Path) -> Said:
    return Said(tuple(stated(term, written, path)))


def _said_by_event(event: AnyEvent, path: Path) -> Said:
    figures: list[Stated] = []
    for term in _terms(event.kind):
        figures += stated(term, getattr(event, term), (*path, term))
    if isinstance(event, Amend):
        figures += stated(event.term, event.value, (*path, "value"))
    return Said(tuple(figures))


def _said_in_words(says: str, path: Path) -> Said:
    """The figures before the first comma or the like: behind it, the ledger may conclude."""
    figures: list[Stated] = []
    end = 0
    for found in printed_in(says):
        if re.search(r"[,;:(]", says[end : found.start]):
            break
        text = quoted(says[found.start : found.end])
        figures.append(Stated(path, text, found.value, keys_as_printed(found)))
        end = max(end, found.end)
    return Said(tuple(figures))


def _said_by_grant(entry: Entry) -> Said:
    grant, path = entry.grant, entry.path
    figures: list[Stated] = []
    for term in _terms(grant.kind):
        written = getattr(grant, term)
        if written is not None:
            figures += stated(term, written, (*path, *as_written(grant, term)))
    vesting = getattr(grant, "vesting", None)
    if vesting is not None:
        figures += _of_vesting(vesting, entry, (*path, "vesting"))
    if grant.worked_from is None:
        return Said(tuple(figures))
    worked = tuple(workings(grant.worked_from, entry.granted_on))
    factors = tuple(
        Stated(
            (*path, "worked_from"),
            _factor(each.text, each.text[factor.start : factor.end]),
            factor.value,
            keys_as_printed(factor),
        )
        for each in worked
        for factor in each.factors
    )
    values = (getattr(grant, term) for term in _terms(grant.kind))
    assumed = tuple(each.value for each in values if isinstance(each, Assumed))
    return Said(tuple(figures), worked, factors, assumed)


def _factor(text: str, factor: str) -> str:
    return quoted(text) if factor == text else f"{factor} of {quoted(text)}"


@cache
def _terms(kind: str) -> tuple[str, ...]:
    """The terms of a kind of grant or event that are figures."""
    entry: Any = KINDS[kind] if kind in KINDS else KINDS_OF_EVENT[kind]
    return tuple(field.name for field in fields(entry) if field.name in TERMS)


def _of_vesting(
    vesting: tuple[Tranche, ...] | Schedule, entry: Entry, path: Path
) -> Iterator[Stated]:
    """The figures of tranches, or those of a schedule: its start only where it is another day than
    that of the grant, and the number of periods also as the time that all of them take.
    """
    if not isinstance(vesting, Schedule):
        for index, tranche in enumerate(vesting):
            yield from stated("on", tranche.on, (*path, index, "on"))
            yield from stated("shares", tranche.shares, (*path, index, "shares"))
        return
    if vesting.start != entry.granted_on:
        yield from stated("start", vesting.start, (*path, "start"))
    every = vesting.every_months
    yield number("every_months", "every", every, (*path, "every_months"))
    if vesting.cliff_months:
        yield number("cliff_months", "months", vesting.cliff_months, (*path, "cliff_months"))
    periods = number("periods", "count", vesting.periods, (*path, "periods"))
    whole = number("periods", "months", vesting.periods * every, (*path, "periods"))
    yield periods._replace(keys=periods.keys + whole.keys)
