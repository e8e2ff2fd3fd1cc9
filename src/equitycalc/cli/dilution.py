"""``equitycalc dilution``: every grant, the totals, and what they rest on."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from equitycalc.cli.asked import chosen
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
    word_of,
)
from equitycalc.engine import GroupKey
from equitycalc.questions import answer, question_from

if TYPE_CHECKING:
    from equitycalc.rendering.page import Page


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
    include_expired: IncludeExpired = False,
    signed_only: SignedOnly = False,
    by: Annotated[
        str, word_of(By, "One line for each of these; all but grant show ownership.")
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
    with stopping(given):
        written, key = chosen("format", format, Format), _GROUPS.get(chosen("by", by, By))
        question = question_from(
            as_of=as_of, price=price, outstanding=outstanding, assume=assume or ()
        )._replace(include_expired=include_expired, signed_only=signed_only)
        read_ledger, name = read(ledger, to)
        found = answer(read_ledger, question)

    def page() -> "Page":
        from equitycalc.rendering.dilution_page import dilution_page

        return dilution_page(found, name, key, all_rows)

    def json() -> Iterator[str]:
        from equitycalc.rendering.dilution_json import json_lines

        return json_lines(found, name, key)

    def csv() -> Iterator[str]:
        from equitycalc.rendering.dilution_csv import csv_lines

        return csv_lines(found, key)

    deliver(written, to, no_color, page=page, json=json, csv=csv)
