"""An underwritten offering, as it is asked: who wants to sell, what the underwriter takes, and who
withdraws.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar, cast

from equitycalc.bounds import NO_SHARES, Range, exactly
from equitycalc.engine.cutback import (
    Allocation,
    Offering,
    Want,
    cutback,
    tied,
    with_over_allotment,
)
from equitycalc.engine.life import ALL_OTHER_HOLDERS
from equitycalc.engine.registering import Promised, Registration
from equitycalc.problems import Path, Problem, QuestionErrors, Unreadable, did_you_mean, quoted
from equitycalc.registration_rights import SELLERS, Seller, rights_of
from equitycalc.scalars import one_of, parse_count, parse_name
from equitycalc.terms import Agreement

V = TypeVar("V")


class Offer(NamedTuple):
    """An offering of at most ``maximum`` shares; ``withdraw`` names the sellers who leave it after
    it was cut back.
    """

    maximum: int
    wants: tuple[Want, ...]
    over_allotment: int | None = None
    withdraw: tuple[str, ...] = ()


def parse_want(text: str) -> Want:
    """What a seller wants to offer, from ``CLASS:HOLDER=SHARES``."""
    seller, colon, rest = text.partition(":")
    holder, equals, shares = rest.rpartition("=")
    if not (colon and equals and seller and holder and shares):
        raise Unreadable(
            "not-a-want",
            f"{quoted(text)} does not say what somebody wants to offer",
            f"write CLASS:HOLDER=SHARES, the class one of {', '.join(SELLERS)}",
        )
    word = cast(Seller, _inside("class", one_of(*SELLERS), seller))
    named = _inside("holder", parse_shown, holder)
    return Want(word, named, _inside("shares", parse_count, shares))


def parse_shown(text: str) -> str:
    """A name that is shown as it was typed, and so must not act on a terminal."""
    if not text.isprintable():
        raise Unreadable("control-character", f"{quoted(text)} has characters that do not print")
    return parse_name(text)


def offering(found: Registration, offer: Offer) -> Offering:
    """The offering, cut back as the agreement has it, or ``QuestionErrors``.

    The path of a problem begins with the argument: ``max_offering``, ``wants``, ``withdraw`` or
    ``over_allotment``; of lists, the index follows.
    """
    promised = _whose_ranks(found)
    rights = promised.rights
    assert rights.priority is not None, "an agreement that ranks the sellers was chosen"
    has = [_has(found, promised, each) for each in offer.wants]
    problems = [*_wrong_wants(offer.wants, rights.priority.value, has)]
    if problems:
        raise QuestionErrors(problems)
    ranks = rights.priority.value
    allocated, own_accord = _without_the_withdrawn(promised, offer, ranks)
    if offer.over_allotment is not None:
        allocated = _with_more(promised, allocated, offer.over_allotment, has)
    return Offering(
        promised.agreement,
        rights,
        offer.maximum,
        allocated,
        offer.over_allotment,
        (*own_accord, *_notes(ranks, allocated, has)),
    )


def _whose_ranks(found: Registration) -> Promised:
    """The agreement that says how the offering is cut back."""
    ranked = [each for each in found.promised if each.rights.priority is not None]
    if not ranked:
        ids = ", ".join(each.agreement.id for each in found.promised)
        said = f"{ids} ranks no sellers of an offering" if ids else found.notes[0]
        # Of those that are yet to be made, the first that would do.
        ranking = [each.date for each in found.later if _ranks(each)]
        help = "a priority in the ledger ranks them"
        if ranking:
            help = f"ask for a later day, --as-of {min(ranking)}"
        raise _one("no-priority", said, ("max_offering",), help)
    if len(ranked) > 1:
        ids = ", ".join(each.agreement.id for each in ranked)
        said = "several agreements rank the sellers of an offering"
        raise _one("which-agreement", said, ("max_offering",), f"add --agreement, one of {ids}")
    promised = ranked[0]
    until = promised.rights.piggyback_until
    if until is not None and promised.complete_on is not None:
        said = (
            f"the rights in other registrations ended on {promised.complete_on}: all that was left "
            f"is effective since {promised.effective_on}"
        )
        if promised.complete_on == promised.effective_on:
            said = (
                f"the rights in other registrations ended on {promised.effective_on}, when the "
                "statement became effective"
            )
        raise _one("piggyback-ended", said, ("max_offering",), "ask for a day before that")
    return promised


def _ranks(agreement: Agreement) -> bool:
    rights = rights_of(agreement)
    return rights is not None and rights.priority is not None


def _wrong_wants(
    wants: Sequence[Want], ranks: Iterable[Sequence[Seller]], has: Sequence[Range[int] | None]
) -> Iterator[Problem]:
    ranked = [seller for rank in ranks for seller in rank]
    seen: set[tuple[str, str]] = set()
    beyond = dict(_beyond(wants, has, [each.shares for each in wants]))
    for index, each in enumerate(wants):
        if each.seller not in ranked:
            said = f"the agreement gives {quoted(each.seller)} no rank"
            yield _problem("unranked-class", said, ("wants", index, "class"))
        if (each.seller, each.holder) in seen:
            said = f"{quoted(each.holder)} is given twice in the class {each.seller}"
            yield _problem("wanted-twice", said, ("wants", index, "holder"), "give the sum once")
        if index in beyond:
            most, asked = beyond[index]
            has_what = (
                "authorized shares that are not issued" if each.seller == "company" else "shares"
            )
            said = f"{each.holder} has {most:,} {has_what} to offer, not {asked:,}"
            yield _problem("wants-more-than-held", said, ("wants", index, "shares"))
        seen.add((each.seller, each.holder))


def _beyond(
    wants: Sequence[Want], has: Sequence[Range[int] | None], shares: Sequence[int]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """The sellers, by index, who do not have so many ``shares``: as what they sell, or in all as
    what one holder sells; with what they have, and what they would sell so far.
    """
    of_holder: dict[str, int] = {}  # the most that anything says one has
    for each, has_it in zip(wants, has, strict=True):
        if has_it is not None and has_it.top is not None:
            of_holder[each.holder] = max(of_holder.get(each.holder, 0), has_it.top)
    in_all = Counter[str]()
    for index, (each, has_it, count) in enumerate(zip(wants, has, shares, strict=True)):
        in_all[each.holder] += count
        most = None if has_it is None else has_it.top
        if most is None or count <= most:
            most = of_holder.get(each.holder)
        if most is not None and in_all[each.holder] > most:
            yield index, (most, in_all[each.holder])


def _has(found: Registration, promised: Promised, want: Want) -> Range[int] | None:
    """The shares that a seller can offer; None where the ledger does not know.

    Of an Investor these are the ones to be registered, of the company those it may still issue.
    """
    if want.has is not None:
        return exactly(want.has)
    if want.seller == "company":
        authorized, now = found.found.authorized, found.found.outstanding_now
        return None if authorized is None or now is None else exactly(max(0, authorized - now.low))
    own = None
    for group in found.found.by("holder"):
        if group.key == want.holder and group.key != ALL_OTHER_HOLDERS:
            own = group.shares
    if want.seller != "investor" or own is None:
        return own
    blocks = [each for each in promised.blocks if each.holder == want.holder and each.investor]
    left = [each.shares for each in blocks if each.registrable is not False]
    return sum(left, NO_SHARES)


def _without_the_withdrawn(
    promised: Promised, offer: Offer, ranks: Sequence[Sequence[Seller]]
) -> tuple[tuple[Allocation, ...], list[str]]:
    """The allocations after each withdrawal in turn, and who had no right to it."""
    gone: list[Want] = []
    notes = []
    found = cutback(offer.maximum, offer.wants, ranks)
    may = promised.rights.may_withdraw
    for index, name in enumerate(offer.withdraw):
        theirs = [each for each in found if each.want.holder == name]
        leaving = [each.want for each in theirs if each.cut_back and not each.withdrawn]
        if not theirs:
            names = [each.holder for each in offer.wants]
            said = f"{quoted(name)} does not want to offer anything"
            raise _one("unknown-seller", said, ("withdraw", index), did_you_mean(name, names))
        if not leaving:
            done = any(each.withdrawn for each in theirs)
            had = (
                "has withdrawn already"
                if done
                else "is not cut back: only who is cut back is withdrawn so"
            )
            raise _one("not-cut-back", f"{quoted(name)} {had}", ("withdraw", index))
        for each in leaving:
            if may is None or each.seller not in may.value:
                notes.append(
                    f"{each.holder} withdraws of its own accord: the agreement gives the right to "
                    + ("nobody" if may is None else f"sellers of the class {', '.join(may.value)}")
                )
        gone += leaving
        found = cutback(offer.maximum, offer.wants, ranks, gone)
    return found, notes


def _with_more(
    promised: Promised,
    allocated: tuple[Allocation, ...],
    more: int,
    has: Sequence[Range[int] | None],
) -> tuple[Allocation, ...]:
    """The allocations with their parts of an over-allotment."""
    path: Path = ("over_allotment",)
    if promised.rights.over_allotment is None:
        said = f"{promised.agreement.id} does not say how an over-allotment is shared"
        raise _one("no-over-allotment", said, path)
    if not any(each.allocated for each in allocated):
        raise _one("nothing-offered", "nobody has a share in the offering to add to", path)
    found = with_over_allotment(allocated, more)
    wants = [each.want for each in found]
    shares = [each.allocated + each.over_allotment for each in found]
    for index, (most, asked) in _beyond(wants, has, shares):
        said = f"{wants[index].holder} has {most:,} shares, and would have to deliver {asked:,}"
        raise _one("over-allotment-beyond-held", said, path)
    return found


def _notes(
    ranks: Sequence[Sequence[Seller]],
    allocated: Sequence[Allocation],
    has: Sequence[Range[int] | None],
) -> Iterator[str]:
    ties = any(
        tied([each.exact for each in of_rank], [each.allocated for each in of_rank])
        for rank in ranks
        if (of_rank := [each for each in allocated if each.want.seller in rank])
    ) or tied(
        [each.exact_over_allotment for each in allocated],
        [each.over_allotment for each in allocated],
    )
    if ties:
        yield "of equal fractions of a share, the seller given first has the share"
    unknown = [
        each.want.holder
        for each, has_it in zip(allocated, has, strict=True)
        if has_it is None
        or (has_it.top is None and each.allocated + each.over_allotment > has_it.low)
    ]
    if unknown:
        names = ", ".join(dict.fromkeys(unknown))
        yield f"not checked, because nothing says how many shares they have: {names}"


def _one(name: str, message: str, path: Path, help: str | None = None) -> QuestionErrors:
    return QuestionErrors([_problem(name, message, path, help)])


def _problem(name: str, message: str, path: Path, help: str | None = None) -> Problem:
    return Problem(name=name, message=message, path=path, help=help)


def _inside(part: str, parse: Callable[[str], V], text: str) -> V:
    try:
        return parse(text)
    except Unreadable as problem:
        problem.at = (part,)
        raise
