"""What registration rights come to on a date: the deadlines, and the shares to register."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from equitycalc.bounds import NO_SHARES, Range
from equitycalc.engine.answer import Dilution
from equitycalc.engine.blocks import Block, blocks, to_register
from equitycalc.engine.cutback import Offering
from equitycalc.engine.deadlines import deadlines
from equitycalc.engine.due import Deadline
from equitycalc.engine.formulas import SplitAdjustment
from equitycalc.engine.groups import Group
from equitycalc.engine.needing import covered
from equitycalc.engine.notices import Proposed
from equitycalc.engine.positions import Position
from equitycalc.engine.resale import Resale
from equitycalc.engine.resting import AssumedTerm, OpenTerm, assumed_term
from equitycalc.engine.statements import statements
from equitycalc.quantities import Money, price_text
from equitycalc.registration_rights import (
    RegistrationRights,
    agreements_with_rights,
    unstated_rights,
)
from equitycalc.terms import Agreement, ConvertibleDebenture, Ledger
from equitycalc.written import Assumed, AtLeast, Blank, unstated, value_of, value_of_cited

if TYPE_CHECKING:
    from equitycalc.engine.history import Happened

NO_AFFILIATES = (
    "no holder is taken for an affiliate of the issuer, whom {paragraph} would not free; no "
    "document says who is one"
)


class Promised(NamedTuple):
    """What one agreement promises: its rights, and the blocks of shares they are for.

    ``price`` is that at which debts are counted, None where it is open; ``effective_on`` the day
    of the statement that has all that is to be registered, and ``complete_on`` the first on which
    that was so, None where it is not.
    """

    agreement: Agreement
    rights: RegistrationRights
    price: Money | None
    blocks: tuple[Block, ...]
    effective_on: date | None
    complete_on: date | None

    @property
    def to_register(self) -> Range[int]:
        """The shares that the statement of this agreement has to cover."""
        return to_register(self.blocks)


class Registration(NamedTuple):
    """What the registration rights of a ledger come to on the date of ``found``, the dilution;
    ``later`` are the agreements that promise some after it.
    """

    found: Dilution
    promised: tuple[Promised, ...]
    deadlines: tuple[Deadline, ...]
    assumptions: tuple[AssumedTerm, ...]
    blanks: tuple[OpenTerm, ...]
    notes: tuple[str, ...]
    later: tuple[Agreement, ...] = ()
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
    asked = [
        (agreement, rights)
        for agreement, rights in agreements_with_rights(ledger)
        if only in (None, agreement.id)
    ]
    begun = [each for each in asked if each[0].date <= as_of]
    homes = {each.grant.id: (each.grant, each.agreement) for each in found.positions}
    happened = _happened(ledger, as_of)
    promised = []
    days: list[Deadline] = []
    for agreement, rights in begun:
        price = _price(agreement, rights, found)
        needs = covered(rights.covers.value, homes, happened)
        stated = statements(rights, recorded, needs, agreement.date, as_of)
        held = tuple(
            blocks(agreement.id, rights, found.positions, resale, price, stated.registered)
        )
        effective_on, complete_on = stated.effective_on, stated.complete_on
        promised.append(Promised(agreement, rights, price, held, effective_on, complete_on))
        days += deadlines(agreement, rights, recorded, stated, as_of, proposed)
    later = tuple(agreement for agreement, _ in asked if agreement.date > as_of)
    return Registration(
        _used_here(found, _of_blocks(promised)),
        tuple(promised),
        tuple(days),
        tuple(_assumed(begun)),
        tuple(_open(begun)),
        tuple(_notes(promised, later, as_of, only)),
        later,
    )


def _happened(ledger: Ledger, as_of: date) -> "Happened | None":
    if not ledger.events:
        return None
    from equitycalc.engine.history import happened  # where something happened

    return happened(enumerate(ledger.events), as_of)


def _price(agreement: Agreement, rights: RegistrationRights, found: Dilution) -> Money | None:
    """The price a registration counts debts at, after splits; None where it is open."""
    price: Money | None = value_of_cited(rights.conversion_price)
    if price is None or (rights.adjusts is not None and not rights.adjusts.value):
        return price
    for _, split in found.splits:
        if split.date > agreement.date:  # its terms are those of its own day
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


def _of_blocks(promised: Iterable[Promised]) -> list[Position]:
    """The grants whose shares are in the blocks, each once."""
    found = {block.position.grant.id: block.position for one in promised for block in one.blocks}
    return list(found.values())


def _used_here(found: Dilution, positions: Iterable[Position]) -> Dilution:
    """The dilution, where what was supplied for the grants of blocks is of use, and what they leave
    open is open, though the statement of shares outstanding has them already.
    """
    ids = {each.grant.id for each in positions}
    assumptions = [each._replace(used=each.used or each.grant in ids) for each in found.assumptions]
    listed = {(each.grant, each.term) for each in found.blanks}
    more = [
        OpenTerm(position.grant.id, term, value.minimum if isinstance(value, AtLeast) else None)
        for position in positions
        for term, value in unstated(position.grant)
        if not isinstance(value, Assumed) and (position.grant.id, term) not in listed
    ]
    return found._replace(assumptions=tuple(assumptions), blanks=(*found.blanks, *more))


def _notes(
    promised: list[Promised], later: Iterable[Agreement], as_of: date, only: str | None
) -> Iterator[str]:
    for agreement in later:
        said = f"{agreement.id} is of {agreement.date}, later than {as_of}"
        yield f"{said}: it promises nothing yet"
    if not promised:
        if only is None:
            yield f"no agreement of this ledger promises a registration by {as_of}"
        return
    unsigned = [each.agreement.id for each in promised if each.agreement.signed is False]
    if unsigned:
        yield f"not signed in the copy at hand: {', '.join(unsigned)}"
    held = [block.held for each in promised for block in each.blocks if block.held is not None]
    if held:
        yield NO_AFFILIATES.format(paragraph=held[0].paragraph)
    for each in promised:
        yield from _of_prices(each)
        unending = [
            position.grant.id
            for position in _debts(each)
            if value_of(getattr(position.terms, "paid_in", None)) in ("shares", "either")
            and value_of(getattr(position.terms, "matures_on", None)) is None
        ]
        if unending:
            ids = ", ".join(unending)
            yield f"shares for interest are at least 0, no maturity being stated: {ids}"


def _of_prices(each: Promised) -> Iterator[str]:
    """What the debts are registered at, and what they convert at where that is another price."""
    debts = _debts(each)
    if not debts:
        return
    ids = ", ".join(position.grant.id for position in debts)
    if each.price is None:
        yield f"no price to register {ids} at is stated: its shares are open"
        return
    stated = each.rights.conversion_price
    lines = None if stated is None else stated.lines
    where = ":".join(filter(None, (each.agreement.document, lines)))
    before = None if stated is None else value_of(stated.value)
    split = f", {price_text(before)} before splits" if before not in (None, each.price) else ""
    yield (
        f"{ids} is registered at {price_text(each.price)} a share{split}"
        + (f" ({where})" if where else "")
        + "; among all shares it counts at its own price, with the interest accrued so far"
    )
    for position in debts:
        own = value_of(getattr(position.terms, "conversion_price", None))
        if own is not None and own != each.price:
            yield f"{position.grant.id} converts at {price_text(own)} a share"


def _debts(promised: Promised) -> list[Position]:
    found = {block.position.grant.id: block.position for block in promised.blocks}
    return [each for each in found.values() if isinstance(each.terms, ConvertibleDebenture)]
