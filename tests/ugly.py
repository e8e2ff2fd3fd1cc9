"""YAML as nobody should write it: any tree in any form that a ledger may have, comments everywhere.

Each comment says where it stands, ``# 7 above agreements.0.date``, so that a test can tell whether
it still stands there.
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import Enum
from random import Random
from typing import Any

from equitycalc.registration_rights import RegistrationRights
from equitycalc.terms import INTEREST, Event, Ledger
from equitycalc.written import Assumed, AtLeast, Blank, Cited

Tree = dict[str, Any] | list[Any] | str

_RATES = ("rate", "interest_rate")
_PLAIN = re.compile(r"[A-Za-z0-9$(](?:(?!: | #)[ -~\u00c0-\u024f])*")


def plain(ledger: Ledger) -> Tree:
    """The plain tree of a ledger, as a file of it would have it."""
    return _plain(ledger, "")


def _plain(value: Any, key: str) -> Tree:
    match value:
        case Blank():
            return "blank"
        case Enum():
            return str(value.value)
        case AtLeast():
            return {"at_least": _plain(value.minimum, key)}
        case Assumed():
            return {"assumed": _plain(value.value, key), "because": value.because}
        case Cited():
            inner = _plain(value.value, key)
            return inner if value.lines is None else {"value": inner, "lines": value.lines}
        case bool():
            words = ("false", "true") if key in ("signed", "stated_after_split") else ("no", "yes")
            return words[value]
        case date():
            return value.isoformat()
        case Decimal() if key in _RATES:
            return f"{value * 100:f}".rstrip("0").rstrip(".") + "%"
        case Decimal():
            return f"{value:f}"
        case int() | str():
            return str(value)
        case RegistrationRights():
            pairs: Any = value._asdict().items()
        case tuple() if hasattr(value, "_asdict"):
            pairs = value._asdict().items()
        case tuple():
            return [_plain(each, key) for each in value]
        case _:
            pairs = [(field.name, getattr(value, field.name)) for field in fields(value)]
            if isinstance(value, Event):
                pairs.insert(0, ("kind", value.kind))  # type: ignore[attr-defined]
    found = {name: _plain(inner, name) for name, inner in pairs if inner not in (None, (), [])}
    if "conversion_price" in found and "principal" in found:
        inside = {name: found.pop(term) for name, term in INTEREST.items() if term in found}
        if inside:
            inside.setdefault("rate", "0%")
            found["interest"] = inside
    return found


class Ugly:
    """Writes trees; ``comments`` are those it wrote."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.comments: list[str] = []
        self.odd = False  # whether anything was written that is left as it is

    def maybe(self, percent: int) -> bool:
        return self.random.random() * 100 < percent

    def comment(self, where: str, path: str = "") -> str:
        self.comments.append(f"# {len(self.comments)} {where} {path}".rstrip())
        return self.comments[-1]

    def gap(self) -> str:
        return " " * self.random.randint(1, 3)

    def document(self, tree: Tree) -> bytes:
        """A whole file."""
        lines = [self.comment("on top"), ""] if self.maybe(70) else []
        if self.maybe(10):
            lines += ["%YAML 1.1"] if self.maybe(30) else []
            lines.append("---" + self.end("beside", "dashes", after="-"))
        column = self.random.choice([0, 0, 0, 2])
        lines += self.bare_block(tree, column, "")
        if self.maybe(10):
            lines += ["...", *([self.comment("behind")] if self.maybe(50) else [])]
        text = "\n".join(lines) + self.random.choice(["\n", "\n", "", "\n\n\n"])
        found = text.replace("\n", self.random.choice(["\n"] * 6 + ["\r\n", "\r", "\x85"])).encode()
        return b"\xef\xbb\xbf" + found if self.maybe(5) else found

    def block(self, tree: Any, column: int, path: str, *, beside_key: bool = False) -> list[str]:
        """A mapping or a list in lines of its own; a list may stand in the column of its key."""
        pad = " " * column
        lines: list[str] = []
        for key, value in self.items(tree):
            inner = f"{path}.{key}".lstrip(".")
            lines += self.between(pad, inner)
            if isinstance(tree, list):
                lines += self.value(pad + "-", value, column, inner)
            elif self.maybe(1):
                self.odd = True
                lines += [f"{pad}? {key}", *self.value(f"{pad}:", value, column, inner)]
            else:
                word = self.random.choice([key, key, key, f'"{key}"', f"'{key}'"])
                colon = self.random.choice([":", ":", ":", " :"])
                lines += self.value(pad + word + colon, value, column, inner)
        if self.maybe(10) and not beside_key:
            lines += [pad + self.comment("ends", path), *([""] if self.maybe(30) else [])]
        return lines

    def items(self, tree: Any) -> list[tuple[Any, Any]]:
        if isinstance(tree, list):
            return list(enumerate(tree))
        items = list(tree.items())
        if self.maybe(70):
            self.random.shuffle(items)
        return items

    def bare_block(self, tree: Any, column: int, path: str) -> list[str]:
        """A block above whose first line nothing stands."""
        while True:
            count, odd = len(self.comments), self.odd
            lines = self.block(tree, column, path)
            if lines[0].lstrip(" ")[:1] not in ("", "#"):
                return lines
            del self.comments[count:]
            self.odd = odd

    def between(self, pad: str, path: str) -> Iterator[str]:
        """Lines above something."""
        for _ in range(self.random.choice([0, 0, 0, 0, 1, 2, 3])):
            comment = self.maybe(50)
            yield pad + self.comment("above", path) if comment else self.random.choice(["", " "])

    def end(self, where: str, path: str, *, after: str = "") -> str:
        """The end of a line: nothing, blanks, or a comment."""
        if self.maybe(15):
            return self.gap() + self.comment(where, path)
        # No tab can stand where a key may follow.
        blanks = "  " if after.lstrip(" ")[-1:] == "-" or after.lstrip(" ") == ":" else "  \t"
        return self.random.choice(["", "", "", " ", blanks])

    def value(self, start: str, value: Any, column: int, path: str) -> list[str]:
        """What follows a colon or a dash."""
        if isinstance(value, str):
            return self.text(start, value, column, path)
        if not value or self.maybe(12):
            return self.in_braces(start, value, column, path)
        alone = start.lstrip(" ") in ("-", ":")
        if alone and self.maybe(80):
            gap = self.gap()
            first, *more = self.bare_block(value, column + 1 + len(gap), path)
            return [start + gap + first.lstrip(" "), *more]
        least = 0 if isinstance(value, list) and not alone else 1
        inner = column + self.random.choice([2, 2, least, 1, 3, 5])
        lines = self.block(value, inner, path, beside_key=inner == column)
        return [start + self.end("opens", path, after=start), *lines]

    def text(self, start: str, value: str, column: int, path: str) -> list[str]:
        """A text behind a colon or a dash, or on the next line, or on several."""
        random = self.random
        first, further = start + self.gap(), " " * (column + random.randint(1, 5))
        way = random.choice(["here", "here", "here", "here", "below", "several", "block"])
        if way == "below":
            lines = [start + self.end("opens", path, after=start)]
            lines += [further + self.comment("under", path)] if self.maybe(30) else []
            return [*lines, further + self.quoted(value) + self.end("beside", path)]
        words = value.split(" ")
        if way == "several" and len(words) > 1 and all(words):
            at = random.randint(1, len(words) - 1)
            one, two = " ".join(words[:at]), " ".join(words[at:])
            if is_plain(value) and not re.match(r"[-?:#]", two):
                return [first + one, further + two + self.end("beside", path)]
            if not re.search(r'["\\]', value):
                blanks = random.choice(["", " ", "\t"])
                return [f'{first}"{one}{blanks}', f'{further}{two}"' + self.end("beside", path)]
        if way == "block" and value[:1] not in ("", " ") and "\n" not in value:
            inner = random.randint(1, 5)
            sign = random.choice([">", "|"]) + random.choice(["", str(inner)])
            pad = " " * (column + inner)
            lines = [f"{first}{sign}-" + self.end("opens", path), pad + value]
            return [*lines, *random.choice([[], [], ["", pad]])]
        return [first + self.quoted(value) + self.end("beside", path)]

    def in_braces(self, start: str, value: Any, column: int, path: str) -> list[str]:
        text, end = self.flow(value), self.end("beside", path)
        if self.maybe(20) and len(value) > 1:
            pad = " " * (column + self.random.randint(1, 5))
            within = " " + self.comment("in braces") if self.maybe(30) else ""
            inner = text[1:-1].strip()
            return [f"{start} {text[0]}{within}", f"{pad}{inner}  ", pad + text[-1] + end]
        return [start + self.gap() + text + end]

    def flow(self, value: Any) -> str:
        some = self.random.choice
        if isinstance(value, str):
            return self.quoted(value, in_flow=True)
        inner = [
            ("" if isinstance(value, list) else f"{key}: {some(['', ' '])}") + self.flow(each)
            for key, each in self.items(value)
        ]
        opened, closed = "[]" if isinstance(value, list) else "{}"
        whole = some([", ", " , ", ",  "]).join(inner) + (some(["", "", ","]) if inner else "")
        return opened + some(["", " "]) + whole + some(["", " "]) + closed

    def quoted(self, value: str, *, in_flow: bool = False) -> str:
        ways = [value] * 3 if is_plain(value, in_flow=in_flow) else []
        if "\n" not in value:
            ways.append("'" + value.replace("'", "''") + "'")
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return self.random.choice([*ways, f'"{escaped}"'])


def is_plain(value: str, *, in_flow: bool = False) -> bool:
    """Whether a text can stand without quotes, told roughly and on the safe side."""
    return (
        _PLAIN.fullmatch(value) is not None
        and value[-1] not in ": "
        and not (in_flow and re.search(r"[,\[\]{}?:]", value))
        and value.lower() not in ("null", "~")
    )
