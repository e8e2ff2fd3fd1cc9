"""Two ledgers, what changed from one to the other, and what that does to every total."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from equitycalc.apart import apart, named
from equitycalc.arguments import Given, as_typed, assumptions_as_typed
from equitycalc.bounds import Between, between
from equitycalc.differences import Difference, step_between
from equitycalc.diffing.changes import Change, changes
from equitycalc.diffing.gates import Gate, Judged
from equitycalc.diffing.owners import Owner, Owners
from equitycalc.diffing.renames import renamed, renames
from equitycalc.diffing.reordering import reordered
from equitycalc.diffing.steps import DATE, Answered, Step, applied
from equitycalc.diffing.supplied import supplied_to_both
from equitycalc.diffing.terms import Altered
from equitycalc.diffing.units import touched
from equitycalc.engine import Basis, Claim, Dilution, bases, parts_of
from equitycalc.measures import Figure, Measure
from equitycalc.questions import Question, answer_of, own_date, question_from
from equitycalc.terms import Ledger


class Diff:
    """What changed from one ledger to another.

    ``old`` and ``new`` are the answers before and after, on the date asked or on each ledger's own.
    ``changes`` stand in the order in which ``steps`` apply them; the steps come to the ``whole``.
    ``notes`` say what was supplied to one of the two alone. ``claims`` are those of the new ledger
    and of the old that may differ; all others are the same.
    """

    def __init__(
        self,
        old: Dilution,
        new: Dilution,
        steps: Iterable[Step],
        claims: tuple[list[Claim], list[Claim]],
        notes: tuple[str, ...] = (),
    ) -> None:
        self.old, self.new, self.notes = old, new, notes
        self.steps = tuple(steps)
        self._ours, self._theirs = claims

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes in the order in which they are applied."""
        every = (item.change for step in self.steps for item in step.items)
        return tuple({id(each): each for each in every}.values())

    @cached_property
    def _apart(self) -> tuple[list[Claim], list[Claim]]:
        ours, theirs = named(self._ours, self.new.as_of), named(self._theirs, self.old.as_of)
        return apart(ours, theirs)

    @cached_property
    def whole(self) -> dict[Basis, Difference | None]:
        """What the new ledger comes to more on each basis; None of a basis that has no total."""
        return step_between(*self._apart, self.new, self.old)

    @cached_property
    def _owners(self) -> Owners:
        return Owners(self.old, self.new, self._ours, self._theirs)

    @property
    def holders(self) -> tuple[str, ...]:
        """The holders whose own shares are others now."""
        return self._owners.changed if self.steps else ()

    def owners(self, holders: Iterable[str]) -> list[Owner]:
        """Holders before and after."""
        return self._owners.of(tuple(holders))

    def changed(self, measure: Measure) -> Figure | None:
        """What a figure is more than before; None where one of the two lacks it."""
        if measure.holder is not None:
            (owner,) = self.owners([measure.holder])
            return owner.difference[measure.basis]
        step = self.whole[measure.basis]
        if step is None:
            return None
        if measure.name in Difference._fields:
            found: Between[Any] | None = getattr(step, measure.name)
            return found
        price = self.new.market_price
        more, less = (bases(parts_of(each, price), price)[measure.basis] for each in self._apart)
        ours, theirs = getattr(more, measure.name), getattr(less, measure.name)
        return None if ours is None else between(ours, theirs)

    def judged(self, gates: Iterable[Gate]) -> Iterator[Judged]:
        """What becomes of gates."""
        for gate in gates:
            measure = gate.condition.measure
            figure = self.changed(measure) if gate.of_change else measure.of(self.new)
            lacks = None
            if figure is None:
                lacks = measure.lacks(self.new) or measure.lacks(self.old)
            yield Judged(gate, figure, gate.condition.outcome(figure), lacks)


def diff(
    old: Ledger,
    new: Ledger,
    *,
    as_of: date | str | None = None,
    price: Decimal | str | None = None,
    outstanding: int | str | None = None,
    assume: Mapping[str, Given] | None = None,
) -> Diff:
    """What changed from one ledger to another: the Python twin of ``equitycalc diff``.

    The arguments are those of ``dilution``, and are supplied to both. Raises ``QuestionErrors``.
    """
    question = question_from(
        as_of=as_typed(as_of),
        price=as_typed(price),
        outstanding=as_typed(outstanding),
        assume=assumptions_as_typed(assume),
    )
    return answer_diff(old, new, question)


def answer_diff(old: Ledger, new: Ledger, question: Question) -> Diff:
    """What changed from one ledger to another, where a question is asked of both, or
    ``QuestionErrors``.
    """
    called = renames(old, new)
    old = renamed(old, called)
    before, after, notes = supplied_to_both(old, new, question)
    changed = changes(old, new, called)
    began, ends = (question.as_of or own_date(each) for each in (old, new))
    every = [*changed.every, *reordered(old, changed.ranks)]
    if began != ends and old.as_of == new.as_of:
        every.insert(0, _of_date(old, new, began, ends))
    changed = changed._replace(every=every)

    def ask(ledger: Ledger, as_of: date) -> Dilution:
        return answer_of(ledger, question._replace(as_of=as_of))

    first = Answered(before, ask(before, began))
    last = Answered(after, ask(after, ends))
    steps, of_all = applied(first, last, changed, ask)
    ids = touched(changed.every, old, new)

    def told(found: Dilution) -> list[Claim]:
        return [each for each in found.claims if of_all or _is_of(each, ids)]

    return Diff(first.found, last.found, steps, (told(last.found), told(first.found)), notes)


def _of_date(old: Ledger, new: Ledger, began: date, ends: date) -> Change:
    """Another date to compute for where neither ledger says so: that of the latest agreement."""
    term = Altered(DATE, began, ends, Ledger, DATE)
    return Change("changed", "ledger", None, old, new, (), (term,))


def _is_of(claim: Claim, grants: set[str]) -> bool:
    return claim.position is None or claim.position.grant.id in grants
