"""Charts, as SVG or PNG: a curve over prices or terms, and steps over days.

Drawn by Vega through ``vl-convert``, the optional extra ``plot``: no browser, letters stay letters
in an SVG, and the same figures give the same bytes. A chart is 16 cm wide in print, where its
smallest letters are 8 points high.
"""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePath
from typing import Any, Literal, NamedTuple

from equitycalc.bounds import Between, Range
from equitycalc.quantities import Number

Kind = Literal["svg", "png"]
KINDS: tuple[Kind, ...] = ("svg", "png")
Value = Number | Range[Any] | Between[Any] | None

# Of a chart that is 600 units wide with its axis, printed at 16 cm, a unit is 0.76 points.
_WIDTH, _HEIGHT = 500, 300
_LETTERS, _A_LETTER, _A_ROW = 12, 6.4, 16
_PNG_SCALE = 3  # some 300 dots an inch at 16 cm
_ROWS = 4  # of labels above the marks
# Told apart by their dashes where there is no colour; the colours by every kind of eye.
_COLOURS = ("#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#777777")
_DASHES = ((1, 0), (7, 3), (2, 2), (9, 3, 2, 3), (1, 0), (7, 3), (2, 2), (9, 3, 2, 3))
MOST_LINES = len(_COLOURS)


class PlotLibraryMissing(ImportError):
    """The library that draws is not installed."""


class Line(NamedTuple):
    """A line of a chart: its name, and its points from left to right.

    A point is where it stands, and a number, a number with a bound, or None where it is not known.
    """

    name: str
    points: Sequence[tuple[Any, Value]]


class Mark(NamedTuple):
    """A place on the horizontal axis, and a few words for it."""

    at: Any
    label: str


def chart_kind(path: str) -> Kind | None:
    """The kind of chart that a file's name asks for; None where it is neither."""
    suffix = PurePath(path).suffix.lower().removeprefix(".")
    return next((kind for kind in KINDS if kind == suffix), None)


def curve_chart(
    lines: Sequence[Line],
    *,
    kind: Kind,
    title: str,
    x_title: str,
    y_title: str,
    subtitle: str | Sequence[str] = "",
    marks: Sequence[Mark] = (),
    percent: bool = False,
    dots: bool = False,
) -> bytes:
    """Lines over numbers, days or words, as a file's bytes.

    Two points at one place are a jump. ``marks`` are upright rules with labels, as many as there is
    room for; ``dots`` shows each point; ``percent`` writes ratios as percentages.
    """
    return _drawn(
        _spec(lines, marks, title, subtitle, x_title, y_title, percent, dots, steps=False), kind
    )


def step_chart(
    points: Sequence[tuple[date, Value]],
    *,
    kind: Kind,
    title: str,
    subtitle: str | Sequence[str] = "",
    x_title: str = "Date",
    y_title: str = "Shares",
    name: str = "Fully diluted",
    others: Sequence[Line] = (),
    marks: Sequence[Mark] = (),
    percent: bool = False,
) -> bytes:
    """Steps over days, as a file's bytes: a value holds from its day until the next one.

    ``points`` are the line called ``name``, by rising days; ``others`` are more lines. Repeat the
    last value at the day where the chart is to end. A ``Range`` is drawn at its low end, with a
    band up to its high end; where that is open, the line's name or the axis says "at least".
    ``marks`` are days with labels.
    """
    lines = (Line(name, points), *others)
    return _drawn(
        _spec(lines, marks, title, subtitle, x_title, y_title, percent, False, steps=True), kind
    )


def need_plot_library() -> None:
    """Raises ``PlotLibraryMissing`` where nothing could be drawn: ask before a long computation."""
    from importlib.util import find_spec

    if find_spec("vl_convert") is None:
        raise PlotLibraryMissing("charts are drawn by vl-convert-python")


def _drawn(spec: dict[str, Any], kind: Kind) -> bytes:
    need_plot_library()
    import vl_convert

    text = json.dumps(spec)
    if kind == "png":
        return bytes(vl_convert.vegalite_to_png(text, scale=_PNG_SCALE))
    return str(vl_convert.vegalite_to_svg(text)).encode() + b"\n"


