"""What every command does beside its own work: stop where something is wrong, read the ledger,
write the answer.
"""

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from equitycalc.cli import USAGE, output
from equitycalc.cli.asked import placed_in_options
from equitycalc.cli.options import Format
from equitycalc.problems import LedgerErrors, Problem, QuestionErrors
from equitycalc.terms import Ledger

if TYPE_CHECKING:
    from equitycalc.rendering.page import Page


@contextmanager
def stopping(given: Mapping[str, str | list[str] | None]) -> Iterator[None]:
    """Says what is wrong with a ledger, or with the options ``given``, and exits."""
    try:
        yield
    except LedgerErrors as errors:
        raise output.stop(errors.problems, output.status_of(errors), errors.more) from None
    except QuestionErrors as errors:
        raise output.stop(placed_in_options(errors.problems, given), USAGE) from None


def refuse_two_of(stdin: Mapping[str, str | None]) -> None:
    """Stop where several options would read standard input; ``QuestionErrors`` names the last."""
    names = [name for name, file in stdin.items() if file == "-"]
    if len(names) > 1:
        said = "standard input can be read once"
        raise QuestionErrors(
            [Problem(name="standard-input-twice", message=said, path=(names[-1],))]
        )


def refuse_twice(argument: str, files: Sequence[str]) -> None:
    """Stop where standard input is named twice among several files."""
    both = [index for index, each in enumerate(files) if each == "-"]
    if len(both) > 1:
        said = "standard input can be read once"
        path = (argument, both[1])
        raise QuestionErrors([Problem(name="standard-input-twice", message=said, path=path)])


def read(ledger: str | None, to: str | None) -> tuple[Ledger, str]:
    """The ledger that is meant, and its name; ``to`` must not be its file."""
    # The reader brings pydantic and PyYAML: a misspelt option is answered without them.
    from equitycalc.reading import find_ledger, read_source

    gc.disable()  # one answer and an end: collecting would not pay
    source = find_ledger(ledger, os.environ)
    output.refuse_to_overwrite(to, source.path)
    return read_source(source), source.name


def deliver(
    format: Format,
    to: str | None,
    no_color: bool,
    *,
    page: "Callable[[], Page]",
    json: Callable[[], Iterator[str]],
    csv: Callable[[], Iterator[str]],
) -> None:
    """Write an answer in its format: drawn on a terminal, as lines everywhere else."""
    gc.freeze()  # collecting would not pay at the end either
    if format is Format.TABLE and output.draws_tables(to):
        output.draw(page(), no_color)
        return
    match format:
        case Format.JSON:
            lines = json()
        case Format.CSV:
            lines = csv()
        case Format.MARKDOWN:
            from equitycalc.rendering.as_markdown import markdown_lines

            lines = markdown_lines(page())
        case _:
            from equitycalc.rendering.as_text import text_lines

            lines = text_lines(page())
    output.write(lines, to)
