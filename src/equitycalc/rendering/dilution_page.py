"""The answer about dilution as a page: the grants or groups, the walk to the total, what happened,
and what it rests on.
"""

from collections import Counter
from collections.abc import Iterator
from heapq import nlargest
from itertools import islice
from typing import Any

from equitycalc.bounds import Range
from equitycalc.engine import (
    BASES,
    Bases,
    Basis,
    Dilution,
    Figures,
    GroupKey,
    Position,
    Row,
    Total,
    bases,
    parts_of,
)
from equitycalc.rendering.page import Grid, Line, Page
from equitycalc.rendering.rests_on import rests_on
from equitycalc.rendering.values import (
    NOT_KNOWN,
    money_text,
    percent_text,
    shares_text,
    term_text,
)
from equitycalc.scalars import parse_price
from equitycalc.terms import Issuer
from equitycalc.written import terms_of

MAX_ROWS = 200
MAX_REASONS = 20
EXERCISABLE = "Exercisable"

BASIS_NAMES: dict[Basis, str] = {
    "fully_diluted": "Fully diluted",
    "in_the_money": "In the money",
    "treasury_stock": "Treasury stock",
}


def dilution_page(
    found: Dilution, ledger: str, by: GroupKey | None = None, all_rows: bool = False
) -> Page:
    """Lay out an answer; ``ledger`` names where it was read from."""
    totals = {basis: total for basis, total in found.totals.items() if total is not None}
    shown = tuple(totals)
    subtitle = f"{found.issuer.security or 'shares'} as of {found.as_of}, " + (
        "fully diluted"
        if found.market_price is None
        else f"at a market price of {found.market_price:f}"
    )
    names = tuple(BASIS_NAMES[basis] for basis in shown)
    vests = any(map(_vests, found.positions))
    if by is None:
        heads = ("Grant", "Price", *names) + (("Proceeds",) if len(shown) == 1 else ())
        heads += (EXERCISABLE,) if vests else ()
        details: tuple[str, ...] = ("Holder", "Kind", "Reason", "Source")
        lines = tuple(_grant_lines(found, shown, all_rows, vests))
    else:
        heads = (by.capitalize(), "Grants", *names)
        heads += ("Ownership", "Proceeds") if len(shown) == 1 else ()
        details = ()
        lines = tuple(_group_lines(found, shown, by))
    reasons = [*rests_on(found), *(found.notes_by(by) if by else ())]
    if not all_rows:
        reasons = first_of(reasons)
    events, more = _happened(found, all_rows) if by is None else ([], 0)
    walk = _walk(found, list(totals.values()), vests)
    grid = Grid(heads, details, lines, tuple(_padded(line, len(heads)) for line in walk))
    happened = (*events, f"and {more:,} more; --all-rows shows them") if more else tuple(events)
    return Page(
        title=title_of(found.issuer),
        subtitle=subtitle,
        grids=(grid,),
        lists=(("Happened", happened), ("Rests on", (f"the ledger: {ledger}", *reasons))),
    )


def title_of(issuer: Issuer) -> str:
    """The name of the issuer, with its ticker."""
    return issuer.name + (f" ({issuer.ticker})" if issuer.ticker else "")


def _happened(found: Dilution, all_rows: bool) -> tuple[list[str], int]:
    """The events, of many the first, and how many more there are."""
    if found.own is None:
        return [], 0
    from equitycalc.rendering.happened import happened  # a ledger without events spares it

    sentences, count = happened(found)
    shown = count if all_rows or count <= MAX_REASONS else MAX_REASONS
    return list(islice(sentences, shown)), count - shown


def first_of(sentences: list[str]) -> list[str]:
    """As many sentences as are read, and how many more there are."""
    if len(sentences) <= MAX_REASONS:
        return sentences
    more = len(sentences) - MAX_REASONS
    return [*sentences[:MAX_REASONS], f"and {more:,} more; --all-rows shows them"]


