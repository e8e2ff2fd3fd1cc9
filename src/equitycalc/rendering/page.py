"""An answer laid out as lines and columns of text, for every renderer that people read.

A page knows nothing of terminals: one renderer draws it with colours, one as plain text, one as
Markdown.
"""

from typing import NamedTuple

BENEATH = 3


class Line(NamedTuple):
    """One line: a label, the cells of the number columns, and words beside or beneath them.

    Only the first ``BENEATH`` words stand beneath; the others are for wide lines. ``quiet`` lines
    count for nothing; ``strong`` ones are totals.
    """

    label: str
    cells: tuple[str, ...]
    details: tuple[str, ...] = ()
    quiet: bool = False
    strong: bool = False


class Grid(NamedTuple):
    """Lines under heads, and under a rule the ``walk`` that sums them up; with a title where there
    are several.

    ``heads`` name the label's column and the number columns; ``detail_heads`` the words' columns.
    A grid that ``splits`` is shown in several where its columns do not fit beside each other.
    """

    heads: tuple[str, ...]
    detail_heads: tuple[str, ...]
    lines: tuple[Line, ...]
    walk: tuple[Line, ...] = ()
    title: str | None = None
    splits: bool = False


class Page(NamedTuple):
    """A title, grids, and lists of sentences, each under its head."""

    title: str
    subtitle: str
    grids: tuple[Grid, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
