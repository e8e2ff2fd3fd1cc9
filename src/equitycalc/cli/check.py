"""``equitycalc check``: a ledger under review."""

import gc
import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from equitycalc.cli import FINE, LEDGER_WRONG, output
from equitycalc.cli.asked import chosen
from equitycalc.cli.completion import complete_check
from equitycalc.cli.flow import refuse_twice, stopping
from equitycalc.cli.options import Output, word_of
from equitycalc.problems import LedgerErrors, Severity

if TYPE_CHECKING:
    from equitycalc.checks.review import Reviewed
    from equitycalc.checks.subject import Texts
    from equitycalc.checks.table import Check
    from equitycalc.reading import Source

EXAMPLES = """\b
Examples:
  equitycalc check
  equitycalc check --strict my-ledger.yaml another.yaml
  equitycalc check --strict --documents exhibits/ -v
  equitycalc check --only holder-alias --only duplicate-grant
  equitycalc check --strict --format sarif -o findings.sarif
"""


class Report(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


class Level(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def check(
    ledger: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[LEDGER]...",
            help="The ledgers, - for standard input; without one, found as `equitycalc dilution` "
            "finds it.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Also look for what is seldom meant, or left open.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            autocompletion=complete_check,
            help="Run this check, and no others but those named so. Repeatable.",
        ),
    ] = None,
    documents: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="The folder with the documents: see whether the lines cited say what they should.",
        ),
    ] = None,
    fail_on: Annotated[
        str, word_of(Level, "What ends with status 1, and whatever is worse.")
    ] = Level.WARNING.value,
    format: Annotated[str, word_of(Report, "How to write what is found.")] = Report.TEXT.value,
    to: Output = None,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose", "-v", help="Show notes too, what the ledger allows, and what was checked."
        ),
    ] = False,
    listing: Annotated[
        bool, typer.Option("--list", help="List the checks, and check nothing.")
    ] = False,
) -> None:
    """Review ledgers: silent, with status 0, where nothing is wrong.

    What makes a ledger unreadable is always said; beyond that, named checks look for what
    contradicts itself, with --strict for what is seldom meant, and with --documents whether each
    figure stands in the lines that are cited for it. Notes, on what a ledger leaves open, are shown
    with -v, by their names, or where they are to fail. An entry of a ledger switches a check off
    with `allow: {NAME: reason}`.
    """
    given: dict[str, str | list[str] | None] = {
        "LEDGER": ledger or [],
        "only": only or [],
        "documents": documents,
        "fail_on": fail_on,
        "format": format,
    }
    if listing:
        from equitycalc.rendering.check_text import list_lines

        output.write(list_lines(), to)
        return
    with stopping(given):
        level, report = chosen("fail_on", fail_on, Level), chosen("format", format, Report)
        refuse_twice("LEDGER", ledger or ())
        from equitycalc.checks.review import as_bad_as, checks_for
        from equitycalc.reading import find_ledger

        texts = None
        if documents is not None:
            from equitycalc.reading.cited import Documents

            texts = Documents(documents).lines
        checks = checks_for(strict, only or (), texts is not None)
        sources = [find_ledger(each, os.environ) for each in (ledger or (None,))]
        for source in sources:
            output.refuse_to_overwrite(to, source.path)
    gc.disable()  # one answer and an end: collecting would not pay
    failing = as_bad_as(level.value)
    notes = verbose or bool(only) or level is Level.NOTE
    shown = as_bad_as("note" if notes else "warning")
    spared = verbose or report in (Report.JSON, Report.SARIF)
    reviewed, status = [], FINE
    for source in sources:
        found, ended = _reviewed(source, checks, texts, shown, spared)
        bad = any(each.severity in failing for each in found.problems)
        status = max(status, ended, LEDGER_WRONG if bad else FINE)
        reviewed.append(found)
    output.write(_lines(report, reviewed, verbose), to)
    raise typer.Exit(status)


def _reviewed(
    source: "Source",
    checks: "Sequence[Check]",
    texts: "Texts | None",
    shown: Collection[Severity],
    spared: bool,
) -> "tuple[Reviewed, int]":
    """What is to be shown of one ledger, what it allows along with that where this is ``spared``,
    and the status that reading it ends with.
    """
    from equitycalc.checks.review import Reviewed, findings
    from equitycalc.checks.subject import Subject
    from equitycalc.reading import ledger_of
    from equitycalc.reading.places import placed
    from equitycalc.reading.sources import read_bytes

    names = tuple(each.name for each in checks)
    try:
        data = read_bytes(source)
        ledger = ledger_of(data, source.name)
    except LedgerErrors as errors:
        more = tuple(errors.more.items())
        return Reviewed(source.name, errors.problems, more=more), output.status_of(errors)
    found, allowed = findings(Subject(ledger, texts), checks)
    seen = [each for each in found if each.severity in shown]
    problems = tuple(placed(seen, data, source.name))
    # An allowance helps no more: its reason takes the place of the help.
    reasoned = (replace(each.problem, help=each.because) for each in allowed if spared)
    reasons = tuple((each, each.help or "") for each in placed(reasoned, data, source.name))
    return Reviewed(source.name, problems, reasons, names), FINE


def _lines(report: Report, reviewed: "Sequence[Reviewed]", verbose: bool) -> Iterator[str]:
    match report:
        case Report.JSON:
            from equitycalc.rendering.check_json import json_lines

            return json_lines(reviewed)
        case Report.GITHUB:
            from equitycalc.rendering.check_github import github_lines

            more: Counter[str] = Counter()
            for each in reviewed:
                more.update(dict(each.more))
            return github_lines([one for each in reviewed for one in each.problems], more)
        case Report.SARIF:
            from equitycalc.checks.table import CHECKS
            from equitycalc.rendering.check_sarif import sarif_lines

            said = {name: "\n\n".join(check.paragraphs) for name, check in CHECKS.items()}
            return sarif_lines(reviewed, said)
        case Report.TEXT:
            from equitycalc.rendering.check_text import text_lines

            return text_lines(reviewed, verbose)
