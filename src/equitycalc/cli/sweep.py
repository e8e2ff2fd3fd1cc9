"""``equitycalc sweep``: the totals over a range of market prices or of terms."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from equitycalc.cli import output
from equitycalc.cli.asked import chosen
from equitycalc.cli.completion import complete_assumption
from equitycalc.cli.flow import deliver, read, stopping
from equitycalc.cli.options import (
    AsOf,
    Assume,
    Format,
    IncludeExpired,
    LedgerArgument,
    NoColor,
    Output,
    OutstandingOption,
    SignedOnly,
    word_of,
)
from equitycalc.cli.plots import Plot, plot_kind, write_plot
from equitycalc.cli.progress import progress
from equitycalc.sweeps import Point, answer_sweep, asked_from

if TYPE_CHECKING:
    from equitycalc.rendering.page import Page


class SweepFormat(StrEnum):
    """How a sweep is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"


EXAMPLES = """\b
Examples:
  equitycalc sweep --price 0.01:0.20:0.01
  equitycalc sweep --price 0.02,0.04,0.1 --assume debenture.principal=500000
  equitycalc sweep --over debenture.principal=0:1000000:50000 --price 0.08
  equitycalc sweep --over debenture.principal=250000,500000 \\
    --over debenture.conversion_price=0.005:0.02:0.005 --format csv
  equitycalc sweep --price 0.01:0.20:0.0001 --format jsonl -o points.jsonl
"""


def sweep(
    ledger: LedgerArgument = None,
    price: Annotated[
        str | None,
        typer.Option(
            metavar="RANGE",
            help="Market prices: START:STOP:STEP, both ends included, or a list with commas.",
        ),
    ] = None,
    over: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GRANT.TERM=RANGE",
            autocompletion=complete_assumption,
            help="A term goes through these values, whatever the agreement states. Twice, or "
            "beside a range of prices, for a grid.",
        ),
    ] = None,
    as_of: AsOf = None,
    outstanding: OutstandingOption = None,
    assume: Assume = None,
    include_expired: IncludeExpired = False,
    signed_only: SignedOnly = False,
    format: Annotated[str, word_of(SweepFormat, "How to write the answer.")] = (
        SweepFormat.TABLE.value
    ),
    to: Output = None,
    plot: Plot = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Go on where there are over ten million points.")
    ] = False,
    all_rows: Annotated[
        bool, typer.Option("--all-rows", help="Show every point, also where there are over 200.")
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Totals over a range of market prices or terms: what changes, where, and how fast.

    For each point all shares, dilution and proceeds on each basis; over market prices also the
    breakpoints, the exact prices at which something changes, and what holds between them: there
    treasury stock adds A - C / price. A terminal shows the curve of dilution; --plot writes it as
    a chart.
    """
    given: dict[str, str | list[str] | None] = {
        "price": price,
        "over": over or [],
        "as_of": as_of,
        "outstanding": outstanding,
        "assume": assume or [],
        "format": format,
        "plot": plot,
    }
    with stopping(given):
        written = chosen("format", format, SweepFormat)
        kind = plot_kind(plot)
        asked = asked_from(
            price=price,
            over=over or (),
            as_of=as_of,
            outstanding=outstanding,
            assume=assume or (),
            yes=yes,
        )
        question = asked.question._replace(include_expired=include_expired, signed_only=signed_only)
        read_ledger, name = read(ledger, to)
        found = answer_sweep(read_ledger, asked._replace(question=question))

    def page() -> "Page":
        from equitycalc.rendering.drawing import DRAWN
        from equitycalc.rendering.sweep_page import sweep_page

        return sweep_page(found, points(), name, all_rows, draws=output.encodes(DRAWN))

    def json() -> Iterator[str]:
        from equitycalc.rendering.sweep_json import json_lines, jsonl_lines

        if written is SweepFormat.JSONL:
            return jsonl_lines(found, points())
        return json_lines(found, points(), name)

    def csv() -> Iterator[str]:
        from equitycalc.rendering.sweep_csv import csv_lines

        return csv_lines(found, points())

    streams = written not in (SweepFormat.TABLE, SweepFormat.MARKDOWN)
    with progress(found.size, "points", among_output=streams and output.on_terminal(to)) as told:

        def points() -> Iterable[Point]:
            return told(found.points())

        how = Format.JSON if written is SweepFormat.JSONL else Format(written.value)
        deliver(how, to, no_color, page=page, json=json, csv=csv)
    if kind is not None:
        from equitycalc.rendering.sweep_chart import sweep_chart

        write_plot(plot, lambda: sweep_chart(found, kind))
