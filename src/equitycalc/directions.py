"""Which way a figure goes as a term grows, which is what lets a limit be found by halving."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Literal, NamedTuple, cast

from equitycalc.engine import Claim, Dilution, Holding, dilution
from equitycalc.measures import Measure
from equitycalc.narrowed import only
from equitycalc.problems import Problem, QuestionErrors, Unreadable, did_you_mean, quoted
from equitycalc.scalars import parse_count, parse_money, parse_price, parse_rate
from equitycalc.terms import Agreement, Grant, Ledger, Shares, StockFee
from equitycalc.written import BLANK, terms_of

What = Literal["market_price", "issue", "count", "price", "rate"]
Direction = Literal[-1, 0, 1]

MARKET_PRICE = "market_price"
ISSUE = "issue.shares"  # shares issued for cash, on the date asked, to nobody that the ledger names

# Figures that count shares: more of them where more can be taken.
_OF_SHARES = ("rights", "incremental_shares", "shares", "dilution", "overhang", "exercisable")
_OF_RIGHTS = ("rights", "overhang", "exercisable")
_OF_CASH = ("proceeds", "assumed_proceeds")
_MAY_BE_BLANK = ("shares", "principal", "amount")


class Variable(NamedTuple):
    """What may be changed: a term of a grant, or the market price, or the size of an issue."""

    grant: str | None
    term: str

    @property
    def text(self) -> str:
        """As it is written."""
        return self.term if self.grant is None else f"{self.grant}.{self.term}"


def parse_variable(text: str) -> Variable:
    """``GRANT.TERM``, ``market_price`` or ``issue.shares``."""
    if text == MARKET_PRICE:
        return Variable(None, MARKET_PRICE)
    grant, dot, term = text.partition(".")
    if not (dot and grant and term):
        said = f"{quoted(text)} is nothing that can be solved for"
        help = "write GRANT.TERM, such as debenture.principal, or market_price, or issue.shares"
        raise Unreadable("not-a-variable", said, help)
    return Variable(grant, term)


def what_is(variable: Variable, ledger: Ledger) -> What:
    """What kind of number a variable is, or ``QuestionErrors`` where the ledger has no such."""
    if variable.term == MARKET_PRICE and variable.grant is None:
        return "market_price"
    grants = _grants(ledger)
    if variable.text == ISSUE and "issue" not in grants:
        return "issue"
    if variable.grant not in grants:
        said = f"there is no grant {quoted(variable.grant or '')} in this ledger"
        raise _wrong("unknown-grant", said, did_you_mean(variable.grant or "", grants), "grant")
    grant, _ = grants[variable.grant or ""]
    numbers = numbers_of(grant)
    if variable.term not in numbers:
        said = f"{quoted(variable.term)} is no number of {variable.grant} to solve for"
        help = did_you_mean(variable.term, numbers) or "one of " + ", ".join(numbers)
        raise _wrong("unknown-term", said, help, "term")
    return numbers[variable.term]


_KINDS: dict[object, What] = {
    parse_count: "count",
    parse_money: "count",
    parse_price: "price",
    parse_rate: "rate",
}


def numbers_of(grant: Grant) -> dict[str, What]:
    """The terms of a grant that are numbers, and what each is."""
    found = {
        term: kind
        for term, how in terms_of(type(grant)).items()
        if (kind := _KINDS.get(how.parse)) is not None
    }
    return found | ({"rate": "rate"} if "interest_rate" in found else {})


def direction(variable: Variable, measure: Measure, ledger: Ledger, found: Dilution) -> Direction:
    """Which way a figure goes as the variable grows: up, down, or not at all.

    Raises ``QuestionErrors`` where it goes both ways, because a limit could then lie in several
    places.
    """
    what = what_is(variable, ledger)
    if measure.name == "outstanding":
        return 0
    if what == "market_price":
        return _by_market_price(measure, found)
    if what == "issue":
        if measure.name in ("issued_since", "incremental_shares", "shares", "dilution"):
            return 1
        return -1 if measure.name == "ownership" else 0
    grant, _ = _grants(ledger)[variable.grant or ""]
    shares = _shares_go(what)
    if measure.name == "ownership":
        net = any(getattr(each, "settle", None) == "net" for each in ledger.events)
        if variable.term == "exercise_price" and measure.basis == "fully_diluted" and not net:
            return 0
        holders = _holders_of(grant, found)
        if len(holders) > 1 and variable.term in _MAY_BE_BLANK:
            holders = _whose_part_grows(grant, variable.term, ledger, found)
        return _of_ownership(measure, variable, holders or {grant.holder}, shares)
    if measure.name in ("issued_since", *_OF_SHARES):
        issued = isinstance(grant, Shares | StockFee)
        if measure.name in _OF_RIGHTS and isinstance(grant, Shares):
            return 0
        return 0 if measure.name == "issued_since" and not issued else shares
    if what != "price":
        return 1
    return _by_own_price(measure, variable)


def _shares_go(what: What) -> Direction:
    """Which way a grant's shares go as a term of it grows."""
    return -1 if what == "price" else 1


