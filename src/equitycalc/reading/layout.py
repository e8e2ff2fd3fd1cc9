"""The text of a ledger laid out anew, from its spans, along the parser's events."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import yaml

from equitycalc.reading.flow import flow
from equitycalc.reading.quoting import written
from equitycalc.reading.shapes import Held, Takes, is_key
from equitycalc.reading.spans import (
    STEP,
    Spans,
    beside,
    block,
    several_lines,
    shifted,
    under,
    without_blank_start,
    without_blanks,
)

# A sign, and the blanks behind it where something follows that is no comment.
_COLON = re.compile(r"[ \t]*:(?:[ \t]+(?=[^ \t#\n])|(?=[ \t]*(?:#|\n)))")
_DASH = re.compile(r"[ \t]*-(?:[ \t]+(?=[^ \t#\n])|(?=[ \t]*(?:#|\n)))")
_HEADER = re.compile(r"[|>][0-9+-]*")
_BLOCK = ("|", ">")
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class _Item(NamedTuple):
    """A key with its value, or an entry of a list: its place, the comments above it, its lines."""

    place: int
    leading: list[str]
    lines: str


class Layout:
    """Lays a text out anew, following the parser's events through it.

    The methods that take an event lay out what begins with it, ``held``, indented by ``indent``,
    which is ``shift`` more than now, and return whole lines.
    """

    __slots__ = ("next", "spans", "text", "unended")

    def __init__(self, text: str, stream: Iterator[Any]) -> None:
        self.unended = not text.endswith("\n")
        self.text = text + "\n" if self.unended else text
        self.spans = Spans(self.text)
        self.next = stream.__next__

    def document(self, held: Held) -> str:
        """The whole text."""
        self.next()
        opening = self.opening(self.next())
        header = self.header()
        root = self.next()
        if root.flow_style:
            leading: Sequence[str] = self.spans.leading()
            whole = self.leaf("", root, 0, 0, held)
            self.spans.take_between()
            closing = self.spans.leading()
        else:
            leading, whole = self.nested(root, 0, held)
            closing = []
            if header and header[-1] and leading:
                header.append("")
        closing += (line.strip() for line in self.text[self.spans.at :].split("\n"))
        while closing and not closing[-1]:
            closing.pop()
        return opening + under(0, [*header, *leading]) + whole + under(0, closing)

    def opening(self, start: Any) -> str:
        """The lines up to the dashes that a document may begin with."""
        if not start.explicit:
            return ""
        end = start.end_mark.index
        lines = under(
            0, without_blank_start([line.rstrip() for line in self.text[:end].split("\n")])
        )
        rest = self.text[end : self.text.index("\n", end)].strip(" \t")
        if rest and not rest.startswith("#"):
            self.spans.at = self.text.index(rest, end)
            return lines
        return beside(lines[:-1], self.spans.end_line(end), 0)

    def header(self) -> list[str]:
        """The comments that belong to the file: the first ones, and all that a blank line parts
        from the first key.
        """
        self.spans.take_between()
        waiting = self.spans.waiting
        lines = [line.comment for line in waiting]
        while lines and lines[-1]:
            lines.pop()
        if not any(lines):  # no blank line after the first comment
            lines = [line.comment for line in waiting]
        del waiting[: len(lines)]
        return list(without_blank_start(lines))

    def nested(
        self, start: Any, indent: int, held: Held, key_in: int = -1
    ) -> tuple[Sequence[str], str]:
        """A mapping or a list on lines of its own, in another column than the key it stands under
        or in the same; apart from it the comments before it.
        """
        column = start.start_mark.column
        if type(start) is yaml.SequenceStartEvent:
            items = self.entries(indent, indent - column, held)
        else:
            items = self.keys(start, indent, held)
        tail = self.spans.tail(column, beside_key=column == key_in)
        first, *more = items
        lines = [first.lines]
        for each in more:
            if each.leading:
                lines.append(under(indent, each.leading))
            lines.append(each.lines)
        lines.append(under(indent, tail))
        return without_blank_start(first.leading), "".join(lines)

    def keys(self, start: Any, indent: int, held: Held) -> list[_Item]:
        """The keys of a mapping and what is under them, in the order of the house."""
        spans, text, pad = self.spans, self.text, " " * indent
        column, ranks = start.start_mark.column, held.order()
        items: list[_Item] = []
        while type(event := self.next()) is not yaml.MappingEndEvent:
            begins, ends = event.start_mark.index, event.end_mark.index
            if begins != spans.at + column:  # not on the next line
                spans.take_between()
            key = event.value
            colon = _COLON.match(text, ends)
            if colon is None or event.start_mark.column != column:
                leading = items[0].leading if items else spans.leading()
                return [_Item(0, leading, pad + self.as_it_is(start, event, indent))]
            leading = spans.leading() if spans.waiting else []
            spans.at = colon.end()
            word = key if not event.style or is_key(key) else text[begins:ends]
            value = self.next()
            lines = self.short(f"{pad}{word}:", value, held.takes_under(key))
            if lines is None:
                line, inner = f"{pad}{word}:", held.under(key)
                _, lines = self.entry(line, value, indent, indent - column, inner)
            items.append(_Item(ranks.get(key, len(ranks)), leading, lines))
        first = items[0]
        items.sort(key=_place)
        if items[0] is not first and items[0].leading[:1] == [""]:
            first.leading.insert(0, "")  # the blank line between the two stays between them
        return items

    def short(self, line: str, event: Any, kind: Takes | None) -> str | None:
        """A key's line where its value is all that follows on it, which is so for most there are;
        else None.
        """
        spans, text, ends = self.spans, self.text, event.end_mark.index
        begins = event.start_mark.index
        if (
            type(event) is not yaml.ScalarEvent
            or event.style in _BLOCK
            or begins != spans.at
            or text[ends] != "\n"
            or "\n" in (raw := text[begins:ends])
        ):
            return None
        spans.at = ends + 1
        return f"{line} {written(raw, event.value, event.style or '', kind)}\n"

    def entries(self, indent: int, shift: int, held: Held) -> list[_Item]:
        """The entries of a list."""
        spans, pad = self.spans, " " * indent
        items: list[_Item] = []
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            spans.take_between()
            dash = _DASH.match(self.text, spans.at)
            assert dash is not None, f"no dash at {spans.at}"
            leading = spans.leading()
            spans.at = dash.end()
            line, entry = f"{pad}-", held.entry(len(items))
            above, lines = self.entry(line, event, indent, shift, entry, dash=True)
            items.append(_Item(0, [*leading, *above], lines))
        return items

    def entry(
        self, line: str, event: Any, indent: int, shift: int, held: Held, *, dash: bool = False
    ) -> tuple[Sequence[str], str]:
        """A line up to a key's colon or a dash, and what follows it; apart from it the comments
        that then stand above that line, because nothing can stand between a dash and its key.
        """
        spans, trail = self.spans, None
        if self.text[spans.at] in " \t#\n":
            trail = spans.end_line(spans.at)
            spans.take_between()
        if type(event) is yaml.ScalarEvent or event.flow_style:
            between = without_blank_start(spans.leading())
            if not (trail or between):
                return (), self.leaf(line + " ", event, indent, shift, held)
            line = beside(line, trail, shift) + under(indent + STEP, between)
            return (), line + self.leaf(" " * (indent + STEP), event, indent, shift, held)
        leading, lines = self.nested(event, indent + STEP, held, key_in=indent - shift)
        if dash and not trail:
            return [each for each in leading if each], f"{line} {lines[indent + STEP :]}"
        return (), beside(line, trail, shift) + under(indent + STEP, leading) + lines

    def leaf(self, line: str, event: Any, indent: int, shift: int, held: Held) -> str:
        """A value that begins on a line, with what follows it there."""
        spans, text = self.spans, self.text
        begins, ends = event.start_mark.index, event.end_mark.index
        if type(event) is not yaml.ScalarEvent:
            laid, ends = flow(text, self.next, event, held)
            if laid is None or "\n" in text[begins:ends]:
                laid = without_blanks(shifted(text[begins:ends], shift, indent + STEP))
        elif header := _HEADER.match(text, begins) if event.style in _BLOCK else None:
            trail = spans.end_line(header.end(), alone=True)
            found = block(header[0], text[spans.at : ends], indent - shift)
            spans.at += found.taken
            pad = " " * (indent + STEP)
            lines = [f"{pad}{each}\n" if each else "\n" for each in found.lines]
            return beside(line + found.header, trail, shift) + "".join(lines)
        else:
            laid = text[begins:ends]
            if "\n" in laid:
                laid = several_lines(laid, indent + STEP)
            else:
                laid = written(laid, event.value, event.style or "", held.takes)
        return beside(line + laid, spans.end_line(ends), shift)

    def as_it_is(self, start: Any, event: Any, indent: int) -> str:
        """A mapping in which ``event`` is a key of no common form: its lines, indented anew."""
        self.spans.waiting.clear()
        text, begins, ends, depth = self.text, start.start_mark.index, 0, 1
        in_block = False  # whether it ends in a block of text
        while depth:
            depth += (type(event) in _STARTS) - (type(event) in _ENDS)
            if event.end_mark.index > event.start_mark.index and type(event) not in _STARTS:
                ends = event.end_mark.index
                in_block = type(event) is yaml.ScalarEvent and event.style in _BLOCK
            event = self.next() if depth else event
        ends = ends - 1 if text[ends - 1] == "\n" else text.index("\n", ends)
        self.spans.at = ends + 1
        lines = shifted(text[begins:ends], indent - start.start_mark.column, indent)
        # A break that is not there yet would be one of the text.
        missing = in_block and self.unended and self.spans.at == len(text)
        return lines if missing else lines + "\n"


def _place(item: _Item) -> int:
    return item.place
