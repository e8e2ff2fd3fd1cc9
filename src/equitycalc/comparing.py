"""Scenarios side by side: their answers, and what differs from one of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from equitycalc.bounds import Between, Range, Ratio, between
from equitycalc.engine import (
    ALL_OTHER_HOLDERS,
    BASES,
    Basis,
    Claim,
    Dilution,
    Figures,
    Group,
    bases,
    parts_of,
)
from equitycalc.measures import Condition, Outcome, parse_condition
from equitycalc.problems import Typed, Unreadable, did_you_mean, quoted
from equitycalc.scenarios import Answered, Resolved, answered
from equitycalc.terms import Ledger, Option, Shares, Warrant

DIFFERENT = (
    "issued_since",
    "rights",
    "incremental_shares",
    "proceeds",
    "debt_extinguished",
)


class Broken(NamedTuple):
    """A condition that was to be false, and is true of a scenario, or cannot be shown false."""

    condition: Condition
    scenario: str
    figure: Range[Any] | Between[Any] | None
    outcome: Outcome


class Comparison(NamedTuple):
    """The answers of scenarios, in the order asked; ``baseline`` is one of them."""

    scenarios: tuple[Answered, ...]
    baseline: Answered

    def differences(self, of: Answered) -> "dict[Basis, Difference | None]":
        """What differs from the baseline, on each basis; None where one of them has no such."""
        return differences(of.found, self.baseline.found)

    def broken(self, conditions: Iterable[Condition]) -> Iterator[Broken]:
        """The scenarios in which a condition holds, or cannot be shown not to."""
        for condition in conditions:
            for each in self.scenarios:
                if condition.scenario in (None, each.scenario.name):
                    figure = condition.measure.of(each.found)
                    outcome = condition.outcome(figure)
                    if outcome != "broken":
                        yield Broken(condition, each.scenario.name, figure, outcome)


class Difference(NamedTuple):
    """What one answer has more than another, on one basis; a ratio in parts of one.

    A figure is unknown where both have open terms of their own; the same open term adds equally to
    both, and leaves the difference known.
    """

    outstanding: Between[int] | None
    shares: Between[Any] | None
    issued_since: Between[Any]
    rights: Between[Any]
    incremental_shares: Between[Any]
    proceeds: Between[Any]
    debt_extinguished: Between[Any]
    dilution: Ratio | None
    overhang: Ratio | None


def compare(
    ledger: Ledger,
    scenarios: Sequence[Resolved],
    names: Sequence[str] = (),
    baseline: str | None = None,
) -> Comparison:
    """The scenarios of those names side by side, or all; the baseline is the first of them where
    none is named. Raises ``QuestionErrors`` where a name is unknown.
    """
    typed = Typed()
    by_name = {each.name: each for each in scenarios}
    asked = [typed.parsed(name, _known(by_name), "SCENARIO", i) for i, name in enumerate(names)]
    base = typed.parsed(baseline, _known(by_name), "baseline")
    typed.stop()
    chosen = [by_name[name] for name in dict.fromkeys(filter(None, asked))] or list(scenarios)
    if base is not None and by_name[base] not in chosen:
        chosen.insert(0, by_name[base])
    found = tuple(answered(each, ledger) for each in chosen)
    first = next((each for each in found if each.scenario.name == base), found[0])
    return Comparison(found, first)


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


def differences(found: Dilution, base: Dilution) -> dict[Basis, Difference | None]:
    """What ``found`` has more than ``base``, on each basis; None where one has no such basis."""
    ours, theirs = _apart(found, base)
    own, other = bases(parts_of(ours, None), None), bases(parts_of(theirs, None), None)
    same_price = found.market_price == base.market_price
    if same_price:
        price = found.market_price
        own, other = bases(parts_of(ours, price), price), bases(parts_of(theirs, price), price)
    result: dict[Basis, Difference | None] = {}
    for basis in BASES:
        mine, its = found.totals[basis], base.totals[basis]
        if mine is None or its is None:
            result[basis] = None
            continue
        # At another price, what is the same in both is not counted the same.
        apart = same_price or basis == "fully_diluted"
        more = own[basis] if apart else mine.figures
        less = other[basis] if apart else its.figures
        assert more is not None and less is not None, "a basis of the whole is one of its parts"
        step = _difference(more, less, mine, its)
        same = same_price and not ours and not theirs and mine.outstanding == its.outstanding
        if same and mine.outstanding is not None:
            step = step._replace(dilution=_NOTHING, overhang=_NOTHING)
        result[basis] = step
    return result


_NOTHING: Ratio = Between(Fraction(0), Fraction(0))


def _difference(more: Figures[Any], less: Figures[Any], mine: Any, its: Any) -> Difference:
    figures = {name: between(getattr(more, name), getattr(less, name)) for name in DIFFERENT}
    outstanding = shares = None
    if mine.outstanding is not None and its.outstanding is not None:
        step = mine.outstanding - its.outstanding
        outstanding = Between(step, step)
        whole = figures["incremental_shares"]
        shares = Between(
            None if whole.low is None else whole.low + step,
            None if whole.high is None else whole.high + step,
        )
    return Difference(
        outstanding,
        shares,
        **figures,
        dilution=_ratios(mine.dilution, its.dilution),
        overhang=_ratios(mine.overhang, its.overhang),
    )


def _ratios(more: Ratio | None, less: Ratio | None) -> Ratio | None:
    if more is None or less is None:
        return None
    return Between(
        None if more.low is None or less.high is None else more.low - less.high,
        None if more.high is None or less.low is None else more.high - less.low,
    )


def _apart(found: Dilution, base: Dilution) -> tuple[list[Claim], list[Claim]]:
    """The claims of each that the other does not have."""
    mine, its = ([(_name(each, one.as_of), each) for each in one.claims] for one in (found, base))
    return _less(mine, Counter(name for name, _ in its)), _less(
        its, Counter(name for name, _ in mine)
    )


def _less(named: Iterable[tuple[object, Claim]], taken: Counter[object]) -> list[Claim]:
    left = []
    for name, claim in named:
        if taken[name]:
            taken[name] -= 1
        else:
            left.append(claim)
    return left


def _name(claim: Claim, as_of: date) -> tuple[object, ...]:
    """A claim by its grant and what it comes to; an open one by its day and all that has happened
    to its grant too, because counts that are open alike need not be the same. Only a number of
    shares that is open, and to which nothing has happened, is the same on every day.
    """
    position = claim.position
    came_to = (claim.holder, claim.shares, claim.price, claim.cash, claim.debt, claim.issued)
    named = (None if position is None else position.grant.id, claim.interest, claim.free, came_to)
    known = claim.shares.bound == claim.cash.bound == claim.debt.bound == "exact"
    if position is None or known:
        return named
    life = position.life
    if life is None:
        lasts = position.certain and isinstance(position.grant, Shares | Option | Warrant)
        return named if lasts else (*named, as_of)
    return (*named, as_of, life.parts, life.moves, life.amended, life.splits)


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
