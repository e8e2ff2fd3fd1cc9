"""What registration rights come to on a date: the deadlines, and the shares to register."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from equitycalc import events
from equitycalc.bounds import NO_SHARES, Range
from equitycalc.engine.answer import Dilution
from equitycalc.engine.blocks import Block, blocks, to_register
from equitycalc.engine.cutback import Offering
from equitycalc.engine.deadlines import Deadline, Proposed, all_in_on, deadlines, first_days
from equitycalc.engine.formulas import SplitAdjustment
from equitycalc.engine.groups import Group
from equitycalc.engine.positions import Position
from equitycalc.engine.resale import Resale
from equitycalc.engine.resting import AssumedTerm, OpenTerm, assumed_term
from equitycalc.quantities import Money, price_text
from equitycalc.registration import RegistrationRights, rights_of, unstated_rights
from equitycalc.terms import Agreement, ConvertibleDebenture, Ledger
from equitycalc.written import Assumed, Blank, value_of, value_of_cited


class Promised(NamedTuple):
    """What one agreement promises: its rights, and the blocks of shares they are for.

    ``price`` is that at which debts are counted, None where it is open; ``effective_on`` the day
    since which all that is covered is registered, None where it is not.
    """

    agreement: Agreement
    rights: RegistrationRights
    price: Money | None
    blocks: tuple[Block, ...]
    effective_on: date | None

    @property
    def to_register(self) -> Range[int]:
        """The shares that the statement of this agreement has to cover."""
        return to_register(self.blocks)

    @property
    def all_sold_on(self) -> date | None:
        """The day on which the last of the shares was sold or freed; None while some are left."""
        days = [each.freed_on for each in self.blocks]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None


class Registration(NamedTuple):
    """What the registration rights of a ledger come to on the date of ``found``, the dilution."""

    found: Dilution
    promised: tuple[Promised, ...]
    deadlines: tuple[Deadline, ...]
    assumptions: tuple[AssumedTerm, ...]
    blanks: tuple[OpenTerm, ...]
    notes: tuple[str, ...]
    offering: Offering | None = None

    @property
    def to_register(self) -> Range[int]:
        """The shares that all statements together have to cover."""
        return sum((each.to_register for each in self.promised), NO_SHARES)

    @property
    def standings(self) -> tuple[Group, ...]:
        """All shares, fully diluted, by whether they may be sold to the public."""
        return self.found.by("registration")


def registration(
    ledger: Ledger, found: Dilution, only: str | None = None, proposed: Proposed | None = None
) -> Registration:
    """The registration rights of a ledger, beside its dilution ``found``; ``only`` names the one
    agreement meant.
    """
    as_of = found.as_of
    resale, recorded = Resale(as_of, found.covered), found.registrations
    registered = first_days(recorded, events.Registered)
    begun = [
        (agreement, rights)
        for agreement in ledger.agreements
        if (rights := rights_of(agreement)) is not None
        and agreement.date <= as_of
        and only in (None, agreement.id)
    ]
    promised = []
    days: list[Deadline] = []
    for agreement, rights in begun:
        price = _price(agreement, rights, found)
        held = tuple(blocks(agreement.id, rights, found.positions, resale, price, registered))
        effective = all_in_on(rights, registered)
        one = Promised(agreement, rights, price, held, effective)
        promised.append(one)
        days += deadlines(agreement, rights, recorded, as_of, proposed, one.all_sold_on)
    return Registration(
        found,
        tuple(promised),
        tuple(days),
        tuple(_assumed(begun)),
        tuple(_open(begun)),
        tuple(_notes(ledger, promised, as_of, only)),
    )


def _price(agreement: Agreement, rights: RegistrationRights, found: Dilution) -> Money | None:
    """The price a registration counts debts at, after splits; None where it is open."""
    price: Money | None = value_of_cited(rights.conversion_price)
    if price is None or (rights.adjusts is not None and not rights.adjusts.value):
        return price
    since = value_of_cited(rights.closing_date) or agreement.date
    for _, split in found.splits:
        if split.date > since:
            step = SplitAdjustment(0, price, split.new, split.old, split.round)
            price = step.adjusted_price
    return price


_Begun = Iterable[tuple[Agreement, RegistrationRights]]


def _assumed(begun: _Begun) -> Iterator[AssumedTerm]:
    for agreement, rights in begun:
        for term, value in unstated_rights(rights):
            if isinstance(value, Assumed):
                yield assumed_term(agreement.id, term, value, used=True)


def _open(begun: _Begun) -> Iterator[OpenTerm]:
    for agreement, rights in begun:
        for term, value in unstated_rights(rights):
            if isinstance(value, Blank):
                yield OpenTerm(agreement.id, term, None)


def _notes(
    ledger: Ledger, promised: list[Promised], as_of: date, only: str | None
) -> Iterator[str]:
    for agreement in ledger.agreements:
        if (
            rights_of(agreement) is not None
            and agreement.date > as_of
            and only in (None, agreement.id)
        ):
            later = f"{agreement.id} is of {agreement.date}, later than {as_of}"
            yield f"{later}: it promises nothing yet"
    if not promised:
        yield f"no agreement of this ledger promises a registration by {as_of}"
        return
    held = [block for each in promised for block in each.blocks]
    if any(block.held is not None for block in held):
        yield (
            "Rule 144(k) is for holders who are not affiliates of the issuer; no document says who "
            "is one"
        )
    for each in promised:
        for grant, own in _own_prices(each):
            yield (
                f"{grant} is registered at {price_text(each.price)} a share, as its agreement has "
                f"it; it converts at {price_text(own)}"
                if each.price is not None
                else f"no price to register {grant} at is stated: its shares are open"
            )
        unending = [
            position.grant.id
            for position in _debts(each)
            if getattr(position.terms, "paid_in", None) is not None
            and value_of(getattr(position.terms, "matures_on", None)) is None
        ]
        if unending:
            ids = ", ".join(unending)
            yield f"shares for interest are at least 0, no maturity being stated: {ids}"


def _debts(promised: Promised) -> list[Position]:
    found = {block.position.grant.id: block.position for block in promised.blocks}
    return [each for each in found.values() if isinstance(each.terms, ConvertibleDebenture)]


def _own_prices(promised: Promised) -> Iterator[tuple[str, Money]]:
    """The debts whose own conversion price is not that of the registration."""
    for position in _debts(promised):
        own = value_of(getattr(position.terms, "conversion_price", None))
        if own is not None and own != promised.price:
            yield position.grant.id, own
