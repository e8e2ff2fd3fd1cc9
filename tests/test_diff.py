"""Two ledgers: what changed, what it does to the totals, and ``equitycalc diff`` as people meet it.

The transcripts are written anew by ``EQUITYCALC_UPDATE=1 pytest tests/test_diff.py``; read the
difference before committing it.
"""

import json
import os
import re
import shlex
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

import equitycalc as package
from equitycalc import QuestionErrors
from equitycalc.bounds import UNKNOWN, Between, Range, at_least, exactly, share_change
from equitycalc.consistency import events_that_do_not_fit
from equitycalc.differences import DIFFERENT
from equitycalc.diffing.answer import Diff, answer_diff, diff
from equitycalc.diffing.gates import gates_from, refuse_unknown_holders
from equitycalc.diffing.pairing import paired
from equitycalc.diffing.steps import Step
from equitycalc.engine import ALL_OTHER_HOLDERS, BASES, position
from equitycalc.measures import option_for
from equitycalc.questions import Question
from equitycalc.reading import ledger_of, revisions
from equitycalc.reading.revisions import revision
from equitycalc.rendering.as_text import text_lines
from equitycalc.rendering.diff_json import json_lines
from equitycalc.rendering.diff_page import diff_page
from equitycalc.rendering.diff_words import label_of, what_text
from equitycalc.terms import Grant, Ledger
from equitycalc.written import AtLeast, Blank, terms_of
from ledgers import COUNTS, DAYS, HOLDERS, LATER, MONEY, PRICES, events_of, ledgers
from running import ROOT, Run, in_process
from test_cli import TRANSCRIPTS, assert_terminal, assert_transcript, modern_typer

SCHEMA = json.loads((ROOT / "src/equitycalc/schemas/diff.schema.json").read_text("utf-8"))
REAL = (ROOT / "data" / "agreements.yaml").read_text("utf-8")
MAYBE_PRICE = st.one_of(st.none(), PRICES)
ADDED = ("outstanding", "shares", *DIFFERENT)


def difference(
    old: Ledger, new: Ledger, as_of: date | None = None, price: Decimal | None = None
) -> Diff:
    return answer_diff(old, new, Question(as_of=as_of, market_price=price))


def fits(ledger: Ledger) -> bool:
    grants = [(grant, each) for each in ledger.agreements for grant in each.grants]
    numbered = list(enumerate(ledger.events))
    return not list(events_that_do_not_fit(numbered, grants, {grant.id for grant, _ in grants}))


# Pairs of ledgers.

WITH_EVENTS = ledgers().flatmap(events_of)


@st.composite
def edited(draw: st.DrawFn, ledger: Ledger) -> Ledger:
    """A ledger with parts of another in it: the ids are the same, and little else."""
    other = draw(WITH_EVENTS)
    agreements = {each.id: each for each in ledger.agreements}
    for each in other.agreements:
        if draw(st.booleans()):
            agreements[each.id] = each
    for id in list(agreements)[1:]:
        if draw(st.integers(0, 4)) == 0:
            del agreements[id]
    kept = [each for each in ledger.events if draw(st.integers(0, 3))]
    events = [*kept, *(each for each in other.events if draw(st.booleans()))]
    stated = draw(st.sampled_from([ledger.outstanding, ledger.outstanding, other.outstanding]))
    made = replace(ledger, agreements=tuple(agreements.values()), outstanding=stated)
    happened: list[Any] = []
    grants = {grant.id: grant for each in made.agreements for grant in each.grants}
    for event in events:
        own, term = getattr(event, "grant", None), getattr(event, "term", "kind")
        known = {own, *getattr(event, "grants", ())} - {None} <= grants.keys()
        has = own is None or hasattr(grants.get(own), term)
        if known and has and fits(replace(made, events=(*happened, event))):
            happened.append(event)
    order = draw(st.permutations(happened)) if draw(st.booleans()) else happened
    shuffled = replace(made, events=tuple(order))
    return shuffled if fits(shuffled) else replace(made, events=tuple(happened))


PAIRS = WITH_EVENTS.flatmap(lambda one: st.tuples(st.just(one), edited(one)))


def added(steps: list[Between[Any] | None]) -> Between[Any] | None:
    """The sum of what is independent."""
    low: Any = 0
    high: Any = 0
    for each in steps:
        if each is None:
            return None
        low = None if low is None or each.low is None else low + Fraction(each.low)
        high = None if high is None or each.high is None else high + Fraction(each.high)
    return Between(low, high)


def exact(figure: Any) -> Fraction | None:
    known = figure is not None and figure.low is not None and figure.low == figure.top
    return Fraction(figure.low) if known else None


@given(PAIRS, st.none() | DAYS, MAYBE_PRICE)
def test_the_steps_come_to_the_whole(
    pair: tuple[Ledger, Ledger], as_of: date | None, price: Decimal | None
) -> None:
    found = difference(*pair, as_of, price)
    for basis in BASES:
        whole, mine, its = found.whole[basis], found.new.totals[basis], found.old.totals[basis]
        if mine is None or its is None:
            assert whole is None
            continue
        assert whole is not None
        for name in (*ADDED, "dilution", "overhang"):
            told = getattr(whole, name)
            steps = []
            for each in found.steps:
                step = each.difference[basis]
                assert step is not None
                steps.append(getattr(step, name))
            together = added(steps)
            figures = [
                getattr(total if hasattr(total, name) else total.figures, name)
                for total in (mine, its)
            ]
            if name == "outstanding":
                figures = [None if n is None else Range(n, n) for n in figures]
            more, less = map(exact, figures)
            if more is not None and less is not None:
                assert exact(told) == more - less, (basis, name)
            if told is None:
                assert together is None or not found.steps, (basis, name)
            elif name in ADDED and together is not None:
                # A term that is open on the way alone leaves the sum of the steps open.
                assert within(told, together), (basis, name)
                if exact(together) is not None:
                    assert exact(told) == exact(together), (basis, name)


def within(inner: Any, outer: Any) -> bool:
    low = outer.low is None or (inner.low is not None and outer.low <= inner.low)
    return low and (outer.high is None or (inner.high is not None and inner.high <= outer.high))


@given(PAIRS, st.none() | DAYS, MAYBE_PRICE)
def test_back_again_is_the_opposite(
    pair: tuple[Ledger, Ledger], as_of: date | None, price: Decimal | None
) -> None:
    there, back = difference(*pair, as_of, price), difference(pair[1], pair[0], as_of, price)
    for basis, step in there.whole.items():
        other = back.whole[basis]
        assert (step is None) == (other is None)
        for name in (*ADDED, "dilution", "overhang") if step and other else ():
            one, its = getattr(step, name), getattr(other, name)
            if one is None:
                assert its is None
            else:
                opposite = (each and -each for each in (its.high, its.low))
                assert tuple(one) == tuple(opposite), (basis, name)
    assert set(there.holders) == set(back.holders)


@given(WITH_EVENTS, st.data())
def test_what_is_moved_is_no_change(ledger: Ledger, data: st.DataObject) -> None:
    def moved(entries: Any) -> Any:
        return tuple(data.draw(st.permutations(entries)))

    # Those of one day keep their order.
    numbered = sorted(moved(tuple(enumerate(ledger.events))), key=lambda e: (e[1].date, e[0]))
    other = replace(
        ledger,
        outstanding=moved(ledger.outstanding),
        agreements=tuple(
            replace(each, grants=moved(each.grants)) for each in moved(ledger.agreements)
        ),
        events=tuple(event for _, event in numbered),
    )
    assert difference(ledger, other).steps == ()
    assert difference(other, ledger).steps == ()


# What is open in both is one number, whatever it is.


_ANY: dict[str, Any] = {
    "shares": COUNTS,
    "principal": MONEY,
    "amount": MONEY,
    **dict.fromkeys(("exercise_price", "conversion_price", "price"), PRICES),
    "interest_rate": st.sampled_from([Decimal("0.08"), Decimal("0.5")]),
    "rate": st.just(Decimal("0.20")),
    "instalments": st.integers(1, 3),
    "day_count": st.sampled_from(["actual/365", "30/360"]),
    "compounding": st.sampled_from(["simple", "annual"]),
    "paid_in": st.sampled_from(["cash", "shares"]),
    "at": st.just("conversion_price"),
    **dict.fromkeys(("accrues_from", "expires_on", "matures_on", "payable_by"), LATER),
}


@st.composite
def retold(draw: st.DrawFn, ledger: Ledger) -> Ledger:
    """The ledger with other numbers in place of some of those it states."""

    def other(grant: Grant) -> Grant:
        change: dict[str, Any] = {}
        for term in terms_of(type(grant)):
            stated = getattr(grant, term)
            is_open = stated is None or isinstance(stated, Blank | AtLeast)
            if not is_open and term != "granted_on" and draw(st.booleans()):
                change[term] = draw(_ANY[term])
        if hasattr(grant, "registration") and draw(st.booleans()):
            change["holder"] = draw(HOLDERS)
        return replace(grant, **change)

    stated = ledger.outstanding
    if draw(st.booleans()):
        stated = tuple(replace(each, shares=draw(st.integers(1, 10**12))) for each in stated)
    agreements = (
        replace(each, grants=tuple(map(other, each.grants))) for each in ledger.agreements
    )
    return replace(ledger, outstanding=stated, agreements=tuple(agreements))


def completed(ledger: Ledger, values: dict[tuple[str, str], Any]) -> Ledger:
    """The ledger with these values for what is open in it."""

    def whole(grant: Grant) -> Grant:
        change: dict[str, Any] = {}
        for term in terms_of(type(grant)):
            written = getattr(grant, term)
            if isinstance(written, Blank):
                change[term] = values[grant.id, term]
            elif isinstance(written, AtLeast):
                change[term] = written.minimum + values[grant.id, term]
        return replace(grant, **change)

    agreements = (
        replace(each, grants=tuple(map(whole, each.grants))) for each in ledger.agreements
    )
    return replace(ledger, agreements=tuple(agreements))


