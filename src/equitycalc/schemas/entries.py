"""The keys of each class that a file is made of, as JSON Schema, from the annotations that also
have it read.

A class becomes a definition of its name; so does each kind of value, and each key that several
classes have from one that they extend.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from equitycalc.allowances import Allowances
from equitycalc.scalars import parse_id, parse_lines, parse_text, parse_yes_no
from equitycalc.schemas.meanings import DEFAULTS, MEANINGS
from equitycalc.schemas.values import Parse, Schema, described, list_of, name_of, value, words
from equitycalc.schemas.ways import cited, term
from equitycalc.written import Cites, ListOf, Scalar, Written

_WRITTEN_AS = {("Want", "seller"): "class"}
# What the keys of a class are called after that others extend.
_SHARED = {"_Entry": "grant", "_Held": "grant", "_Event": "event", "_OfGrant": "event"}


class Definitions:
    """The definitions of one schema; ``built`` says how a key is written where its annotation does
    not, by class and key.
    """

    def __init__(self) -> None:
        self.made: dict[str, Schema] = {}
        self.built: dict[tuple[str, str], Callable[[], Schema]] = {}

    def ref(self, name: str, make: Callable[[], Schema]) -> Schema:
        """A reference to a definition, which is made once."""
        if name not in self.made:
            self.made[name] = make()
        return {"$ref": f"#/definitions/{name}"}

    def entry(self, of: type, more: Schema | None = None) -> Schema:
        """A reference to the definition of a class, with ``more`` that holds of it."""
        return self.ref(_snake(of.__name__), lambda: self.mapping(of) | (more or {}))

    def mapping(self, of: type) -> Schema:
        """The mapping that a class is written as."""
        keys = list(_keys(of))
        return {
            "description": about(of),
            "type": "object",
            "properties": {
                key: self._property(of, key, hint, absent) for key, hint, absent in keys
            },
            "required": [key for key, hint, absent in keys if absent is MISSING or _names_it(hint)],
            "additionalProperties": False,
        }

    def scalar(self, parse: Parse) -> Schema:
        """A value that a parser takes."""
        known = ("yes", "no") if parse is parse_yes_no else _words(parse)
        return words(known) if known else self.ref(name_of(parse), lambda: value(parse))

    def term(self, key: str, how: Written) -> Schema:
        """A term that may be open."""
        one, why = self.scalar(how.parse), self.scalar(parse_text)
        if "$ref" not in one:
            return self.ref(f"{key}_term", lambda: term(one, one, why, how.ways))
        name = "_".join([name_of(how.parse), *how.ways, "term"])
        return self.ref(name, lambda: term(value(how.parse), one, why, how.ways))

    def _property(self, of: type, key: str, hint: Any, absent: Any) -> Schema:
        """A key of a class: a reference where others that extend the same class have it too."""

        def make() -> Schema:
            one = described(meaning(of, key), self._field(of, key, hint))
            taken = None if _names_it(hint) else _taken(key, absent)
            return one if taken is None else one | {"default": taken}

        shared = _SHARED.get(_owner(of, key).__name__)
        if shared is None or _names_it(hint):
            return make()
        found = self.ref(f"{shared}_{key}", make)
        assert self.made[f"{shared}_{key}"] == make(), f"{key} is another of {of.__name__}"
        return found

    def _field(self, of: type, key: str, hint: Any) -> Schema:
        if built := self.built.get((of.__name__, key)):
            return built()
        match next(_marks(hint), None):
            case Allowances():
                return self.ref("allow", self._allow)
            case Cites(inner=inner):
                return self._cited(key, inner)
            case Scalar() as mark:
                return self._marked(key, mark)
        bare = get_args(hint)[0] if get_origin(hint) is Annotated else hint
        if _names_it(bare):
            return {"enum": list(get_args(bare))}
        if get_origin(bare) is tuple:
            return list_of(self._field(of, key, get_args(bare)[0]))
        return self.entry(bare)

    def _marked(self, key: str, mark: Scalar) -> Schema:
        match mark:
            case ListOf(deep=deep):
                one = self.scalar(mark.parse)
                return list_of(list_of(one, 1) if deep else one, 1)
            case Written():
                return self.term(key, mark)
        return self.scalar(mark.parse)

    def _cited(self, key: str, inner: Scalar) -> Schema:
        lines = self.scalar(parse_lines)
        one = self._marked(key, inner)
        if "$ref" not in one:
            return cited(one, one, lines)
        name = one["$ref"].rpartition("/")[2]
        return self.ref(f"{name}_with_lines", lambda: cited(self.made[name], one, lines))

    def _allow(self) -> Schema:
        return {
            "type": "object",
            "propertyNames": self.scalar(parse_id),
            "additionalProperties": self.scalar(parse_text),
        }


def about(of: type) -> str:
    """What a class is."""
    said = MEANINGS.get(of.__name__, {}).get("")
    return said or " ".join((of.__doc__ or "").split("\n\n")[0].split()).replace("``", "`")


def meaning(of: type, key: str) -> str:
    """What a key of a class means."""
    return MEANINGS[_owner(of, key).__name__][key]


def _owner(of: type, key: str) -> type:
    for each in of.__mro__:
        if key in MEANINGS.get(each.__name__, {}):
            return each
    raise LookupError(f"meanings.py does not say what {key} of {of.__name__} means")


def _keys(of: Any) -> Iterator[tuple[str, Any, Any]]:
    """The keys of a class as they are written, each with its annotation and its default."""
    hints = get_type_hints(of, include_extras=True)
    if is_dataclass(of):
        defaults = {each.name: each.default for each in fields(of)}
    else:
        defaults = {name: of._field_defaults.get(name, MISSING) for name in of._fields}
    for name, default in defaults.items():
        key = _WRITTEN_AS.get((of.__name__, name), name.rstrip("_"))
        yield key, hints[name], default


def _names_it(hint: Any) -> bool:
    """Whether this is the key that says which kind an entry is of."""
    return get_origin(hint) is Literal


def _taken(key: str, default: Any) -> Any:
    """What is taken where a key is left out; None where nothing is."""
    if isinstance(default, Decimal):
        return int(default)
    return default if isinstance(default, str | int) else DEFAULTS.get(key)


def _marks(hint: Any) -> Iterator[object]:
    """How an annotation says that its text is read, directly or as ``X | None``."""
    for part in (hint, *(() if get_origin(hint) is tuple else get_args(hint))):
        yield from getattr(part, "__metadata__", ())


def _words(parse: Parse) -> tuple[str, ...]:
    """The words that a parser takes, where it takes only these."""
    if not parse.__qualname__.startswith("one_of."):
        return ()
    known: tuple[str, ...] = inspect.getclosurevars(parse).nonlocals["words"]
    return known


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
