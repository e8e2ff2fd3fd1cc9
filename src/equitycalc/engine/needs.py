"""Until when a grant has shares that a registration is for: day by day, after what had happened by
then and nothing later, so that what was true on a day stays true of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Turn(NamedTuple):
    """A day from which on there is some of a grant, or none. ``by`` is the kind of the event that
    did it; None where a day did.
    """

    day: date
    some: bool
    by: str | None = None


class Need(NamedTuple):
    """When some of a grant was ``to_register``, and when some was ``unsold``: neither sold nor
    freed by an event, used up or expired. Rule 144(k) frees shares and sells none.
    """

    to_register: tuple[Turn, ...]
    unsold: tuple[Turn, ...]

    def on(self, day: date) -> bool:
        """Whether some of it was to be registered on a day."""
        some = False
        for turn in self.to_register:
            if turn.day > day:
                break
            some = turn.some
        return some

    def begins(self, after: date, until: date) -> bool:
        """Whether some of it is to be registered from a day on that lies between."""
        return any(turn.some and after < turn.day <= until for turn in self.to_register)


class Covered(NamedTuple):
    """The grants that an agreement covers, each with its need, in the order of its list."""

    needs: Mapping[str, Need]

    def needed(self, day: date) -> tuple[str, ...]:
        """The grants of which something was to be registered on a day."""
        return tuple(id for id, need in self.needs.items() if need.on(day))

    def begins(self, after: date, until: date) -> bool:
        """Whether something is to be registered from a day on that lies between."""
        return any(need.begins(after, until) for need in self.needs.values())

    def all_in(self, first: Mapping[str, date], since: date, until: date) -> date | None:
        """The first day, from one to another, on which every grant that was needed was in a
        statement, or every grant at all where none was; ``first`` has the day since which each is.
        """
        ever = {id for id, need in self.needs.items() if need.to_register}
        lacking: set[str] = set()
        recorded: set[str] = set()
        needed: set[str] = set()
        for day, turned in _by_day(self._steps(first), since, until):
            for id, some in turned:
                if some is None:
                    recorded.add(id)
                else:
                    (needed.add if some else needed.discard)(id)
                (lacking.add if id in needed and id not in recorded else lacking.discard)(id)
            if not lacking and recorded and (needed or recorded >= ever):
                return day
        return None

    def _steps(self, first: Mapping[str, date]) -> Iterator[tuple[date, tuple[str, bool | None]]]:
        for id, need in self.needs.items():
            yield from ((turn.day, (id, turn.some)) for turn in need.to_register)
            if id in first:
                yield first[id], (id, None)

    def sold_out(self, since: date, until: date) -> Turn | None:
        """The first turn, from one day to another, after which nothing was unsold."""
        unsold: set[str] = set()
        turns = [(turn.day, (id, turn)) for id, need in self.needs.items() for turn in need.unsold]
        for day, turned in _by_day(turns, date.min, until):
            some = bool(unsold)
            for id, turn in turned:
                (unsold.add if turn.some else unsold.discard)(id)
            if some and not unsold and day >= since:
                by = [turn.by for _, turn in turned if not turn.some and turn.by is not None]
                return Turn(day, False, by[-1] if by else None)
        return None

    @property
    def days(self) -> Iterator[date]:
        """The days on which any of it changes."""
        for need in self.needs.values():
            yield from (turn.day for turn in (*need.to_register, *need.unsold))


def _by_day(
    steps: Iterable[tuple[date, T]], since: date, until: date
) -> Iterator[tuple[date, list[T]]]:
    """What is of one day together; what is of an earlier one than ``since`` is of that day."""
    dated = sorted(
        ((max(day, since), step) for day, step in steps if day <= until), key=lambda each: each[0]
    )
    for day, same in groupby(dated, key=lambda each: each[0]):
        yield day, [step for _, step in same]