_OPEN: dict[str, Any] = {
    "shares": COUNTS,
    "principal": MONEY,
    "amount": MONEY,
    "interest_rate": st.just(Decimal("0.08")),
    "rate": st.just(Decimal("0.10")),
    "day_count": st.just("actual/365"),
    "compounding": st.just("simple"),
    "paid_in": st.sampled_from(["cash", "shares"]),
    "at": st.just("conversion_price"),
    **dict.fromkeys(("granted_on", "accrues_from", "expires_on", "matures_on"), DAYS),
    "payable_by": st.just(date(2003, 12, 31)),
}


@given(
    ledgers().flatmap(lambda one: st.tuples(st.just(one), retold(one))),
    DAYS,
    MAYBE_PRICE,
    st.data(),
)
def test_a_difference_holds_whatever_is_open_in_both(
    pair: tuple[Ledger, Ledger], as_of: date, price: Decimal | None, data: st.DataObject
) -> None:
    values = {
        (grant.id, term): data.draw(_OPEN.get(term, PRICES))
        for each in pair[0].agreements
        for grant in each.grants
        for term in terms_of(type(grant))
        if isinstance(getattr(grant, term), Blank | AtLeast)
    }
    told_of = difference(*pair, as_of, price)
    one, other = (completed(each, values) for each in pair)
    known = difference(one, other, as_of, price)
    for basis, step in told_of.whole.items():
        its = known.whole[basis]
        for name in (*ADDED, "dilution", "overhang") if step and its else ():
            bounds, value = getattr(step, name), getattr(its, name)
            if bounds is not None and value is not None:
                assert within(value, bounds), (basis, name)
    for owner, exactly_ in zip(
        told_of.owners(["Ada", "Ben"]), known.owners(["Ada", "Ben"]), strict=True
    ):
        for basis, ratio in owner.difference.items():
            real = exactly_.difference[basis]
            assert ratio is None or real is None or real == UNKNOWN or within(real, ratio), basis


# What is the same number in both.

FEW = st.integers(0, 4)
RANGES = st.tuples(FEW, FEW, st.booleans()).map(
    lambda given: Range(given[0], given[0] + given[1], int(given[2]))
)
FAR = 60  # beyond every end here


def values(some: Range[int]) -> list[int]:
    return [*range(some.low, some.high + 1), *([FAR, FAR**3] if some.open else [])]


@given(RANGES, RANGES, RANGES, RANGES, RANGES)
def test_a_change_of_a_share_holds_all_that_it_may_be(
    part: Range[int], rest: Range[int], before: Range[int], earlier: Range[int], shared: Range[int]
) -> None:
    found = share_change(part, rest, before, earlier, shared)
    for x in values(shared):
        for p, r in ((p, r) for p in values(part) for r in values(rest)):
            for b, e in ((b, e) for b in values(before) for e in values(earlier)):
                if p + r + x and b + e + x:
                    step = Fraction(p, p + r + x) - Fraction(b, b + e + x)
                    assert found.low is None or found.low <= step
                    assert found.high is None or step <= found.high


def test_a_change_of_a_share_is_as_close_as_can_be() -> None:
    none, blank = exactly(0), at_least(0)
    one = share_change(exactly(1), exactly(1), exactly(1), exactly(3), none)
    assert one == Between(Fraction(1, 4), Fraction(1, 4))
    # 1/(2 + x) - 1/(4 + x) falls from a quarter to nothing.
    falls = share_change(exactly(1), exactly(1), exactly(1), exactly(3), blank)
    assert falls == Between(Fraction(0), Fraction(1, 4))
    # 4/(6 + x) - 1/(2 + x) is a sixth at 0, nothing at last, and most at 2, where it is a quarter.
    turns = share_change(exactly(4), exactly(2), exactly(1), exactly(1), blank)
    assert turns.low == 0
    assert turns.high is not None and 0 <= turns.high - Fraction(1, 4) < Fraction(1, 10**9)
    back = share_change(exactly(1), exactly(1), exactly(4), exactly(2), blank)
    assert back == Between(-turns.high, Fraction(0))
    # 5/(7 + x) - 2/(3 + x) turns where it is (5 + 2 - 2 sqrt(10)) / 4, which no fraction is: what
    # is told is no less, nor more than can be helped.
    most = share_change(exactly(5), exactly(2), exactly(2), exactly(1), blank).high
    least = share_change(exactly(2), exactly(1), exactly(5), exactly(2), blank).low
    assert most is not None and least == -most
    assert (7 - 4 * most) ** 2 <= 40 < (7 - 4 * (most - Fraction(1, 10**11))) ** 2
    # An open part may be all of it, and an open rest leaves next to nothing.
    assert share_change(blank, exactly(1), exactly(1), exactly(3), none) == Between(
        Fraction(-1, 4), Fraction(3, 4)
    )
    assert share_change(exactly(1), blank, exactly(1), exactly(3), none) == Between(
        Fraction(-1, 4), Fraction(3, 4)
    )
    assert share_change(exactly(1), blank, exactly(1), blank, blank) == Between(
        Fraction(-1), Fraction(1)
    )
    assert share_change(exactly(-1), exactly(2), exactly(1), exactly(1), none) == UNKNOWN
    assert share_change(exactly(0), exactly(0), exactly(1), exactly(1), none) == UNKNOWN


# Cases by hand.

BASE = """
issuer: {name: Acme}
as_of: 2020-06-01
outstanding:
- {as_of: 2020-01-01, shares: 900, source: a report}
agreements:
- id: a
  date: 2020-01-02
  grants:
  - {id: w, kind: warrant, holder: Ada, shares: 100, exercise_price: 2.00}
  - {id: s, kind: shares, holder: Ben, shares: 50}
- id: b
  date: 2020-02-02
  grants:
  - {id: o, kind: option, holder: Cleo, shares: 10, exercise_price: 1, expires_on: 2021-01-01}
"""
EVENTS = """
events:
- {kind: exercise, date: 2020-03-01, grant: w, shares: 20}
- {kind: cancel, date: 2020-04-01, grant: w, shares: 5}
- {kind: issue, date: 2020-05-01, shares: 7}
"""


def made(text: str) -> Ledger:
    return ledger_of(text.encode(), "ledger.yaml")


def edit(*edits: tuple[str, str], text: str = BASE) -> Ledger:
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return made(text)


def between(old: str | Ledger, new: str | Ledger, **question: Any) -> Diff:
    first, last = (made(each) if isinstance(each, str) else each for each in (old, new))
    return diff(first, last, **question)


def told(found: Diff) -> list[list[str]]:
    """Each step: what is changed, and the shares, fully diluted, that it makes."""
    return [
        [*(f"{label_of(item)}: {what_text(item)}" for item in step.items), shares(step)]
        for step in found.steps
    ]


def shares(step: Step) -> str:
    made_of = step.difference["fully_diluted"]
    assert made_of is not None
    count = made_of.shares or made_of.incremental_shares
    return f"{count.low}" if count.low == count.high else f"{count.low} to {count.high}"


@pytest.mark.parametrize(
    ("edits", "steps"),
    [
        ((("2.00", "2.0"),), []),
        ((("agreements:", "# what they grant\nagreements:"),), []),
        ((("shares: 100, exercise_price: 2.00", "exercise_price: 2, shares: 100"),), []),
        (
            (("shares: 100", "shares: 1_000"),),
            [["w.shares: 100 -> 1,000", "900"]],
        ),
        (
            (("shares: 100, exercise_price: 2.00", "shares: blank, exercise_price: 3"),),
            [
                ["w.shares: 100 -> blank", "-100 to None"],
                ["w.exercise_price: 2.00 -> 3", "0"],
            ],
        ),
        (
            (("shares: 100", "shares: {at_least: 100}"),),
            [["w.shares: 100 -> at least 100", "0 to None"]],
        ),
        (
            (("shares: 100", "shares: {assumed: 90, because: a letter}"),),
            [["w.shares: 100 -> assumed 90 because a letter", "-10"]],
        ),
        (
            (("expires_on: 2021-01-01", "expires_on: 2020-05-01"),),
            [["o.expires_on: 2021-01-01 -> 2020-05-01", "-10"]],
        ),
        ((("holder: Ada", "holder: Adam"),), [["w.holder: Ada -> Adam", "0"]]),
        (
            (("  - {id: s, kind: shares, holder: Ben, shares: 50}\n", ""),),
            [["s: removed shares: holder Ben, shares 50", "-50"]],
        ),
        (
            (("- id: b", "  - {id: t, kind: shares, holder: Dan, shares: 5}\n- id: b"),),
            [["t: added shares: holder Dan, shares 5", "5"]],
        ),
        (
            (("shares: 900, source: a report", "shares: 950, source: another"),),
            [
                [
                    "outstanding of 2020-01-01.shares: 900 -> 950",
                    "outstanding of 2020-01-01.source: a report -> another",
                    "50",
                ]
            ],
        ),
        (
            (("source: a report", "source: another"),),
            [["outstanding of 2020-01-01.source: a report -> another", "0"]],
        ),
        (
            (("as_of: 2020-01-01", "as_of: 2020-01-02"),),
            [["outstanding of 2020-01-02.as_of: 2020-01-01 -> 2020-01-02", "-50"]],
        ),
        (
            (("as_of: 2020-06-01", "as_of: 2021-06-01"),),
            [["ledger.as_of: 2020-06-01 -> 2021-06-01", "-10"]],
        ),
        (
            (("date: 2020-02-02", "date: 2020-06-02\n  title: Options"),),
            [
                ["b.title: not there -> Options", "0"],
                ["b.date: 2020-02-02 -> 2020-06-02", "-10"],
            ],
        ),
        (
            (("{name: Acme}", "{name: Acme Corp., authorized_shares: 5_000}"),),
            [
                ["issuer.name: Acme -> Acme Corp.", "0"],
                ["issuer.authorized_shares: not there -> 5,000", "0"],
            ],
        ),
        (
            (("kind: option", "kind: warrant"), ("shares: 10,", "shares: 11,")),
            [["o.kind: option -> warrant", "o.shares: 10 -> 11", "1"]],
        ),
        ((("id: w", "id: x"),), [["x: was called w", "0"]]),
        ((("id: b", "id: c"),), [["c: was called b", "0"]]),
        (
            (("id: w", "id: x"), ("2.00", "3")),
            [
                ["w: removed warrant: holder Ada, shares 100, exercise_price 2.00", "-100"],
                ["x: added warrant: holder Ada, shares 100, exercise_price 3", "100"],
            ],
        ),
        (
            (
                ("  - {id: s, kind: shares, holder: Ben, shares: 50}\n", ""),
                (
                    "2021-01-01}\n",
                    "2021-01-01}\n  - {id: s, kind: shares, holder: Ben, shares: 50}\n",
                ),
            ),
            [["s.agreement: a -> b", "0"]],
        ),
        (
            (
                ("  - {id: s, kind: shares, holder: Ben, shares: 50}\n", ""),
                (
                    "2021-01-01}\n",
                    "2021-01-01}\n  - {id: t, kind: shares, holder: Ben, shares: 50}\n",
                ),
            ),
            [["t: was called s", "0"], ["t.agreement: a -> b", "0"]],
        ),
        (
            (("- id: b\n  date: 2020-02-02\n", "- id: b\n  date: 2020-02-02\n  notes: [n]\n"),),
            [["b.notes: added", "0"]],
        ),
        (
            (("expires_on: 2021-01-01", "granted_on: 2022-01-01, expires_on: 2023-01-01"),),
            # Granted later than it expires, it could not be.
            [
                [
                    "o.granted_on: not there -> 2022-01-01",
                    "o.expires_on: 2021-01-01 -> 2023-01-01",
                    "-10",
                ]
            ],
        ),
        (
            (("date: 2020-02-02", "date: 2022-02-02"), ("2021-", "2023-"), ("10,", "12,")),
            # And there it takes as many terms as that needs.
            [
                ["b.date: 2020-02-02 -> 2022-02-02", "0"],
                ["o.shares: 10 -> 12", "o.expires_on: 2021-01-01 -> 2023-01-01", "-10"],
            ],
        ),
        (
            (("- id: b\n  date: 2020-02-02", "- id: b\n  date: 2022-02-02"), ("2021-", "2023-")),
            # The grant waits for its own step, where it could be.
            [
                ["b.date: 2020-02-02 -> 2022-02-02", "0"],
                ["o.expires_on: 2021-01-01 -> 2023-01-01", "-10"],
            ],
        ),
    ],
)
def test_what_changed_and_the_steps_it_makes(
    edits: tuple[tuple[str, str], ...], steps: list[list[str]]
) -> None:
    assert told(between(BASE, edit(*edits))) == steps


