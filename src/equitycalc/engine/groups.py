"""Totals of the grants of one holder, kind or agreement, and what they own of the whole."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Literal, NamedTuple, assert_never

from equitycalc.bounds import NO_SHARES, Range, Ratio
from equitycalc.engine.claims import Claim, Holding
from equitycalc.engine.positions import Position
from equitycalc.engine.totals import Bases, Basis, Total, bases, not_held, parts_of
from equitycalc.terms import Outstanding
from equitycalc.written import Assumed, unstated

GroupKey = Literal["holder", "kind", "agreement"]
ALL_OTHER_HOLDERS = "all other holders"
OUTSIDE = "outside the agreements"


class Group(NamedTuple):
    """The grants of one holder, kind or agreement together, and their ownership on each basis.

    ``key`` is None for grants that name no holder. ``grants`` is how many there are.
    """

    key: str | None
    grants: int
    bases: Bases
    ownership: dict[Basis, Ratio | None]


def groups(
    positions: Iterable[Position],
    claims: Iterable[Claim],
    holdings: Iterable[Holding],
    totals: dict[Basis, Total[Any] | None],
    market_price: Decimal | None,
    key: GroupKey,
) -> tuple[Group, ...]:
    """The groups in the order in which each first appears.

    By holder, a last group holds everybody else's, so that ownership comes to the whole; it has no
    grants. Who took a grant over, or took shares outside the agreements, has a group too.
    """
    counts = Counter(_key(each, each.grant.holder, key) for each in positions)
    claimed: dict[str | None, list[Claim]] = {name: [] for name in counts}
    for claim in claims:
        if key == "holder" and claim.by_holder is not None:
            claim = claim._replace(exercisable=claim.by_holder)
        claimed.setdefault(_key(claim.position, claim.holder, key), []).append(claim)
    held: dict[str | None, Range[int]] = {}
    for holding in holdings:
        name = _key(holding.position, holding.holder, key)
        held[name] = held.get(name, NO_SHARES) + holding.shares
        claimed.setdefault(name, [])
    others = claimed.pop(ALL_OTHER_HOLDERS, [])
    found = []
    for name, theirs in claimed.items():
        own = bases(parts_of(theirs, market_price), market_price)
        owned = _ownership(totals, own, held.get(name, NO_SHARES))
        found.append(Group(name, counts[name], own, owned))
    if key == "holder" and (stated := _outstanding(totals)) is not None:
        own = bases(parts_of(others, market_price), market_price)
        everybody = sum(held.values(), NO_SHARES)
        # Where more are held than there are, nobody's ownership is known, the others' neither.
        rest = everybody if everybody.low > stated else not_held(everybody, stated)
        found.append(Group(ALL_OTHER_HOLDERS, 0, own, _ownership(totals, own, rest)))
    return tuple(found)


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


def _key(position: Position | None, holder: str | None, key: GroupKey) -> str | None:
    if position is None:
        return (holder or ALL_OTHER_HOLDERS) if key == "holder" else OUTSIDE
    match key:
        case "holder":
            return holder
        case "kind":
            return position.grant.kind
        case "agreement":
            return position.agreement.id
        case _:
            assert_never(key)


def _outstanding(totals: dict[Basis, Total[Any] | None]) -> int | None:
    total = totals["fully_diluted"]
    return None if total is None else total.outstanding


def _ownership(
    totals: dict[Basis, Total[Any] | None], own: Bases, held: Range[int]
) -> dict[Basis, Ratio | None]:
    found: dict[Basis, Ratio | None] = {}
    for basis, total in totals.items():
        figures = own[basis]
        found[basis] = None if total is None or figures is None else total.ownership(figures, held)
    return found
