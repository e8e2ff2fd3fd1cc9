"""What changes about a grant from one day to another: in words, and by how many shares."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from equitycalc import events
from equitycalc.bounds import NO_SHARES, Between, Range, between
from equitycalc.engine.claims import Claim
from equitycalc.engine.due import Deadline
from equitycalc.engine.edges import LAST_DAYS, days_of_vesting
from equitycalc.engine.positions import Position, Status
from equitycalc.terms import ConvertibleDebenture, Event, Option, Outstanding, StockFee, Warrant
from equitycalc.written import value_of

if TYPE_CHECKING:
    from equitycalc.engine.moves import Move

Step = Between[int]  # what is added, less than nothing where it is taken away

NO_STEP: Step = Between(0, 0)

_ISSUED = (Status.ISSUED, Status.IN_OUTSTANDING)


class Standing(NamedTuple):
    """What a grant is on a day, and what it takes; ``position`` is None of shares outside the
    agreements.
    """

    position: Position | None
    claims: tuple[Claim, ...]

    @property
    def shares(self) -> Range[int]:
        """All shares that it takes, fully diluted."""
        if len(self.claims) == 1:
            return self.claims[0].shares
        return sum((claim.shares for claim in self.claims), NO_SHARES)


NOTHING = Standing(None, ())


class Change(NamedTuple):
    """One thing that changes on a day, or falls on it.

    ``what`` are the words for it: of a grant (``position``) ``granted``, ``vested``, ``expired``,
    ``matures``, ``presumed_issued``, ``in_outstanding`` and the kinds of its events; of the issuer
    ``statement``, ``split``, ``issue``, ``repurchase`` and the kinds of its registrations; of an
    agreement ``deadline``; and ``interest``, what has accrued in shares since the day before it in
    the timeline. ``events`` are those of the day, or the one whose shares a statement has inside it
    now. ``shares`` is what it adds to all shares, fully diluted; None where there was no
    count to add to. ``exercisable`` is what has become so of a right, None where nothing vests.
    """

    what: tuple[str, ...]
    shares: Step | None = NO_STEP
    position: Position | None = None
    events: tuple[Event, ...] = ()
    deadline: Deadline | None = None
    statement: Outstanding | None = None
    exercisable: Step | None = None


def words(
    before: Position | None,
    after: Position,
    day: date,
    own: Sequence[Event],
) -> Iterator[str]:
    """What happens to a grant on a day, whose events of that day are ``own``."""
    began = before is not None and before.status is not Status.NOT_YET_GRANTED
    if not began and after.status not in (Status.NOT_YET_GRANTED, Status.CASH_ONLY):
        yield "granted"
    yield from kinds(own)
    terms = after.terms
    if isinstance(terms, Option | Warrant):
        if after.status is Status.EXPIRED and (before is None or before.status is not after.status):
            yield "expired"
        elif terms.vesting is not None and after.counts and day in days_of_vesting(terms.vesting):
            yield "vested"
    elif isinstance(terms, ConvertibleDebenture):
        if after.counts and value_of(terms.matures_on) == day:
            yield "matures"
    elif isinstance(terms, StockFee):
        was_owed = before is not None and before.status is Status.LIVE
        if was_owed and after.status in _ISSUED and not any(_pays(event) for event in own):
            yield "presumed_issued"


def kinds(some: Iterable[Event]) -> tuple[str, ...]:
    """The kinds of events, each once."""
    return tuple(dict.fromkeys(str(getattr(event, "kind", "")) for event in some))


def _pays(event: Event) -> bool:
    return getattr(event, "kind", None) == "pay"


def step(before: Standing, after: Standing, own: Sequence[Event] = (), split: bool = False) -> Step:
    """What a grant takes more after a day than before it, whose events of that day are ``own``.

    Not known where open terms pull both ways; an open term that adds equally to both leaves it
    known.
    """
    more, less = after.shares, before.shares
    if less.low == less.top or more.low == more.top or not (before.claims and after.claims):
        return between(more, less)
    rest = more - less
    if not split and rest.bound == "exact" and _keeps_the_count(before, after, own):
        return Between(rest.low, rest.low)
    if not split and all(_leaves_amounts(event) for event in own):
        ours, theirs = _apart(after.claims, before.claims), _apart(before.claims, after.claims)
        more, less = (sum((claim.shares for claim in each), NO_SHARES) for each in (ours, theirs))
    return between(more, less)


def accrued(before: Standing, after: Standing) -> Step:
    """What interest adds to a debt to which nothing else happens: never less than nothing."""
    then, now = (
        sum((c.shares for c in each.claims if not c.issued), NO_SHARES) for each in (before, after)
    )
    found = between(now, then)
    return Between(max(0, found.low or 0), found.high)


def taken_in(standing: Standing) -> Standing:
    """The shares alone that use of a grant has issued since the statement."""
    return standing._replace(claims=tuple(each for each in standing.claims if each.issued))


def vested(before: Standing, after: Standing) -> Step:
    """The shares of a right that have become exercisable."""
    now, then = (
        NO_SHARES
        if each.position is None or each.position.life is None
        else each.position.life.exercisable or NO_SHARES
        for each in (after, before)
    )
    return between(now, then)


def together(steps: Iterable[Step | None]) -> Step | None:
    """The sum of independent steps; None where one of them is."""
    low: int | None = 0
    high: int | None = 0
    for each in steps:
        if each is None:
            return None
        low = None if low is None or each.low is None else low + each.low
        high = None if high is None or each.high is None else high + each.high
    return Between(low, high)


def _leaves_amounts(event: Event) -> bool:
    """Whether an event leaves every amount of a grant as it was: other last days do, and another
    holder of all of it.
    """
    last_day = getattr(event, "term", None) in LAST_DAYS.values()
    return last_day or (_passes_on(event) and getattr(event, "shares", None) is events.ALL)


def _passes_on(event: Event) -> bool:
    return getattr(event, "kind", None) in ("transfer", "sold")


def _apart(claims: Iterable[Claim], others: Iterable[Claim]) -> list[Claim]:
    """The claims that are not among the others: the same open term is in both of a pair."""
    taken = Counter(map(_name, others))
    left = []
    for claim in claims:
        if taken[_name(claim)]:
            taken[_name(claim)] -= 1
        else:
            left.append(claim)
    return left


def _name(claim: Claim) -> tuple[Any, ...]:
    return claim.shares, claim.price, claim.debt, claim.interest


def _keeps_the_count(before: Standing, after: Standing, own: Collection[Event]) -> bool:
    """Whether of a grant in shares, whose number is open, each share is still one: left, issued,
    or given up in a number that is known.
    """
    then, now = before.position, after.position
    if then is None or now is None or not (then.certain and now.certain):
        return False
    if now.terms.kind not in ("shares", "option", "warrant"):
        return False
    if any(getattr(event, "term", None) == "shares" for event in own):
        return False
    moves: list[Move] = [] if now.life is None else [m for m in now.life.moves if m.event in own]
    if any(move.issued_now.open and move.issued_now != move.taken_now for move in moves):
        return False
    used = sum((m.taken for m in moves if not _passes_on(m.event)), NO_SHARES)
    return _left(then) == _left(now) + used


def _left(position: Position) -> Range[int]:
    if position.life is None:
        from equitycalc.engine.life import counted

        return counted(position.grant)
    return position.life.left
