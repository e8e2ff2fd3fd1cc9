"""What each change does to the totals: the changes applied one by one.

First what all grants stand on, the date and the statements; then the agreements and grants in their
order, each with its events, and the issuer's own shares; the splits, on which all grants stand too,
come last. Each step takes claims out of the sums and puts others in, so that the steps come to the
whole, and that a change costs no more in a large ledger.

A grant is changed as little at a time as leaves one that a ledger could have; one that fits only
with the splits is changed with them. What is added or removed is so with its events.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from equitycalc.diffing.changes import Change, Ranks, is_split
from equitycalc.diffing.states import Ground, Item, State, items_of, walk
from equitycalc.differences import Difference, Named, apart, named, step_between
from equitycalc.engine import BASES, Basis, Bases, Claim, Dilution, Parts, Total, bases, parts_of
from equitycalc.engine.history import happened
from equitycalc.engine.movements import own
from equitycalc.terms import Ledger

DATE = "as_of"


class Step(NamedTuple):
    """What is changed at once, and what it makes of each total; None of a basis that has none."""

    items: tuple[Item, ...]
    difference: dict[Basis, Difference | None]


class Sums(NamedTuple):
    """The totals under way."""

    market_price: Decimal | None
    outstanding: int | None
    parts: Parts

    @property
    def totals(self) -> dict[Basis, Total[Any] | None]:
        """The total of each basis; None where it needs a market price and there is none."""
        found: Bases = bases(self.parts, self.market_price)
        return {
            basis: None if (figures := found[basis]) is None else Total(self.outstanding, figures)
            for basis in BASES
        }


class Whole(NamedTuple):
    """A ledger with what the question supplies, and the answer."""

    ledger: Ledger
    found: Dilution


def sums_of(found: Dilution) -> Sums:
    """The totals of an answer."""
    stated = found.outstanding
    return Sums(found.market_price, None if stated is None else stated.shares, found.parts)
