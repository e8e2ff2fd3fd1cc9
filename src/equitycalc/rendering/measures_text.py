"""Figures by their names, as text and as JSON."""

from typing import Any

from equitycalc.measures import Figure, Measure
from equitycalc.rendering.values import (
    NOT_KNOWN,
    Json,
    money_json,
    money_text,
    percent_text,
    ratio_json,
    shares_json,
    shares_text,
)


def figure_text(measure: Measure, figure: Figure | None) -> str:
    """A figure for people."""
    if figure is None:
        return NOT_KNOWN
    number: Any = figure
    match measure.unit:
        case "shares":
            return shares_text(number)
        case "money":
            return money_text(number)
        case _:
            return percent_text(number)


def figure_json(measure: Measure, figure: Figure | None) -> Json | None:
    """A figure for machines."""
    number: Any = figure
    match measure.unit:
        case "shares":
            return shares_json(number)
        case "money":
            return money_json(number)
        case _:
            return ratio_json(number)