def _by_market_price(measure: Measure, found: Dilution) -> Direction:
    """With the price more rights are in the money, and fewer shares are bought back; interest paid
    at that price takes fewer.
    """
    paid_in = {
        claim.holder
        for claim in found.claims
        if claim.interest and claim.price is None and claim.debt.top != 0
    }
    price = Variable(None, MARKET_PRICE)
    if measure.basis == "fully_diluted":
        if measure.name == "ownership" and paid_in:
            return _of_ownership(measure, price, paid_in, -1)
        return -1 if paid_in and measure.name in _OF_SHARES else 0
    if measure.name == "issued_since":
        return 0
    if measure.name in ("ownership", "repurchased_shares"):
        raise _both_ways(measure, price)
    if paid_in and measure.name in _OF_SHARES:
        raise _both_ways(measure, price)
    return 1


def _by_own_price(measure: Measure, variable: Variable) -> Direction:
    """A higher price brings more cash, until nobody pays it."""
    if measure.name in (*_OF_CASH, "repurchased_shares"):
        if variable.term != "exercise_price":
            return 0
        if measure.basis != "fully_diluted":
            raise _both_ways(measure, variable)
        return 1
    return 0 if measure.basis == "fully_diluted" else -1


def _of_ownership(
    measure: Measure, variable: Variable, holders: Collection[str | None], shares: Direction
) -> Direction:
    """A holder's part grows with its own shares and falls with those of others; ``holders`` are
    those whose shares change.
    """
    if measure.holder not in holders:
        return -1 if shares == 1 else 1
    if len(holders) > 1:
        raise _both_ways(measure, variable, ", which changes the shares of several")
    return shares


def _holders_of(grant: Grant, found: Dilution) -> set[str | None]:
    """Who has shares or rights of a grant."""
    of_grant: list[Claim | Holding] = [*found.claims, *found.holdings]
    return {
        each.holder
        for each in of_grant
        if each.position is not None and each.position.grant.id == grant.id
    }


def _whose_part_grows(grant: Grant, term: str, ledger: Ledger, found: Dilution) -> set[str | None]:
    """Whose part of a grant in several hands grows with its size: the others were given or have
    used a fixed number, so that theirs is known though the size is blank.
    """
    alone, open_term = only(ledger, {grant.id}), cast(Any, {term: BLANK})
    events = (each for each in alone.events if getattr(each, "term", None) != term)
    agreements = (
        replace(each, grants=tuple(replace(one, **open_term) for one in each.grants))
        for each in alone.agreements
    )
    blank = replace(alone, events=tuple(events), agreements=tuple(agreements))
    answer = dilution(blank, found.as_of, found.market_price)
    of_grant: list[Claim | Holding] = [*answer.claims, *answer.holdings]
    return {each.holder for each in of_grant if each.shares.open}


def _both_ways(measure: Measure, variable: Variable, why: str = "") -> QuestionErrors:
    said = (
        f"{measure.text} goes up and down with {variable.text}{why}, so that a limit may lie in "
        "several places"
    )
    help = "equitycalc sweep --format json shows where it goes"
    if measure.name == "ownership":
        help = (
            f"equitycalc explain '{measure.text}' --price P shows it at one price"
            if variable.grant is None
            else f"put values of {variable.text} in scenarios: equitycalc compare --fail-if tells "
            "where it breaks a limit"
        )
    return QuestionErrors([Problem(name="not-monotone", message=said, path=("for",), help=help)])


def _wrong(name: str, message: str, help: str | None, part: str) -> QuestionErrors:
    return QuestionErrors([Problem(name=name, message=message, path=("for", part), help=help)])


def _grants(ledger: Ledger) -> Mapping[str, tuple[Grant, Agreement]]:
    return {grant.id: (grant, each) for each in ledger.agreements for grant in each.grants}
