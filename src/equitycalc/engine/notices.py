"""Notices of other registrations, in which holders may ask to be included, and the answers to them.

No event says that a holder answered one.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any, NamedTuple

from equitycalc import events
from equitycalc.engine.due import Deadline, after, days_text, late, still_due, when
from equitycalc.engine.statements import Recorded, Statements, excepted
from equitycalc.registration_rights import RegistrationRights
from equitycalc.terms import Agreement
from equitycalc.written import Cited, value_of_cited


class Proposed(NamedTuple):
    """A registration statement that somebody thinks of filing on a day."""

    on: date
    form: str | None = None


def notices(
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
    ends = found.complete_on if rights.piggyback_until is not None else None
    before = [event for _, event in recorded if ends is None or event.date < ends]
    given = [
        event
        for event in before
        if isinstance(event, events.Notified) and event.proposed_filing > agreement.date
    ]
    announced = {event.proposed_filing for event in given}
    first: dict[date, events.Notified] = {}  # who was told once need not be told again
    for event in given:
        if not excepted(rights, event.form):
            first.setdefault(event.proposed_filing, event)
    others = [
        event
        for event in before
        if isinstance(event, events.Filed) and _is_other(agreement, rights, event)
    ]
    slipped = _slipped(first, others, announced)
    for day, event in first.items():
        yield from _notice(agreement, rights, day, event.date, as_of, slipped.get(day))
    announced |= set(slipped.values())
    for other in others:
        if other.date not in announced:
            yield from _notice(agreement, rights, None, None, as_of, other.date)
        announced.add(other.date)
    blank = Deadline(agreement, "notice", None, "open", "", rights.notice_days.lines)
    if ends is not None:
        lines = None if rights.piggyback_until is None else rights.piggyback_until.lines
        effective_on = found.effective_on
        said = f"ended {ends}, when the statement became effective"
        if effective_on != ends:
            said = f"ended {ends}, when nothing was left but what is effective since {effective_on}"
        yield blank._replace(status="not_required", because=said, lines=lines)
    elif proposed is not None and excepted(rights, proposed.form):
        lines = None if rights.excepted_forms is None else rights.excepted_forms.lines
        said = f"a registration on {proposed.form} is excepted"
        yield blank._replace(status="not_required", because=said, lines=lines)
    elif proposed is not None and proposed.on <= agreement.date:
        said = f"a filing on {proposed.on} is no later than the agreement, of {agreement.date}"
        yield blank._replace(status="not_required", because=said)
    elif proposed is not None and proposed.on not in announced:
        yield from _notice(agreement, rights, proposed.on, None, as_of)
    elif proposed is None and not announced:
        count = value_of_cited(rights.notice_days)
        days = "notice_days is open" if count is None else f"{days_text(count)} before"
        said = f"{days} another registration is filed" if count is not None else days
        yield blank._replace(because=f"{said}; none is proposed")
        if rights.answer_days is not None:
            yield _answer(agreement, rights.answer_days, None, as_of, "")


def _slipped(
    first: Mapping[date, events.Notified], others: Sequence[events.Filed], announced: Set[date]
) -> dict[date, date]:
    """The filings that came later than proposed, by the day proposed: of the statements not filed
    on their day, the latest one on the same form, or on one that its notice does not name.
    """
    filed_on = {event.date for event in others}
    ahead = sorted((day for day in first if day not in filed_on), reverse=True)
    waiting: list[date] = []
    known = set(announced)
    found: dict[date, date] = {}
    for event in others:
        while ahead and ahead[-1] < event.date:
            waiting.append(ahead.pop())
        if event.date in known:
            continue
        for day in reversed(waiting):
            form = first[day].form
            if form is None or form.lower() == event.form.lower():
                found[day] = event.date
                known.add(event.date)
                waiting.remove(day)
                break
    return found


def _is_other(agreement: Agreement, rights: RegistrationRights, event: events.Filed) -> bool:
    """Whether a statement filed is one that notice was due of."""
    own = not set(event.grants).isdisjoint(rights.covers.value)
    return not own and event.date > agreement.date and not excepted(rights, event.form)


def _notice(
    agreement: Agreement,
    rights: RegistrationRights,
    proposed: date | None,
    given_on: date | None,
    as_of: date,
    filed_on: date | None = None,
) -> Iterator[Deadline]:
    """Notice of one filing, proposed or made, and the answers to it. The days count back from that
    of the filing itself.
    """
    notice, filing = rights.notice_days, filed_on or proposed
    assert notice is not None and filing is not None, "a notice is due where there is a filing"
    ahead = value_of_cited(notice)
    due = None if ahead is None else after(filing, -ahead)
    blank = Deadline(agreement, "notice", due, "open", "", notice.lines)
    of = f"of the filing proposed for {proposed}"
    if filed_on is not None:
        of = f"of the filing of {filed_on}" + (f", proposed for {proposed}" if proposed else "")
    if due is None:
        found = blank._replace(because="notice_days is open")
    elif given_on is None:
        found = still_due(blank, due, as_of, "notice")
    elif given_on > due:
        found = late(blank, given_on, "notice")
    else:
        said = f"notice recorded {given_on}"
        found = blank._replace(status="met", because=said, recorded_on=given_on)
    yield found._replace(because=f"{of}; {found.because}")
    received = given_on or (due if filed_on is None else None)
    if rights.answer_days is not None and received is not None:
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
        said = f"an investor's, {days_text(count)} after notice is received; none is recorded"
        return blank._replace(because=said)
    due = after(received, count)
    status, said = when(due, as_of)
    return blank._replace(due=due, status=status, because=f"an investor's, {of}{said}")
