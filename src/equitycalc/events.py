"""What happens to grants, and to the issuer's shares: one class for each kind of event.

An event is a fact of its ``date``. Its counts and prices are those of that day: splits that come
later adjust what it left. A ledger without events never imports this module.

To add a kind: one class here, its line in ``AnyEvent`` and ``KINDS_OF_EVENT``, its case in
``engine.history`` (of a grant), ``engine.movements`` (of the issuer's shares) or
``engine.statements`` or ``engine.notices`` (of a registration), its row in
``docs/ledger-format.md``, and its cases.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Annotated, Final, Literal, TypeVar, get_args

from equitycalc.quantities import Rounding
from equitycalc.registration_rights import CONDITIONS, Condition
from equitycalc.scalars import (
    one_of,
    parse_count,
    parse_id,
    parse_money,
    parse_price,
    parse_split,
)
from equitycalc.terms import Allow, Day, Event, Id, Lines, Name, Notes
from equitycalc.written import Built, ListOf, Scalar

T = TypeVar("T")


class All(Enum):
    """Whatever is left of the grant."""

    ALL = "all"


ALL: Final = All.ALL


def parse_shares(text: str) -> int | All:
    """A number of shares, or ``all``."""
    return ALL if text == "all" else parse_count(text)


def parse_amount(text: str) -> Decimal | All:
    """An amount of money, or ``all``."""
    return ALL if text == "all" else parse_money(text)


Shares = Annotated[int | All, Scalar(parse_shares)]
Amount = Annotated[Decimal | All, Scalar(parse_amount)]
Count = Annotated[int, Scalar(parse_count)]
Sum = Annotated[Decimal, Scalar(parse_money)]
Settlement = Literal["cash", "net"]
SoldUnder = Literal["registration", "rule-144"]
Under = Literal["rule-144", "free"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event(Event):
    """What every event has: its day, and where it stands."""

    date: Day
    document: Name | None = None
    lines: Lines | None = None
    notes: Notes = ()
    allow: Allow = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfGrant(_Event):
    """Something that happens to the grant of that id, or to what ``holder`` has of it."""

    grant: Id
    holder: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise(_OfGrant):
    """``shares`` of an option or warrant used: for cash, or net of the shares that pay for them at
    ``market_price``.
    """

    kind: Literal["exercise"] = "exercise"
    shares: Shares
    settle: Annotated[Settlement, Scalar(one_of(*get_args(Settlement)))] = "cash"
    market_price: Annotated[Decimal, Scalar(parse_price)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Convert(_OfGrant):
    """``principal`` of a debt turned into shares, and ``interest`` with it; interest accrued on
    that principal beyond it is taken as paid in cash.
    """

    kind: Literal["convert"] = "convert"
    principal: Amount
    interest: Amount = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel(_OfGrant):
    """``shares`` given up or lost; of a debt or a fee, all of it."""

    kind: Literal["cancel", "forfeit"]
    shares: Shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(_OfGrant):
    """``shares`` passed on to another holder; of a debt or a fee, all of it.

    ``under`` says what freed shares of restrictions on their transfer: Rule 144, or that free ones
    were delivered otherwise. ``conditions_met`` are those on which registration rights pass too.
    """

    kind: Literal["transfer"] = "transfer"
    to: Name
    shares: Shares
    under: Annotated[Under, Scalar(one_of(*get_args(Under)))] | None = None
    conditions_met: Annotated[tuple[Condition, ...], ListOf(one_of(*CONDITIONS))] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold(_OfGrant):
    """``shares`` that a grant put into being, sold to the public: under a registration, or under
    Rule 144.
    """

    kind: Literal["sold"] = "sold"
    shares: Shares
    under: Annotated[SoldUnder, Scalar(one_of(*get_args(SoldUnder)))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend(_OfGrant):
    """``term`` is ``value`` from the date on."""

    kind: Literal["amend"] = "amend"
    term: Name
    value: Annotated[object, Built()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repay(_OfGrant):
    """``principal`` of a debt paid back in money, with the interest accrued on it."""

    kind: Literal["repay"] = "repay"
    principal: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay(_OfGrant):
    """A stock fee settled with ``shares``: the whole of it, or ``amount`` of it."""

    kind: Literal["pay"] = "pay"
    shares: Count
    amount: Sum | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(_Event):
    """``old`` shares become ``new`` ones; fractions of a share are rounded by ``round``."""

    kind: Literal["split"] = "split"
    new: Annotated[int, Scalar(parse_split)]
    old: Annotated[int, Scalar(parse_split)]
    round: Annotated[Rounding, Scalar(one_of(*get_args(Rounding)))] = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(_Event):
    """Shares issued outside the ledger's agreements, for ``amount`` where that is known."""

    kind: Literal["issue"] = "issue"
    shares: Count
    holder: Name | None = None
    amount: Sum | None = None
    introduced_by: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repurchase(_Event):
    """Shares that the issuer bought back, for ``amount`` where that is known."""

    kind: Literal["repurchase"] = "repurchase"
    shares: Count
    amount: Sum | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed(_Event):
    """A registration statement filed, on ``form``, for the shares of ``grants``."""

    kind: Literal["filed"] = "filed"
    form: Name
    grants: Annotated[tuple[str, ...], ListOf(parse_id)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(_Event):
    """A registration statement declared effective, on ``form``, for the shares of ``grants``."""

    kind: Literal["registered"] = "registered"
    form: Name
    grants: Annotated[tuple[str, ...], ListOf(parse_id)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified(_Event):
    """Notice to the holders of registration rights of a statement to be filed on
    ``proposed_filing``.
    """

    kind: Literal["notified"] = "notified"
    proposed_filing: Day
    form: Name | None = None


OfGrant = Exercise | Convert | Cancel | Transfer | Sold | Amend | Repay | Pay
OfIssuer = Issue | Repurchase
OfRegistration = Filed | Registered | Notified
AnyEvent = OfGrant | Split | OfIssuer | OfRegistration

KINDS_OF_EVENT: dict[str, type[AnyEvent]] = {
    "exercise": Exercise,
    "convert": Convert,
    "cancel": Cancel,
    "forfeit": Cancel,
    "transfer": Transfer,
    "sold": Sold,
    "amend": Amend,
    "repay": Repay,
    "split": Split,
    "issue": Issue,
    "repurchase": Repurchase,
    "pay": Pay,
    "filed": Filed,
    "registered": Registered,
    "notified": Notified,
}
