"""The deadlines of a registration: when each falls, and whether it was met.

A day is met only by an event of the ledger; what no event shows is not taken to have happened.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from equitycalc import events
from equitycalc.engine.days import months_after
from equitycalc.registration_rights import RegistrationRights
from equitycalc.terms import Agreement
from equitycalc.written import Cited, value_of_cited

DeadlineStatus = Literal["ahead", "today", "passed", "met", "open", "not_required"]
Recorded = Sequence[tuple[int, events.OfRegistration]]


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


class Proposed(NamedTuple):
    """A registration statement that somebody thinks of filing on a day."""

    on: date
    form: str | None = None


class Statements(NamedTuple):
    """The statements recorded for what an agreement ``covers``: the first day on which each grant
    was filed for, and the first on which it was registered. ``gone`` has the days on which grants
    were used up or over, of which nothing is left to register.
    """

    covers: tuple[str, ...]
    gone: Mapping[str, date]
    filed: dict[str, date]
    registered: dict[str, date]

    def needed(self, by: date | None = None) -> tuple[str, ...]:
        """The grants of which anything was left to register on a day; without one, is left."""
        left = tuple(
            id
            for id in self.covers
            if id not in self.gone or (by is not None and self.gone[id] > by)
        )
        return left or self.covers

    def filed_on(self, by: date | None = None) -> date | None:
        """The day by which all that was needed was filed for; None where it was not."""
        return _all_in(self.needed(by), self.filed)

    def effective_on(self, by: date | None = None) -> date | None:
        """The day by which all that was needed was registered; None where it was not."""
        return _all_in(self.needed(by), self.registered)


def statements(
    rights: RegistrationRights, recorded: Recorded, gone: Mapping[str, date]
) -> Statements:
    """The statements recorded for an agreement. A statement on a form that it excepts is none of
    its own.
    """
    first: dict[type, dict[str, date]] = {events.Filed: {}, events.Registered: {}}
    for _, event in recorded:
        if isinstance(event, events.Filed | events.Registered) and not excepted(rights, event.form):
            for id in event.grants:
                first[type(event)].setdefault(id, event.date)
    return Statements(rights.covers.value, gone, first[events.Filed], first[events.Registered])


def excepted(rights: RegistrationRights, form: str | None) -> bool:
    """Whether a form is one that the agreement excepts; case does not matter."""
    forms = () if rights.excepted_forms is None else rights.excepted_forms.value
    return form is not None and form.lower() in {each.lower() for each in forms}


def deadlines(
    agreement: Agreement,
    rights: RegistrationRights,
    recorded: Recorded,
    found: Statements,
    as_of: date,
    proposed: Proposed | None = None,
    all_sold_on: date | None = None,
) -> Iterator[Deadline]:
    """The deadlines of an agreement on ``as_of``, after what was ``recorded`` by then."""
    if rights.days_to_file is not None:
        yield _filing(agreement, rights, found, as_of)
    if rights.days_to_effectiveness is not None:
        due, open_term = _from_closing(rights, rights.days_to_effectiveness)
        yield _due(
            Deadline(
                agreement, "effectiveness", due, "open", "", rights.days_to_effectiveness.lines
            ),
            as_of,
            found.effective_on(due),
            "registration",
            open_term or "days_to_effectiveness",
            _partly(found.needed(due), found.registered),
        )
    yield from _notices(agreement, rights, recorded, found, as_of, proposed)
    if rights.years_registered is not None:
        yield _registered_until(
            agreement, rights.years_registered, found.effective_on(), as_of, all_sold_on
        )


def _filing(
    agreement: Agreement, rights: RegistrationRights, found: Statements, as_of: date
) -> Deadline:
    days = rights.days_to_file
    assert days is not None, "an agreement that has this deadline was given"
    due, open_term = _from_closing(rights, days)
    blank = Deadline(agreement, "filing", due, "open", "", days.lines)
    effective, filed = found.effective_on(due), found.filed_on(due)
    if effective is not None and due is not None:
        # What became effective had been filed before, on a day that nothing records.
        if effective <= due and (filed is None or filed > due):
            said = f"effective {effective}, and so filed before"
            return blank._replace(status="met", because=said, recorded_on=effective)
        if filed is None:
            said = f"filed by {effective}, when it was effective; on which day is not recorded"
            return blank._replace(because=said)
    partly = _partly(found.needed(due), found.filed)
    return _due(blank, as_of, filed, "filing", open_term or "days_to_file", partly)


def _due(
    blank: Deadline,
    as_of: date,
    recorded_on: date | None,
    done: str,
    open_term: str,
    partly: str = "",
) -> Deadline:
    """A deadline as it stands: met, late, or still to come."""
    due = blank.due
    if due is None:
        return blank._replace(because=f"{open_term} is open")
    if recorded_on is not None:
        late = (recorded_on - due).days
        if late <= 0:
            said = f"{done} recorded {recorded_on}"
            return blank._replace(status="met", because=said, recorded_on=recorded_on)
        said = f"{done} recorded {recorded_on}, {_days(late)} late"
        return blank._replace(status="passed", because=said, recorded_on=recorded_on)
    status, said = _when(due, as_of)
    if partly:
        said += f"; {done} recorded {partly}"
    elif status == "passed":
        said += f"; no {done} is recorded"
    return blank._replace(status=status, because=said)


def _partly(needed: Sequence[str], first: dict[str, date]) -> str:
    """What some of the grants are recorded for, where others are not."""
    done = [id for id in needed if id in first]
    lacking = [id for id in needed if id not in first]
    return f"for {', '.join(done)}, not for {', '.join(lacking)}" if done and lacking else ""


def _all_in(needed: Sequence[str], first: dict[str, date]) -> date | None:
    known = [first[id] for id in needed if id in first]
    return max(known) if len(known) == len(needed) else None


def _from_closing(rights: RegistrationRights, days: Cited[Any]) -> tuple[date | None, str | None]:
    """A day counted from the closing; None, and the name of the term, where the closing is open."""
    closing, count = value_of_cited(rights.closing_date), value_of_cited(days)
    if closing is None:
        return None, "closing_date"
    return None if count is None else _after(closing, count), None


def _notices(
    agreement: Agreement,
    rights: RegistrationRights,
    recorded: Recorded,
    found: Statements,
    as_of: date,
    proposed: Proposed | None,
) -> Iterator[Deadline]:
    """Notice of other registrations, and the answers to it."""
    if rights.notice_days is None:
        return
    ends = found.effective_on() if rights.piggyback_until is not None else None
    before = [event for _, event in recorded if ends is None or event.date < ends]
    given = [event for event in before if isinstance(event, events.Notified)]
    needed = [event for event in given if not excepted(rights, event.form)]
    for event in needed:
        yield from _notice(agreement, rights, event.proposed_filing, event.date, as_of)
    announced = {event.proposed_filing for event in given}
    for other in before:
        if isinstance(other, events.Filed) and _is_other(agreement, rights, other):
            if other.date not in announced:
                yield from _notice(agreement, rights, other.date, None, as_of, filed=True)
            announced.add(other.date)
    blank = Deadline(agreement, "notice", None, "open", "", rights.notice_days.lines)
    if ends is not None:
        lines = None if rights.piggyback_until is None else rights.piggyback_until.lines
        said = f"ended {ends}, when the statement became effective"
        yield blank._replace(status="not_required", because=said, lines=lines)
    elif proposed is not None and excepted(rights, proposed.form):
        lines = None if rights.excepted_forms is None else rights.excepted_forms.lines
        said = f"a registration on {proposed.form} is excepted"
        yield blank._replace(status="not_required", because=said, lines=lines)
    elif proposed is not None and proposed.on not in announced:
        yield from _notice(agreement, rights, proposed.on, None, as_of)
    elif proposed is None and not announced:
        count = value_of_cited(rights.notice_days)
        days = "notice_days is open" if count is None else f"{_days(count)} before"
        said = f"{days} another registration is filed" if count is not None else days
        yield blank._replace(because=f"{said}; none is proposed")
        if rights.answer_days is not None:
            yield _answer(agreement, rights.answer_days, None, as_of, "")


def _is_other(agreement: Agreement, rights: RegistrationRights, event: events.Filed) -> bool:
    """Whether a statement filed is one that notice was due of."""
    own = not set(event.grants).isdisjoint(rights.covers.value)
    return not own and event.date > agreement.date and not excepted(rights, event.form)


def _notice(
    agreement: Agreement,
    rights: RegistrationRights,
    filing: date,
    given_on: date | None,
    as_of: date,
    filed: bool = False,
) -> Iterator[Deadline]:
    """Notice of one filing, and the answers to it."""
    notice = rights.notice_days
    assert notice is not None, "a notice is due where the agreement says when"
    ahead = value_of_cited(notice)
    due = None if ahead is None else _after(filing, -ahead)
    blank = Deadline(agreement, "notice", due, "open", "", notice.lines)
    found = _due(blank, as_of, given_on, "notice", "notice_days")
    of = f"of the filing of {filing}" if filed else f"of the filing proposed for {filing}"
    yield found._replace(because=f"{of}; {found.because}")
    received = given_on or due
    if rights.answer_days is not None and received is not None and not filed:
        how = "to the notice of" if given_on else "where notice is received on"
        yield _answer(agreement, rights.answer_days, received, as_of, f"{how} {received}; ")


def _answer(
    agreement: Agreement, days: Cited[Any], received: date | None, as_of: date, of: str
) -> Deadline:
    """The last day on which an Investor may answer a notice; no event says that one did."""
    blank = Deadline(agreement, "answer", None, "open", "", days.lines)
    count = value_of_cited(days)
    if count is None:
        return blank._replace(because="answer_days is open")
    if received is None:
        said = f"an investor's, {_days(count)} after notice is received; none is recorded"
        return blank._replace(because=said)
    due = _after(received, count)
    status, said = _when(due, as_of)
    return blank._replace(due=due, status=status, because=f"an investor's, {of}{said}")


def _registered_until(
    agreement: Agreement,
    years: Cited[Any],
    effective: date | None,
    as_of: date,
    all_sold_on: date | None,
) -> Deadline:
    blank = Deadline(agreement, "registration_period", None, "open", "", years.lines)
    count = value_of_cited(years)
    if effective is None:
        return blank._replace(because="runs from effectiveness, which is not recorded")
    if count is None:
        return blank._replace(because=f"effective {effective}; years_registered is open")
    ends = months_after(effective, 12 * count)
    if all_sold_on is not None and effective <= all_sold_on < ends:
        said = f"over since {all_sold_on}, when the last of the shares was sold or freed"
        return blank._replace(due=all_sold_on, status="met", because=said, recorded_on=all_sold_on)
    status, said = _when(ends, as_of)
    return blank._replace(due=ends, status=status, because=f"effective {effective}; {said}")


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
