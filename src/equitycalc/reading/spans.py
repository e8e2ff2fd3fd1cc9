"""The spans of a text between its keys and values: comments, blank lines, texts on several lines.

Spans are taken from the text and moved, never written anew. Lines that are taken have lost their
indentation; ``under`` and ``beside`` give them their new one.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")  # what YAML takes for the end of a line

BLANK = -1  # the column of a line with nothing on it

_BETWEEN = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")
_END = re.compile(r"[ \t]*(#[^\n]*)?\n")
STEP = 2  # how far an entry stands in from what holds it, and a comment from what it is beside


class Line(NamedTuple):
    """A line that holds a comment alone, or nothing."""

    column: int
    comment: str


class Trail(NamedTuple):
    """What follows on a line after its last value: a comment, which may go on beneath itself."""

    column: int
    comments: Sequence[str]


class Spans:
    """A text, and how far it has been taken; at the start of a line, or of what stands on it."""

    __slots__ = ("at", "text", "waiting")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.waiting: list[Line] = []  # taken, and not yet given to anything

    def take_between(self) -> None:
        """Take the comments and blank lines up to the next line with anything else on it."""
        found = _BETWEEN.match(self.text, self.at)
        assert found is not None
        if found.end() > self.at:
            self.at = found.end()
            for line in found[0].split("\n")[:-1]:
                comment = line.strip(" \t")
                self.waiting.append(Line(line.index("#") if comment else BLANK, comment))

    def leading(self) -> list[str]:
        """What waits, for the entry that comes now."""
        lines = [line.comment for line in self.waiting]
        self.waiting.clear()
        return lines

    def tail(self, column: int, *, beside_key: bool) -> list[str]:
        """What of the lines that wait stands at the end of a block that began in ``column``: the
        comments that are indented as it is, or further, and further than what comes next.

        A list may stand ``beside_key``, in the column of its key; a comment there is not its own.
        """
        self.take_between()
        least = max(column + beside_key, self.next_column() + 1)
        own = 0
        for number, line in enumerate(self.waiting, start=1):
            if line.column >= least:
                own = number
            elif line.column != BLANK:
                break
        lines = [line.comment for line in self.waiting[:own]]
        del self.waiting[:own]
        return lines

    def next_column(self) -> int:
        """The column of what stands on the next line; one less than any, at the end."""
        at = self.at
        if at >= len(self.text) or self.text.startswith(("...\n", "... ", "...\t"), at):
            return BLANK
        while self.text[at] == " ":
            at += 1
        return at - self.at

    def end_line(self, end: int, *, alone: bool = False) -> Trail | None:
        """Take what follows something that ends at ``end``, up to the end of the line; unless that
        is taken ``alone``, also the comments below that go on in the column of the first.
        """
        if self.text[end] == "\n":
            self.at = end + 1
            return None
        found = _END.match(self.text, end)
        assert found is not None, f"more than a comment follows at {end}"
        self.at = found.end()
        if found[1] is None:
            return None
        column = found.start(1) - self.text.rfind("\n", 0, end) - 1
        first = found[1].rstrip()
        return Trail(column, [first] if alone else [first, *self._continued(column)])

    def _continued(self, column: int) -> list[str]:
        text, before, found = self.text, self.at, []
        while text.startswith("#", self.at + column):
            if text[self.at : self.at + column].strip(" \t"):
                break
            end = text.index("\n", self.at)
            found.append(text[self.at + column : end].rstrip())
            self.at = end + 1
        if not found:
            return []
        after, self.at = self.at, _BETWEEN.match(text, self.at).end()  # type: ignore[union-attr]
        own = self.next_column() != column  # else they are about what stands below them
        self.at = after if own else before
        return found if own else []


def under(indent: int, lines: Iterable[str]) -> str:
    """Comments and blank lines with their indentation; no two blank ones follow each other."""
    pad = " " * indent
    whole, blank = "", False
    for line in lines:
        if line:
            whole += f"{pad}{line}\n"
        elif not blank:
            whole += "\n"
        blank = not line
    return whole


def beside(line: str, trail: Trail | None, shift: int) -> str:
    """A line with what follows on it: in the column where it was, which moves with the line."""
    if trail is None:
        return line + "\n"
    width = max(len(line) - line.rfind("\n") - 1 + STEP, trail.column + shift)
    first, *more = trail.comments
    whole = line + " " * (width - len(line) + line.rfind("\n") + 1) + first + "\n"
    return whole + under(width, more)


def without_blank_start(lines: Sequence[str]) -> Sequence[str]:
    """The lines from the first comment on."""
    for index, line in enumerate(lines):
        if line:
            return lines[index:]
    return ()


def several_lines(raw: str, indent: int) -> str:
    """A text on several lines, plain or in quotes, its further lines indented anew: how far is
    nothing to its meaning, nor are blanks before a break, unless one is escaped.
    """
    first, *more = raw.split("\n")
    pad = " " * indent
    bare = [_bare(line.lstrip(" \t")) for line in more]
    return "\n".join([_bare(first), *(pad + line if line else "" for line in bare)])


def _bare(line: str) -> str:
    bare = line.rstrip(" \t")
    return line if bare.endswith("\\") else bare


def shifted(raw: str, shift: int, least: int) -> str:
    """A span of lines as they are, each but the first indented by as much more, and not by less
    than ``least``.
    """
    first, *more = raw.split("\n")
    whole = first
    for line in more:
        inner = line.lstrip(" ")
        indent = len(line) - len(inner) + shift
        whole += "\n" + " " * max(indent, least if inner else 0) + inner
    return whole


def without_blanks(raw: str) -> str:
    """A span of lines, none of which ends in blanks; an escaped one is none."""
    return "\n".join(map(_bare, raw.split("\n")))


class Block(NamedTuple):
    """A text in a block, ``>-`` or ``|``: its header, and its lines without their indentation."""

    header: str
    lines: Sequence[str]
    taken: int  # characters of the text; blank lines that follow and say nothing are not among them


def block(header: str, raw: str, column: int) -> Block:
    """The block under a header; ``column`` is that of the key or dash that it belongs to.

    Where ``raw`` ends the file without a break, so does its text, which then is one to strip.
    """
    lines = raw.split("\n")
    unended = lines.pop()
    if unended:
        lines.append(unended)
        header = header.rstrip("+-") + "-"
    indent = _indentation(header, lines, column)
    inner = [line[indent:] for line in lines]
    count = len(inner)
    if "+" not in header:
        while count and not inner[count - 1]:
            count -= 1
    taken = sum(map(len, lines[:count])) + count
    first = next(filter(None, inner), "")
    header = re.sub("[1-9]", str(STEP) if first.startswith(" ") else "", header)
    return Block(header, inner[:count], taken)


def _indentation(header: str, lines: Sequence[str], column: int) -> int:
    if digit := re.search("[1-9]", header):
        return column + int(digit[0])
    for line in lines:
        if line.strip(" "):
            return len(line) - len(line.lstrip(" "))
    return max(map(len, lines), default=0)
