"""The keys of each class that a file is made of, as JSON Schema, from the annotations that also
have it read.

A class becomes a definition of its name, and so does each key that several classes have from one
that they extend.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from equitycalc.allowances import Allowances
from equitycalc.scalars import parse_id, parse_lines, parse_text
from equitycalc.schemas.meanings import DEFAULTS, MEANINGS
from equitycalc.schemas.values import Schema, described, list_of, name_of, value, words
from equitycalc.schemas.ways import assumed, cited, least_or_assumed, term, with_lines
from equitycalc.written import Cites, ListOf, Scalar, Written, key_of

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

    def term(self, key: str, how: Written) -> Schema:
        """A term that may be open."""
        plain = value(how.parse)
        return term(plain, how.ways, self.ref(_name_of_mapping(key, how), lambda: _mapping(how)))

    def _property(self, of: type, key: str, hint: Any, absent: Any) -> Schema:
        """A key of a class: a reference where others that extend the same class have it too."""

        def make() -> Schema:
            one = described(meaning(of, key), self._typed(self._field(of, key, hint)))
            taken = None if _names_it(hint) else _taken(key, absent)
            return one if taken is None else one | {"default": taken}

        shared = _SHARED.get(_owner(of, key).__name__)
        if shared is None or _names_it(hint):
            return make()
        found = self.ref(f"{shared}_{key}", make)
        assert self.made[f"{shared}_{key}"] == make(), f"{key} is another of {of.__name__}"
        return found

    def _typed(self, schema: Schema) -> Schema:
        """A reference beside the type of what it refers to: editors complete a key by its type."""
        if "$ref" not in schema:
            return schema
        made = self.made[schema["$ref"].rpartition("/")[2]]
        return {"type": made["type"], "allOf": [schema]}

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
            return words(get_args(bare))
        if get_origin(bare) is tuple:
            return list_of(self._field(of, key, get_args(bare)[0]))
        return self.entry(bare)

    def _marked(self, key: str, mark: Scalar) -> Schema:
        match mark:
            case ListOf(deep=deep):
                one = value(mark.parse)
                return list_of(list_of(one, 1) if deep else one, 1)
            case Written():
                return self.term(key, mark)
        return value(mark.parse)

    def _cited(self, key: str, inner: Scalar) -> Schema:
        written = self._marked(key, inner)
        name = f"cited_{_name(key, inner)}"
        of_value = _mapping(inner) if isinstance(inner, Written) else {}
        lines = value(parse_lines)
        return cited(written, self.ref(name, lambda: with_lines(written, of_value, lines)))

    def _allow(self) -> Schema:
        return {
            "type": "object",
            "propertyNames": value(parse_id),
            "additionalProperties": value(parse_text),
        }


def _mapping(how: Written) -> Schema:
    """The mapping that a term may be written as."""
    make = least_or_assumed if "at_least" in how.ways else assumed
    return make(value(how.parse), value(parse_text))


def _name_of_mapping(key: str, how: Written) -> str:
    return f"{'least_or_' if 'at_least' in how.ways else ''}assumed_{_name(key, how)}"


def _name(key: str, how: Scalar) -> str:
    """What a value is called among the definitions: by its parser, or by its only key."""
    return key if isinstance(how, ListOf) or "enum" in value(how.parse) else name_of(how.parse)


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
        key = _WRITTEN_AS.get((of.__name__, name), key_of(name))
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


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
