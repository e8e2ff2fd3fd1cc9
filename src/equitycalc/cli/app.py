"""The application: its commands and what is common to them."""

from typing import Annotated

import typer

import equitycalc
from equitycalc.cli.dilution import EXAMPLES, dilution

app = typer.Typer(
    name="equitycalc",
    help="Exact equity dilution from a ledger of agreements.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        print(f"equitycalc {equitycalc.__version__}")
        raise typer.Exit


@app.callback(epilog=EXAMPLES)
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Exact equity dilution from a ledger of agreements."""


app.command(epilog=EXAMPLES, short_help="Count the shares that agreements grant.")(dilution)
