"""Scenarios: what if. Each is a ledger with something else in it, and a question.

A scenario that ``extends`` another has all that the other has: its own single values and its
``include`` take the place of the other's, and its terms of the same name; the rest is added.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from equitycalc.consistency import days_backwards, duplicate_ids, events_that_do_not_fit
from equitycalc.engine import Dilution
from equitycalc.left_out import Names, names_known, without, without_parts
from equitycalc.overrides import Assumption, supply
from equitycalc.problems import Path, Problem, QuestionErrors, did_you_mean, quoted
from equitycalc.questions import Question, answer_of, own_date, parse_count_on, too_late
from equitycalc.scalars import parse_name, parse_price
from equitycalc.terms import INTEREST, Agreement, Day, Event, Grant, Id, Ledger, Name
from equitycalc.written import Built, ListOf, Scalar

PRO_FORMA = "pro-forma"  # the agreement of hypothetical grants


class Scenario(NamedTuple):
    """One scenario as it is written.

    ``assume`` supplies what the ledger leaves open, ``terms`` sets any term; ``include`` and
    ``exclude`` name grants, kinds or holders; ``grants`` and ``events`` are hypothetical.
    """

    name: Id
    question: Name | None = None
    extends: Id | None = None
    as_of: Day | None = None
    market_price: Annotated[Decimal, Scalar(parse_price)] | None = None
    outstanding: Annotated[tuple[int, date | None], Scalar(parse_count_on)] | None = None
    assume: Annotated[tuple[Assumption, ...], Built()] = ()
    terms: Annotated[tuple[Assumption, ...], Built()] = ()
    include: Annotated[tuple[str, ...], ListOf(parse_name)] = ()
    exclude: Annotated[tuple[str, ...], ListOf(parse_name)] = ()
    grants: Annotated[tuple[Grant, ...], Built()] = ()
    events: Annotated[tuple[Event, ...], Built()] = ()


class Placed(NamedTuple):
    """Part of a scenario, and its path in the file of scenarios."""

    path: Path
    part: Any


class Resolved(NamedTuple):
    """A scenario with all that it extends."""

    name: str
    path: Path
    question: str | None
    as_of: Placed | None
    market_price: Decimal | None
    outstanding: Placed | None
    assumptions: tuple[Placed, ...]
    include: tuple[Placed, ...]
    exclude: tuple[Placed, ...]
    grants: tuple[Placed, ...]
    events: tuple[Placed, ...]


class Answered(NamedTuple):
    """A scenario and its answer."""

    scenario: Resolved
    found: Dilution


def resolved(
    scenarios: Sequence[Scenario] | Mapping[int, Scenario], unreadable: Collection[str] = ()
) -> list[Resolved]:
    """The scenarios, by their places in a file, with all that they extend, or ``QuestionErrors``
    where that cannot be told; those that extend an ``unreadable`` one are left out.

    The path of a problem is that in a file: ``("scenarios", index, key)``.
    """
    if not isinstance(scenarios, Mapping):
        scenarios = dict(enumerate(scenarios))
    problems = list(
        duplicate_ids(
            (("scenarios", index), each.name, "a scenario above")
            for index, each in scenarios.items()
        )
    )
    problems = [replace(each, path=(*each.path[:-1], "name")) for each in problems]
    by_name = {each.name: index for index, each in scenarios.items()}
    problems += _unknown_parents(scenarios, {*by_name, *unreadable})
    if problems:
        raise QuestionErrors(problems)
    found: dict[str, Resolved] = {}
    for each in scenarios.values():
        for one in reversed(_line(each, scenarios, by_name)):
            if one.name not in found and (one.extends is None or one.extends in found):
                parent = None if one.extends is None else found[one.extends]
                found[one.name] = _extended(one, by_name[one.name], parent)
    return [found[each.name] for each in scenarios.values() if each.name in found]


def _line(
    scenario: Scenario, scenarios: Mapping[int, Scenario], by_name: Mapping[str, int]
) -> list[Scenario]:
    """A scenario, the one it extends, and so on; a cycle is a problem of the last one named."""
    line = [scenario]
    while line[-1].extends in by_name:
        parent = scenarios[by_name[line[-1].extends or ""]]
        if parent in line:
            said = " extends ".join(each.name for each in [*line, parent])
            path: Path = ("scenarios", by_name[line[-1].name], "extends")
            wrong = Problem(name="extends-itself", message=f"{said}: a circle", path=path)
            raise QuestionErrors([wrong])
        line.append(parent)
    return line


def _unknown_parents(
    scenarios: Mapping[int, Scenario], known: Collection[str]
) -> Iterator[Problem]:
    for index, each in scenarios.items():
        if each.extends is not None and each.extends not in known:
            yield Problem(
                name="unknown-scenario",
                message=f"there is no scenario {quoted(each.extends)}",
                path=("scenarios", index, "extends"),
                help=did_you_mean(each.extends, known),
            )


def _extended(own: Scenario, index: int, parent: Resolved | None) -> Resolved:
    path: Path = ("scenarios", index)

    def listed(key: str) -> tuple[Placed, ...]:
        parts = enumerate(getattr(own, key))
        return tuple(Placed((*path, key, number), part) for number, part in parts)

    def single(key: str) -> Placed | None:
        value = getattr(own, key)
        return None if value is None else Placed((*path, key), value)

    given = tuple(
        Placed((*path, key, f"{each.grant}.{each.term}"), each)
        for key in ("assume", "terms")
        for each in getattr(own, key)
    )
    mine = Resolved(
        own.name,
        path,
        own.question,
        single("as_of"),
        own.market_price,
        single("outstanding"),
        given,
        listed("include"),
        listed("exclude"),
        listed("grants"),
        listed("events"),
    )
    if parent is None:
        return mine
    named = {_term(each) for each in given}
    kept = (each for each in parent.assumptions if _term(each) not in named)
    return mine._replace(
        as_of=mine.as_of or parent.as_of,
        market_price=mine.market_price or parent.market_price,
        outstanding=mine.outstanding or parent.outstanding,
        assumptions=(*kept, *given),
        include=mine.include or parent.include,
        exclude=(*parent.exclude, *mine.exclude),
        grants=(*parent.grants, *mine.grants),
        events=(*parent.events, *mine.events),
    )


def _term(each: Placed) -> tuple[str, str]:
    """The term that is set; those of interest have two names."""
    return each.part.grant, INTEREST.get(each.part.term, each.part.term)


def answered(scenario: Resolved, ledger: Ledger) -> Answered:
    """The answer of a scenario, or ``QuestionErrors`` with all that does not fit the ledger."""
    changed, question = applied(scenario, ledger)
    return Answered(scenario, without_parts(answer_of(changed, question), changed, _left(scenario)))


def applied(scenario: Resolved, ledger: Ledger) -> tuple[Ledger, Question]:
    """The ledger of a scenario, and its question."""
    as_of = own_date(ledger) if scenario.as_of is None else scenario.as_of.part
    stated = None if scenario.outstanding is None else scenario.outstanding.part
    question = Question(as_of, scenario.market_price, stated)
    late = _of_count(scenario)
    problems = [replace(each, path=late, help=_LATE) for each in too_late(question, as_of)]
    problems += _ids_that_clash(scenario, ledger)
    for path, grant in scenario.grants:
        problems += days_backwards(grant, as_of, path)
    wider = _with_grants(scenario, ledger, as_of)
    assumptions = tuple(each.part for each in scenario.assumptions)
    try:
        supplied = supply(wider, assumptions)
    except QuestionErrors as errors:
        problems += (_of_scenario(each, scenario) for each in errors.problems)
        supplied = wider
    happens = replace(supplied, events=(*supplied.events, *(each.part for each in scenario.events)))
    problems += _unknown_names(scenario, happens)
    problems += _events_that_do_not_fit(scenario, happens, len(supplied.events))
    fewer = without(happens, _left(scenario)) if scenario.include or scenario.exclude else happens
    problems += _of_the_excluded(scenario, happens, fewer)
    if problems:
        raise QuestionErrors(problems)
    return fewer, question


_LATE = "give a count dated on or before the date asked, or a later as_of"


def _of_count(scenario: Resolved) -> Path:
    """Where a count that is too late stands: in this scenario, or where it sets another date."""
    placed = [each for each in (scenario.outstanding, scenario.as_of) if each is not None]
    own = [each.path for each in placed if each.path[:2] == scenario.path]
    return own[0] if own else placed[0].path if placed else scenario.path


def _of_scenario(problem: Problem, scenario: Resolved) -> Problem:
    """A problem of what was supplied, at its place in the scenario."""
    index, part = int(problem.path[1]), problem.path[2]
    path = scenario.assumptions[index].path
    help = problem.help
    if problem.name == "stated-term":
        help = "assume supplies what is open; terms sets any term, pro forma"
    return replace(problem, path=path, on_key=part != "value", help=help)


def _ids_that_clash(scenario: Resolved, ledger: Ledger) -> Iterator[Problem]:
    taken = {grant.id for each in ledger.agreements for grant in each.grants}
    for path, grant in scenario.grants:
        if grant.id in taken:
            said = f"{quoted(grant.id)} is already the id of a grant"
            help = "give each an id of its own; a term of it can be set in terms"
            yield Problem(name="duplicate-id", message=said, path=(*path, "id"), help=help)
        taken.add(grant.id)


def _with_grants(scenario: Resolved, ledger: Ledger, as_of: date) -> Ledger:
    if not scenario.grants:
        return ledger
    made = Agreement(
        id=PRO_FORMA,
        title=f"pro forma: {scenario.name}",
        date=as_of,
        grants=tuple(each.part for each in scenario.grants),
        signed=True,
    )
    return replace(ledger, agreements=(*ledger.agreements, made))


def _unknown_names(scenario: Resolved, ledger: Ledger) -> Iterator[Problem]:
    known = names_known(ledger)
    for path, name in (*scenario.include, *scenario.exclude):
        if name not in known:
            said = f"{quoted(name)} is no grant, kind or holder of this ledger"
            help = did_you_mean(name, known)
            yield Problem(name="unknown-grant", message=said, path=path, help=help)


def _left(scenario: Resolved) -> Names:
    include, exclude = (frozenset(e.part for e in s) for s in (scenario.include, scenario.exclude))
    return Names(include, exclude)


def _of_the_excluded(scenario: Resolved, ledger: Ledger, fewer: Ledger) -> Iterator[Problem]:
    """Events of the scenario to which it leaves no grant: they would change nothing. Where the
    event is inherited, what leaves the grant out is wrong.
    """
    every, left = (
        {grant.id for each in of.agreements for grant in each.grants} for of in (ledger, fewer)
    )
    for path, event in scenario.events:
        id = getattr(event, "grant", None)
        if id not in every or id in left:
            continue
        leaving = (each.path for each in (*scenario.exclude, *scenario.include))
        own = [each for each in (path, *leaving) if each[:2] == scenario.path]
        if own:  # where all is inherited, the other is wrong
            said = f"the scenario leaves {id} out, and has an event of it on {event.date}"
            help = "leave the event out, or let the grant count"
            at = (*own[0], "grant") if own[0] == path else own[0]
            yield Problem(name="excluded-grant", message=said, path=at, help=help)


def _events_that_do_not_fit(scenario: Resolved, ledger: Ledger, recorded: int) -> Iterator[Problem]:
    """The events of the scenario that cannot happen, and those of the ledger that then cannot."""
    if not scenario.events:
        return
    grants = [(grant, each) for each in ledger.agreements for grant in each.grants]
    ids = {grant.id for grant, _ in grants}
    for found in events_that_do_not_fit(list(enumerate(ledger.events)), grants, ids):
        number = int(found.path[1])
        if number >= recorded:
            path = (*scenario.events[number - recorded].path, *found.path[2:])
            yield replace(found, path=path)
        else:
            said = f"with these, an event of the ledger does not fit: {found.message}"
            yield replace(found, message=said, path=scenario.events[0].path, on_key=False)
