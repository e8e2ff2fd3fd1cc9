"""The checks of ``--strict`` that remark: what a ledger leaves open. They never fail by default."""

from collections.abc import Iterator

from equitycalc.checks.subject import Subject, as_written
from equitycalc.problems import Path, Problem
from equitycalc.registration_rights import rights_of, unstated_rights
from equitycalc.terms import ISSUER, Agreement, Conflict, Grant, Issuer, Option, Warrant
from equitycalc.written import Assumed, AtLeast, unstated


def blank_term(subject: Subject) -> Iterator[Problem]:
    """A term is left open by the documents.

    Figures that rest on it have a bound, and no value.

    Enter it once a document states it; until then ``--assume`` supplies it.
    """
    for path, name, term in _unstated(subject):
        if not isinstance(term, Assumed):
            least = isinstance(term, AtLeast)
            said = f"{name} is a minimum, and no maximum is stated" if least else f"{name} is blank"
            yield Problem(name="blank-term", message=said, path=path, severity="note")


def assumed_term(subject: Subject) -> Iterator[Problem]:
    """A term is taken by the ledger, because no document states it.

    Figures that rest on it are as good as the assumption.

    Enter what is agreed once a document states it; until then ``--assume`` replaces it.
    """
    for path, name, term in _unstated(subject):
        if isinstance(term, Assumed):
            said = f"{name} is assumed: {term.because}"
            yield Problem(name="assumed-term", message=said, path=path, severity="note")


def unsigned_agreement(subject: Subject) -> Iterator[Problem]:
    """The copy of an agreement is not signed.

    What it grants may never have been agreed.

    Find the signed copy; ``--signed-only`` leaves such agreements out.
    """
    for path, agreement in subject.agreements():
        if agreement.signed is False:
            yield Problem(
                name="unsigned-agreement",
                message=f"the copy of {agreement.id} is not signed",
                path=(*path, "signed"),
                severity="note",
            )


def no_expiry(subject: Subject) -> Iterator[Problem]:
    """A right has no last day.

    It counts for ever, as far as the ledger knows.

    Look for the clause again; where none states it, there is nothing to mend.
    """
    for path, grant, _ in subject.grants():
        if isinstance(grant, Option | Warrant) and grant.expires_on is None:
            yield Problem(
                name="no-expiry",
                message=f"no document states when {grant.id} expires",
                path=(*path, "id"),
                severity="note",
            )


def conflict_unresolved(subject: Subject) -> Iterator[Problem]:
    """Documents contradict each other.

    The ledger records what each of them says and takes neither side.

    Ask whoever made them; what is then agreed is an agreement of its own.
    """
    for path, entry in _with_conflicts(subject):
        conflict: Conflict
        for index, conflict in enumerate(entry.conflicts):
            yield Problem(
                name="conflict-unresolved",
                message=f"{len(conflict.statements)} statements contradict each other: "
                f"{conflict.about}",
                path=(*path, "conflicts", index),
                severity="note",
            )


def _unstated(subject: Subject) -> Iterator[tuple[Path, str, object]]:
    """Each term that no document states, with its path and its name."""
    for term, value in unstated(subject.ledger.issuer):
        yield (ISSUER, term), f"{ISSUER}.{term}", value
    for path, agreement in subject.agreements():
        rights = rights_of(agreement)
        for term, value in () if rights is None else unstated_rights(rights):
            yield (*path, "registration_rights", term), f"{agreement.id}.{term}", value
        for index, grant in enumerate(agreement.grants):
            for term, value in unstated(grant):
                where = (*path, "grants", index, *as_written(grant, term))
                yield where, f"{grant.id}.{term}", value


def _with_conflicts(subject: Subject) -> Iterator[tuple[Path, Issuer | Agreement | Grant]]:
    yield ("issuer",), subject.ledger.issuer
    for path, agreement in subject.agreements():
        yield path, agreement
        for index, grant in enumerate(agreement.grants):
            yield (*path, "grants", index), grant
