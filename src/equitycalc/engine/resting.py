"""What an answer rests on: the terms that are assumed or open, why a grant counts as it does, and
notes on the whole.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from equitycalc.bounds import NO_SHARES
from equitycalc.engine.claims import Claim, Holding
from equitycalc.engine.life import first_day
from equitycalc.engine.positions import Position
from equitycalc.quantities import Money, price_text
from equitycalc.terms import ISSUER, ConvertibleDebenture, Issuer, Outstanding, Shares
from equitycalc.written import Assumed, AtLeast, Blank, By, unstated, value_of

_NAMED = 3  # how many grants a note names before it counts the others


class AssumedTerm(NamedTuple):
    """A value that stands for what no document states; ``used`` where the figures rest on it.

    ``grant`` is the id of a grant, or ``issuer``.
    """

    grant: str
    term: str
    value: object
    by: By
    because: str
    used: bool


class OpenTerm(NamedTuple):
    """A term of a counted grant that waits to be supplied: a blank, or a minimum."""

    grant: str
    term: str
    minimum: object | None


def assumed_term(grant: str, term: str, value: Assumed[Any], *, used: bool) -> AssumedTerm:
    """An assumed term of a grant, or of the issuer, as it is listed."""
    return AssumedTerm(grant, term, value.value, value.by, value.because, used)


def open_and_assumed(
    issuer: Issuer, positions: Iterable[Position]
) -> tuple[list[AssumedTerm], list[OpenTerm]]:
    """The assumed terms of all grants in force, and the open ones of those that count."""
    assumed = [
        assumed_term(ISSUER, term, value, used=True)
        for term, value in unstated(issuer)
        if isinstance(value, Assumed)
    ]
    blanks = []
    for each in positions:
        amended: Collection[str] = ()
        if each.life is not None and each.life.amended:
            amended = {change.event.term for change in each.life.amended}
            for term in amended:
                written = getattr(each.grant, term)
                in_force = getattr(each.terms, term)
                replaced = not (isinstance(in_force, Assumed) and in_force.by != "ledger")
                if isinstance(written, Assumed) and written.by != "ledger" and replaced:
                    assumed.append(assumed_term(each.grant.id, term, written, used=False))
        for term, value in unstated(each.terms):
            if isinstance(value, Assumed):
                # Most days decide the status, also of a grant that then does not count.
                decides = isinstance(value.value, date) and term != "accrues_from"
                used = each.counts or decides
                # As it was written, not as a split has adjusted it: that is what can be replaced.
                value = value if term in amended else getattr(each.grant, term)
                assumed.append(assumed_term(each.grant.id, term, value, used=used))
            elif each.counts:
                value = value if term in amended else getattr(each.grant, term)
                minimum = value.minimum if isinstance(value, AtLeast) else None
                if minimum is not None or isinstance(value, Blank):  # as it was written, too
                    blanks.append(OpenTerm(each.grant.id, term, minimum))
    return assumed, blanks


def why(position: Position, own: tuple[Claim, ...], market_price: Decimal | None) -> str:
    """Why a grant counts for nothing, or not exactly, in a few words."""
    said = [position.reason] if position.reason else []
    if position.counts:
        for term, value in unstated(position.terms):
            if not isinstance(value, Assumed) and f"{term} blank" not in position.reason:
                minimum = isinstance(value, AtLeast)
                said.append(f"stated as a minimum: {term}" if minimum else f"{term} blank")
        price = own[0].price if own else None
        if isinstance(price, Money) and market_price is not None and price >= market_price:
            said.append(f"{price_text(price)} is not below {market_price:f}")
    return "; ".join(said)


def notes(
    positions: Iterable[Position],
    held: Iterable[Holding],
    as_of: date,
    stated: Outstanding | None,
    market_price: Decimal | None,
) -> Iterator[str]:
    """What is to be said of the whole answer, and of some grants together."""
    if stated is None:
        yield (
            f"no statement of shares outstanding is dated on or before {as_of}: totals, dilution, "
            "overhang and ownership cannot be given; supply one with --outstanding N@DATE"
        )
    else:
        inside = sum((each.shares for each in held), NO_SHARES)
        if inside.low > stated.shares:
            yield (
                f"the ledger issued {inside.low:,} shares on or before {stated.as_of}, more than "
                f"the {stated.shares:,} stated: ownership cannot be given"
            )
    lives = [each for each in positions if each.life is not None]
    yield from _of_interest(lives, as_of, market_price)
    uncited = [
        each.grant.id
        for each in lives
        if each.life is not None
        and each.counts
        and each.life.splits
        and getattr(each.grant, "adjusts", None) is None
        and not isinstance(each.grant, Shares)
    ]
    if uncited:
        yield (
            f"adjusted for splits, though no adjustment clause is cited: {_named(uncited)}; "
            "adjusts: yes or no says what the agreement does"
        )


def _of_interest(
    lives: Iterable[Position], as_of: date, market_price: Decimal | None
) -> Iterator[str]:
    unending, uncounted, unpriced = [], [], []
    for each in lives:
        terms = each.terms
        if not isinstance(terms, ConvertibleDebenture) or not each.counts:
            continue
        began = first_day(terms, each.agreement)
        if terms.interest_rate is None or (began is not None and began >= as_of):
            continue
        if terms.matures_on is None:
            unending.append(terms.id)
        if value_of(terms.paid_in) not in ("shares", "either"):
            continue
        if terms.day_count is None:
            uncounted.append(terms.id)
        if value_of(terms.at) == "market_price" and market_price is None:
            unpriced.append(terms.id)
    if unending:
        yield f"no maturity is stated, so interest accrues to {as_of}: {_named(unending)}"
    if uncounted:
        yield (
            f"interest is open, because no day count is stated: {_named(uncounted)}; supply it "
            f"with --assume {uncounted[0]}.day_count=VALUE"
        )
    if unpriced:
        yield (
            f"interest becomes shares at the market price: {_named(unpriced)}; supply it with "
            "--price"
        )


def _named(ids: list[str]) -> str:
    named = ", ".join(ids[:_NAMED])
    return named if len(ids) <= _NAMED else f"{named} and {len(ids) - _NAMED:,} more"
