"""The engine: pure functions from terms to counts; no files, no clock, no printing.

One path: ``positions`` says what each grant is on a date, ``claims`` what it would take, ``totals``
sums claims, ``groups`` sums them by holder, kind or agreement, and ``answer`` puts the answer
together. ``formulas`` holds the formulas.
"""

from equitycalc.engine.answer import (
    AssumedTerm,
    Dilution,
    OpenTerm,
    Row,
    assumed_term,
    dilution,
)
from equitycalc.engine.claims import Claim, Holding, claims, holdings
from equitycalc.engine.formulas import Conversion, Exercise, FeeInStock, TreasuryStock
from equitycalc.engine.groups import ALL_OTHER_HOLDERS, Group, GroupKey
from equitycalc.engine.positions import Position, Status, position, positions, statement_on
from equitycalc.engine.totals import (
    BASES,
    Bases,
    Basis,
    Figures,
    Parts,
    Tally,
    Total,
    bases,
    parts_of,
)

__all__ = [
    "ALL_OTHER_HOLDERS",
    "BASES",
    "AssumedTerm",
    "Bases",
    "Basis",
    "Claim",
    "Conversion",
    "Dilution",
    "Exercise",
    "FeeInStock",
    "Figures",
    "Group",
    "GroupKey",
    "Holding",
    "OpenTerm",
    "Parts",
    "Position",
    "Row",
    "Status",
    "Tally",
    "Total",
    "TreasuryStock",
    "assumed_term",
    "bases",
    "claims",
    "dilution",
    "holdings",
    "parts_of",
    "position",
    "positions",
    "statement_on",
]
