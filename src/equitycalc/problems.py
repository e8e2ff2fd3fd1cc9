"""A problem as data: what is wrong, how badly, where in the document, and what would mend it.

Nothing here prints. Below the doors a problem knows its path in the document (``("agreements", 3,
"date")``); the door that read the text adds the place, and a renderer writes it out.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Literal, NamedTuple, TypeVar

V = TypeVar("V")
Path = tuple[str | int, ...]
Severity = Literal["error", "warning", "note"]

MAX_OF_A_NAME = 100  # so many are shown of a text, and the rest is counted


class Place(NamedTuple):
    """A place in a text: its name, line and column (both from 1), and the line as written."""

    file: str
    line: int | None = None
    column: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong; ``name`` states it and is what checks are called by.

    ``on_key`` places it at the key of the last step of ``path`` and not at the value.
    """

    name: str
    message: str
    path: Path = ()
    help: str | None = None
    severity: Severity = "error"
    on_key: bool = False
    place: Place | None = None


class ProblemsFound(ValueError):
    """Raised where problems leave nothing to return; ``problems`` holds all of them, in order of
    place.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{one.name}: {one.message}" for one in self.problems))


class LedgerErrors(ProblemsFound):
    """The ledger could not be read: something in its text is wrong, or it could not be opened.

    ``problems`` holds the first hundred of each name; ``more`` says how many more there are, by
    name, where there are any.
    """

    unopened = False

    def __init__(self, problems: Sequence[Problem], more: Mapping[str, int] | None = None) -> None:
        super().__init__(problems)
        self.more = dict(more or {})


class QuestionErrors(ProblemsFound):
    """The question cannot be asked of this ledger: an assumption, date or price does not fit it."""


class Unreadable(ValueError):
    """A text that is not what its term takes; carries what a ``Problem`` needs, short of the path.

    ``at`` is the path from the term inward, for a term that is written as a mapping.
    """

    def __init__(
        self, name: str, message: str, help: str | None = None, at: Path = (), on_key: bool = False
    ) -> None:
        super().__init__(message)
        self.name = name
        self.message = message
        self.help = help
        self.at = at
        self.on_key = on_key

    def under(self, path: Path) -> Problem:
        """The problem this is for the term at ``path``."""
        return Problem(
            name=self.name,
            message=self.message,
            path=path + self.at,
            help=self.help,
            on_key=self.on_key,
        )


class Typed:
    """Parses what people typed, and collects all that is wrong with it."""

    __slots__ = ("problems",)

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def parsed(self, text: str | None, parse: Callable[[str], V], *path: str | int) -> V | None:
        """The value of a text; None where there is none, and where it cannot be read."""
        try:
            return None if text is None else parse(text)
        except Unreadable as problem:
            self.problems.append(problem.under(path))
            return None

    def lacks(self, name: str, message: str, option: str) -> None:
        """What was typed after ``name`` means nothing without another option."""
        self.problems.append(
            Problem(name="missing-option", message=message, path=(name,), help=f"add {option}")
        )

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Collects the problems of whoever parses a part of it."""
        try:
            yield
        except QuestionErrors as errors:
            self.problems += errors.problems

    def stop(self) -> None:
        """Raises ``QuestionErrors`` with all that was wrong, where anything was."""
        if self.problems:
            raise QuestionErrors(self.problems)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to one that is not, or None where nothing is near."""
    from difflib import get_close_matches  # only ever needed when something is wrong

    spelt = {each.lower(): each for each in known}
    near = get_close_matches(word.lower(), spelt, n=1, cutoff=0.6) if len(word) <= 100 else []
    return spelt[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A help line naming the nearest known word, or None where nothing is near."""
    return _help(nearest(word, known))


def _help(near: str | None) -> str | None:
    return None if near is None else f'did you mean "{near}"?'


class Guesses:
    """Looks for near words, and no longer once it has looked at so many as a bad file may have."""

    __slots__ = ("left",)

    def __init__(self, left: int = 200_000) -> None:
        self.left = left

    def nearest(self, word: str, known: Collection[str]) -> str | None:
        """The known word nearest to one that is not; None where nothing is near."""
        if self.left <= 0:
            return None
        self.left -= len(known)
        return nearest(word, known)

    def did_you_mean(self, word: str, known: Collection[str]) -> str | None:
        """A help line naming the nearest known word, or None where nothing is near."""
        return _help(self.nearest(word, known))


def a_few(words: Iterable[str], most: int = 5) -> str:
    """Words inside a message: the first few of them."""
    first = list(islice(words, most + 1))
    return ", ".join(first[:most]) + (" and others" if len(first) > most else "")


def visible(text: str) -> str:
    """The text with characters that would act on a terminal replaced."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def quoted(text: str) -> str:
    """A text inside a message: in double quotes, cut where it is long, control characters made
    visible.
    """
    shown = text if len(text) <= 60 else text[:57] + "..."
    if shown.isprintable():
        return f'"{shown}"'
    return (
        '"'
        + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)
        + '"'
    )
