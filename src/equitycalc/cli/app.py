"""The application: its commands and what is common to them."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

import equitycalc

# Each command's module, which has a function of its name and its examples, and what it does. Where
# the module has a COMMAND, it is the class that reads the command line.
COMMANDS = {
    "dilution": "Count the shares that agreements grant.",
    "check": "Review a ledger: named checks, assertions, limits.",
    "compare": "Put scenarios side by side.",
    "diff": "What changed between two ledgers, and what it does.",
    "explain": "Show how a figure comes about, down to the clauses.",
    "registration": "Deadlines and shares to register, under registration rights.",
    "sweep": "Totals over a range of prices or terms.",
    "timeline": "Every day on which a total changes.",
    "solve": "Find the last value for which a goal holds.",
    "fmt": "Format ledgers; what they say stays the same.",
    "schema": "The JSON Schemas of ledgers and of outputs.",
}

EXAMPLES = """\b
Examples:
  equitycalc dilution
  equitycalc dilution --price 0.08 --assume debenture.principal=500000
  equitycalc registration --as-of 2001-03-01
"""


def application(words: Sequence[str]) -> typer.Typer:
    """The application for a command line; of the commands only the one that it names, because
    each takes its time to load.
    """
    app = typer.Typer(
        name="equitycalc",
        help="Exact equity dilution from a ledger of agreements.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(epilog=EXAMPLES)(_common)
    for name in words[:1] if words and words[0] in COMMANDS else COMMANDS:
        module = import_module(f"equitycalc.cli.{name}")
        command: Callable[..., Any] = getattr(module, name)
        how = getattr(module, "COMMAND", None)
        app.command(cls=how, epilog=module.EXAMPLES, short_help=COMMANDS[name])(command)
    return app


def _version(asked: bool) -> None:
    if asked:
        print(f"equitycalc {equitycalc.__version__}")
        raise typer.Exit


def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Exact equity dilution from a ledger of agreements."""
