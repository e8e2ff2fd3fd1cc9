"""Which way a figure goes as a term grows, which is what lets a limit be found by halving."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from equitycalc.engine import Claim, Dilution, Holding
from equitycalc.measures import Measure
from equitycalc.problems import Problem, QuestionErrors, Unreadable, did_you_mean, quoted
from equitycalc.scalars import parse_count, parse_money, parse_price, parse_rate
from equitycalc.terms import Agreement, Grant, Ledger, Shares, StockFee
from equitycalc.written import terms_of

What = Literal["market_price", "issue", "count", "price", "rate"]
Direction = Literal[-1, 0, 1]

MARKET_PRICE = "market_price"
ISSUE = "issue.shares"  # shares issued for cash, on the date asked, to nobody that the ledger names

# Figures that count shares: more of them where more can be taken.
_OF_SHARES = ("rights", "incremental_shares", "shares", "dilution", "overhang", "exercisable")
_OF_RIGHTS = ("rights", "overhang", "exercisable")
_OF_CASH = ("proceeds", "assumed_proceeds")


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
    at_market = any(
        claim.interest and claim.price is None and claim.shares.top != 0 for claim in found.claims
    )
    if measure.name == "outstanding":
        return 0
    if what == "market_price":
        return _by_market_price(measure, at_market)
    if what == "issue":
        if measure.name in ("issued_since", "incremental_shares", "shares", "dilution"):
            return 1
        return -1 if measure.name == "ownership" else 0
    grant, _ = _grants(ledger)[variable.grant or ""]
    shares = _shares_go(what)
    if measure.name == "ownership":
        return _of_ownership(measure, grant, found, shares)
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


def _by_market_price(measure: Measure, at_market: bool) -> Direction:
    """With the price more rights are in the money, and fewer shares are bought back; interest paid
    at that price takes fewer.
    """
    if measure.name in ("ownership", "repurchased_shares"):
        raise _both_ways(measure, MARKET_PRICE)
    if measure.basis == "fully_diluted":
        return -1 if at_market and measure.name in _OF_SHARES else 0
    if measure.name == "issued_since":
        return 0
    if at_market and measure.name in _OF_SHARES:
        raise _both_ways(measure, MARKET_PRICE)
    return 1


def _by_own_price(measure: Measure, variable: Variable) -> Direction:
    """A higher price brings more cash, until nobody pays it."""
    if measure.name in (*_OF_CASH, "repurchased_shares"):
        if variable.term != "exercise_price":
            return 0
        if measure.basis != "fully_diluted":
            raise _both_ways(measure, variable.text)
        return 1
    return 0 if measure.basis == "fully_diluted" else -1


def _of_ownership(measure: Measure, grant: Grant, found: Dilution, shares: Direction) -> Direction:
    """A holder's part grows with its own shares and falls with those of others."""
    of_grant: list[Claim | Holding] = [*found.claims, *found.holdings]
    holders = {
        each.holder
        for each in of_grant
        if each.position is not None and each.position.grant.id == grant.id
    } or {grant.holder}
    if measure.holder not in holders:
        return -1 if shares == 1 else 1
    if len(holders) > 1:
        raise _both_ways(measure, f"{grant.id}, which several hold")
    return shares


def _both_ways(measure: Measure, variable: str) -> QuestionErrors:
    said = (
        f"{measure.text} goes up and down with {variable}, so that a limit may lie in several "
        "places"
    )
    help = "equitycalc sweep shows where it goes"
    return QuestionErrors([Problem(name="not-monotone", message=said, path=("for",), help=help)])


def _wrong(name: str, message: str, help: str | None, part: str) -> QuestionErrors:
    return QuestionErrors([Problem(name=name, message=message, path=("for", part), help=help)])


def _grants(ledger: Ledger) -> Mapping[str, tuple[Grant, Agreement]]:
    return {grant.id: (grant, each) for each in ledger.agreements for grant in each.grants}
