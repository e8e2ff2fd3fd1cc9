"""The four ways a term is written: a value, ``blank``, ``{at_least: N}``, ``{assumed: V, because:
TEXT}``.

Absent is not zero: a blank in a document stays a blank, a minimum stays a minimum, and what the
ledger takes because nothing states it is marked as taken. A plain value is stored as itself.
"""

from collections.abc import Callable, Hashable
from enum import Enum
from functools import cache
from typing import (
    Any,
    Final,
    Generic,
    Literal,
    NamedTuple,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_type_hints,
)

from equitycalc.bounds import Range, at_least
from equitycalc.problems import Unreadable, did_you_mean, quoted
from equitycalc.quantities import N
from equitycalc.scalars import parse_lines

T = TypeVar("T")


By = Literal["ledger", "option", "pro_forma"]


def key_of(field: str) -> str:
    """The key that a ledger has for a field: no field can be called ``is``, so that is ``is_``."""
    return field.rstrip("_")


class Blank(Enum):
    """The document leaves this term open."""

    BLANK = "blank"


BLANK: Final = Blank.BLANK


class AtLeast(NamedTuple, Generic[T]):
    """The document states a minimum and no maximum."""

    minimum: T


class Assumed(NamedTuple, Generic[T]):
    """Not stated: taken by the ledger or supplied by whoever asks, or stated otherwise and set
    pro forma; listed under "rests on".
    """

    value: T
    because: str
    by: By = "ledger"


Term: TypeAlias = Union[T, Blank, AtLeast[T], Assumed[T]]  # noqa: UP007
Known: TypeAlias = Union[T, Blank, Assumed[T]]  # noqa: UP007


def known(term: Term[T]) -> T | None:
    """The one value of a term, stated or assumed; None where it is blank or only a minimum."""
    kind = type(term)
    if kind is Assumed:
        return cast("Assumed[T]", term).value
    return None if kind is Blank or kind is AtLeast else cast(T, term)


def value_of(term: Any) -> Any:
    """The one value of a term; None where it is open, and where there is no such term."""
    return None if term is None else known(term)


def range_of(term: Term[N], nothing: N) -> Range[N]:
    """A count or an amount as a range; ``nothing`` is the zero of its kind, a blank's low end."""
    value = cast("N | None", known(term))
    if value is not None:
        return Range(value, value)
    return at_least(term.minimum if isinstance(term, AtLeast) else nothing)


def unstated(entry: object) -> "list[tuple[str, Blank | AtLeast[Any] | Assumed[Any]]]":
    """The terms of an entry that no document states outright: blank, a minimum, or assumed."""
    return [
        (term, value)
        for term in terms_of(type(entry))
        if type(value := getattr(entry, term)) in _UNSTATED
    ]


_UNSTATED = (Blank, AtLeast, Assumed)


class Scalar:
    """How a field of the terms is read: from one text, by one parser.

    Stands as metadata in the field's annotation. A reader that knows the hook below validates with
    it; nothing here imports one.
    """

    __slots__ = ("parse",)

    def __init__(self, parse: Callable[[str], Any]) -> None:
        self.parse = parse

    def read(self, written: object) -> Any:
        """The value of what is written, or ``Unreadable``."""
        if not isinstance(written, str):
            raise Unreadable("not-one-value", "one value is expected here, not a list or a mapping")
        return self.parse(written)

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> dict[str, Any]:
        """The validator's own description of a function that does it all, as plain data."""
        return {"type": "function-plain", "function": {"type": "no-info", "function": self.read}}


def terms_of(entry: type) -> "dict[str, Written]":
    """The terms of a kind of entry and how each is written, in the order of its class."""
    return _terms_of(cast(Hashable, entry))


@cache
def _terms_of(entry: Any) -> "dict[str, Written]":
    found = {}
    for name, hint in get_type_hints(entry, include_extras=True).items():
        for part in (hint, *get_args(hint)):
            for mark in getattr(part, "__metadata__", ()):
                if isinstance(mark, Cites):
                    mark = mark.inner
                if isinstance(mark, Written):
                    found[name] = mark
    return found


class Built:
    """A field that the reader builds first and hands over whole."""

    __slots__ = ()

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> dict[str, Any]:
        """Anything goes: what is handed over was validated already."""
        return {"type": "any"}


class ListOf(Scalar):
    """How a list is read, each of its entries by one parser; a ``deep`` one is a list of lists."""

    __slots__ = ("deep",)

    def __init__(self, parse: Callable[[str], Any], *, deep: bool = False) -> None:
        super().__init__(parse)
        self.deep = deep

    def read(self, written: object) -> Any:
        """A tuple of values, or ``Unreadable``; an empty list says nothing, and is refused."""
        if not isinstance(written, list):
            if written == "blank":
                raise Unreadable("blank-not-allowed", "a list cannot be blank", "leave it out")
            raise _not_a_list(self.deep)
        if not written:
            raise Unreadable("empty-value", "nothing is written here", "write at least one")
        read = ListOf(self.parse).read if self.deep else super().read
        found = []
        for index, each in enumerate(written):
            try:
                if self.deep and not isinstance(each, list):
                    raise _not_a_list(deep=True)
                found.append(read(each))
            except Unreadable as problem:
                problem.at = (index, *problem.at)
                raise
        return tuple(found)


