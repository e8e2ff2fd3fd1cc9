"""Scenarios side by side: their answers, and what differs from one of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from equitycalc.bounds import Between, Range
from equitycalc.differences import Difference, differences
from equitycalc.engine import ALL_OTHER_HOLDERS, Basis, Dilution, Group
from equitycalc.holders import holders_of, named_by, refuse_unknown
from equitycalc.measures import Condition, Outcome, parse_condition
from equitycalc.problems import Problem, QuestionErrors, Typed, Unreadable, did_you_mean, quoted
from equitycalc.scenarios import Answered, Placed, Resolved, answered
from equitycalc.terms import Ledger


class Broken(NamedTuple):
    """A condition that was to be false, and is true of a scenario, or cannot be shown false;
    ``lacks`` is what its answer needs for a ``figure``, where there is none.
    """

    condition: Condition
    scenario: str
    figure: Range[Any] | Between[Any] | None
    outcome: Outcome
    lacks: str | None


class Comparison(NamedTuple):
    """The answers of scenarios, in the order asked; ``baseline`` is one of them. ``others`` are not
    shown, and answered for the conditions on them.
    """

    scenarios: tuple[Answered, ...]
    baseline: Answered
    others: tuple[Answered, ...] = ()

    def differences(self, of: Answered) -> "dict[Basis, Difference | None]":
        """What differs from the baseline, on each basis; None where one of them has no such."""
        return differences(of.found, self.baseline.found)

    def broken(self, conditions: Iterable[Condition]) -> Iterator[Broken]:
        """The scenarios in which a condition holds, or cannot be shown not to: that of the
        condition, or each that is shown. Raises ``QuestionErrors`` where it was not answered.
        """
        by_name = {each.scenario.name: each for each in (*self.scenarios, *self.others)}
        for condition in conditions:
            one = condition.scenario
            if one is not None and one not in by_name:
                raise QuestionErrors([_no_such(one, by_name).under(("fail_if",))])
            for each in self.scenarios if one is None else (by_name[one],):
                figure = condition.measure.of(each.found)
                outcome = condition.outcome(figure)
                if outcome != "broken":
                    lacks = condition.measure.lacks(each.found)
                    yield Broken(condition, each.scenario.name, figure, outcome, lacks)


def compare(
    ledger: Ledger,
    scenarios: Sequence[Resolved],
    names: Sequence[str] = (),
    baseline: str | None = None,
    conditions: Iterable[Condition] = (),
) -> Comparison:
    """The scenarios of those names side by side, or all; the baseline is the first of them where
    none is named. What ``conditions`` are on is answered too, where it is not among them. Raises
    ``QuestionErrors`` where a name is unknown, and where there is no scenario.
    """
    typed = Typed()
    if not scenarios:
        said = "there is no scenario"
        typed.problems.append(Problem(name="no-scenarios", message=said, path=("SCENARIO",)))
    by_name = {each.name: each for each in scenarios}
    asked = [typed.parsed(name, _known(by_name), "SCENARIO", i) for i, name in enumerate(names)]
    base = typed.parsed(baseline, _known(by_name), "baseline")
    typed.stop()
    chosen = [by_name[name] for name in dict.fromkeys(filter(None, asked))] or list(scenarios)
    if base is not None and by_name[base] not in chosen:
        chosen.insert(0, by_name[base])
    found = tuple(answered(each, ledger) for each in chosen)
    first = next((each for each in found if each.scenario.name == base), found[0])
    on = {each.scenario for each in conditions} - {each.name for each in chosen}
    others = tuple(answered(each, ledger) for each in scenarios if each.name in on)
    return Comparison(found, first, others)


def conditions_from(texts: Iterable[str], names: Iterable[str]) -> tuple[Condition, ...]:
    """Conditions on scenarios of those names, or ``QuestionErrors``; paths begin ``fail_if``."""
    known = list(names)
    typed = Typed()

    def parse(text: str) -> Condition:
        condition = parse_condition(text)
        if condition.scenario is not None and condition.scenario not in known:
            raise _no_such(condition.scenario, known)
        return condition

    found = [typed.parsed(text, parse, "fail_if", i) for i, text in enumerate(texts)]
    typed.stop()
    return tuple(each for each in found if each is not None)


def refuse_unknown_holders(
    conditions: Sequence[Condition], ledger: Ledger, scenarios: Iterable[Resolved]
) -> None:
    """``QuestionErrors`` where a condition is on somebody whom neither the ledger nor a scenario
    names; paths begin ``fail_if``.
    """
    added = ((_parts(each.grants), _parts(each.events)) for each in scenarios)
    of_scenarios = (name for grants, events in added for name in named_by(grants, events))
    refuse_unknown(
        ((("fail_if", index), each) for index, each in enumerate(conditions)),
        chain(holders_of(ledger), of_scenarios),
        "this ledger or its scenarios",
    )


def _parts(placed: Iterable[Placed]) -> Iterator[Any]:
    return (each.part for each in placed)


def largest_holder(found: Dilution) -> Group | None:
    """Who has the most of all shares, fully diluted, among the holders that the ledger names; None
    where open terms leave that open, and where there is no one.
    """
    if found.outstanding is None:
        return None
    most_held = found.outstanding.shares
    named = [each for each in found.by("holder") if each.key not in (None, ALL_OTHER_HOLDERS)]
    # Where the ledger issued more than is stated, nobody's ownership is known.
    if not named or sum(each.held.low for each in named) > most_held:
        return None
    sizes = []
    for each in named:
        held = each.held
        inside = Range(held.low, most_held if held.top is None else min(held.top, most_held))
        sizes.append((each.bases.fully_diluted.incremental_shares + inside, each))
    most, largest = max(sizes, key=lambda each: each[0].low)
    rivals = (size for size, each in sizes if each is not largest)
    sure = all(size.top is not None and size.top <= most.low for size in rivals)
    return largest if sure and most.low > 0 else None


def _known(names: Mapping[str, object]) -> Any:
    def parse(text: str) -> str:
        if text in names:
            return text
        raise _no_such(text, names)

    return parse


def _no_such(name: str, names: Iterable[str]) -> Unreadable:
    known = list(names)
    said = f"there is no scenario {quoted(name)}"
    help = did_you_mean(name, known) or ("one of " + ", ".join(known) if known else None)
    return Unreadable("unknown-scenario", said, help)
