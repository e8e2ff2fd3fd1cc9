"""A sheet as Markdown: two tables and a list."""

from collections.abc import Iterator

from equitycalc.rendering.sheet import Sheet


def markdown_lines(sheet: Sheet) -> Iterator[str]:
    """The sheet, line by line; text of the ledger is escaped, never read as Markdown."""
    yield f"## {_escaped(sheet.title)}"
    yield ""
    yield _escaped(sheet.subtitle)
    yield ""
    numbers = len(sheet.heads) - 1
    heads = [*sheet.heads, *sheet.detail_heads]
    yield _row(heads)
    yield _row([":--", *["--:"] * numbers, *[":--"] * len(sheet.detail_heads)])
    for line in sheet.lines:
        details = line.details or ("",) * len(sheet.detail_heads)
        yield _row([_escaped(each) for each in (line.label.strip(), *line.cells, *details)])
    yield ""
    bases = [i for i in range(numbers) if any(line.cells[i] for line in sheet.walk)]
    yield _row(["", *(sheet.heads[1 + i] for i in bases)])
    yield _row([":--", *["--:"] * len(bases)])
    for line in sheet.walk:
        mark = "**" if line.strong else ""
        cells = (line.label, *(line.cells[i] for i in bases))
        yield _row([f"{mark}{_escaped(each)}{mark}" if each else "" for each in cells])
    yield ""
    if sheet.happened:
        yield "Happened"
        yield ""
        yield from (f"- {_escaped(event)}" for event in sheet.happened)
        yield ""
    yield "Rests on"
    yield ""
    yield from (f"- {_escaped(reason)}" for reason in sheet.rests_on)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    for mark in "\\`*_[]|#~":
        text = text.replace(mark, "\\" + mark)
    return "\\" + text if text.startswith(("+ ", "- ", "= ")) else text
