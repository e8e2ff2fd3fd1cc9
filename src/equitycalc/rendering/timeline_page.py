"""A timeline as a page: a line for each day, with the totals when it is over and what changed."""

from collections.abc import Iterator
from typing import Any

from equitycalc.bounds import Range
from equitycalc.engine import Total
from equitycalc.engine.changed import NO_STEP
from equitycalc.engine.running import Moment
from equitycalc.rendering.dilution_page import MAX_ROWS, first_of, title_of
from equitycalc.rendering.page import Grid, Line, Page
from equitycalc.rendering.rests_on import rests_on
from equitycalc.rendering.timeline_text import why_text
from equitycalc.rendering.values import NOT_KNOWN, percent_text, shares_text
from equitycalc.timelines import Timeline

_HEADS = ("Date", "Outstanding", "Issued since", "Rights", "All shares", "Dilution")
_PRICED = ("Date", "Outstanding", "Rights", "Fully diluted", "In the money", "Treasury stock")


def timeline_page(found: Timeline, ledger: str, all_rows: bool = False) -> Page:
    """Lay out a timeline; ``ledger`` names where it was read from."""
    below, moments = found.found, found.moments
    priced = below.market_price is not None
    reasons = [*rests_on(below)]
    if not all_rows:
        reasons = first_of(reasons)
    return Page(
        title_of(below.issuer),
        f"{below.issuer.security or 'shares'} {_span(found)}, "
        + (f"at a market price of {below.market_price:f}" if priced else "fully diluted"),
        (
            Grid(
                _PRICED if priced else _HEADS,
                ("What changed",),
                tuple(_lines(found, moments, all_rows)),
            ),
        ),
        (("Rests on", (f"the ledger: {ledger}", *reasons)),),
    )


def _span(found: Timeline) -> str:
    _, since, until = found.asked
    first = since or (found.moments[0].on if found.moments else None)
    last = until or (found.moments[-1].on if found.moments else None)
    said = [f"from {first}"] if first else []
    return " ".join((*said, f"to {last}")) if last else " ".join(said) or "over time"


def _lines(found: Timeline, moments: tuple[Moment, ...], all_rows: bool) -> Iterator[Line]:
    if found.shows_opening:
        yield from _day(
            found.opening, "the day before" if moments else "nothing changes", quiet=True
        )
    shown = moments if all_rows else moments[:MAX_ROWS]
    for moment in shown:
        quiet = all(change.shares == NO_STEP for change in moment.changes)
        yield from _day(moment, why_text(moment, all_rows), quiet=quiet)
    more = len(moments) - len(shown)
    if more:
        later = f"the last of {more:,} more; --all-rows shows them, --from and --to other days"
        yield from _day(moments[-1], later, quiet=True)


def _day(moment: Moment, why: str, quiet: bool) -> Iterator[Line]:
    totals = [total for total in moment.totals.values() if total is not None]
    full = totals[0]
    outstanding = NOT_KNOWN if full.outstanding is None else f"{full.outstanding:,}"
    rights = shares_text(full.figures.rights)
    day = moment.on.isoformat()
    if len(totals) == 1:
        since = shares_text(full.figures.issued_since)
        cells = (outstanding, since, rights, *_shares(totals), percent_text(full.dilution))
        yield Line(day, cells, (why,), quiet=quiet)
        return
    yield Line(day, (outstanding, rights, *_shares(totals)), (why,), quiet=quiet)
    diluted = (percent_text(total.dilution) for total in totals)
    yield Line("  dilution", ("", "", *diluted), quiet=True)


def _shares(totals: list[Total[Any]]) -> Iterator[str]:
    for total in totals:
        shares: Range[Any] | None = total.shares
        yield NOT_KNOWN if shares is None else shares_text(shares)
