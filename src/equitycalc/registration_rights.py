"""Registration rights: what an agreement promises about registering shares for public sale.

Each term cites the lines it stands on. Days are counted from the closing date or from a notice, as
the agreement has it; the classes are those of an underwritten offering.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple, cast, get_args

from equitycalc.quantities import Money
from equitycalc.scalars import (
    one_of,
    parse_count,
    parse_date,
    parse_id,
    parse_name,
    parse_price,
    parse_years,
    parse_yes_no,
)
from equitycalc.terms import Agreement, Ledger
from equitycalc.written import Assumed, Blank, Cited, Cites, Known, ListOf, Scalar, Written

Seller = Literal["investor", "other-rights", "company", "other"]
Condition = Literal["agreement", "notice", "bound"]

SELLERS: tuple[Seller, ...] = get_args(Seller)
CONDITIONS: tuple[Condition, ...] = get_args(Condition)

Day = Annotated[Cited[Known[date]], Cites(Written(parse_date, "blank"))]
Days = Annotated[Cited[Known[int]], Cites(Written(parse_count, "blank"))]
Years = Annotated[Cited[Known[int]], Cites(Written(parse_years, "blank"))]
Price = Annotated[Cited[Known[Money]], Cites(Written(parse_price, "blank"))]
YesNo = Annotated[Cited[bool], Cites(Scalar(parse_yes_no))]
Ids = Annotated[Cited[tuple[str, ...]], Cites(ListOf(parse_id))]
Names = Annotated[Cited[tuple[str, ...]], Cites(ListOf(parse_name))]
Sellers = Annotated[Cited[tuple[Seller, ...]], Cites(ListOf(one_of(*SELLERS)))]
Ranks = Annotated[Cited[tuple[tuple[Seller, ...], ...]], Cites(ListOf(one_of(*SELLERS), deep=True))]
Conditions = Annotated[Cited[tuple[Condition, ...]], Cites(ListOf(one_of(*CONDITIONS)))]
Until = Annotated[Cited[Literal["effectiveness"]], Cites(Scalar(one_of("effectiveness")))]
ProRata = Annotated[Cited[Literal["pro-rata"]], Cites(Scalar(one_of("pro-rata")))]


class RegistrationRights(NamedTuple):
    """The registration that an agreement promises for the grants it ``covers``.

    A statement is to be filed ``days_to_file`` after ``closing_date`` and to be effective
    ``days_to_effectiveness`` after it, counting debts at ``conversion_price`` a share, and kept so
    for ``years_registered``. Before other registrations, but those on ``excepted_forms``, notice is
    due ``notice_days`` ahead, and answers ``answer_days`` after it; that right ends with
    ``piggyback_until``. ``priority`` ranks the sellers of an offering that has to be cut back, each
    rank before the next; ``may_withdraw`` says who may then leave it, and ``over_allotment`` how
    more shares are shared. ``assigned_with`` are the conditions on which a transfer passes the
    rights on. ``adjusts`` says whether a split adjusts it all.
    """

    covers: Ids
    closing_date: Day
    days_to_file: Days | None = None
    days_to_effectiveness: Days | None = None
    conversion_price: Price | None = None
    years_registered: Years | None = None
    notice_days: Days | None = None
    answer_days: Days | None = None
    excepted_forms: Names | None = None
    piggyback_until: Until | None = None
    priority: Ranks | None = None
    may_withdraw: Sellers | None = None
    over_allotment: ProRata | None = None
    assigned_with: Conditions | None = None
    adjusts: YesNo | None = None


def rights_of(agreement: Agreement) -> RegistrationRights | None:
    """The registration rights of an agreement; None where it has none."""
    return cast("RegistrationRights | None", agreement.registration_rights)


def unstated_rights(rights: RegistrationRights) -> Iterator[tuple[str, Blank | Assumed[Any]]]:
    """The terms that the agreement leaves blank, and those that are assumed."""
    for term, written in rights._asdict().items():
        if isinstance(written, Cited) and isinstance(written.value, Blank | Assumed):
            yield term, written.value


def agreements_with_rights(ledger: Ledger) -> Iterator[tuple[Agreement, RegistrationRights]]:
    """The agreements that promise a registration, in the order of the ledger."""
    for agreement in ledger.agreements:
        rights = rights_of(agreement)
        if rights is not None:
            yield agreement, rights
