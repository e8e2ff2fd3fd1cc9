"""``equitycalc diff``: what changed between two ledgers, and what that does to every total."""

import gc
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from equitycalc.cli import LEDGER_WRONG, output
from equitycalc.cli.asked import chosen
from equitycalc.cli.flow import refuse_two_of, stopping
from equitycalc.cli.options import (
    Assume,
    NoColor,
    Output,
    OutstandingOption,
    word_of,
)
from equitycalc.measures import option_for
from equitycalc.problems import Place, Problem
from equitycalc.questions import question_from

if TYPE_CHECKING:
    from equitycalc.diffing.answer import Diff
    from equitycalc.diffing.gates import Judged
    from equitycalc.rendering.page import Page


class Written(StrEnum):
    """How the differences are written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


EXAMPLES = """\b
Examples:
  equitycalc diff before.yaml after.yaml
  equitycalc diff main
  equitycalc diff HEAD~1 HEAD -- data/agreements.yaml
  equitycalc diff HEAD~1:data/agreements.yaml data/ledger.yaml
  equitycalc diff main --format markdown -o comment.md
  equitycalc diff main --fail-if 'dilution +1%' --fail-if 'rights +1000000'
"""

MAX_CHANGES = 200
MAX_IN_COMMENT = 100  # a comment of a pull request has at most 65,536 characters
_PATHS = "equitycalc.paths"


class WithPaths(TyperCommand):
    """A command that is told what stands after ``--``, which is otherwise an argument like any."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Keeps what stands after the first ``--`` apart."""
        if "--" in args:
            at = args.index("--")
            ctx.meta[_PATHS] = args[at + 1 :]
            args = args[:at]
        return super().parse_args(ctx, args)


COMMAND = WithPaths


def diff(
    ctx: typer.Context,
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help="A ledger, or a revision of one, as git names it: REVISION, or REVISION:PATH. "
            "What is there as a file is a file, unless the ledger is named after --.",
            show_default=False,
        ),
    ],
    new: Annotated[
        str | None,
        typer.Argument(
            metavar="NEW [-- LEDGER]",
            help="The same of what OLD is compared with; without it the file as it is now. A "
            "revision has the ledger at the path of the file it is compared with, at LEDGER, at "
            "$EQUITYCALC_LEDGER, or at data/agreements.yaml.",
            show_default=False,
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="The date to count for, in both; else the own date of each."
        ),
    ] = None,
    price: Annotated[
        str | None,
        typer.Option(
            metavar="P",
            help="Market price of a share: adds the in-the-money and treasury-stock counts.",
        ),
    ] = None,
    outstanding: OutstandingOption = None,
    assume: Assume = None,
    fail_if: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CONDITION",
            help="End with status 1 where a figure rises (+) or falls (-) by more than this, as "
            "'dilution +1%', or where this holds of NEW, as 'dilution > 20%'; also where it cannot "
            "be shown not to: [BASIS.]MEASURE +NUMBER[%] or [BASIS.]MEASURE OP NUMBER[%]. "
            "Repeatable.",
        ),
    ] = None,
    format: Annotated[str, word_of(Written, "How to write the answer.")] = Written.TABLE.value,
    to: Output = None,
    all_rows: Annotated[
        bool, typer.Option("--all-rows", help="Show every change, also where there are many.")
    ] = False,
    no_color: NoColor = False,
) -> None:
    """What changed between two ledgers, and what each change does to the totals.

    Changes are told term by term; moved entries, comments and spacing are none. They are applied
    one by one in the order of the ledger, and what each makes comes to the whole. Where nothing
    changed, nothing is printed. With --fail-if it is a gate.
    """
    paths: list[str] = ctx.meta.get(_PATHS, [])
    given: dict[str, str | list[str] | None] = {
        "OLD": old,
        "NEW": new,
        "PATH": paths,
        "as_of": as_of,
        "price": price,
        "outstanding": outstanding,
        "assume": assume or [],
        "fail_if": fail_if or [],
        "format": format,
    }
    with stopping(given):
        written = chosen("format", format, Written)
        refuse_two_of({"OLD": old, "NEW": new})
        question = question_from(
            as_of=as_of, price=price, outstanding=outstanding, assume=assume or ()
        )
        from equitycalc.diffing.gates import gates_from, refuse_unknown_holders

        gates = gates_from(fail_if or ())
        # The reader brings pydantic and PyYAML: a misspelt option is answered without them.
        from equitycalc.reading.compared import compared, read_both

        first, last = compared(old, new, paths)
        for each in (first, last):
            output.refuse_to_overwrite(to, each.path)
        gc.disable()  # one answer and an end: collecting would not pay
        before, after = read_both(first, last)
        refuse_unknown_holders(gates, before, after)
        from equitycalc.diffing.answer import answer_diff

        found = answer_diff(before, after, question)
        judged = tuple(found.judged(gates))
    names = (first.name, last.name)

    def page(most: int) -> "Page":
        from equitycalc.rendering.diff_page import diff_page

        return diff_page(found, names, judged, None if all_rows else most)

    gc.freeze()
    if not found.steps:
        output.write((), to)  # nothing; a file has nothing in it then
    elif written is Written.TABLE and output.draws_tables(to):
        output.draw(page(MAX_CHANGES), no_color)
    else:
        output.write(_lines(written, page, found, names, judged), to)
    closed = [_problem(each) for each in judged if each.closed]
    if closed:
        raise output.stop(closed, LEDGER_WRONG)


def _lines(
    written: Written,
    page: "Callable[[int], Page]",
    found: "Diff",
    names: tuple[str, str],
    judged: "tuple[Judged, ...]",
) -> Iterator[str]:
    match written:
        case Written.JSON:
            from equitycalc.rendering.diff_json import json_lines

            return json_lines(found, names, judged)
        case Written.MARKDOWN:
            from equitycalc.rendering.as_markdown import markdown_lines

            return markdown_lines(page(MAX_IN_COMMENT))
        case _:
            from equitycalc.rendering.as_text import text_lines

            return text_lines(page(MAX_CHANGES))


def _problem(each: "Judged") -> Problem:
    """A gate that is closed: which figure does what, or leaves it open."""
    from equitycalc.rendering.diff_words import figure_of

    said = figure_of(each)
    if each.outcome == "holds":
        name = "gate-broken"
    else:
        name, said = "gate-unproven", f"{said}: unproven, and so it fails"
    text = each.gate.condition.text
    place = Place("--fail-if", None, 1, text)
    return Problem(name=name, message=said, help=option_for(each.lacks), place=place)
