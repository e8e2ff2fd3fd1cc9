"""The deadlines of a registration: when each falls, and whether it was met.

A day is met only by an event of the ledger; what no event shows is not taken to have happened. A
statement is owed for what is to be registered, and one that had all of that in time met its
deadline, whatever comes later.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from equitycalc.engine.days import months_after
from equitycalc.engine.due import Deadline, after, late, still_due, when
from equitycalc.engine.notices import Proposed, notices
from equitycalc.engine.statements import Recorded, Statements
from equitycalc.registration_rights import RegistrationRights
from equitycalc.terms import Agreement
from equitycalc.written import Cited, value_of_cited


def deadlines(
    agreement: Agreement,
    rights: RegistrationRights,
    recorded: Recorded,
    found: Statements,
    as_of: date,
    proposed: Proposed | None = None,
) -> Iterator[Deadline]:
    """The deadlines of an agreement on ``as_of``, after what was ``recorded`` by then."""
    if rights.days_to_file is not None:
        due, open_term = _from_closing(rights, rights.days_to_file)
        blank = Deadline(agreement, "filing", due, "open", "", rights.days_to_file.lines)
        yield _filing(blank, found, as_of, open_term or "days_to_file")
    if rights.days_to_effectiveness is not None:
        due, open_term = _from_closing(rights, rights.days_to_effectiveness)
        lines = rights.days_to_effectiveness.lines
        blank = Deadline(agreement, "effectiveness", due, "open", "", lines)
        yield _effectiveness(blank, found, as_of, open_term or "days_to_effectiveness")
    yield from notices(agreement, rights, recorded, found, as_of, proposed)
    if rights.years_registered is not None:
        yield _registered_until(agreement, rights.years_registered, found, as_of)


def _filing(blank: Deadline, found: Statements, as_of: date, open_term: str) -> Deadline:
    """What became effective had been filed before, perhaps on a day that nothing records."""
    due, filed_by = blank.due, found.filed_by
    if due is None:
        return blank._replace(because=f"{open_term} is open")
    last = _in_time(found, filed_by, due, as_of)
    if last is not None:
        known = any(found.filed.get(id) == day == last for id, day in filed_by.items())
        said = f"filing recorded {last}" if known else f"effective {last}, and so filed before"
        return blank._replace(status="met", because=said, recorded_on=last)
    needed = _needed(found, due, as_of)
    overdue = [filed_by[id] for id in needed if filed_by.get(id, due) > due]
    if overdue and all(id in filed_by for id in needed):
        known_late = [found.filed[id] for id in needed if due < filed_by[id] == found.filed.get(id)]
        if known_late:
            return late(blank, max(known_late), "filing")
        said = f"filed by {max(overdue)}, when it was effective; on which day is not recorded"
        return blank._replace(because=said)
    return _waiting(blank, found, as_of, filed_by, found.filed, "filing")


def _effectiveness(blank: Deadline, found: Statements, as_of: date, open_term: str) -> Deadline:
    due, registered = blank.due, found.registered
    if due is None:
        return blank._replace(because=f"{open_term} is open")
    last = _in_time(found, registered, due, as_of)
    if last is not None:
        said = f"registration recorded {last}"
        return blank._replace(status="met", because=said, recorded_on=last)
    needed = _needed(found, due, as_of)
    if needed and all(id in registered for id in needed):
        return late(blank, max(registered[id] for id in needed), "registration")
    return _waiting(blank, found, as_of, registered, registered, "registration")


def _in_time(found: Statements, first: Mapping[str, date], due: date, as_of: date) -> date | None:
    """The day of the last statement needed where all of them were there in time."""
    complete_on = found.covered.all_in(first, found.since, _by(found, due, as_of))
    last = None if complete_on is None else found.last_of(first, complete_on)
    return None if last is None or last > due else last


def _needed(found: Statements, due: date, as_of: date) -> tuple[str, ...]:
    """The grants of which something was to be registered on the last day, or is now."""
    return found.covered.needed(_by(found, due, as_of))


def _by(found: Statements, due: date, as_of: date) -> date:
    """The day that counts: the last one, or today before it; nothing is owed before the agreement
    is made.
    """
    return max(min(due, as_of), found.since)


def _waiting(
    blank: Deadline,
    found: Statements,
    as_of: date,
    first: Mapping[str, date],
    recorded: Mapping[str, date],
    done: str,
) -> Deadline:
    """A deadline of a statement that is still to come, or that nobody owes."""
    assert blank.due is not None, "a day that is open does not come"
    needed = _needed(found, blank.due, as_of)
    if not needed and not found.covered.begins(_by(found, blank.due, as_of), blank.due):
        tense = "is" if blank.due >= as_of else "was"
        said = f"nothing {tense} to be registered by then"
        return blank._replace(status="not_required", because=said)
    have = [id for id in found.covered.needs if id in recorded]
    lacking = [id for id in needed if id not in first]
    partly = f"for {', '.join(have)}, not for {', '.join(lacking)}" if have and lacking else ""
    return still_due(blank, blank.due, as_of, done, partly)


def _from_closing(rights: RegistrationRights, days: Cited[Any]) -> tuple[date | None, str | None]:
    """A day counted from the closing; None, and the name of the term, where the closing is open."""
    closing, count = value_of_cited(rights.closing_date), value_of_cited(days)
    if closing is None:
        return None, "closing_date"
    return None if count is None else after(closing, count), None


def _registered_until(
    agreement: Agreement, years: Cited[Any], found: Statements, as_of: date
) -> Deadline:
    blank = Deadline(agreement, "registration_period", None, "open", "", years.lines)
    count, effective = value_of_cited(years), found.effective_on
    if effective is None:
        return blank._replace(because="runs from effectiveness, which is not recorded")
    if count is None:
        return blank._replace(because=f"effective {effective}; years_registered is open")
    ends = months_after(effective, 12 * count)
    over = found.covered.sold_out(effective, as_of)
    if over is None or over.day >= ends:
        status, said = when(ends, as_of)
        return blank._replace(due=ends, status=status, because=f"effective {effective}; {said}")
    sold = over.by in ("sold", "transfer")
    last = "the last of the shares was sold or freed" if sold else "nothing was left to sell"
    blank = blank._replace(due=over.day, because=f"over since {over.day}, when {last}")
    if over.by is None:
        return blank._replace(status=when(over.day, as_of)[0])
    return blank._replace(status="met", recorded_on=over.day)