def _spec(
    lines: Sequence[Line],
    marks: Sequence[Mark],
    title: str,
    subtitle: str | Sequence[str],
    x_title: str,
    y_title: str,
    percent: bool,
    dots: bool,
    steps: bool,
) -> dict[str, Any]:
    """The chart in the words of Vega-Lite."""
    opened = [_is_open(line) for line in lines]
    if all(opened):
        y_title += ", at least"
    elif any(opened):
        lines = [
            line._replace(name=f"{line.name} (at least)") if more else line
            for line, more in zip(lines, opened, strict=True)
        ]
    places = [at for line in lines for at, _ in line.points]
    scale = _axis_type(places)
    rows = _labelled(marks, places) if scale != "ordinal" else []
    values = [
        {
            "x": _plain(at),
            "y": low,
            "top": low if high is None else high,
            "line": line.name,
            "order": number,
        }
        for line in lines
        for number, (at, value) in enumerate(line.points)
        for low, high in [_ends(value)]
        if low is not None
    ]
    names = [line.name for line in lines]
    banded = [
        name
        for name in names
        if any(each["line"] == name and each["top"] > each["y"] for each in values)
    ]
    x: dict[str, Any] = {
        "field": "x",
        "type": scale,
        "title": x_title,
        "scale": {"zero": False, "nice": False} if scale == "quantitative" else {},
        "axis": {"format": ",~f", "grid": False, "labelFlush": True, "tickCount": 8}
        if scale == "quantitative"
        else {"grid": False, "labelAngle": 0},
    }
    if scale == "temporal":  # of a day and not of an hour: the same in every time zone
        x |= {"scale": {"type": "utc"}, "axis": {"format": "%Y-%m", "grid": False, "tickCount": 8}}
    y = {
        "field": "y",
        "type": "quantitative",
        "title": y_title,
        "scale": {"zero": percent, "nice": True},
        "axis": {"format": ".2~%" if percent else ",~f"},
    }
    of_line = {
        "color": {
            "field": "line",
            "type": "nominal",
            "scale": {"domain": names, "range": list(_COLOURS[: len(names)])},
            "legend": {
                "orient": "bottom",
                "title": None,
                "columns": 3,
                "symbolType": "stroke",
                "symbolOpacity": 1,
            },
        },
        "strokeDash": {
            "field": "line",
            "type": "nominal",
            "scale": {"domain": names, "range": [list(dash) for dash in _DASHES[: len(names)]]},
        },
    }
    interpolate = {"interpolate": "step-after"} if steps else {}
    layers: list[dict[str, Any]] = [
        {
            "transform": [{"filter": {"field": "line", "oneOf": banded}}],
            "mark": {"type": "area", "opacity": 0.18, **interpolate},
            "encoding": {
                "x": x,
                "y": y,
                "y2": {"field": "top"},
                "color": of_line["color"],
            },
        },
        {
            "mark": {"type": "line", "strokeWidth": 2, "strokeJoin": "round", **interpolate},
            "encoding": {"x": x, "y": y, "order": {"field": "order"}, **of_line},
        },
    ]
    if dots:
        layers.append(
            {
                "mark": {"type": "point", "filled": True, "size": 28, "opacity": 1},
                "encoding": {"x": x, "y": y, "color": of_line["color"]},
            }
        )
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": _WIDTH,
        "height": _HEIGHT,
        "padding": 8,
        "background": "white",
        "autosize": {"type": "pad"},
        "title": {
            "text": title,
            "subtitle": [subtitle] if isinstance(subtitle, str) else list(subtitle),
            "anchor": "start",
            "frame": "group",
            "offset": 10,
        },
        "data": {"values": values},
        "layer": [*_mark_layers(rows, x), *layers],
        "config": _CONFIG,
    }


class _Label(NamedTuple):
    """A mark, the row above the chart where its label has room (None: there is none), and whether
    the label stands to the left of it.
    """

    mark: Mark
    row: int | None
    leftwards: bool


def _mark_layers(labels: Sequence[_Label], x: dict[str, Any]) -> list[dict[str, Any]]:
    """Upright rules, and their labels in rows above the chart."""
    if not labels:
        return []
    values = [{"x": _plain(each.mark.at)} for each in labels]
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": values},
            "mark": {"type": "rule", "color": "#999999", "strokeWidth": 0.8},
            "encoding": {"x": x},
        }
    ]
    for row, leftwards in sorted(
        {(each.row, each.leftwards) for each in labels if each.row is not None}
    ):
        values = [
            {"x": _plain(mark.at), "label": mark.label}
            for mark, *place in labels
            if place == [row, leftwards]
        ]
        layers.append(
            {
                "data": {"values": values},
                "mark": {
                    "type": "text",
                    "align": "right" if leftwards else "left",
                    "baseline": "bottom",
                    "dx": -2 if leftwards else 2,
                    "y": -(4 + _A_ROW * row),
                    "color": "#444444",
                },
                "encoding": {"x": x, "text": {"field": "label"}},
            }
        )
    return layers


def _labelled(marks: Sequence[Mark], places: Sequence[Any]) -> list[_Label]:
    """The marks within the chart, and where their labels have room."""
    first, last = min(places), max(places)
    free = [-50.0] * _ROWS  # how far each row is taken, from the left
    found = []
    for mark in sorted(marks, key=lambda each: each.at):
        if not first <= mark.at <= last:
            continue
        at = float((mark.at - first) / (last - first)) * _WIDTH if last > first else 0.0
        wide = len(mark.label) * _A_LETTER + 8
        leftwards = at + wide > _WIDTH + 20
        begins = at - wide if leftwards else at
        row = next((n for n in range(_ROWS) if free[n] <= begins), None)
        if row is not None:
            free[row] = begins + wide
        found.append(_Label(mark, row, leftwards))
    return found


def _is_open(line: Line) -> bool:
    """Whether the upper end of a number of it is open."""
    ends = (_ends(value) for _, value in line.points)
    return any(low is not None and high is None for low, high in ends)


def _ends(value: Value) -> tuple[float | None, float | None]:
    if value is None:
        return None, None
    if isinstance(value, Range | Between):
        low, top = value.low, value.top
        return None if low is None else float(low), None if top is None else float(top)
    return float(value), float(value)


def _plain(at: Any) -> Any:
    if isinstance(at, Decimal | Fraction):
        return float(at)
    return at.isoformat() if isinstance(at, date) else at


def _axis_type(places: Sequence[Any]) -> str:
    if places and isinstance(places[0], date):
        return "temporal"
    return "ordinal" if places and isinstance(places[0], str) else "quantitative"


_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_CONFIG: dict[str, Any] = {
    "font": _FONT,
    "view": {"stroke": "#bbbbbb"},
    "axis": {
        "labelFontSize": _LETTERS,
        "titleFontSize": _LETTERS,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "gridColor": "#e6e6e6",
        "domainColor": "#888888",
        "tickColor": "#888888",
    },
    "legend": {
        "labelFontSize": _LETTERS,
        "labelLimit": 0,
        "symbolSize": 900,
        "symbolStrokeWidth": 2,
    },
    "title": {"fontSize": 15, "subtitleFontSize": _LETTERS, "subtitlePadding": 4},
    "text": {"fontSize": _LETTERS, "font": _FONT},
}
