"""Totals of the grants of one holder, kind, agreement or standing, and what they own of it all."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from equitycalc.bounds import NO_SHARES, UNKNOWN, Range, Ratio, at_least
from equitycalc.engine.claims import Claim, Holding, perhaps
from equitycalc.engine.life import ALL_OTHER_HOLDERS
from equitycalc.engine.positions import Position
from equitycalc.engine.totals import Bases, Basis, Total, bases, not_held, owned, parts_of
from equitycalc.terms import Outstanding
from equitycalc.written import Assumed, unstated

if TYPE_CHECKING:
    from equitycalc.engine.resale import Resale

Standing = Literal["free_trading", "registrable", "restricted", "not_stated"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
GroupKey = Literal["holder", "kind", "agreement", "registration"]
OUTSIDE = "outside the agreements"
# The group of all other shares, where groups divide the whole.
_REMAINDER: dict[GroupKey, str] = {"holder": ALL_OTHER_HOLDERS, "registration": "not_stated"}


class Group(NamedTuple):
    """The grants of one holder, kind, agreement or standing, and their ownership on each basis.

    ``key`` is None for grants that name no holder. ``grants`` is how many there are, ``held`` what
    of the shares outstanding the ledger issued to it, or leaves to it; ``beside`` is what of these
    no claim has too, None where that is all of it.
    """

    key: str | None
    grants: int
    bases: Bases
    ownership: dict[Basis, Ratio | None]
    held: Range[int]
    beside: Range[int] | None = None

    @property
    def shares(self) -> Range[int]:
        """All it has, fully diluted, each share once."""
        beside = self.held if self.beside is None else self.beside
        return self.bases.fully_diluted.incremental_shares + beside


def groups(
    positions: Iterable[Position],
    claims: Iterable[Claim],
    holdings: Iterable[Holding],
    totals: dict[Basis, Total[Any] | None],
    market_price: Decimal | None,
    key: GroupKey,
    resale: "Resale | None" = None,
) -> tuple[Group, ...]:
    """The groups in the order in which each first appears; with ``resale``, one for each standing.

    By holder or registration, a last group has all other shares, so that ownership comes to the
    whole; it has no grants. Who took a grant over, or took shares outside the agreements, has a
    group too.
    """

    def names_of(of: Position | Claim | Holding) -> tuple[str | None, ...]:
        """The group it is in; of several it is in one, and which is open."""
        if resale is not None:
            if isinstance(of, Position):
                return resale.standings(of)[-1:]
            return resale.standings(of.position, of.free, of.acquired)
        if isinstance(of, Position):
            return (_key(of, of.grant.holder, key),)
        return (_key(of.position, of.holder, key),)

    counts = Counter(name for position in positions for name in names_of(position))
    claimed: dict[str | None, list[Claim]] = {
        name: [] for name in (counts if resale is None else STANDINGS)
    }
    split = False  # whether some are in one of several
    for claim in claims:
        names = names_of(claim)
        of = as_of_holder(claim) if key == "holder" else claim
        if len(names) > 1:
            of, split = perhaps(of), True
        for name in names:
            claimed.setdefault(name, []).append(of)
    held: dict[str | None, Range[int]] = {}
    beside: dict[str | None, Range[int]] = {}
    everybody = NO_SHARES
    remainder = _REMAINDER.get(key)
    for holding in holdings:
        names = names_of(holding)
        if remainder is not None and names == (remainder,):
            continue
        everybody += holding.shares
        shares = holding.shares if len(names) == 1 else holding.shares.or_none()
        for name in names:
            held[name] = held.get(name, NO_SHARES) + shares
            if not holding.claimed:
                beside[name] = beside.get(name, NO_SHARES) + shares
            claimed.setdefault(name, [])
    others = [] if remainder is None else claimed.pop(remainder, [])
    found = []
    for name in claimed:
        own = bases(parts_of(claimed[name], market_price), market_price)
        one = group(name, counts[name], own, held.get(name, NO_SHARES), totals)
        if split:
            rest = [each for other, of_it in claimed.items() if other != name for each in of_it]
            all_others = bases(parts_of((*rest, *others), market_price), market_price)
            one = one._replace(ownership=_ownership(totals, own, one.held, all_others))
        found.append(one._replace(beside=beside.get(name, NO_SHARES)))
    if remainder is not None and (others or _outstanding(totals) is not None):
        own = bases(parts_of(others, market_price), market_price)
        found.append(group_of_others(remainder, own, everybody, totals))
    return tuple(found)


def group(
    key: str | None,
    grants: int,
    own: Bases,
    held: Range[int],
    totals: dict[Basis, Total[Any] | None],
) -> Group:
    """A group, by its figures and what it holds of the shares outstanding."""
    return Group(key, grants, own, _ownership(totals, own, held), held)


def group_of_others(
    key: str, own: Bases, everybody: Range[int], totals: dict[Basis, Total[Any] | None]
) -> Group:
    """The group of all other shares, where ``everybody`` is what all others hold together."""
    stated = _outstanding(totals)
    if stated is None:
        return Group(key, 0, own, dict.fromkeys(totals), NO_SHARES)
    # Where more are held than there are, nobody's ownership is known, the others' neither.
    if everybody.low > stated:
        return Group(key, 0, own, _ownership(totals, own, everybody), at_least(0))
    return group(key, 0, own, not_held(everybody, stated), totals)


def ownership_notes(
    holdings: Iterable[Holding], outstanding: Outstanding | None
) -> tuple[str, ...]:
    """What ownership presumes, and where it has a wide bound because a past issue is open."""
    if outstanding is None:
        return ()
    presumed = "ownership presumes that shares the ledger issued to a holder are still held"
    unclear = [
        f"{each.position.grant.id}.{term}"
        for each in holdings
        if each.shares.bound != "exact" and each.position is not None
        for term, value in unstated(each.position.terms)
        if not isinstance(value, Assumed)
    ]
    if not unclear:
        return (presumed,)
    unclear = list(dict.fromkeys(unclear))
    named = ", ".join(unclear[:3])
    if len(unclear) > 3:
        named += f" and {len(unclear) - 3:,} more"
    wide = (
        f"some of the {outstanding.shares:,} outstanding came from grants with open terms, so that "
        f"ownership has a wider bound; it narrows with --assume of {named}"
    )
    return (presumed, wide)


def as_of_holder(claim: Claim) -> Claim:
    """A claim among those of its holder alone: what of it may be exercised is the holder's."""
    if claim.by_holder is None:
        return claim
    return claim._replace(exercisable=claim.by_holder)


