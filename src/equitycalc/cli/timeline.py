"""``equitycalc timeline``: every day on which a total changes, and the running totals."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from equitycalc.cli.asked import chosen
from equitycalc.cli.flow import deliver, read, stopping
from equitycalc.cli.options import (
    Assume,
    Format,
    FormatOption,
    LedgerArgument,
    NoColor,
    Output,
    SignedOnly,
)
from equitycalc.cli.plots import Plot, plot_kind, write_plot
from equitycalc.cli.progress import progress
from equitycalc.timelines import asked_from, begin

if TYPE_CHECKING:
    from equitycalc.rendering.page import Page

EXAMPLES = """\b
Examples:
  equitycalc timeline
  equitycalc timeline --to 1999-12-31
  equitycalc timeline --from 2000-01-01 --price 0.08 --assume debenture.principal=500000
  equitycalc timeline --format csv -o timeline.csv
  equitycalc timeline my-ledger.yaml --outstanding 131475066@2001-05-18 --format json
"""


def timeline(
    ledger: LedgerArgument = None,
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="The first day to show; else the first."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", help="The last day to show; else the last."),
    ] = None,
    price: Annotated[
        str | None,
        typer.Option(
            metavar="P",
            help="One market price for every day: adds the in-the-money and treasury-stock counts.",
        ),
    ] = None,
    outstanding: Annotated[
        str | None,
        typer.Option(
            metavar="N@DATE", help="Shares outstanding, in place of the ledger's statements."
        ),
    ] = None,
    assume: Assume = None,
    signed_only: SignedOnly = False,
    format: FormatOption = Format.TABLE.value,
    to: Output = None,
    plot: Plot = None,
    all_rows: Annotated[
        bool,
        typer.Option("--all-rows", help="Show every day and change, also where there are many."),
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Every day on which a total changes: what changes, by how many shares, and the totals then.

    Grants come and go, shares vest, events happen, statements take issued shares into the count
    outstanding. Deadlines of registration rights and maturities stand among them and change
    nothing. Interest accrues daily: each day shown has it in its totals.
    """
    given: dict[str, str | list[str] | None] = {
        "from": since,
        "to": until,
        "price": price,
        "outstanding": outstanding,
        "assume": assume or [],
        "format": format,
        "plot": plot,
    }
    with stopping(given):
        written = chosen("format", format, Format)
        kind = plot_kind(plot)
        asked = asked_from(
            since=since, until=until, price=price, outstanding=outstanding, assume=assume or ()
        )
        question = asked.question._replace(signed_only=signed_only)
        read_ledger, name = read(ledger, to)
        begun = begin(read_ledger, asked._replace(question=question))
        with progress(len(begun.course.days), "days") as told:
            found = begun.answer(told)

    def page() -> "Page":
        from equitycalc.rendering.timeline_page import timeline_page

        return timeline_page(found, name, all_rows)

    def json() -> Iterator[str]:
        from equitycalc.rendering.timeline_json import json_lines

        return json_lines(found, name)

    def csv() -> Iterator[str]:
        from equitycalc.rendering.timeline_csv import csv_lines

        return csv_lines(found)

    deliver(written, to, no_color, page=page, json=json, csv=csv)
    if kind is not None:
        from equitycalc.rendering.timeline_chart import timeline_chart

        write_plot(plot, lambda: timeline_chart(found, kind))
