"""A goal solved as a page: the answer in a sentence, the value where it holds and its neighbour
where it does not, and what it rests on.
"""

from fractions import Fraction

from equitycalc.measures import Figure
from equitycalc.quantities import decimal_places
from equitycalc.rendering.dilution_page import first_of, title_of
from equitycalc.rendering.measures_text import figure_text
from equitycalc.rendering.page import Grid, Line, Page
from equitycalc.rendering.rests_on import rests_on
from equitycalc.rendering.values import shares_text
from equitycalc.solving import Solution
from equitycalc.trying import Tried

_MOST_PLACES = 12


def solve_page(found: Solution, ledger: str, all_rows: bool = False) -> Page:
    """Lay out a solution; ``ledger`` names where it was read from."""
    tried = [each for each in (found.holds, found.fails_at) if each is not None]
    grid = Grid(
        (
            found.goal.variable.text,
            found.goal.condition.measure.text,
            "Incremental shares",
            "Holds",
        ),
        (),
        tuple(_line(found, each) for each in tried),
    )
    answer = found.found if found.holds is None else found.holds.found
    reasons = list(rests_on(answer))
    if not all_rows:
        reasons = first_of(reasons)
    return Page(
        title_of(found.found.issuer),
        f"as of {found.found.as_of}: {sentence(found)}",
        (grid,) if tried else (),
        (("Rests on", (f"the ledger: {ledger}", *reasons)),),
    )


def sentence(found: Solution) -> str:
    """The answer in one sentence."""
    goal, variable = found.goal.condition.text, found.goal.variable.text
    at = found.holds
    if at is None:
        return {
            "every": f"every {variable} satisfies {goal}",
            "none": f"no {variable} satisfies {goal}",
        }.get(found.verdict, f"open terms leave {goal} unproven at every {variable}")
    side = "up to" if found.side == "at_or_below" else "from"
    value = f"{goal} holds for {variable} {side}"
    match found.bound:
        case "at_most":
            return f"{value} at most {at.value:,f}; open terms can only lower it"
        case "at_least":
            return f"{value} at least {at.value:,f}; open terms can only raise it"
        case _:
            return f"{value} {at.value:,f}"


def _line(found: Solution, tried: Tried) -> Line:
    holds = tried is found.holds
    shares = shares_text(tried.found.bases.fully_diluted.incremental_shares)
    said = "yes" if found.proven else "not shown to fail"
    figure = _figure_text(found, tried.figure)
    return Line(f"{tried.value:,f}", (figure, shares, said if holds else "no"), strong=holds)


def _figure_text(found: Solution, figure: Figure | None) -> str:
    """A figure; a ratio with as many places as tell it from the limit."""
    measure, limit = found.goal.condition.measure, found.goal.condition.limit
    text = figure_text(measure, figure)
    if measure.unit != "ratio" or figure is None:
        return text
    low, top = figure.low, figure.top
    end = top if low is None else low
    if end is None or end == limit:
        return text
    for places in range(2, _MOST_PLACES + 1):
        shown = decimal_places(Fraction(end) * 100, places)
        if Fraction(shown) != limit * 100:
            break
    sign = "" if low == top else "≥ " if top is None else "≤ " if low is None else ""
    return f"{sign}{shown:f}%" if sign or low == top else text
