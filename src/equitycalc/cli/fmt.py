"""``equitycalc fmt``: ledgers in the form of the house."""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from equitycalc.cli import FINE, LEDGER_WRONG, USAGE, output
from equitycalc.cli.flow import refuse_twice, stopping
from equitycalc.problems import LedgerErrors, Problem, QuestionErrors, visible

if TYPE_CHECKING:
    from equitycalc.reading import Source

EXAMPLES = """\b
Examples:
  equitycalc fmt
  equitycalc fmt data/*.yaml
  equitycalc fmt --check my-ledger.yaml
  equitycalc fmt --diff my-ledger.yaml
  equitycalc fmt - < my-ledger.yaml
"""


def fmt(
    ledger: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="LEDGER",
            help="The ledgers, or files of scenarios or sellers; - writes standard input to "
            "standard output. Without one: $EQUITYCALC_LEDGER, then data/agreements.yaml.",
            show_default=False,
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; end with status 1 where something would be."),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; show what would be different.")
    ] = False,
) -> None:
    """Format ledgers: spacing, digits in groups, quotes, and the order of keys within an entry.

    Entries keep their order, every comment stays with what it belongs to, and what a ledger says
    stays the same. A file that has to be changed takes the place of the old one whole or not at
    all; one that is in form already is not touched. Mistakes in what a ledger says do not matter
    here, and `equitycalc check` reports them; what is not plain YAML is reported, and left as it
    is.
    """
    with stopping({"LEDGER": ledger}):
        refuse_twice("LEDGER", ledger or ())
        sources = _sources(ledger or [])
    gc.disable()  # a few files and an end: collecting would not pay
    problems: list[Problem] = []
    more: Counter[str] = Counter()
    status = FINE
    for source in sources:
        try:
            before, after = _formatted(source)
        except LedgerErrors as errors:
            problems += errors.problems
            more.update(errors.more)
            status = max(status, output.status_of(errors))
            continue
        if diff and before != after:
            output.write(_diff(before, after, source.name), None)
        if check and before != after:
            output.say([f"would format {source.name}"])
            status = max(status, LEDGER_WRONG)
        if check or diff:
            continue
        if source.path is None:
            output.pass_on(after)
        elif before != after:
            if wrong := output.replace_file(after, str(source.path)):
                problems.append(wrong)
                status = USAGE
            else:
                output.say([f"formatted {source.name}"])
    raise output.stop(problems, status, more)


def _sources(ledgers: list[str]) -> "list[Source]":
    """The files that are meant; the ledger inside the package is nobody's to format."""
    from equitycalc.reading.sources import find_ledger, is_shipped, source_of

    if ledgers:
        return [source_of(each) for each in ledgers]
    found = find_ledger(None, os.environ)
    if is_shipped(found):
        said, help = "there is no data/agreements.yaml in this folder", "name the files to format"
        raise QuestionErrors([Problem(name="no-ledger", message=said, path=("LEDGER",), help=help)])
    return [found]


def _formatted(source: "Source") -> tuple[bytes, bytes]:
    """The bytes of a file as they are, and as they are to be."""
    from equitycalc.reading.formatting import formatted
    from equitycalc.reading.sources import MARK, read_all

    before = read_all(source)
    return before, formatted(before.removeprefix(MARK), source.name)


def _diff(before: bytes, after: bytes, name: str) -> Iterator[str]:
    from equitycalc.rendering.text_diff import diff_lines

    lines = diff_lines(before.decode("utf-8"), after.decode("utf-8"), name)
    # For patch and git the text as it is; a terminal must not act on what it holds.
    return map(visible, lines) if output.on_terminal(None) else lines
