"""What agreements say: the nouns of the package. Read this first.

A ``Ledger`` holds an ``Issuer``, dated statements of its shares outstanding, and ``Agreement``s; an
agreement holds grants, each of one kind. What happens to grants later are the ``Event``s of
``events.py``, and what is demanded of it all stands in ``demands.py``. Everything is frozen, and
nothing here computes: the engine does that. An annotation such as ``ShareCount`` says two things of
a field: what its values are, and how its text is read.
``allow`` switches checks off for an entry; it changes no figure.

To add a kind of grant: one class here, its line in ``Grant`` and ``KINDS``, its case in
``engine.positions`` and ``engine.claims`` (the type checker names both), its row in
``docs/ledger-format.md``, and its cases.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, NamedTuple, get_args

from equitycalc.allowances import Allowance, Allowances
from equitycalc.quantities import Money
from equitycalc.scalars import (
    one_of,
    parse_count,
    parse_date,
    parse_id,
    parse_instalments,
    parse_lines,
    parse_money,
    parse_name,
    parse_outstanding,
    parse_periods,
    parse_price,
    parse_rate,
    parse_text,
    parse_truth,
    parse_yes_no,
)
from equitycalc.written import Built, Known, Scalar, Term, Written

ISSUER = "issuer"  # what the issuer's own terms go by, where a grant's go by its id

Id = Annotated[str, Scalar(parse_id)]
Name = Annotated[str, Scalar(parse_name)]
Remark = Annotated[str, Scalar(parse_text)]
Notes = Annotated[tuple[Remark, ...], Built()]
Lines = Annotated[str, Scalar(parse_lines)]
Day = Annotated[date, Scalar(parse_date)]
Truth = Annotated[bool, Scalar(parse_truth)]
YesNo = Annotated[bool, Scalar(parse_yes_no)]
Allow = Annotated[tuple[Allowance, ...], Allowances()]

ShareCount = Annotated[Term[int], Written(parse_count, "blank", "at_least")]
Amount = Annotated[Term[Money], Written(parse_money, "blank", "at_least")]
Price = Annotated[Known[Money], Written(parse_price, "blank")]
Rate = Annotated[Known[Decimal], Written(parse_rate, "blank")]
OpenDay = Annotated[Known[date], Written(parse_date, "blank")]

RegistrationWord = Literal["S-8", "free-trading", "restricted"]
Registration = Annotated[RegistrationWord, Scalar(one_of(*get_args(RegistrationWord)))]
Instalments = Annotated[Known[int], Written(parse_instalments)]

DayCountWord = Literal["actual/360", "actual/365", "actual/actual", "30/360"]
CompoundingWord = Literal["simple", "daily", "monthly", "quarterly", "semiannual", "annual"]
PaidInWord = Literal["cash", "shares", "either"]
# The terms inside ``interest``, and the fields that hold them.
INTEREST = {
    "rate": "interest_rate",
    "day_count": "day_count",
    "compounding": "compounding",
    "paid_in": "paid_in",
    "at": "at",
    "accrues_from": "accrues_from",
}
AtWord = Literal["conversion_price", "market_price"]
DayCount = Annotated[Known[DayCountWord], Written(one_of(*get_args(DayCountWord)), "blank")]
Compounding = Annotated[
    Known[CompoundingWord], Written(one_of(*get_args(CompoundingWord)), "blank")
]
PaidIn = Annotated[Known[PaidInWord], Written(one_of(*get_args(PaidInWord)), "blank")]
At = Annotated[Known[AtWord], Written(one_of(*get_args(AtWord)), "blank")]


class Strict:
    """Unknown keys are errors: read by the validator at the door, nothing to anybody else."""

    __slots__ = ()
    __pydantic_config__: ClassVar = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Strict):
    """One side of a conflict: what is said, and where (a document's lines, or another source)."""

    says: Name
    document: Name | None = None
    lines: Lines | None = None
    source: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(Strict):
    """Statements that contradict each other; recorded, never resolved."""

    about: Name
    statements: Annotated[tuple[Statement, ...], Built()]


Conflicts = Annotated[tuple[Conflict, ...], Built()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer(Strict):
    """The company whose shares these are."""

    name: Name
    ticker: Name | None = None
    security: Name | None = None
    par_value: Price | None = None
    authorized_shares: ShareCount | None = None
    incorporated_in: Name | None = None
    notes: Notes = ()
    conflicts: Conflicts = ()
    allow: Allow = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outstanding(Strict):
    """The issuer's own statement of its shares outstanding, true on ``as_of``."""

    as_of: Day
    shares: Annotated[int, Scalar(parse_outstanding)]
    source: Name | None = None
    allow: Allow = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry(Strict):
    """What every grant has; without ``granted_on`` it is granted on its agreement's date."""

    id: Id
    granted_on: OpenDay | None = None
    lines: Lines | None = None
    worked_from: Name | None = None
    notes: Notes = ()
    conflicts: Conflicts = ()
    allow: Allow = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held(_Entry):
    """A grant that puts shares, or a right to them, into somebody's hands.

    Its terms are those of its own date, or with ``stated_after_split`` those after the first split
    that follows. Of a right, ``adjusts`` says whether its agreement lets splits adjust it; None
    where no clause is cited. ``registration`` says whether the shares may be sold to the public:
    registered on Form S-8, free-trading otherwise, or restricted; None where it is not said.
    """

    holder: Name
    stated_after_split: Truth = False
    registration: Registration | None = None


class Tranche(NamedTuple):
    """Shares that vest on a day, in the shares of the grant's own date."""

    on: Day
    shares: Annotated[int, Scalar(parse_count)]


class Schedule(NamedTuple):
    """Vesting in ``periods`` equal parts, one every ``every_months`` after ``start``; what would
    vest before ``cliff_months`` have gone by vests then.
    """

    start: Day
    every_months: Annotated[int, Scalar(parse_periods)]
    periods: Annotated[int, Scalar(parse_periods)]
    cliff_months: Annotated[int, Scalar(parse_count)] = 0


Vesting = Annotated[tuple[Tranche, ...] | Schedule, Built()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares(_Held):
    """Shares issued outright."""

    kind: Literal["shares"] = "shares"
    shares: ShareCount


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(_Held):
    """A right to buy ``shares`` at ``exercise_price`` each, through ``expires_on``."""

    kind: Literal["option"] = "option"
    shares: ShareCount
    exercise_price: Price
    expires_on: OpenDay | None = None
    vesting: Vesting | None = None
    adjusts: YesNo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Warrant(_Held):
    """As an option; the documents' own word for it is kept."""

    kind: Literal["warrant"] = "warrant"
    shares: ShareCount
    exercise_price: Price
    expires_on: OpenDay | None = None
    vesting: Vesting | None = None
    adjusts: YesNo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertibleDebenture(_Held):
    """A debt of ``principal`` that its holder may turn into shares at ``conversion_price`` each.

    Interest, ``interest_rate`` a year, runs from ``accrues_from``, or else from the grant;
    ``paid_in`` says what it is paid in, ``at`` the price at which it becomes shares. A ledger
    writes these terms inside ``interest``, where ``interest_rate`` is ``rate``. ``introduced_by``
    names who brought the lender, for a finder's fee.
    """

    kind: Literal["convertible_debenture"] = "convertible_debenture"
    principal: Amount
    interest_rate: Rate | None = None
    day_count: DayCount | None = None
    compounding: Compounding | None = None
    paid_in: PaidIn | None = None
    at: At | None = None
    accrues_from: OpenDay | None = None
    conversion_price: Price
    matures_on: OpenDay | None = None
    introduced_by: Name | None = None
    adjusts: YesNo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockFee(_Held):
    """A fee of ``amount`` in money, payable by ``payable_by`` in shares counted at ``price``, in
    equal instalments (one where their number is not said).
    """

    kind: Literal["stock_fee"] = "stock_fee"
    amount: Amount
    instalments: Instalments | None = None
    price: Price
    payable_by: OpenDay | None = None
    adjusts: YesNo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CashFee(_Entry):
    """A fee in money: no shares, recorded so that the agreement is whole."""

    kind: Literal["cash_fee"] = "cash_fee"
    holder: Name | None = None
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class FindersFee(_Entry):
    """A part, ``rate``, of funding that somebody introduces; no shares."""

    kind: Literal["finders_fee"] = "finders_fee"
    holder: Name | None = None
    rate: Rate


Grant = Shares | Option | Warrant | ConvertibleDebenture | StockFee | CashFee | FindersFee

KINDS: dict[str, type[Grant]] = {
    "shares": Shares,
    "option": Option,
    "warrant": Warrant,
    "convertible_debenture": ConvertibleDebenture,
    "stock_fee": StockFee,
    "cash_fee": CashFee,
    "finders_fee": FindersFee,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Strict):
    """A document between the issuer and a counterparty, and what it grants.

    ``signed`` says whether the copy at hand bears signatures; None where nobody has looked.
    ``registration_rights`` are read with ``registration_rights.rights_of``.
    """

    id: Id
    title: Name | None = None
    date: Day
    counterparty: Name | None = None
    signed: Truth | None = None
    document: Name | None = None
    lines: Lines | None = None
    notes: Notes = ()
    conflicts: Conflicts = ()
    allow: Allow = ()
    registration_rights: Annotated[object, Built()] = None
    grants: Annotated[tuple[Grant, ...], Built()] = ()


class Event(Strict):
    """Something that happened on ``date``; the kinds and their terms are in ``events.py``."""

    __slots__ = ()
    date: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger(Strict):
    """All that is recorded of one issuer. ``as_of`` is the date computed for, unless another is
    asked. Events of one day take effect in the order in which they stand. ``assertions`` and
    ``limits`` are read with ``demands.assertions_of`` and ``demands.limits_of``.
    """

    issuer: Annotated[Issuer, Built()]
    as_of: Day | None = None
    outstanding: Annotated[tuple[Outstanding, ...], Built()] = ()
    notes: Notes = ()
    agreements: Annotated[tuple[Agreement, ...], Built()]
    events: Annotated[tuple[Event, ...], Built()] = ()
    assertions: Annotated[tuple[object, ...], Built()] = ()
    limits: Annotated[tuple[object, ...], Built()] = ()
