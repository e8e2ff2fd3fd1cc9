"""Interest that a debt accrues while its terms are amended and parts of it are settled.

Each unit of principal accrues interest by itself, and takes it along when it is converted or
repaid. What interest is settled beyond that is ahead of the rest, and taken off it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from equitycalc.bounds import NO_CASH, Range
from equitycalc.engine.days import months_after, months_between
from equitycalc.engine.interest import MONTHS, Growth, Stretch
from equitycalc.quantities import Money, decimal_where_it_ends, quotient, subtract
from equitycalc.terms import CompoundingWord, ConvertibleDebenture
from equitycalc.written import value_of

# Years, and interest of all of them on one unit, were it simple; beyond either the exact number has
# more digits than anybody reads.
LONGEST_COMPOUNDING = 100
MOST_COMPOUNDING = 50
_NONE = Fraction(0)

# The day from which terms hold, and the terms.
Terms = tuple[date | None, ConvertibleDebenture]


class Ahead(NamedTuple):
    """Interest settled beyond what had accrued, on ``day`` of a period that ends on
    ``period_ends``.

    What had been added to the debt in earlier periods was ``bearing`` interest, and no longer is;
    what has accrued since would bear none until the period ends.
    """

    amount: Range[Money]
    day: date
    period_ends: date
    bearing: bool


class OnOne(NamedTuple):
    """Interest on one unit of debt: the ``runs`` of days that compound alike, one after another.

    ``open`` counts the stretches of days whose terms are open; ``too_long`` and ``too_fast`` those
    that compound for longer, or at a higher rate, than is worked out. Where it is not ``certain``,
    the debt may have matured any day before.
    """

    runs: tuple[Growth, ...] = ()
    open: int = 0
    certain: bool = True
    too_long: int = 0
    too_fast: int = 0

    @property
    def interest(self) -> Range[Fraction]:
        """At least what has accrued without the open terms, and on the days worked out."""
        unknown = self.open + self.too_long + self.too_fast
        if not self.runs:
            return Range(_NONE, _NONE, unknown)
        first, *others = self.runs
        grown = first.growth
        for run in others:
            grown = run.after(grown)
        more = grown - 1
        return Range(more if self.certain else _NONE, more, unknown)


class AccruedOn(NamedTuple):
    """The interest on a holder's ``principal`` of a debt, less what was settled ``ahead`` of it."""

    principal: Range[Money]
    on_one: OnOne
    ahead: tuple[Range[Money], ...] = ()

    @property
    def interest(self) -> Range[Money]:
        """principal x interest on one unit, less each amount ahead; never less than nothing."""
        accrued = product(self.principal, self.on_one.interest)
        for each in self.ahead:
            accrued = accrued.less(each)
        return accrued


class Accrual:
    """The interest of a debt whose terms have held since ``first_day``; None where that is open."""

    __slots__ = ("_ahead", "_terms")

    def __init__(self, first_day: date | None, terms: ConvertibleDebenture) -> None:
        self._terms: list[Terms] = [(first_day, terms)]
        self._ahead: dict[str | None, list[Ahead]] = {}

    def on(self, left: Range[Money], holder: str | None, day: date) -> Range[Money]:
        """The interest by a day on what a holder has left of the debt."""
        return self.accrued(left, holder, day).interest

    def accrued(self, left: Range[Money], holder: str | None, day: date) -> AccruedOn:
        """The same as it is worked out."""
        ahead = tuple(self._grown(each, day) for each in self._ahead.get(holder, ()))
        return AccruedOn(left, on_one(self._terms, day), ahead)

    def take(
        self, holder: str | None, part: Range[Money], taken: Range[Money], day: date
    ) -> Range[Money]:
        """The interest by a day that ``taken`` of a holder's ``part`` takes along.

        What is ahead of the whole part is ahead of each share of it; of a part whose size is open,
        it stays with what is left.
        """
        accrued = product(taken, interest_on_one(self._terms, day))
        ahead = self._ahead.get(holder, [])
        share = Fraction(0)
        if taken == part:
            share = Fraction(1)
        elif part.bound == "exact" and part.low:
            share = quotient(taken.low, part.low)
        for each in ahead if share else ():
            accrued = accrued.less(_times(self._grown(each, day), share))
        self._ahead[holder] = [
            each._replace(amount=_times(each.amount, 1 - share)) for each in ahead if share != 1
        ]
        return accrued

    def settle_ahead(
        self, amount: Range[Money], left: Range[Money], holder: str | None, day: date
    ) -> None:
        """Interest that is settled though it accrued on what is ``left``: the oldest first."""
        if amount.top == 0:
            return
        begins, _ = self._period(day)
        added = product(left, interest_on_one(self._terms, begins))
        for each in self._ahead.get(holder, ()):
            if each.bearing or each.period_ends <= begins:
                added = added.less(self._grown(each, begins))
        self._owe(amount, added, holder, day)

    def add_principal(self, more: Range[Money], holder: str | None, day: date) -> None:
        """Principal agreed on later bears interest from its own day."""
        begins, _ = self._period(day)
        before, by_then = (product(more, interest_on_one(self._terms, d)) for d in (begins, day))
        self._owe(by_then, before, holder, day)

    def _owe(
        self, amount: Range[Money], added: Range[Money], holder: str | None, day: date
    ) -> None:
        """Take an amount off the interest: as much as was ``added`` to the debt, then the rest."""
        _, ends = self._period(day)
        nearer = min if amount.low >= 0 else max
        ends_of = ((amount.low, added.low), (amount.high, added.high))
        low, high = (nearer(whole, part) for whole, part in ends_of)
        oldest = Range(low, high, amount.open)
        newest = Range(
            subtract(amount.low, oldest.low), subtract(amount.high, oldest.high), amount.open
        )
        for part, bearing in ((oldest, True), (newest, False)):
            if part.low != 0 or part.top != 0:
                entry = Ahead(part, day, ends, bearing)
                self._ahead.setdefault(holder, []).append(entry)

    def pass_on(self, holder: str | None, to: str) -> None:
        """The debt goes to another holder, and its interest along."""
        self._ahead.setdefault(to, []).extend(self._ahead.pop(holder, ()))

    def amend(self, term: str, day: date, terms: ConvertibleDebenture) -> None:
        """Other terms from a day on; another ``accrues_from`` settles what accrued before."""
        if term == "accrues_from":
            self._terms = [(value_of(terms.accrues_from), terms)]
            self._ahead.clear()
        elif term in ("interest_rate", "day_count", "compounding"):
            since = self._terms[-1][0]
            self._terms.append((None if since is None else max(since, day), terms))
        else:
            self.reword(terms)

    def reword(self, terms: ConvertibleDebenture) -> None:
        """Terms that the interest does not follow from."""
        self._terms[-1] = (self._terms[-1][0], terms)

    def _grown(self, ahead: Ahead, day: date) -> Range[Money]:
        """What an amount ahead takes off the interest by a later day: itself, and the interest that
        it would have borne.
        """
        if _word(self._terms[-1][1]) == "simple":
            return ahead.amount
        factor, opened = Fraction(1), 0
        if ahead.bearing:
            within = self._simply(ahead.day, min(day, ahead.period_ends))
            factor, opened = 1 + within.low, within.open
        if day > ahead.period_ends:
            then, now = (interest_on_one(self._terms, each) for each in (ahead.period_ends, day))
            factor *= quotient(1 + now.low, 1 + then.low)
            opened += now.open
        grown = _times(ahead.amount, factor)
        return Range(grown.low, grown.high, grown.open + opened)

    def _simply(self, first: date, last: date) -> Range[Fraction]:
        """Simple interest on one unit between two days of a period."""
        held = [
            (None if since is None else max(since, first), replace(terms, compounding=None))
            for since, terms in self._terms
        ]
        return interest_on_one(held, last)

    def _period(self, day: date) -> tuple[date, date]:
        """The compounding period that a day is in: after its first day, and through its last."""
        word = _word(self._terms[-1][1])
        began = self._terms[-1][0]
        for since, terms in reversed(self._terms):
            if _word(terms) != word:
                break
            began = since
        if word not in MONTHS or began is None or day <= began:
            return day, day
        months = MONTHS[word]
        whole = months_between(began, day) // months
        begins = months_after(began, whole * months)
        if begins == day:
            return day, day
        return begins, months_after(began, (whole + 1) * months)


