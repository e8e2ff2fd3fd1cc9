"""What the shell offers when somebody presses Tab."""

import os
from collections.abc import Callable
from enum import StrEnum

import typer

from equitycalc.engine import BASES
from equitycalc.measures import UNITS
from equitycalc.problems import LedgerErrors
from equitycalc.registration_rights import agreements_with_rights, unstated_rights
from equitycalc.terms import ISSUER, Ledger
from equitycalc.written import unstated


def complete_words(words: type[StrEnum]) -> Callable[[str], list[str]]:
    """The words of a list that begin with what is typed."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return complete


def complete_assumption(ctx: typer.Context, incomplete: str) -> list[str]:
    """The terms of the ledger that can be supplied: blanks, minima and assumed values."""
    ledger = _ledger(ctx)
    if ledger is None:
        return []
    offered = [f"{ISSUER}.{term}=" for term, _ in unstated(ledger.issuer)]
    grants = (grant for each in ledger.agreements for grant in each.grants)
    offered += (f"{grant.id}.{term}=" for grant in grants for term, _ in unstated(grant))
    offered += (
        f"{agreement.id}.{term}="
        for agreement, rights in agreements_with_rights(ledger)
        for term, _ in unstated_rights(rights)
    )
    return [each for each in offered if each.startswith(incomplete)]


def complete_agreement(ctx: typer.Context, incomplete: str) -> list[str]:
    """The agreements of the ledger that give registration rights."""
    ledger = _ledger(ctx)
    found = () if ledger is None else agreements_with_rights(ledger)
    return [each.id for each, _ in found if each.id.startswith(incomplete)]


def complete_figure(ctx: typer.Context, incomplete: str) -> list[str]:
    """What can be explained: the grants of the ledger, the bases, and the figures of a total."""
    ledger = _ledger(ctx)
    agreements = () if ledger is None else ledger.agreements
    grants = [grant.id for each in agreements for grant in each.grants]
    return [each for each in (*grants, *BASES, *UNITS) if each.startswith(incomplete)]


def complete_check(incomplete: str) -> list[str]:
    """The names of the checks."""
    from equitycalc.checks.table import CHECKS

    return [name for name in CHECKS if name.startswith(incomplete)]


def complete_scenario(ctx: typer.Context, incomplete: str) -> list[str]:
    """The scenarios of the file that the command line so far means."""
    from equitycalc.reading.scenario_tree import find_scenarios, read_scenarios

    ledger = _ledger(ctx)
    try:
        source = find_scenarios(ctx.params.get("scenarios"))
        found = [] if ledger is None else read_scenarios(source, ledger)
    except LedgerErrors:
        return []
    return [each.name for each in found if each.name.startswith(incomplete)]


def complete_variable(ctx: typer.Context, incomplete: str) -> list[str]:
    """What can be solved for: the numbers of grants, the market price, the size of an issue."""
    from equitycalc.directions import ISSUE, MARKET_PRICE, numbers_of

    ledger = _ledger(ctx)
    grants = () if ledger is None else [g for each in ledger.agreements for g in each.grants]
    offered = [MARKET_PRICE, ISSUE]
    offered += (f"{grant.id}.{term}" for grant in grants for term in numbers_of(grant))
    return [each for each in offered if each.startswith(incomplete)]


def _ledger(ctx: typer.Context) -> Ledger | None:
    """The ledger that the command line so far means; None where it cannot be read."""
    from equitycalc.reading import find_ledger, read_source

    try:
        return read_source(find_ledger(ctx.params.get("ledger"), os.environ))
    except LedgerErrors:
        return None
