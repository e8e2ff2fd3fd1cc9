"""One entry at a time: pydantic validates it, and its errors become problems in our words."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import fields
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from equitycalc.collected import Collected
from equitycalc.problems import Guesses, Path, Problem, Unreadable, quoted
from equitycalc.reading.nouns import noun
from equitycalc.scalars import parse_text
from equitycalc.terms import KINDS, Conflict, Statement
from equitycalc.written import Scalar, key_of

E = TypeVar("E")

# Lists inside an entry, by their key: of entries, or of remarks.
_INNER: dict[str, Any] = {
    "conflicts": Conflict,
    "statements": Statement,
    "notes": Scalar(parse_text),
}

Mend = Callable[[Problem], Problem | None]


class Entries:
    """Reads entries and collects all that is wrong with them."""

    def __init__(self, problems: Collected) -> None:
        self.problems = problems
        self.guesses = Guesses()
        self._near: dict[tuple[str, type], str | None] = {}

    def validated(
        self, entry: type[E], raw: dict[str, Any], path: Path, mend: Mend | None = None
    ) -> E | None:
        """The entry of a class; None where it cannot be read. ``mend`` puts what is wrong as it was
        written, where that is not how the class has it, or leaves it out. ``raw`` is used up.
        """
        shape = _shape(cast(Hashable, entry))
        whole = True
        for key in shape.inner:
            if key in raw:
                found = self.listed(_INNER[key], raw[key], (*path, key))
                raw[key] = tuple(found)
                whole = whole and not any(each is None for each in found)
        misspelt: set[str] = set()
        if len(raw) > len(shape.keys) or shape.renamed:
            # The validator would keep an error for each key, and there may be a million.
            for key in [key for key in raw if key not in shape.keys]:
                self._say(self._unknown(key, entry, path, misspelt), mend)
                del raw[key]
                whole = False
        for field, key in shape.renamed.items():
            if key in raw:
                raw[field] = raw.pop(key)
        try:
            read = shape.validated(raw)
        except ValidationError as error:
            self._say_errors(error, entry, path, misspelt, mend)
            return None
        return cast(E, read) if whole else None

    def listed(self, of: Any, raw: Any, path: Path) -> list[Any]:
        """The entries, or remarks, of a list; None stands for one that cannot be read."""
        if not self.is_list(raw, path, str(path[-1])):
            return [None]
        read = self._remark if isinstance(of, Scalar) else self.inside
        return [read(of, each, (*path, index)) for index, each in enumerate(raw)]

    def inside(self, entry: type[E], raw: Any, path: Path) -> E | None:
        """An entry that stands inside another; None where it cannot be read."""
        return self.validated(entry, raw, path) if self.is_mapping(raw, path, noun(entry)) else None

    def is_mapping(self, raw: Any, path: Path, noun: str) -> bool:
        """Whether this is a mapping; if not, that is wrong."""
        if isinstance(raw, dict):
            return True
        said = f"{noun} is a mapping, lines of the form key: value"
        self.wrong("not-a-mapping", said, path)
        return False

    def is_list(self, raw: Any, path: Path, noun: str) -> bool:
        """Whether this is a list; if not, that is wrong."""
        if isinstance(raw, list):
            return True
        self.wrong("not-a-list", f"{noun} is a list, entries that each begin with a dash", path)
        return False

    def wrong(self, name: str, message: str, path: Path, help: str | None = None) -> None:
        """Something is wrong at a path."""
        self.problems.append(Problem(name=name, message=message, path=path, help=help))

    def near(self, word: Any, known: Collection[str]) -> str | None:
        """Help for a word that is none of some; None where none of them is near."""
        return self.guesses.did_you_mean(word, known) if isinstance(word, str) else None

    def meant(self, key: str, entry: type) -> str | None:
        """The key of an entry that was meant by one that it has or does not; None where none is
        near.
        """
        known = _shape(cast(Hashable, entry)).keys
        if key in known:
            return key
        if (key, entry) not in self._near and self.guesses.left > 0:
            self._near[key, entry] = self.guesses.nearest(key, known)
        return self._near.get((key, entry))

    def _say(self, problem: Problem, mend: Mend | None) -> None:
        said = mend(problem) if mend else problem
        if said is not None:
            self.problems.append(said)

    def _remark(self, how: Scalar, raw: Any, path: Path) -> Any:
        try:
            return how.read(raw)
        except Unreadable as problem:
            self.problems.append(problem.under(path))
            return None

    def _say_errors(
        self,
        error: ValidationError,
        entry: type,
        path: Path,
        misspelt: set[str],
        mend: Mend | None,
    ) -> None:
        """The validator's errors in our words; a key that is missing because it is misspelt is said
        once.
        """
        missing: list[str] = []
        renamed = _shape(cast(Hashable, entry)).renamed
        for detail in error.errors(include_url=False, include_input=False):
            first, *deeper = detail["loc"]
            inner: Path = (renamed.get(str(first), first), *deeper)
            match detail["type"]:
                case "value_error":
                    cause = detail["ctx"]["error"]
                    assert isinstance(cause, Unreadable), cause
                    self._say(cause.under(path + inner), mend)
                case "unexpected_keyword_argument" | "extra_forbidden":
                    self._say(self._unknown(str(inner[-1]), entry, path, misspelt), mend)
                case _:
                    assert detail["type"] == "missing", detail
                    missing.append(str(inner[-1]))
        for key in missing:
            where = (*path, key)
            if key in misspelt or (not mend and self.problems.passes_over("missing-key", where)):
                continue
            said = f'{noun(entry)} needs "{key}"'
            self._say(Problem(name="missing-key", message=said, path=where), mend)

    def _unknown(self, key: str, entry: type, path: Path, misspelt: set[str]) -> Problem:
        """A key that an entry does not have; the one that was meant, where one is near, is
        ``misspelt``.
        """
        near = self.meant(key, entry)
        if near:
            misspelt.add(near)
        known = _shape(cast(Hashable, entry)).keys
        help = f'did you mean "{near}"?' if near else "one of " + ", ".join(known)
        what = "a term" if entry in KINDS.values() else "a key"
        said = f"{quoted(key)} is not {what} of {noun(entry)}"
        where = (*path, key)
        return Problem(name="unknown-key", message=said, path=where, help=help, on_key=True)


class _Shape(NamedTuple):
    """What there is to know of a class of entries: its keys, those whose lists are read apart, the
    fields that are called otherwise than their keys, and what validates it.
    """

    keys: tuple[str, ...]
    inner: tuple[str, ...]
    renamed: dict[str, str]
    validated: Callable[[dict[str, Any]], Any]


@cache
def _shape(entry: Any) -> _Shape:
    names = getattr(entry, "_fields", None) or tuple(field.name for field in fields(entry))
    keys = tuple(map(key_of, names))
    inner = tuple(key for key in keys if key in _INNER)
    renamed = {name: key for name, key in zip(names, keys, strict=True) if name != key}
    return _Shape(keys, inner, renamed, TypeAdapter(entry).validator.validate_python)
