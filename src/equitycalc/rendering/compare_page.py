"""Scenarios side by side as a page: a column each, and beneath it what differs from one of them."""

from collections.abc import Callable, Iterator
from typing import Any

from equitycalc.comparing import Comparison, largest_holder
from equitycalc.engine import BASES, Basis, Total
from equitycalc.rendering.dilution_page import BASIS_NAMES, first_of, title_of
from equitycalc.rendering.page import Grid, Line, Page
from equitycalc.rendering.rests_on import rests_on
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
from equitycalc.scenarios import Answered


def compare_page(found: Comparison, ledger: str, scenarios: str, all_rows: bool = False) -> Page:
    """Lay out scenarios; ``ledger`` and ``scenarios`` name where they were read from."""
    names = tuple(each.scenario.name for each in found.scenarios)
    grids = [Grid(("", *names), (), tuple(_figures(found)), splits=True)]
    others = [each for each in found.scenarios if each is not found.baseline]
    if others:
        base = found.baseline.scenario.name
        heads = ("", *(each.scenario.name for each in others))
        title = f"Difference from {base}"
        grids.append(Grid(heads, (), tuple(_steps(found, others)), title=title, splits=True))
    asked = tuple(
        f"{each.scenario.name}: {each.scenario.question}"
        for each in found.scenarios
        if each.scenario.question
    )
    reasons = list(_reasons(found))
    if not all_rows:
        reasons = first_of(reasons)
    return Page(
        title_of(found.baseline.found.issuer),
        "scenarios side by side",
        tuple(grids),
        (
            ("Questions", asked),
            ("Rests on", (f"the ledger: {ledger}", f"the scenarios: {scenarios}", *reasons)),
        ),
    )


def _figures(found: Comparison) -> Iterator[Line]:
    each = found.scenarios
    yield _line("As of", [one.found.as_of.isoformat() for one in each])
    if any(one.found.market_price is not None for one in each):
        prices = [one.found.market_price for one in each]
        yield _line("Market price", ["" if price is None else f"{price:f}" for price in prices])
    yield _row("Outstanding", each, "fully_diluted", lambda t: _count(t.outstanding))
    yield _row(
        "+ issued since", each, "fully_diluted", lambda t: shares_text(t.figures.issued_since)
    )
    yield from _by_kind(found)
    for basis in BASES:
        if any(one.found.totals[basis] is not None for one in each):
            label = f"= {BASIS_NAMES[basis].lower()}"
            yield _row(label, each, basis, lambda t: _shares(t.shares), strong=True)
            if _vests(found):
                yield _row(
                    "  exercisable", each, basis, lambda t: shares_text(t.figures.exercisable)
                )
            yield _row("  dilution", each, basis, lambda t: percent_text(t.dilution))
            yield _row("  overhang", each, basis, lambda t: percent_text(t.overhang))
            yield _row("  proceeds", each, basis, lambda t: money_text(t.figures.proceeds))
            yield _row(
                "  debt extinguished",
                each,
                basis,
                lambda t: money_text(t.figures.debt_extinguished),
            )
    holders = [largest_holder(one.found) for one in each]
    yield _line("Largest holder", [NOT_KNOWN if one is None else str(one.key) for one in holders])
    owned = [None if one is None else one.ownership["fully_diluted"] for one in holders]
    yield _line("  ownership", [percent_text(one) for one in owned])


def _vests(found: Comparison) -> bool:
    """Whether there are rights in a scenario that cannot be exercised yet."""
    totals = (one.found.totals["fully_diluted"] for one in found.scenarios)
    return any(
        total is not None and total.figures.exercisable != total.figures.rights for total in totals
    )


def _by_kind(found: Comparison) -> Iterator[Line]:
    """The rights of each kind, fully diluted."""
    kinds = [
        {group.key: group.bases.fully_diluted.rights for group in one.found.by("kind")}
        for one in found.scenarios
    ]
    names = dict.fromkeys(name for each in kinds for name in each)
    for name in names:
        rights = [each.get(name) for each in kinds]
        if name is not None and any(one is not None and one.top != 0 for one in rights):
            label = f"+ {name.replace('_', ' ')}"
            yield _line(label, ["0" if one is None else shares_text(one) for one in rights])


def _steps(found: Comparison, others: list[Answered]) -> Iterator[Line]:
    steps = [found.differences(each) for each in others]
    vested = [("  exercisable", "exercisable", count_text)] if _vests(found) else []
    for basis in BASES:
        if all(step[basis] is None for step in steps):
            continue
        for label, name, text in (
            (BASIS_NAMES[basis], "shares", count_text),
            ("  outstanding", "outstanding", count_text),
            ("  incremental shares", "incremental_shares", count_text),
            *vested,
            ("  dilution, points", "dilution", points_text),
            ("  overhang, points", "overhang", points_text),
            ("  proceeds", "proceeds", sum_text),
            ("  debt extinguished", "debt_extinguished", sum_text),
        ):
            cells = [
                step_text(None if step[basis] is None else getattr(step[basis], name), text)
                for step in steps
            ]
            yield _line(label, cells, strong=name == "shares")


def _reasons(found: Comparison) -> Iterator[str]:
    """What the scenarios rest on: once where it is the same of all, else by scenario."""
    of_each = [(each.scenario.name, list(rests_on(each.found))) for each in found.scenarios]
    sentences = dict.fromkeys(sentence for _, said in of_each for sentence in said)
    for sentence in sentences:
        names = [name for name, said in of_each if sentence in said]
        yield sentence if len(names) == len(of_each) else f"{', '.join(names)}: {sentence}"


def _row(
    label: str,
    each: tuple[Answered, ...],
    basis: Basis,
    text: Callable[[Total[Any]], str],
    strong: bool = False,
) -> Line:
    totals = [one.found.totals[basis] for one in each]
    return _line(label, ["" if total is None else text(total) for total in totals], strong)


def _line(label: str, cells: list[str], strong: bool = False) -> Line:
    return Line(label, tuple(cells), strong=strong)


def _count(count: int | None) -> str:
    return NOT_KNOWN if count is None else f"{count:,}"


def _shares(shares: Any) -> str:
    return NOT_KNOWN if shares is None else shares_text(shares)
