"""What is demanded of a ledger: facts from outside that it must reproduce, and limits that it must
keep.

An ``Assertion`` is of one day, a ``Limit`` of every day between two. The checks of them are
``checks.asserted`` and ``checks.limited``. A ledger without either never imports this module.
"""

from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, cast, get_args

from equitycalc.quantities import Money
from equitycalc.scalars import one_of, parse_count, parse_price, parse_rate
from equitycalc.terms import KINDS, Allow, Day, Ledger, Name
from equitycalc.written import Built, Scalar

OwnershipBasis = Literal["fully_diluted", "13d-3"]
OWNERSHIP_BASES: tuple[OwnershipBasis, ...] = get_args(OwnershipBasis)

# A count of shares, an amount of money, or a ratio as the fraction that the percentage is.
Figure = Annotated[int | Money, Built()]
Count = Annotated[int, Scalar(parse_count)]
Ratio = Annotated[Decimal, Scalar(parse_rate)]
Kind = Annotated[str, Scalar(one_of(*KINDS))]
MarketPrice = Annotated[Decimal, Scalar(parse_price)]
Basis = Annotated[OwnershipBasis, Scalar(one_of(*OWNERSHIP_BASES))]


class Assertion(NamedTuple):
    """A fact from outside, stated by ``source``: what a figure of the ledger is on ``as_of``.

    ``measure`` names the figure, ``[BASIS.]MEASURE``: of the whole, or of the grants of a
    ``holder`` or a ``kind``. Exactly one of ``is_`` (written ``is``), ``at_most`` and ``at_least``
    says what it comes to, in the unit of the measure; ``tolerance`` is how far it may be off from
    ``is_``. ``market_price`` is for the figures that need one.
    """

    as_of: Day
    measure: Name
    source: Name
    holder: Name | None = None
    kind: Kind | None = None
    market_price: MarketPrice | None = None
    is_: Figure | None = None
    at_most: Figure | None = None
    at_least: Figure | None = None
    tolerance: Figure | None = None
    allow: Allow = ()


class Limit(NamedTuple):
    """What a reviewer will not pass, ``because`` of something: the most that one of
    ``authorized_shares`` (all shares, fully diluted), ``dilution``, ``overhang`` and ``ownership``
    may be, on every day of ``from_`` to ``to`` (written ``from``), both inclusive.

    ``ownership`` is that of ``holder``, and without one of any holder, on ``basis``.
    """

    because: Name
    authorized_shares: Count | None = None
    dilution: Ratio | None = None
    overhang: Ratio | None = None
    ownership: Ratio | None = None
    holder: Name | None = None
    basis: Basis = "fully_diluted"
    from_: Day | None = None
    to: Day | None = None
    allow: Allow = ()


# What exactly one of must be written.
EXPECTED = ("is", "at_most", "at_least")
LIMITED = ("authorized_shares", "dilution", "overhang", "ownership")


def assertions_of(ledger: Ledger) -> tuple[Assertion, ...]:
    """The assertions of a ledger, in its order."""
    return cast("tuple[Assertion, ...]", ledger.assertions)


def limits_of(ledger: Ledger) -> tuple[Limit, ...]:
    """The limits of a ledger, in its order."""
    return cast("tuple[Limit, ...]", ledger.limits)
