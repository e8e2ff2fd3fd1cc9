"""Interest on a debt: what one unit of money grows to, exactly."""

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from equitycalc.engine.days import days_by_year, days_of_thirty, months_after, years_between
from equitycalc.quantities import Money, decimal_where_it_ends
from equitycalc.terms import CompoundingWord, DayCountWord

_MONTHS: dict[CompoundingWord, int] = {
    "monthly": 1,
    "quarterly": 3,
    "semiannual": 6,
    "annual": 12,
}


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
    def days(self) -> int:
        """Calendar days of the period, whatever the day count makes of them."""
        return max(0, (self.until - self.since).days)

    @property
    def growth(self) -> Fraction:
        """What one unit of debt has become, interest included: 1 where nothing has accrued."""
        if not self.days:
            return Fraction(1)
        if self.compounding == "simple":
            return 1 + Fraction(self.rate) * years_between(self.since, self.until, self.day_count)
        if self.compounding == "daily":
            return self._daily()
        return self._by_months(_MONTHS[self.compounding])

    @property
    def interest(self) -> Money:
        """principal x (growth - 1), exact."""
        return decimal_where_it_ends(Fraction(self.principal) * (self.growth - 1))

    def _daily(self) -> Fraction:
        rate = Fraction(self.rate)
        match self.day_count:
            case "actual/actual":
                common, leap = days_by_year(self.since, self.until)
                return Fraction((1 + rate / 365) ** common * (1 + rate / 366) ** leap)
            case "30/360":
                return Fraction((1 + rate / 360) ** days_of_thirty(self.since, self.until))
            case "actual/360":
                return Fraction((1 + rate / 360) ** self.days)
            case _:
                return Fraction((1 + rate / 365) ** self.days)

    def _by_months(self, months: int) -> Fraction:
        parts = Counter[Fraction]()
        begins, count = self.since, 0
        while begins < self.until:
            count += months
            ends = min(months_after(self.since, count), self.until)
            parts[years_between(begins, ends, self.day_count)] += 1
            begins = ends
        grown = Fraction(1)
        for part, times in parts.items():
            grown *= (1 + Fraction(self.rate) * part) ** times
        return grown
