"""Interest that a debt accrues while its terms are amended and parts of it are settled.

Each unit of principal accrues interest by itself, and takes it along when it is converted or
repaid. What interest is settled beyond that is ahead of the rest, and taken off it.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from equitycalc.bounds import NO_CASH, Range, exactly
from equitycalc.engine.days import months_after
from equitycalc.engine.interest import Stretch, growth
from equitycalc.quantities import Money, decimal_where_it_ends, quotient
from equitycalc.terms import CompoundingWord, ConvertibleDebenture
from equitycalc.written import value_of

LONGEST_COMPOUNDING = 100  # years; beyond them the exact number has more digits than anybody reads
_NOTHING: Range[Fraction] = exactly(Fraction(0))

# The day from which terms hold, and the terms.
Terms = tuple[date | None, ConvertibleDebenture]


class Ahead(NamedTuple):
    """Interest settled beyond what had accrued, and the interest on one unit by its day."""

    amount: Range[Money]
    unit: Range[Fraction]


class Accrual:
    """The interest of a debt whose terms have held since ``first_day``; None where that is open."""

    __slots__ = ("_ahead", "_terms")

    def __init__(self, first_day: date | None, terms: ConvertibleDebenture) -> None:
        self._terms: list[Terms] = [(first_day, terms)]
        self._ahead: dict[str | None, list[Ahead]] = {}

    def on(self, left: Range[Money], holder: str | None, day: date) -> Range[Money]:
        """The interest by a day on what a holder has left of the debt."""
        unit = interest_on_one(self._terms, day)
        accrued = product(left, unit)
        for each in self._ahead.get(holder, ()):
            accrued = accrued.less(self._grown(each, unit))
        return accrued

    def _grown(self, ahead: Ahead, unit: Range[Fraction]) -> Range[Money]:
        """Interest ahead has no interest on it; compounded, it would have had."""
        compounding = self._terms[-1][1].compounding
        if compounding is None or value_of(compounding) == "simple":
            return ahead.amount
        grown = _times(ahead.amount, quotient(1 + unit.low, 1 + ahead.unit.low))
        return Range(grown.low, grown.high, grown.open + unit.open)

    def take(self, holder: str | None, before: Range[Money], after: Range[Money]) -> None:
        """What a holder has left of the debt goes from ``before`` to ``after``: what is ahead goes
        with it.
        """
        if before.low and not before.open:
            part = quotient(after.low, before.low)
            self._ahead[holder] = [
                each._replace(amount=_times(each.amount, part))
                for each in self._ahead.get(holder, ())
            ]

    def settle_ahead(self, amount: Range[Money], holder: str | None, day: date) -> None:
        """Interest that is settled before it has accrued; less than nothing is still to come."""
        if amount.low != 0 or amount.top != 0:
            ahead = Ahead(amount, interest_on_one(self._terms, day))
            self._ahead.setdefault(holder, []).append(ahead)

    def add_principal(self, more: Range[Money], holder: str | None, day: date) -> None:
        """Principal agreed on later bears interest from its own day."""
        self.settle_ahead(product(more, interest_on_one(self._terms, day)), holder, day)

    def pass_on(self, holder: str | None, to: str) -> None:
        """The debt goes to another holder, and its interest along."""
        self._ahead.setdefault(to, []).extend(self._ahead.pop(holder, ()))

    def amend(self, term: str, day: date, terms: ConvertibleDebenture) -> None:
        """Other terms from a day on."""
        if term == "accrues_from":
            self._terms = [(value_of(terms.accrues_from), terms)]
        elif term in ("interest_rate", "day_count", "compounding"):
            since = self._terms[-1][0]
            self._terms.append((None if since is None else max(since, day), terms))
        else:
            self.reword(terms)

    def reword(self, terms: ConvertibleDebenture) -> None:
        """Terms that the interest does not follow from."""
        self._terms[-1] = (self._terms[-1][0], terms)


def interest_on_one(held: Sequence[Terms], until: date) -> Range[Fraction]:
    """Interest on one unit of debt, up to ``until`` or the maturity if that is earlier.

    Interest whose terms are open is at least what has accrued without them.
    """
    last = held[-1][1].matures_on
    matures_on = value_of(last)
    until = until if matures_on is None else min(until, matures_on)
    low, opened = Fraction(1), 0
    stretches: list[Stretch] = []
    compounding: CompoundingWord = "simple"
    for index, (since, terms) in enumerate(held):
        ends = until if index + 1 == len(held) else min(until, held[index + 1][0] or until)
        if terms.interest_rate is None or (since is not None and since >= ends):
            continue
        rate, day_count = value_of(terms.interest_rate), value_of(terms.day_count)
        word: Any = "simple" if terms.compounding is None else value_of(terms.compounding)
        if since is None or rate is None or day_count is None or word is None:
            opened += 1
            continue
        if stretches and (word != compounding or stretches[-1].until != since):
            low = _and_then(low, stretches, compounding)
            stretches = []
        compounding = word
        stretches.append(Stretch(since, ends, rate, day_count))
    if stretches and compounding != "simple":
        longest = months_after(stretches[0].since, 12 * LONGEST_COMPOUNDING)
        opened += stretches[-1].until > longest
        stretches = [
            each._replace(until=min(each.until, longest))
            for each in stretches
            if each.since < longest
        ]
    low = _and_then(low, stretches, compounding) if stretches else low
    found = Range(low - 1, low - 1, opened)
    if last is not None and matures_on is None:
        return found.or_none()  # it may have matured any day before
    return found


def _and_then(
    grown: Fraction, stretches: Sequence[Stretch], compounding: CompoundingWord
) -> Fraction:
    """What one unit has become after more days: simple interest is on the principal alone."""
    more = growth(stretches, compounding)
    return grown + more - 1 if compounding == "simple" else grown * more


def product(debt: Range[Money], unit: Range[Fraction]) -> Range[Money]:
    """Interest on a debt, from the interest on one unit of it."""
    if debt.top == 0 or unit.top == 0:
        return NO_CASH
    low, high = (
        decimal_where_it_ends(Fraction(owed) * each)
        for owed, each in ((debt.low, unit.low), (debt.high, unit.high))
    )
    return Range(low, high, min(1, debt.open + unit.open))


def _times(amount: Range[Money], part: Fraction) -> Range[Money]:
    low, high = (decimal_where_it_ends(Fraction(end) * part) for end in (amount.low, amount.high))
    return Range(low, high, amount.open)
