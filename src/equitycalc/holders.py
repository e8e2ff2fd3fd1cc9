"""Holders by their names: those that a ledger knows, and conditions on one that it does not.

Whoever has nothing has 0% of all shares, so that a condition on a misspelt name would never tell.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from equitycalc.engine import ALL_OTHER_HOLDERS
from equitycalc.measures import Condition
from equitycalc.problems import Path, Typed, Unreadable, a_few, did_you_mean, quoted
from equitycalc.terms import Ledger


def holders_of(ledger: Ledger) -> Iterator[str]:
    """Everybody whom a grant or an event names, some several times."""
    for agreement in ledger.agreements:
        yield from named_by(agreement.grants, ())
    yield from named_by((), ledger.events)


def named_by(grants: Iterable[Any], events: Iterable[Any]) -> Iterator[str]:
    """Everybody whom some grants and events name."""
    for grant in grants:
        if grant.holder is not None:
            yield grant.holder
    for event in events:
        for key in ("holder", "to"):
            name = getattr(event, key, None)
            if isinstance(name, str):
                yield name


def refuse_unknown(
    conditions: Iterable[tuple[Path, Condition]], holders: Iterable[str], where: str
) -> None:
    """``QuestionErrors`` where a condition, at its path, is on somebody who is not among the
    holders; ``where`` says whose they are.
    """
    of_holders = [each for each in conditions if each[1].measure.holder is not None]
    if not of_holders:
        return  # nobody is looked for in a large ledger
    known = {*holders, ALL_OTHER_HOLDERS}
    typed = Typed()
    for path, condition in of_holders:
        name = condition.measure.holder or ""
        if name not in known:
            typed.problems.append(_unknown(condition, name, known, where).under(path))
    typed.stop()


def _unknown(condition: Condition, name: str, known: set[str], where: str) -> Unreadable:
    said = f"no grant and no event of {where} names {quoted(name)}"
    help = did_you_mean(name, known) or f"one of {a_few(sorted(known))}"
    return Unreadable("unknown-holder", said, help, at=(condition.text.index("(") + 1,))
