"""What happened: the entries of a ledger by their days, and what changes on one day, in words."""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from equitycalc.checks.bearing import Entry, entries
from equitycalc.checks.figure_words import NAMED
from equitycalc.engine import Dilution, Holding, OpenTerm
from equitycalc.engine.changed import words
from equitycalc.engine.edges import calendar, days_of_vesting
from equitycalc.engine.standings import Standings
from equitycalc.limits.beneficial import soon, usable
from equitycalc.measures import Measure
from equitycalc.terms import Ledger
from equitycalc.written import Assumed, unstated, value_of

# What a change says of its grant.
_OF_GRANT = {
    "granted": "is granted",
    "vested": "vests",
    "expired": "has expired",
    "matures": "matures",
    "presumed_issued": "is presumed to be issued",
    "exercise": "is exercised",
    "convert": "is converted",
    "cancel": "is cancelled",
    "forfeit": "is forfeited",
    "transfer": "is transferred",
    "sold": "is sold",
    "amend": "is amended",
    "repay": "is repaid",
    "pay": "is paid",
}


class Entries:
    """The entries of a ledger in the order of their days, put in order when they are first asked
    for.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @cached_property
    def _entries(self) -> list[Entry]:
        return sorted(entries(self._ledger), key=_on)

    def last(self, measure: Measure, until: date) -> list[str]:
        """The last entries up to a day that bear on a figure, the latest first."""
        found: list[str] = []
        for at in range(bisect_right(self._entries, until, key=_on) - 1, -1, -1):
            each = self._entries[at]
            if each.bears_on(measure):
                found.append(f"{each.name} ({each.on})")
                if len(found) == NAMED:
                    break
        return found


def _on(entry: Entry) -> date:
    return entry.on


def happened_on(ledger: Ledger, day: date, sources: Collection[int]) -> list[str]:
    """What happens on a day, to these sources of the ledger and to all shares, in words; that which
    adds the most shares first.
    """
    known = calendar(ledger)
    found, today = Standings(ledger, known), known.at(day)
    said = []
    if today.states and today.outstanding is not None:
        said.append(f"{today.outstanding.shares:,} shares are stated as outstanding")
    said += [f"shares are split {split.new:,} for {split.old:,}" for split in today.splits]
    before = known.at(max(day, date.min + timedelta(1)) - timedelta(1))
    changes = []
    for index in sources:
        one, other = found.sources[index]
        if isinstance(other, int):
            what = f"the {one.kind} of {one.shares:,} shares" if one.date == day else ""
            more = one.shares
        else:
            then, now = found.on(index, before), found.on(index, today)
            assert now.position is not None, "a grant has a position"
            own = tuple(known.events_on(one.id, day))
            told = words(then.position, now.position, day, own)
            what = " and ".join(f"{one.id} {_OF_GRANT[each]}" for each in told)
            what = what or _soon(now.position.terms, day)
            more = now.shares.low - then.shares.low
        if what:
            changes.append((-more, index, what))
    return said + [what for _, _, what in sorted(changes)]


def _soon(grant: Any, day: date) -> str:
    """What a right will be within 60 days, and on no day before."""
    then = soon(day)
    vesting = getattr(grant, "vesting", None)
    over = then > (value_of(getattr(grant, "expires_on", None)) or date.max)
    if vesting is not None and not over and then in days_of_vesting(vesting):
        return f"{grant.id} vests on {then}, within 60 days"
    if value_of(getattr(grant, "payable_by", None)) == then:
        return f"{grant.id} is payable by {then}, within 60 days"
    return ""


def shared_out(found: Dilution, holder: str | None) -> list[str]:
    """The rights in several hands, among them a holder's or anybody's, that can be used in part
    within 60 days: no document says whose part of them has vested.
    """
    named: dict[str, None] = {}
    for claim in found.claims:
        life = None if claim.position is None else claim.position.life
        if claim.position is None or life is None or life.vested is None or len(life.parts) == 1:
            continue
        part = usable(claim, found.as_of)
        if holder in (None, claim.holder) and part.low != part.top and not part.open:
            named[claim.position.grant.id] = None
    return list(named)


def open_terms(blanks: Iterable[OpenTerm], held: Iterable[Holding] = ()) -> list[str]:
    """The names of open terms, each once: some, and those of what issued the shares ``held``."""
    named = [(each.grant, each.term) for each in blanks]
    for each in held:
        if each.position is not None and each.shares.bound != "exact":
            named += (
                (each.position.grant.id, term)
                for term, value in unstated(each.position.terms)
                if not isinstance(value, Assumed)
            )
    return [f"{grant}.{term}" for grant, term in dict.fromkeys(named)]
