"""What a check looks at, and how it walks through it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from equitycalc.engine.life import granted_on
from equitycalc.problems import Path
from equitycalc.terms import INTEREST, Agreement, Grant, Ledger


class Unavailable(str):
    """Why there are no lines of a document; ``near`` is a name that may have been meant."""

    __slots__ = ("near",)

    def __new__(cls, why: str, near: str | None = None) -> "Unavailable":
        """The reason, and the name."""
        found = super().__new__(cls, why)
        found.near = near
        return found

    near: str | None


# The lines of the document of a name, or in a text why there are none.
Texts = Callable[[str], Sequence[str] | str]


class Entry(NamedTuple):
    """A grant of a ledger, and the path to it."""

    path: Path
    grant: Grant
    agreement: Agreement

    @property
    def granted_on(self) -> date | None:
        """The day of the grant; None where it is open."""
        return granted_on(self.grant, self.agreement)


class Subject(NamedTuple):
    """A ledger that could be read, and the documents it cites where they are at hand."""

    ledger: Ledger
    documents: Texts | None = None

    def agreements(self) -> Iterator[tuple[Path, Agreement]]:
        """Each agreement with the path to it."""
        for index, agreement in enumerate(self.ledger.agreements):
            yield ("agreements", index), agreement

    def grants(self) -> Iterator[Entry]:
        """Each grant with the path to it."""
        for path, agreement in self.agreements():
            for index, grant in enumerate(agreement.grants):
                yield Entry((*path, "grants", index), grant, agreement)

    def by_agreement(self) -> list[Entry]:
        """The grants by the date of their agreement, then by id: of two that are alike, which one
        is asked about does not depend on where they stand in the ledger.
        """
        return sorted(self.grants(), key=lambda each: (each.agreement.date, each.grant.id))


def as_written(grant: Grant, term: str) -> Path:
    """Where a term stands inside its grant: those of interest have a mapping of their own, unless
    the rate is all there is.
    """
    inside = {field: key for key, field in INTEREST.items()}
    if term not in inside:
        return (term,)
    alone = all(getattr(grant, field) is None for field in inside if field != "interest_rate")
    return (term,) if alone else ("interest", inside[term])
