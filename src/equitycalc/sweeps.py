"""What becomes of the totals as a price or terms go through a range of values, and the answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from math import prod
from typing import Any, NamedTuple

from equitycalc.arguments import Given, as_typed, assumptions_as_typed, values_as_typed
from equitycalc.engine import BASES, Basis, Claim, Dilution, Total, claims
from equitycalc.engine.curve import Curve, curve
from equitycalc.engine.positions import Position, positions
from equitycalc.narrowed import only
from equitycalc.overrides import Assumption, supply
from equitycalc.problems import Problem, QuestionErrors, Typed, Unreadable, quoted
from equitycalc.questions import Question, answer_of, question_from, supplied_for
from equitycalc.ranges import Spread, parse_spread
from equitycalc.scalars import parse_price
from equitycalc.terms import Ledger

MOST = 10_000_000  # points that are computed without being asked twice


class Axis(NamedTuple):
    """A term of a grant, and the values it goes through; ``places`` count from ``at`` on."""

    grant: str
    term: str
    spread: Spread
    at: int

    @property
    def name(self) -> str:
        """The term as it is written: ``debenture.principal``."""
        return f"{self.grant}.{self.term}"


class Asked(NamedTuple):
    """A question, the market prices to ask it at (None: without one), and the terms that change."""

    question: Question
    prices: Spread | None
    over: tuple[Axis, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values there are of each: of the terms, then of the prices."""
        prices = () if self.prices is None else (self.prices.size,)
        return (*(axis.spread.size for axis in self.over), *prices)


class Point(NamedTuple):
    """The totals at a market price and for values of the terms, these as typed."""

    market_price: Decimal | None
    terms: tuple[str, ...]
    totals: dict[Basis, Total[Any] | None]


class Sweep(NamedTuple):
    """An answer for each value.

    ``found`` is the answer without a market price for the first value of each term: what there is
    beside the totals, such as the statement and the open terms. ``curve`` has all grants whose
    terms do not change, ``changing`` the ledger of the others, and of the events only theirs.
    """

    asked: Asked
    found: Dilution
    curve: Curve
    changing: Ledger

    @property
    def size(self) -> int:
        """How many points there are."""
        return prod(self.asked.shape)

    @property
    def one_curve(self) -> bool:
        """Whether every point lies on one curve over market prices."""
        return self.asked.prices is not None and not self.asked.over

    def points(self) -> Iterator[Point]:
        """Every point: the last range goes through its values first."""
        spreads = [axis.spread for axis in self.asked.over]
        prices = self.asked.prices
        for terms in product(*(spread.texts() for spread in spreads)):
            held = self._held(terms)
            if prices is None:
                yield self._point(None, terms, held)
            else:
                for price in map(parse_price, prices.texts()):
                    yield self._point(price, terms, held)

    def point(self, index: Sequence[int]) -> Point:
        """One point, by the index of its value in each range."""
        terms = tuple(
            axis.spread.text(at) for axis, at in zip(self.asked.over, index, strict=False)
        )
        prices = self.asked.prices
        price = None if prices is None else parse_price(prices.text(index[-1]))
        return self._point(price, terms, self._held(terms))

    def at(self, market_price: Decimal) -> Point:
        """The point at any market price, where the terms do not change."""
        return self._point(market_price, (), ())

    def _point(
        self, price: Decimal | None, terms: tuple[str, ...], held: Sequence[Position]
    ) -> Point:
        more: list[Claim] = [each for position in held for each in claims(position, price)]
        found = self.curve.bases(price, more)
        stated = self.found.outstanding
        outstanding = None if stated is None else stated.shares
        totals = {
            basis: None if (figures := found[basis]) is None else Total(outstanding, figures)
            for basis in BASES
        }
        return Point(price, terms, totals)

    def _held(self, terms: Sequence[str]) -> tuple[Position, ...]:
        """The grants whose terms change, with these terms."""
        if not terms:
            return ()
        ledger = supply(self.changing, _assumed(self.asked.over, terms))
        happened = None
        if ledger.events:
            from equitycalc.engine.history import happened as happened_by

            happened = happened_by(enumerate(ledger.events), self.found.as_of)
        expired = self.asked.question.include_expired
        stated = self.found.outstanding
        found = positions(ledger, self.found.as_of, stated, expired, happened)
        signed = self.asked.question.signed_only
        return tuple(each for each in found if each.agreement.signed or not signed)


