"""An offering that has to be cut back: how many shares each seller may put into it."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Annotated, NamedTuple

from equitycalc.quantities import quotient, whole_shares
from equitycalc.registration_rights import SELLERS, RegistrationRights, Seller
from equitycalc.scalars import one_of, parse_count
from equitycalc.terms import Agreement, Name
from equitycalc.written import Scalar


class Want(NamedTuple):
    """What one seller wants to offer: shares of the company, or of its own, of which it ``has`` so
    many; None where that is not said.
    """

    seller: Annotated[Seller, Scalar(one_of(*SELLERS))]
    holder: Name
    shares: Annotated[int, Scalar(parse_count)]
    has: Annotated[int, Scalar(parse_count)] | None = None


class Allocation(NamedTuple):
    """What one seller may offer of what it ``wanted``, and takes of an over-allotment.

    ``exact`` and ``exact_over_allotment`` are its parts before rounding to whole shares.
    """

    want: Want
    exact: Fraction
    allocated: int
    exact_over_allotment: Fraction = Fraction(0)
    over_allotment: int = 0
    withdrawn: bool = False

    @property
    def cut_back(self) -> int:
        """The shares it wanted and may not offer."""
        return self.want.shares - self.allocated


class Offering(NamedTuple):
    """An underwritten offering of at most ``maximum`` shares, cut back as an agreement has it.

    ``over_allotment`` is None where none is asked.
    """

    agreement: Agreement
    rights: RegistrationRights
    maximum: int
    allocations: tuple[Allocation, ...]
    over_allotment: int | None
    notes: tuple[str, ...]


def cutback(
    maximum: int,
    wanted: Sequence[Want],
    ranks: Iterable[Sequence[Seller]],
    withdrawn: Iterable[Want] = (),
) -> tuple[Allocation, ...]:
    """The sellers in the order given, each with its part of at most ``maximum`` shares.

    The sellers of a rank share what the ranks before it left, pro rata to what each wants.
    """
    gone = set(withdrawn)
    found: dict[Want, tuple[Fraction, int]] = {}
    left = maximum
    for rank in ranks:
        sellers = [each for each in wanted if each.seller in rank and each not in gone]
        parts = pro_rata(left, [each.shares for each in sellers])
        found |= zip(sellers, parts, strict=True)
        left -= sum(whole for _, whole in parts)
    nothing = (Fraction(0), 0)
    return tuple(
        Allocation(each, *found.get(each, nothing), withdrawn=each in gone) for each in wanted
    )


def with_over_allotment(allocations: Sequence[Allocation], shares: int) -> tuple[Allocation, ...]:
    """The allocations with their parts of an over-allotment, pro rata to what each may offer."""
    offered = [each.allocated for each in allocations]
    total = sum(offered)
    exact = [quotient(shares * each, total) for each in offered]
    whole = _largest_remainder(shares, exact)
    return tuple(
        each._replace(exact_over_allotment=part, over_allotment=more)
        for each, part, more in zip(allocations, exact, whole, strict=True)
    )


def tied(exact: Sequence[Fraction], whole: Sequence[int]) -> bool:
    """Whether equal fractions of a share were rounded differently, by the order of the sellers."""
    up = {
        part - whole_shares(part, "down") for part, n in zip(exact, whole, strict=True) if n > part
    }
    down = {part - n for part, n in zip(exact, whole, strict=True) if n < part}
    return not up.isdisjoint(down)


def pro_rata(most: int, wanted: Sequence[int]) -> list[tuple[Fraction, int]]:
    """At most ``most`` shares among those who want some, exactly and in whole shares."""
    total = sum(wanted)
    if total <= most:
        return [(Fraction(each), each) for each in wanted]
    exact = [quotient(most * each, total) for each in wanted]
    return list(zip(exact, _largest_remainder(most, exact), strict=True))


def _largest_remainder(total: int, exact: Sequence[Fraction]) -> list[int]:
    """Whole numbers that sum to ``total``: each part rounded down, and the shares that this leaves
    to the largest fractions; of equal ones, to the first.
    """
    whole = [whole_shares(each, "down") for each in exact]
    remainders = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])
    for index in remainders[: total - sum(whole)]:
        whole[index] += 1
    return whole
