"""A page as plain aligned text, one line each: for pipes and files, at any width."""

from collections.abc import Iterator

from equitycalc.rendering.page import Grid, Line, Page, Twig


def text_lines(page: Page) -> Iterator[str]:
    """The page, line by line, without colours."""
    yield page.title
    yield page.subtitle
    for twig in page.tree:
        if not twig.depth:
            yield ""
        yield from (head + rest for head, rest in twig_lines(twig))
    for grid in page.grids:
        yield ""
        if grid.title is not None:
            yield grid.title
        yield from _grid(grid)
    for head, sentences in page.lists:
        if sentences:
            yield ""
            yield head
            yield from (f"- {sentence}" for sentence in sentences)


def twig_lines(twig: Twig) -> Iterator[tuple[str, str]]:
    """The lines of one twig, each as its label and the rest: sentences after ``-``, what a document
    says after ``|``.
    """
    indent = "  " * twig.depth
    yield f"{indent}{twig.label}", f": {twig.text}" if twig.text else ""
    yield from (("", f"{indent}  - {note}") for note in twig.notes)
    yield from (("", f"{indent}  | {line}".rstrip()) for line in twig.quoted)


def _grid(grid: Grid) -> Iterator[str]:
    heads = Line(grid.heads[0], grid.heads[1:], grid.detail_heads)
    everything = [heads, *grid.lines, *grid.walk]
    label = max(len(line.label) for line in everything)
    cells = [max(len(line.cells[i]) for line in everything) for i in range(len(heads.cells))]
    words = [
        max((len(line.details[i]) for line in everything if line.details), default=0)
        for i in range(len(grid.detail_heads))
    ]

    def written(line: Line) -> str:
        numbers = (cell.rjust(width) for cell, width in zip(line.cells, cells, strict=True))
        details = (
            [each.ljust(width) for each, width in zip(line.details, words, strict=True)]
            if line.details
            else []
        )
        return "  ".join([line.label.ljust(label), *numbers, *details]).rstrip()

    rule = "-" * (label + sum(width + 2 for width in cells))
    yield written(heads)
    yield rule
    yield from (written(line) for line in grid.lines)
    if grid.walk:
        yield rule
        yield from (written(line) for line in grid.walk)