def sweep(
    ledger: Ledger,
    *,
    price: Decimal | str | Iterable[Decimal | str] | None = None,
    over: Mapping[str, str | Iterable[Decimal | int | str]] | None = None,
    as_of: date | str | None = None,
    outstanding: int | str | None = None,
    assume: Mapping[str, Given] | None = None,
    include_expired: bool = False,
    signed_only: bool = False,
    yes: bool = False,
) -> Sweep:
    """The totals for each price or value of a term: the Python twin of ``equitycalc sweep``.

    ``price`` is a price, a range as text, or an iterable of prices; ``over`` maps ``"GRANT.TERM"``
    to the same. The points are computed as they are asked for. Raises ``QuestionErrors``.
    """
    asked = asked_from(
        price=values_as_typed(price),
        over=[f"{term}={values_as_typed(values)}" for term, values in (over or {}).items()],
        as_of=as_typed(as_of),
        outstanding=as_typed(outstanding),
        assume=assumptions_as_typed(assume),
        yes=yes,
    )
    question = asked.question._replace(include_expired=include_expired, signed_only=signed_only)
    return answer_sweep(ledger, asked._replace(question=question))


def asked_from(
    *,
    price: str | None = None,
    over: Sequence[str] = (),
    as_of: str | None = None,
    outstanding: str | None = None,
    assume: Iterable[str] = (),
    yes: bool = False,
) -> Asked:
    """What is asked from the texts that people type, or ``QuestionErrors`` with all that is wrong.

    ``yes`` allows more than ten million points.
    """
    typed = Typed()
    question = Question()
    with typed.collecting():
        question = question_from(as_of=as_of, outstanding=outstanding, assume=assume)
    prices = typed.parsed(price, _prices, "price")
    axes = [typed.parsed(text, _axis, "over", i) for i, text in enumerate(over)]
    if price is None and not over:
        typed.lacks("price", "nothing is swept", "--price RANGE or --over GRANT.TERM=RANGE")
    typed.stop()
    asked = Asked(question, prices, tuple(each for each in axes if each is not None))
    problems = list(_too_much(asked, yes))
    if problems:
        raise QuestionErrors(problems)
    return asked


def _too_much(asked: Asked, yes: bool) -> Iterator[Problem]:
    path = ("price",) if asked.prices is not None else ("over", 0)
    if sum(count > 1 for count in asked.shape) > 2 or len(asked.over) > 2:
        yield Problem(
            name="too-many-ranges",
            message=f"a sweep goes through two ranges at most, and not {len(asked.shape)}",
            path=("over", len(asked.over) - 1),
            help="keep two; --assume sets a term for all points, and a single price can stay",
        )
    points = prod(asked.shape)
    if points > MOST and not yes:
        yield Problem(
            name="too-many-points",
            message=f"{points:,} points; without --yes a sweep has at most {MOST:,}",
            path=path,
            help="widen the step, or add --yes to go on",
        )


def answer_sweep(ledger: Ledger, asked: Asked) -> Sweep:
    """The answer to a sweep, or ``QuestionErrors``: every value is tried before the first point."""
    supplied = supplied_for(ledger, asked.question)
    first = _assumed(asked.over, [axis.spread.text(0) for axis in asked.over])
    with_first = _with_first(ledger, asked, first)
    found = answer_of(with_first, asked.question)
    names = {each.grant for each in asked.over}
    changing = only(supplied, names)
    _try_all(changing, asked.over)
    told = tuple(each for each in found.assumptions if each.by != "pro_forma")
    fixed = (
        claim
        for claim in found.claims
        if claim.position is None or claim.position.grant.id not in names
    )
    return Sweep(asked, found._replace(assumptions=told), curve(fixed), changing)


def _with_first(ledger: Ledger, asked: Asked, first: tuple[Assumption, ...]) -> Ledger:
    """The ledger with what the question supplies, and the first value of each term."""
    given = asked.question.assumptions
    try:
        return supply(ledger, given + first)
    except QuestionErrors as errors:
        tried = [(axis, 0) for axis in asked.over]
        raise QuestionErrors(
            [_placed(each, asked.over, tried, after=len(given)) for each in errors.problems]
        ) from None


