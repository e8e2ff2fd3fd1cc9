"""The engine: pure functions from terms to counts; no files, no clock, no printing.

One path: ``history`` follows the events of a ledger up to a date, ``positions`` says what each
grant is then, ``claims`` what it would take, ``totals`` sums claims, ``groups`` sums them by
holder, kind or agreement, and ``answer`` puts the answer together. ``formulas`` and ``interest``
hold the formulas, ``accrual`` and ``days`` how interest runs, ``funding`` a finder's part of what
was raised, ``resting`` what it all rests on.

Of the events, ``life`` says what comes of them for a grant, ``fold`` carries a grant through them,
``uses``, ``changes`` and ``hands`` hold what each kind does, ``moves`` are the records of it,
``whose`` the shares are that came of it, ``held`` since when, and ``told`` what is said of it;
``movements`` are the issuer's own shares.

Many answers at once: ``curve`` sums claims for all prices, and ``changed`` what a few grants
change of a total. ``edges`` are the days on which something may change, ``standings`` what every
grant is from day to day, ``running`` the totals, and ``timeline`` what is shown of them.

``registering`` puts together what registration rights come to: ``deadlines`` and the ``dues`` of
every day, ``blocks`` of shares to register, and the ``cutback`` of an offering. ``needs`` are when
there is something to register, which ``needing`` finds, ``statements`` whether it was in one,
``notices`` what others had to be told, and ``due`` how a day stands. ``resale`` and ``rule144`` say
which shares may be sold to the public.
"""

from equitycalc.engine.answer import Dilution, Row, dilution
from equitycalc.engine.claims import Claim, Holding, claims, holdings
from equitycalc.engine.formulas import (
    Conversion,
    Exercise,
    FeeInStock,
    NetExercise,
    SplitAdjustment,
    TreasuryStock,
)
from equitycalc.engine.groups import Group, GroupKey
from equitycalc.engine.life import ALL_OTHER_HOLDERS, Life, Part
from equitycalc.engine.positions import Position, Status, position, positions, statement_on
from equitycalc.engine.resting import AssumedTerm, OpenTerm, assumed_term
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
    "Life",
    "NetExercise",
    "OpenTerm",
    "Part",
    "Parts",
    "Position",
    "Row",
    "SplitAdjustment",
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
