"""Charts: what they show, as the words and shapes of an SVG."""

import os
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from equitycalc.bounds import Range
from equitycalc.rendering.charts import (
    KINDS,
    Line,
    Mark,
    Value,
    chart_kind,
    curve_chart,
    step_chart,
)
from equitycalc.rendering.drawing import block_curve, sparkline

pytest.importorskip("vl_convert")

DAYS: list[tuple[date, Value]] = [
    (date(1999, 1, 4), 96_812_030),
    (date(1999, 7, 1), Range(92_812_030, 94_000_000)),
    (date(2000, 12, 31), 101_812_030),
]


def step(**more: Any) -> str:
    return step_chart(DAYS, kind="svg", title="Example, Inc.", **more).decode()


def words(svg: str) -> list[str]:
    return re.findall(r">([^<>]+)</", svg)


def paths(svg: str, kind: str) -> list[str]:
    """The ways of the lines or areas, of all that are drawn from data."""
    groups = re.findall(rf'<g class="mark-{kind} [^>]*>(.*?)</g>', svg)
    return [way for group in groups for way in re.findall(r' d="([^"]+)"', group)]


def test_steps_go_sideways_and_up() -> None:
    (way,) = paths(step(), "line")
    points = [tuple(map(float, each.split(","))) for each in re.split("[ML]", way) if each]
    assert len(points) > len(DAYS)
    for (x, y), (nextx, nexty) in pairwise(points):
        assert x == nextx or y == nexty


def test_a_range_has_a_band_and_a_number_has_none() -> None:
    assert len(paths(step(), "area")) == 1
    flat = step_chart(DAYS[::2], kind="svg", title="x")
    assert paths(flat.decode(), "area") in ([], [""])


def test_days_are_the_same_in_every_time_zone() -> None:
    code = (
        "from datetime import date\n"
        "from equitycalc.rendering.charts import step_chart\n"
        "days = [(date(1999, 1, 4), 1), (date(2000, 12, 31), 2)]\n"
        "print(step_chart(days, kind='svg', title='x').decode())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone in ("UTC", "America/Los_Angeles", "Asia/Tokyo")
    }
    assert len(seen) == 1
    assert "1999-04" in words(seen.pop())


def test_the_name_or_the_axis_says_what_is_open() -> None:
    opened = [(day, Range(1, 1, 1)) for day, _ in DAYS]
    both = step(others=[Line("Outstanding", opened)])
    assert {"Fully diluted", "Outstanding (at least)", "Shares"} <= set(words(both))
    alone = step_chart(opened, kind="svg", title="x").decode()
    assert {"Fully diluted", "Shares, at least"} <= set(words(alone))


def test_labels_have_rows_of_their_own_and_stay_within() -> None:
    marks = [Mark(date(1999, 7, day), f"mark number {day}") for day in range(1, 10)]
    svg = step(marks=[*marks, Mark(date(2000, 12, 31), "at the end"), Mark(date(2010, 1, 1), "no")])
    shown = [word for word in words(svg) if word.startswith("mark")]
    assert 1 <= len(shown) < len(marks)
    assert "at the end" in words(svg) and "no" not in words(svg)
    assert svg.count('stroke="#999999"') == 10


def test_words_and_single_points_can_be_drawn() -> None:
    for at in ("cash", Decimal("0.1"), date(2001, 1, 1)):
        line = Line("One", [(at, Fraction(1, 3)), (at, None)])
        svg = curve_chart(
            [line], kind="svg", title="x", x_title="X", y_title="Y", percent=True, dots=True
        )
        assert b"One" in svg


def test_text_of_a_ledger_is_text_of_the_chart() -> None:
    svg = step_chart(DAYS, kind="svg", title="<b>&amp; datum.x", subtitle="</svg>").decode()
    assert "&lt;b&gt;&amp;amp; datum.x" in svg
    assert svg.count("</svg>") == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.svg", "svg"), ("a.b.PNG", "png"), ("svg", None), ("a.pdf", None), ("", None)],
)
def test_the_name_of_a_file_says_what_it_is(name: str, kind: str | None) -> None:
    assert chart_kind(name) == kind
    assert kind is None or kind in KINDS


def test_blocks_are_as_high_as_their_numbers() -> None:
    values = [Fraction(0), Fraction(1, 2), None, Fraction(1)]
    lines = block_curve(values, ("1", "4"), ("100%", "0%"), 2)
    gap, bar = " " * 15, "█" * 15
    assert lines == (
        f"100% │{gap}{gap}{gap}{bar}",
        f"  0% │{gap}{bar}{gap}{bar}",
        "     └" + "─" * 60,
        "      1" + "4".rjust(59),
    )
    assert sparkline([Fraction(1), Fraction(1, 1000), Fraction(0)], Fraction(2)) == (
        "▄" * 10 + "▁" * 10 + " " * 10
    )
