"""Claims to totals: sums that can be taken apart again, and the three bases read off them.

A basis is a way to count: ``fully_diluted`` takes every claim; ``in_the_money`` only the rights
whose price is below the market price; ``treasury_stock`` those too, less the shares that their
proceeds buy back.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, Inexact
from fractions import Fraction
from typing import Any, Generic, Literal, NamedTuple

from equitycalc.bounds import (
    NO_CASH,
    NO_SHARES,
    UNKNOWN,
    Range,
    Ratio,
    exactly,
    per,
    share,
)
from equitycalc.engine.claims import Claim
from equitycalc.engine.formulas import TreasuryStock
from equitycalc.quantities import EXACT, NO_MONEY, Money, N, add, subtract, times
from equitycalc.written import Blank

Basis = Literal["fully_diluted", "in_the_money", "treasury_stock"]
BASES: tuple[Basis, ...] = ("fully_diluted", "in_the_money", "treasury_stock")

_plus: Callable[[Any, Any], Decimal] = EXACT.add


@dataclass(frozen=True, slots=True)
class Tally:
    """What some claims come to: shares, the cash they bring, the debt they end, and the shares of
    them that can be taken now.
    """

    shares: Range[int] = NO_SHARES
    cash: Range[Money] = NO_CASH
    debt: Range[Money] = NO_CASH
    exercisable: Range[int] = NO_SHARES

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.shares + other.shares,
            self.cash + other.cash,
            self.debt + other.debt,
            self.exercisable + other.exercisable,
        )

    def __sub__(self, part: "Tally") -> "Tally":
        return Tally(
            self.shares - part.shares,
            self.cash - part.cash,
            self.debt - part.debt,
            self.exercisable - part.exercisable,
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """Claims by what a market price makes of them; without one every right is in ``used``.

    ``issued``: shares issued after the statement. ``used``: rights whose price is below the market
    price, or that count at any price. ``unused``: rights at or above it. ``unpriced``: rights
    whose exercise price is blank; ``unconverted``: debts whose conversion price is.
    """

    issued: Tally = Tally()
    used: Tally = Tally()
    unused: Tally = Tally()
    unpriced: Tally = Tally()
    unconverted: Tally = Tally()

    @property
    def undecided(self) -> Tally:
        """Rights that a market price may or may not bring in, because their own is blank."""
        return self.unpriced + self.unconverted

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(
            self.issued + other.issued,
            self.used + other.used,
            self.unused + other.unused,
            self.unpriced + other.unpriced,
            self.unconverted + other.unconverted,
        )

    def __sub__(self, part: "Parts") -> "Parts":
        return Parts(
            self.issued - part.issued,
            self.used - part.used,
            self.unused - part.unused,
            self.unpriced - part.unpriced,
            self.unconverted - part.unconverted,
        )


class _Sum:
    """A tally under way: plain numbers, because a sum of a hundred thousand claims is made here."""

    __slots__ = ("cash", "debt", "open", "shares", "unvested")

    def __init__(self) -> None:
        self.shares = [0, 0]
        self.cash = [NO_MONEY, NO_MONEY]
        self.debt = [NO_MONEY, NO_MONEY]
        self.open = [0, 0, 0]
        self.unvested = NO_SHARES

    def add(self, claim: Claim) -> None:
        shares = claim.shares
        self.shares[0] += shares.low
        self.shares[1] += shares.high
        self.open[0] += shares.open
        if claim.exercisable is not None:
            self.unvested += shares - claim.exercisable
        sums: tuple[tuple[list[Money], Range[Any]], ...]
        sums = (self.cash, claim.cash), (self.debt, claim.debt)
        for index, (amounts, claimed) in enumerate(sums, start=1):
            if claimed is not NO_CASH:
                low, high = claimed.low, claimed.high
                try:  # nearly all are decimals, and a call of each would cost more
                    amounts[0], amounts[1] = _plus(amounts[0], low), _plus(amounts[1], high)
                except (TypeError, Inexact):
                    amounts[0], amounts[1] = add(amounts[0], low), add(amounts[1], high)
                self.open[index] += claimed.open

    def take(self, claim: Claim) -> None:
        """Leave out a claim that was added."""
        shares = claim.shares
        self.shares[0] -= shares.low
        self.shares[1] -= shares.high
        self.open[0] -= shares.open
        if claim.exercisable is not None:
            self.unvested -= shares - claim.exercisable
        for index, (amounts, claimed) in enumerate(
            ((self.cash, claim.cash), (self.debt, claim.debt)), start=1
        ):
            if claimed is not NO_CASH:
                amounts[0] = subtract(amounts[0], claimed.low)
                amounts[1] = subtract(amounts[1], claimed.high)
                self.open[index] -= claimed.open

    def tally(self) -> Tally:
        shares = Range(self.shares[0], self.shares[1], self.open[0])
        return Tally(
            shares,
            Range(self.cash[0], self.cash[1], self.open[1]),
            Range(self.debt[0], self.debt[1], self.open[2]),
            shares - self.unvested,
        )


def parts_of(claims: Iterable[Claim], market_price: Decimal | None) -> Parts:
    """Claims summed by what the market price makes of them, in one pass."""
    issued, used, unused, unpriced, unconverted = (_Sum() for _ in range(5))
    for claim in claims:
        if claim.issued:
            issued.add(claim)
        elif market_price is None or claim.price is None:
            used.add(claim)
        elif isinstance(claim.price, Blank):
            (unconverted if claim.cash.top == 0 else unpriced).add(claim)
        elif claim.price < market_price:
            used.add(claim)
        else:
            unused.add(claim)
    sums = (issued, used, unused, unpriced, unconverted)
    return Parts(*(each.tally() for each in sums))


class Running:
    """Claims that come and go, summed so that what any of some market ``prices`` makes of them is
    read off the sums: the rights with a price of their own are apart by how many of those prices
    are not above it. ``count`` is how many claims there are.
    """

    __slots__ = ("_sums", "count", "prices")

    def __init__(self, prices: Sequence[Decimal]) -> None:
        self.prices = prices  # rising
        self.count = 0
        self._sums: dict[int | str, _Sum] = {}

    def add(self, claim: Claim) -> None:
        """A claim that is there from now on."""
        self.count += 1
        self._sums.setdefault(self._where(claim), _Sum()).add(claim)

    def take(self, claim: Claim) -> None:
        """One of them that is there no more."""
        self.count -= 1
        self._sums[self._where(claim)].take(claim)

    def parts(self, market_price: Decimal | None) -> Parts:
        """The claims by what one of the prices makes of them, or no price at all."""
        found = {"issued": Tally(), "used": Tally(), "unused": Tally()}
        found |= {"unpriced": Tally(), "unconverted": Tally()}
        for where, each in self._sums.items():
            if market_price is None:
                part = "issued" if where == "issued" else "used"
            elif isinstance(where, int):
                part = "used" if where <= bisect_left(self.prices, market_price) else "unused"
            else:
                part = where
            found[part] += each.tally()
        return Parts(**found)

    def _where(self, claim: Claim) -> int | str:
        if claim.issued:
            return "issued"
        if claim.price is None:
            return "used"
        if isinstance(claim.price, Blank):
            return "unconverted" if claim.cash.top == 0 else "unpriced"
        return bisect_right(self.prices, claim.price)


class Figures(NamedTuple, Generic[N]):
    """What some claims come to on one basis.

    ``proceeds`` is cash received on exercise, ``debt_extinguished`` what conversion ends.
    ``exercisable`` counts the shares under its rights that have vested. Of treasury stock,
    ``assumed_proceeds`` buys back ``repurchased_shares``, and ``rights`` is net of them.
    """

    issued_since: Range[N]
    rights: Range[N]
    proceeds: Range[Money]
    debt_extinguished: Range[Money]
    exercisable: Range[int]
    assumed_proceeds: Range[Money] | None = None
    repurchased_shares: Range[Fraction] | None = None

    @property
    def incremental_shares(self) -> Range[N]:
        """Shares beside those outstanding: issued since the statement, and rights."""
        return self.issued_since + self.rights


@dataclass(frozen=True, slots=True)
class Bases:
    """The same claims on each basis; None where a market price is needed and there is none."""

    fully_diluted: Figures[int]
    in_the_money: Figures[int] | None = None
    treasury_stock: Figures[Fraction] | None = None

    def __getitem__(self, basis: Basis) -> Figures[Any] | None:
        figures: Figures[Any] | None = getattr(self, basis)
        return figures


class Perhaps(NamedTuple):
    """The rights whose own price is blank, of which a market price brings in none, some or all.

    They are the same at every market price, but for the cash of the ``unpriced`` ones. ``exactly``
    are all these shares, and ``unpriced_exactly`` those that cash may buy back, where fractions are
    added.
    """

    shares: Range[int]
    exactly: Range[Fraction]
    debt: Range[Money]
    exercisable: Range[int]
    unpriced: Range[int]
    unpriced_exactly: Range[Fraction]


def perhaps_of(parts: Parts) -> Perhaps:
    """The undecided rights of some claims."""
    undecided, unpriced = parts.undecided, parts.unpriced.shares
    return Perhaps(
        undecided.shares,
        exact_fractions(undecided.shares),
        undecided.debt,
        undecided.exercisable,
        unpriced,
        exact_fractions(unpriced),
    )


def and_perhaps(certain: Range[N], more: Range[N]) -> Range[N]:
    """As much, and from none to all of something else."""
    return Range(certain.low, add(certain.high, more.high), certain.open + more.open)


def bases(parts: Parts, market_price: Decimal | None) -> Bases:
    """The bases of some claims, from their parts at ``market_price``."""
    everything = parts.used + parts.unused + parts.undecided
    fully_diluted = Figures(
        parts.issued.shares,
        everything.shares,
        everything.cash,
        everything.debt,
        everything.exercisable,
    )
    if market_price is None:
        return Bases(fully_diluted)
    issued, perhaps = parts.issued.shares, perhaps_of(parts)
    return bases_at(
        market_price, parts.used, fully_diluted, issued, exact_fractions(issued), perhaps
    )


def bases_at(
    market_price: Decimal,
    used: Tally,
    fully_diluted: Figures[int],
    issued: Range[int],
    issued_exactly: Range[Fraction],
    perhaps: Perhaps,
) -> Bases:
    """The bases where ``used`` rights are in the money: what else there is does not depend on the
    market price, and a curve over prices works it out once.
    """
    shares, proceeds, debt, exercisable = used.shares, used.cash, used.debt, used.exercisable
    low = TreasuryStock(shares.low, proceeds.low, market_price)
    bought, left = low.repurchased_shares, low.incremental_shares
    repurchased, incremental = Range(bought, bought, proceeds.open), Range(left, left, shares.open)
    if shares.low != shares.high or proceeds.low != proceeds.high:
        high = TreasuryStock(shares.high, proceeds.high, market_price)
        repurchased = Range(bought, high.repurchased_shares, proceeds.open)
        incremental = Range(left, high.incremental_shares, shares.open)
    if perhaps.shares.top != 0:
        cash = Range(NO_MONEY, times(perhaps.unpriced.high, market_price), perhaps.unpriced.open)
        shares = and_perhaps(shares, perhaps.shares)
        proceeds = and_perhaps(proceeds, cash)
        exercisable = and_perhaps(exercisable, perhaps.exercisable)
        incremental = and_perhaps(incremental, perhaps.exactly)
        repurchased = and_perhaps(repurchased, perhaps.unpriced_exactly)
    if perhaps.debt.top != 0:
        debt = and_perhaps(debt, perhaps.debt)
    return Bases(
        fully_diluted,
        Figures(issued, shares, proceeds, debt, exercisable),
        Figures(
            issued_exactly,
            incremental,
            proceeds,
            debt,
            exercisable,
            assumed_proceeds=proceeds,
            repurchased_shares=repurchased,
        ),
    )


def exact_fractions(shares: Range[int]) -> Range[Fraction]:
    """Whole shares where fractions of them may be added."""
    return Range(Fraction(shares.low), Fraction(shares.high), shares.open)


class Owned(NamedTuple):
    """What somebody has of all shares: ``incremental_shares`` of their own and ``held`` of those
    outstanding, beside what everybody else has of each.
    """

    incremental_shares: Range[Any]
    held: Range[int]
    incremental_of_others: Range[Any]
    held_by_others: Range[int]

    @property
    def own(self) -> Range[Any]:
        """All shares of theirs."""
        return self.incremental_shares + self.held

    @property
    def others(self) -> Range[Any]:
        """All shares of everybody else, so that others' open terms lower the ratio."""
        return self.incremental_of_others + self.held_by_others

    @property
    def ownership(self) -> Ratio:
        """own / (own + others)."""
        return share(self.own, self.others)


