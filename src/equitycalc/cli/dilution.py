"""``equitycalc dilution``: every grant, the totals, and what they rest on."""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Literal

import typer

from equitycalc.cli import output
from equitycalc.cli.asked import placed_in_options
from equitycalc.engine import Dilution, GroupKey
from equitycalc.problems import LedgerErrors, QuestionErrors
from equitycalc.questions import answer, question_from

Format = Literal["table", "json", "csv", "markdown"]
By = Literal["grant", "holder", "kind", "agreement"]

EXAMPLES = """\b
Examples:
  equitycalc dilution
  equitycalc dilution --as-of 1999-07-01
  equitycalc dilution --price 0.08 --assume debenture.principal=500000
  equitycalc dilution --by holder --format csv -o holders.csv
  equitycalc dilution my-ledger.yaml --outstanding 131475066@2001-05-18 --format json
"""


def dilution(
    ledger: Annotated[
        str | None,
        typer.Argument(
            metavar="LEDGER",
            help="The ledger, - for standard input. Without one: $EQUITYCALC_LEDGER, then "
            "data/agreements.yaml in this folder, then the ledger shipped with equitycalc.",
            show_default=False,
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The date to count for; else the ledger's own."),
    ] = None,
    price: Annotated[
        str | None,
        typer.Option(
            metavar="P",
            help="Market price of a share: adds the in-the-money and treasury-stock counts.",
        ),
    ] = None,
    outstanding: Annotated[
        str | None,
        typer.Option(
            metavar="N[@DATE]", help="Shares outstanding, in place of the ledger's statements."
        ),
    ] = None,
    assume: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GRANT.TERM=VALUE",
            help="Supply a blank, raise a minimum or replace an assumed value. Repeatable.",
        ),
    ] = None,
    include_expired: Annotated[
        bool, typer.Option("--include-expired", help="Count expired rights as if they lived.")
    ] = False,
    signed_only: Annotated[
        bool, typer.Option("--signed-only", help="Leave out agreements whose copy is not signed.")
    ] = False,
    by: Annotated[
        By, typer.Option(help="One line for each of these; by holder adds ownership.")
    ] = ("grant"),
    format: Annotated[Format, typer.Option(help="How to write the answer.")] = "table",
    to: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write there, whole or not at all; - is stdout."
        ),
    ] = None,
    all_rows: Annotated[
        bool, typer.Option("--all-rows", help="Show every grant, also where there are over 200.")
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours.")] = False,
) -> None:
    """Count the shares that agreements grant: fully diluted, in the money, treasury stock.

    Shows every grant with the reason where it counts for nothing, the way from the stated
    outstanding to the total, dilution, overhang and proceeds, and what they all rest on. A figure
    that open terms leave open is shown with its bound, as in "≥ 6,000,000".
    """
    try:
        question = replace(
            question_from(as_of=as_of, price=price, outstanding=outstanding, assume=assume or ()),
            include_expired=include_expired,
            signed_only=signed_only,
        )
        # The reader brings pydantic and PyYAML: a misspelt option is answered without them.
        from equitycalc.reading import find_ledger, read_source
        from equitycalc.reading.sources import LedgerUnopened

        source = find_ledger(ledger, os.environ)
        output.refuse_to_overwrite(to, source.path)
        try:
            found = answer(read_source(source), question)
        except LedgerUnopened as errors:
            raise output.stop(errors.problems, output.USAGE) from None
        except LedgerErrors as errors:
            raise output.stop(errors.problems, output.LEDGER_WRONG) from None
    except QuestionErrors as errors:
        given = {"as_of": as_of, "price": price, "outstanding": outstanding}
        placed = placed_in_options(errors.problems, given, assume or [])
        raise output.stop(placed, output.USAGE) from None
    key = None if by == "grant" else by
    if format == "table" and output.draws_tables(to):
        from equitycalc.rendering.sheet import sheet

        output.draw(sheet(found, source.name, key, all_rows), no_color)
    else:
        output.write(_lines(found, format, source.name, key, all_rows), to)


def _lines(
    found: Dilution, format: Format, ledger: str, by: GroupKey | None, all_rows: bool
) -> Iterator[str]:
    if format == "json":
        from equitycalc.rendering.as_json import json_lines

        return json_lines(found, ledger, by)
    if format == "csv":
        from equitycalc.rendering.as_csv import csv_lines

        return csv_lines(found, by)
    from equitycalc.rendering.sheet import sheet

    laid_out = sheet(found, ledger, by, all_rows)
    if format == "markdown":
        from equitycalc.rendering.as_markdown import markdown_lines

        return markdown_lines(laid_out)
    from equitycalc.rendering.as_text import text_lines

    return text_lines(laid_out)
