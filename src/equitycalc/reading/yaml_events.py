"""The parser's events, from libyaml where it is there; a syntax error is a problem with its place.

Events and not PyYAML's loaders: those turn scalars into other things, and kill the interpreter on
deep nesting.
"""

import re
from collections import deque
from collections.abc import Collection, Iterator
from itertools import takewhile
from typing import Any

import yaml

from equitycalc.problems import Place, Problem, quoted


class PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's own parser: slower, the same events."""

    def __init__(self, data: bytes) -> None:
        yaml.reader.Reader.__init__(self, data)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


# PyYAML may be built without libyaml.
Parser: Any = getattr(getattr(yaml, "cyaml", None), "CParser", PureParser)


_LINE_BREAK = re.compile("\\r\\n?|[\\n\\x85\\u2028\\u2029]")


class Fatal(Exception):
    """Reading cannot go on past ``problem``."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def events(data: bytes) -> Iterator[Any]:
    """The events of a YAML text in UTF-8, up to its end or to the first syntax error, which is
    raised as ``Fatal``.
    """
    if b"%TAG" in data:
        _refuse_declared_tags(data)
    try:
        parser = Parser(data)
        yield from iter(parser.get_event, None)
    except yaml.MarkedYAMLError as error:
        from equitycalc.reading.syntax import syntax

        raise Fatal(syntax(error, data)) from None
    except yaml.reader.ReaderError as error:
        from equitycalc.reading.syntax import not_allowed

        raise Fatal(not_allowed(error, data)) from None
    except (ValueError, OverflowError):  # the pure parser, of an escape such as \UFFFFFFFF
        said = "this escape stands for no character"
        where = place(parser.get_mark())
        raise Fatal(Problem(name="syntax", message=said, place=where)) from None


def _refuse_declared_tags(data: bytes) -> None:
    """Stop at a declaration of tags, before a document or after one: libyaml holds each against all
    that were declared before, and a hundred thousand take it a minute.
    """
    declares = True  # whether a line may
    for number, line in _lines(text_of(data)):
        if declares and re.match(r"%TAG[ \t]", line):
            declared = quoted(line.partition(" #")[0].rstrip())
            said = f"tags, such as {declared} declares, are not used in a ledger"
            where = Place("", number, 1)
            raise Fatal(Problem(name="tag", message=said, help="leave it out", place=where))
        declares = line.startswith("...") or (
            declares and (line.startswith("%") or line.lstrip(" \t")[:1] in ("", "#"))
        )


def place(mark: Any) -> Place:
    """A mark of the parser, which counts from 0, as a place, which counts from 1."""
    return Place("", mark.line + 1, mark.column + 1)


def text_of(data: bytes) -> str:
    """The text of UTF-8 bytes, without the mark that some editors put before it."""
    return data.decode("utf-8", "replace").removeprefix("\ufeff")


def lines_of(data: bytes, wanted: Collection[int]) -> dict[int, str]:
    """Those lines of a text, by their numbers, that are wanted and are there; lines are counted
    from 1, as the parsers do.
    """
    last = max(wanted, default=0)
    upto = takewhile(lambda each: each[0] <= last, _lines(text_of(data)))
    return {number: line for number, line in upto if number in wanted}


def last_place(data: bytes) -> Place:
    """The place after the last character of a text, or before the line break that it ends with."""
    text = text_of(data)
    breaks = deque(_LINE_BREAK.finditer(text), maxlen=1)
    ended = [each.start() for each in breaks if each.end() == len(text)]
    return place_in(text, ended[0] if ended else len(text))


def place_in(text: str, at: int) -> Place:
    """The place of a character of a text, which is counted from 0."""
    line, begins = 1, 0
    for each in takewhile(lambda each: each.start() < at, _LINE_BREAK.finditer(text)):
        line, begins = line + 1, each.end()
    return Place("", line, at - begins + 1)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    number = begins = 0
    for number, each in enumerate(_LINE_BREAK.finditer(text), start=1):
        yield number, text[begins : each.start()]
        begins = each.end()
    if begins < len(text):
        yield number + 1, text[begins:]
