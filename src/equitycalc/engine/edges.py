"""The days on which what a grant takes may change, and what of a ledger decides them.

A day is listed where something may change: whether it does, the positions of that day and of the
one before say. Interest accrues daily, so a debt that bears it changes between these days too.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from equitycalc.engine.life import Life, granted_on, plain_life
from equitycalc.terms import (
    Agreement,
    CashFee,
    ConvertibleDebenture,
    FindersFee,
    Grant,
    Ledger,
    Option,
    Outstanding,
    Schedule,
    Shares,
    StockFee,
    Tranche,
    Warrant,
)
from equitycalc.written import value_of

if TYPE_CHECKING:
    from equitycalc import events
    from equitycalc.engine.history import Happened
    from equitycalc.engine.movements import Own

# The term that says the last day, of the kinds that have one.
LAST_DAYS: dict[type, str] = {
    Option: "expires_on",
    Warrant: "expires_on",
    ConvertibleDebenture: "matures_on",
    StockFee: "payable_by",
}
_ONE_DAY = timedelta(1)


class Calendar(NamedTuple):
    """What decides the days of a ledger: its statements by date, and its events in order, each with
    its place in the ledger; ``of_grants`` and ``registered`` are by the id of the grant.

    ``happened`` is None where the ledger has no events.
    """

    statements: tuple[Outstanding, ...]
    happened: "Happened | None"
    registered: "dict[str, list[tuple[int, events.OfRegistration]]]"

    @property
    def splits(self) -> "list[tuple[int, events.Split]]":
        """All splits, in order."""
        return [] if self.happened is None else self.happened.splits

    def at(self, day: date) -> "Today":
        """What a day itself brings."""
        statement, splits = (
            self.statement_on(day),
            self.splits[: bisect_right(self.splits, day, key=_day)],
        )
        outstanding = statement
        if statement is not None and splits:
            from equitycalc.engine.movements import stated_now

            outstanding = replace(statement, shares=stated_now(statement, splits).shares)
        return Today(
            day,
            outstanding,
            statement is not None and statement.as_of == day,
            tuple(event for _, event in splits if event.date == day),
            () if self.happened is None else tuple(_dated(self.happened.of_registrations, day)),
            self.by(day),
        )

    def events_on(self, id: str, day: date) -> "Iterator[events.OfGrant]":
        """The events of a grant on a day, in order."""
        return _dated(self.events_of(id), day)

    def events_of(self, id: str) -> "list[tuple[int, events.OfGrant]]":
        """The events of a grant, in order."""
        return [] if self.happened is None else self.happened.of_grants.get(id, [])

    def statement_on(self, day: date) -> Outstanding | None:
        """The latest statement of shares outstanding dated on or before a day, as it was made."""
        index = bisect_right(self.statements, day, key=_as_of)
        return self.statements[index - 1] if index else None

    def next_statement(self, day: date) -> Iterator[date]:
        """The day of the first statement that has the shares of ``day`` inside it, if any has."""
        index = bisect_left(self.statements, day, key=_as_of)
        return (each.as_of for each in self.statements[index : index + 1])

    def by(self, day: date, id: str = "") -> "Happened | None":
        """What happened by a day to the grant of that id, and the splits by then."""
        if self.happened is None:
            return None
        known = self.happened
        own = known.of_grants.get(id, [])
        return known._replace(
            of_grants={id: own[: bisect_right(own, day, key=_day)]} if own else {},
            splits=known.splits[: bisect_right(known.splits, day, key=_day)],
            of_issuer=[],
            of_registrations=self.registered.get(id, []),
        )

    def life(self, grant: Grant, agreement: Agreement, day: date) -> Life | None:
        """What has become of a grant by a day; None where it is as it was written."""
        known = self.happened
        if known is None or (grant.id not in known.of_grants and not known.every_split):
            return plain_life(grant, agreement, day)
        until = self.by(day, grant.id)
        assert until is not None, "this ledger has events"
        return until.life(grant, agreement, day)


class Followed:
    """A grant from day to day: each of its events happens once, however many days are asked.

    The days must not go back.
    """

    __slots__ = ("_ahead", "_done", "_known", "_of")

    def __init__(self, grant: Grant, agreement: Agreement, known: Calendar) -> None:
        self._of = grant, agreement
        self._known = known
        self._ahead: Any = None
        self._done = 0
        # Terms stated after a split are others before it: such a grant is followed anew every day.
        if known.events_of(grant.id) and not getattr(grant, "stated_after_split", False):
            every = known.by(date.max, grant.id)
            assert every is not None, "this ledger has events"
            self._ahead = every.begin(grant, agreement)

    def life(self, day: date) -> Life | None:
        """What has become of the grant by a day; None where it is as it was written."""
        if self._ahead is None:
            return self._known.life(*self._of, day)
        from equitycalc.engine.history import happens

        fold, ahead = self._ahead
        while self._done < len(ahead) and _day(ahead[self._done]) <= day:
            happens(fold, *ahead[self._done])
            self._done += 1
        life: Life | None = fold.life(day) if self._done else plain_life(*self._of, day)
        return life


class Today(NamedTuple):
    """A day, and the statement in force, in shares of the day; whether it is of the day itself, and
    the splits and registrations of the day. ``happened`` are the splits by then.
    """

    day: date
    outstanding: Outstanding | None
    states: bool
    splits: "tuple[events.Split, ...]"
    registrations: "tuple[events.OfRegistration, ...]"
    happened: "Happened | None"

    def movement(self, event: "events.OfIssuer", number: int) -> "Own":
        """What an event of the issuer's own shares, and no other, has made of them by the day."""
        from equitycalc.engine.movements import own

        assert self.happened is not None, "this ledger has events"
        alone = self.happened._replace(of_issuer=[(number, event)])
        return own(self.outstanding, alone)


