"""The formulas: immutable records whose fields are the inputs and whose properties are the results.

Each names its source; ``docs/methods.md`` works an example of each.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

from equitycalc.quantities import (
    Money,
    Rounding,
    add,
    decimal_where_it_ends,
    left_over,
    quotient,
    ratio_of,
    times,
    whole_quotient,
    whole_shares,
)

F = TypeVar("F", bound=tuple[object, ...])


class Ends(NamedTuple, Generic[F]):
    """A formula at both ends of what it is applied to, alike where that is exact."""

    low: F
    high: F


class Exercise(NamedTuple):
    """A right to ``shares`` used in full for cash at ``exercise_price`` each."""

    shares: int
    exercise_price: Money

    @property
    def proceeds(self) -> Money:
        """Cash the company receives, in the money of the price."""
        return times(self.shares, self.exercise_price)


class NetExercise(NamedTuple):
    """A right to ``shares`` used net: some of them are given up at ``market_price`` to pay for the
    others.
    """

    shares: int
    exercise_price: Money
    market_price: Money

    @property
    def shares_issued(self) -> int:
        """Whole shares issued: shares x (market - exercise price) / market, rounded down."""
        gain = quotient(self.exercise_price, self.market_price)
        return max(0, whole_shares(self.shares * (1 - gain), "down"))


class SplitAdjustment(NamedTuple):
    """A right to ``shares`` at ``price`` each where ``old`` shares become ``new`` ones.

    The shares go with the ratio, the price against it, so that all together costs what it did, but
    for the fraction of a share that is rounded. ``price`` is None where there is none or it is
    open.
    """

    shares: int | Fraction
    price: Money | None
    new: int
    old: int
    rounding: Rounding

    @property
    def exact_shares(self) -> Fraction:
        """shares x new / old, before rounding."""
        return quotient(self.shares * self.new, self.old)

    @property
    def adjusted_shares(self) -> int:
        """Whole shares after the split."""
        return after_split(self.shares, self)

    @property
    def adjusted_price(self) -> Money | None:
        """price x old / new, exact."""
        return None if self.price is None else ratio_of(self.price, self.old, self.new)

    @property
    def aggregate_before(self) -> Money | None:
        """What all the shares cost before the split."""
        if self.price is None:
            return None
        return decimal_where_it_ends(Fraction(self.shares) * Fraction(self.price))

    @property
    def aggregate_after(self) -> Money | None:
        """What all the shares cost after it; the difference is what rounding did."""
        price = self.adjusted_price
        return None if price is None else times(self.adjusted_shares, price)


def after_split(shares: int | Fraction, by: SplitAdjustment) -> int:
    """Whole shares that a number of shares becomes by a split."""
    whole, rest = divmod(shares * by.new, by.old)
    if not rest:
        return whole
    return whole_shares(quotient(shares * by.new, by.old), by.rounding)


class Conversion(NamedTuple):
    """A debt of ``amount`` turned into shares at ``conversion_price`` each.

    The whole amount is ended; the part that buys no whole share is lost to its holder.
    """

    amount: Money
    conversion_price: Money

    @property
    def shares(self) -> int:
        """Whole shares issued: amount / conversion_price, rounded down."""
        return whole_quotient(self.amount, self.conversion_price)

    @property
    def residue(self) -> Money:
        """The part of the amount that buys no whole share."""
        return left_over(self.amount, self.conversion_price)


class InterestInShares(NamedTuple):
    """Interest turned into shares together with its ``principal``, at ``conversion_price`` each:
    the shares that it adds.
    """

    principal: Money
    interest: Money
    conversion_price: Money

    @property
    def shares_together(self) -> int:
        """Whole shares for the principal and the interest."""
        return Conversion(add(self.principal, self.interest), self.conversion_price).shares

    @property
    def shares_alone(self) -> int:
        """Whole shares for the principal by itself."""
        return Conversion(self.principal, self.conversion_price).shares

    @property
    def shares(self) -> int:
        """Whole shares of both, less those of the principal."""
        return self.shares_together - self.shares_alone


class InstalmentsLeft(NamedTuple):
    """How many of the ``instalments`` of a fee, ``whole`` in money, what is ``left`` takes."""

    left: Money
    whole: Money
    instalments: int

    @property
    def instalments_left(self) -> int:
        """left / whole x instalments, a part of an instalment counting as one."""
        return max(1, whole_shares(quotient(self.left, self.whole) * self.instalments, "up"))


class FeeInStock(NamedTuple):
    """A fee of ``amount`` paid in shares counted at ``price``, in equal ``instalments``."""

    amount: Money
    instalments: int
    price: Money

    @property
    def shares_each(self) -> int:
        """Whole shares of one instalment: amount / instalments / price, rounded down."""
        return whole_quotient(self.amount, times(self.instalments, self.price))

    @property
    def shares(self) -> int:
        """Whole shares of all instalments."""
        return self.instalments * self.shares_each


class TreasuryStock(NamedTuple):
    """Rights to ``shares`` exercised for ``assumed_proceeds``, which buy shares back at
    ``market_price``.

    ASC 260-10-45-23 and IAS 33.45-46 (IAS 33 IE5 works one). Meant for rights in the money: one
    right at a time or the sums of many come to the same, because the formula is linear.
    """

    shares: int
    assumed_proceeds: Money
    market_price: Decimal

    @property
    def repurchased_shares(self) -> Fraction:
        """assumed_proceeds / market_price, exact."""
        return quotient(self.assumed_proceeds, self.market_price)

    @property
    def incremental_shares(self) -> Fraction:
        """shares - repurchased_shares, exact: an accounting count, rounded only where shown."""
        return self.shares - self.repurchased_shares


# Each result by the fields and the other results of its formula, as it is shown with an answer.
# ``floor`` and ``ceil`` round to whole shares, ``rounded`` as the split of the formula does.
WRITTEN: dict[type, dict[str, str]] = {
    Exercise: {"proceeds": "shares x exercise_price"},
    NetExercise: {"shares_issued": "max(0, floor(shares x (1 - exercise_price / market_price)))"},
    SplitAdjustment: {
        "exact_shares": "shares x new / old",
        "adjusted_shares": "rounded(exact_shares)",
        "adjusted_price": "price x old / new",
    },
    Conversion: {
        "shares": "floor(amount / conversion_price)",
        "residue": "amount - shares x conversion_price",
    },
    InterestInShares: {
        "shares_together": "floor((principal + interest) / conversion_price)",
        "shares_alone": "floor(principal / conversion_price)",
        "shares": "shares_together - shares_alone",
    },
    InstalmentsLeft: {"instalments_left": "max(1, ceil(left / whole x instalments))"},
    FeeInStock: {
        "shares_each": "floor(amount / price / instalments)",
        "shares": "instalments x shares_each",
    },
    TreasuryStock: {
        "repurchased_shares": "assumed_proceeds / market_price",
        "incremental_shares": "shares - repurchased_shares",
    },
}