class Total(NamedTuple, Generic[N]):
    """The whole of one basis; what needs shares outstanding is None where none are stated."""

    outstanding: int | None
    figures: Figures[N]

    @property
    def shares(self) -> Range[N] | None:
        """All shares of the basis: outstanding + incremental."""
        if self.outstanding is None:
            return None
        more: Range[Any] = self.figures.incremental_shares
        return Range(self.outstanding + more.low, self.outstanding + more.high, more.open)

    @property
    def dilution(self) -> Ratio | None:
        """What a holder at the statement's date loses: incremental / all shares."""
        if self.outstanding is None:
            return None
        more: Range[Any] = self.figures.incremental_shares
        return share(more, exactly(self.outstanding))

    @property
    def overhang(self) -> Ratio | None:
        """Rights / outstanding."""
        return None if self.outstanding is None else per(self.figures.rights, self.outstanding)

    def ownership(self, own: Figures[N], held: Range[int]) -> Ratio | None:
        """The part of all shares that somebody has, counting ``held`` of those outstanding."""
        if self.outstanding is None:
            return None
        owned = self.owned(own, held)
        return UNKNOWN if owned is None else owned.ownership

    def owned(self, own: Figures[N], held: Range[int]) -> Owned | None:
        """The same as it is worked out; None where more are held than there are, or it is not known
        how many there are.
        """
        if self.outstanding is None:
            return None
        mine: Range[Any] = own.incremental_shares
        return owned(mine, self.figures.incremental_shares - mine, held, self.outstanding)


def owned(mine: Range[Any], others: Range[Any], held: Range[int], outstanding: int) -> Owned | None:
    """What somebody has who has ``mine`` beside the shares outstanding, and ``held`` of those;
    None where that is more than there are.
    """
    if held.low > outstanding:
        return None
    return Owned(mine, _within(held, outstanding), others, not_held(held, outstanding))


def not_held(held: Range[int], outstanding: int) -> Range[int]:
    """The shares outstanding that are not held, where no more are held than there are."""
    inside = _within(held, outstanding)
    return Range(outstanding - inside.high, outstanding - inside.low)


def _within(held: Range[int], outstanding: int) -> Range[int]:
    most = outstanding if held.top is None else min(held.top, outstanding)
    return Range(held.low, most)
