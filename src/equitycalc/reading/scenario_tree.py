"""A file of scenarios, read as strictly as a ledger, beside the ledger that they are of."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path as File
from typing import Any

from equitycalc.collected import Collected
from equitycalc.overrides import Assumption
from equitycalc.problems import Path, Problem, QuestionErrors, quoted
from equitycalc.reading.documents import Kind, document
from equitycalc.reading.events_tree import readable_events
from equitycalc.reading.ledger_tree import Reader
from equitycalc.reading.sources import Source, read_bytes, shipped, source_of
from equitycalc.scenarios import Resolved, Scenario, applied, resolved
from equitycalc.terms import KINDS, Ledger

IN_FOLDER = File("data", "scenarios.yaml")
_KIND = Kind("file of scenarios", "scenarios:")


def find_scenarios(argument: str | None) -> Source:
    """The file of scenarios meant: the argument's, the current folder's, or the shipped one."""
    if argument is not None:
        return source_of(argument)
    if IN_FOLDER.is_file():
        return Source(str(IN_FOLDER), IN_FOLDER)
    return Source("the scenarios shipped with equitycalc", shipped(IN_FOLDER))


def read_scenarios(file: Source | str | os.PathLike[str] | None, ledger: Ledger) -> list[Resolved]:
    """The scenarios of a file, each with all that it extends and checked against the ledger, or
    ``LedgerErrors`` with every problem. Without a file, those that the command line would take.
    """
    named = file if isinstance(file, Source | None) else os.fspath(file)
    source = named if isinstance(named, Source) else find_scenarios(named)

    def build(tree: Any, problems: Collected) -> list[Resolved] | None:
        return _Scenarios(ledger, problems).read(tree)

    return document(read_bytes(source), source.name, _KIND, build)


class _Scenarios(Reader):
    """Scenarios of a tree, and all that is wrong with them."""

    def __init__(self, ledger: Ledger, problems: Collected) -> None:
        super().__init__(problems)
        self.of = ledger
        self.follows = True
        self.kinds = {
            grant.id: KINDS[grant.kind] for each in ledger.agreements for grant in each.grants
        }

    def read(self, tree: Any) -> list[Resolved] | None:
        """The scenarios; None where they cannot be read."""
        if not self.is_mapping(tree, (), "a file of scenarios"):
            return None
        for key in tree:
            if key != "scenarios":
                said = f"{quoted(key)} is not a key of a file of scenarios"
                wrong = Problem(name="unknown-key", message=said, path=(key,), on_key=True)
                self.problems.append(wrong)
        if "scenarios" not in tree:
            self.wrong("missing-key", 'a file of scenarios needs "scenarios"', ())
        elif self.is_list(tree["scenarios"], ("scenarios",), "scenarios"):
            if not tree["scenarios"]:
                self.wrong("no-scenarios", "there is no scenario", ("scenarios",))
            names = (each.get("name") for each in tree["scenarios"] if isinstance(each, dict))
            named = {name for name in names if isinstance(name, str)}
            written = dict(self.scenarios(tree["scenarios"]))
            unreadable = named - {each.name for each in written.values()}
            found = self.checked(written, unreadable)
            return None if self.problems else found
        return None

    def checked(self, written: dict[int, Scenario], unreadable: set[Any]) -> list[Resolved]:
        """The scenarios where all of them fit the ledger; those that extend one that is
        ``unreadable`` are not looked at.
        """
        try:
            found = resolved(written, unreadable)
        except QuestionErrors as errors:
            # Those that this is said of are out of it, and the others are looked at.
            self.problems += errors.problems
            wrong = {each.path[1] for each in errors.problems}
            gone = {each.name for index, each in written.items() if index in wrong}
            rest = {index: each for index, each in written.items() if index not in wrong}
            return self.checked(rest, unreadable | gone)
        seen: set[tuple[Path, str]] = set()
        for each in found:
            try:
                applied(each, self.of)
            except QuestionErrors as errors:
                # What a scenario inherits is wrong in the one that it stands in, once.
                new = [one for one in errors.problems if (one.path, one.message) not in seen]
                seen |= {(one.path, one.message) for one in new}
                self.problems += new
        return found

    def scenarios(self, raw: list[Any]) -> Iterator[tuple[int, Scenario]]:
        """The scenarios that can be read, each with its place."""
        for index, entry in enumerate(raw):
            path: Path = ("scenarios", index)
            if not self.is_mapping(entry, path, "a scenario"):
                continue
            named = f"a grant of {quoted(str(entry.get('name')))}"
            for key, read in (
                ("assume", lambda part, where: tuple(self.terms(part, where, pro_forma=False))),
                ("terms", lambda part, where: tuple(self.terms(part, where, pro_forma=True))),
                ("grants", self._grants_of(named, path)),
                ("events", self._events),
            ):
                if key in entry:
                    entry[key] = read(entry[key], (*path, key))
            scenario = self.validated(Scenario, entry, path)
            if scenario is not None:
                yield index, scenario

    def terms(self, raw: Any, path: Path, *, pro_forma: bool) -> Iterator[Assumption]:
        """Terms by name, ``GRANT.TERM: VALUE``."""
        if not self.is_mapping(raw, path, str(path[-1])):
            return
        for key, value in raw.items():
            grant, dot, term = key.partition(".")
            where = (*path, key)
            if not (dot and grant and term):
                said = f"{quoted(key)} does not name a term"
                help = "write GRANT.TERM: VALUE, such as debenture.principal: 500000"
                self.problems.append(
                    Problem(
                        name="not-an-assumption", message=said, path=where, help=help, on_key=True
                    )
                )
            elif not isinstance(value, str):
                said = "one value is expected here, not a list or a mapping"
                self.wrong("not-one-value", said, where)
            else:
                yield Assumption(grant, term, value, pro_forma)

    def _grants_of(self, named: str, path: Path) -> Callable[[Any, Path], Any]:
        def read(raw: Any, where: Path) -> Any:
            if not self.is_list(raw, where, "grants"):
                return ()
            return tuple(grant for _, grant in self.grants(raw, path, named))

        return read

    def _events(self, raw: Any, where: Path) -> Any:
        if not self.is_list(raw, where, "events"):
            return ()
        return tuple(event for _, event in readable_events(self, raw, where))
