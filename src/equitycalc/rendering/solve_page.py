"""A goal solved as a page: the answer in a sentence, the value where it holds and its neighbour
where it does not, and what it rests on.
"""

from decimal import Decimal
from fractions import Fraction

from equitycalc.measures import Figure
from equitycalc.quantities import decimal_places
from equitycalc.rendering.dilution_page import first_of, title_of
from equitycalc.rendering.measures_text import figure_text
from equitycalc.rendering.page import Grid, Line, Page
from equitycalc.rendering.rests_on import rests_on
from equitycalc.rendering.values import RATES, shares_text, term_plain
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
        said = {
            "every": f"every {variable} satisfies {goal}",
            "none": f"no {variable} satisfies {goal}",
        }.get(found.verdict, f"open terms leave {goal} unproven at every {variable}")
        return said + _as_far_as_known(found)
    side = "up to" if found.side == "at_or_below" else "from"
    said = f"{goal} holds for {variable} {side}"
    value = _value_text(found, at.value)
    match found.bound:
        case "at_most":
            said = f"{said} at most {value}; open terms can only lower it"
        case "at_least":
            said = f"{said} at least {value}; open terms can only raise it"
        case _:
            said = f"{said} {value}"
    return said + _as_far_as_known(found)


def _as_far_as_known(found: Solution) -> str:
    """Beyond which values nothing is known of the figure, where it is said to hold or not there."""
    ends = []
    if found.known_from is not None and found.side != "at_or_above":
        ends.append(f"below {_value_text(found, found.known_from)}")
    if found.known_to is not None and found.side != "at_or_below":
        ends.append(f"above {_value_text(found, found.known_to)}")
    measure = found.goal.condition.measure.text
    return f"; {measure} is not known {' and '.join(ends)}" if ends else ""


def _value_text(found: Solution, value: Decimal) -> str:
    """A value of what may change: a rate with its sign, thousands grouped."""
    term = found.goal.variable.term
    return term_plain(term, value) if term in RATES else f"{value:,f}"


def _line(found: Solution, tried: Tried) -> Line:
    holds = tried is found.holds
    shares = shares_text(tried.found.bases.fully_diluted.incremental_shares)
    said = "yes" if found.proven else "not shown to fail"
    figure = _figure_text(found, tried.figure)
    return Line(
        _value_text(found, tried.value), (figure, shares, said if holds else "no"), strong=holds
    )


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