@pytest.mark.parametrize(
    ("edits", "steps"),
    [
        (
            (("shares: 20", "shares: 30"),),
            [["exercise of w on 2020-03-01: shares 20 -> 30", "0"]],
        ),
        (
            (("2020-04-01", "2020-07-01"),),
            [["cancel of w on 2020-07-01: date 2020-04-01 -> 2020-07-01", "5"]],
        ),
        (
            (("- {kind: cancel, date: 2020-04-01, grant: w, shares: 5}\n", ""),),
            [["cancel of w on 2020-04-01: removed: shares 5", "5"]],
        ),
        (
            (("events:\n", "events:\n- {kind: cancel, date: 2020-02-01, grant: w, shares: 1}\n"),),
            [["cancel of w on 2020-02-01: added: shares 1", "-1"]],
        ),
        ((("shares: 7", "shares: 9"),), [["issue on 2020-05-01: shares 7 -> 9", "2"]]),
        (
            (("- {kind: issue, date: 2020-05-01, shares: 7}\n", ""),),
            [["issue on 2020-05-01: removed: shares 7", "-7"]],
        ),
        (
            (("shares: 7}", "shares: 7}\n- {kind: repurchase, date: 2020-05-02, shares: 3}"),),
            [["repurchase on 2020-05-02: added: shares 3", "-3"]],
        ),
        (
            (
                (
                    "shares: 7}",
                    "shares: 7}\n- {kind: notified, date: 2020-05-02, proposed_filing: 2020-06-02}",
                ),
            ),
            [["notified on 2020-05-02: added: proposed_filing 2020-06-02", "0"]],
        ),
        (
            (("shares: 100", "shares: 10"), ("shares: 20", "shares: 4")),
            # Of 10 shares, 20 could not be exercised.
            [["w.shares: 100 -> 10", "exercise of w on 2020-03-01: shares 20 -> 4", "-90"]],
        ),
        (
            (("id: w", "id: x"), ("grant: w", "grant: x"), ("grant: w", "grant: x")),
            [["x: was called w", "0"]],
        ),
        (
            (
                (
                    "  - {id: w, kind: warrant, holder: Ada, shares: 100, exercise_price: 2.00}\n",
                    "",
                ),
                ("- {kind: exercise, date: 2020-03-01, grant: w, shares: 20}\n", ""),
                ("- {kind: cancel, date: 2020-04-01, grant: w, shares: 5}\n", ""),
            ),
            [
                [
                    "w: removed warrant: holder Ada, shares 100, exercise_price 2.00",
                    "exercise of w on 2020-03-01: removed: shares 20",
                    "cancel of w on 2020-04-01: removed: shares 5",
                    "-95",
                ]
            ],
        ),
        (
            (("shares: 7}", "shares: 7}\n- {kind: split, date: 2020-05-20, new: 2, old: 1}"),),
            [["split on 2020-05-20: added: new 2, old 1", "1062"]],
        ),
        (
            (
                ("shares: 20", "shares: 120"),
                ("events:", "events:\n- {kind: split, date: 2020-02-20, new: 2, old: 1}"),
            ),
            # Only the split leaves so many to exercise.
            [
                [
                    "exercise of w on 2020-03-01: shares 20 -> 120",
                    "split on 2020-02-20: added: new 2, old 1",
                    "1060",
                ]
            ],
        ),
    ],
)
def test_what_happened_and_the_steps_it_makes(
    edits: tuple[tuple[str, str], ...], steps: list[list[str]]
) -> None:
    text = BASE + EVENTS
    assert told(between(text, edit(*edits, text=text))) == steps


REORDERED = """
events:
- {kind: exercise, date: 2020-03-01, grant: w, shares: 20}
- {kind: amend, date: 2020-03-01, grant: w, term: exercise_price, value: 3}
- {kind: cancel, date: 2020-03-01, grant: o, shares: 1}
"""


def test_events_of_a_day_in_another_order_are_a_change_where_they_come_to_something_else() -> None:
    exercised, amended, cancelled = REORDERED.strip().splitlines()[1:]
    text = BASE + "\n".join(("events:", exercised, amended, cancelled))
    found = between(text, BASE + "\n".join(("events:", cancelled, exercised, amended)))
    assert told(found) == []
    # The same right is left at the same price, but what was received for it is not what it was.
    other = made(BASE + "\n".join(("events:", amended, exercised, cancelled)))
    assert [step[0] for step in told(between(text, other))] in (
        [],
        ["events of w on 2020-03-01.order: in another order, which comes to something else"],
    )
    split = "- {kind: split, date: 2020-03-01, new: 2, old: 1}"
    before = made(BASE + "\n".join(("events:", split, exercised, amended)))
    after = made(BASE + "\n".join(("events:", exercised, split, amended)))
    # 200 less 20, or 80 twice; and 20 or 40 issued.
    assert told(between(before, after)) == [
        ["events on 2020-03-01: in another order, which comes to something else", "0"]
    ]
    (step,) = between(before, after).steps
    made_of = step.difference["fully_diluted"]
    assert made_of is not None
    assert (made_of.issued_since, made_of.rights) == (Between(20, 20), Between(-20, -20))
    some = "- {kind: cancel, date: 2020-03-01, grant: w, shares: all}"
    ten = "- {kind: exercise, date: 2020-03-01, grant: w, shares: 10}"
    vest = "- {kind: transfer, date: 2020-03-01, grant: w, to: Eve, shares: 90}"
    one = made(BASE + "\n".join(("events:", ten, vest, some.replace("all}", "all, holder: Eve}"))))
    assert told(between(one, replace(one, events=one.events[:1] + one.events[1:]))) == []


def test_what_is_removed_stands_in_no_order() -> None:
    first = "- {kind: issue, date: 2020-02-01, shares: 1}"
    gone = "- {kind: cancel, date: 2020-03-01, grant: w, shares: all}"
    kept = "- {kind: amend, date: 2020-03-01, grant: w, term: shares, value: 120}"
    old = BASE + "\n".join(("events:", first, gone, kept))
    found = between(old, BASE + "\n".join(("events:", kept, first)))
    assert [(each.what, each.name) for each in found.changes] == [("removed", "cancel")]


def test_rights_that_are_open_weigh_as_much_as_the_count_changes() -> None:
    text = BASE.replace("shares: 100", "shares: {at_least: 90}")
    fewer = edit(("shares: 900", "shares: 450"), text=text)
    for found, ends in (
        (between(text, fewer), (Fraction(100, 450) - Fraction(100, 900), None)),
        (between(fewer, text), (None, Fraction(100, 900) - Fraction(100, 450))),
    ):
        whole = found.whole["fully_diluted"]
        assert whole is not None and whole.overhang == Between(*ends)


def test_another_order_of_what_is_taken_from_one_grant() -> None:
    amend = "- {kind: amend, date: 2020-03-01, grant: w, term: shares, value: 40}"
    cancel = "- {kind: cancel, date: 2020-03-01, grant: w, shares: all}"
    first = made(BASE + "\n".join(("events:", cancel, amend.replace("40", "120"))))
    last = made(BASE + "\n".join(("events:", amend.replace("40", "120"), cancel)))
    # All of 100 cancelled and 20 more granted, or all of 120 cancelled.
    assert told(between(first, last)) == [
        ["events of w on 2020-03-01: in another order, which comes to something else", "-20"]
    ]
    assert told(between(last, first))[0][1] == "20"


def test_what_could_not_stand_alone_is_changed_at_once() -> None:
    vests = "vesting: [{on: 2020-03-01, shares: 10}]"
    text = BASE.replace("expires_on: 2021-01-01", vests)
    more = edit(("shares: 10,", "shares: 12,"), ("shares: 10}", "shares: 12}"), text=text)
    (step,) = between(text, more).steps
    assert [item.term and item.term.term for item in step.items] == ["shares", "vesting"]
    issued = edit(
        (
            "kind: warrant, holder: Ada, shares: 100, exercise_price: 2.00",
            "kind: shares, holder: A",
        ),
        ("holder: A}", "holder: A, shares: 90}"),
    )
    assert told(between(BASE, issued)) == [
        [
            "w.holder: Ada -> A",
            "w.kind: warrant -> shares",
            "w.shares: 100 -> 90",
            "w.exercise_price: 2.00 -> not there",
            "-10",
        ]
    ]


