"""The parser's events, from libyaml where it is there; a syntax error is a problem with its place.

Events and not PyYAML's loaders: those turn scalars into other things, and kill the interpreter on
deep nesting.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from equitycalc.problems import Place, Problem


class _PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's own parser: slower, the same events."""

    def __init__(self, data: bytes) -> None:
        yaml.reader.Reader.__init__(self, data)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


# PyYAML may be built without libyaml.
Parser: Any = getattr(getattr(yaml, "cyaml", None), "CParser", _PureParser)


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
        next_event = Parser(data).get_event
        while type(event := next_event()) is not yaml.StreamEndEvent:
            yield event
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = ", ".join(part for part in (error.context, error.problem) if part)
        raise Fatal(
            _syntax(said, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1)
        ) from None
    except yaml.reader.ReaderError as error:
        before = data[: error.position].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise Fatal(_syntax("a character that YAML does not allow", line, column)) from None


def place(mark: Any) -> Place:
    """A mark of the parser, which counts from 0, as a place, which counts from 1."""
    return Place("", mark.line + 1, mark.column + 1)


def _syntax(said: str, line: int, column: int) -> Problem:
    return Problem(
        name="syntax", message=f"this is not YAML: {said}", place=Place("", line, column)
    )
