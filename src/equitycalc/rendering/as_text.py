"""A sheet as plain aligned text, one line a grant: for pipes and files, at any width."""

from collections.abc import Iterator

from equitycalc.rendering.sheet import Line, Sheet


def text_lines(sheet: Sheet) -> Iterator[str]:
    """The sheet, line by line, without colours."""
    detailed = bool(sheet.detail_heads)
    heads = Line(sheet.heads[0], sheet.heads[1:], sheet.detail_heads)
    everything = [heads, *sheet.lines, *sheet.walk]
    label = max(len(line.label) for line in everything)
    cells = [max(len(line.cells[i]) for line in everything) for i in range(len(heads.cells))]
    words = [
        max((len(line.details[i]) for line in everything if line.details), default=0)
        for i in range(len(sheet.detail_heads))
    ]

    def written(line: Line) -> str:
        numbers = (cell.rjust(width) for cell, width in zip(line.cells, cells, strict=True))
        details = (
            [each.ljust(width) for each, width in zip(line.details, words, strict=True)]
            if detailed and line.details
            else []
        )
        return "  ".join([line.label.ljust(label), *numbers, *details]).rstrip()

    width = label + sum(width + 2 for width in cells)
    yield sheet.title
    yield sheet.subtitle
    yield ""
    yield written(heads)
    yield "-" * width
    yield from (written(line) for line in sheet.lines)
    yield "-" * width
    yield from (written(line) for line in sheet.walk)
    yield ""
    if sheet.happened:
        yield "Happened"
        yield from (f"- {event}" for event in sheet.happened)
        yield ""
    yield "Rests on"
    yield from (f"- {reason}" for reason in sheet.rests_on)