def _vests(position: Position) -> bool:
    return getattr(position.grant, "vesting", None) is not None


def _grant_lines(
    found: Dilution, shown: tuple[Basis, ...], all_rows: bool, vests: bool
) -> Iterator[Line]:
    if all_rows or len(found.positions) <= MAX_ROWS:
        yield from (_grant_line(row, shown, vests) for row in found.rows())
        return
    sizes = Counter[str]()
    for claim in found.claims:
        if claim.position is not None:
            sizes[claim.position.grant.id] += claim.shares.low
    largest = nlargest(MAX_ROWS, found.positions, key=lambda each: sizes[each.grant.id])
    named = {each.grant.id for each in largest}
    kept = [each for each in found.positions if each.grant.id in named]
    yield from (_grant_line(found.row(each), shown, vests) for each in kept)
    others = (
        claim
        for claim in found.claims
        if claim.position is not None and claim.position.grant.id not in named
    )
    rest = bases(parts_of(others, found.market_price), found.market_price)
    yield Line(
        f"{len(found.positions) - MAX_ROWS:,} smaller grants",
        ("", *_share_cells(rest, shown), *_vested_cell(rest, vests)),
        ("", "", "--all-rows shows them", ""),
    )


def _grant_line(row: Row, shown: tuple[Basis, ...], vests: bool) -> Line:
    grant = row.position.terms
    prices = [term for term, how in terms_of(type(grant)).items() if how.parse is parse_price]
    price = term_text(getattr(grant, prices[0])) if prices else ""
    kind = grant.kind.replace("_", " ")
    return Line(
        grant.id,
        (price, *_share_cells(row.bases, shown), *_vested_cell(row.bases, vests)),
        (_holders(row.position), kind, row.reason, _clause(row)),
        quiet=row.bases.fully_diluted.incremental_shares.top == 0,
    )


def _vested_cell(found: Bases, vests: bool) -> tuple[str, ...]:
    return (shares_text(found.fully_diluted.exercisable),) if vests else ()


def _holders(position: Position) -> str:
    """Who has the grant; several where it was passed on in part."""
    if position.life is None:
        return position.grant.holder or ""
    return ", ".join(filter(None, (part.holder for part in position.life.parts)))


def _clause(row: Row) -> str:
    """Where the grant stands: its agreement's document, and the lines."""
    named = (row.position.agreement.document, row.position.grant.lines)
    return ":".join(part for part in named if part)


def _share_cells(found: Bases, shown: tuple[Basis, ...]) -> tuple[str, ...]:
    cells = tuple(shares_text(_figures(found, basis).incremental_shares) for basis in shown)
    return cells + ((money_text(found.fully_diluted.proceeds),) if len(shown) == 1 else ())


def _group_lines(found: Dilution, shown: tuple[Basis, ...], by: GroupKey) -> Iterator[Line]:
    for group in found.by(by):
        words = by in ("kind", "registration")
        label = (group.key or "no holder named").replace("_", " " if words else "_")
        count = f"{group.grants:,}" if group.grants else ""
        owned = tuple(percent_text(group.ownership[basis]) for basis in shown)
        cells = tuple(
            shares_text(_figures(group.bases, basis).incremental_shares) for basis in shown
        )
        quiet = group.grants > 0 and group.bases.fully_diluted.incremental_shares.top == 0
        if len(shown) == 1:
            proceeds = money_text(group.bases.fully_diluted.proceeds)
            yield Line(label, (count, *cells, *owned, proceeds), quiet=quiet)
        else:
            yield Line(label, (count, *cells), quiet=quiet)
            yield Line("  ownership", ("", *owned), quiet=True)


