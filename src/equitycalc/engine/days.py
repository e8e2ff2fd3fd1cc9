"""Days: the part of a year between two of them under each day count, and months added to one."""

from datetime import date
from fractions import Fraction
from typing import assert_never

from equitycalc.terms import DayCountWord

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def years_between(first: date, last: date, day_count: DayCountWord) -> Fraction:
    """The part of a year from ``first`` to ``last``, exactly.

    The names are those of the 2006 ISDA Definitions, section 4.16: (d) actual/365 (fixed), (e)
    actual/360, (b) actual/actual, and (f) 30/360 (bond basis), where a 31st is taken as the 30th,
    the last day only where the first is the 30th or 31st too.
    """
    days = (last - first).days
    match day_count:
        case "actual/360":
            return Fraction(days, 360)
        case "actual/365":
            return Fraction(days, 365)
        case "actual/actual":
            common, leap = days_by_year(first, last)
            return Fraction(common, 365) + Fraction(leap, 366)
        case "30/360":
            return Fraction(days_of_thirty(first, last), 360)
        case _:
            assert_never(day_count)


def days_by_year(first: date, last: date) -> tuple[int, int]:
    """The days that fall in common years, and those that fall in leap years."""
    leap = _leap_days_before(last) - _leap_days_before(first)
    return (last - first).days - leap, leap


def _leap_days_before(day: date) -> int:
    """The days before ``day``, from the year 1 on, that fall in leap years."""
    before = day.year - 1
    leap_years = before // 4 - before // 100 + before // 400
    inside = (day - date(day.year, 1, 1)).days if _is_leap(day.year) else 0
    return leap_years * 366 + inside


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_of_thirty(first: date, last: date) -> int:
    """Days between two dates where every month has thirty."""
    start = min(first.day, 30)
    end = 30 if last.day == 31 and start == 30 else last.day
    return 360 * (last.year - first.year) + 30 * (last.month - first.month) + end - start


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    length = 29 if month == 1 and _is_leap(year) else _LENGTHS[month]
    return date(year, month + 1, min(day.day, length))


def months_between(first: date, last: date) -> int:
    """Whole months from ``first`` to ``last``, as ``months_after`` counts them."""
    months = 12 * (last.year - first.year) + last.month - first.month
    return months - 1 if months_after(first, months) > last else months
