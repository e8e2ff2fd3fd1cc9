"""Two ledgers as a page: the totals before and after, each change and the step it makes, and whose
part of it all changes.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from equitycalc.bounds import Between, Ratio
from equitycalc.differences import Difference
from equitycalc.diffing.answer import Diff
from equitycalc.diffing.gates import Judged
from equitycalc.engine import BASES, Basis, Total
from equitycalc.rendering.diff_words import (
    POINTS,
    gate_text,
    is_nothing,
    label_of,
    verdict,
    what_text,
)
from equitycalc.rendering.dilution_page import BASIS_NAMES, first_of, title_of
from equitycalc.rendering.page import Grid, Line, Page
from equitycalc.rendering.rests_on import open_text, rests_on
from equitycalc.rendering.values import (
    NOT_KNOWN,
    count_text,
    money_text,
    percent_text,
    points_text,
    shares_text,
    step_text,
    sum_text,
)

MAX_HOLDERS = 20
MAX_NAMED = 5  # open terms


def diff_page(
    found: Diff, names: Sequence[str], gates: Sequence[Judged] = (), most: int | None = None
) -> Page:
    """Lay out differences; ``names`` are those of the two ledgers. Of many changes ``most`` are
    shown, None shows all.
    """
    grids = [Grid(("Totals", "Before", "After", "Difference"), (), tuple(_totals(found)))]
    lines = list(_changes(found))
    shown = lines if most is None else lines[:most]
    grids.append(
        Grid(
            ("Change", *_heads(found)),
            ("What",),
            tuple(shown),
            (Line("= all changes", tuple(_cells(found, found.whole)), strong=True),),
            title="Changes, one after another",
        )
    )
    holders = found.holders if most is None else found.holders[:MAX_HOLDERS]
    if holders and found.new.totals["fully_diluted"] is not None:
        title = "Ownership, fully diluted"
        heads = ("Holder", "Before", "After", "Difference")
        grids.append(Grid(heads, (), tuple(_owners(found, holders)), title=title))
    more = []
    if len(lines) > len(shown):
        more.append(f"and {len(lines) - len(shown):,} more changes; --all-rows shows them")
    if len(found.holders) > len(holders):
        left = len(found.holders) - len(holders)
        more.append(f"and {left:,} more holders whose shares are others; --all-rows shows them")
    reasons = [*found.notes, *rests_on(found.new)]
    if most is not None:
        reasons = first_of([*found.notes, *_reasons_of_its_own(found)])
    closed = tuple(gate_text(each) for each in gates if each.closed)
    return Page(
        f"{title_of(found.new.issuer)}: {verdict(found)}",
        _subtitle(found, names),
        tuple(grids),
        (
            ("Not shown", tuple(more)),
            ("Gates that fail", closed),
            ("Rests on", tuple(reasons)),
        ),
    )


def _reasons_of_its_own(found: Diff) -> Iterator[str]:
    """What the figures after the changes rest on and those before did not; of what both do, the
    open terms, because of which figures have a bound, and how much else.
    """
    both = set(rests_on(found.old))
    every = list(rests_on(found.new))
    yield from (each for each in every if each not in both)
    opened = [each for each in found.new.blanks if open_text(each) in both]
    if opened:
        named = ", ".join(f"{each.grant}.{each.term}" for each in opened[:MAX_NAMED])
        more = f" and {len(opened) - MAX_NAMED:,} more" if len(opened) > MAX_NAMED else ""
        yield f"open before and after: {named}{more}"
    left = sum(each in both for each in every) - len(opened)
    if left:
        yield f"{left:,} more that both rest on; --all-rows shows them"


def _subtitle(found: Diff, names: Sequence[str]) -> str:
    before, after = found.old.as_of, found.new.as_of
    dates = f"{after}" if before == after else f"{before}, and then of {after}"
    price = found.new.market_price
    at = "" if price is None else f", at a market price of {price:f}"
    security = found.new.issuer.security or "shares"
    return f"{names[0]} -> {names[1]}: {security} as of {dates}{at}"


def _totals(found: Diff) -> Iterator[Line]:
    """Each total before and after, and what it is more."""
    if found.old.as_of != found.new.as_of:
        yield Line("As of", (f"{found.old.as_of}", f"{found.new.as_of}", ""))
    yield from _rows(found, "fully_diluted", _OUTSTANDING)
    for basis in BASES:
        if found.whole[basis] is not None:
            shares, *others = _OF_BASIS
            vested = _EXERCISABLE if _vests(found) else ()
            yield from _rows(found, basis, (shares, *vested, *others))


_Row = tuple[str, str, Callable[[Total[Any]], str], Callable[[Any], str], str]
_OUTSTANDING: tuple[_Row, ...] = (
    (
        "Outstanding",
        "outstanding",
        lambda t: NOT_KNOWN if t.outstanding is None else f"{t.outstanding:,}",
        count_text,
        "",
    ),
    (
        "+ issued since",
        "issued_since",
        lambda t: shares_text(t.figures.issued_since),
        count_text,
        "",
    ),
    ("+ rights", "rights", lambda t: shares_text(t.figures.rights), count_text, ""),
)
_OF_BASIS: tuple[_Row, ...] = (
    (
        "",
        "shares",
        lambda t: NOT_KNOWN if t.shares is None else shares_text(t.shares),
        count_text,
        "",
    ),
    ("  dilution", "dilution", lambda t: percent_text(t.dilution), points_text, POINTS),
    ("  overhang", "overhang", lambda t: percent_text(t.overhang), points_text, POINTS),
    ("  proceeds", "proceeds", lambda t: money_text(t.figures.proceeds), sum_text, ""),
    (
        "  debt extinguished",
        "debt_extinguished",
        lambda t: money_text(t.figures.debt_extinguished),
        sum_text,
        "",
    ),
)
_EXERCISABLE: tuple[_Row, ...] = (
    (
        "  exercisable",
        "exercisable",
        lambda t: shares_text(t.figures.exercisable),
        count_text,
        "",
    ),
)


def _rows(found: Diff, basis: Basis, rows: Sequence[_Row]) -> Iterator[Line]:
    whole, old, new = found.whole[basis], found.old.totals[basis], found.new.totals[basis]
    assert whole is not None and old is not None and new is not None, "the basis is shown"
    for label, name, text, step, unit in rows:
        more = getattr(whole, name)
        said = _with_unit(more, step, unit)
        title = label or f"= {BASIS_NAMES[basis].lower()}"
        yield Line(title, (text(old), text(new), said), strong=not label)


def _with_unit(more: Between[Any] | None, text: Callable[[Any], str], unit: str) -> str:
    said = step_text(more, text)
    return said if said == NOT_KNOWN else said + unit


def _heads(found: Diff) -> tuple[str, ...]:
    """The number columns of the changes."""
    others = tuple(BASIS_NAMES[each] for each in BASES[1:] if found.whole[each] is not None)
    debt = ("Debt extinguished",) if _ends_debt(found) else ()
    vested = ("Exercisable",) if _vests(found) else ()
    return ("Shares", *others, *vested, "Dilution, points", "Proceeds", *debt)


def _ends_debt(found: Diff) -> bool:
    every = (each.difference["fully_diluted"] for each in found.steps)
    return any(each is not None and each.debt_extinguished != Between(0, 0) for each in every)


def _vests(found: Diff) -> bool:
    """Whether there are rights, before or after, that cannot be exercised yet."""
    totals = (each.totals["fully_diluted"] for each in (found.old, found.new))
    return any(
        total is not None and total.figures.exercisable != total.figures.rights for total in totals
    )


def _cells(found: Diff, step: dict[Basis, Difference | None]) -> Iterator[str]:
    """What a step makes: all shares on each basis, and, fully diluted, the rest."""
    for basis in BASES:
        if found.whole[basis] is not None:
            more = step[basis]
            shares = None if more is None else more.shares or more.incremental_shares
            yield step_text(shares, count_text)
    whole = step["fully_diluted"]
    if _vests(found):
        yield step_text(None if whole is None else whole.exercisable, count_text)
    yield step_text(None if whole is None else whole.dilution, points_text)
    yield step_text(None if whole is None else whole.proceeds, sum_text)
    if _ends_debt(found):
        yield step_text(None if whole is None else whole.debt_extinguished, sum_text)


def _changes(found: Diff) -> Iterator[Line]:
    """A line for each thing that changes; of what changes at once, the first has the step."""
    for step in found.steps:
        quiet = all(is_nothing(each) for each in step.difference.values())
        cells = tuple(_cells(found, step.difference))
        for number, item in enumerate(step.items):
            label = f"  with {label_of(item)}" if number else label_of(item)
            shown = ("",) * len(cells) if number else cells
            yield Line(label, shown, (what_text(item),), quiet=quiet)


def _owners(found: Diff, holders: Sequence[str]) -> Iterator[Line]:
    for each in found.owners(holders):
        before, after = (
            percent_text(_NOTHING if group is None else group.ownership["fully_diluted"])
            for group in (each.old, each.new)
        )
        step = _with_unit(each.difference["fully_diluted"], points_text, POINTS)
        yield Line(each.holder, (before, after, step))


_NOTHING: Ratio = Between(Fraction(0), Fraction(0))