def test_agreements_come_and_go_with_their_grants() -> None:
    alone = BASE[: BASE.index("- id: b")]
    assert told(between(BASE, alone)) == [
        ["b: removed", "0"],
        [
            "o: removed option: holder Cleo, shares 10, exercise_price 1, expires_on 2021-01-01",
            "-10",
        ],
    ]
    assert [step[-1] for step in told(between(alone, BASE))] == ["0", "10"]
    moved = (
        ("  - {id: s, kind: shares, holder: Ben, shares: 50}\n", ""),
        (
            "2021-01-01}\n",
            "2021-01-01}\n  - {id: s, kind: shares, holder: Bo, shares: 5, lines: 1}\n",
        ),
        ("date: 2020-02-02", "date: 2020-07-02"),
    )
    assert told(between(BASE, edit(*moved))) == [
        ["b.date: 2020-02-02 -> 2020-07-02", "-10"],
        ["s.lines: not there -> 1", "0"],
        ["s.holder: Ben -> Bo", "0"],
        ["s.shares: 50 -> 5", "-45"],
        ["s.agreement: a -> b", "-5"],
    ]


def test_grants_that_move_or_go_while_things_happen_to_them() -> None:
    text = BASE + EVENTS
    grant = "  - {id: w, kind: warrant, holder: Ada, shares: 100, exercise_price: 2.00}\n"
    moved = (
        (grant, ""),
        ("2021-01-01}\n", f"2021-01-01}}\n{grant}"),
        ("shares: 5}", "shares: all}"),
    )
    assert told(between(text, edit(*moved, text=text))) == [
        ["w.agreement: a -> b", "0"],
        ["cancel of w on 2020-04-01: shares 5 -> all", "-75"],
    ]
    split = "events:\n- {kind: split, date: 2020-02-20, new: 2, old: 1}\n"
    gone = BASE.replace(grant, "") + split
    assert [step[-1] for step in told(between(BASE, gone))] == ["-100", "960"]
    noted = BASE + EVENTS.replace("shares: 7}", "shares: 7, notes: [one, two]}")
    other = noted.replace("[one, two]", "[two, one]")
    assert told(between(noted, other)) == []


def test_what_is_removed_stands_after_what_it_stood_after() -> None:
    edits = (
        ("shares: 100", "shares: 99"),
        ("  - {id: s, kind: shares, holder: Ben, shares: 50}\n", ""),
    )
    assert [step[0].split(":")[0] for step in told(between(BASE, edit(*edits)))] == [
        "w.shares",
        "s",
    ]


def test_what_vests_is_told_of_though_no_shares_are_more() -> None:
    vests = "vesting: {start: 2020-01-01, every_months: 1, periods: 10}"
    text = BASE.replace("expires_on: 2021-01-01", vests)
    found = between(text, edit(("periods: 10", "periods: 5"), text=text))
    assert [step[-1] for step in told(found)] == ["0"]
    (half, more) = found.judged(gates_from(["exercisable +4", "exercisable +5"]))
    assert (half.outcome, more.outcome) == ("holds", "broken")
    # From 2023-02-01 to 2024-12-31 seven periods of three months are over: 7/12 of 120,000. From
    # 2024-02-01 three: 3/12 of it. Nothing else differs.
    schedule = "vesting: {start: 2023-02-01, every_months: 3, periods: 12}"
    old = BASE.replace("shares: 10, exercise_price: 1", "shares: 120_000, exercise_price: 1")
    old = old.replace("expires_on: 2021-01-01", schedule).replace("2020-06-01", "2024-12-31")
    found = between(old, edit(("start: 2023-02-01", "start: 2024-02-01"), text=old))
    step = found.whole["fully_diluted"]
    assert step is not None
    assert step.exercisable == Between(-40_000, -40_000)
    assert found.holders == ()
    lines = list(text_lines(diff_page(found, ("old", "new"))))
    verdict = "1 change, no more and no fewer shares fully diluted, but other totals differ"
    assert lines[0] == f"Acme: {verdict}"
    assert [each.split() for each in lines if "xercisable" in each or each.startswith("=")] == [
        ["=", "fully", "diluted", "121,050", "121,050", "0"],
        ["exercisable", "70,100", "30,100", "-40,000"],
        ["Change", "Shares", "Exercisable", "Dilution,", "points", "Proceeds", "What"],
        ["=", "all", "changes", "0", "-40,000", "0.00", "0.00"],
    ]
    (changed,) = (each for each in lines if each.startswith("o.vesting"))
    assert changed.split()[:5] == ["o.vesting", "0", "-40,000", "0.00", "0.00"]


def test_registrations_change_no_total() -> None:
    registered = """events:
- {kind: exercise, date: 2020-03-01, grant: w, shares: 20}
- {kind: registered, date: 2020-04-01, form: S-1, grants: [w]}
- {kind: sold, date: 2020-05-01, grant: w, shares: 10, under: registration}
"""
    text = BASE + registered
    found = between(text, edit(("shares: 100", "shares: 90"), text=text))
    assert told(found) == [["w.shares: 100 -> 90", "-10"]]
    assert found.holders == ("Ada",)


def test_figures_that_have_no_meaning_are_not_known() -> None:
    few = BASE.replace("shares: 900", "shares: 1")
    split = few + "events:\n- {kind: split, date: 2020-03-01, new: 1, old: 10}\n"
    (step,) = between(few, split).steps
    made_of = step.difference["fully_diluted"]
    assert made_of is not None and made_of.overhang == UNKNOWN
    owed = """
  - id: d
    kind: convertible_debenture
    holder: Ada
    principal: blank
    conversion_price: 2
"""
    text = BASE.replace("\n- id: b", owed + "- id: b")
    (step,) = between(text, edit(("_price: 2\n-", "_price: 4\n-"), text=text)).steps
    made_of = step.difference["fully_diluted"]
    assert made_of is not None and made_of.shares == UNKNOWN


def test_a_change_costs_its_own_grant_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []

    def counting(grant: Any, *others: Any, **more: Any) -> Any:
        counted.append(grant.id)
        return position(grant, *others, **more)

    monkeypatch.setattr("equitycalc.diffing.states.position", counting)
    grants = "".join(
        f"  - {{id: g{n}, kind: shares, holder: H, shares: {n}, lines: 1}}\n" for n in range(200)
    )
    text = BASE.replace("- id: b\n", f"{grants}- id: b\n")
    edits = (("shares: 150,", "shares: 151,"), ("shares: 160, lines: 1", "shares: 161, lines: 2"))
    found = between(text, edit(*edits, text=text))
    assert counted == ["g150", "g160", "g160"]
    assert [step[-1] for step in told(found)] == ["1", "0", "1"]


def test_statements_and_dates() -> None:
    two = "outstanding:\n- {as_of: 2019-01-01, shares: 800}\n"
    found = between(BASE, edit(("outstanding:\n", two)))
    assert told(found) == [["outstanding of 2019-01-01: added: shares 800", "0"]]
    none = edit(("outstanding:\n- {as_of: 2020-01-01, shares: 900, source: a report}\n", ""))
    (step,) = between(BASE, none).steps
    made_of = step.difference["fully_diluted"]
    assert made_of is not None
    assert (made_of.outstanding, made_of.shares, made_of.dilution) == (None, None, None)
    # Without a date of its own, a ledger is of its latest agreement.
    undated = BASE.replace("as_of: 2020-06-01\n", "", 1)
    later = edit(("date: 2020-02-02", "date: 2022-02-02"), ("2021-", "2023-"), text=undated)
    found = between(undated, later)
    assert told(found)[0] == ["ledger.as_of: 2020-02-02 -> 2022-02-02", "-10"]
    assert (found.old.as_of, found.new.as_of) == (date(2020, 2, 2), date(2022, 2, 2))
    asked = between(undated, later, as_of="2020-03-01")
    assert [step[0] for step in told(asked)] == [
        "b.date: 2020-02-02 -> 2022-02-02",
        "o.expires_on: 2021-01-01 -> 2023-01-01",
    ]
    assert told(between(BASE, undated))[0] == ["ledger.as_of: 2020-06-01 -> not there", "0"]
    same = between(BASE, edit(("as_of: 2020-06-01", "as_of: 2021-06-01")), as_of="2020-05-01")
    assert told(same) == [["ledger.as_of: 2020-06-01 -> 2021-06-01", "0"]]


def test_entries_of_the_same_list_are_paired_with_what_is_most_alike() -> None:
    events = """events:
- {kind: transfer, date: 2020-03-01, grant: w, to: Dan, shares: 10}
- {kind: transfer, date: 2020-03-01, grant: w, to: Eve, shares: 20}
"""
    edits = (("Eve, shares: 20", "Eve, shares: 21"), ("Dan, shares: 10", "Dan, shares: 11"))
    found = between(BASE + events, edit(*edits, text=BASE + events))
    assert [each.what for each in found.changes] == ["changed", "changed"]
    assert {each.altered[0][1:3] for each in found.changes} == {(10, 11), (20, 21)}
    many = list(range(101))
    other = [each + 1000 for each in many]
    pairs = paired(many, other, (lambda each: "all", lambda each: None), lambda one, its: 0)
    assert pairs.changed == list(zip(range(101), range(101), strict=True))
    assert paired([1], [2], (lambda each: None,), lambda one, its: 0).removed == [0]


DEMANDS = """
assertions:
- {as_of: 2020-05-01, measure: rights, is: 110, source: a letter}
limits:
- {because: a covenant, dilution: 20%}
- {because: the plan, authorized_shares: 5_000, from: 2020-01-01}
"""


def test_what_is_demanded_is_told_of_and_changes_no_total() -> None:
    edits = (("is: 110", "is: 111"), ("20%", "25%"), ("from: 2020", "from: 2021"))
    found = between(BASE + DEMANDS, edit(*edits, text=BASE + DEMANDS))
    assert told(found) == [
        ["assertion rights.is: 110 -> 111", "0"],
        ["limit a covenant.dilution: 20% -> 25%", "0"],
        ["limit the plan.from: 2020-01-01 -> 2021-01-01", "0"],
    ]
    gone = between(BASE + DEMANDS, BASE)
    assert [each.what for each in gone.changes] == ["removed"] * 3
    ratio = "assertions:\n- {as_of: 2020-05-01, measure: dilution, at_most: 20%, source: s}\n"
    text = BASE + ratio
    assert told(between(text, edit(("20%", "21.5%"), text=text))) == [
        ["assertion dilution.at_most: 20% -> 21.5%", "0"]
    ]


