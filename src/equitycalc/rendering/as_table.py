"""A page as Rich tables, for a terminal; numbers stay whole at every width.

Where a grant does not fit on one line, its words stand beneath its numbers; where not even the
numbers fit beside the label, the label stands above them.
"""

from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from equitycalc.rendering.as_text import twig_lines
from equitycalc.rendering.page import BENEATH, Grid, Line, Page, Twig

_HEAD = 2  # the lines of the head and the rule beneath it
_NO_LIMIT = 100_000


def terminal(colours: bool) -> Console:
    """The terminal to draw on. Text of the ledger is shown as it is, never read as markup."""
    return Console(
        force_terminal=True,
        color_system="auto" if colours else None,
        highlight=False,
        emoji=False,
        markup=False,
    )


def print_page(page: Page, console: Console) -> None:
    """Print the page: beneath each other the grids, and the lists."""
    console.print(Text(page.title, style="bold"))
    console.print(Text(page.subtitle), style="dim")
    for twig in page.tree:
        _print_twig(twig, console)
    for grid in page.grids:
        console.print()
        if grid.title is not None:
            console.print(Text(grid.title, style="bold"))
        for part in _parts(grid, console):
            _print_grid(part, console)
    for number, line in enumerate(page.drawing):
        if not number:
            console.print()
        console.print(Text(line, style="" if number else "bold"), soft_wrap=True)
    for head, sentences in page.lists:
        if sentences:
            console.print()
            console.print(Text(head, style="bold"))
            console.print(_listed(sentences))


def _parts(grid: Grid, console: Console) -> Iterator[Grid]:
    """The grid; of one that splits, as many columns at a time as there is room for."""
    first, end = 0, len(grid.heads) - 1
    while grid.splits and first < end:
        count = 1
        while first + count < end and _fits(_columns(grid, first, count + 1), console):
            count += 1
        if first:
            console.print()
        yield _columns(grid, first, count)
        first += count
    if not grid.splits:
        yield grid


def _fits(grid: Grid, console: Console) -> bool:
    return _natural_width(_table(grid, 0), console) <= console.width


def _columns(grid: Grid, first: int, count: int) -> Grid:
    last = first + count

    def cut(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(line._replace(cells=line.cells[first:last]) for line in lines)

    heads = (grid.heads[0], *grid.heads[1:][first:last])
    return grid._replace(heads=heads, lines=cut(grid.lines), walk=cut(grid.walk))


def _print_twig(twig: Twig, console: Console) -> None:
    """One line of a tree as it is in a pipe, but for its colours; the terminal wraps it."""
    if not twig.depth:
        console.print()
    for label, rest in twig_lines(twig):
        line = Text(label, style="bold").append(rest, style="not bold" if label else "not bold dim")
        console.print(line, soft_wrap=True)


def _print_grid(grid: Grid, console: Console) -> None:
    table = _widest_that_fits(grid, console)
    wide = len(table.columns) > len(grid.heads)
    stacked = len(table.columns) < len(grid.heads)
    # What is still too wide wraps in the terminal; squeezed by Rich, its numbers would be cut.
    options = console.options.update(max_width=_natural_width(table, console))
    rule = [None] if grid.lines and grid.walk else []  # between the lines and the walk
    rows: list[Line | None] = [*[None] * _HEAD, *grid.lines, *rule, *grid.walk]
    drawn = console.render_lines(table, options, pad=False)
    for segments, line in zip(drawn, rows, strict=True):
        if stacked and line is not None:
            console.print(Text(line.label, style=_style(line)), soft_wrap=True)
        console.print(_Segments(segments), end="", soft_wrap=True)
        if line is not None and any(line.details) and not wide:
            words = Text(_words(line, BENEATH), style="dim")
            console.print(Padding(words, (0, 0, 0, 2), expand=False))


def _listed(sentences: tuple[str, ...]) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column()
    grid.add_column(overflow="fold")
    for sentence in sentences:
        grid.add_row("-", Text(sentence))
    return grid


def _widest_that_fits(grid: Grid, console: Console) -> Table:
    """The table with as many words on a grant's line as the terminal has room for."""
    for words in (len(grid.detail_heads), BENEATH):
        table = _table(grid, words)
        if _natural_width(table, console) <= console.width:
            return table
    return _table(grid, 0, labelled=_fits(grid, console))


def _words(line: Line, count: int) -> str:
    return " · ".join(word for word in line.details[:count] if word)


def _natural_width(table: Table, console: Console) -> int:
    return Measurement.get(console, console.options.update(max_width=_NO_LIMIT), table).maximum


class _Segments:
    """One rendered line, to be printed as it is."""

    def __init__(self, segments: list[Segment]) -> None:
        self.segments = segments

    def __rich_console__(self, console: Console, options: object) -> list[Segment]:
        return [*self.segments, Segment.line()]


def _table(grid: Grid, words: int, labelled: bool = True) -> Table:
    """The lines and walk; ``words`` says how many of a line's words stand beside it.

    Without labels it is narrower: they then stand on lines of their own.
    """
    table = Table(
        box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, expand=False
    )
    everything = [*grid.lines, *grid.walk]
    for index, head in enumerate(grid.heads):
        if index == 0 and not labelled:
            continue
        texts = [line.label if index == 0 else line.cells[index - 1] for line in everything]
        table.add_column(
            Text(head),
            justify="left" if index == 0 else "right",
            no_wrap=True,
            min_width=max(map(len, (head, *texts))),
        )
    beside = grid.detail_heads[:words]
    if beside:
        table.add_column(Text(" · ".join((beside[0], *map(str.lower, beside[1:])))), no_wrap=True)
    for line in grid.lines:
        _add(table, line, labelled, _words(line, words) if beside else None)
    if grid.walk:
        table.add_section()
    for line in grid.walk:
        _add(table, line, labelled, None)
    return table


def _add(table: Table, line: Line, labelled: bool, words: str | None) -> None:
    cells = (
        *((line.label,) if labelled else ()),
        *line.cells,
        *(() if words is None else (words,)),
    )
    table.add_row(*map(Text, cells), style=_style(line))


def _style(line: Line) -> str:
    return "dim" if line.quiet else "bold" if line.strong else ""
