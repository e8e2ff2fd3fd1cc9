"""Assertions: figures from outside that a ledger must reproduce."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from equitycalc.bounds import UNKNOWN, Between, Range
from equitycalc.checks.asserted import failed_assertion
from equitycalc.checks.bearing import EVENTS, entries
from equitycalc.checks.limited import broken_limit
from equitycalc.checks.on_days import on_days
from equitycalc.checks.stale import stale_assertion
from equitycalc.checks.subject import Subject
from equitycalc.demands import Assertion, Limit
from equitycalc.engine import ALL_OTHER_HOLDERS, BASES
from equitycalc.events import KINDS_OF_EVENT
from equitycalc.measures import OF_GROUP, OF_TREASURY_STOCK, OF_WHOLE, Measure
from equitycalc.questions import Question, answer_of, own_date
from equitycalc.reading import ledger_of
from equitycalc.terms import KINDS, Ledger
from examples import examples
from ledgers import DAYS, HOLDERS, PRICES, events_of, ledgers
from running import ROOT
from test_docs import sections, words


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    basis: Any = draw(st.sampled_from(BASES))
    whose = draw(
        st.one_of(
            st.just({}),
            st.fixed_dictionaries({"holder": HOLDERS | st.just(ALL_OTHER_HOLDERS)}),
            st.fixed_dictionaries({"kind": st.sampled_from(list(KINDS))}),
        )
    )
    known = OF_GROUP if whose else OF_WHOLE
    name = draw(st.sampled_from(list(known)))
    return Measure(name, "treasury_stock" if name in OF_TREASURY_STOCK else basis, **whose)


@given(st.data())
@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck), deadline=None)
def test_many_days_together_are_as_each_day_by_itself(data: st.DataObject) -> None:
    ledger = data.draw(ledgers(statements=data.draw(st.booleans())))
    if data.draw(st.booleans()):
        ledger = data.draw(events_of(ledger))
    asked = data.draw(st.lists(st.tuples(DAYS, st.none() | PRICES, measures()), min_size=1))
    of_day = {
        day: [(measure, price) for on, price, measure in asked if on == day] for day, _, _ in asked
    }
    for found in on_days(ledger, of_day):
        for day, price, measure in asked:
            if day == found.as_of:
                plain = answer_of(ledger, Question(as_of=day, market_price=price))
                figure, expected = found.figure(measure, price), measure.of(plain)
                if measure.name == "ownership" and figure == Range(0, 0):
                    # Of those who have nothing it is not asked what there is in all.
                    assert expected in (Between(0, 0), UNKNOWN, Range(0, 0))
                else:
                    assert figure == expected, (day, price, measure)


NAMES = ("Ada", "Ben", "Cleo")
EVERY = [
    *(Measure(name, "treasury_stock") for name in OF_WHOLE),
    *(Measure(name, "treasury_stock", holder=each) for name in OF_GROUP for each in NAMES),
    *(Measure(name, "treasury_stock", kind=each) for name in OF_GROUP for each in KINDS),
]
PLAIN = [
    each._replace(basis="fully_diluted") for each in EVERY if each.name not in OF_TREASURY_STOCK
]


def ends(figure: Any) -> Any:
    return None if figure is None else (figure.low, figure.top)


@given(ledgers().flatmap(events_of), PRICES)
@settings(
    max_examples=examples(15),
    suppress_health_check=list(HealthCheck),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_what_moves_a_figure_bears_on_it(ledger: Ledger, price: Decimal) -> None:
    """Without its last event, or its last statement, a ledger has other figures only of those that
    it bears on.
    """
    day = max(each.date for each in ledger.events) if ledger.events else date(2010, 1, 1)
    last = max(range(len(ledger.events)), key=lambda n: (ledger.events[n].date, n), default=0)
    fewer = [replace(ledger, events=(*ledger.events[:last], *ledger.events[last + 1 :]))]
    stated = sorted(ledger.outstanding, key=lambda each: each.as_of)
    fewer += [replace(ledger, outstanding=tuple(stated[:-1]))]
    for without in fewer:
        gone = Counter(entries(ledger)) - Counter(entries(without))
        question = Question(as_of=max(day, own_date(ledger)), market_price=price)
        found, before = answer_of(ledger, question), answer_of(without, question)
        for measure in (*EVERY, *PLAIN):
            if ends(measure.of(found)) != ends(measure.of(before)):
                assert any(each.bears_on(measure) for each in gone), (measure, gone)


# In words, and by hand.


LEDGER = """\
issuer: {name: X}
outstanding: [{as_of: 2000-01-01, shares: 1000}, {as_of: 2000-09-01, shares: 3000}]
agreements:
  - id: a
    date: 2000-02-01
    grants:
      - {id: w, kind: warrant, holder: Ada, shares: 250, exercise_price: 1.5}
      - {id: s, kind: shares, holder: Ben, shares: 100}
      - {id: c, kind: cash_fee, amount: 10}
      - {id: b, kind: option, holder: Ben, shares: blank, exercise_price: 1, granted_on: blank}
      - id: d
        kind: convertible_debenture
        holder: Cleo
        principal: 3650
        interest:
          {rate: 10%, day_count: actual/365, compounding: simple, paid_in: shares, at: market_price}
        conversion_price: 1
        matures_on: 2003-02-01
