"""The arguments and options that several commands have, each written once."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from equitycalc.cli.completion import complete_assumption, complete_words


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


def word_of(words: type[StrEnum], help: str) -> Any:
    """An option that takes one of some words."""
    return typer.Option(metavar="|".join(words), autocompletion=complete_words(words), help=help)


LedgerArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="LEDGER",
        help="The ledger, - for standard input. Without one: $EQUITYCALC_LEDGER, then "
        "data/agreements.yaml in this folder, then the ledger shipped with equitycalc.",
        show_default=False,
    ),
]
LedgerOption = Annotated[
    str | None,
    typer.Option(
        "--ledger", metavar="LEDGER", help="The ledger; found as `equitycalc dilution` finds it."
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="The date to count for; else the ledger's own."),
]
OutstandingOption = Annotated[
    str | None,
    typer.Option(
        metavar="N[@DATE]", help="Shares outstanding, in place of the ledger's statements."
    ),
]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        metavar="GRANT.TERM=VALUE",
        autocompletion=complete_assumption,
        help="Supply a blank, raise a minimum or replace an assumed value. Repeatable.",
    ),
]
FormatOption = Annotated[str, word_of(Format, "How to write the answer.")]
Output = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write there, whole or not at all; - is stdout."
    ),
]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colours.")]
IncludeExpired = Annotated[
    bool, typer.Option("--include-expired", help="Count expired rights as if they lived.")
]
SignedOnly = Annotated[
    bool, typer.Option("--signed-only", help="Leave out agreements whose copy is not signed.")
]
AllReasons = Annotated[bool, typer.Option("--all-rows", help="Show everything that it rests on.")]
