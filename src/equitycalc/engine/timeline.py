"""The totals of a ledger over time: each day on which something changes, and what it does.

The edges of all grants are sorted once; from one day to the next what changes is taken off the
totals and put on again: O((N + D) log N) for N grants and D edges. A grant is looked at on its own
edges alone, which are the days of its terms, of its events, and of the statements that take its
shares in; all grants are looked at where the shares are split, and debts that bear interest in
shares on every day shown, because interest accrues daily. A grant of many events is told from its
first one on each of its days.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from equitycalc.engine.changed import Change
from equitycalc.engine.edges import Calendar, calendar, last_days
from equitycalc.engine.running import Moment, Run
from equitycalc.engine.standings import Standings
from equitycalc.terms import ConvertibleDebenture, Ledger

if TYPE_CHECKING:
    from equitycalc.engine.due import Deadline

T = TypeVar("T")

_ISSUER = -1  # beside the indexes of the sources


class Course(NamedTuple):
    """The days of a ledger on which something may change, in order, each with the sources to look
    at and the deadlines that fall on it; and the day before the first.
    """

    ledger: Ledger
    known: Calendar
    before: date
    days: tuple[tuple[date, frozenset[int], tuple[Change, ...]], ...]

    def moments(
        self,
        market_price: Decimal | None = None,
        told: Callable[[Iterable[T]], Iterable[T]] | None = None,
    ) -> Iterator[Moment]:
        """How things stand on the day before, and then each day that changes something.

        ``told`` is given the days, and passes them on.
        """
        run = Run(self.ledger, self.known, market_price)
        yield run.opening(self.before)
        for day, indexes, falling in self.days if told is None else cast(Any, told)(self.days):
            found = run.next(day, indexes, falling)
            if found is not None:
                yield found


def timeline(
    ledger: Ledger,
    market_price: Decimal | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Iterator[Moment]:
    """The days on which the totals of a ledger change, from ``since`` to ``until``, both inclusive;
    without them from the first to the last.

    The first moment is the day before them, without changes: it is all where nothing happens.
    """
    return course(ledger, since, until).moments(market_price)


def course(ledger: Ledger, since: date | None = None, until: date | None = None) -> Course:
    """The days to look at, from ``since`` to ``until``."""
    known = calendar(ledger)
    falling: dict[date, list[Change]] = {}
    for day, deadline in _dues(ledger):
        falling.setdefault(day, []).append(Change(("deadline",), deadline=deadline))
    found = Standings(ledger, known)
    edges = sorted(
        edge
        for edge in (
            *edges_of(found),
            *_maturities(found),
            *((day, _ISSUER) for day in falling),
        )
        if (since is None or edge[0] >= since) and (until is None or edge[0] <= until)
    )
    first = since or (edges[0][0] if edges else until or date.max)
    days = (
        (
            day,
            frozenset(index for _, index in same if index != _ISSUER),
            tuple(falling.get(day, ())),
        )
        for day, same in groupby(edges, key=_first)
    )
    return Course(ledger, known, first - timedelta(1) if first > date.min else first, tuple(days))


def edges_of(found: Standings) -> Iterator[tuple[date, int]]:
    """Each day and the index of a source that may change on it, below 0 where it is the issuer;
    some may come twice.
    """
    known = found.known
    for index in range(len(found.sources)):
        for day in found.days(index):
            yield day, index
    for statement in known.statements:
        yield statement.as_of, _ISSUER
    if known.happened is not None:
        for _, event in (*known.happened.splits, *known.happened.of_registrations):
            yield event.date, _ISSUER


def _maturities(found: Standings) -> Iterator[tuple[date, int]]:
    """The days on which debts mature, also those of which nothing changes then."""
    for index, (one, _) in enumerate(found.sources):
        if isinstance(one, ConvertibleDebenture):
            yield from ((day, index) for day in last_days(one, found.known.events_of(one.id)))


def _dues(ledger: Ledger) -> "list[tuple[date, Deadline]]":
    if all(each.registration_rights is None for each in ledger.agreements):
        return []
    from equitycalc.engine.dues import dues  # where registration rights are

    return list(dues(ledger))


def _first(edge: tuple[date, int]) -> date:
    return edge[0]
