"""The assertions and limits of a plain tree, each held to the figure that it is of."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from equitycalc.demands import EXPECTED, LIMITED, Assertion, Limit
from equitycalc.measures import OF_GROUP, OF_WHOLE, Measure, Unit, parse_measure
from equitycalc.problems import Path, Problem, Unreadable, quoted
from equitycalc.reading.nouns import noun
from equitycalc.scalars import parse_count, parse_money, parse_rate
from equitycalc.written import Scalar

if TYPE_CHECKING:
    from equitycalc.reading.ledger_tree import Reader

T = TypeVar("T")

_READ: dict[Unit, Callable[[str], Any]] = {
    "shares": parse_count,
    "money": parse_money,
    "ratio": parse_rate,
}
# The keys whose values are read by the unit of the measure.
_FIGURES = frozenset((*EXPECTED, "tolerance"))


def demands_of(reader: "Reader", tree: dict[str, Any]) -> dict[str, Any]:
    """The assertions and limits of a ledger that can be read, by their keys."""
    holders = _holders_in(tree)
    found: dict[str, Any] = {}
    if "assertions" in tree:
        entries = _entries(reader, tree["assertions"], "assertions", Assertion)
        found["assertions"] = tuple(_read(each.assertion(holders) for each in entries))
    if "limits" in tree:
        entries = _entries(reader, tree["limits"], "limits", Limit)
        found["limits"] = tuple(_read(each.limit(holders) for each in entries))
    return found


def _entries(reader: "Reader", raw: Any, key: str, of: type) -> "Iterator[_Entry]":
    for index, entry in enumerate(raw if reader.is_list(raw, (key,), key) else ()):
        if reader.is_mapping(entry, (key, index), noun(of)):
            yield _Entry(reader, entry, (key, index), of)


def _read(found: Iterable[T | None]) -> Iterator[T]:
    return (each for each in found if each is not None)


def _holders_in(tree: dict[str, Any]) -> set[str]:
    """Everybody whom a grant or an event names, those that cannot be read among them."""
    entries = list(_mappings(tree.get("events")))
    for agreement in _mappings(tree.get("agreements")):
        entries += _mappings(agreement.get("grants"))
    written = (entry.get(key) for entry in entries for key in ("holder", "to"))
    return {_name(each) for each in written if isinstance(each, str)}


def _mappings(listed: Any) -> Iterator[dict[str, Any]]:
    return (each for each in (listed if isinstance(listed, list) else ()) if isinstance(each, dict))


def _name(text: str) -> str:
    """A holder's name as it is read."""
    return text.strip().replace("\t", " ")


class _Entry:
    """One entry under way, as it is ``written``, and the keys it is ``meant`` to have."""

    def __init__(self, reader: "Reader", written: dict[str, Any], path: Path, of: Any) -> None:
        self._reader = reader
        self._written = written
        self._path = path
        self._of = of
        self._before = len(reader.problems)
        self._meant = {reader.meant(key, of) for key in written}

    def assertion(self, holders: Collection[str]) -> Assertion | None:
        """The assertion; None where it cannot be read."""
        self._one_of(EXPECTED)
        self._one_of(("holder", "kind"), needed=False)
        if "tolerance" in self._written and "is" not in self._meant:
            self._refuse_key("unknown-key", "tolerance", 'is a key of an assertion with "is"')
        self._known_holder(holders)
        measure = self._measure()
        if measure is not None:
            for key in _FIGURES & self._written.keys():
                self._written[key] = self._read(_READ[measure.unit], self._written[key], key)
        return self._kept(self._validated())

    def limit(self, holders: Collection[str]) -> Limit | None:
        """The limit; None where it cannot be read."""
        self._one_of(LIMITED)
        for key in ("holder", "basis"):
            if key in self._written and "ownership" not in self._meant:
                self._refuse_key("unknown-key", key, "is a key of a limit of ownership")
        self._known_holder(holders)
        found: Limit | None = self._validated()
        if found is None:
            return None
        if found.from_ is not None and found.to is not None and found.to < found.from_:
            said = f"{found.to} is before {found.from_}: there is no day between them"
            self._reader.wrong("to-before-from", said, (*self._path, "to"))
        for key in ("dilution", "ownership"):
            most = getattr(found, key)
            if most is not None and most >= 1:
                said = f"{key} is a part of the whole, and never more than that"
                help = "a limit of 100% or more limits nothing"
                self._reader.wrong("idle-limit", said, (*self._path, key), help)
        return self._kept(found)

    def _one_of(self, keys: Collection[str], needed: bool = True) -> None:
        """That one of some keys is written, and no other of them."""
        written = [key for key in keys if key in self._meant]
        if not written and needed:
            said = f"{noun(self._of)} needs one of {', '.join(keys)}"
            self._reader.wrong("missing-key", said, self._path)
        for key in written[1:]:
            self._refuse_key(
                "one-too-many",
                key,
                f"beside {quoted(written[0])}: {noun(self._of)} has one of {', '.join(keys)}",
                "write another entry for it",
            )

    def _known_holder(self, holders: Collection[str]) -> None:
        written = self._written.get("holder")
        if isinstance(written, str) and (name := _name(written)) and name not in holders:
            said = f"no grant and no event of this ledger names {quoted(name)}"
            help = self._reader.near(name, holders)
            self._reader.wrong("unknown-holder", said, (*self._path, "holder"), help)

    def _measure(self) -> Measure | None:
        """The figure that an assertion is of; None where that cannot be told."""
        text = self._written.get("measure")
        if not isinstance(text, str):
            return None
        whose = next((key for key in ("holder", "kind") if key in self._meant), None)
        found: Measure | None = self._read(lambda text: _measure_of(text, whose), text, "measure")
        if found is None:
            return None
        if found.basis != "fully_diluted" and "market_price" not in self._meant:
            said = f'{found.basis} needs "market_price"'
            help = "the price of a share that the figure is for"
            self._reader.wrong("missing-key", said, self._path, help)
        return found

    def _read(self, parse: Callable[[str], Any], written: object, key: str) -> Any:
        """The value of what is written at a key; None where it cannot be read."""
        try:
            return Scalar(parse).read(written)
        except Unreadable as problem:
            self._reader.problems.append(problem.under((*self._path, key)))
            return None

    def _refuse_key(self, name: str, key: str, said: str, help: str | None = None) -> None:
        problem = Problem(
            name=name,
            message=f"{quoted(key)} {said}",
            path=(*self._path, key),
            help=help,
            on_key=True,
        )
        self._reader.problems.append(problem)

    def _validated(self) -> Any:
        """The assertion or limit, so far as its entry alone tells."""
        return self._reader.validated(self._of, self._written, self._path)

    def _kept(self, found: T) -> T | None:
        """What was found, where nothing is wrong with the entry."""
        return found if len(self._reader.problems) == self._before else None


def _measure_of(text: str, whose: str | None) -> Measure:
    """A figure of the whole, or of what belongs to a holder or a kind; or ``Unreadable``."""
    text = text.strip()
    name = text.rpartition(".")[2]
    if whose is None and name in OF_GROUP and name not in OF_WHOLE:
        raise Unreadable("unknown-measure", f"{name} is a figure of somebody", "add holder or kind")
    if whose is not None and name in OF_WHOLE and name not in OF_GROUP:
        raise Unreadable("unknown-measure", f"{name} is a figure of the whole, not of a {whose}")
    return parse_measure(text, OF_WHOLE if whose is None else OF_GROUP)
