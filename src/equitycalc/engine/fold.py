"""A grant under way through its events: its terms and what is left, after those so far.

``uses`` and ``changes`` say what each kind of event does to it; what does not fit is a problem with
the path of the event, and following goes on with what there is.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from equitycalc import events
from equitycalc.bounds import NO_CASH, NO_SHARES, Range, exactly, total
from equitycalc.engine.accrual import Accrual
from equitycalc.engine.life import (
    ALL_OTHER_HOLDERS,
    Life,
    Part,
    Vested,
    among,
    counted,
    first_day,
    granted_on,
    vested_part,
)
from equitycalc.engine.moves import Adjusted, Amended, Move, lots_of
from equitycalc.engine.whose import InHands, Issued
from equitycalc.problems import Guesses, Problem, a_few, quoted
from equitycalc.quantities import two_places
from equitycalc.terms import (
    Agreement,
    ConvertibleDebenture,
    Grant,
    Option,
    Shares,
    Warrant,
)

_EVERY_KIND = ("shares", "option", "warrant", "convertible_debenture", "stock_fee")
_HAPPENS_TO: dict[str, tuple[str, ...]] = {
    "exercise": ("option", "warrant"),
    "convert": ("convertible_debenture",),
    "repay": ("convertible_debenture",),
    "pay": ("stock_fee",),
    "cancel": _EVERY_KIND,
    "forfeit": _EVERY_KIND,
    "transfer": _EVERY_KIND,
    "sold": _EVERY_KIND,
}
_TOO_MUCH = {
    "exercise": "over-exercise",
    "convert": "over-conversion",
    "cancel": "over-cancellation",
    "forfeit": "over-forfeiture",
    "transfer": "over-transfer",
    "sold": "over-sale",
    "repay": "over-repayment",
    "pay": "over-payment",
}


class Place(NamedTuple):
    """An event and its place in the ledger, from 0."""

    number: int
    event: events.OfGrant


class Fold:
    """The state of one grant; ``parts`` are what each holder has left of it, ``free`` the shares of
    that which were sold to the public or transferred free. ``used`` is what has been taken of it,
    in shares of the latest day, and ``exercised`` the part of that which exercises took.
    ``registered_on`` is the day since which it is registered; None where it is not. ``granted_by``
    is the last day on which a grant of a blank day can have been made; None of all others.
    ``in_shares`` are shares and rights to them, not money. ``terms`` are those in force; a grant is
    written anew when somebody asks for all of them.
    """

    __slots__ = (
        "_changed",
        "_issued",
        "_terms",
        "accrual",
        "agreement",
        "amended",
        "exercised",
        "free",
        "grant",
        "granted_by",
        "guesses",
        "in_shares",
        "moves",
        "parts",
        "registered_on",
        "splits",
        "used",
        "wrong",
    )

    def __init__(
        self, grant: Grant, agreement: Agreement, registered_on: date | None = None
    ) -> None:
        self.grant = grant
        self.in_shares = isinstance(grant, Shares | Option | Warrant)
        self._terms: Any = grant
        self._changed: dict[str, Any] = {}
        self.agreement = agreement
        self.parts = InHands({grant.holder: counted(grant)})
        self.free: dict[str | None, Range[int]] = {}
        self.used = self.exercised = self.left.nothing
        self.registered_on = registered_on
        self.granted_by: date | None = None
        self.moves: list[Move] = []
        self._issued: Issued | None = Issued()
        self.splits: list[Adjusted] = []
        self.amended: list[Amended] = []
        self.wrong: list[Problem] = []
        self.guesses = Guesses()
        self.accrual: Accrual | None = None
        if isinstance(grant, ConvertibleDebenture):
            self.accrual = Accrual(first_day(grant, agreement), grant)

    @property
    def terms(self) -> Any:
        """The grant as it is in force."""
        if self._changed:
            self._terms = replace(self._terms, **self._changed)
            self._changed = {}
        return self._terms

    def term(self, name: str) -> Any:
        """One term in force."""
        return self._changed[name] if name in self._changed else getattr(self._terms, name)

    def change(self, name: str, value: object) -> None:
        """Put another value of a term into force."""
        self._changed[name] = value

    def knows(self, holder: str) -> bool:
        """Whether somebody has, or had, some of the grant or of what its use has issued."""
        return holder in self.parts or holder in self.issued

    @property
    def left(self) -> Range[Any]:
        """What is left of the grant, whoever has it."""
        return self.parts.left

    def vested(self, on: date) -> Vested:
        """What of an option or warrant may be exercised on a day."""
        part = vested_part(self.terms.vesting, on)
        return Vested(self.left + self.used, part, self.exercised, self.left)

    @property
    def issued(self) -> Issued:
        """Who has what use of it has issued."""
        if self._issued is None:
            self._issued = Issued()
            for number, move in enumerate(self.moves):
                self._issued.put(number, lots_of(move))
        return self._issued

    def put(self, number: int, move: Move) -> None:
        """A move, by its number, becomes another: the shares it issued are in other hands."""
        self.issued.take(number, lots_of(self.moves[number]))
        self.moves[number] = move
        self.issued.put(number, lots_of(move))

    def count_again(self) -> None:
        """Count what was used and issued, as all moves have it now."""
        self._issued = None  # counted when it is asked for
        nothing = self.left.nothing
        using = [move for move in self.moves if move.taken_now.top != 0]
        self.used = total((each.taken_now for each in using), nothing)
        exercises = (each.taken_now for each in using if each.event.kind == "exercise")
        self.exercised = total(exercises, nothing)

    def _use(self, move: Move) -> None:
        """What a move used is used."""
        self.used += move.taken_now
        if move.event.kind == "exercise":
            self.exercised += move.taken_now

    def fault(
        self, place: Place, key: str, name: str, message: str, help: str | None = None
    ) -> None:
        """Something is wrong at a key of an event."""
        path = ("events", place.number, key)
        self.wrong.append(Problem(name=name, message=message, path=path, help=help))

    def fits(self, place: Place) -> bool:
        """Whether an event can happen to this grant on its day; if not, why."""
        event, id = place.event, self.grant.id
        began = granted_on(self.grant, self.agreement)
        kinds = _HAPPENS_TO.get(event.kind)
        if began is not None and event.date < began:
            said = f"{id} is granted on {began}, after this"
            self.fault(place, "date", "event-before-grant", said)
        elif kinds is not None and self.grant.kind not in kinds:
            fit = [name for name, fitting in _HAPPENS_TO.items() if self.grant.kind in fitting]
            kind = self.grant.kind.replace("_", " ")
            said = f"{event.kind} does not happen to {id}, kind {kind}"
            help = f"what may: {', '.join(sorted([*fit, 'amend']))}"
            self.fault(place, "kind", "event-of-another-kind", said, help)
        elif event.holder is not None and not self.knows(event.holder):
            said = f"{quoted(event.holder)} has nothing of {id} on {event.date}"
            self.fault(place, "holder", "unknown-holder", said, self._who_has(event.holder))
        else:
            return True
        return False

    def _who_has(self, name: str) -> str:
        """Help for a name that is nobody's who has some of the grant."""
        near = None
        if self.guesses.left > 0:
            known = filter(None, {**self.parts, **self.issued.having})
            near = self.guesses.did_you_mean(name, list(known))
        return near or f"held by {a_few(filter(None, self.parts))}"

    def whose(self, event: events.OfGrant) -> str | None:
        """The holder an event is of: the one it names, else the only one that has something left,
        else that of the grant.
        """
        if event.holder is not None:
            return event.holder
        having = self.parts.having
        others = ALL_OTHER_HOLDERS in having and self.grant.holder != ALL_OTHER_HOLDERS
        if len(having) - others != 1:
            return self.grant.holder
        return next(name for name in having if not (others and name == ALL_OTHER_HOLDERS))

    def take(self, place: Place, key: str, asked: Any) -> Move | None:
        """Take what an event asks of what is left; None where nothing is."""
        event = place.event
        holder = self.whose(event)
        part = self.parts.get(holder, self.left.nothing)
        everything = asked is events.ALL
        too_much = part.top == 0 if everything else part.top is not None and asked > part.top
        if too_much:
            self.refuse(place, key, asked, part)
        if part.top == 0 and (everything or asked):
            return None
        if everything or too_much:
            taken, self.parts[holder] = part, part.nothing
        else:
            taken = exactly(asked)
            self.parts[holder] = part.less(taken)
        freed = self._take_free(holder, part, taken) if holder in self.free else NO_SHARES
        paid = NO_CASH
        if self.accrual is not None and event.kind != "transfer":
            accrued = self.accrual.take(holder, part, taken, event.date)
            paid = NO_CASH if event.kind in ("cancel", "forfeit") else accrued
        # What is passed on is left, in other hands.
        used = taken.nothing if event.kind in ("transfer", "sold") else taken
        move = Move(
            event,
            place.number,
            holder,
            taken,
            self.left,
            interest_paid=paid,
            taken_now=used,
            freed=freed,
        )
        self.moves.append(move)
        self._use(move)
        return move

    def _take_free(self, holder: str | None, part: Range[int], taken: Range[int]) -> Range[int]:
        """The free ones of shares taken; those under restrictions go first."""
        free = before = self.free.pop(holder)
        restricted = part.less(free)
        if restricted.top is not None and not taken.open:
            gone = exactly(max(0, taken.high - restricted.low))
            free = free.less(gone)
        if self.parts[holder].top == 0:
            return before
        self.free[holder] = free
        return before.less(free)

    def refuse(self, place: Place, key: str, asked: Any, part: Range[Any]) -> None:
        """An event asks for more than its holder has."""
        event = place.event
        has = "nothing" if part.top == 0 else amount_text(part.high)
        meant = "" if asked is events.ALL else f", not {amount_text(asked)}"
        doing = "sell" if event.kind == "sold" else event.kind
        said = f"{self.grant.id} has {has} left to {doing} on {event.date}{meant}"
        whose = self.whose(event)
        others = (each for each in self.parts.having if each not in (whose, ALL_OTHER_HOLDERS))
        held_by = a_few(filter(None, others))
        help = f"the rest is held by {held_by}: add holder" if held_by else None
        self.too_much(place, key, said, help)

    def too_much(self, place: Place, key: str, said: str, help: str | None) -> None:
        """An event asks for more than there is."""
        self.fault(place, key, _TOO_MUCH[place.event.kind], said, help)

    def came_of(self, move: Move, **what: Any) -> None:
        """What came of the latest move; the shares it issued are counted on from its day."""
        self.put(
            len(self.moves) - 1, move._replace(**what, issued_now=what.get("issued", NO_SHARES))
        )

    def life(self, until: date) -> Life:
        """What has become of the grant by the last day of its events."""
        vests = isinstance(self.terms, Option | Warrant) and self.terms.vesting is not None
        return Life(
            self.terms,
            tuple(self._held(until)),
            tuple(self.moves),
            tuple(self.splits),
            self.vested(until) if vests else None,
            tuple(self.amended),
            tuple(self.wrong),
        )

    def _held(self, until: date) -> Iterator[Part]:
        """The parts that are left; one of nothing where all is gone."""
        parts = [Part(name, left) for name, left in self.parts.items() if left.top != 0]
        parts = parts or [Part(self.grant.holder, self.left.nothing)]
        terms = self.terms
        if isinstance(terms, Option | Warrant) and terms.vesting is not None:
            yield from among(parts, self.vested(until).exercisable)
        elif self.free:
            for part in parts:
                yield part._replace(free=self.free.get(part.holder, NO_SHARES))
        elif self.accrual is not None:
            for part in parts:
                worked = self.accrual.accrued(part.left, part.holder, until)
                yield part._replace(accrued=worked.interest, worked=worked)
        else:
            yield from parts


def amount_text(count: Any) -> str:
    """A count of shares, or money, in a message."""
    return f"{count:,}" if isinstance(count, int) else f"{two_places(count):,f}"
