"""The check of the assertions of a ledger."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from equitycalc.checks.figure_words import in_words, listed, number_text, places_for
from equitycalc.checks.subject import Subject
from equitycalc.problems import Problem
from equitycalc.quantities import Number

if TYPE_CHECKING:
    from equitycalc.checks.occurring import Entries
    from equitycalc.checks.on_days import OnDay
    from equitycalc.demands import Assertion
    from equitycalc.measures import Figure, Measure, Unit

_Key = Literal["is", "at_most", "at_least"]


def failed_assertion(subject: Subject) -> Iterator[Problem]:
    """The ledger does not reproduce a fact that it asserts.

    Somebody outside has counted, and the ledger comes to another figure: an entry is wrong, or one
    is missing, often among the last ones before that day. A figure that open terms leave open is
    not shown to be what is asserted, and fails.

    Mend or add the entry, or the assertion where its source says something else.
    """
    if not subject.ledger.assertions:
        return
    from equitycalc.checks.occurring import Entries
    from equitycalc.checks.on_days import on_days
    from equitycalc.demands import assertions_of

    of_day: dict[date, list[_Asserted]] = {}
    for number, assertion in enumerate(assertions_of(subject.ledger)):
        of_day.setdefault(assertion.as_of, []).append(_asserted(number, assertion))
    asked = {
        day: [(each.measure, each.assertion.market_price) for each in some]
        for day, some in of_day.items()
    }
    entries = Entries(subject.ledger)
    failed: dict[int, Problem] = {}
    for found in on_days(subject.ledger, asked):
        for each in of_day[found.as_of]:
            figure = found.figure(each.measure, each.assertion.market_price)
            if not each.is_shown_by(figure):
                failed[each.number] = _Failed(each, figure, found, entries).problem
    yield from (failed[number] for number in sorted(failed))


class _Asserted(NamedTuple):
    """An assertion, its place in the ledger, and the figure from ``least`` to ``most`` that it
    asserts, either of which may be missing.
    """

    number: int
    assertion: "Assertion"
    measure: "Measure"
    key: _Key
    least: Fraction | None
    most: Fraction | None

    def is_shown_by(self, figure: "Figure | None") -> bool:
        """Whether a figure is all within what is asserted."""
        if figure is None:
            return False
        low, top = figure.low, figure.top
        return (self.least is None or (low is not None and low >= self.least)) and (
            self.most is None or (top is not None and top <= self.most)
        )

    def off(self, figure: "Figure | None") -> Fraction | None:
        """What the end of a figure that is nearer to what is asserted is off by, where all of it is
        outside.
        """
        low, top = (None, None) if figure is None else (figure.low, figure.top)
        if self.most is not None and low is not None and low > self.most:
            return Fraction(low) - self.expected
        if self.least is not None and top is not None and top < self.least:
            return Fraction(top) - self.expected
        return None

    @property
    def expected(self) -> Fraction:
        """The number as it is written."""
        return Fraction(_written(self.assertion, self.key))


def _asserted(number: int, assertion: "Assertion") -> _Asserted:
    from equitycalc.measures import OF_GROUP, OF_WHOLE, parse_measure

    known = OF_WHOLE if assertion.holder is None and assertion.kind is None else OF_GROUP
    measure = parse_measure(assertion.measure, known)
    measure = measure._replace(holder=assertion.holder, kind=assertion.kind)
    key: _Key = "is"
    if assertion.is_ is None:
        key = "at_least" if assertion.at_most is None else "at_most"
    value = Fraction(_written(assertion, key))
    give = Fraction(assertion.tolerance or 0)
    least = None if key == "at_most" else value - give
    most = None if key == "at_least" else value + give
    return _Asserted(number, assertion, measure, key, least, most)


def _written(assertion: "Assertion", key: _Key) -> int | Decimal | Fraction:
    written = getattr(assertion, "is_" if key == "is" else key)
    assert written is not None, "an assertion has one of them"
    value: int | Decimal | Fraction = written
    return value


class _Failed(NamedTuple):
    """An assertion that is not shown to hold, and what is found instead."""

    asserted: _Asserted
    figure: "Figure | None"
    found: "OnDay"
    entries: "Entries"

    @property
    def problem(self) -> Problem:
        """What is expected, what is computed, and what either comes of."""
        asserted, figure, off = self.asserted, self.figure, self.asserted.off(self.figure)
        each = asserted.assertion
        whose = each.holder or each.kind
        of = "" if whose is None else f" of {whose}"
        at = "" if each.market_price is None else f" at {each.market_price:f}"
        computed = "nothing" if figure is None else in_words(figure, self._unit, self._places)
        said = (
            f"{each.measure}{of}{at} on {each.as_of}: expected {self._expected}, "
            f"computed {computed}"
        )
        if off is None:
            said = f"{said}: unproven, and so it fails"
        else:
            exactly = figure is not None and figure.low == figure.top
            beyond = "" if exactly else " or more" if off > 0 else " or less"
            said = f"{said}, difference {'+' if off > 0 else ''}{self._text(off)}{beyond}"
        return Problem(
            name="failed-assertion",
            message=said,
            path=("assertions", asserted.number, asserted.key),
            help="; ".join([*self._causes(proven=off is not None), f"the source: {each.source}"]),
        )

    @property
    def _unit(self) -> "Unit":
        return self.asserted.measure.unit

    @property
    def _places(self) -> int:
        ends = () if self.figure is None else (self.figure.low, self.figure.top)
        known = [end for end in ends if end is not None]
        return places_for([self.asserted.expected, *known], self._unit)

    def _text(self, value: Number) -> str:
        return number_text(value, self._unit, self._places)

    @property
    def _expected(self) -> str:
        wanted, give = self._text(self.asserted.expected), self.asserted.assertion.tolerance
        if self.asserted.key != "is":
            return f"{self.asserted.key.replace('_', ' ')} {wanted}"
        return f"{wanted} give or take {self._text(give)}" if give else wanted

    def _causes(self, *, proven: bool) -> Iterator[str]:
        """The last entries that may be wrong; or what leaves the figure open."""
        measure, day = self.asserted.measure, self.found.as_of
        if proven:
            last = self.entries.last(measure, day)
            yield f"the last entries by then: {', '.join(last)}" if last else "no entry by then"
        elif self.figure is None:
            yield "no shares are stated as outstanding by then"
        elif terms := self.found.open_terms(measure):
            yield f"open: {listed(terms)}"
