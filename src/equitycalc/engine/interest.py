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
    def years(self) -> Fraction:
        """The part of a year that the days are, by the day count."""
        return years_between(self.since, self.until, self.day_count)

    @property
    def interest(self) -> Fraction:
        """Simple interest on one unit of money."""
        return Fraction(self.rate) * self.years

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
        stretch = Stretch(self.since, self.until, self.rate, self.day_count)
        return Growth((stretch,), self.compounding).growth

    @property
    def interest(self) -> Money:
        """principal x (growth - 1), exact."""
        return decimal_where_it_ends(Fraction(self.principal) * (self.growth - 1))


class Alike(NamedTuple):
    """Compounding periods, so many of them, that bear the same ``interest`` on one unit of money:
    that of ``stretches`` in the first of them.
    """

    stretches: tuple[Stretch, ...]
    interest: Fraction
    periods: int

    @property
    def growth(self) -> Fraction:
        """What one unit of money becomes over them all."""
        return Fraction((1 + self.interest) ** self.periods)


class Growth(NamedTuple):
    """What one unit of debt becomes over adjoining stretches whose interest compounds alike.

    Periods run from the first day of the first: another rate on the way ends none of them.
    """

    stretches: tuple[Stretch, ...]
    compounding: CompoundingWord

    @property
    def periods(self) -> tuple[Alike, ...]:
        """The compounding periods, those of one interest together; none of simple interest, and
        none of days.
        """
        if self.compounding not in MONTHS:
            return ()
        # Periods of one length are many, and a power is quick.
        alike: dict[Fraction, tuple[list[Stretch], int]] = {}
        for period in _periods(self.stretches, MONTHS[self.compounding]):
            interest = sum((each.interest for each in period), Fraction(0))
            first, count = alike.get(interest, (period, 0))
            alike[interest] = (first, count + 1)
        return tuple(
            Alike(tuple(first), interest, count) for interest, (first, count) in alike.items()
        )

    @property
    def growth(self) -> Fraction:
        """1 where nothing has accrued."""
        if self.compounding == "simple":
            return 1 + sum((each.interest for each in self.stretches), Fraction(0))
        grown = Fraction(1)
        if self.compounding == "daily":
            for each in self.stretches:
                grown *= each.growth_by_day
            return grown
        for same in self.periods:
            grown *= same.growth
        return grown

    def after(self, grown: Fraction) -> Fraction:
        """What one unit that has ``grown`` before becomes: simple interest is on the principal
        alone.
        """
        more = self.growth
        return grown + more - 1 if self.compounding == "simple" else grown * more


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