events:
  - {date: 2000-04-01, kind: split, new: 2, old: 1}
  - {date: 2000-05-01, kind: issue, shares: 60, holder: Ada}
  - {date: 2000-06-01, kind: transfer, grant: w, shares: 100, to: Dan}
"""


def failed(*assertions: str) -> list[str]:
    """What is said of assertions of the ledger: the message and the help of each that fails."""
    listed = "".join(f"  - {{{each}, source: x}}\n" for each in assertions)
    ledger = ledger_of(f"{LEDGER}assertions:\n{listed}".encode(), "x")
    return [f"{each.message} | {each.help}" for each in failed_assertion(Subject(ledger))]


def test_a_ledger_without_assertions_looks_at_nothing() -> None:
    assert list(failed_assertion(Subject(ledger_of(LEDGER.encode(), "x")))) == []


def test_figures_of_the_whole_of_holders_and_of_kinds_are_reproduced() -> None:
    assert (
        failed(
            "as_of: 2000-03-01, measure: outstanding, is: 1000",
            "as_of: 2000-04-01, measure: outstanding, is: 2000",
            "as_of: 2000-05-01, measure: outstanding_now, is: 2_260",
            "as_of: 2000-05-01, measure: issued_since, is: 260",
            "as_of: 2000-05-01, measure: issued_since, holder: Ada, is: 60",
            "as_of: 2000-09-01, measure: held, holder: Ada, is: 60",
            "as_of: 2000-09-01, measure: shares, holder: Ada, is: 460",
            "as_of: 2000-09-01, measure: held, kind: shares, is: 200",
            "as_of: 2000-05-01, measure: rights, holder: Ada, is: 500",
            "as_of: 2000-06-01, measure: rights, holder: Dan, is: 100",
            "as_of: 2000-05-31, measure: rights, holder: Dan, is: 0",
            "as_of: 2000-05-31, measure: proceeds, holder: Dan, is: 0",
            "as_of: 2000-05-31, measure: ownership, holder: Dan, is: 0%",
            "as_of: 2000-06-01, measure: proceeds, kind: warrant, is: 375",
            # 500 - 500 x 0.75 / 3 = 375
            "as_of: 2000-06-01, measure: treasury_stock.rights, market_price: 3, kind: warrant,"
            " is: 375",
            "as_of: 2000-06-01, measure: in_the_money.rights, market_price: 0.75, kind: warrant,"
            " is: 0",
            # 7,300 shares, and 60 days of $1 at 4: 15 shares
            "as_of: 2000-04-01, measure: rights, kind: convertible_debenture, market_price: 4,"
            " is: 7_315",
            # 90 days on the first of May, on which nothing happens to the debt: 22 shares
            "as_of: 2000-05-01, measure: rights, kind: convertible_debenture, market_price: 4,"
            " is: 7_322",
            "as_of: 2000-06-01, measure: rights, at_least: 500",
            "as_of: 2000-06-01, measure: dilution, at_least: 20%",
        )
        == []
    )


def test_stock_for_a_fee_counts_at_any_price() -> None:
    ledger = """
