"""The answer: every grant, the totals on each basis, and what they rest on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from equitycalc.bounds import NO_SHARES, Between
from equitycalc.engine.claims import Claim, Holding, claims, holdings
from equitycalc.engine.groups import Group, GroupKey, groups, ownership_notes
from equitycalc.engine.positions import Position, positions, statement_on
from equitycalc.engine.totals import (
    BASES,
    Bases,
    Basis,
    Parts,
    Total,
    bases,
    parts_of,
)
from equitycalc.terms import ISSUER, Issuer, Ledger, Outstanding
from equitycalc.written import Assumed, AtLeast, known, unstated


class Row(NamedTuple):
    """One grant: what it is on the date, what it takes on each basis, and why it takes nothing.

    ``residue`` is the part of a converted debt that buys no whole share; None where nothing is
    converted, or an open term leaves it open.
    """

    position: Position
    bases: Bases
    reason: str
    residue: Decimal | None


class AssumedTerm(NamedTuple):
    """A value that stands for what no document states; ``used`` where the figures rest on it.

    ``grant`` is the id of a grant, or ``issuer``.
    """

    grant: str
    term: str
    value: object
    by: Literal["ledger", "option"]
    because: str
    used: bool


class OpenTerm(NamedTuple):
    """A term of a counted grant that waits to be supplied: a blank, or a minimum."""

    grant: str
    term: str
    minimum: object | None


@dataclass(frozen=True, slots=True)
class Dilution:
    """What the grants of a ledger do to its issuer's share count on ``as_of``.

    ``positions`` hold every grant, ``claims`` what they take, ``holdings`` what of the outstanding
    shares they issued, ``totals`` the sums; ``rows`` and ``by`` compute what is printed of them.
    """

    issuer: Issuer
    as_of: date
    market_price: Decimal | None
    outstanding: Outstanding | None
    positions: tuple[Position, ...] = field(repr=False)
    claims: tuple[Claim, ...] = field(repr=False)
    holdings: tuple[Holding, ...] = field(repr=False)
    parts: Parts
    assumptions: tuple[AssumedTerm, ...]
    blanks: tuple[OpenTerm, ...]
    notes: tuple[str, ...]

    @property
    def bases(self) -> Bases:
        """The figures of all grants together."""
        return bases(self.parts, self.market_price)

    @property
    def totals(self) -> dict[Basis, Total[Any] | None]:
        """The total of each basis; None where it needs a market price and there is none."""
        stated = None if self.outstanding is None else self.outstanding.shares
        found = self.bases
        return {
            basis: None if (figures := found[basis]) is None else Total(stated, figures)
            for basis in BASES
        }

    @property
    def age_days(self) -> int | None:
        """How old the statement of shares outstanding is on ``as_of``, in days."""
        return None if self.outstanding is None else (self.as_of - self.outstanding.as_of).days

    @property
    def authorized(self) -> int | None:
        """The shares the issuer may issue in all, where the ledger knows."""
        stated = self.issuer.authorized_shares
        return None if stated is None else known(stated)

    @property
    def authorized_left(self) -> Between[int] | None:
        """Authorized shares less all shares fully diluted; below zero where they do not suffice."""
        total = self.totals["fully_diluted"]
        shares = None if total is None else total.shares
        if self.authorized is None or shares is None:
            return None
        least = None if shares.top is None else self.authorized - shares.top
        return Between(least, self.authorized - shares.low)

    def rows(self) -> Iterator[Row]:
        """Every grant, in the order of the ledger."""
        return (self.row(each) for each in self.positions)

    def row(self, position: Position) -> Row:
        """One grant by itself."""
        own = tuple(claims(position))
        own_bases = bases(parts_of(own, self.market_price), self.market_price)
        residue = own[0].residue if own else None
        return Row(position, own_bases, _reason(position, own, self.market_price), residue)

    def by(self, key: GroupKey) -> tuple[Group, ...]:
        """The grants of each holder, kind or agreement together, in order of appearance."""
        totals, price = self.totals, self.market_price
        return groups(self.positions, self.claims, self.holdings, totals, price, key)

    def ownership_notes(self) -> tuple[str, ...]:
        """What ownership presumes; nothing where it cannot be given."""
        return ownership_notes(self.holdings, self.outstanding)


def dilution(
    ledger: Ledger,
    as_of: date,
    market_price: Decimal | None = None,
    stated: Outstanding | None = None,
    include_expired: bool = False,
) -> Dilution:
    """The dilution of a ledger's issuer on ``as_of``.

    ``stated`` replaces the ledger's statements of shares outstanding; it must not be later than
    ``as_of``.
    """
    stated = stated or statement_on(ledger, as_of)
    found = tuple(positions(ledger, as_of, stated, include_expired))
    claimed = tuple(claim for each in found for claim in claims(each))
    held = tuple(holding for each in found for holding in holdings(each))
    assumed = [
        assumed_term(ISSUER, term, value, used=True)
        for term, value in unstated(ledger.issuer)
        if isinstance(value, Assumed)
    ]
    blanks = []
    for each in found:
        for term, value in unstated(each.grant):
            if isinstance(value, Assumed):
                # A date decides the status also of a grant that then does not count.
                used = each.counts or isinstance(value.value, date)
                assumed.append(assumed_term(each.grant.id, term, value, used=used))
            elif each.counts:
                minimum = value.minimum if isinstance(value, AtLeast) else None
                blanks.append(OpenTerm(each.grant.id, term, minimum))
    return Dilution(
        issuer=ledger.issuer,
        as_of=as_of,
        market_price=market_price,
        outstanding=stated,
        positions=found,
        claims=claimed,
        holdings=held,
        parts=parts_of(claimed, market_price),
        assumptions=tuple(assumed),
        blanks=tuple(blanks),
        notes=tuple(_notes(held, as_of, stated)),
    )


def assumed_term(grant: str, term: str, value: Assumed[Any], *, used: bool) -> AssumedTerm:
    """An assumed term of a grant, or of the issuer, as it is listed."""
    return AssumedTerm(grant, term, value.value, value.by, value.because, used)


def _reason(position: Position, own: tuple[Claim, ...], market_price: Decimal | None) -> str:
    """Why a grant counts for nothing, or not exactly, in a few words."""
    said = [position.reason] if position.reason else []
    if position.counts:
        for term, value in unstated(position.grant):
            if not isinstance(value, Assumed) and f"{term} blank" not in said:
                minimum = isinstance(value, AtLeast)
                said.append(f"stated as a minimum: {term}" if minimum else f"{term} blank")
        price = own[0].price if own else None
        if market_price is not None and isinstance(price, Decimal) and price >= market_price:
            said.append(f"{price:f} is not below {market_price:f}")
    return "; ".join(said)


def _notes(held: tuple[Holding, ...], as_of: date, stated: Outstanding | None) -> Iterator[str]:
    if stated is None:
        yield (
            f"no statement of shares outstanding is dated on or before {as_of}: totals, dilution, "
            "overhang and ownership cannot be given; supply one with --outstanding N@DATE"
        )
        return
    inside = sum((each.shares for each in held), NO_SHARES)
    if inside.low > stated.shares:
        yield (
            f"the ledger issued {inside.low:,} shares on or before {stated.as_of}, more than the "
            f"{stated.shares:,} stated: ownership cannot be given"
        )
