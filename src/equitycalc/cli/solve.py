"""``equitycalc solve``: the last value for which a goal holds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from equitycalc.cli.asked import chosen
from equitycalc.cli.completion import complete_variable
from equitycalc.cli.flow import deliver, read, stopping
from equitycalc.cli.options import (
    AllReasons,
    AsOf,
    Assume,
    Format,
    FormatOption,
    LedgerOption,
    NoColor,
    Output,
    OutstandingOption,
)
from equitycalc.solving import answer_solve, asked_from

if TYPE_CHECKING:
    from equitycalc.rendering.page import Page

EXAMPLES = """\b
Examples:
  equitycalc solve 'dilution <= 20%' --for debenture.principal \\
    --assume bridge-loan-shares.shares=0
  equitycalc solve 'treasury_stock.incremental_shares >= 3000000' --for market_price \\
    --assume debenture.principal=0
  equitycalc solve --authorized 150000000 --for debenture.principal
  equitycalc solve 'ownership(Patrick Rost) >= 3%' --for issue.shares
"""


def solve(
    variable: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="VARIABLE",
            autocompletion=complete_variable,
            help="What may change: GRANT.TERM, market_price, or issue.shares, the size of an "
            "issue for cash.",
        ),
    ],
    goal: Annotated[
        str | None,
        typer.Argument(
            metavar="GOAL",
            help="What is to hold: [BASIS.]MEASURE OP NUMBER[%], as 'dilution <= 20%'.",
            show_default=False,
        ),
    ] = None,
    authorized: Annotated[
        str | None,
        typer.Option(
            metavar="N", help="The goal that all shares, fully diluted, are no more than this."
        ),
    ] = None,
    tick: Annotated[
        str | None,
        typer.Option(metavar="P", help="The step of prices; 0.0001 where none is given."),
    ] = None,
    ledger: LedgerOption = None,
    as_of: AsOf = None,
    price: Annotated[str | None, typer.Option(metavar="P", help="Market price of a share.")] = None,
    outstanding: OutstandingOption = None,
    assume: Assume = None,
    format: FormatOption = Format.TABLE.value,
    to: Output = None,
    all_rows: AllReasons = False,
    no_color: NoColor = False,
) -> None:
    """Find the last value for which a goal holds, and the next one, for which it does not.

    Values lie on a grid: shares, cents, and prices by --tick. With open terms left, the answer is a
    limit, "at most" or "at least". A figure that goes up and down with what may change is refused,
    because the goal could then hold in several places.
    """
    given: dict[str, str | list[str] | None] = {
        "GOAL": goal,
        "for": variable,
        "authorized": authorized,
        "tick": tick,
        "as_of": as_of,
        "price": price,
        "outstanding": outstanding,
        "assume": assume or [],
        "format": format,
    }
    with stopping(given):
        written = chosen("format", format, Format)
        asked, question = asked_from(
            goal=goal,
            variable=variable,
            tick=tick,
            authorized=authorized,
            as_of=as_of,
            price=price,
            outstanding=outstanding,
            assume=assume or (),
        )
        read_ledger, name = read(ledger, to)
        found = answer_solve(read_ledger, question, asked)

    def page() -> "Page":
        from equitycalc.rendering.solve_page import solve_page

        return solve_page(found, name, all_rows)

    def json() -> Iterator[str]:
        from equitycalc.rendering.solve_json import json_lines

        return json_lines(found, name)

    def csv() -> Iterator[str]:
        from equitycalc.rendering.solve_csv import csv_lines

        return csv_lines(found)

    deliver(written, to, no_color, page=page, json=json, csv=csv)
