"""A day on which something is due, and how it stands."""

from datetime import date, timedelta
from typing import Literal, NamedTuple

from equitycalc.terms import Agreement

DeadlineStatus = Literal["ahead", "today", "passed", "met", "open", "not_required"]


class Deadline(NamedTuple):
    """One day of an agreement; ``due`` is None where it waits for something.

    ``recorded_on`` is the day of the event that it waited for, in time or late.
    """

    agreement: Agreement
    name: str
    due: date | None
    status: DeadlineStatus
    because: str
    lines: str | None
    recorded_on: date | None = None

    @property
    def met_on(self) -> date | None:
        """The day of the event that met it; None where it is not met."""
        return self.recorded_on if self.status == "met" else None


def still_due(blank: Deadline, due: date, as_of: date, done: str, partly: str = "") -> Deadline:
    """A deadline that nothing has met; ``partly`` says what of it is done."""
    status, said = when(due, as_of)
    if partly:
        said += f"; {done} recorded {partly}"
    elif status == "passed":
        said += f"; no {done} is recorded"
    return blank._replace(status=status, because=said)


def late(blank: Deadline, recorded_on: date, done: str) -> Deadline:
    """A deadline of which what was due came after it."""
    assert blank.due is not None, "nothing is late for a day that is open"
    said = f"{done} recorded {recorded_on}, {days_text((recorded_on - blank.due).days)} late"
    return blank._replace(status="passed", because=said, recorded_on=recorded_on)


def when(due: date, as_of: date) -> tuple[DeadlineStatus, str]:
    """How a day stands to today."""
    if due == as_of:
        return "today", "today"
    days = (due - as_of).days
    return ("ahead", f"in {days_text(days)}") if days > 0 else ("passed", f"{days_text(-days)} ago")


def days_text(count: int) -> str:
    """A number of days in words."""
    return f"{count:,} day{'' if count == 1 else 's'}"


def after(day: date, days: int) -> date:
    """The day so many days later, or the last one the calendar has."""
    if days > (date.max - day).days:
        return date.max
    return day + timedelta(days) if days > -(day - date.min).days else date.min
