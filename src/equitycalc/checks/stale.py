"""Whether assertions keep up with what they assert."""

from collections.abc import Iterable, Iterator
from datetime import date

from equitycalc.checks.bearing import Entry, entries
from equitycalc.checks.subject import Subject
from equitycalc.demands import Assertion, assertions_of
from equitycalc.measures import Measure
from equitycalc.problems import Problem
from equitycalc.questions import own_date
from equitycalc.terms import Ledger

# The whole, a holder or a kind.
_Whose = tuple[str | None, str | None]


def stale_assertion(subject: Subject) -> Iterator[Problem]:
    """Something is younger than the last assertion of a figure.

    An assertion vouches for a figure up to its day. What was entered for a later one, up to the
    date of the ledger, and bears on the figure, nobody outside has confirmed. Assertions are of one
    class where they are of one figure, of the same holder or kind. What registers shares changes no
    count, and what hands them on those of the two holders alone.

    Add an assertion of a later day, from a source of that day.
    """
    last: dict[Measure, tuple[int, Assertion]] = {}
    for index, each in enumerate(assertions_of(subject.ledger)):
        measure = Measure(each.measure, holder=each.holder, kind=each.kind)
        before = last.get(measure)
        if before is None or each.as_of > before[1].as_of:
            last[measure] = index, each
    if not last:
        return
    youngest = _youngest(subject.ledger, last)
    for measure, (index, each) in last.items():
        found = youngest.get(measure)
        if found is not None and found.on > each.as_of:
            of = each.holder or each.kind
            named = each.measure if of is None else f"{each.measure} of {of}"
            yield Problem(
                name="stale-assertion",
                message=f"{named} is last asserted for {each.as_of}, and {found.name} came on "
                f"{found.on}",
                path=("assertions", index, "as_of"),
                severity="warning",
            )


def _youngest(ledger: Ledger, asserted: Iterable[Measure]) -> dict[Measure, Entry]:
    """The youngest entry that bears on each figure, not after the date of the ledger. ``asserted``
    has names with their basis, which what bears on a figure does not depend on.
    """
    until = own_date(ledger)
    asked: dict[_Whose, list[tuple[Measure, Measure]]] = {}
    for each in asserted:
        plain = each._replace(name=each.name.rpartition(".")[2].strip())
        asked.setdefault((each.holder, each.kind), []).append((each, plain))
    found: dict[Measure, Entry] = {}
    of_all: dict[tuple[frozenset[str], bool], Entry] = {}  # the youngest of those that are alike
    issued: dict[_Whose, date] = {}
    for entry in entries(ledger):
        if entry.on > until:
            continue
        key = (entry.moves, entry.everybodys)
        of_all[key] = _later(of_all.get(key), entry)
        for whose in _of_whom(entry):
            if entry.issues:
                issued[whose] = min(issued.get(whose, entry.on), entry.on)
            for each, plain in asked.get(whose, ()):
                if entry.bears_on(plain):
                    found[each] = _later(found.get(each), entry)
    for whose, some in asked.items():
        for each, plain in some:
            for entry in of_all.values():
                if entry.bears_on(plain) and _reaches(entry, plain, issued.get(whose)):
                    found[each] = _later(found.get(each), entry)
    return found


def _of_whom(entry: Entry) -> Iterator[_Whose]:
    yield None, None
    if entry.kind is not None:
        yield None, entry.kind
    for holder in entry.holders:
        yield holder, None


def _reaches(entry: Entry, measure: Measure, issued: date | None) -> bool:
    """Whether a statement may have shares inside it that were issued to a holder, or of a kind;
    what they own changes with the whole.
    """
    states = entry.everybodys and "rights" not in entry.moves
    whole = measure.holder is None and measure.kind is None
    if not states or whole or measure.name == "ownership":
        return True
    return issued is not None and issued <= entry.on


def _later(one: Entry | None, other: Entry) -> Entry:
    return other if one is None or (one.on, one.name) < (other.on, other.name) else one
