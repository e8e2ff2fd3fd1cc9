"""Whether assertions keep up with what they assert."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from equitycalc.checks.subject import Subject
from equitycalc.demands import Assertion, assertions_of
from equitycalc.problems import Problem
from equitycalc.questions import own_date

# Figures that only statements and the issuer's own movements change; and those that rest on them.
_STATED = ("outstanding",)
_RESTS_ON_STATED = (
    *_STATED,
    *("outstanding_now", "held", "shares", "dilution", "overhang", "ownership"),
)
_ALL = ("all", "")


class _Youngest(NamedTuple):
    """The youngest entry of some: its day, and what it goes by."""

    on: date
    name: str


def stale_assertion(subject: Subject) -> Iterator[Problem]:
    """Something is younger than the last assertion of a figure.

    An assertion vouches for a figure up to its day. What was entered for a later one, up to the
    date of the ledger, nobody outside has confirmed. Assertions are of one class where they are of
    one figure, of the same holder or kind.

    Add an assertion of a later day, from a source of that day.
    """
    last: dict[tuple[str, str | None, str | None], tuple[int, Assertion]] = {}
    for index, each in enumerate(assertions_of(subject.ledger)):
        before = last.get(_class(each))
        if before is None or each.as_of > before[1].as_of:
            last[_class(each)] = index, each
    if not last:
        return
    youngest = _youngest(subject, own_date(subject.ledger))
    for index, each in last.values():
        found = max((youngest[key] for key in _keys(each) if key in youngest), default=None)
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


def _class(each: Assertion) -> tuple[str, str | None, str | None]:
    return each.measure, each.holder, each.kind


def _keys(each: Assertion) -> Iterator[tuple[str, str]]:
    """What changes the figure that is asserted, as the youngest of it is kept."""
    figure = each.measure.rpartition(".")[2].strip()
    if figure in _RESTS_ON_STATED:
        yield ("stated", "")
    if figure not in _STATED:
        if each.holder is not None:
            yield ("holder", each.holder)
        elif each.kind is not None:
            yield ("kind", each.kind)
        else:
            yield _ALL


def _youngest(subject: Subject, until: date) -> dict[tuple[str, str], _Youngest]:
    """The youngest entry that is not after a day: of all, of each holder and kind, and of what says
    how many shares are outstanding.
    """
    found: dict[tuple[str, str], _Youngest] = {}

    def keep(on: date | None, name: str, *keys: tuple[str, str | None]) -> None:
        if on is None or on > until:
            return
        for sort, of in keys:
            if of is not None and ((sort, of) not in found or found[sort, of].on < on):
                found[sort, of] = _Youngest(on, name)

    ledger = subject.ledger
    of_id = {}
    for each in subject.grants():
        of_id[each.grant.id] = each.grant
        whose = (("holder", each.grant.holder), ("kind", each.grant.kind))
        keep(each.granted_on, f"the grant of {each.grant.id}", _ALL, *whose)
    for statement in ledger.outstanding:
        keep(statement.as_of, "a statement of shares outstanding", ("stated", ""))
    event: Any
    for event in ledger.events:
        grant = of_id.get(getattr(event, "grant", ""))
        name = f"the {event.kind} of {grant.id}" if grant else f"the {event.kind}"
        holders = [getattr(event, "holder", None), getattr(event, "to", None)]
        if grant is None:
            keep(event.date, name, ("stated", ""))
        else:
            holders.append(grant.holder)
            keep(event.date, name, _ALL, ("kind", grant.kind))
            keep(event.date, name, *(("holder", each) for each in holders))
    return found