def _try_all(changing: Ledger, over: tuple[Axis, ...]) -> None:
    """Raises ``QuestionErrors`` where a value does not fit: of terms of one grant, where one does
    not fit the other.
    """
    problems: list[Problem] = []
    together = len({axis.grant for axis in over}) < len(over)
    for axes in [over] if together else [(axis,) for axis in over]:
        for indices in product(*(range(axis.spread.size) for axis in axes)):
            tried = list(zip(axes, indices, strict=True))
            try:
                supply(changing, _assumed(axes, [axis.spread.text(at) for axis, at in tried]))
            except QuestionErrors as errors:
                problems += (_placed(each, over, tried) for each in errors.problems)
                break
    if problems:
        raise QuestionErrors(problems)


def _placed(
    problem: Problem, over: tuple[Axis, ...], tried: Sequence[tuple[Axis, int]], after: int = 0
) -> Problem:
    """A problem of the values ``tried``, at its place in the option; the first ``after`` of the
    assumptions were given otherwise.
    """
    _, index, *part = problem.path
    if int(index) < after:
        return problem
    axis, at = tried[int(index) - after]
    message, help, listed = problem.message, problem.help, bool(axis.spread.listed)
    if part == ["grant"]:
        place = 0
    elif part == ["term"]:
        place = len(axis.grant) + 1
    else:
        of_all, help, which = _of_range(problem, axis)
        message, place = of_all or message, axis.at + axis.spread.places[at if listed else which]
        if at and not listed and of_all is None:
            message = f"at {axis.spread.text(at)}: {message}"
    return replace(problem, message=message, help=help, path=("over", over.index(axis), place))


def _of_range(problem: Problem, axis: Axis) -> tuple[str | None, str | None, int]:
    """What is to be said of a value that does not fit its term: the message where it is of all the
    values, the help, and which number of the range is at fault.
    """
    name, spread = problem.name, axis.spread
    start, stop, step = spread.start, spread.stop, spread.step
    if name == "zero-price":
        return None, spread.above_zero, 0
    if spread.listed:
        return None, problem.help, 0
    if name == "fraction-of-a-share" and start == start.to_integral_value():
        said = f"{quoted(f'{step:f}')} is no step of whole numbers"
        return said, "write a whole step, such as 1", 2
    if name == "bare-rate":
        said = f"the values of {axis.term} may be fractions or percentages"
        meant = [":".join(f"{each:f}%" for each in (start, stop, step))]
        if stop <= 1:
            meant.insert(0, ":".join(f"{each.scaleb(2):f}%" for each in (start, stop, step)))
        choice = ", whichever is meant" if len(meant) > 1 else ""
        return said, f"write {' or '.join(meant)}{choice}", 0
    return None, problem.help, 0


def _assumed(axes: Sequence[Axis], texts: Sequence[str]) -> tuple[Assumption, ...]:
    return tuple(
        Assumption(axis.grant, axis.term, text, pro_forma=True)
        for axis, text in zip(axes, texts, strict=True)
    )


def _prices(text: str) -> Spread:
    """The market prices of a range or a list."""
    spread = parse_spread(text)
    tried = enumerate(spread.listed) if spread.listed else [(0, spread.text(0))]
    for index, word in tried:
        try:
            parse_price(word)
        except Unreadable as problem:
            problem.at = (spread.place(index),)
            if problem.name == "zero-price":
                problem.help = spread.above_zero
            raise
    return spread


def _axis(text: str) -> Axis:
    """``GRANT.TERM=RANGE``."""
    name, equals, values = text.partition("=")
    grant, dot, term = name.partition(".")
    if not (equals and dot and grant and term and values):
        raise Unreadable(
            "not-a-sweep",
            f"{quoted(text)} does not say which term goes through which values",
            "write GRANT.TERM=RANGE, such as debenture.principal=0:1000000:50000",
        )
    at = len(name) + 1
    try:
        return Axis(grant, term, parse_spread(values), at)
    except Unreadable as problem:
        problem.at = tuple(at + int(place) for place in problem.at)
        raise