def holder_of(each: Claim | Holding) -> str | None:
    """Whose it is; shares outside the agreements that name nobody are all others'."""
    return each.holder or (ALL_OTHER_HOLDERS if each.position is None else None)


def _key(position: Position | None, holder: str | None, key: GroupKey) -> str | None:
    if position is None:
        return (holder or ALL_OTHER_HOLDERS) if key == "holder" else OUTSIDE
    match key:
        case "holder":
            return holder
        case "kind":
            return position.grant.kind
        case _:
            return position.agreement.id


def _outstanding(totals: dict[Basis, Total[Any] | None]) -> int | None:
    total = totals["fully_diluted"]
    return None if total is None else total.outstanding


def _ownership(
    totals: dict[Basis, Total[Any] | None],
    own: Bases,
    held: Range[int],
    others: Bases | None = None,
) -> dict[Basis, Ratio | None]:
    """The part of the whole that somebody has; ``others`` is what all others take, where that is
    not simply the rest.
    """
    found: dict[Basis, Ratio | None] = {}
    for basis, total in totals.items():
        figures = own[basis]
        of_others = None if others is None else others[basis]
        if total is None or figures is None:
            found[basis] = None
        elif of_others is None or total.outstanding is None:
            found[basis] = total.ownership(figures, held)
        else:
            mine, theirs = figures.incremental_shares, of_others.incremental_shares
            worked = owned(mine, theirs, held, total.outstanding)
            found[basis] = UNKNOWN if worked is None else worked.ownership
    return found
