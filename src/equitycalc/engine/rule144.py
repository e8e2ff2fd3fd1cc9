"""Rule 144 under the Securities Act (17 CFR 230.144): when restricted shares may be sold.

After the holding period of paragraph (d) they may be sold within the limits of the Rule. After the
longer one of paragraph (k), since 2008 paragraph (b)(1), holders who are not affiliates of the
issuer may sell them without limits.
"""

from datetime import date
from typing import NamedTuple

from equitycalc.engine.days import months_after


class Period(NamedTuple):
    """The holding periods in force from a day on, in months; ``paragraph`` has the longer one."""

    since: date
    resale_months: int
    free_months: int
    paragraph: str


# Releases 33-7390 (effective April 29, 1997) and 33-8869 (effective February 15, 2008; the six
# months are for issuers that report to the Commission).
PERIODS = (
    Period(date.min, 24, 36, "Rule 144(k)"),
    Period(date(1997, 4, 29), 12, 24, "Rule 144(k)"),
    Period(date(2008, 2, 15), 6, 12, "Rule 144(b)(1)"),
)


class Holding144(NamedTuple):
    """Shares held since ``acquired``, under the Rule as in force ``on`` a day.

    A period that a change of the Rule has ended ends on the day of the change.
    """

    acquired: date
    on: date

    @property
    def resale_from(self) -> date:
        """The first day on which the Rule lets them be sold within its limits."""
        return self._first_day([(each.since, each.resale_months) for each in PERIODS])

    @property
    def free_from(self) -> date:
        """The first day on which one who is not an affiliate may sell them without limits."""
        return self._first_day([(each.since, each.free_months) for each in PERIODS])

    @property
    def paragraph(self) -> str:
        """The paragraph that freed them, as in force when it did; until then, as in force now."""
        when = min(self.on, self.free_from)
        return [each.paragraph for each in PERIODS if each.since <= when][-1]

    def _first_day(self, periods: list[tuple[date, int]]) -> date:
        known = [(since, months) for since, months in periods if since <= self.on]
        ends = [since for since, _ in known[1:]]
        for (since, months), end in zip(known, [*ends, None], strict=True):
            first = max(since, months_after(self.acquired, months))
            if end is None or first < end:
                return first
        raise AssertionError("the last period has no end")  # pragma: no cover
