"""``equitycalc compare``: scenarios side by side, and gates on them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from equitycalc.cli import LEDGER_WRONG, output
from equitycalc.cli.asked import chosen
from equitycalc.cli.completion import complete_scenario
from equitycalc.cli.flow import deliver, read, refuse_two_of, stopping
from equitycalc.cli.options import (
    AllReasons,
    Format,
    FormatOption,
    LedgerOption,
    NoColor,
    Output,
)
from equitycalc.comparing import Broken, conditions_from, refuse_unknown_holders
from equitycalc.comparing import compare as compare_scenarios
from equitycalc.measures import A_MARKET_PRICE
from equitycalc.problems import Place, Problem

if TYPE_CHECKING:
    from equitycalc.rendering.page import Page

EXAMPLES = """\b
Examples:
  equitycalc compare
  equitycalc compare closing-250k closing-500k closing-1m
  equitycalc compare --baseline closing-500k --format markdown
  equitycalc compare closing-500k closing-1m --fail-if 'dilution > 50%'
  equitycalc compare --scenarios mine.yaml --ledger my-ledger.yaml --format json
"""


def compare(
    scenario: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SCENARIO]...",
            autocompletion=complete_scenario,
            help="The scenarios to put side by side; else all of the file.",
            show_default=False,
        ),
    ] = None,
    scenarios: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="The file of scenarios; else data/scenarios.yaml in this folder, then the one "
            "shipped with equitycalc. - is standard input.",
        ),
    ] = None,
    ledger: LedgerOption = None,
    baseline: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            autocompletion=complete_scenario,
            help="Show differences from this scenario; else from the first.",
        ),
    ] = None,
    fail_if: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CONDITION",
            help="End with status 1 where this holds, or cannot be shown not to: "
            "[SCENARIO:][BASIS.]MEASURE OP NUMBER[%], as 'dilution > 20%'. Repeatable.",
        ),
    ] = None,
    format: FormatOption = Format.TABLE.value,
    to: Output = None,
    all_rows: AllReasons = False,
    no_color: NoColor = False,
) -> None:
    """Put scenarios side by side: one column each, and what differs from the baseline.

    A scenario is a question about the ledger with something else in it: other terms, blanks
    supplied, grants and events that have not happened. A difference is not known where both figures
    are open; an open term that is the same in both leaves it known. With --fail-if it is a gate,
    which closes where a bound or a missing figure leaves a condition open.
    """
    given: dict[str, str | list[str] | None] = {
        "SCENARIO": scenario or [],
        "baseline": baseline,
        "ledger": ledger,
        "scenarios": scenarios,
        "fail_if": fail_if or [],
        "format": format,
    }
    with stopping(given):
        written = chosen("format", format, Format)
        refuse_two_of({"ledger": ledger, "scenarios": scenarios})
        read_ledger, ledger_name = read(ledger, to)
        from equitycalc.reading.scenario_tree import find_scenarios, read_scenarios

        source = find_scenarios(scenarios)
        output.refuse_to_overwrite(to, source.path)
        resolved = read_scenarios(source, read_ledger)
        conditions = conditions_from(fail_if or (), [each.name for each in resolved])
        refuse_unknown_holders(conditions, read_ledger, resolved)
        found = compare_scenarios(read_ledger, resolved, scenario or (), baseline, conditions)

    def page() -> "Page":
        from equitycalc.rendering.compare_page import compare_page

        return compare_page(found, ledger_name, source.name, all_rows)

    def json() -> Iterator[str]:
        from equitycalc.rendering.compare_json import json_lines

        return json_lines(found, ledger_name, source.name)

    def csv() -> Iterator[str]:
        from equitycalc.rendering.compare_csv import csv_lines

        return csv_lines(found)

    deliver(written, to, no_color, page=page, json=json, csv=csv)
    broken = [_problem(each) for each in found.broken(conditions)]
    if broken:
        raise output.stop(broken, LEDGER_WRONG)


def _problem(each: Broken) -> Problem:
    """A gate that is closed: which scenario breaks what, or leaves it open."""
    from equitycalc.rendering.measures_text import figure_text

    help = None
    if each.lacks is None:
        figure = figure_text(each.condition.measure, each.figure)
    else:
        figure = f"not known without {each.lacks}"
        key = "market_price: P" if each.lacks == A_MARKET_PRICE else "outstanding: N@DATE"
        help = f"write {key} in the scenario"
    said = f"{each.scenario}: {each.condition.measure.text} is {figure}"
    if each.outcome == "holds":
        name = "gate-broken"
    else:
        name, said = "gate-unproven", f"{said}: unproven, and so it fails"
    place = Place("--fail-if", None, 1, each.condition.text)
    return Problem(name=name, message=said, help=help, place=place)