RIGHTS = """
  registration_rights:
    covers: [o]
    closing_date: {value: 2020-02-02, lines: 4}
    adjusts: yes
"""


def test_registration_rights_are_told_of_term_by_term() -> None:
    text = BASE.replace("  date: 2020-02-02\n", "  date: 2020-02-02" + RIGHTS)
    edits = (("lines: 4", "lines: 5"), ("adjusts: yes", "adjusts: no"))
    assert told(between(text, edit(*edits, text=text))) == [
        [
            "b.registration_rights.closing_date: 2020-02-02 (lines 4) -> 2020-02-02 (lines 5)",
            "0",
        ],
        ["b.registration_rights.adjusts: yes -> no", "0"],
    ]
    (item,) = between(BASE, text).steps[0].items
    assert what_text(item).startswith("not there -> {covers: [o], closing_date: 2020-02-02 (lines")
    # They cover the grant by its new id.
    renamed = edit(("{id: o,", "{id: p,"), ("covers: [o]", "covers: [p]"), text=text)
    assert told(between(text, renamed)) == [["p: was called o", "0"]]
    filed = "events:\n- {kind: filed, date: 2020-03-01, form: S-1, grants: [o, w]}\n"
    both = text + filed
    one = edit(
        ("{id: o,", "{id: p,"), ("covers: [o]", "covers: [p]"), ("[o, w]", "[p, w]"), text=both
    )
    assert told(between(both, one)) == [["p: was called o", "0"]]


def test_terms_are_shown_as_a_ledger_has_them() -> None:
    debt = """
  - id: d
    kind: convertible_debenture
    holder: Ada
    principal: 100000
    interest: {rate: 8%, day_count: actual/365, paid_in: blank}
    conversion_price: 2
  - id: v
    kind: option
    holder: Ada
    shares: 40
    exercise_price: 1
    vesting: {start: 2020-01-02, every_months: 1, periods: 4}
    notes: [one, two]
"""
    text = BASE.replace("\n- id: b", debt + "- id: b")
    edits = (
        ("principal: 100000", "principal: {assumed: 90000.5, because: of it}"),
        ("rate: 8%", "rate: 9.5%"),
        ("paid_in: blank", "paid_in: shares"),
        ("periods: 4", "periods: 2"),
        ("[one, two]", "[two, one, three]"),
    )
    said = [step[0] for step in told(between(text, edit(*edits, text=text)))]
    assert said == [
        "d.principal: 100,000 -> assumed 90,000.5 because of it",
        "d.interest_rate: 8% -> 9.5%",
        "d.paid_in: blank -> shares",
        "v.notes: changed",
        "v.vesting: {start: 2020-01-02, every_months: 1, periods: 4} -> "
        "{start: 2020-01-02, every_months: 1, periods: 2}",
    ]
    assert told(between(text, edit(("[one, two]", "[two, one]"), text=text))) == []
    gone = edit(("    notes: [one, two]\n", ""), text=text)
    assert told(between(text, gone)) == [["v.notes: removed", "0"]]
    amend = "events:\n- {kind: amend, date: 2020-03-01, grant: d, term: interest.rate, value: 5%}\n"
    amend = amend.replace("interest.rate", "interest_rate")
    amended = edit(("5%", "6%"), text=text + amend)
    assert told(between(text + amend, amended))[0][0] == (
        "amend of d on 2020-03-01: value 5% -> 6%"
    )
    long = "x" * 100
    cut = told(between(BASE, edit(("source: a report", f"source: {long}"))))[0][0]
    assert cut.endswith("-> " + "x" * 77 + "...")


# What is supplied to both.

OPEN = BASE.replace("shares: 100", "shares: blank")


def test_what_is_supplied_goes_to_the_ledger_that_has_it_open() -> None:
    found = between(OPEN, BASE, assume={"w.shares": "90"})
    assert told(found) == [["w.shares: blank -> 100", "10"]]
    (note,) = found.notes
    assert note.startswith("w.shares is supplied to the old ledger alone: the ledger states")
    back = between(BASE, OPEN, assume={"w.shares": "90"})
    assert back.notes[0].startswith("w.shares is supplied to the new ledger alone")
    assert told(back) == [["w.shares: 100 -> blank", "-10"]]
    both = between(OPEN, OPEN.replace("2.00", "3"), assume={"w.shares": "90"})
    assert both.notes == ()
    wholly = both.whole["fully_diluted"]
    assert wholly is not None and wholly.proceeds == Between(Decimal(90), Decimal(90))


@pytest.mark.parametrize(
    ("question", "name", "path"),
    [
        ({"assume": {"w.shares": "90"}}, "stated-term", ("assume", 0, "term")),
        ({"assume": {"o.expires_on": "2022-01-01", "x.shares": "1"}}, "unknown-grant", None),
        ({"assume": {"w.expires_on": "x"}}, "not-a-date", None),
        ({"outstanding": "5@2021-01-01"}, "statement-after-date", ("outstanding", "date")),
        ({"as_of": "x"}, "not-a-date", ("as_of",)),
    ],
)
def test_what_fits_neither_is_refused(
    question: dict[str, Any], name: str, path: tuple[Any, ...] | None
) -> None:
    with pytest.raises(QuestionErrors) as raised:
        between(BASE, BASE.replace("2.00", "3"), **question)
    assert name in {each.name for each in raised.value.problems}
    if path is not None:
        assert raised.value.problems[0].path == path


def test_a_price_is_no_float() -> None:
    with pytest.raises(TypeError, match="a float is not the number"):
        between(BASE, BASE, price=0.5)
    assert package.diff is diff
    priced = between(BASE, BASE.replace("2.00", "3"), price=Decimal("2.5"))
    money = priced.whole["in_the_money"]
    assert money is not None and money.shares == Between(-100, -100)
    counted = between(BASE, BASE.replace("shares: 900", "shares: 90"), outstanding=500)
    assert told(counted) == [["outstanding of 2020-01-01.shares: 900 -> 90", "0"]]


def test_another_price_of_an_open_number_of_shares_leaves_the_shares_as_many() -> None:
    for old, new, more in ((2, 3, (Decimal(100), None)), (3, 2, (None, Decimal(-100)))):
        open_ = BASE.replace("shares: 100", "shares: {at_least: 100}")
        first, last = (open_.replace("2.00", str(price)) for price in (old, new))
        found = between(first, last).whole["fully_diluted"]
        assert found is not None
        assert (found.shares, found.rights) == (Between(0, 0), Between(0, 0))
        assert found.proceeds == Between(*more)
        assert found.dilution == Between(Fraction(0), Fraction(0))
        # Bought back at the market price, as many are not as many.
        bought = between(first, last, price="4")
        money, treasury = bought.whole["in_the_money"], bought.whole["treasury_stock"]
        assert money is not None and money.shares == Between(0, 0)
        assert treasury is not None and treasury.shares == UNKNOWN
    # Where the market price is between the two, the shares come in or leave.
    money = between(first, last, price="2.5").whole["in_the_money"]
    assert money is not None and money.shares == Between(100, None)
    expiring = ", expires_on: blank}"
    first, last = (
        each.replace("}\n  - {id: s", f"{expiring}\n  - {{id: s") for each in (first, last)
    )
    perhaps = between(first, last).whole["fully_diluted"]
    assert perhaps is not None and perhaps.shares == Between(None, None)


def test_what_is_open_is_the_same_only_where_the_other_terms_are() -> None:
    """Of the real ledger, where much is open."""
    for old, new, shares in (
        # Twice the fee at a price that is blank may be any number of shares more.
        ("amount: {at_least: 10500}", "amount: {at_least: 21000}", None),
        ("not a thing", "not a thing", 0),
        ('because: "no document speaks of interest', 'because: "none speaks of interest', 0),
        ("  - Every $1,000", "  - All $1,000", 0),
        ("holder: Initial Investor (name blank)", "holder: Somebody", 0),
        ("assumed: 0.01, because", "assumed: 0.02, because", None),
    ):
        for as_of in ("1999-03-01", "2001-01-16"):
            found = between(REAL, REAL.replace(old, new), as_of=as_of).whole["fully_diluted"]
            assert found is not None
            other = {("1999-03-01", "0.02"), ("2001-01-16", "21000")}
            same = shares == 0 or any(as_of == day and word in new for day, word in other)
            more = found.incremental_shares  # of 1999 there is no statement
            assert more == (Between(0, 0) if same else UNKNOWN), (old, as_of)


# Whose part changes.


def test_the_holders_whose_own_shares_are_others() -> None:
    found = between(BASE, edit(("holder: Ada", "holder: Ben"), ("shares: 10,", "shares: 20,")))
    assert found.holders == ("Ben", "Cleo", "Ada")
    owners = {each.holder: each for each in found.owners(found.holders)}
    # Of 900 + 100 + 50 + 10, and 10 more.
    steps = {name: each.difference["fully_diluted"] for name, each in owners.items()}
    one, its = Fraction(1, 1060), Fraction(1, 1070)
    assert steps["Ada"] == Between(-100 * one, -100 * one)
    assert steps["Ben"] == Between(150 * its - 50 * one, 150 * its - 50 * one)
    assert steps["Cleo"] == Between(20 * its - 10 * one, 20 * its - 10 * one)
    assert owners["Ada"].new is None
    assert all(each.difference["in_the_money"] is None for each in owners.values())
    (nobody,) = found.owners(["Nobody"])
    assert (nobody.old, nobody.new) == (None, None)
    assert nobody.difference["fully_diluted"] == Between(Fraction(0), Fraction(0))
    (others,) = found.owners([ALL_OTHER_HOLDERS])
    assert others.difference["fully_diluted"] == UNKNOWN
    unstated = BASE.replace("- {as_of: 2020-01-01, shares: 900, source: a report}", "").replace(
        "outstanding:\n", ""
    )
    none = between(BASE, unstated)
    assert none.owners(["Ada"])[0].difference["fully_diluted"] is None
    held = BASE.replace("shares: 50}", "shares: 950, granted_on: 2019-01-01}")
    assert between(BASE, held).owners(["Ben"])[0].difference["fully_diluted"] == UNKNOWN


