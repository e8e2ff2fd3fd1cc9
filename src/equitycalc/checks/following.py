"""Following citations: from the entries of a ledger to the lines of documents."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cache

from equitycalc.checks.cited import Citation, Said, citations
from equitycalc.checks.pages import Lines, Pages, ranges_of
from equitycalc.checks.stated import Stated
from equitycalc.checks.subject import Subject, Texts
from equitycalc.checks.worked import Worked
from equitycalc.problems import Problem, quoted
from equitycalc.quantities import decimal_where_it_ends

_TOLD = 3  # figures of one citation, in a help


def out_of_range(subject: Subject, texts: Texts) -> Iterator[Problem]:
    """Citations of lines, or of documents, that there are not."""
    documents = _Documents(texts)
    for each in citations(subject):
        if each.document is None:
            if each.lines is not None:
                said = f"no document is named for {_words(ranges_of(each.lines))}"
                yield _wrong("citation-out-of-range", each, said, "add document: FILE")
            continue
        lines = texts(each.document)
        if isinstance(lines, str):
            if each.own:
                yield _unavailable("citation-out-of-range", each, lines)
        elif each.lines is not None and (beyond := _beyond(ranges_of(each.lines), len(lines))):
            has = f"{len(lines):,} line{'s' if len(lines) != 1 else ''}"
            said = f"{each.document} has {has}, and no {_words(beyond)}"
            pages = documents.pages(each.document)
            help = None if pages is None else _elsewhere(each.said().figures, pages, beyond)
            yield _wrong("citation-out-of-range", each, said, help)


def without_figure(subject: Subject, texts: Texts) -> Iterator[Problem]:
    """Figures that do not stand on the lines cited for them."""
    documents = _Documents(texts)
    for each in citations(subject):
        if each.document is None:
            continue
        why = documents.why_not(each.document) if each.own else None
        if why is not None:
            yield _unavailable("citation-without-figure", each, why)
        if each.lines is None:
            continue
        pages, cited = documents.pages(each.document), ranges_of(each.lines)
        if pages is not None and not _beyond(cited, pages.count):
            yield from _missing(each, pages, cited)


def _unavailable(name: str, citation: Citation, why: str) -> Problem:
    """Whichever check is run, it says that there is no document to look in."""
    near = getattr(why, "near", None)
    return Problem(
        name=name,
        message=f"{quoted(citation.document or '')}: {why}",
        path=(*citation.path, "document"),
        help=None if near is None else f"did you mean {quoted(near)}?",
    )


class _Documents:
    """The figures of documents, each read once and only where it is asked for."""

    def __init__(self, texts: Texts) -> None:
        self._texts = cache(texts)
        self._read: dict[str, Pages | None] = {}

    def why_not(self, document: str) -> str | None:
        """Why a document cannot be read; None where it can."""
        lines = self._texts(document)
        return lines if isinstance(lines, str) else None

    def pages(self, document: str) -> Pages | None:
        """A document by its lines; None where there is none."""
        if document not in self._read:
            lines = self._texts(document)
            self._read[document] = None if isinstance(lines, str) else Pages(lines)
        return self._read[document]


def _missing(citation: Citation, pages: Pages, cited: tuple[Lines, ...]) -> Iterator[Problem]:
    """The figures that do not stand on the cited lines. Where none of them does, nothing like it
    either, and one stands elsewhere, it is the lines that are wrong.
    """
    said = citation.said()
    made = [each.makes for each in said.workings]
    printed = [each for each in said.figures if each.value not in made] + [*said.factors]
    absent = [each for each in printed if not pages.has(each.keys, cited)]
    on = f"on {_words(cited)} of {citation.document}"
    alike = {each.path: pages.alike(each.keys, cited) for each in absent}
    elsewhere = _elsewhere(absent, pages, cited)
    if elsewhere and len(absent) == len(printed) and (absent[1:] or not alike[absent[0].path]):
        verb = "do" if absent[1:] else "does"
        message = f"{_listed([each.said for each in absent])} {verb} not stand {on}"
        yield _wrong("citation-without-figure", citation, message, elsewhere)
        return
    idle = {each.text: each for each in said.idle}
    for each in absent:
        working = None if each in said.factors else _instead(each, said)
        instead = ""
        if working is not None:
            idle.pop(working.text, None)
            instead = f", and {_made(working)}"
        helps = [_elsewhere([each], pages, cited), _printed_there(alike[each.path], cited)]
        yield Problem(
            name="citation-without-figure",
            message=f"{each.said} does not stand {on}{instead}",
            path=each.path,
            help="; ".join(filter(None, helps)) or None,
        )
    for working in idle.values():
        yield _without_result(citation, said, working)


def _without_result(citation: Citation, said: Said, working: Worked) -> Problem:
    """A working that makes no figure, though each figure stands there, as a factor for example."""
    stated = [each.said for each in said.figures if _is_alike(working.makes, each.value)]
    such_as = f", such as {_listed(stated[:_TOLD])}," if stated else ""
    return Problem(
        name="citation-without-figure",
        message=f"{_made(working)}, which is no figure of this grant",
        path=(*citation.path, "worked_from"),
        help=f"mend the figure that follows from it{such_as} or the factors",
    )


def _instead(figure: Stated, said: Said) -> Worked | None:
    """The factors that a figure does not follow from, where they make no other one."""
    stated = [each.value for each in said.figures]
    for each in said.workings:
        if each.makes is None:
            return each
        if _is_alike(each.makes, figure.value) and each.makes not in stated:
            return each
    return None


def _is_alike(one: object, other: object) -> bool:
    """Whether both are days, or neither."""
    return isinstance(one, date) == isinstance(other, date)


def _made(working: Worked) -> str:
    if working.makes is None:
        return f"does not follow from {quoted(working.text)}"
    return f"{quoted(working.text)} makes {_text(working.makes)}"


def _elsewhere(figures: Sequence[Stated], pages: Pages, cited: Sequence[Lines]) -> str | None:
    """Where figures stand that do not stand on the cited lines: some of them, nearest to these."""
    found: dict[Lines, list[str]] = {}
    for each in figures[:_TOLD]:
        near = pages.nearest(each.keys, cited[0].first)
        if near is not None:
            found.setdefault(near, []).append(each.said)
    told = [
        f"{_listed(names)} stand{'' if names[1:] else 's'} on {_words([lines])}"
        for lines, names in found.items()
    ]
    return "; ".join(told) or None


def _printed_there(alike: Sequence[str], cited: Sequence[Lines]) -> str | None:
    verb = "prints" if _is_one(cited) else "print"
    return f"{_words(cited)} {verb} {_listed([quoted(each) for each in alike])}" if alike else None


def _wrong(name: str, citation: Citation, said: str, help: str | None) -> Problem:
    return Problem(name=name, message=said, path=(*citation.path, "lines"), help=help)


def _beyond(cited: Iterable[Lines], count: int) -> list[Lines]:
    """The lines that come after the last of a document."""
    return [Lines(max(each.first, count + 1), each.last) for each in cited if each.last > count]


def _words(lines: Sequence[Lines]) -> str:
    return f"line{'' if _is_one(lines) else 's'} {', '.join(map(str, lines))}"


def _is_one(lines: Sequence[Lines]) -> bool:
    return len(lines) == 1 and lines[0].first == lines[0].last


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def _text(value: int | Fraction | date) -> str:
    if isinstance(value, date):
        return str(value)
    ends = decimal_where_it_ends(Fraction(value))
    return str(ends) if isinstance(ends, Fraction) else f"{ends:,f}"
