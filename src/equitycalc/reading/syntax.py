"""What a YAML parser complains of, in plain words and at the place where it is to be mended."""

from typing import Any, NamedTuple

import yaml

from equitycalc.problems import Place, Problem, quoted
from equitycalc.reading.yaml_events import lines_of, place_in, text_of


class _Complaint(NamedTuple):
    """Known by a part of its context and of its problem, which both parsers share.

    ``at_start`` places it where the trouble begins, and not where it is noticed.
    """

    within: str
    says: str
    message: str
    help: str
    at_start: bool = False


_KNOWN = (
    _Complaint(
        "",
        "cannot start any token",
        "a text cannot begin with {character}",
        "put it in quotes",
    ),
    _Complaint(
        "",
        "mapping values are not allowed",
        "a colon makes a key, and no key is expected here",
        'put a text that holds ": " in quotes; or this line is indented too far, or one above '
        "lacks its colon",
    ),
    _Complaint(
        "",
        "sequence entries are not allowed",
        "a dash is not expected here",
        'begin a list on a line of its own; put a text that begins with "- " in quotes',
    ),
    _Complaint(
        "quoted scalar",
        "found unexpected",
        "this quoted text is not closed",
        "close it with the quote it begins with",
        at_start=True,
    ),
    _Complaint(
        "quoted scalar",
        "",
        "a backslash in double quotes begins an escape, and this is none",
        "write \\\\ for a backslash, or use single quotes",
    ),
    _Complaint(
        "flow mapping",
        "",
        'the mapping in {{ }} that begins on line {line} lacks a comma or its "}}"',
        'put a text that holds ", " or ": " in quotes',
    ),
    _Complaint(
        "flow sequence",
        "",
        'the list in [ ] that begins on line {line} lacks a comma or its "]"',
        'put a text that holds ", " or ": " in quotes',
    ),
    _Complaint(
        "block mapping",
        "",
        "this does not belong to the mapping that begins on line {line}",
        "its keys all begin in one column, and nothing follows a closing quote",
    ),
    _Complaint(
        "block collection",
        "",
        "this does not belong to the list that begins on line {line}",
        "its dashes all stand in one column",
    ),
    _Complaint(
        "simple key",
        "",
        "this key has no colon",
        "write key: value",
        at_start=True,
    ),
    _Complaint(
        "node",
        "node content",
        "a value is expected here",
        "put a text that begins with a comma or a bracket in quotes",
    ),
)


def syntax(error: yaml.MarkedYAMLError, data: bytes) -> Problem:
    """What is not YAML."""
    mark: Any = error.problem_mark
    start = error.context_mark or mark
    lines = lines_of(data, {mark.line + 1, start.line + 1})
    if mark.line + 1 not in lines:
        mark = start  # noticed at the end of the text
    character = lines.get(mark.line + 1, "")[mark.column : mark.column + 1]
    context, said = error.context or "", error.problem or ""
    message, help = "this is not YAML: " + ", ".join(filter(None, (context, said))), None
    if character == "\t":
        message, help = "a tab cannot stand here", "indent with spaces"
    else:
        for known in _KNOWN:
            if known.within in context and known.says in said:
                message = known.message.format(character=quoted(character), line=start.line + 1)
                help, mark = known.help, start if known.at_start else mark
                break
    where = Place("", mark.line + 1, mark.column + 1)
    return Problem(name="syntax", message=message, help=help, place=where)


def not_allowed(error: yaml.reader.ReaderError, data: bytes) -> Problem:
    """A character that YAML does not allow, found again: parsers count up to it differently."""
    character = chr(error.character)
    text = text_of(data)
    at = text.find(character)
    return Problem(
        name="control-character",
        message=f"the character U+{ord(character):04X} cannot stand in a ledger",
        help="take it out",
        place=place_in(text, at),
    )