def _not_a_list(deep: bool) -> Unreadable:
    if deep:
        help = "write [[ONE, ANOTHER], [THIRD]]"
        return Unreadable("not-a-list", "a list of lists is expected here", help)
    return Unreadable("not-a-list", "a list is expected here", "write [ONE, ANOTHER]")


class Cited(NamedTuple, Generic[T]):
    """A term and the lines of the agreement it stands on."""

    value: T
    lines: str | None = None


def value_of_cited(term: "Cited[Any] | None") -> Any:
    """The one value of a term with its lines; None where it is open, and where there is none."""
    return None if term is None else value_of(term.value)


class Cites(Scalar):
    """How a term that cites lines of its own is read: its value, or ``{value: V, lines: L}``."""

    __slots__ = ("inner",)

    def __init__(self, inner: Scalar) -> None:
        super().__init__(inner.parse)
        self.inner = inner

    def read(self, written: object) -> Cited[Any]:
        """The value with its lines, or ``Unreadable``."""
        if not isinstance(written, dict) or not {"value", "lines"} & written.keys():
            return Cited(self.inner.read(written))
        for key in written:
            if key not in ("value", "lines"):
                said = f"{quoted(key)} is not a key of a term with its lines"
                help = did_you_mean(key, ("value", "lines")) or "write {value: V, lines: L}"
                raise Unreadable("unknown-key", said, help, at=(key,), on_key=True)
        if "value" not in written:
            raise Unreadable("missing-key", "lines without the value they are for", "add value: V")
        found = {
            key: _under(key, how.read, written[key])
            for key, how in (("value", self.inner), ("lines", Scalar(parse_lines)))
            if key in written
        }
        return Cited(found["value"], found.get("lines"))


def _under(key: str, read: Callable[[object], Any], written: object) -> Any:
    try:
        return read(written)
    except Unreadable as problem:
        problem.at = (key, *problem.at)
        raise


class Written(Scalar):
    """How a term that may be open is read; ``ways`` are those this term allows beside a value."""

    __slots__ = ("ways",)

    def __init__(self, parse: Callable[[str], Any], *ways: Literal["blank", "at_least"]) -> None:
        super().__init__(parse)
        self.ways = ways

    def read(self, written: object) -> Any:
        """A value, ``BLANK``, an ``AtLeast`` or an ``Assumed``, or ``Unreadable``."""
        if isinstance(written, str):
            if written == "blank":
                return self._open("blank", BLANK)
            try:
                return self.parse(written)
            except Unreadable as problem:
                if written.lower() == "blank":
                    problem.help = "write blank, in small letters"
                raise
        if not isinstance(written, dict):
            raise Unreadable("not-one-value", "one value is expected here, not a list")
        keys = set(written)
        if keys == {"at_least"}:
            return self._open("at_least", AtLeast(self._inner(written, "at_least", self.parse)))
        if keys == {"assumed", "because"}:
            value = self._inner(written, "assumed", self.parse)
            return Assumed(value, self._inner(written, "because", _reason))
        raise _no_way_to_write(keys)

    def _open(self, way: Literal["blank", "at_least"], value: T) -> T:
        if way in self.ways:
            return value
        if way == "at_least":
            raise Unreadable(
                "minimum-not-allowed",
                "only shares, principal and amounts can be a minimum",
                at=("at_least",),
                on_key=True,
            )
        raise Unreadable(
            "blank-not-allowed",
            "this term cannot be blank",
            "leave it out where the document states none",
        )

    def _inner(self, written: dict[str, object], key: str, parse: Callable[[str], T]) -> T:
        inner = written[key]
        try:
            if not isinstance(inner, str):
                raise Unreadable("not-one-value", "one value is expected here")
            return parse(inner)
        except Unreadable as problem:
            problem.at = (key, *problem.at)
            raise


def _reason(text: str) -> str:
    stripped = " ".join(text.split())
    if not stripped:
        raise Unreadable("empty-value", "an assumption says why")
    return stripped


def _no_way_to_write(keys: set[str]) -> Unreadable:
    ways = ("at_least", "assumed", "because")
    for key in sorted(keys):
        if key not in ways:
            return Unreadable(
                "unknown-key",
                f"{quoted(key)} is not a way to write a term",
                did_you_mean(key, ways)
                or "write a value, blank, {at_least: N} or {assumed: V, because: TEXT}",
                at=(key,),
                on_key=True,
            )
    if keys == {"assumed"}:
        return Unreadable("missing-key", "an assumed value says why", "add because: TEXT")
    if keys == {"because"}:
        return Unreadable(
            "missing-key", "a reason without the value it is for", "add assumed: VALUE"
        )
    return Unreadable(
        "not-one-value",
        "this mixes two ways to write a term" if keys else "nothing is written here",
        "write {at_least: N} or {assumed: V, because: TEXT}",
    )
