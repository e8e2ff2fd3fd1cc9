"""From a path in the document to a place in its text.

A second pass over the events, made only when something is wrong: a ledger without problems pays
nothing for places.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import yaml

from equitycalc.problems import Path, Place, Problem
from equitycalc.reading.yaml_events import events, last_place, lines_of, place

KEY, VALUE = True, False


def placed(problems: Iterable[Problem], data: bytes, file: str) -> list[Problem]:
    """The problems with file, line, column and the text of the line, in order of place."""
    problems = list(problems)
    if not problems:
        return []
    marks = _marks(data, {one.path for one in problems if one.place is None})
    wheres = [one.place or _nearest(marks, one.path, one.on_key) for one in problems]
    wanted = {where.line for where in wheres if where.line}
    lines = lines_of(data, wanted)
    if len(lines) < len(wanted):  # noticed at the end, which parsers take to be one line further
        end = last_place(data)
        wheres = [where if where.line in lines else end for where in wheres]
        lines |= lines_of(data, {end.line or 1})
    result = [
        replace(one, place=Place(file, where.line, where.column, lines.get(where.line or 0)))
        for one, where in zip(problems, wheres, strict=True)
    ]
    return sorted(result, key=_by_place)


def _by_place(problem: Problem) -> tuple[int, int, str]:
    where = problem.place
    assert where is not None, "every problem of a file has been placed"
    return (where.line or 0, where.column or 0, problem.name)


def _nearest(marks: dict[tuple[Path, bool], Place], path: Path, on_key: bool) -> Place:
    """The place of the path, or of the nearest container that has one: what is missing has no place
    of its own.
    """
    found = Place("", 1, 1)
    for length in range(len(path) + 1):
        key, value = marks.get((path[:length], KEY)), marks.get((path[:length], VALUE))
        here = (key or value) if on_key and length == len(path) else (value or key)
        # What comes before its container is inside another that was written under the same key.
        if here is None or here < found:
            break
        found = here
    return found


def _marks(data: bytes, wanted: set[Path]) -> dict[tuple[Path, bool], Place]:
    """The places of the wanted paths and of all that contains them, as keys and as values."""
    if not wanted:
        return {}
    wanted = {path[:length] for path in wanted for length in range(len(path) + 1)}
    marks: dict[tuple[Path, bool], Place] = {}
    # Of each open container: its path, what comes next (index or key), whether it is a list.
    stack: list[list[Any]] = []
    passing = 0  # how many containers are open of which nothing is wanted
    for event in events(data):
        kind = type(event)
        if passing and kind is yaml.ScalarEvent:
            continue
        starts = kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent
        if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            if passing:
                passing -= 1
            else:
                stack.pop()
            if not passing:
                _step(stack)
            continue
        if passing:
            passing += starts
            continue
        if not (starts or kind is yaml.ScalarEvent or kind is yaml.AliasEvent):
            continue
        if stack and stack[-1][1] is None:
            key = event.value if kind is yaml.ScalarEvent else "*"
            stack[-1][1] = key
            path = (*stack[-1][0], key)
            if path in wanted:
                marks[path, KEY] = place(event.start_mark)
            continue
        path = (*stack[-1][0], stack[-1][1]) if stack else ()
        if path in wanted:
            marks[path, VALUE] = place(event.start_mark)
        if starts and path not in wanted:
            passing = 1
        elif starts:
            is_list = kind is yaml.SequenceStartEvent
            stack.append([path, 0 if is_list else None, is_list])
        else:
            _step(stack)
    return marks


def _step(stack: list[list[Any]]) -> None:
    """The value is complete: a list moves to its next index, a mapping waits for its next key."""
    if stack:
        innermost = stack[-1]
        innermost[1] = innermost[1] + 1 if innermost[2] else None
