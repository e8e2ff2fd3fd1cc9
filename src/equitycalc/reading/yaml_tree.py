"""YAML text to a plain tree of dict, list and str.

Every scalar stays text. What YAML allows and a ledger does not (anchors, aliases, tags, duplicate
keys, several documents, empty values, ``null``) is a problem with its place and its path, and
reading goes on to find the next.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from equitycalc.collected import Collected
from equitycalc.problems import Path, Problem, quoted
from equitycalc.reading.yaml_events import Fatal, events, place

MAX_DEPTH = 60

# The problems whose value, or key, is refused.
REFUSED = frozenset(("alias", "control-character", "empty-value", "null-value"))
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_LEAVE_OUT = "leave the key out, or write blank for a term that the document leaves open"
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)


def tree(data: bytes, problems: Collected) -> Any:
    """The document as a tree, or None where reading had to stop, or nothing is there; ``problems``
    takes what is wrong.

    Of a duplicate key the last value is kept; a refused value or key stands as "".
    """
    builder = _Builder(problems)
    try:
        builder.run(events(data))
    except Fatal as fatal:
        problems.append(fatal.problem)
        return None
    return builder.top[0] if builder.top else None


class _Builder:
    """Puts events together: one container is open, ``here``, and those around it wait on ``above``.

    ``key`` is the key whose value comes next; None where a key comes next, and always in a list.
    """

    __slots__ = ("above", "here", "key", "problems", "same", "top")

    def __init__(self, problems: Collected) -> None:
        self.problems = problems
        self.top: list[Any] = []
        self.here: Any = self.top
        self.key: str | None = None
        self.above: list[tuple[Any, str | None]] = []
        self.same: dict[str, str] = {}  # one string for a text that recurs: keys, holders, dates

    def run(self, stream: Iterator[Any]) -> None:
        """Take all events; nine in ten are scalars."""
        scalar, mapping, sequence = (
            yaml.ScalarEvent,
            yaml.MappingStartEvent,
            yaml.SequenceStartEvent,
        )
        ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        same = self.same.setdefault
        begun = False
        for event in stream:
            kind = type(event)
            if kind is scalar:
                value = event.value
                if (
                    type(here := self.here) is dict
                    and event.anchor is event.tag is None
                    and value.isprintable()
                    and value not in _NULLS
                ):  # nothing to refuse: the short way for almost all there is
                    if self.key is not None:
                        here[self.key] = same(value, value)
                        self.key = None
                        continue
                    if value not in here:
                        self.key = same(value, value)
                        continue
                self.scalar(event)
            elif kind is mapping or kind is sequence:
                self.open({} if kind is mapping else [], event)
            elif kind in ends:
                inner = self.here
                self.here, self.key = self.above.pop()
                self.put(inner)
            elif kind is yaml.AliasEvent:
                said = f"aliases, such as {quoted('*' + event.anchor)}, are not used in a ledger"
                self.wrong("alias", said, event, "write the value out")
                self.put("")
            elif kind is yaml.DocumentStartEvent:
                if begun:
                    said = "a second document begins here; a ledger is one"
                    raise Fatal(self.problem("several-documents", said, event))
                begun = True

    def scalar(self, event: Any) -> None:
        value = event.value
        if len(value) < 40:
            value = self.same.setdefault(value, value)
        if event.anchor is not None or event.tag is not None:
            self.refuse_decoration(event)
        if not value.isprintable() and (unsafe := _UNSAFE.search(value)):
            self.wrong(
                "control-character",
                f"the character U+{ord(unsafe[0]):04X} in this text cannot be shown safely",
                event,
                "take it out",
            )
            value = ""
        if type(self.here) is dict and self.key is None:
            if value in self.here:
                self.wrong("duplicate-key", f"{quoted(value)} is written twice here", event)
                del self.here[value]  # keys stand in the order of those values that are kept
            self.key = value
            return
        if event.value in _NULLS and not event.style:
            if self.here is self.top:
                return
            help = "leave the entry out" if self.key is None else _LEAVE_OUT
            if value:
                self.wrong("null-value", f"{quoted(value)} says nothing", event, help)
            else:
                self.wrong("empty-value", "a value is missing here", event, help)
            value = ""
        self.put(value)

    def open(self, container: Any, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self.refuse_decoration(event)
        if type(self.here) is dict and self.key is None:
            raise Fatal(
                self.problem("key-not-text", "a key is one word, not a list or a mapping", event)
            )
        if len(self.above) >= MAX_DEPTH:
            raise Fatal(
                self.problem("too-deep", f"nested more than {MAX_DEPTH} levels deep", event)
            )
        self.above.append((self.here, self.key))
        self.here, self.key = container, None

    def put(self, value: Any) -> None:
        if type(self.here) is list:
            self.here.append(value)
        elif self.key is None:
            self.key = value
        else:
            self.here[self.key] = value
            self.key = None

    def refuse_decoration(self, event: Any) -> None:
        if event.anchor is not None:
            self.wrong(
                "anchor",
                f"anchors, such as {quoted('&' + event.anchor)}, are not used in a ledger",
                event,
                "leave it out",
            )
        else:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            said = f"tags, such as {quoted(tag)}, are not used in a ledger"
            self.wrong("tag", said, event, "leave it out")

    def wrong(self, name: str, message: str, event: Any, help: str | None = None) -> None:
        if self.problems.enough(name):
            self.problems.count(name)
        else:
            self.problems.append(self.problem(name, message, event, help))
        if name in REFUSED:
            self.problems.refuse(self.path())

    def problem(self, name: str, message: str, event: Any, help: str | None = None) -> Problem:
        where = place(event.start_mark)
        return Problem(name=name, message=message, help=help, path=self.path(), place=where)

    def path(self) -> Path:
        steps = [*self.above, (self.here, self.key)][1:]
        return tuple(len(c) if type(c) is list else k or "" for c, k in steps)