def test_the_same_open_term_of_others_leaves_a_change_of_ownership_bounded() -> None:
    text = BASE.replace("shares: 50", "shares: blank")
    found = between(text, edit(("holder: Cleo, shares: 10", "holder: Cleo, shares: 20"), text=text))
    (cleo,) = found.owners(["Cleo"])
    step = cleo.difference["fully_diluted"]
    assert step is not None and step.low == 0
    assert step.high is not None and step.high >= Fraction(20, 1020) - Fraction(10, 1010)
    assert step.high < Fraction(2, 100)


# Gates.


@pytest.mark.parametrize(
    ("gate", "outcome"),
    [
        ("shares +9", "holds"),
        ("shares +10", "broken"),
        ("rights+9", "holds"),
        ("rights -5", "broken"),
        ("fully_diluted.dilution +0.7%", "holds"),
        ("dilution +0.9%", "broken"),
        ("dilution -0%", "broken"),
        ("proceeds +9.99", "holds"),
        ("proceeds +10", "broken"),
        ("exercisable + 9", "holds"),
        ("exercisable +10", "broken"),
        ("treasury_stock.assumed_proceeds +1", "unproven"),
        ("ownership(Cleo) +0.9%", "holds"),
        ("ownership(Cleo) +0.95%", "broken"),
        ("ownership(Ada) -0.05%", "holds"),
        ("ownership(Ada) -0.1%", "broken"),
        ("ownership(Nobody) +0%", "broken"),
        ("ownership(all other holders) -1%", "unproven"),
        ("dilution > 15%", "holds"),
        ("dilution > 16%", "broken"),
        ("shares == 1_070", "holds"),
    ],
)
def test_gates(gate: str, outcome: str) -> None:
    found = between(BASE, edit(("holder: Cleo, shares: 10", "holder: Cleo, shares: 20")))
    (judged,) = found.judged(gates_from([gate]))
    assert judged.outcome == outcome
    assert judged.closed == (outcome != "broken")


def test_gates_at_a_price_and_where_nothing_changed() -> None:
    found = between(BASE, edit(("shares: 10,", "shares: 20,")), price="1.5")
    for gate, closed in (
        ("treasury_stock.assumed_proceeds +9.99", True),
        ("treasury_stock.repurchased_shares +7", False),
        ("treasury_stock.repurchased_shares +6", True),
        ("in_the_money.shares +9", True),
    ):
        (judged,) = found.judged(gates_from([gate]))
        assert judged.closed is closed, gate
    for gate, outcome in (
        ("dilution +0%", "broken"),
        ("ownership(Ada) +0%", "broken"),
        ("exercisable +0", "broken"),
        ("in_the_money.shares +0", "unproven"),
        ("dilution > 1%", "holds"),
    ):
        (judged,) = between(BASE, BASE).judged(gates_from([gate]))
        assert judged.outcome == outcome, gate


@pytest.mark.parametrize(
    ("gate", "help"),
    [
        ("treasury_stock.shares +1", "add --price P"),
        ("in_the_money.dilution > 1%", "add --price P"),
        ("dilution +1%", "add --outstanding N@DATE"),
        ("ownership(Ada) +1%", "add --outstanding N@DATE"),
        ("rights +1", None),
    ],
)
def test_a_gate_says_what_its_figure_lacks(gate: str, help: str | None) -> None:
    text = BASE.replace("as_of: 2020-01-01", "as_of: 2020-07-01")
    found = between(text, edit(("shares: 100,", "shares: 200,"), text=text))
    (judged,) = found.judged(gates_from([gate]))
    assert judged.closed
    assert option_for(judged.lacks) == help


def test_the_same_open_terms_leave_a_gate_provable() -> None:
    real, doubled = made(REAL), edit(("shares: 2_500_000", "shares: 3_500_000"), text=REAL)
    found = diff(real, doubled)
    (half, one) = found.judged(gates_from(["dilution +0.5%", "dilution +1%"]))
    assert (half.outcome, one.outcome) == ("unproven", "broken")


def test_a_gate_is_on_somebody_whom_one_of_the_ledgers_names() -> None:
    without = edit(("  - {id: s, kind: shares, holder: Ben, shares: 50}\n", ""))
    gates = gates_from(["ownership(Ben) +1%", "ownership(Dee) > 1%", "ownership(Eve) > 1%"])
    handed = made(
        BASE + "events:\n- {kind: transfer, date: 2020-03-01, grant: w, shares: 5, to: Dee}"
    )
    for old, new in ((made(BASE), without), (without, made(BASE))):
        refuse_unknown_holders(gates[:1], old, new)
    with pytest.raises(QuestionErrors) as raised:
        refuse_unknown_holders(gates, made(BASE), handed)
    assert [(each.name, each.path) for each in raised.value.problems] == [
        ("unknown-holder", ("fail_if", 2, 10))
    ]


@pytest.mark.parametrize(
    ("gate", "name", "help"),
    [
        ("dilution", "not-a-condition", "such as dilution +1%"),
        ("dilution 1%", "not-a-condition", "such as dilution +1%"),
        ("dilution +1", "bare-rate", "write +1%"),
        ("rights +1%", "not-a-rate", "write 1 of them, without %"),
        ("shares -1%", "not-a-rate", "write 1 of them, without %"),
        ("rights +x", "not-a-count", "write digits, such as 1000000 or 1_000_000"),
        ("one:dilution > 1%", "not-a-condition", "such as dilution +1%"),
        ("dilutoin +1%", "unknown-measure", 'did you mean "dilution"?'),
        ("dilutoin > 1%", "unknown-measure", 'did you mean "dilution"?'),
        ("treasury.rights -1", "unknown-basis", None),
        ("ownership +1%", "not-a-condition", None),
    ],
)
def test_what_is_no_gate(gate: str, name: str, help: str | None) -> None:
    with pytest.raises(QuestionErrors) as raised:
        gates_from(["rights +1", gate])
    (problem,) = raised.value.problems
    assert (problem.name, problem.path[:2]) == (name, ("fail_if", 1))
    assert help is None or help in (problem.help or "")


