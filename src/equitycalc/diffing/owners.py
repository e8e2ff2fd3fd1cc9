"""Whose part of it all changes: the holders whose own shares are others now."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any, NamedTuple

from equitycalc.apart import apart, named
from equitycalc.bounds import NO_SHARES, UNKNOWN, Range, Ratio, share_change
from equitycalc.engine import (
    ALL_OTHER_HOLDERS,
    BASES,
    Basis,
    Claim,
    Dilution,
    Group,
    Parts,
    Total,
    bases,
    parts_of,
)
from equitycalc.engine.groups import groups
from equitycalc.engine.totals import Owned


class Owner(NamedTuple):
    """A holder before and after, None where nothing is theirs, and what they own more of it all on
    each basis; None of a basis that has none.
    """

    holder: str
    old: Group | None
    new: Group | None
    difference: dict[Basis, Ratio | None]


class Owners:
    """The holders of two ledgers; ``ours`` and ``theirs`` are the claims of the new one and of the
    old that may differ. Those that are the same, and in the same hands, cost nothing.
    """

    def __init__(
        self, old: Dilution, new: Dilution, ours: Iterable[Claim], theirs: Iterable[Claim]
    ) -> None:
        self._old, self._new = old, new
        self._ours, self._theirs = ours, theirs

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """The holders whose own shares are others now, as they first appear."""
        old, new = _shares(self._old), _shares(self._new)
        names = dict.fromkeys((*new, *old))
        return tuple(
            each
            for each in names
            if each is not None and each != ALL_OTHER_HOLDERS and new.get(each) != old.get(each)
        )

    def of(self, holders: Collection[str]) -> list[Owner]:
        """These holders before and after."""
        old, new = (_groups(each, holders) for each in (self._old, self._new))
        found = []
        for each in holders:
            was, now = old.get(each), new.get(each)
            steps = {basis: self._step(each, basis, was, now) for basis in BASES}
            found.append(Owner(each, was, now, steps))
        return found

    def _step(
        self, holder: str, basis: Basis, was: Group | None, now: Group | None
    ) -> Ratio | None:
        before, after = (each[basis] for each in self._totals)
        if before is None or after is None:
            return None
        if before.outstanding is None or after.outstanding is None:
            return None
        if holder == ALL_OTHER_HOLDERS:  # what is left by all that are named
            return UNKNOWN
        its, mine = (
            _owned(before, was, self._old, basis),
            _owned(after, now, self._new, basis),
        )
        if its is None or mine is None:
            return UNKNOWN
        ours, theirs = (each.of_others(holder, basis) for each in self._sides)
        shared = mine.incremental_of_others - ours
        return share_change(
            mine.own, ours + mine.held_by_others, its.own, theirs + its.held_by_others, shared
        )

    @cached_property
    def _totals(self) -> tuple[dict[Basis, Total[Any] | None], ...]:
        return self._old.totals, self._new.totals

    @cached_property
    def _sides(self) -> "tuple[_Side, _Side]":
        """What is new, and what is gone, by whose it is."""
        ours, theirs = (
            [((name, claim.holder), claim) for name, claim in named(claims, found.as_of)]
            for claims, found in ((self._ours, self._new), (self._theirs, self._old))
        )
        come, gone = apart(ours, theirs)
        return _Side(come, self._new), _Side(gone, self._new)


class _Side:
    """Claims that one of two answers has alone, and whose they are."""

    def __init__(self, claims: list[Claim], found: Dilution) -> None:
        self._price = found.market_price
        self._all = parts_of(claims, self._price)
        self._by_holder = defaultdict[str | None, list[Claim]](list)
        for claim in claims:
            self._by_holder[claim.holder].append(claim)

    def of_others(self, holder: str, basis: Basis) -> Range[Any]:
        """The shares that all but a holder take."""
        own: Parts = parts_of(self._by_holder.get(holder, ()), self._price)
        figures = bases(self._all - own, self._price)[basis]
        assert figures is not None, "there is a total on this basis"
        return figures.incremental_shares


def _owned(total: Total[Any], group: Group | None, found: Dilution, basis: Basis) -> Owned | None:
    own = (bases(Parts(), found.market_price) if group is None else group.bases)[basis]
    assert own is not None, "there is a total on this basis"
    return total.owned(own, NO_SHARES if group is None else group.held)


def _shares(found: Dilution) -> dict[str | None, tuple[Range[int], Range[int]]]:
    """What each holder takes, fully diluted, and has of the shares outstanding."""
    taken = defaultdict[str | None, Range[int]](lambda: NO_SHARES)
    held = defaultdict[str | None, Range[int]](lambda: NO_SHARES)
    for claim in found.claims:
        taken[claim.holder] += claim.shares
    for holding in found.holdings:
        held[holding.holder] += holding.shares
    return {each: (taken[each], held[each]) for each in dict.fromkeys((*taken, *held))}


def _groups(found: Dilution, holders: Collection[str]) -> dict[str | None, Group]:
    wanted = set(holders)
    some = groups(
        (each for each in found.positions if each.grant.holder in wanted),
        (each for each in found.claims if each.holder in wanted),
        (each for each in found.holdings if each.holder in wanted),
        found.totals,
        found.market_price,
        "holder",
    )
    return {each.key: each for each in some if each.key in wanted}
