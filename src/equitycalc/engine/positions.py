"""Terms to positions: what each grant is on a date."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple, assert_never

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

PRESUMED_ISSUED = "presumed issued; no document shows it"


class Status(StrEnum):
    """What a grant is on a date; later kinds and events add to these."""

    NOT_YET_GRANTED = "not_yet_granted"
    LIVE = "live"
    EXPIRED = "expired"
    ISSUED = "issued"
    IN_OUTSTANDING = "in_outstanding"
    CASH_ONLY = "cash_only"


class Position(NamedTuple):
    """A grant on a date: its status, why, and how it counts.

    ``counts`` says whether its shares are part of the total beside the shares outstanding.
    ``certain`` is False where a blank date leaves open whether they are: then they count from
    nothing to all.
    """

    grant: Grant
    agreement: Agreement
    status: Status
    reason: str = ""
    counts: bool = True
    certain: bool = True

    @property
    def granted_on(self) -> date | None:
        """The date of the grant; None where it is blank."""
        term = self.grant.granted_on
        return self.agreement.date if term is None else known(term)


def statement_on(ledger: Ledger, as_of: date) -> Outstanding | None:
    """The latest statement of shares outstanding dated on or before ``as_of``."""
    dated = [each for each in ledger.outstanding if each.as_of <= as_of]
    return max(dated, key=lambda each: each.as_of, default=None)


def positions(
    ledger: Ledger, as_of: date, stated: Outstanding | None, include_expired: bool = False
) -> Iterator[Position]:
    """Every grant of the ledger on ``as_of``, in the order of the ledger."""
    for agreement in ledger.agreements:
        for grant in agreement.grants:
            yield position(grant, agreement, as_of, stated, include_expired)


def position(
    grant: Grant,
    agreement: Agreement,
    as_of: date,
    stated: Outstanding | None,
    include_expired: bool = False,
) -> Position:
    """One grant on ``as_of``, beside the statement ``stated`` (None: there is none).

    The rules are the table of statuses in ``docs/methods.md``.
    """
    granted_on = agreement.date if grant.granted_on is None else known(grant.granted_on)
    if granted_on is not None and as_of < granted_on:
        reason = f"granted {granted_on}, later than {as_of}"
        return Position(grant, agreement, Status.NOT_YET_GRANTED, reason, counts=False)
    match grant:
        case Option() | Warrant():
            found = _right(grant, agreement, as_of, include_expired)
        case ConvertibleDebenture():
            matured = _last_day_passed(grant.matures_on, as_of)
            reason = f"matured {matured}, repayment not recorded" if matured else ""
            found = Position(grant, agreement, Status.LIVE, reason)
        case Shares():
            found = _issued(grant, agreement, granted_on, stated)
        case StockFee():
            found = _stock_fee(grant, agreement, as_of, stated)
        case CashFee():
            return Position(grant, agreement, Status.CASH_ONLY, "recorded as cash", counts=False)
        case FindersFee():
            reason = "a part of funding, no shares"
            return Position(grant, agreement, Status.CASH_ONLY, reason, counts=False)
        case _:
            assert_never(grant)
    if granted_on is None and found.counts:
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
    grant: Shares, agreement: Agreement, granted_on: date | None, stated: Outstanding | None
) -> Position:
    """Inside a statement dated on or after the grant; beside an earlier one."""
    if stated is not None and granted_on is not None and granted_on <= stated.as_of:
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