# Files, and revisions of them.


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the real ledger in two commits and a branch, and the user in it."""
    monkeypatch.delenv("EQUITYCALC_LEDGER", raising=False)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "repository"
    (folder / "data").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    (folder / "README.md").write_text("A ledger is added.\n", "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "before")
    for text, message in (
        (REAL, "the ledger"),
        (REAL.replace("exercise_price: 0.13", "exercise_price: 0.14"), "a price"),
    ):
        (folder / "data" / "agreements.yaml").write_text(text, "utf-8")
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", message)
    git(folder, "branch", "release")
    monkeypatch.chdir(folder)
    return folder


def changed(folder: Path, *edits: tuple[str, str]) -> None:
    file = folder / "data" / "agreements.yaml"
    text = file.read_text("utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")


SAID = re.compile(r"^pmr-option-1999-07.exercise_price .* 0.13 -> 0.14$", re.M)


@pytest.mark.parametrize(
    "words",
    [
        ("HEAD~1", "HEAD"),
        ("HEAD~1", "HEAD", "--", "data/agreements.yaml"),
        ("HEAD~1",),
        ("HEAD~1", "--", "data/agreements.yaml"),
        ("main~1", "data/agreements.yaml"),
        ("main^", "release"),
    ],
)
def test_revisions_are_compared(repository: Path, words: tuple[str, ...]) -> None:
    run = in_process("diff", *words)
    assert (run.status, run.err) == (0, "")
    assert SAID.search(run.out)
    names = {"data/agreements.yaml", *(f"{each}:data/agreements.yaml" for each in words)}
    first, _, last = run.out.splitlines()[1].partition(": common")[0].partition(" -> ")
    assert {first, last} <= names and first == f"{words[0]}:data/agreements.yaml"


def test_the_working_tree_is_compared_and_nothing_in_it_touched(repository: Path) -> None:
    assert in_process("diff", "main") == Run(0, "", "")
    changed(repository, ("# From the covers", "# from the covers"))
    before = git(repository, "status", "--porcelain")
    assert in_process("diff", "main") == Run(0, "", "")
    changed(repository, ("0.14", "0.15"))
    run = in_process("diff", "main", "--as-of", "1999-07-15")
    assert "pmr-option-1999-07.exercise_price       0" in run.out
    assert "0.14 -> 0.15" in run.out
    assert git(repository, "status", "--porcelain") == before
    back = in_process("diff", "data/agreements.yaml", "HEAD")
    assert "0.15 -> 0.14" in back.out
    assert back.out.splitlines()[1].startswith("data/agreements.yaml -> HEAD:data/agreements.yaml")


def test_from_another_folder_and_by_another_name(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "data")
    assert SAID.search(in_process("diff", "HEAD~1", "HEAD", "--", "agreements.yaml").out)
    assert SAID.search(in_process("diff", "HEAD~1", "HEAD", "--", "../data/agreements.yaml").out)
    monkeypatch.chdir(repository.parent)
    assert SAID.search(in_process("diff", "HEAD~1", "repository/data/agreements.yaml").out)
    monkeypatch.setenv("EQUITYCALC_LEDGER", "repository/data/agreements.yaml")
    assert SAID.search(in_process("diff", "HEAD~1", "HEAD").out)
    # The folder is gone since.
    git(repository, "rm", "-rq", "data")
    run = in_process("diff", "HEAD~1", "HEAD")
    assert SAID.search(run.out)
    monkeypatch.chdir(repository)
    run = in_process("diff", "HEAD", "--", "data/agreements.yaml")
    assert (run.status, run.err) == (
        2,
        "data/agreements.yaml: error[no-such-file]: there is no such file\n",
    )


def test_a_ledger_that_was_moved_is_compared_by_the_path_it_had(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository, "mv", "data/agreements.yaml", "data/ledger.yaml")
    run = in_process("diff", "HEAD~1", "--", "data/ledger.yaml")
    assert (run.status, run.out) == (2, "")
    assert run.err.splitlines()[1] == (
        "  help: if it was moved, name it as it was: "
        "equitycalc diff HEAD~1:data/agreements.yaml data/ledger.yaml"
    )
    run = in_process("diff", "HEAD~1:data/agreements.yaml", "data/ledger.yaml")
    assert SAID.search(run.out)
    names = run.out.splitlines()[1]
    assert names.startswith("HEAD~1:data/agreements.yaml -> data/ledger.yaml: ")
    git(repository, "commit", "-qam", "moved")
    two = ("HEAD~2:data/agreements.yaml", "HEAD:data/ledger.yaml")
    run = in_process("diff", *two)
    assert SAID.search(run.out)
    assert run.out.splitlines()[1].startswith(" -> ".join(two))
    # From a folder inside, as git has it: from the top, or after ./ from here.
    monkeypatch.chdir(repository / "data")
    assert SAID.search(in_process("diff", *two).out)
    assert SAID.search(in_process("diff", "HEAD~2:./agreements.yaml", "ledger.yaml").out)
    # Without another file, the one at that path as it is now.
    (repository / "data" / "ledger.yaml").rename(repository / "data" / "agreements.yaml")
    run = in_process("diff", "HEAD~2:data/agreements.yaml")
    assert SAID.search(run.out)
    assert " -> agreements.yaml: " in run.out.splitlines()[1]
    # One of several, none of them called alike; and none at all.
    (repository / "data" / "a.yaml").write_text(REAL, "utf-8")
    (repository / "data" / "b.yaml").write_text(REAL, "utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "several")
    run = in_process("diff", "HEAD", "--", "xyzzy/zzzzzzzzzzzzzzzzzzzzzzzz.yaml")
    assert "help: name the file as it was called then, HEAD:PATH" in run.err
    run = in_process("diff", "HEAD~4", "HEAD~3", "--", "agreements.yaml")
    assert "help: a ledger is compared with another one, and HEAD~4 has no .yaml file" in run.err


def test_from_a_folder_in_which_no_ledger_is(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = repository / "sub" / "deep"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    run = in_process("diff", "main")
    heads = run.err.splitlines()
    assert heads[0].startswith("main:sub/deep/data/agreements.yaml: error[not-in-revision]")
    assert heads[1] == (
        "  help: go to the top of the repository, where it has data/agreements.yaml, "
        "or name the ledger after --"
    )
    assert SAID.search(in_process("diff", "main~1", "--", "../../data/agreements.yaml").out)


def test_inside_a_hook_of_a_linked_worktree(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where git says that the repository is, it is not around the ledger's folder."""
    linked = repository.parent / "linked"
    git(repository, "worktree", "add", "-q", str(linked), "-b", "linked")
    changed(linked, ("0.14", "0.15"))
    monkeypatch.chdir(linked)
    inside = repository / ".git" / "worktrees" / "linked"
    monkeypatch.setenv("GIT_DIR", str(inside))
    monkeypatch.setenv("GIT_INDEX_FILE", str(inside / "index"))
    monkeypatch.setenv("GIT_PREFIX", "")
    run = in_process("diff", "HEAD")
    assert "0.14 -> 0.15" in run.out
    # A repository that is nowhere around is the one that is named.
    apart = repository.parent / "apart"
    (apart / "data").mkdir(parents=True)
    (apart / "data" / "agreements.yaml").write_text(REAL, "utf-8")
    monkeypatch.chdir(apart)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repository.parent))
    monkeypatch.setenv("GIT_DIR", str(repository / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(apart))
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert "0.14 -> 0.13" in in_process("diff", "main").out


def test_a_file_wins_unless_the_ledger_is_named(repository: Path) -> None:
    (repository / "main").write_text(REAL.replace("0.13", "0.99"), "utf-8")
    files = in_process("diff", "main", "data/agreements.yaml")
    assert "0.99 -> 0.14" in files.out
    assert files.out.splitlines()[1].startswith("main -> data/agreements.yaml")
    assert in_process("diff", "main", "--", "data/agreements.yaml") == Run(0, "", "")


def test_standard_input_is_one_of_them(repository: Path) -> None:
    run = in_process("diff", "-", "data/agreements.yaml", stdin=REAL.encode())
    assert SAID.search(run.out)
    assert run.out.splitlines()[1].startswith("standard input -> data/agreements.yaml")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("mian",), 2, ('OLD: error[unknown-revision]: "mian" is neither', 'mean "main"?')),
        (("data/agreement.yaml", "main"), 2, ("OLD: error[unknown-revision]", "agreements.yaml")),
        (("main", "no/such/thing"), 2, ("NEW: error[unknown-revision]",)),
        (("HEAD~9",), 2, ("OLD: error[unknown-revision]",)),
        (("main..release",), 2, ("name two revisions: equitycalc diff main release",)),
        (("main...",), 2, ("name two revisions: equitycalc diff main HEAD",)),
        (("",), 2, ("OLD: error[unknown-revision]",)),
        (("main\0x",), 2, ("OLD: error[git-failed]: git could not be asked",)),
        (("x" * 5000, "main"), 2, ("OLD: error[unknown-revision]",)),
        (("main:data", "main"), 2, ("main:data: error[is-a-folder]",)),
        (("mian:data/agreements.yaml",), 2, ("OLD: error[unknown-revision]", 'mean "main"?')),
        ((":data/agreements.yaml",), 2, ("OLD: error[unknown-revision]",)),
        (("main:",), 2, ("OLD: error[unknown-revision]",)),
        (
            ("main:data/agreement.yaml", "data/agreements.yaml"),
            2,
            (
                "main:data/agreement.yaml: error[not-in-revision]",
                "main:data/agreements.yaml LEDGER",
            ),
        ),
        (("data",), 2, ("OLD: error[unknown-revision]", "it is a folder: name the file inside")),
        (("main", "--", "a", "b"), 2, ("PATH: error[one-ledger]: one ledger",)),
        (("data/agreements.yaml",), 2, ("OLD: error[nothing-to-compare]", "diff HEAD -- data/")),
        (("-", "-"), 2, ("NEW: error[standard-input-twice]",)),
        (
            ("HEAD~2", "HEAD"),
            2,
            ("HEAD~2:data/agreements.yaml: error[not-in-revision]: there is no such file",),
        ),
        (("HEAD", "HEAD", "--", "data"), 2, ("HEAD:data: error[is-a-folder]",)),
        (("--upload-pack=x",), 2, ("No such option",)),
        (("-p",), 2, ("No such option",)),
        ((), 2, ("Missing argument",)),
        (("a", "b", "c"), 2, ("unexpected extra argument",)),
        (("main", "--as-of", "soon"), 2, ("--as-of: error[not-a-date]",)),
        (("main", "--format", "csv"), 2, ("--format: error[unknown-choice]",)),
        (("main", "--fail-if", "dilution"), 2, ("--fail-if: error[not-a-condition]",)),
        (("main", "-o", "data/agreements.yaml"), 2, ("this is the ledger itself",)),
    ],
)
def test_bad_usage(
    repository: Path, words: tuple[str, ...], status: int, said: tuple[str, ...]
) -> None:
    run = in_process("diff", *words)
    assert (run.status, run.out) == (status, "")
    assert all(each in run.err for each in said), run.err


def test_a_revision_is_never_an_option(repository: Path) -> None:
    with pytest.raises(ValueError, match="neither a file nor a revision"):
        revision("--output=stolen", repository / "data" / "agreements.yaml")
    assert in_process("diff", "main", "--", "--output=stolen").status == 2
    assert not (repository / "stolen").exists()
    git(repository, "tag", "v1.0")
    found = revision("v1.0", repository / "x")
    assert found.commit == git(repository, "rev-parse", "HEAD")


def test_a_ledger_that_cannot_be_read_is_told_of_at_its_place(repository: Path) -> None:
    changed(repository, ("shares: 5_000_000", "shares: 5,000,000"))
    git(repository, "commit", "-qam", "a mistake")
    changed(repository, ("kind: warrant", "kind: warant"))
    run = in_process("diff", "HEAD")
    assert (run.status, run.out) == (1, "")
    heads = [line for line in run.err.splitlines() if "error[" in line]
    line = REAL[: REAL.index("shares: 5_000_000")].count("\n") + 1
    assert heads[0].startswith(f"HEAD:data/agreements.yaml:{line}:17: error[not-a-count]")
    assert heads[1].startswith(f"data/agreements.yaml:{line}:17: error[not-a-count]")
    assert "error[unknown-kind]" in heads[2]
    both = in_process("diff", "HEAD~4", "HEAD", "--", "data/agreements.yaml")
    assert both.status == 2  # one is not there at all


def test_what_git_has_may_be_no_text(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = repository / "data" / "agreements.yaml"
    file.write_bytes(b"issuer: {name: \xff}\n")
    git(repository, "commit", "-qam", "bytes")
    run = in_process("diff", "HEAD~1", "HEAD")
    assert (run.status, run.err.splitlines()[0]) == (
        2,
        "HEAD:data/agreements.yaml:1:16: error[not-utf8]: byte 0xff here is not text in UTF-8",
    )
    file.write_bytes(b"\xef\xbb\xbf" + REAL.encode())
    git(repository, "commit", "-qam", "a mark")
    assert in_process("diff", "HEAD").status == 0
    monkeypatch.setattr(revisions, "MAX_BYTES", 100)
    assert "error[too-large]" in in_process("diff", "HEAD").err


def test_without_git_or_a_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    run = in_process("diff", "main")
    assert (run.status, run.err.splitlines()[0]) == (
        2,
        "OLD: error[no-git]: revisions are read with git, which is not installed here",
    )
    # Two files need none.
    assert in_process("diff", "data/agreements.yaml", "data/agreements.yaml") == Run(0, "", "")
    monkeypatch.undo()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repository.parent.parent))
    monkeypatch.chdir(repository.parent)
    run = in_process("diff", "main")
    assert run.status == 2
    assert 'OLD: error[not-a-repository]: "main" is no file, and there is no git' in run.err
    monkeypatch.chdir(repository)
    (repository / ".git" / "config").write_text("[core\n", "utf-8")
    run = in_process("diff", "main")
    assert run.status == 2
    assert "OLD: error[git-failed]: git cannot read this repository: bad config" in run.err


