"""Mappings in ``{ }`` and lists in ``[ ]``: on one line, with one space after commas and colons."""

from collections.abc import Callable
from typing import Any, NamedTuple

import yaml

from equitycalc.reading.quoting import written
from equitycalc.reading.shapes import Held, is_key


class Flow(NamedTuple):
    """A collection as it is to be written, and where it ends now; ``text`` is None where it has
    something that is better left as it is.
    """

    text: str | None
    end: int


def flow(
    text: str,
    after: Callable[[], Any],
    start: Any,
    held: Held,
) -> Flow:
    """The collection that begins with the event ``start``; ``after`` gives the events after it."""

    def value(event: Any, inner: Held) -> str | None:
        if type(event) is yaml.ScalarEvent:
            raw = text[_at(event.start_mark) : _at(event.end_mark)]
            return written(raw, event.value, event.style or "", inner.takes, in_flow=True)
        return flow(text, after, event, inner).text

    parts: list[str | None] = []
    if type(start) is yaml.SequenceStartEvent:
        while type(event := after()) is not yaml.SequenceEndEvent:
            parts.append(value(event, held.entry(len(parts))))
        whole = None if None in parts else f"[{', '.join(filter(None, parts))}]"
        return Flow(whole, _at(event.end_mark))
    ranks, places = held.order(), []
    while type(event := after()) is not yaml.MappingEndEvent:
        key, first = event.value, _at(event.start_mark)
        known = is_key(key)
        name = key if known else text[first : _at(event.end_mark)]
        inner = value(after(), held.under(key))
        before = first - 1
        while text[before].isspace():
            before -= 1
        odd = inner is None or text[before] not in "{,"  # there may be a question mark
        parts.append(None if odd else f"{name}: {inner}")
        places.append(ranks.get(key, len(ranks)))
    end = _at(event.end_mark)
    if None in parts or text[_at(start.start_mark)] != "{":
        return Flow(None, end)
    sorted_parts = [part for _, part in sorted(zip(places, parts, strict=True), key=lambda p: p[0])]
    return Flow(f"{{{', '.join(filter(None, sorted_parts))}}}", end)


def _at(mark: Any) -> int:
    """Where in the text a mark stands."""
    index: int = mark.index
    return index
