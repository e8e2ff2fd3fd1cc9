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


class Twig(NamedTuple):
    """One line of a tree, ``depth`` steps from its root: a label, a text, sentences on it, and
    lines quoted from a document.
    """

    depth: int
    label: str
    text: str
    notes: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()


class Page(NamedTuple):
    """A title, grids, lists of sentences, each under its head, and before them a tree, its lines in
    the order in which they are read. A ``drawing`` stands under the grids, on a terminal alone.
    """

    title: str
    subtitle: str
    grids: tuple[Grid, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    tree: tuple[Twig, ...] = ()
    drawing: tuple[str, ...] = ()
