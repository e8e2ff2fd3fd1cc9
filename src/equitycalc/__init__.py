"""equitycalc: exact equity dilution from a ledger of agreements.

    >>> from equitycalc import dilution, read_ledger
    >>> ledger = read_ledger("data/agreements.yaml")
    >>> dilution(ledger).totals["fully_diluted"].shares.low
    101812030

The map, from the ground up (a module imports only from lower floors or its own folder):

floor 0  ``quantities`` exact numbers; ``bounds`` numbers known from one side; ``problems`` what is
         wrong, as data, and ``collected`` the first of very many; ``scalars`` text to value;
         ``arguments`` what Python gives, to that text
floor 1  ``written`` the four ways to write a term; ``terms`` what agreements say: read it first;
         ``registration_rights`` what they promise about selling shares; ``events`` what happens
         later; ``demands`` what is asserted of it all, and its limits; ``allowances`` checks that
         are switched off. ``printed`` figures as documents print them, with ``number_words``,
         ``part_words`` and ``day_words``
floor 2  ``engine`` pure functions from terms to counts
floor 3  ``consistency`` what must be true of a ledger; ``overrides`` terms supplied or set pro
         forma, and ``narrowed`` the ledger of a few grants; ``questions`` what is asked, and the
         answer; ``measures`` the names of its figures, and ``holders`` those of people;
         ``differences`` what one answer has more than another, and ``apart`` the claims that make
         it. Upon these, each a question of its own: ``registrations`` and ``offerings``;
         ``scenarios``, what is ``left_out`` of them, and ``comparing``; ``diffing``; ``ranges`` and
         ``sweeps``; ``timelines``; ``directions``, ``trying`` and ``solving``; ``explaining`` and
         ``explanations``; ``limits`` held on every day, and ``checks``, the named checks of a
         review
floor 4  ``reading`` YAML text to a ledger; ``rendering`` an answer to text; ``schemas`` what both
         sorts of text look like
floor 5  ``cli`` the command line
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from equitycalc.checks.review import check
    from equitycalc.comparing import compare
    from equitycalc.diffing.answer import diff
    from equitycalc.explanations import explain
    from equitycalc.problems import LedgerErrors, QuestionErrors
    from equitycalc.questions import dilution
    from equitycalc.reading import read_ledger
    from equitycalc.reading.scenario_tree import read_scenarios
    from equitycalc.registrations import registration
    from equitycalc.solving import solve
    from equitycalc.sweeps import sweep
    from equitycalc.timelines import timeline

__version__ = "0.4.0"

__all__ = [
    "LedgerErrors",
    "QuestionErrors",
    "__version__",
    "check",
    "compare",
    "diff",
    "dilution",
    "explain",
    "read_ledger",
    "read_scenarios",
    "registration",
    "solve",
    "sweep",
    "timeline",
]

_HOMES = {
    "LedgerErrors": "equitycalc.problems",
    "QuestionErrors": "equitycalc.problems",
    "check": "equitycalc.checks.review",
    "compare": "equitycalc.comparing",
    "diff": "equitycalc.diffing.answer",
    "dilution": "equitycalc.questions",
    "explain": "equitycalc.explanations",
    "read_ledger": "equitycalc.reading",
    "read_scenarios": "equitycalc.reading.scenario_tree",
    "registration": "equitycalc.registrations",
    "solve": "equitycalc.solving",
    "sweep": "equitycalc.sweeps",
    "timeline": "equitycalc.timelines",
}


def __getattr__(name: str) -> Any:
    # Lazy: whoever imports the engine alone must not pay for the reader's libraries.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
