"""The check of the limits of a ledger."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from equitycalc.bounds import UNKNOWN
from equitycalc.checks.figure_words import in_words, listed, number_text, places_for
from equitycalc.checks.subject import Subject
from equitycalc.problems import Problem
from equitycalc.terms import Ledger

if TYPE_CHECKING:
    from equitycalc.demands import Limit
    from equitycalc.engine import Dilution
    from equitycalc.limits.holding import Failed
    from equitycalc.measures import Figure, Unit


def broken_limit(subject: Subject) -> Iterator[Problem]:
    """A figure is over a limit that the ledger sets, or may be.

    Limits are what a reviewer will not pass: an edit that goes over one is to be seen before it is
    merged, and not on the day it happens. Each is held on every day that it is for; the first one
    that breaks it is named. What an open term leaves open is not shown to hold, and fails.

    Mend the entry that breaks it, supply the open term, or set another limit with its reason.
    """
    if not subject.ledger.limits:
        return
    from equitycalc.demands import limits_of
    from equitycalc.limits.holding import failed_limits

    ledger = subject.ledger
    limits = limits_of(ledger)
    told = _Told(ledger)
    for failed in failed_limits(ledger, limits):
        yield told.of(failed, limits[failed.number])


class _Over(NamedTuple):
    """What is over a limit, the limit, and where it stands."""

    said: str
    figure: "Figure | None"
    most: Fraction
    unit: "Unit"
    key: str


class _Told:
    """Problems of one ledger: what is the same on a day is worked out once."""

    def __init__(self, ledger: Ledger) -> None:
        from equitycalc.engine import dilution

        self._ledger = ledger
        self._found = cache(lambda on: dilution(ledger, on))

    def of(self, failed: "Failed", limit: "Limit") -> Problem:
        """A limit fails on a day, and on no day before."""
        on, found = failed.on, self._found(failed.on)
        over = _over(limit, found)
        places = places_for((over.most, *_ends(over.figure)), over.unit)
        most = number_text(over.most, over.unit, places)
        said, proven = f"{over.said} not known", False
        if over.figure is not None:
            said = f"{over.said} {in_words(over.figure, over.unit, places)}"
            proven = over.figure.low is not None and over.figure.low > over.most
        message = f"{said} on {on}, the first day over the limit of {most}"
        if not proven:
            message = (
                f"{said} on {on}, the first day not shown to be within the limit of {most}: "
                "unproven, and so it fails"
            )
        return Problem(
            name="broken-limit",
            message=message,
            path=("limits", failed.number, over.key),
            help="; ".join(self._help(failed, limit, found, proven)),
        )

    def _help(
        self, failed: "Failed", limit: "Limit", found: "Dilution", proven: bool
    ) -> Iterator[str]:
        from equitycalc.checks.occurring import happened_on, open_terms, shared_out

        happened = happened_on(self._ledger, failed.on, failed.sources)
        if happened:
            yield f"that day {listed(happened)}"
        else:
            accrues = any(claim.interest for claim in found.claims)
            nothing = "nothing is entered for that day" + ", but interest accrues" * accrues
            yield "the limit begins on that day" if failed.on == limit.from_ else nothing
        if not proven and found.outstanding is None:
            first = min((each.as_of for each in self._ledger.outstanding), default=None)
            yield "no shares are stated as outstanding by then" + (
                "" if first is None else f": begin the limit with `from: {first}`"
            )
        elif not proven:
            held = found.holdings if limit.ownership is not None else ()
            if terms := open_terms(found.blanks, held):
                yield f"open: {listed(terms)}"
            if limit.basis == "13d-3" and (shared := shared_out(found, limit.holder)):
                yield (
                    f"in several hands, and whose shares have vested is not known: {listed(shared)}"
                )
        yield f"the reason for the limit: {limit.because}"


def _ends(figure: "Figure | None") -> tuple[Fraction, ...]:
    ends = () if figure is None else (figure.low, figure.top)
    return tuple(Fraction(each) for each in ends if each is not None)


def _over(limit: "Limit", found: "Dilution") -> _Over:
    """What a limit is of, on a day."""
    total = found.totals["fully_diluted"]
    assert total is not None, "it needs no market price"
    if limit.authorized_shares is not None:
        said = "all shares, fully diluted, are"
        most = Fraction(limit.authorized_shares)
        return _Over(said, total.shares, most, "shares", "authorized_shares")
    if limit.dilution is not None:
        return _Over("dilution is", total.dilution, Fraction(limit.dilution), "ratio", "dilution")
    if limit.overhang is not None:
        return _Over("overhang is", total.overhang, Fraction(limit.overhang), "ratio", "overhang")
    assert limit.ownership is not None, "a limit is on one figure"
    return _owning(limit, Fraction(limit.ownership), found)


def _owning(limit: "Limit", most: Fraction, found: "Dilution") -> _Over:
    """Who owns too much, or may: of several the one who does for certain, and the most."""
    from equitycalc.limits.owning import ownerships

    beneficially = limit.basis == "13d-3"
    owns = "beneficially owns" if beneficially else "owns"
    if found.outstanding is None:
        return _Over(
            f"what {limit.holder or 'any holder'} {owns} is", None, most, "ratio", "ownership"
        )
    parts = ownerships(found, beneficially)
    if limit.holder is not None:
        parts = {limit.holder: parts.get(limit.holder, UNKNOWN)}

    def high(name: str) -> tuple[Fraction, bool, Fraction]:
        low, top = parts[name]
        certain = Fraction(0) if low is None else low
        return certain if certain > most else Fraction(0), top is None, top or certain

    name = max(parts, key=high, default="any holder")
    if parts.get(name, UNKNOWN) == UNKNOWN:
        return _Over(f"what {name} {owns} is", None, most, "ratio", "ownership")
    return _Over(f"{name} {owns}", parts[name], most, "ratio", "ownership")
