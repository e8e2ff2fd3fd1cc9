"""The formulas: immutable records whose fields are the inputs and whose properties are the results.

Each names its source; ``docs/methods.md`` works an example of each.
"""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from equitycalc.quantities import quotient, subtract, times, whole_shares


class Exercise(NamedTuple):
    """A right to ``shares`` used in full for cash at ``exercise_price`` each."""

    shares: int
    exercise_price: Decimal

    @property
    def proceeds(self) -> Decimal:
        """Cash the company receives, in the money of the price."""
        return times(self.shares, self.exercise_price)


class Conversion(NamedTuple):
    """A debt of ``amount`` turned into shares at ``conversion_price`` each.

    The whole amount is ended; the part that buys no whole share is lost to its holder.
    """

    amount: Decimal
    conversion_price: Decimal

    @property
    def shares(self) -> int:
        """Whole shares issued: amount / conversion_price, rounded down."""
        return whole_shares(quotient(self.amount, self.conversion_price), "down")

    @property
    def residue(self) -> Decimal:
        """The part of the amount that buys no whole share."""
        return subtract(self.amount, times(self.shares, self.conversion_price))


class FeeInStock(NamedTuple):
    """A fee of ``amount`` paid in shares counted at ``price``, in equal ``instalments``."""

    amount: Decimal
    instalments: int
    price: Decimal

    @property
    def shares_each(self) -> int:
        """Whole shares of one instalment: amount / instalments / price, rounded down."""
        return whole_shares(quotient(self.amount, self.price) / self.instalments, "down")

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
    assumed_proceeds: Decimal
    market_price: Decimal

    @property
    def repurchased_shares(self) -> Fraction:
        """assumed_proceeds / market_price, exact."""
        return quotient(self.assumed_proceeds, self.market_price)

    @property
    def incremental_shares(self) -> Fraction:
        """shares - repurchased_shares, exact: an accounting count, rounded only where shown."""
        return self.shares - self.repurchased_shares