issuer: {name: Fee}
as_of: 2000-12-31
agreements:
  - id: a
    date: 2000-01-01
    grants: [{id: f, kind: stock_fee, holder: Ada, amount: 300, price: 0.03}]
assertions:
  - {as_of: 2000-06-01, measure: in_the_money.rights, market_price: 0.01, is: 10_000, source: x}
"""
    assert list(failed_assertion(Subject(ledger_of(ledger.encode(), "x")))) == []


def test_what_is_expected_and_computed_and_the_last_entries_by_then() -> None:
    assert failed(
        "as_of: 2000-05-15, measure: outstanding_now, is: 2_200",
        "as_of: 2000-04-01, measure: outstanding, at_least: 2_001",
        "as_of: 2000-05-15, measure: proceeds, kind: warrant, is: 374.995, tolerance: 0.001",
    ) == [
        "outstanding_now on 2000-05-15: expected 2,200, computed 2,260, difference +60 | the last"
        " entries by then: the issue (2000-05-01), the split (2000-04-01), the grant of s"
        " (2000-02-01); the source: x",
        "outstanding on 2000-04-01: expected at least 2,001, computed 2,000, difference -1 | the"
        " last entries by then: the split (2000-04-01), the statement of shares outstanding"
        " (2000-01-01); the source: x",
        "proceeds of warrant on 2000-05-15: expected 374.995 give or take 0.001, computed 375.000,"
        " difference +0.005 | the last entries by then: the split (2000-04-01), the grant of w"
        " (2000-02-01); the source: x",
    ]


def test_what_is_open_does_not_hold_and_is_named() -> None:
    open_ = "open: b.granted_on, b.shares"
    assert failed(
        "as_of: 2000-05-15, measure: rights, at_most: 10_000",
        "as_of: 2000-05-15, measure: rights, holder: Ben, is: 0",
        "as_of: 2000-05-15, measure: rights, kind: option, is: 0",
        "as_of: 2000-05-15, measure: ownership, holder: Ada, is: 5%",
        "as_of: 1999-05-15, measure: dilution, is: 5%",
        "as_of: 2000-05-15, measure: proceeds, kind: option, at_least: 1",
    ) == [
        "rights on 2000-05-15: expected at most 10,000, computed at least 7,800: unproven, and so"
        f" it fails | {open_}; the source: x",
        "rights of Ben on 2000-05-15: expected 0, computed at least 0: unproven, and so it fails"
        f" | {open_}; the source: x",
        "rights of option on 2000-05-15: expected 0, computed at least 0: unproven, and so it fails"
        f" | {open_}; the source: x",
        "ownership of Ada on 2000-05-15: expected 5.00%, computed at most 5.57%: unproven, and so"
        f" it fails | {open_}; the source: x",
        "dilution on 1999-05-15: expected 5.00%, computed nothing: unproven, and so it fails"
        " | no shares are stated as outstanding by then; the source: x",
        "proceeds of option on 2000-05-15: expected at least 1.00, computed at least 0.00:"
        f" unproven, and so it fails | {open_}; the source: x",
    ]


def test_more_held_than_there_is_leaves_ownership_unknown_with_nothing_open() -> None:
    ledger = LEDGER.replace("shares: blank", "shares: 1").replace(", granted_on: blank", "")
    ledger = ledger.replace("shares: 3000", "shares: 30") + (
        "assertions:\n  - {as_of: 2000-09-01, measure: ownership, holder: Ben, is: 5%, source: x}\n"
    )
    (said,) = failed_assertion(Subject(ledger_of(ledger.encode(), "x")))
    assert said.message.endswith("expected 5.00%, computed unknown: unproven, and so it fails")
    assert said.help == "the source: x"


def test_what_vests_is_counted_anew_on_each_day() -> None:
    vesting = "vesting: [{on: 2000-03-01, shares: 40}, {on: 2000-06-01, shares: 60}]"
    ledger = LEDGER.partition("events:")[0].replace(
        "shares: blank, exercise_price: 1, granted_on: blank",
        f"shares: 100, exercise_price: 1, {vesting}",
    )
    ledger += "assertions:\n" + "".join(
        f"  - {{as_of: {day}, measure: exercisable, holder: Ben, is: {vested}, source: x}}\n"
        for day, vested in (("2000-02-15", 0), ("2000-03-01", 40), ("2000-06-01", 100))
    )
    assert list(failed_assertion(Subject(ledger_of(ledger.encode(), "x")))) == []


def test_the_example_holds_and_every_figure_of_it_can_fail() -> None:
    text = (ROOT / "examples" / "covenants.yaml").read_text("utf-8")
    subject = Subject(ledger_of(text.encode(), "x"))
    assert list(failed_assertion(subject)) == list(broken_limit(subject)) == []
    for was, becomes, name in [
        ("is: 8_350_000", "is: 8_350_001", failed_assertion),
        ("is: 350_000", "is: 350_001", failed_assertion),
        ("is: 250_000", "is: 250_001", failed_assertion),
        ("is: 2.56%", "is: 2.58%", failed_assertion),
        ("is: 120_000", "is: 119_999", failed_assertion),
        (
            "authorized_shares: 20_000_000\n    because",
            "authorized_shares: 9_000_000\n    because",
            broken_limit,
        ),
        ("dilution: 15%", "dilution: 12%", broken_limit),
        ("overhang: 13%", "overhang: 12%", broken_limit),
        ("ownership: 9.99%", "ownership: 8.5%", broken_limit),
        ("ownership: 12%", "ownership: 8.5%", broken_limit),
    ]:
        assert was in text
        changed = Subject(ledger_of(text.replace(was, becomes).encode(), "x"))
        assert len(list(name(changed))) == 1, becomes


@pytest.mark.parametrize(("heading", "noun"), [("An assertion", Assertion), ("A limit", Limit)])
def test_every_key_stands_in_its_table(heading: str, noun: Any) -> None:
    rows = sections("ledger-format.md")[heading].rows
    required = {words(row["key"])[0]: row["required"] == "yes" for row in rows}
    assert required == {
        field.removesuffix("_"): field not in noun._field_defaults for field in noun._fields
    }


def test_every_kind_of_event_is_called_something() -> None:
    assert EVENTS.keys() == KINDS_OF_EVENT.keys()


BEFORE = """\
issuer: {name: X}
as_of: 2001-12-31
outstanding: [{as_of: 2000-01-01, shares: 1000}]
agreements:
  - id: a
    date: 2000-02-01
    grants:
      - {id: w, kind: warrant, holder: Ada, shares: 250, exercise_price: 1.5}
      - {id: s, kind: shares, holder: Ben, shares: 100}
      - {id: c, kind: cash_fee, amount: 10, granted_on: 2001-06-01}
