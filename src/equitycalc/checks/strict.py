"""The checks of ``--strict`` that warn: what is seldom meant. ``notes`` has those that remark."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from equitycalc.checks.allowed import allowances, sifted
from equitycalc.checks.holders import spellings
from equitycalc.checks.subject import Subject
from equitycalc.engine.history import happened
from equitycalc.engine.moves import Amended
from equitycalc.events import Amend, Split
from equitycalc.problems import Path, Problem, quoted
from equitycalc.terms import Event
from equitycalc.written import value_of

_PRICES = ("exercise_price", "conversion_price", "price")
_CLOSE = 30  # days within which one split may have been entered twice


def below_par(subject: Subject) -> Iterator[Problem]:
    """A price is below the par value of a share, as agreed or as amended.

    Shares issued for less than par are not fully paid, so such a price is rare, and often has a
    nought too many.

    Mend the price or the par value; where the agreement does say so, allow it with the reason.
    """
    par = value_of(subject.ledger.issuer.par_value)
    if par is None:
        return
    for path, price in _prices(subject):
        if price < par:
            yield Problem(
                name="below-par",
                message=f"a price of {price:f} is below the par value of {par:f}",
                path=path,
                severity="warning",
            )


def _prices(subject: Subject) -> Iterator[tuple[Path, Decimal]]:
    """Every price that is known, of grants and then of amendments."""
    for path, grant, _ in subject.grants():
        for term in _PRICES:
            price = value_of(getattr(grant, term, None))
            if price is not None:
                yield (*path, term), price
    for index, event in enumerate(subject.ledger.events):
        if isinstance(event, Amend) and event.term in _PRICES:
            price = value_of(event.value)
            if price is not None:
                yield ("events", index, "value"), price


def holder_alias(subject: Subject) -> Iterator[Problem]:
    """One holder seems to be spelt in two ways.

    Holders are not declared: each spelling is a holder, so that a second one splits what a person
    owns. Compared are names without their legal form, punctuation, capitals, accents and initials,
    and then without the vowels and the second of a double letter; "Smith, John" also as John Smith.

    Spell both alike; where they are two holders, allow it with the reason.
    """
    known: dict[str, dict[tuple[str, ...], str]] = {}
    seen: set[str] = set()
    for path, name in _names(subject):
        if name in seen:
            continue
        seen.add(name)
        other = None
        for bare, initials in spellings(name):
            alike = known.get(bare)
            if alike is None:
                known[bare] = {initials: name}
            else:
                other = other or _other(alike, initials)
                alike.setdefault(initials, name)
        if other is not None and other != name:
            yield Problem(
                name="holder-alias",
                message=f"{quoted(name)} may be {quoted(other)}, spelt another way",
                path=path,
                help="spell both alike, or allow it with the reason that they are two",
                severity="warning",
            )


def _other(alike: dict[tuple[str, ...], str], initials: tuple[str, ...]) -> str | None:
    """Another name: two holders may differ in their initials; a spelling may leave them out."""
    other = alike.get(initials) or alike.get(())
    return next(iter(alike.values()), None) if other is None and not initials else other


def uncited_grant(subject: Subject) -> Iterator[Problem]:
    """A grant does not say where it stands.

    Every figure is to be traced to a clause: the document of the agreement, and the lines of the
    grant.

    Add ``lines`` to the grant, and ``document`` to its agreement.
    """
    for path, grant, agreement in subject.grants():
        lacks = [
            what
            for what, value in (
                (f"{quoted('lines')} of its own", grant.lines),
                (f"{quoted('document')} of its agreement", agreement.document),
            )
            if value is None
        ]
        if lacks:
            yield Problem(
                name="uncited-grant",
                message=f"{grant.id} cannot be traced: it lacks {' and '.join(lacks)}",
                path=(*path, "id"),
                severity="warning",
            )


def unused_adjustment(subject: Subject) -> Iterator[Problem]:
    """A grant is stated after a split that the ledger does not have.

    ``stated_after_split`` keeps the next split from adjusting the terms. Without one, either the
    split is missing, or the key was left behind.

    Enter the split, or take the key out.
    """
    splits = [each.date for each in subject.ledger.events if isinstance(each, Split)]
    last = max(splits, default=date.min)
    for each in subject.grants():
        began = each.granted_on
        if getattr(each.grant, "stated_after_split", False) and (began is None or last <= began):
            yield Problem(
                name="unused-adjustment",
                message=f"no split follows {each.grant.id}, which is stated after one",
                path=(*each.path, "stated_after_split"),
                severity="warning",
            )


def double_split(subject: Subject) -> Iterator[Problem]:
    """A split seems to be counted twice.

    Either two splits in one ratio stand within 30 days of each other, or an amendment puts into
    force what the split had done already: a count or a price that is the earlier one, split.

    Take one of the two splits out, or the amendment.
    """
    splits = [
        (index, each) for index, each in enumerate(subject.ledger.events) if isinstance(each, Split)
    ]
    splits.sort(key=_day)
    for (_, one), (index, other) in pairwise(splits):
        alike = one.new * other.old == other.new * one.old
        if alike and (other.date - one.date).days <= _CLOSE:
            yield Problem(
                name="double-split",
                message=f"a split of {other.new} for {other.old} again, after that of {one.date}",
                path=("events", index, "date"),
                severity="warning",
            )
    if splits:
        yield from _split_by_amendment(subject, [split for _, split in splits])


def unused_allow(subject: Subject) -> Iterator[Problem]:
    """An ``allow`` switches off a check that finds nothing.

    What it was for has been mended, or it stands at another entry; left behind, it would hide the
    next finding.

    Take it out. Of the checks that read documents nothing is said where those are not at hand.
    """
    from equitycalc.checks.table import CHECKS  # which lists this one too

    given = [(path, each.check) for path, each in allowances(subject.ledger)]
    names = dict.fromkeys(name for _, name in given if name in CHECKS and name != "unused-allow")
    found: set[tuple[Path, str]] = set()
    for name in names:
        check = CHECKS[name]
        if check.tier == "documents" and subject.documents is None:
            found.update(each for each in given if each[1] == name)
            continue
        _, allowed = sifted(subject.ledger, check.run(subject))
        found.update((each.by, name) for each in allowed)
    for path, name in given:
        if name in names and (path, name) not in found:
            yield Problem(
                name="unused-allow",
                message=f"{name} finds nothing here",
                path=(*path, "allow", name),
                help="take it out",
                on_key=True,
                severity="warning",
            )


def _split_by_amendment(subject: Subject, splits: list[Split]) -> Iterator[Problem]:
    """Amendments to what a split near them makes of a term."""
    found = happened(enumerate(subject.ledger.events), date.max)
    for each in subject.grants():
        if not any(isinstance(event, Amend) for _, event in found.of_grants.get(each.grant.id, ())):
            continue
        fold = found.follow(each.grant, each.agreement)
        for made in () if fold is None else fold.amended:
            before, after = value_of(made.before), value_of(made.after)
            near = (one for one in splits if abs((one.date - made.event.date).days) <= _CLOSE)
            alike = (one for one in near if before and after == _split(made, before, one))
            if (one := next(alike, None)) is not None:
                yield Problem(
                    name="double-split",
                    message=f"the split of {one.date} adjusts {each.grant.id}."
                    f"{made.event.term} by itself: with this it is adjusted twice",
                    path=("events", made.number, "value"),
                    severity="warning",
                )


def _split(made: Amended, value: Decimal | int, split: Split) -> Fraction | None:
    """What a split makes of a term that was amended; None of one that it leaves as it is."""
    term = made.event.term
    if term == "shares":
        return Fraction(value) * split.new / split.old
    return Fraction(value) * split.old / split.new if term in _PRICES else None


def _names(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Each place where a holder is named, the earliest first."""
    for path, grant, _ in subject.by_agreement():
        if grant.holder is not None:
            yield (*path, "holder"), grant.holder
    for index, event in sorted(enumerate(subject.ledger.events), key=_day):
        for key in ("holder", "to"):
            name = getattr(event, key, None)
            if isinstance(name, str):
                yield ("events", index, key), name


def _day(numbered: tuple[int, Event]) -> date:
    return numbered[1].date