def _walk(found: Dilution, totals: list[Total[Any]], vests: bool) -> Iterator[Line]:
    """From the stated outstanding to the total, then what follows from it, a column a basis."""
    parts, stated = found.parts, found.outstanding
    count = NOT_KNOWN if stated is None else f"{stated.shares:,}"
    when = "" if stated is None else f", {stated.as_of}"
    yield Line(f"Outstanding{when}", (count,) * len(totals))
    yield Line("+ issued since", _each(totals, lambda t: shares_text(t.figures.issued_since)))
    if found.outstanding_now is not None and (found.movements or parts.issued.shares.top != 0):
        now = shares_text(found.outstanding_now)
        yield Line("= outstanding now", (now,) * len(totals))
    if found.market_price is None:
        yield Line("+ rights", _each(totals, lambda t: shares_text(t.figures.rights)))
    else:
        used = shares_text(parts.used.shares)
        unused, undecided = parts.unused.shares, parts.undecided.shares
        yield Line("+ rights in the money", (used, used, used))
        yield Line("+ rights out of the money", (shares_text(unused), "", ""))
        if undecided.top != 0:
            perhaps = shares_text(undecided.or_none())
            yield Line("+ rights, price blank", (shares_text(undecided), perhaps, perhaps))
        bought = totals[2].figures.repurchased_shares
        assert bought is not None, "treasury stock buys shares back"
        yield Line(f"- bought back at {found.market_price:f}", ("", "", shares_text(bought)))
    yield Line("= all shares", _each(totals, lambda t: _or_not_known(t.shares)), strong=True)
    yield from _besides(found, totals, vests)
    yield Line("Dilution", _each(totals, lambda t: percent_text(t.dilution)), strong=True)
    yield Line("Overhang", _each(totals, lambda t: percent_text(t.overhang)))
    yield Line("Proceeds", _each(totals, lambda t: money_text(t.figures.proceeds)))
    if found.received.top != 0:
        yield Line("Received on exercise", (money_text(found.received), *("",) * (len(totals) - 1)))
    ended = [total.figures.debt_extinguished for total in totals]
    if any(each.top != 0 for each in ended):
        yield Line("Debt extinguished", tuple(money_text(each) for each in ended))
    for each in found.funding:
        rest = ("",) * (len(totals) - 1)
        yield Line("Funding introduced", (money_text(each.gross), *rest))
        yield Line("- finder's fee", (money_text(each.fee), *rest))
        yield Line("= net of the fee", (money_text(each.net), *rest))
    if found.authorized is not None and found.authorized_left is not None:
        yield Line("Authorized", (f"{found.authorized:,}", *("",) * (len(totals) - 1)))
        yield Line(
            "Left to issue", (shares_text(found.authorized_left), *("",) * (len(totals) - 1))
        )


def _besides(found: Dilution, totals: list[Total[Any]], vests: bool) -> Iterator[Line]:
    """The counts that stand beside the total: with interest in cash, and what has vested."""
    of_interest = found.interest
    interest = [
        None if (figures := of_interest[basis]) is None else figures.rights for basis in BASES
    ][: len(totals)]
    if any(each is not None and each.top != 0 for each in interest):
        less = [
            NOT_KNOWN if total.shares is None or each is None else shares_text(total.shares - each)
            for total, each in zip(totals, interest, strict=True)
        ]
        yield Line("  with interest in cash", tuple(less))
    if vests:
        yield Line("  exercisable", _each(totals, lambda t: shares_text(t.figures.exercisable)))


def _each(totals: list[Total[Any]], text: Any) -> tuple[str, ...]:
    return tuple(text(total) for total in totals)


def _or_not_known(shares: Range[Any] | None) -> str:
    return NOT_KNOWN if shares is None else shares_text(shares)


def _padded(line: Line, columns: int) -> Line:
    """A walk's line in the grants' columns: the bases begin after the label and one more column."""
    after = columns - 2 - len(line.cells)
    return Line(line.label, ("", *line.cells, *("",) * after), strong=line.strong)


def _figures(found: Bases, basis: Basis) -> Figures[Any]:
    figures = found[basis]
    assert figures is not None, "a basis is shown only where it has figures"
    return figures