"""
# Every figure asserted on the first of June 2000: of the whole, of two holders and of a kind.
ASSERTED = "assertions:\n" + "".join(
    f"  - {{as_of: 2000-06-01, measure: {each.name}{whose}, source: x,"
    f" {'at_most: 999%' if each.unit == 'ratio' else 'at_least: 0'}}}\n"
    for whose, known in (
        ("", OF_WHOLE),
        (", holder: Ada", OF_GROUP),
        (", holder: Ben", OF_GROUP),
        (", kind: warrant", OF_GROUP),
    )
    for each in map(Measure, known)
    if each.name not in OF_TREASURY_STOCK
)


def stale(*later: str, stated: str = "") -> dict[str, list[str]]:
    """The figures that are not confirmed any more after events, by whose they are, and because of
    what.
    """
    text = BEFORE.replace("1000}]", "1000}" + stated + "]") + ASSERTED
    text += "events:\n" + "".join(f"  - {{{each}}}\n" for each in later) if later else ""
    found: dict[str, list[str]] = {}
    for each in stale_assertion(Subject(ledger_of(text.encode(), "x"))):
        figure, _, rest = each.message.partition(" is last asserted for 2000-06-01, and ")
        name, _, of = figure.partition(" of ")
        found.setdefault(f"{of}: {rest}", []).append(name)
    return found


OF_SHARES = ["issued_since", "incremental_shares", "shares"]
OF_HOLDER = ["held", *OF_SHARES, "ownership"]


def test_what_registers_shares_makes_no_assertion_stale() -> None:
    assert stale() == {}  # nor does a later fee in cash
    assert (
        stale(
            "date: 2000-07-01, kind: notified, proposed_filing: 2000-08-01",
            "date: 2000-08-01, kind: filed, form: SB-2, grants: [s]",
            "date: 2000-09-01, kind: registered, form: SB-2, grants: [s]",
        )
        == {}
    )


def test_what_is_sold_or_handed_on_is_of_the_two_holders_alone() -> None:
    (said,) = stale("date: 2001-09-01, kind: sold, grant: s, shares: 10, under: rule-144").items()
    assert said[0] == "Ben: the sale of s came on 2001-09-01"
    assert set(OF_HOLDER) <= set(said[1])
    both = stale("date: 2000-09-01, kind: transfer, grant: w, shares: 10, to: Ben")
    assert list(both) == [
        f"{each}: the transfer of w came on 2000-09-01" for each in ("Ada", "Ben")
    ]
    # Whoever has it by then: what is cancelled of it is Ben's too.
    cancelled = "date: 2000-10-01, kind: cancel, grant: w, shares: all"
    later = stale("date: 2000-09-01, kind: transfer, grant: w, shares: all, to: Ben", cancelled)
    assert "rights" in later["Ben: the cancellation of w came on 2000-10-01"]


def test_shares_issued_are_those_of_the_holder_and_of_the_whole() -> None:
    came = "the issue came on 2000-09-01"
    assert stale("date: 2000-09-01, kind: issue, shares: 10, holder: Ada") == {
        f": {came}": [*OF_SHARES, "dilution", "outstanding_now"],
        f"Ada: {came}": OF_HOLDER,
        f"Ben: {came}": ["ownership"],
        f"warrant: {came}": ["ownership"],
    }


def test_a_split_and_a_statement_are_everybodys() -> None:
    split = stale("date: 2000-09-01, kind: split, new: 2, old: 1")
    assert {each.partition(":")[0]: len(some) for each, some in split.items()} == {
        "": len(OF_WHOLE) - 2,
        "Ada": len(OF_GROUP) - 2,
        "Ben": len(OF_GROUP) - 2,
        "warrant": len(OF_GROUP) - 2,
    }
    came = "the statement of shares outstanding came on 2000-09-01"
    assert stale(stated=", {as_of: 2000-09-01, shares: 1100}") == {
        f": {came}": [
            *("outstanding", *OF_SHARES, "dilution", "overhang", "outstanding_now"),
        ],
        f"Ada: {came}": ["ownership"],
        f"Ben: {came}": OF_HOLDER,
        f"warrant: {came}": ["ownership"],
    }


def test_every_figure_that_can_be_asserted_is_named() -> None:
    text = (ROOT / "docs" / "ledger-format.md").read_text("utf-8")
    said = text.partition("### An assertion")[2].partition("### A limit")[0]
    assert {*OF_WHOLE, *OF_GROUP} <= set(words(said))


@pytest.mark.parametrize(
    ("grant", "amended", "bears"),
    [("b", "", True), ("w", "", False), ("w", "{at_least: 250}", True)],
)
def test_what_is_handed_on_of_an_open_number_is_at_least_there(
    grant: str, amended: str, bears: bool
) -> None:
    happened = f"  - {{date: 2000-10-01, kind: transfer, grant: {grant}, shares: 10, to: Cleo}}\n"
    if amended:
        how = f"grant: {grant}, term: shares, value: {amended}"
        happened = f"  - {{date: 2000-09-01, kind: amend, {how}}}\n" + happened
    ledger = ledger_of((LEDGER + happened).encode(), "x")
    *_, last = (each for each in entries(ledger) if each.name == f"the transfer of {grant}")
    assert last.bears_on(Measure("rights")) is bears
