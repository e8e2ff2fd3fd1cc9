"""The entries of a ledger by their days, what they are called, and which figures each bears on."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from equitycalc.engine.life import counted, granted_on
from equitycalc.measures import OF_GROUP, Measure
from equitycalc.terms import Ledger
from equitycalc.written import AtLeast, Blank

# Which figures follow from what: the statement, shares issued, rights, and both of these.
_STATED = frozenset({"outstanding"})
_ISSUED = frozenset({"outstanding_now", "issued_since", "held"})
_RIGHTS = frozenset(
    (
        *("rights", "exercisable", "proceeds", "debt_extinguished", "assumed_proceeds"),
        *("repurchased_shares", "overhang"),
    )
)
_BOTH = frozenset({"incremental_shares", "shares", "dilution", "ownership"})
_NOTHING = frozenset[str]()

# What a grant takes, and so what its events bear on that make no shares of it.
_OF_KIND = {
    "shares": _ISSUED | _BOTH,
    "stock_fee": _ISSUED | _RIGHTS | _BOTH,  # presumed to be issued in the end
    "cash_fee": _NOTHING,
    "finders_fee": _NOTHING,
}
_ISSUING = ("exercise", "convert", "pay")
_HANDED_ON = ("transfer", "sold")

# What an event is called.
EVENTS = {
    "exercise": "the exercise",
    "convert": "the conversion",
    "cancel": "the cancellation",
    "forfeit": "the forfeiture",
    "transfer": "the transfer",
    "sold": "the sale",
    "amend": "the amendment",
    "repay": "the repayment",
    "pay": "the payment",
    "split": "the split",
    "issue": "the issue",
    "repurchase": "the repurchase",
    "filed": "the filing",
    "registered": "the registration",
    "notified": "the notice",
}


class Entry(NamedTuple):
    """An entry of a ledger that bears on figures: its day, and what it is called.

    ``moves`` are the figures of the whole that it bears on, and of the ``kind`` of its grant;
    ``moves_own`` are those of its ``holders``. A split and a statement are ``everybodys``.
    """

    on: date
    name: str
    moves: frozenset[str]
    kind: str | None = None
    holders: frozenset[str] = frozenset()
    moves_own: frozenset[str] = frozenset()
    everybodys: bool = False

    def bears_on(self, measure: Measure) -> bool:
        """Whether a figure may be other than it would be without the entry."""
        if measure.holder is not None:
            own = self.everybodys or measure.holder in self.holders
            moved = own and measure.name in self.moves_own
        elif measure.kind is not None:
            own = self.everybodys or measure.kind == self.kind
            moved = own and measure.name in self.moves
        else:
            return measure.name in self.moves
        return moved or (measure.name == "ownership" and measure.name in self.moves)

    @property
    def issues(self) -> bool:
        """Whether shares are issued, which a later statement may have inside it."""
        return not self.everybodys and not self.moves.isdisjoint(_ISSUED)


def entries(ledger: Ledger) -> Iterator[Entry]:
    """The entries that bear on figures; registrations, and fees in cash, change no count."""
    stated = _STATED | _ISSUED | _BOTH | {"overhang"}
    for statement in ledger.outstanding:
        said = "the statement of shares outstanding"
        yield Entry(statement.as_of, said, stated, moves_own=stated, everybodys=True)
    grants: dict[str, _InHands] = {}
    for agreement in ledger.agreements:
        for grant in agreement.grants:
            is_open = counted(grant).bound != "exact"
            grants[grant.id] = _InHands(grant.kind, _names(grant.holder), is_open)
            began, moves = granted_on(grant, agreement), _of_kind(grant.kind)
            if began is not None and moves:
                whose = _names(grant.holder)
                yield Entry(began, f"the grant of {grant.id}", moves, grant.kind, whose, moves)
    event: Any
    for event in ledger.events:
        if event.kind == "transfer":
            of = grants[event.grant]
            grants[event.grant] = of._replace(holders=of.holders | {event.to})
        elif event.kind == "amend" and isinstance(event.value, AtLeast | Blank):
            grants[event.grant] = grants[event.grant]._replace(is_open=True)
    for event in ledger.events:
        entry = _of_event(event, grants)
        if entry is not None:
            yield entry


class _InHands(NamedTuple):
    """The kind of a grant, everybody who has it or part of it on some day, and whether its number
    ``is_open``.
    """

    kind: str
    holders: frozenset[str]
    is_open: bool


def _of_event(event: Any, grants: dict[str, _InHands]) -> Entry | None:
    kind: str = event.kind
    name = EVENTS[kind]
    if kind in ("filed", "registered", "notified"):
        return None
    if kind == "split":
        every = _STATED | _ISSUED | _RIGHTS | _BOTH
        return Entry(event.date, name, every, moves_own=every, everybodys=True)
    if kind in ("issue", "repurchase"):
        moves = _ISSUED | _BOTH
        whose = _names(getattr(event, "holder", None))
        return Entry(event.date, name, moves, None, whose, moves)
    of_kind, holders, is_open = grants[event.grant]
    name = f"{name} of {event.grant}"
    if kind in _HANDED_ON:
        # Nothing of the whole is more or less; but of an open number, so many there are at least.
        moves = _of_kind(of_kind) if is_open else _NOTHING
        return Entry(event.date, name, moves, of_kind, holders, frozenset(OF_GROUP))
    moves = _ISSUED | _RIGHTS | _BOTH if kind in _ISSUING else _of_kind(of_kind)
    return Entry(event.date, name, moves, of_kind, holders, moves)


def _of_kind(kind: str) -> frozenset[str]:
    return _OF_KIND.get(kind, _RIGHTS | _BOTH)


def _names(*names: str | None) -> frozenset[str]:
    return frozenset(each for each in names if each is not None)
