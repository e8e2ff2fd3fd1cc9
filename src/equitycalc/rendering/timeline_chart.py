"""A timeline as a chart: steps over days."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial

from equitycalc.engine import BASES, Basis
from equitycalc.engine.changed import Change
from equitycalc.engine.running import Moment
from equitycalc.rendering.charts import Kind, Line, Mark, Value, step_chart
from equitycalc.rendering.dilution_page import BASIS_NAMES, title_of
from equitycalc.rendering.timeline_text import due_text, what_text
from equitycalc.timelines import Timeline

MOST_MARKS = 40
A_MONTH = timedelta(30)
_UNMARKED = (("in_outstanding",), ("interest",))


def timeline_chart(found: Timeline, kind: Kind) -> bytes:
    """The chart as a file's bytes: all shares on each basis, those outstanding, and the shares
    beside them.
    """
    below = found.found
    priced = below.market_price is not None
    full, *others = [
        Line(BASIS_NAMES[basis], _points(found, partial(_shares, basis=basis)))
        for basis in (BASES if priced else BASES[:1])
    ]
    security = below.issuer.security or "shares"
    return step_chart(
        full.points,
        kind=kind,
        title=title_of(below.issuer),
        subtitle=security + (f", at a market price of {below.market_price:f}" if priced else ""),
        name=full.name,
        others=(
            *others,
            Line("Outstanding", _points(found, _outstanding)),
            Line("Issued since and rights", _points(found, _beside)),
        ),
        marks=tuple(_marks(found.moments)) if len(found.moments) <= MOST_MARKS else (),
    )


def _points(found: Timeline, value: Callable[[Moment], Value]) -> list[tuple[date, Value]]:
    """A value on each day, and once more where the chart ends."""
    moments = [*([found.opening] if found.shows_opening else []), *found.moments]
    points = [(each.on, value(each)) for each in moments]
    if not points:
        return [(found.opening.on, value(found.opening))]
    (first, _), (last, held) = points[0], points[-1]
    after = max(A_MONTH, (last - first) / 50)
    return [*points, (found.asked.until or min(last, date.max - after) + after, held)]


def _shares(moment: Moment, basis: Basis) -> Value:
    total = moment.totals[basis]
    assert total is not None, "a basis is drawn where it has a total"
    return total.shares


def _outstanding(moment: Moment) -> Value:
    return None if moment.outstanding is None else moment.outstanding.shares


def _beside(moment: Moment) -> Value:
    return moment.bases.fully_diluted.incremental_shares


def _marks(moments: Iterable[Moment]) -> Iterator[Mark]:
    """What happens on each day, in a word or two."""
    for moment in moments:
        said = dict.fromkeys(_word(change) for change in moment.changes)
        yield Mark(moment.on, ", ".join(word for word in said if word))


def _word(change: Change) -> str:
    if change.deadline is not None:
        return f"{change.deadline.name.replace('_', ' ')} {due_text(change.deadline)}"
    return "" if change.what in _UNMARKED else what_text(change.what)
