"""The parser's events, from libyaml where it is there; a syntax error is a problem with its place.

Events and not PyYAML's loaders: those turn scalars into other things, and kill the interpreter on
deep nesting.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from equitycalc.problems import Place, Problem


class PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's own parser: slower, the same events."""

    def __init__(self, data: bytes) -> None:
        yaml.reader.Reader.__init__(self, data)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


# PyYAML may be built without libyaml.
Parser: Any = getattr(getattr(yaml, "cyaml", None), "CParser", PureParser)


class Fatal(Exception):
    """Reading cannot go on past ``problem``."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def events(data: bytes) -> Iterator[Any]:
    """The events of a YAML text in UTF-8, up to its end or to the first syntax error, which is
    raised as ``Fatal``.
    """
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


def place(mark: Any) -> Place:
    """A mark of the parser, which counts from 0, as a place, which counts from 1."""
    return Place("", mark.line + 1, mark.column + 1)


def text_of(data: bytes) -> str:
    """The text of UTF-8 bytes, without the mark that some editors put before it."""
    return data.decode("utf-8", "replace").removeprefix("\ufeff")


def lines_of(data: bytes) -> list[str]:
    """The lines of a text, as the parsers count them."""
    return text_of(data).splitlines()
