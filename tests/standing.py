"""Whether the comments of a formatted text stand where they say, by the parser's own places."""

import re
from collections import defaultdict
from typing import Any

import yaml

_COMMENT = re.compile(r"(?:^|\s)# (\d+) (above|beside|opens|under|ends)(?: ([\w.-]+))?$")


def misplaced(text: str) -> list[str]:
    """The comments that do not stand where they say."""
    lines = text.split("\n")
    starts, ends = _paths(text)
    wrong = []
    for number, line in enumerate(lines):
        found = _COMMENT.search(line)
        if found is None:
            continue
        _, where, path = found.groups()
        path = path or ""
        after, before = _next(lines, number, 1), _next(lines, number, -1)
        match where:
            case "above":
                dash = (
                    after
                    if lines[after].strip()[:3] not in ("-", "-  ")
                    else _next(lines, after, 1)
                )
                right = path in starts[after] or path in starts[dash]
            case "opens":
                right = path in starts[number] or path in starts[after]
            case "beside":
                right = path == "dashes" or path in ends[number]
            case "under":
                right = path in starts[before] or lines[before].strip()[0] == "-"
            case _:  # the last line above it is of that entry, and the next line is not
                last = max((at for at in ends if at < number), default=-1)
                own = [
                    each for each in ends[last] if f"{each}.".startswith(f"{path}." if path else "")
                ]
                later = [each for each in starts[after] if each.startswith(f"{path}.")]
                right = bool(own) and not later
        if not right:
            wrong.append(line.strip())
    return wrong


def _next(lines: list[str], number: int, step: int) -> int:
    """The nearest line that holds more than a comment."""
    number += step
    while 0 <= number < len(lines) and lines[number].strip()[:1] in ("", "#"):
        number += step
    return number


def _paths(text: str) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """By line, the paths of what starts there, and of the texts that end there."""
    starts: dict[int, set[str]] = defaultdict(set)
    ends: dict[int, set[str]] = defaultdict(set)

    def walk(node: Any, path: str) -> None:
        if isinstance(node, yaml.MappingNode):
            pairs = [(key.value, key.start_mark, value) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            pairs = [(str(i), value.start_mark, value) for i, value in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) or node.flow_style:
            end = node.end_mark
            ends[end.line if end.column else end.line - 1].add(path)
        else:
            for key, mark, value in pairs:
                inner = f"{path}.{key}".lstrip(".")
                starts[mark.line].add(inner)
                walk(value, inner)

    walk(yaml.compose(text, Loader=yaml.BaseLoader), "")
    return starts, ends
