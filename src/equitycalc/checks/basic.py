"""The checks that always run: what contradicts itself. All are errors."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from equitycalc.checks.allowed import allowances
from equitycalc.checks.subject import Entry, Subject
from equitycalc.consistency import LAST_DAYS
from equitycalc.events import Amend
from equitycalc.problems import Problem, did_you_mean, quoted
from equitycalc.questions import Question, answer_of, own_date
from equitycalc.terms import (
    CashFee,
    ConvertibleDebenture,
    FindersFee,
    Option,
    StockFee,
    Warrant,
)
from equitycalc.written import BLANK, value_of


def expires_before_grant(subject: Subject) -> Iterator[Problem]:
    """An amendment ends a grant before it begins.

    Nothing can be used on such a day, so one of the two dates is not what was agreed. As the grant
    is first written, the same is refused when the ledger is read.

    Mend the date of the amendment, or that of the grant.
    """
    if not subject.ledger.events:
        return
    grants = {each.grant.id: each for each in subject.grants()}
    for index, event in enumerate(subject.ledger.events):
        if isinstance(event, Amend) and event.term in LAST_DAYS:
            last, began = value_of(event.value), grants[event.grant].granted_on
            if last is not None and began is not None and last < began:
                _, verb = LAST_DAYS[event.term]
                yield Problem(
                    name="expires-before-grant",
                    message=f"{event.grant} {verb} on {last}, before it is granted on {began}",
                    path=("events", index, "value"),
                )


def event_out_of_order(subject: Subject) -> Iterator[Problem]:
    """An event is dated before the one that stands above it.

    Every figure is the same in any order of days, but a ledger is read from top to bottom, and a
    date that runs backwards is more often a slip than a late entry.

    Mend the date, or move the event to its place.
    """
    latest = date.min
    for index, event in enumerate(subject.ledger.events):
        if event.date < latest:
            yield Problem(
                name="event-out-of-order",
                message=f"{event.date} stands below an event of {latest}",
                path=("events", index, "date"),
                help="mend the date, or move the event to its place",
            )
        latest = max(latest, event.date)


def duplicate_grant(subject: Subject) -> Iterator[Problem]:
    """Two grants have the same holder, kind, number, price and date.

    One grant entered twice counts twice, and each entry by itself looks right. A fee that no holder
    is named for is that of the counterparty. Two numbers that are left open need not be the same:
    of such grants, those that cite the same lines are alike.

    Take one of them out. Where two equal grants were made on one day, allow it with the reason.
    """
    first: dict[_Alike, str] = {}
    for each in subject.by_agreement():
        alike = _alike(each)
        if alike is None:
            continue
        if alike in first:
            yield Problem(
                name="duplicate-grant",
                message=f"{each.grant.id} is {first[alike]} again: the same holder, kind, "
                f"{'number, price' if alike.cited is None else 'lines'} and date",
                path=(*each.path, "id"),
                help="take one out, or allow it with the reason",
            )
        else:
            first[alike] = each.grant.id


def over_authorized(subject: Subject) -> Iterator[Problem]:
    """More shares are outstanding or promised than the charter authorizes.

    Shares beyond the number that is authorized cannot be issued, so the charter was amended, or a
    count is wrong. All shares are counted, fully diluted, on the date of the ledger; what is open
    counts with the least that it can be. Where no statement is in force, that is what the ledger
    itself has put into being or promised.

    Mend the count, or record the number authorized since. ``limits`` hold other dates.
    """
    authorized = value_of(subject.ledger.issuer.authorized_shares)
    if authorized is None:
        return
    total = answer_of(subject.ledger, Question()).totals["fully_diluted"]
    assert total is not None, "it needs no market price"
    stated = total.shares is not None
    shares = total.figures.incremental_shares if total.shares is None else total.shares
    if shares.low > authorized:
        yield Problem(
            name="over-authorized",
            message=f"{shares.low:,} shares {'outstanding' if stated else 'issued'} or promised on "
            f"{own_date(subject.ledger)} are more than the {authorized:,} authorized",
            path=("issuer", "authorized_shares"),
            help="see them with `equitycalc dilution`",
        )


def unknown_check(subject: Subject) -> Iterator[Problem]:
    """An ``allow`` names a check that there is not.

    A check that is misspelt is not switched off. What makes a ledger unreadable cannot be switched
    off either.

    Write the name as ``equitycalc check --list`` does.
    """
    from equitycalc.checks.table import CHECKS  # which lists this one too

    for path, each in allowances(subject.ledger):
        if each.check not in CHECKS:
            yield Problem(
                name="unknown-check",
                message=f"{quoted(each.check)} is not a check that can be switched off",
                path=(*path, "allow", each.check),
                help=did_you_mean(each.check, CHECKS) or "`equitycalc check --list` has them all",
                on_key=True,
            )


class _Alike(NamedTuple):
    """What two entries of one grant have in common: where terms are open, what they cite too."""

    kind: str
    whose: str | None
    terms: tuple[Any, ...]
    began: date | None
    cited: tuple[str, str] | None


def _alike(each: Entry) -> _Alike | None:
    """What an entry has in common with another of its grant; None where that cannot be told."""
    match each.grant:
        case Option() | Warrant() as right:
            terms: tuple[Any, ...] = (right.shares, right.exercise_price)
        case ConvertibleDebenture() as debt:
            terms = (debt.principal, debt.conversion_price)
        case StockFee() as fee:
            terms = (fee.amount, fee.price)
        case CashFee() as fee:
            terms = (fee.amount,)
        case FindersFee() as fee:
            terms = (fee.rate,)
        case shares:
            terms = (shares.shares,)
    grant, began = each.grant, each.granted_on
    whose = grant.holder or each.agreement.counterparty
    if began is not None and BLANK not in terms:
        return _Alike(grant.kind, whose, terms, began, None)
    document, lines = each.agreement.document, grant.lines
    if document is None or lines is None:
        return None
    return _Alike(grant.kind, whose, terms, began, (document, lines))