def test_nothing_is_printed_and_nothing_written_where_nothing_changed(repository: Path) -> None:
    for format in ("table", "json", "markdown"):
        assert in_process("diff", "main", "--format", format) == Run(0, "", "")
    comment = repository / "comment.md"
    comment.write_text("what changed before", "utf-8")
    assert in_process("diff", "main", "-o", str(comment)) == Run(0, "", "")
    assert comment.read_text("utf-8") == ""
    run = in_process("diff", "main", "--fail-if", "dilution > 1%")
    assert (run.status, run.out) == (1, "")
    assert run.err.startswith(
        "--fail-if: error[gate-broken]: fully_diluted.dilution is ≥ 4.91%\n  dilution > 1%"
    )


# Ten edits of the real ledger.

WARRANT = """      - id: rost-warrant-a
        kind: warrant
        holder: Patrick Rost
        shares: 2_500_000
        exercise_price: 0.04
        registration: S-8
        lines: 28-31
        notes:
          - No expiry is stated.

"""


@pytest.mark.parametrize(
    ("edits", "steps"),
    [
        (
            ((WARRANT, WARRANT.replace("0.04", "0.40")),),
            [["rost-warrant-a.exercise_price: 0.04 -> 0.40", "0"]],
        ),
        (
            ((WARRANT, WARRANT.replace("2_500_000", "250_000")),),
            [["rost-warrant-a.shares: 2,500,000 -> 250,000", "-2250000"]],
        ),
        (
            (("date: 2000-05-23", "date: 2002-05-03"),),
            [
                ["ledger.as_of: 2001-01-16 -> 2001-01-16", "0"],
                ["rost-consulting-2000-05.date: 2000-05-23 -> 2002-05-03", "-5000000"],
            ][1:],
        ),
        (
            ((WARRANT, ""),),
            [
                [
                    "rost-warrant-a: removed warrant: holder Patrick Rost, registration S-8, "
                    "shares 2,500,000, exercise_price 0.04",
                    "-2500000",
                ]
            ],
        ),
        (
            ((WARRANT, WARRANT + WARRANT.replace("warrant-a", "warrant-c")),),
            [
                [
                    "rost-warrant-c: added warrant: holder Patrick Rost, registration S-8, "
                    "shares 2,500,000, exercise_price 0.04",
                    "2500000",
                ]
            ],
        ),
        (
            ((WARRANT, WARRANT.replace("Patrick", "Patrik")),),
            [["rost-warrant-a.holder: Patrick Rost -> Patrik Rost", "0"]],
        ),
        (
            (("expires_on: 1999-02-15", "expires_on: 2009-02-15"),),
            [["pmr-option-1999-01.expires_on: 1999-02-15 -> 2009-02-15", "5000000"]],
        ),
        (
            ((WARRANT, WARRANT.replace("28-31", "82-31".replace("82", "18"))),),
            [["rost-warrant-a.lines: 28-31 -> 18-31", "0"]],
        ),
        (
            (
                (WARRANT, ""),
                ("  - id: registration-rights", f"{WARRANT}  - id: registration-rights"),
            ),
            [],
        ),
        ((("# From the covers of", "# Taken from the covers of"),), []),
    ],
    ids=[
        "a typo in a price",
        "a missing zero",
        "a swapped date",
        "a deleted grant",
        "a duplicated one",
        "a renamed holder",
        "a changed expiry",
        "a wrong line reference",
        "a reordered file",
        "a comment",
    ],
)
def test_ten_edits(
    repository: Path, edits: tuple[tuple[str, str], ...], steps: list[list[str]]
) -> None:
    git(repository, "checkout", "-q", "main~1")
    changed(repository, *edits)
    run = in_process("diff", "main~1", "--format", "json")
    assert (run.status, run.err) == (0, "")
    assert told(between(REAL, (repository / "data/agreements.yaml").read_text("utf-8"))) == steps
    if not steps:
        assert run.out == ""
        return
    found = json.loads(run.out)
    assert_valid(found)
    counted = [each["difference"]["fully_diluted"]["shares"] for each in found["steps"]]
    assert [f"{each['value']}" for each in counted] == [step[-1] for step in steps]


# What is printed.


def assert_valid(found: Any) -> None:
    wrong = [f"{each.json_path}: {each.message}" for each in _VALIDATOR.iter_errors(found)]
    assert not wrong, "\n".join(wrong)


_VALIDATOR = Draft7Validator(SCHEMA)


@given(PAIRS, st.none() | DAYS, MAYBE_PRICE)
def test_the_object_is_as_the_schema_has_it(
    pair: tuple[Ledger, Ledger], as_of: date | None, price: Decimal | None
) -> None:
    found = difference(*pair, as_of, price)
    if found.steps:
        judged = tuple(found.judged(gates_from(["rights +1", "ownership(Ada) > 1%"])))
        assert_valid(json.loads("".join(json_lines(found, ("one", "other"), judged))))


EDITED = (
    ("as_of: 2001-01-16", "as_of: 2001-02-16"),
    ("shares: 96_812_030", "shares: 96_812_300"),
    ("expires_on: 1999-02-15", "expires_on: 2009-02-15"),
    (WARRANT, WARRANT.replace("2_500_000", "25_000_000")),
    ("exercise_price: 0.10", "exercise_price: 0.01"),
    ("principal: blank", "principal: 500000"),
    ("        - For services", "        - For his services"),
)
MANY = "after.yaml"


def after() -> str:
    """The real ledger after the edits of the transcripts."""
    text = REAL
    for old, new in EDITED:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the real ledger and the edited one, and the user in it."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "agreements.yaml").write_text(REAL, "utf-8")
    (tmp_path / MANY).write_text(after(), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("diff", f"equitycalc diff data/agreements.yaml {MANY}"),
        (
            "diff-price",
            f"equitycalc diff data/agreements.yaml {MANY} --price 0.05 --as-of 2001-01-16",
        ),
        ("diff-markdown", f"equitycalc diff data/agreements.yaml {MANY} --format markdown"),
        ("diff-json", f"equitycalc diff data/agreements.yaml {MANY} --format json"),
        ("diff-help", "equitycalc diff --help"),
    ],
)
@pytest.mark.usefixtures("both")
def test_transcript(name: str, command: str) -> None:
    if name.endswith("help") and not modern_typer():
        pytest.skip("the oldest Typer allowed words its help differently")
    run = in_process(*shlex.split(command)[1:])
    assert (run.status, run.err) == (0, "")
    assert_transcript(name, command, run.out)


REFUSED = (
    f"data/agreements.yaml {MANY} --fail-if 'dilution +1%' --fail-if 'rights +1000000'",
    "mian",
    "HEAD~1 HEAD",
    "HEAD HEAD -- a b",
    "data/agreements.yaml",
    "main..HEAD",
    "main --fail-if 'dilution +1'",
)


def test_transcript_of_what_fails(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / MANY).write_text(after(), "utf-8")
    git(repository, "checkout", "-q", "main~1")
    said = []
    for words in REFUSED:
        run = in_process("diff", *shlex.split(words))
        assert run.status == (1 if "+1%" in words else 2)
        said.append(f"$ equitycalc diff {words}\n{run.err}")
    with monkeypatch.context() as patched:
        patched.setenv("PATH", "/nowhere")
        said.append(f"$ PATH= equitycalc diff main\n{in_process('diff', 'main').err}")
    (repository / ".git" / "config").write_text("[core\n", "utf-8")
    said.append(f"$ equitycalc diff main  # a broken .git/config\n{in_process('diff', 'main').err}")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repository.parent.parent))
    monkeypatch.chdir(repository.parent)
    said.append(f"$ cd ..; equitycalc diff main\n{in_process('diff', 'main').err}")
    printed = "\n".join(said).replace(str(repository), "...")
    path = TRANSCRIPTS / "diff-refused.txt"
    if os.environ.get("EQUITYCALC_UPDATE"):
        path.write_text(printed, "utf-8")
    assert printed == path.read_text("utf-8")


@pytest.mark.parametrize("width", [80, 120])
def test_transcript_of_a_terminal(width: int) -> None:
    names = ("data/agreements.yaml", MANY)
    page = diff_page(between(REAL, after(), price="0.05"), names)
    assert_terminal("diff-terminal", f"equitycalc diff {' '.join(names)} --price 0.05", page, width)


def test_many_changes_are_cut_and_fit_a_comment(tmp_path: Path) -> None:
    grants = "".join(
        f"  - {{id: g{n}, kind: shares, holder: Holder {n}, shares: {n}}}\n" for n in range(1, 301)
    )
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    text = BASE.replace("- id: b\n", f"{grants}- id: b\n")
    old.write_text(text, "utf-8")
    new.write_text(re.sub(r"(holder: Holder .*shares: )(\d+)", r"\g<1>1\2", text), "utf-8")
    words = ("diff", str(old), str(new))
    table = in_process(*words)
    assert table.out.count("-> 1") == 200
    assert "and 100 more changes; --all-rows shows them" in table.out
    assert "and 280 more holders whose shares are others; --all-rows shows them" in table.out
    comment = in_process(*words, "--format", "markdown")
    assert comment.out.count("-> 1") == 100
    assert len(comment.out) < 65_536
    everything = in_process(*words, "--all-rows")
    assert everything.out.count("-> 1") == 300
    assert "--all-rows" not in everything.out
    assert len(json.loads(in_process(*words, "--format", "json").out)["holders"]) == 300


def test_words_of_what_comes_to_nothing_or_to_the_same(repository: Path) -> None:
    for edits, words in (
        ((("0.14", "0.15"),), "1 change, no total differs"),
        (
            (("0.14", "0.15"), (WARRANT, WARRANT.replace("0.04", "1"))),
            "2 changes, no more and no fewer shares",
        ),
        (((WARRANT, ""),), "1 change, -2,500,000 shares fully diluted"),
    ):
        git(repository, "checkout", "-q", "main", "--", ".")
        changed(repository, *edits)
        assert words in in_process("diff", "main").out.splitlines()[0]
    run = in_process("diff", "main", "--fail-if", "in_the_money.shares +1")
    assert "in_the_money.shares changes by what is not known: unproven" in run.err
    assert "Gates that fail\n- in_the_money.shares +1: " in run.out


def test_a_terminal_is_drawn_on(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(repository, ("0.14", "0.15"))
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[" in in_process("diff", "main").out
    assert "\x1b[" not in in_process("diff", "main", "-o", "-", "--format", "markdown").out
