"""``equitycalc explain``: a figure from the number down to the clauses."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from equitycalc.cli.asked import chosen
from equitycalc.cli.completion import complete_figure
from equitycalc.cli.flow import deliver, read, stopping
from equitycalc.cli.options import (
    AsOf,
    Assume,
    Format,
    FormatOption,
    IncludeExpired,
    LedgerArgument,
    NoColor,
    Output,
    OutstandingOption,
    SignedOnly,
)
from equitycalc.explanations import WHAT, explained
from equitycalc.questions import question_from

if TYPE_CHECKING:
    from equitycalc.rendering.explain_text import Quoting
    from equitycalc.rendering.page import Page

EXAMPLES = """\b
Examples:
  equitycalc explain rost-warrant-a --price 0.08
  equitycalc explain debenture --as-of 2001-06-30 --assume debenture.principal=500000
  equitycalc explain fully_diluted
  equitycalc explain treasury_stock.dilution --price 0.08
  equitycalc explain "ownership(Patrick Rost)" --format markdown
"""


def explain(
    what: Annotated[
        str,
        typer.Argument(
            metavar=WHAT,
            autocompletion=complete_figure,
            help="A grant's id; a basis: fully_diluted, in_the_money, treasury_stock; or a "
            "measure: dilution, treasury_stock.dilution, ownership(HOLDER).",
        ),
    ],
    ledger: LedgerArgument = None,
    as_of: AsOf = None,
    price: Annotated[
        str | None,
        typer.Option(
            metavar="P",
            help="Market price of a share: a grant is then explained by treasury stock.",
        ),
    ] = None,
    outstanding: OutstandingOption = None,
    assume: Assume = None,
    include_expired: IncludeExpired = False,
    signed_only: SignedOnly = False,
    documents: Annotated[
        str | None,
        typer.Option(
            metavar="DIR", help="Quote the lines cited, from the documents in this folder."
        ),
    ] = None,
    format: FormatOption = Format.TABLE.value,
    to: Output = None,
    all_rows: Annotated[
        bool, typer.Option("--all-rows", help="Show every grant, also where there are over 20.")
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Explain a figure: a tree from the number down to the clauses.

    Each line is a figure, the formula that made it with the figures in it, and where it stands:
    the lines of a document, or a statement's source. Beneath it are who assumed what and why, what
    was rounded and which way, and the inputs, each explained in the same way.
    """
    given: dict[str, str | list[str] | None] = {
        WHAT: what,
        "as_of": as_of,
        "price": price,
        "outstanding": outstanding,
        "assume": assume or [],
        "documents": documents,
        "format": format,
    }
    quoting: Quoting | None = None
    with stopping(given):
        written = chosen("format", format, Format)
        question = question_from(
            as_of=as_of, price=price, outstanding=outstanding, assume=assume or ()
        )._replace(include_expired=include_expired, signed_only=signed_only)
        if documents is not None:
            from equitycalc.reading.cited import Documents

            quoting = Documents(documents).quoted
        read_ledger, name = read(ledger, to)
        found = explained(read_ledger, question, what, all_rows=all_rows)

    def page() -> "Page":
        from equitycalc.rendering.explain_page import explain_page

        return explain_page(found, name, quoting)

    def json() -> Iterator[str]:
        from equitycalc.rendering.explain_json import json_lines

        return json_lines(found, name, quoting)

    def csv() -> Iterator[str]:
        from equitycalc.rendering.explain_csv import csv_lines

        return csv_lines(found)

    deliver(written, to, no_color, page=page, json=json, csv=csv)
