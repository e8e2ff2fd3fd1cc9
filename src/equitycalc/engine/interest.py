"""Interest on a debt: what one unit of money grows to, exactly."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, assert_never

from equitycalc.engine.days import days_by_year, days_of_thirty, months_after, years_between
from equitycalc.quantities import Money, decimal_where_it_ends
from equitycalc.terms import CompoundingWord, DayCountWord

MONTHS: dict[CompoundingWord, int] = {
    "monthly": 1,
    "quarterly": 3,
    "semiannual": 6,
    "annual": 12,
}


class Stretch(NamedTuple):
    """Days that bear interest of ``rate`` a year, from ``since`` until another stretch begins."""

    since: date
    until: date
    rate: Decimal
    day_count: DayCountWord

    @property
    def interest(self) -> Fraction:
        """Simple interest on one unit of money."""
        return Fraction(self.rate) * years_between(self.since, self.until, self.day_count)

    @property
    def growth_by_day(self) -> Fraction:
        """What one unit of money becomes where each day's interest is added to it."""
        rate, days = Fraction(self.rate), (self.until - self.since).days
        match self.day_count:
            case "actual/actual":
                common, leap = days_by_year(self.since, self.until)
                return Fraction((1 + rate / 365) ** common * (1 + rate / 366) ** leap)
            case "30/360":
                return Fraction((1 + rate / 360) ** days_of_thirty(self.since, self.until))
            case "actual/360":
                return Fraction((1 + rate / 360) ** days)
            case "actual/365":
                return Fraction((1 + rate / 365) ** days)
            case _:
                assert_never(self.day_count)


class Interest(NamedTuple):
    """Interest of ``rate`` a year on ``principal``, from ``since`` to ``until``.

    Each period's interest is counted by ``day_count`` and, unless ``compounding`` is simple, added
    to the debt at the end of the period; periods run from ``since``, and what is left after the
    last of them accrues simply. Day counts: 2006 ISDA Definitions, section 4.16.
    """

    principal: Money
    rate: Decimal
    day_count: DayCountWord
    compounding: CompoundingWord
    since: date
    until: date

    @property
    def growth(self) -> Fraction:
        """What one unit of debt has become, interest included: 1 where nothing has accrued."""
        if self.until <= self.since:
            return Fraction(1)
        return growth(
            [Stretch(self.since, self.until, self.rate, self.day_count)], self.compounding
        )

    @property
    def interest(self) -> Money:
        """principal x (growth - 1), exact."""
        return decimal_where_it_ends(Fraction(self.principal) * (self.growth - 1))


def growth(stretches: Sequence[Stretch], compounding: CompoundingWord) -> Fraction:
    """What one unit of debt becomes over adjoining stretches.

    Periods run from the first day of the first: another rate on the way ends none of them.
    """
    if compounding == "simple":
        return 1 + sum((each.interest for each in stretches), Fraction(0))
    grown = Fraction(1)
    if compounding == "daily":
        for each in stretches:
            grown *= each.growth_by_day
        return grown
    times: dict[Fraction, int] = {}  # periods of one length are many, and a power is quick
    for period in _periods(stretches, MONTHS[compounding]):
        interest = sum((each.interest for each in period), Fraction(0))
        times[interest] = times.get(interest, 0) + 1
    for interest, count in times.items():
        grown *= (1 + interest) ** count
    return grown


def _periods(stretches: Sequence[Stretch], months: int) -> Iterator[list[Stretch]]:
    """The parts of the stretches that fall into each period, the last of which may be short."""
    first, until = stretches[0].since, stretches[-1].until
    begins, count, at = first, 0, 0
    while begins < until:
        count += months
        ends = min(months_after(first, count), until)
        inside = []
        while True:
            each = stretches[at]
            inside.append(each._replace(since=max(each.since, begins), until=min(each.until, ends)))
            if each.until >= ends:
                break
            at += 1
        yield inside
        begins = ends