def _word(terms: ConvertibleDebenture) -> Any:
    """How interest compounds; None where that is open."""
    return "simple" if terms.compounding is None else value_of(terms.compounding)


def interest_on_one(held: Sequence[Terms], until: date) -> Range[Fraction]:
    """Interest on one unit of debt, up to ``until`` or the maturity if that is earlier."""
    return on_one(held, until).interest


def on_one(held: Sequence[Terms], until: date) -> OnOne:
    """The same as it is worked out, from the terms and the days since when they hold.

    Interest whose terms are open is at least what has accrued without them.
    """
    last = held[-1][1].matures_on
    matures_on = value_of(last)
    until = until if matures_on is None else min(until, matures_on)
    opened = 0
    runs: list[Growth] = []
    beyond: list[bool] = []
    stretches: list[Stretch] = []
    compounding: CompoundingWord = "simple"
    for index, (since, terms) in enumerate(held):
        ends = until if index + 1 == len(held) else min(until, held[index + 1][0] or until)
        if terms.interest_rate is None or (since is not None and since >= ends):
            continue
        rate, day_count = value_of(terms.interest_rate), value_of(terms.day_count)
        word = _word(terms)
        if since is None or rate is None or day_count is None or word is None:
            opened += 1
            continue
        if stretches and (word != compounding or stretches[-1].until != since):
            beyond += _runs_on(runs, stretches, compounding)
            stretches = []
        compounding = word
        stretches.append(Stretch(since, ends, rate, day_count))
    if stretches:
        beyond += _runs_on(runs, stretches, compounding)
    certain = last is None or matures_on is not None
    return OnOne(tuple(runs), opened, certain, beyond.count(False), beyond.count(True))


def _runs_on(
    runs: list[Growth], stretches: list[Stretch], compounding: CompoundingWord
) -> list[bool]:
    """Add adjoining stretches to the runs; where they are cut short, whether that is because of
    their rates.
    """
    if compounding == "simple":
        runs.append(Growth(tuple(stretches), compounding))
        return []
    last = stretches[-1].until
    ends = min(last, months_after(stretches[0].since, 12 * LONGEST_COMPOUNDING))
    until = _by_rates(stretches, ends)
    cut = [each._replace(until=min(each.until, until)) for each in stretches if each.since < until]
    if cut:
        runs.append(Growth(tuple(cut), compounding))
    return [until < ends] if until < last else []


def _by_rates(stretches: Sequence[Stretch], ends: date) -> date:
    """The day up to which compounding is worked out at these rates."""
    left = Fraction(MOST_COMPOUNDING * 365)
    for each in stretches:
        rate = Fraction(each.rate)
        days = (each.until - each.since).days
        if rate * days > left:
            return min(ends, each.since + timedelta(days=int(left / rate)))
        left -= rate * days
    return ends


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
