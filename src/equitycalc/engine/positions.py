"""Terms to positions: what each grant is on a date."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, assert_never

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
    Shares,
    StockFee,
    Warrant,
)
from equitycalc.written import Blank, Known, known

if TYPE_CHECKING:
    from equitycalc.engine.history import Happened

PRESUMED_ISSUED = "presumed issued; no document shows it"


class Status(StrEnum):
    """What a grant is on a date; later kinds and events add to these."""

    NOT_YET_GRANTED = "not_yet_granted"
    LIVE = "live"
    EXPIRED = "expired"
    EXERCISED = "exercised"
    CONVERTED = "converted"
    CANCELLED = "cancelled"
    REPAID = "repaid"
    ISSUED = "issued"
    IN_OUTSTANDING = "in_outstanding"
    CASH_ONLY = "cash_only"


_ENDED = {
    "exercise": Status.EXERCISED,
    "convert": Status.CONVERTED,
    "cancel": Status.CANCELLED,
    "forfeit": Status.CANCELLED,
    "repay": Status.REPAID,
    "pay": Status.ISSUED,
}


class Position(NamedTuple):
    """A grant on a date: its status, why, and how it counts.

    ``counts`` says whether what is left of it is part of the total beside the shares outstanding.
    ``certain`` is False where a blank date leaves open whether it is: then it counts from nothing
    to all. ``life`` is what has become of the grant, None where it is as it was written; beside it
    stand the date and the count of the statement of shares outstanding.
    """

    grant: Grant
    agreement: Agreement
    status: Status
    reason: str = ""
    counts: bool = True
    certain: bool = True
    life: Life | None = None
    stated_on: date | None = None
    stated_shares: int = 0

    @property
    def granted_on(self) -> date | None:
        """The date of the grant; None where it is blank."""
        return granted_on(self.grant, self.agreement)

    @property
    def terms(self) -> Grant:
        """The terms in force: as written, amended, and adjusted for splits."""
        return self.grant if self.life is None else self.life.terms


def statement_on(ledger: Ledger, as_of: date) -> Outstanding | None:
    """The latest statement of shares outstanding dated on or before ``as_of``."""
    dated = [each for each in ledger.outstanding if each.as_of <= as_of]
    return max(dated, key=lambda each: each.as_of, default=None)


def positions(
    ledger: Ledger,
    as_of: date,
    stated: Outstanding | None,
    include_expired: bool = False,
    happened: "Happened | None" = None,
) -> Iterator[Position]:
    """Every grant of the ledger on ``as_of``, in the order of the ledger, after what ``happened``
    by then (None: nothing did).
    """
    life_of = plain_life if happened is None else happened.life
    for agreement in ledger.agreements:
        for grant in agreement.grants:
            life = life_of(grant, agreement, as_of)
            yield position(grant, agreement, as_of, stated, include_expired, life)


def position(
    grant: Grant,
    agreement: Agreement,
    as_of: date,
    stated: Outstanding | None,
    include_expired: bool = False,
    life: Life | None = None,
) -> Position:
    """One grant on ``as_of``, beside the statement ``stated`` (None: there is none).

    The rules are the table of statuses in ``docs/methods.md``.
    """
    began = agreement.date if grant.granted_on is None else known(grant.granted_on)
    if began is not None and as_of < began:
        reason = f"granted {began}, later than {as_of}"
        return Position(grant, agreement, Status.NOT_YET_GRANTED, reason, counts=False)
    if life is None:
        return _written(grant, agreement, began, as_of, stated, include_expired)
    last = life.ended_by
    ended = None if last is None else _ENDED[last.kind]
    stated_on = None if stated is None else stated.as_of
    if ended is None:
        found = _written(life.terms, agreement, began, as_of, stated, include_expired)
    elif ended is Status.ISSUED and stated_on and life.moves[-1].event.date <= stated_on:
        found = Position(grant, agreement, Status.IN_OUTSTANDING, counts=False)
    else:
        found = Position(grant, agreement, ended, counts=False)
    reason = "; ".join(filter(None, (found.reason, *_told(life))))
    count = 0 if stated is None else stated.shares
    counts, certain = found.counts, found.certain
    return Position(grant, agreement, found.status, reason, counts, certain, life, stated_on, count)


def _told(life: Life) -> Iterable[str]:
    if not (life.moves or life.splits or life.amended):
        return ()
    from equitycalc.engine.told import told  # where something happened

    return told(life)


def _written(
    grant: Grant,
    agreement: Agreement,
    began: date | None,
    as_of: date,
    stated: Outstanding | None,
    include_expired: bool,
) -> Position:
    """A grant that has begun, and of which something is left, by its terms."""
    match grant:
        case Option() | Warrant():
            found = _right(grant, agreement, as_of, include_expired)
        case ConvertibleDebenture():
            matured = _last_day_passed(grant.matures_on, as_of)
            reason = f"matured {matured}, repayment not recorded" if matured else ""
            found = Position(grant, agreement, Status.LIVE, reason)
        case Shares():
            found = _issued(grant, agreement, began, stated)
        case StockFee():
            found = _stock_fee(grant, agreement, as_of, stated)
        case CashFee():
            return Position(grant, agreement, Status.CASH_ONLY, "recorded as cash", counts=False)
        case FindersFee():
            reason = "a part of funding, no shares"
            return Position(grant, agreement, Status.CASH_ONLY, reason, counts=False)
        case _:
            assert_never(grant)
    if began is None and found.counts:
        reasons = ["granted_on blank", found.reason] if found.reason else ["granted_on blank"]
        return found._replace(reason="; ".join(reasons), certain=False)
    return found


def _right(
    grant: Option | Warrant, agreement: Agreement, as_of: date, include_expired: bool
) -> Position:
    """Usable through its last day, and not after."""
    expired = _last_day_passed(grant.expires_on, as_of)
    if expired:
        reason = f"expired {expired}" + (", counted all the same" if include_expired else "")
        return Position(grant, agreement, Status.EXPIRED, reason, counts=include_expired)
    if isinstance(grant.expires_on, Blank):
        return Position(grant, agreement, Status.LIVE, "expires_on blank", certain=include_expired)
    return Position(grant, agreement, Status.LIVE)


def _issued(
    grant: Shares, agreement: Agreement, began: date | None, stated: Outstanding | None
) -> Position:
    """Inside a statement dated on or after the grant; beside an earlier one."""
    if stated is not None and began is not None and began <= stated.as_of:
        reason = f"in the {stated.shares:,} already"
        return Position(grant, agreement, Status.IN_OUTSTANDING, reason, counts=False)
    return Position(grant, agreement, Status.ISSUED)


def _stock_fee(
    grant: StockFee, agreement: Agreement, as_of: date, stated: Outstanding | None
) -> Position:
    """Owed in shares through its last day, presumed issued after it."""
    payable_by = None if grant.payable_by is None else known(grant.payable_by)
    if payable_by is not None and stated is not None and payable_by <= stated.as_of:
        return Position(grant, agreement, Status.IN_OUTSTANDING, PRESUMED_ISSUED, counts=False)
    if payable_by is not None and payable_by < as_of:
        return Position(grant, agreement, Status.ISSUED, PRESUMED_ISSUED)
    if isinstance(grant.payable_by, Blank):
        return Position(grant, agreement, Status.LIVE, "payable_by blank", certain=False)
    return Position(grant, agreement, Status.LIVE)


def _last_day_passed(term: Known[date] | None, as_of: date) -> date | None:
    """The last day where it lies before ``as_of``."""
    last = None if term is None else known(term)
    return last if last is not None and last < as_of else None
