"""What the shell offers when somebody presses Tab."""

import os
from collections.abc import Callable
from enum import StrEnum

import typer

from equitycalc.problems import LedgerErrors
from equitycalc.terms import ISSUER
from equitycalc.written import unstated


def complete_words(words: type[StrEnum]) -> Callable[[str], list[str]]:
    """The words of a list that begin with what is typed."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return complete


def complete_assumption(ctx: typer.Context, incomplete: str) -> list[str]:
    """The terms of the ledger that can be supplied: blanks, minima and assumed values."""
    from equitycalc.reading import find_ledger, read_source

    try:
        ledger = read_source(find_ledger(ctx.params.get("ledger"), os.environ))
    except LedgerErrors:
        return []
    offered = [f"{ISSUER}.{term}=" for term, _ in unstated(ledger.issuer)]
    grants = (grant for each in ledger.agreements for grant in each.grants)
    offered += (f"{grant.id}.{term}=" for grant in grants for term, _ in unstated(grant))
    return [each for each in offered if each.startswith(incomplete)]
