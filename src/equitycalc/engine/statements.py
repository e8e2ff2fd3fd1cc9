"""The statements recorded for what an agreement covers: when all that is owed was in them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from equitycalc import events
from equitycalc.engine.needs import Covered
from equitycalc.registration_rights import RegistrationRights

Recorded = Sequence[tuple[int, events.OfRegistration]]


class Statements(NamedTuple):
    """The statements recorded for what an agreement covers: the first day on which each grant was
    filed for, and the first on which it was registered. One is owed ``since`` the agreement, for
    what is to be registered, and for nothing else.
    """

    covered: Covered
    since: date
    until: date
    filed: dict[str, date]
    registered: dict[str, date]

    @property
    def filed_by(self) -> dict[str, date]:
        """The first day by which each grant was filed for: what is effective had been filed."""
        later = {
            id: day for id, day in self.filed.items() if day < self.registered.get(id, date.max)
        }
        return self.registered | later

    @property
    def complete_on(self) -> date | None:
        """The first day on which all that was to be registered was; None where it never was."""
        return self.covered.all_in(self.registered, self.since, self.until)

    @property
    def effective_on(self) -> date | None:
        """The day of the statement that made it so."""
        complete_on = self.complete_on
        return None if complete_on is None else self.last_of(self.registered, complete_on)

    def last_of(self, first: Mapping[str, date], day: date) -> date:
        """The day of the last statement that was needed on a day on which all were there."""
        needed = self.covered.needed(day)
        return max(first[id] for id in needed or first if first[id] <= day)


def statements(
    rights: RegistrationRights, recorded: Recorded, covered: Covered, since: date, until: date
) -> Statements:
    """The statements recorded for an agreement. A statement on a form that it excepts is none of
    its own.
    """
    first: dict[type, dict[str, date]] = {events.Filed: {}, events.Registered: {}}
    for _, event in recorded:
        if isinstance(event, events.Filed | events.Registered) and not excepted(rights, event.form):
            for id in event.grants:
                if id in covered.needs:
                    first[type(event)].setdefault(id, event.date)
    return Statements(covered, since, until, first[events.Filed], first[events.Registered])


def excepted(rights: RegistrationRights, form: str | None) -> bool:
    """Whether a form is one that the agreement excepts; case does not matter."""
    forms = () if rights.excepted_forms is None else rights.excepted_forms.value
    return form is not None and form.lower() in {each.lower() for each in forms}
