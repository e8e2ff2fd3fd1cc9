"""The deadlines of a registration: when each falls, and whether it was met.

A day is met only by an event of the ledger; what no event shows is not taken to have happened.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from equitycalc import events
from equitycalc.engine.days import months_after
from equitycalc.registration import RegistrationRights
from equitycalc.terms import Agreement
from equitycalc.written import Cited, Known, value_of_cited

DeadlineStatus = Literal["ahead", "today", "passed", "met", "open", "not_required"]
Recorded = Sequence[tuple[int, events.OfRegistration]]


class Deadline(NamedTuple):
    """One day of an agreement; ``due`` is None where it waits for something.

    ``met_on`` is the day of the event that met it.
    """

    agreement: Agreement
    name: str
    due: date | None
    status: DeadlineStatus
    because: str
    lines: str | None
    met_on: date | None = None


class Proposed(NamedTuple):
    """A registration statement that somebody thinks of filing on a day."""

    on: date
    form: str | None = None


def first_days(
    recorded: Recorded, *kinds: type[events.Filed | events.Registered]
) -> dict[str, date]:
    """The first day on which each grant was in an event of these kinds, by the id of the grant."""
    found: dict[str, date] = {}
    for _, event in recorded:
        if isinstance(event, kinds):
            for id in event.grants:
                found.setdefault(id, event.date)
    return found


def all_in_on(rights: RegistrationRights, first: dict[str, date]) -> date | None:
    """The day by which all that is covered was in such an event; None where it is not."""
    days = [first.get(id) for id in rights.covers.value]
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


def deadlines(
    agreement: Agreement,
    rights: RegistrationRights,
    recorded: Recorded,
    as_of: date,
    proposed: Proposed | None = None,
    all_sold_on: date | None = None,
) -> Iterator[Deadline]:
    """The deadlines of an agreement on ``as_of``, after what was ``recorded`` by then."""
    effective = all_in_on(rights, first_days(recorded, events.Registered))
    # What became effective had been filed before.
    filed = all_in_on(rights, first_days(recorded, events.Filed, events.Registered))
    closing = value_of_cited(rights.closing_date)
    for name, days, met_on, done in (
        ("filing", rights.days_to_file, filed, "filing"),
        ("effectiveness", rights.days_to_effectiveness, effective, "registration"),
    ):
        if days is not None:
            count = value_of_cited(days)
            due = None if closing is None or count is None else _after(closing, count)
            yield _due(agreement, name, due, as_of, met_on, done, days.lines)
    yield from _notices(agreement, rights, recorded, as_of, proposed, effective)
    if rights.years_registered is not None:
        yield _registered_until(agreement, rights.years_registered, effective, as_of, all_sold_on)


def _due(
    agreement: Agreement,
    name: str,
    due: date | None,
    as_of: date,
    met_on: date | None,
    done: str,
    lines: str | None,
) -> Deadline:
    if due is None:
        return Deadline(agreement, name, None, "open", "the closing date is open", lines)
    if met_on is not None and met_on <= due:
        return Deadline(agreement, name, due, "met", f"{done} recorded {met_on}", lines, met_on)
    status, said = _when(due, as_of)
    late = f"{done} recorded {met_on}, {_days((met_on - due).days)} late" if met_on else ""
    none = f"no {done} is recorded" if status == "passed" else ""
    return Deadline(
        agreement, name, due, status, late or "; ".join(filter(None, (said, none))), lines
    )


def _notices(
    agreement: Agreement,
    rights: RegistrationRights,
    recorded: Recorded,
    as_of: date,
    proposed: Proposed | None,
    effective: date | None,
) -> Iterator[Deadline]:
    """Notice of other registrations, and the answers to it."""
    if rights.notice_days is None:
        return
    notice, answer = rights.notice_days, rights.answer_days
    if rights.piggyback_until is not None and effective is not None:
        lines = rights.piggyback_until.lines
        said = f"ended {effective}, when the statement became effective"
        yield Deadline(agreement, "notice", None, "not_required", said, lines)
        return
    given = [event for _, event in recorded if isinstance(event, events.Notified)]
    ahead = value_of_cited(notice)
    seen = False
    for event in given:
        seen = seen or (proposed is not None and event.proposed_filing == proposed.on)
        yield from _notice(agreement, rights, event, ahead, as_of)
    if proposed is not None and not seen:
        excepted = rights.excepted_forms
        if excepted is not None and proposed.form in excepted.value:
            said = f"a registration on {proposed.form} is excepted"
            yield Deadline(agreement, "notice", None, "not_required", said, excepted.lines)
            return
        due = None if ahead is None else _after(proposed.on, -ahead)
        found = _due(agreement, "notice", due, as_of, None, "notice", notice.lines)
        yield found._replace(because=f"of the filing proposed for {proposed.on}; {found.because}")
        if answer is not None and due is not None:
            last = _after(due, value_of_cited(answer) or 0)
            said = f"where notice is received on {due}; {_when(last, as_of)[1]}"
            yield Deadline(agreement, "answer", last, _when(last, as_of)[0], said, answer.lines)
    elif not given:
        before = "days" if ahead is None else _days(ahead)
        said = f"{before} before another registration is filed; none is proposed"
        yield Deadline(agreement, "notice", None, "open", said, notice.lines)
        if answer is not None:
            said = (
                f"{_days(value_of_cited(answer) or 0)} after notice is received; none is recorded"
            )
            yield Deadline(agreement, "answer", None, "open", said, answer.lines)


def _notice(
    agreement: Agreement,
    rights: RegistrationRights,
    event: events.Notified,
    ahead: int | None,
    as_of: date,
) -> Iterator[Deadline]:
    """A notice that was given, and the answers to it."""
    notice, answer = rights.notice_days, rights.answer_days
    assert notice is not None, "a notice is due where the agreement says when"
    due = None if ahead is None else _after(event.proposed_filing, -ahead)
    found = _due(agreement, "notice", due, as_of, event.date, "notice", notice.lines)
    said = f"of the filing proposed for {event.proposed_filing}; {found.because}"
    yield found._replace(because=said)
    days = None if answer is None else value_of_cited(answer)
    if answer is not None and days is not None:
        last = _after(event.date, days)
        status, said = _when(last, as_of)
        said = f"to the notice of {event.date}; {said}"
        yield Deadline(agreement, "answer", last, status, said, answer.lines)


def _registered_until(
    agreement: Agreement,
    years: Cited[Known[int]],
    effective: date | None,
    as_of: date,
    all_sold_on: date | None,
) -> Deadline:
    name, count = "registration_period", value_of_cited(years)
    if effective is None or count is None:
        said = "runs from effectiveness, which is not recorded"
        return Deadline(agreement, name, None, "open", said, years.lines)
    ends = months_after(effective, 12 * count)
    if all_sold_on is not None and all_sold_on < ends:
        said = f"over since {all_sold_on}, when the last of the shares was sold or freed"
        return Deadline(agreement, name, all_sold_on, "met", said, years.lines, all_sold_on)
    status, said = _when(ends, as_of)
    return Deadline(agreement, name, ends, status, f"effective {effective}; {said}", years.lines)


def _when(due: date, as_of: date) -> tuple[DeadlineStatus, str]:
    if due == as_of:
        return "today", "today"
    days = (due - as_of).days
    return ("ahead", f"in {_days(days)}") if days > 0 else ("passed", f"{_days(-days)} ago")


def _days(count: int) -> str:
    return f"{count:,} day{'' if count == 1 else 's'}"


def _after(day: date, days: int) -> date:
    """The day so many days later, or the last one the calendar has."""
    if days > (date.max - day).days:
        return date.max
    return day + timedelta(days) if days > -(day - date.min).days else date.min
