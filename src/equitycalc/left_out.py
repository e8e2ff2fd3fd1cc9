"""What a scenario leaves out: grants, kinds of them, and whatever a holder has."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from equitycalc.engine import ALL_OTHER_HOLDERS, Claim, Dilution, Holding, parts_of
from equitycalc.terms import KINDS, Grant, Ledger


class Names(NamedTuple):
    """Ids of grants, kinds and holders: where any are ``wanted``, only these grants count, and
    what is ``unwanted`` never does.
    """

    wanted: frozenset[str]
    unwanted: frozenset[str]

    def keep(self, grant: Grant, holder: str | None) -> bool:
        """Whether what a holder has of a grant counts."""
        names = {grant.id, grant.kind, holder}
        return (not self.wanted or bool(names & self.wanted)) and not names & self.unwanted


def names_known(ledger: Ledger) -> set[str]:
    """All that can be left out of a ledger; holders are whoever had a grant, or other shares."""
    grants = [grant for each in ledger.agreements for grant in each.grants]
    holders = {each.holder for each in grants} | set(_later_holders(ledger))
    return {grant.id for grant in grants} | {each for each in holders if each} | set(KINDS)


def _later_holders(ledger: Ledger) -> Iterator[str | None]:
    for event in ledger.events:
        yield getattr(event, "to", None)
        yield getattr(event, "holder", None)


def without(ledger: Ledger, names: Names) -> Ledger:
    """The ledger without the grants of which nothing counts, and without shares issued to who is
    unwanted. A grant that was passed on counts where any holder's part of it may.
    """
    holders = _passed_on(ledger)

    def counts(grant: Grant) -> bool:
        return any(names.keep(grant, each) for each in {grant.holder, *holders.get(grant.id, ())})

    def stays(event: Any) -> bool:
        return event.kind != "issue" or event.holder not in names.unwanted

    return replace(
        ledger,
        agreements=tuple(
            replace(each, grants=tuple(filter(counts, each.grants))) for each in ledger.agreements
        ),
        events=tuple(filter(stays, ledger.events)),
    )


def without_parts(found: Dilution, ledger: Ledger, names: Names) -> Dilution:
    """The answer of a ledger without those parts of grants that were passed on, which do not
    count.
    """
    holders = _passed_on(ledger)

    def counts(each: Claim | Holding) -> bool:
        grant = None if each.position is None else each.position.grant
        if grant is None or grant.id not in holders:
            return True
        sold = each.holder in (None, ALL_OTHER_HOLDERS)
        return names.keep(grant, grant.holder if sold else each.holder)

    every: list[Claim | Holding] = [*found.claims, *found.holdings]
    if not holders or all(map(counts, every)):
        return found
    # What has vested of a grant stands with its first holder; left alone, each has what may be.
    claims = tuple(
        each if each.by_holder is None else each._replace(exercisable=each.by_holder)
        for each in found.claims
        if counts(each)
    )
    return found._replace(
        claims=claims,
        holdings=tuple(filter(counts, found.holdings)),
        parts=parts_of(claims, found.market_price),
    )


def _passed_on(ledger: Ledger) -> dict[str, set[str]]:
    """To whom the grants went that were transferred, whole or in part."""
    found: dict[str, set[str]] = {}
    for event in ledger.events:
        to, grant = getattr(event, "to", None), getattr(event, "grant", None)
        if to is not None and grant is not None:
            found.setdefault(grant, set()).add(to)
    return found
