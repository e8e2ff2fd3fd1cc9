"""A page as Markdown: tables and lists."""

import re
from collections.abc import Iterator

from equitycalc.rendering.page import Grid, Page, Twig

_MENTION = re.compile(r"(?<!\w)@(?=\w)")


def markdown_lines(page: Page) -> Iterator[str]:
    """The page, line by line; text of the ledger is escaped, never read as Markdown."""
    yield f"## {_escaped(page.title)}"
    yield ""
    yield _escaped(page.subtitle)
    for twig in page.tree:
        if not twig.depth:
            yield ""
        yield from _twig(twig)
    for grid in page.grids:
        yield ""
        if grid.title is not None:
            yield f"### {_escaped(grid.title)}"
            yield ""
        yield from _grid(grid)
    for head, sentences in page.lists:
        if sentences:
            yield ""
            yield head
            yield ""
            yield from (f"- {_escaped(sentence)}" for sentence in sentences)


def _twig(twig: Twig) -> Iterator[str]:
    """One line of a tree as an item of a list, and beneath it what is said of it."""
    indent = "  " * twig.depth
    text = f": {_escaped(twig.text)}" if twig.text else ""
    yield f"{indent}- **{_escaped(twig.label)}**{text}"
    yield from (f"{indent}  - *{_escaped(note)}*" for note in twig.notes)
    if twig.quoted:
        yield f"{indent}  -"
        yield f"{indent}    ~~~text"
        yield from (f"{indent}    {line}".rstrip() for line in twig.quoted)
        yield f"{indent}    ~~~"


def _grid(grid: Grid) -> Iterator[str]:
    numbers = len(grid.heads) - 1
    yield _row([*grid.heads, *grid.detail_heads])
    yield _row([":--", *["--:"] * numbers, *[":--"] * len(grid.detail_heads)])
    for line in grid.lines:
        details = line.details or ("",) * len(grid.detail_heads)
        yield _row([_escaped(each) for each in (line.label.strip(), *line.cells, *details)])
    if not grid.walk:
        return
    yield ""
    bases = [i for i in range(numbers) if any(line.cells[i] for line in grid.walk)]
    yield _row(["", *(grid.heads[1 + i] for i in bases)])
    yield _row([":--", *["--:"] * len(bases)])
    for line in grid.walk:
        mark = "**" if line.strong else ""
        cells = (line.label, *(line.cells[i] for i in bases))
        yield _row([f"{mark}{_escaped(each)}{mark}" if each else "" for each in cells])


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    for mark in "\\`*_[]|#~":
        text = text.replace(mark, "\\" + mark)
    # GitHub looks for names after all escapes are gone; a comment stands between, and is not shown.
    text = _MENTION.sub("@<!-- -->", text)
    return "\\" + text if text.startswith(("+ ", "- ", "= ")) else text
