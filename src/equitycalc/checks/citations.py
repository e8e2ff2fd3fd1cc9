"""The checks of ``--documents``: that the lines a ledger cites exist, and say what it states.

How documents are read stands in ``following``, which is imported only where there are some.
"""

from collections.abc import Iterator

from equitycalc.checks.subject import Subject
from equitycalc.problems import Problem


def citation_out_of_range(subject: Subject) -> Iterator[Problem]:
    """A citation names lines, or a document, that there is not.

    Whoever follows it finds nothing, so that what is cited cannot be held against the document.

    Mend the lines, or the name of the document; the name is that of a file in the folder.
    """
    if subject.documents is not None:
        from equitycalc.checks.following import out_of_range

        yield from out_of_range(subject, subject.documents)


def citation_without_figure(subject: Subject) -> Iterator[Problem]:
    """A figure does not stand on the lines that are cited for it.

    Either the ledger states another figure than the agreement, or it cites other lines. Figures are
    compared by value, in whichever way the document prints them: "1,000,000" or "One Million",
    ".04" or "four cents". One that is worked out must follow from the factors in ``worked_from``,
    and these must stand there; what they make must be a figure of the grant. Of a conflict's
    statement it is the figures before its first comma.

    Mend the figure, or the lines; name the factors of a figure that the document does not print.
    """
    if subject.documents is not None:
        from equitycalc.checks.following import without_figure

        yield from without_figure(subject, subject.documents)
