"""``equitycalc dilution``: every grant, the totals, and what they rest on."""

import gc
import os
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from equitycalc.cli import USAGE, output
from equitycalc.cli.asked import chosen, placed_in_options
from equitycalc.cli.options import (
    AsOf,
    Assume,
    Format,
    FormatOption,
    LedgerArgument,
    NoColor,
    Output,
    OutstandingOption,
    one_of,
)
from equitycalc.engine import Dilution, GroupKey
from equitycalc.problems import LedgerErrors, QuestionErrors
from equitycalc.questions import answer, question_from


class By(StrEnum):
    """What a line of the answer stands for."""

    GRANT = "grant"
    HOLDER = "holder"
    KIND = "kind"
    AGREEMENT = "agreement"
    REGISTRATION = "registration"


_GROUPS: dict[By, GroupKey] = {
    By.HOLDER: "holder",
    By.KIND: "kind",
    By.AGREEMENT: "agreement",
    By.REGISTRATION: "registration",
}

EXAMPLES = """\b
Examples:
  equitycalc dilution
  equitycalc dilution --as-of 1999-07-01
  equitycalc dilution --price 0.08 --assume debenture.principal=500000
  equitycalc dilution --by holder --format csv -o holders.csv
  equitycalc dilution my-ledger.yaml --outstanding 131475066@2001-05-18 --format json
"""


def dilution(
    ledger: LedgerArgument = None,
    as_of: AsOf = None,
    price: Annotated[
        str | None,
        typer.Option(
            metavar="P",
            help="Market price of a share: adds the in-the-money and treasury-stock counts.",
        ),
    ] = None,
    outstanding: OutstandingOption = None,
    assume: Assume = None,
    include_expired: Annotated[
        bool, typer.Option("--include-expired", help="Count expired rights as if they lived.")
    ] = False,
    signed_only: Annotated[
        bool, typer.Option("--signed-only", help="Leave out agreements whose copy is not signed.")
    ] = False,
    by: Annotated[
        str, one_of(By, "One line for each of these; all but grant show ownership.")
    ] = By.GRANT.value,
    format: FormatOption = Format.TABLE.value,
    to: Output = None,
    all_rows: Annotated[
        bool, typer.Option("--all-rows", help="Show every grant, also where there are over 200.")
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Count the shares that agreements grant: fully diluted, in the money, treasury stock.

    Shows every grant with the reason where it counts for nothing, the way from the stated
    outstanding to the total, dilution, overhang and proceeds, and what they all rest on. A figure
    that open terms leave open is shown with its bound, as in "≥ 6,000,000".
    """
    given: dict[str, str | list[str] | None] = {
        "as_of": as_of,
        "price": price,
        "outstanding": outstanding,
        "assume": assume or [],
        "by": by,
        "format": format,
    }
    try:
        written, key = chosen("format", format, Format), _GROUPS.get(chosen("by", by, By))
        question = question_from(
            as_of=as_of, price=price, outstanding=outstanding, assume=assume or ()
        )._replace(include_expired=include_expired, signed_only=signed_only)
        # The reader brings pydantic and PyYAML: a misspelt option is answered without them.
        from equitycalc.reading import find_ledger, read_source

        gc.disable()  # one answer and an end: collecting would not pay
        source = find_ledger(ledger, os.environ)
        output.refuse_to_overwrite(to, source.path)
        found = answer(read_source(source), question)
        gc.freeze()  # nor would it at the end
    except LedgerErrors as errors:
        raise output.stop(errors.problems, output.status_of(errors)) from None
    except QuestionErrors as errors:
        placed = placed_in_options(errors.problems, given)
        raise output.stop(placed, USAGE) from None
    if written is Format.TABLE and output.draws_tables(to):
        from equitycalc.rendering.dilution_page import dilution_page

        output.draw(dilution_page(found, source.name, key, all_rows), no_color)
    else:
        output.write(_lines(found, written, source.name, key, all_rows), to)


def _lines(
    found: Dilution, format: Format, ledger: str, by: GroupKey | None, all_rows: bool
) -> Iterator[str]:
    if format is Format.JSON:
        from equitycalc.rendering.dilution_json import json_lines

        return json_lines(found, ledger, by)
    if format is Format.CSV:
        from equitycalc.rendering.dilution_csv import csv_lines

        return csv_lines(found, by)
    from equitycalc.rendering.dilution_page import dilution_page

    laid_out = dilution_page(found, ledger, by, all_rows)
    if format is Format.MARKDOWN:
        from equitycalc.rendering.as_markdown import markdown_lines

        return markdown_lines(laid_out)
    from equitycalc.rendering.as_text import text_lines

    return text_lines(laid_out)
