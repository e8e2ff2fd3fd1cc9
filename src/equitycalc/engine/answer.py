"""The answer: every grant, the totals on each basis, what happened, and what they rest on."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from equitycalc.bounds import NO_CASH, Between, Range
from equitycalc.engine.claims import Claim, Holding, claims, dated, holdings, may_hold
from equitycalc.engine.groups import Group, GroupKey, groups, ownership_notes
from equitycalc.engine.positions import Position, positions, statement_on
from equitycalc.engine.resting import AssumedTerm, OpenTerm, notes, open_and_assumed, why
from equitycalc.engine.totals import BASES, Bases, Basis, Parts, Total, bases, parts_of
from equitycalc.quantities import Money, add
from equitycalc.terms import Issuer, Ledger, Outstanding, Shares, StockFee
from equitycalc.written import known

if TYPE_CHECKING:
    from equitycalc.engine.funding import Funding
    from equitycalc.engine.history import Happened
    from equitycalc.engine.movements import Movement, Own, Stated
    from equitycalc.events import OfRegistration, Split
    from equitycalc.registration_rights import RegistrationRights


class Row(NamedTuple):
    """One grant: what it is on the date, what it takes on each basis, and why it takes nothing.

    ``residue`` is the part of a converted debt that buys no whole share; None where nothing is
    converted, or an open term leaves it open. ``interest`` is what of ``bases`` interest takes.
    """

    position: Position
    bases: Bases
    interest: Bases
    reason: str
    residue: Money | None


class Dilution(NamedTuple):
    """What the grants of a ledger do to its issuer's share count on ``as_of``.

    ``positions`` hold every grant, ``claims`` what they take, ``holdings`` what of the outstanding
    shares they issued, ``totals`` the sums; ``rows`` and ``by`` compute what is printed of them.
    ``outstanding`` is the statement used, in shares of the date asked. ``own`` is what the issuer
    did with its shares outside the agreements; None where the ledger has no events. ``covered`` are
    the ids of grants that a registration is promised for.
    """

    issuer: Issuer
    as_of: date
    market_price: Decimal | None
    outstanding: Outstanding | None
    positions: tuple[Position, ...]
    claims: tuple[Claim, ...]
    holdings: tuple[Holding, ...]
    own: "Own | None"
    covered: frozenset[str]
    funding: "tuple[Funding, ...]"
    parts: Parts
    assumptions: tuple[AssumedTerm, ...]
    blanks: tuple[OpenTerm, ...]
    notes: tuple[str, ...]

    @property
    def bases(self) -> Bases:
        """The figures of all grants together."""
        return bases(self.parts, self.market_price)

    @property
    def interest(self) -> Bases:
        """What of the figures interest in shares takes: in cash, they would be less by it."""
        only = (claim for claim in self.claims if claim.interest)
        return bases(parts_of(only, self.market_price), self.market_price)

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
    def stated(self) -> "Stated | None":
        """The statement as it was made, and what splits have made of it; None where none has."""
        return None if self.own is None else self.own.stated

    @property
    def movements(self) -> "tuple[Movement, ...]":
        """Shares issued and bought back outside the agreements by the date."""
        return () if self.own is None else self.own.movements

    @property
    def splits(self) -> "tuple[tuple[int, Split], ...]":
        """The splits up to the date, each with its place among the events of the ledger."""
        return () if self.own is None else self.own.splits

    @property
    def registrations(self) -> "tuple[tuple[int, OfRegistration], ...]":
        """What was filed, became effective and was notified by the date, each with its place among
        the events of the ledger.
        """
        return () if self.own is None else self.own.registrations

    @property
    def outstanding_now(self) -> Range[int] | None:
        """Shares outstanding on the date: the statement, and what was issued and bought back since;
        None where there is no statement.
        """
        if self.outstanding is None:
            return None
        since = self.parts.issued.shares
        count = self.outstanding.shares
        return Range(count + since.low, count + since.high, since.open)

    @property
    def received(self) -> Range[Money]:
        """Cash that recorded exercises have brought the company by the date."""
        lives = (each.life for each in self.positions if each.life is not None)
        return sum((move.received for life in lives for move in life.moves), NO_CASH)

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
        price = self.market_price
        own = tuple(claims(position, price))
        interest = tuple(claim for claim in own if claim.interest)
        residues = [claim.residue for claim in own if claim.residue is not None]
        return Row(
            position,
            bases(parts_of(own, price), price),
            bases(parts_of(interest, price), price),
            why(position, own, price),
            reduce(add, residues) if residues else None,
        )

    def by(self, key: GroupKey) -> tuple[Group, ...]:
        """The grants of each holder, kind, agreement or standing together."""
        totals, price, resale = self.totals, self.market_price, None
        if key == "registration":
            from equitycalc.engine.resale import Resale  # which brings Rule 144

            resale = Resale(self.as_of, self.covered)
        return groups(self.positions, self.claims, self.holdings, totals, price, key, resale)

    def notes_by(self, key: GroupKey) -> tuple[str, ...]:
        """What the groups presume; nothing where it cannot be given."""
        presumed = ownership_notes(self.holdings, self.outstanding)
        if key != "registration":
            return presumed
        from equitycalc.engine.resale import PRESUMED

        return (*presumed, PRESUMED)


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
    used = stated or statement_on(ledger, as_of)
    happened = _happened(ledger, as_of)
    own = _own(used, happened)
    outstanding = used if own is None else own.outstanding
    found = tuple(positions(ledger, as_of, outstanding, include_expired, happened))
    claimed = [claim for each in found for claim in claims(each, market_price)]
    held = [holding for each in found if may_hold(each) for holding in holdings(each)]
    if own is not None:
        claimed += own.claims
        held += own.holdings
    assumed, blanks = open_and_assumed(ledger.issuer, found)
    funded, unpaid = _funding(found, own)
    return Dilution(
        issuer=ledger.issuer,
        as_of=as_of,
        market_price=market_price,
        outstanding=outstanding,
        positions=found,
        claims=tuple(claimed),
        holdings=tuple(held),
        own=own,
        covered=_covered(ledger, as_of),
        funding=funded,
        parts=parts_of(claimed, market_price),
        assumptions=tuple(assumed),
        blanks=tuple(blanks),
        notes=(
            *notes(found, held, as_of, outstanding, market_price),
            *(() if stated else _between_statements(ledger, as_of, found, own)),
            *unpaid,
            *_of_events(ledger, as_of, own),
        ),
    )


def _covered(ledger: Ledger, as_of: date) -> frozenset[str]:
    """The grants that a registration is promised for by the date."""
    rights = [each.registration_rights for each in ledger.agreements if each.date <= as_of]
    promised = (cast("RegistrationRights", each) for each in rights if each is not None)
    return frozenset(id for each in promised for id in each.covers.value)


_ISSUED = (Shares, StockFee)  # what puts shares into being by itself

# A ledger without events, with one statement and no introducers spares these imports.


def _happened(ledger: Ledger, as_of: date) -> "Happened | None":
    if not ledger.events:
        return None
    from equitycalc.engine.history import happened

    return happened(enumerate(ledger.events), as_of)


def _own(used: Outstanding | None, happened: "Happened | None") -> "Own | None":
    if happened is None:
        return None
    from equitycalc.engine.movements import own

    return own(used, happened)


def _funding(
    found: tuple[Position, ...], own: "Own | None"
) -> "tuple[tuple[Funding, ...], tuple[str, ...]]":
    """The finder's fees that apply, and notes on introducers to whom none is due."""
    if own is None and not any(getattr(each.grant, "introduced_by", None) for each in found):
        return (), ()
    from equitycalc.engine.funding import funding

    return funding(found, () if own is None else own.movements)


def _between_statements(
    ledger: Ledger, as_of: date, found: tuple[Position, ...], own: "Own | None"
) -> Iterator[str]:
    statements = [each for each in ledger.outstanding if each.as_of <= as_of]
    if len(statements) < 2:
        return
    from equitycalc.engine.movements import disagreements

    days = [each.as_of for each in statements]
    issuing = (each for each in found if each.life or isinstance(each.grant, _ISSUED))
    recorded = [change for each in issuing for change in dated(each, min(days), max(days))]
    yield from disagreements(statements, recorded, own)


def _of_events(ledger: Ledger, as_of: date, own: "Own | None") -> Iterator[str]:
    if own is not None and own.bought_back_too_much:
        yield "more shares are bought back than are outstanding: the totals mean nothing"
    later = sum(each.date > as_of for each in ledger.events)
    if later:
        yield f"events later than {as_of}, which change nothing yet: {later:,}"