def calendar(ledger: Ledger) -> Calendar:
    """The calendar of a ledger."""
    dated: dict[date, Outstanding] = {}
    for each in ledger.outstanding:
        dated.setdefault(each.as_of, each)
    statements = tuple(dated[day] for day in sorted(dated))
    if not ledger.events:
        return Calendar(statements, None, {})
    from equitycalc.engine.history import happened  # a ledger without events spares the import

    found = happened(enumerate(ledger.events), date.max)
    registered: dict[str, list[tuple[int, Any]]] = {}
    for numbered in found.of_registrations:
        for id in getattr(numbered[1], "grants", ()):
            registered.setdefault(id, []).append(numbered)
    return Calendar(statements, found, registered)


def days_of_grant(grant: Grant, agreement: Agreement, known: Calendar) -> list[date]:
    """The days on which a grant may change, splits apart; some may come twice.

    Shares that come into being add to the total until a statement has them inside it.
    """
    own = known.events_of(grant.id)
    days, issued = [], [event.date for _, event in own]
    if not isinstance(grant, CashFee | FindersFee):
        began = granted_on(grant, agreement)
        if began is not None:
            days.append(began)
            if isinstance(grant, Shares):
                issued.append(began)
        for last in last_days(grant, own):
            if isinstance(grant, StockFee):
                issued.append(last)
            if isinstance(grant, ConvertibleDebenture):
                if own or accrues(grant):
                    days.append(last)
            elif last < date.max:
                days.append(last + _ONE_DAY)
        if isinstance(grant, Option | Warrant) and grant.vesting is not None:
            days += days_of_vesting(grant.vesting)
    for day in issued:
        days += known.next_statement(day)
    if own:
        days += (event.date for _, event in own)
        if isinstance(grant, Shares):
            # Of an open number that was cancelled, at most all that a statement has.
            days += (each.as_of for each in known.statements)
    return days


def accrues(debt: ConvertibleDebenture) -> bool:
    """Whether a debt bears interest that is paid in shares, or may be: until it matures, it takes
    more of them from day to day.
    """
    paid_in = debt.paid_in
    return debt.interest_rate is not None and paid_in is not None and value_of(paid_in) != "cash"


def days_of_movement(event: "events.OfIssuer", known: Calendar) -> Iterator[date]:
    """The days on which shares issued outside the agreements, or bought back, count or no longer
    do.
    """
    yield event.date
    yield from known.next_statement(event.date)


def days_of_vesting(vesting: tuple[Tranche, ...] | Schedule) -> Iterator[date]:
    """The days on which shares vest, in order where it is a schedule."""
    if not isinstance(vesting, Schedule):
        yield from (each.on for each in vesting)
        return
    from equitycalc.engine.days import months_after

    first = max(1, -(-vesting.cliff_months // vesting.every_months))
    if vesting.cliff_months:
        yield months_after(vesting.start, vesting.cliff_months)
    for period in range(first, vesting.periods + 1):
        day = months_after(vesting.start, period * vesting.every_months)
        yield day
        if day == date.max:
            return  # later ones are beyond the calendar


def last_days(grant: Grant, own: "Iterable[tuple[int, events.OfGrant]]") -> Iterator[date]:
    """The last days that a grant is written with, and those its own events amend it to."""
    term = LAST_DAYS.get(type(grant))
    if term is not None:
        amended = (getattr(each, "value", None) for _, each in own if _amends(each, term))
        for value in (getattr(grant, term), *amended):
            day = value_of(value)
            if day is not None:
                yield day


def _amends(event: object, term: str) -> bool:
    return getattr(event, "term", None) == term


def _dated(numbered: "list[tuple[int, Any]]", day: date) -> "Iterator[Any]":
    """The events of a day, of those in order."""
    index = bisect_left(numbered, day, key=_day)
    while index < len(numbered) and _day(numbered[index]) == day:
        yield numbered[index][1]
        index += 1


def _as_of(statement: Outstanding) -> date:
    return statement.as_of


def _day(numbered: "tuple[int, Any]") -> date:
    day: date = numbered[1].date
    return day
