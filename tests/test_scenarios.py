"""Files of scenarios: what they make of a ledger, and the catalogue of what is wrong with them.

``bad_scenarios/NAME.yaml`` is a file of scenarios of the ledger ``of.yml`` there, with the problem
NAME; ``# error: [name]`` stands on the line where it must be reported, and what the user reads is
``NAME.txt`` to the letter. ``EQUITYCALC_UPDATE=1 pytest tests/test_scenarios.py`` writes the texts
anew; read the difference before committing it.
"""

import os
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from equitycalc import QuestionErrors, read_ledger
from equitycalc.engine import Dilution
from equitycalc.overrides import Assumption, supply
from equitycalc.problems import LedgerErrors
from equitycalc.questions import Question, answer, own_date
from equitycalc.reading import ledger_of
from equitycalc.reading.documents import document
from equitycalc.reading.scenario_tree import _KIND, _Scenarios, find_scenarios, read_scenarios
from equitycalc.rendering.messages import problem_lines
from equitycalc.scenarios import PRO_FORMA, Answered, Resolved, Scenario, answered, resolved
from equitycalc.terms import Grant, Ledger, Shares, Warrant
from equitycalc.written import Assumed, terms_of
from examples import examples
from ledgers import DAYS, HOLDERS, PRICES, events_of, ledgers, text_of
from running import ROOT, in_process

FOLDER = Path(__file__).parent / "bad_scenarios"
BAD = sorted(path.stem for path in FOLDER.glob("*.yaml"))
SEVERAL = {"many-mistakes", "inherited", "several-scenarios"}
OF = "of.yml"

Reported = Counter[tuple[str, int | None]]


# What is wrong with a file.


def text_of_file(name: str) -> bytes:
    return (FOLDER / f"{name}.yaml").read_bytes()


def read_text(text: bytes, ledger: Ledger) -> list[Resolved]:
    return document(
        text, "scenarios.yaml", _KIND, lambda tree, wrong: _Scenarios(ledger, wrong).read(tree)
    )


def of_them() -> Ledger:
    return ledger_of((FOLDER / OF).read_bytes(), OF)


def expected(name: str) -> Reported:
    found: Reported = Counter()
    for number, line in enumerate(text_of_file(name).decode().splitlines(), start=1):
        _, marker, names = line.partition("# error: ")
        if marker:
            found.update((each, number) for each in re.findall(r"\[(.+?)\]", names))
    return found


@pytest.mark.parametrize("name", BAD)
def test_exactly_what_is_wrong_is_reported_on_its_line(name: str) -> None:
    assert expected(name), "where is the mistake?"
    with pytest.raises(LedgerErrors) as raised:
        read_text(text_of_file(name), of_them())
    assert expected(name) == Counter(
        (one.name, one.place.line) for one in raised.value.problems if one.place is not None
    )
    places = [(one.place.line, one.place.column) for one in raised.value.problems if one.place]
    assert places == sorted(places)
    assert len(places) == len(raised.value.problems)


@pytest.mark.parametrize("name", BAD)
def test_what_the_user_reads(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    run = in_process("compare", "--scenarios", f"{name}.yaml", "--ledger", OF)
    assert (run.status, run.out) == (1, "")
    golden = FOLDER / f"{name}.txt"
    if os.environ.get("EQUITYCALC_UPDATE"):
        golden.write_text(run.err, encoding="utf-8")
    assert run.err == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_for_its_problem(name: str) -> None:
    names = {problem for problem, _ in expected(name)}
    assert not names.isdisjoint((name, re.sub(r"-[0-9]+$", "", name))) or name in SEVERAL


def test_every_text_belongs_to_a_file() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == BAD


MARKS = [*":-?,[]{}#&*!|>'\"%@`~\t\n\r\0漢", ": ", "- ", "---\n", "null", "extends: ", "closing"]
WORDS = ["grants: ", "events: ", "terms: ", "- name: a\n", "include: [Ada]\n", "assume: {a.b: 1}"]
SHIPPED = (ROOT / "data" / "scenarios.yaml").read_text("utf-8")


@settings(max_examples=examples(20))
@given(
    st.lists(
        st.tuples(st.integers(0, len(SHIPPED)), st.sampled_from(MARKS + WORDS)),
        min_size=1,
        max_size=4,
    )
)
def test_a_file_with_anything_in_it(insertions: list[tuple[int, str]]) -> None:
    text = SHIPPED
    for at, word in insertions:
        text = text[:at] + word + text[at:]
    try:
        assert read_text(text.encode(), read_ledger(ROOT / "data" / "agreements.yaml"))
    except LedgerErrors as errors:
        for line in problem_lines(errors.problems):
            assert line.isprintable()


def test_what_cannot_be_read_hides_nothing_of_other_scenarios() -> None:
    text = (
        b"scenarios:\n- {name: a, market_price: 0}\n- {name: b, exclude: [nobody]}\n"
        b"- {name: c, extends: d}\n"
    )
    with pytest.raises(LedgerErrors) as raised:
        read_text(text, of_them())
    names = [one.name for one in raised.value.problems]
    assert names == ["zero-price", "unknown-grant", "unknown-scenario"]


def test_terms_that_do_not_fit_hide_no_events() -> None:
    text = b"""
scenarios:
- name: a
  assume: {dept.principal: 5}
  events: [{kind: exercise, date: 2001-01-12, grant: wrrant, shares: 5}]
"""
    with pytest.raises(LedgerErrors) as raised:
        read_text(text, of_them())
    assert [one.name for one in raised.value.problems] == ["unknown-grant", "unknown-grant"]


def test_a_count_that_is_too_late_for_a_scenario_that_extends_is_placed_in_that_one() -> None:
    text = (
        b"scenarios:\n- {name: a, as_of: 2001-01-17, outstanding: 5@2001-01-17}\n"
        b"- {name: b, extends: a, as_of: 2001-01-16}\n"
    )
    with pytest.raises(LedgerErrors) as raised:
        read_text(text, of_them())
    assert [one.place.line for one in raised.value.problems if one.place] == [3]


# What a scenario takes over from the one it extends.


def scenario(name: str, **given: Any) -> Scenario:
    return Scenario(name, **given)


def parts(placed: tuple[Any, ...]) -> list[Any]:
    return [each.part for each in placed]


def given_terms(found: Resolved) -> dict[tuple[str, str], tuple[str, bool]]:
    return {
        (each.part.grant, each.part.term): (each.part.value, each.part.pro_forma)
        for each in found.assumptions
    }


NAMES = st.sampled_from(["g.a", "g.b", "h.a"])
VALUES = st.sampled_from(["1", "2", "3"])


@st.composite
def families(draw: st.DrawFn) -> list[Scenario]:
    """Scenarios of which each extends one of the others or none, in any order."""
    count = draw(st.integers(1, 5))
    made = []
    for number in range(count):
        terms = draw(st.dictionaries(NAMES, VALUES, max_size=2))
        pro_forma = draw(st.booleans())
        assumptions = tuple(
            Assumption(name[:1], name[2:], value, pro_forma) for name, value in terms.items()
        )
        made.append(
            scenario(
                f"s{number}",
                extends=f"s{draw(st.integers(0, number - 1))}"
                if number and draw(st.booleans())
                else None,
                as_of=draw(st.none() | DAYS),
                market_price=draw(st.none() | PRICES),
                outstanding=draw(st.none() | st.tuples(st.integers(1, 9), st.none())),
                assume=() if pro_forma else assumptions,
                terms=assumptions if pro_forma else (),
                include=draw(st.sampled_from([(), (), ("x",), ("y", "z")])),
                exclude=draw(st.sampled_from([(), ("p",), ("q",)])),
            )
        )
    return draw(st.permutations(made))


@given(families())
def test_values_take_the_place_of_inherited_ones_and_lists_are_added(
    family: list[Scenario],
) -> None:
    by_name = {each.name: each for each in family}
    for found in resolved(family):
        line = [by_name[found.name]]
        while line[-1].extends is not None:
            line.append(by_name[line[-1].extends])
        for key in ("as_of", "outstanding"):
            own = next(
                (getattr(each, key) for each in line if getattr(each, key) is not None), None
            )
            held = getattr(found, key)
            assert (None if held is None else held.part) == own
        prices = (each.market_price for each in line if each.market_price is not None)
        assert found.market_price == next(prices, None)
        assert found.question is line[0].question
        assert parts(found.include) == list(next((e.include for e in line if e.include), ()))
        assert parts(found.exclude) == [name for each in reversed(line) for name in each.exclude]
        terms: dict[tuple[str, str], tuple[str, bool]] = {}
        for each in reversed(line):
            own_terms = (*each.assume, *each.terms)
            terms |= {(a.grant, a.term): (a.value, a.pro_forma) for a in own_terms}
        assert given_terms(found) == terms


def test_the_two_names_of_a_rate_are_one_term() -> None:
    parent = scenario("a", terms=(Assumption("debt", "interest_rate", "9%", True),))
    child = scenario("b", extends="a", terms=(Assumption("debt", "rate", "10%", True),))
    _, found = resolved([parent, child])
    assert len(found.assumptions) == 1
    assert answered(found, of_them())


def test_scenarios_keep_their_order_whoever_extends_whom() -> None:
    found = resolved([scenario("c", extends="b"), scenario("b", extends="a"), scenario("a")])
    assert [each.name for each in found] == ["c", "b", "a"]


@given(st.permutations(range(6)), st.integers(1, 5))
def test_every_circle_is_found(order: list[int], length: int) -> None:
    ring = [f"s{number}" for number in range(length)]
    circle = [scenario(a, extends=b) for a, b in pairwise([*ring, ring[0]])]
    family = [*circle, *(scenario(f"t{number}") for number in range(6 - length))]
    with pytest.raises(QuestionErrors) as raised:
        resolved([family[index] for index in order])
    (problem,) = raised.value.problems
    assert problem.name == "extends-itself"
    assert problem.message.count(" extends ") == length


# What a scenario makes of its ledger.


def alone(ledger: Ledger, **given: Any) -> Answered:
    (found,) = resolved([scenario("only", **given)])
    return answered(found, ledger)


GIVEN = b"""
issuer: {name: E}
as_of: 2001-01-16
outstanding: [{as_of: 2000-08-14, shares: 1000, source: a report}]
agreements:
- id: a
  date: 2000-05-23
  grants:
  - {id: w, kind: warrant, holder: Ada, shares: 100, exercise_price: 1}
  - {id: s, kind: shares, holder: Ada, shares: 50, granted_on: 2000-09-01}
  - id: v
    kind: option
    holder: Ada
    shares: 100
    exercise_price: 1
    vesting: {start: 2000-01-16, every_months: 6, periods: 4}
events:
- {kind: transfer, date: 2000-10-01, grant: w, to: Dora, shares: 40}
- {kind: transfer, date: 2000-10-01, grant: s, to: Dora, shares: all}
- {kind: transfer, date: 2000-10-01, grant: v, to: Dora, shares: 30}
- {kind: sold, date: 2002-11-01, grant: s, shares: 20, under: rule-144}
- {kind: issue, date: 2000-12-01, shares: 7, holder: Zed}
- {kind: issue, date: 2000-12-01, shares: 3}
"""


@pytest.mark.parametrize(
    ("given", "rights", "issued", "exercisable"),
    [
        # 100 + 100 rights; 50 shares and 10 issued; half of the option has vested
        ({}, 200, 60, (150, 150)),
        ({"exclude": ("Dora",)}, 60 + 70, 10, (60 + 20, 60 + 50)),
        ({"exclude": ("Ada",)}, 40 + 30, 60, (40, 70)),
        ({"include": ("Dora",)}, 40 + 30, 60, (40, 70)),
        ({"include": ("Dora", "w"), "exclude": ("s",)}, 100 + 30, 10, (100, 130)),
        ({"exclude": ("Zed",)}, 200, 53, (150, 150)),
        ({"include": ("Zed",)}, 0, 10, (0, 0)),
        ({"exclude": ("Zed", "warrant", "Dora")}, 70, 3, (20, 50)),
    ],
)
def test_a_holder_is_whoever_has_a_part_of_a_grant(
    given: dict[str, Any], rights: int, issued: int, exercisable: tuple[int, int]
) -> None:
    found = alone(ledger_of(GIVEN, "given.yaml"), **given).found
    total = found.totals["fully_diluted"]
    assert total is not None
    assert (total.figures.rights.low, total.figures.issued_since.low) == (rights, issued)
    can = total.figures.exercisable
    assert (can.low, can.high) == exercisable


def test_what_was_sold_goes_with_the_holder_of_the_grant() -> None:
    """20 of the 50 shares were sold, and belong to nobody that the ledger names."""
    ledger = ledger_of(GIVEN, "given.yaml")
    for left_out, issued in (((), 60), (("Dora",), 10 + 20), (("Ada",), 40)):
        found = alone(ledger, as_of=date(2003, 1, 1), exclude=left_out).found
        total = found.totals["fully_diluted"]
        assert total is not None
        assert total.figures.issued_since.low == issued


def same(one: Dilution, other: Dilution) -> bool:
    return one.totals == other.totals and one.by("holder") == other.by("holder")


@given(ledgers().flatmap(events_of), DAYS, st.none() | PRICES)
def test_a_scenario_without_anything_is_the_ledger(ledger: Ledger, as_of: date, price: Any) -> None:
    found = alone(ledger, as_of=as_of, market_price=price).found
    assert same(found, answer(ledger, Question(as_of=as_of, market_price=price)))
    assert alone(ledger).found.as_of == own_date(ledger)


@given(ledgers(), DAYS, st.data())
def test_only_what_is_included_and_not_excluded_counts(
    ledger: Ledger, as_of: date, data: st.DataObject
) -> None:
    every = [grant for each in ledger.agreements for grant in each.grants]
    names = sorted({str(n) for g in every for n in (g.id, g.kind, g.holder) if n is not None})
    assume(names)
    some = st.lists(st.sampled_from(names), max_size=2, unique=True).map(tuple)
    include, exclude = data.draw(some), data.draw(some)

    def counts(grant: Grant) -> bool:
        named = {grant.id, grant.kind, grant.holder}
        return (not include or bool(named & set(include))) and not named & set(exclude)

    fewer = replace(
        ledger,
        agreements=tuple(
            replace(each, grants=tuple(g for g in each.grants if counts(g)))
            for each in ledger.agreements
        ),
    )
    found = alone(ledger, as_of=as_of, include=include, exclude=exclude).found
    assert same(found, answer(fewer, Question(as_of=as_of)))
    assert {each.grant.id for each in found.positions} == {g.id for g in every if counts(g)}


@given(ledgers(), DAYS, HOLDERS, st.integers(0, 10**6), PRICES)
def test_hypothetical_grants_are_agreed_on_the_day_asked(
    ledger: Ledger, as_of: date, holder: str, shares: int, price: Decimal
) -> None:
    issued = Shares(id="more", holder=holder, shares=shares)
    right = Warrant(id="right", holder=holder, shares=shares, exercise_price=price)
    before = answer(ledger, Question(as_of=as_of))
    found = alone(ledger, as_of=as_of, grants=(issued, right)).found
    inside = before.outstanding is not None and before.outstanding.as_of == as_of
    more = found.bases.fully_diluted.incremental_shares
    less = before.bases.fully_diluted.incremental_shares
    assert more.low - less.low == shares + (0 if inside else shares)
    assert {each.agreement.id for each in found.positions[-2:]} == {PRO_FORMA}
    assert all(each.granted_on == as_of for each in found.positions[-2:])


def test_hypothetical_events_happen_after_those_of_the_ledger() -> None:
    ledger = of_them()
    (found,) = read_text(
        b"scenarios:\n- name: a\n  events:\n"
        b"  - {kind: exercise, date: 2001-01-10, grant: warrant, shares: all}\n",
        ledger,
    )
    life = next(e for e in answered(found, ledger).found.positions if e.grant.id == "warrant").life
    assert life is not None
    assert [move.taken_now.low for move in life.moves] == [5000, 20000]


def test_events_of_a_scenario_may_be_of_its_own_grants() -> None:
    ledger = of_them()
    (found,) = read_text(
        b"""
scenarios:
- name: a
  grants:
  - {id: more, kind: option, holder: Zoe, shares: 70, exercise_price: 1}
  events:
  - {kind: exercise, date: 2001-01-16, grant: more, shares: 30}
  exclude: [convertible_debenture]
""",
        ledger,
    )
    totals = answered(found, ledger).found.totals["fully_diluted"]
    assert totals is not None
    assert totals.figures.issued_since.low == 5000 + 30
    assert totals.figures.rights.low == 20000 + 500 + 40
    assert totals.figures.debt_extinguished.low == 0


def test_a_scenario_asks_with_its_own_count_date_and_price() -> None:
    found = alone(
        of_them(),
        as_of=date(2001, 5, 24),
        market_price=Decimal("0.08"),
        outstanding=(7, date(2001, 5, 1)),
    ).found
    assert (found.as_of, found.market_price) == (date(2001, 5, 24), Decimal("0.08"))
    assert found.outstanding is not None
    assert (found.outstanding.shares, found.outstanding.as_of) == (7, date(2001, 5, 1))


# Terms pro forma: over what is stated, blank, assumed, a minimum, or amended.


def value_in(ledger: Ledger, grant: str, term: str) -> Any:
    grants = {each.id: each for a in ledger.agreements for each in a.grants}
    return getattr(grants[grant], term)


@pytest.mark.parametrize(
    ("grant", "term", "value", "was"),
    [
        ("warrant", "shares", "30000", "25,000 in the ledger"),
        ("warrant", "exercise_price", "0.05", "0.04 in the ledger"),
        ("warrant", "expires_on", "2002-01-01", "2001-05-23 in the ledger"),
        ("warrant", "granted_on", "2000-05-24", "2000-05-23 in the ledger"),
        ("option", "shares", "1", "at least 500 in the ledger"),
        ("option", "exercise_price", "2", "blank in the ledger"),
        ("debt", "principal", "250000", "blank in the ledger"),
        ("debt", "conversion_price", "0.02", "assumed 0.01 in the ledger"),
        ("debt", "rate", "9%", "8% in the ledger"),
        ("debt", "matures_on", "2003-01-01", "not in the ledger"),
        ("fee", "amount", "7", "100 in the ledger"),
    ],
)
def test_a_term_is_set_whatever_is_written(grant: str, term: str, value: str, was: str) -> None:
    ledger = of_them()
    changed = supply(ledger, (Assumption(grant, term, value, pro_forma=True),))
    field = {"rate": "interest_rate"}.get(term, term)
    held = value_in(changed, grant, field)
    assert isinstance(held, Assumed)
    assert (held.by, held.because) == ("pro_forma", was)
    entry = next(g for a in ledger.agreements for g in a.grants if g.id == grant)
    assert held.value == terms_of(type(entry))[field].parse(value)


@given(ledgers(), DAYS, st.data())
def test_a_term_set_pro_forma_counts_as_if_it_were_written(
    ledger: Ledger, as_of: date, data: st.DataObject
) -> None:
    rights = [g for a in ledger.agreements for g in a.grants if isinstance(g, Warrant | Shares)]
    assume(rights)
    grant = data.draw(st.sampled_from(rights))
    shares = data.draw(st.integers(0, 10**9))
    found = alone(
        ledger, as_of=as_of, terms=(Assumption(grant.id, "shares", text_of(shares), True),)
    ).found
    written = replace(
        ledger,
        agreements=tuple(
            replace(
                each,
                grants=tuple(
                    replace(g, shares=shares) if g.id == grant.id else g  # type: ignore[arg-type]
                    for g in each.grants
                ),
            )
            for each in ledger.agreements
        ),
    )
    assert same(found, answer(written, Question(as_of=as_of)))


AMENDED = b"""
issuer: {name: Example Corp.}
as_of: 2003-01-01
outstanding: [{as_of: 2000-08-14, shares: 1000000}]
agreements:
- id: a
  date: 2000-05-23
  grants:
  - {id: w, kind: warrant, holder: Ada, shares: 100, exercise_price: 1}
  - id: d
    kind: convertible_debenture
    holder: Ben
    principal: 100
    conversion_price: 1
    interest: {rate: 10%, day_count: 30/360, paid_in: shares, at: conversion_price}
events:
- {kind: amend, date: 2001-01-01, grant: w, term: shares, value: 200}
- {kind: amend, date: 2001-01-01, grant: w, term: exercise_price, value: 5}
- {kind: amend, date: 2002-01-01, grant: w, term: shares, value: blank}
- {kind: amend, date: 2001-05-23, grant: d, term: rate, value: 20%}
"""


@pytest.mark.parametrize("on", ["2000-06-01", "2001-06-01", "2002-06-01"])
def test_a_term_set_pro_forma_holds_before_and_after_amendments(on: str) -> None:
    ledger = ledger_of(AMENDED, "amended.yaml")
    given = (
        Assumption("w", "shares", "70", True),
        Assumption("w", "exercise_price", "3", True),
    )
    figures = alone(ledger, as_of=date.fromisoformat(on), terms=given, include=("w",)).found.bases
    assert figures.fully_diluted.rights.low == figures.fully_diluted.rights.top == 70
    assert figures.fully_diluted.proceeds.low == 210


def test_a_rate_set_pro_forma_takes_the_place_of_an_amended_one() -> None:
    ledger = ledger_of(AMENDED, "amended.yaml")
    day = date(2002, 5, 23)  # two years: 10% and 20% of 100 as recorded
    as_recorded = alone(ledger, as_of=day, include=("d",)).found.bases.fully_diluted
    half = (Assumption("d", "rate", "50%", True),)
    changed = alone(ledger, as_of=day, include=("d",), terms=half).found.bases.fully_diluted
    assert (as_recorded.rights.low, changed.rights.low) == (130, 200)


# The file that is shipped.


def test_the_shipped_scenarios_answer_what_an_analyst_would_have_asked() -> None:
    ledger = read_ledger(ROOT / "data" / "agreements.yaml")
    scenarios = {each.name: each for each in read_scenarios(find_scenarios(None), ledger)}
    assert len(scenarios) >= 6
    assert all(each.question for each in scenarios.values())
    days = {each.found.as_of for each in (answered(s, ledger) for s in scenarios.values())}
    signed = {each.date for each in ledger.agreements}
    assert signed <= days, "the signing day of each agreement"
    counted = {}
    for name, each in scenarios.items():
        total = answered(each, ledger).found.totals["fully_diluted"]
        assert total is not None
        counted[name] = (
            total.outstanding,
            total.figures.issued_since.low,
            total.figures.rights.low,
        )
    # 250,000 / 0.01 = 25,000,000 beside Rost's 5,000,000, and so on
    assert counted["closing-250k"] == (96_812_030, 0, 30_000_000)
    assert counted["closing-500k"] == (96_812_030, 0, 55_000_000)
    assert counted["closing-1m"] == (96_812_030, 0, 105_000_000)
    assert counted["closing-500k-at-half-a-cent"] == (96_812_030, 0, 105_000_000)
    assert counted["closing-500k-at-two-cents"] == (96_812_030, 0, 30_000_000)
    assert counted["warrants-exercised-first"] == (96_812_030, 5_000_000, 50_000_000)
    # 122 days of 8% on 500,000: 13,369.86 more in shares at 0.01; the bridge loan shares are inside
    assert counted["count-of-may-2001"] == (131_475_066, 0, 5_000_000 + 50_000_000 + 1_336_986)
    assert counted["further-issue"] == (96_812_030, 20_000_000, 55_000_000)


def test_scenarios_are_found_as_a_ledger_is(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_scenarios(None).name == "the scenarios shipped with equitycalc"
    assert find_scenarios("mine.yaml").name == "mine.yaml"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "scenarios.yaml").write_text("scenarios:\n- name: own\n", "utf-8")
    assert find_scenarios(None).name == str(Path("data", "scenarios.yaml"))
    assert [each.name for each in read_scenarios(find_scenarios(None), of_them())] == ["own"]


def test_a_day_after_the_last_still_counts_what_is_inherited() -> None:
    base = scenario("base", as_of=date(2001, 1, 16))
    later = scenario("later", extends="base", as_of=date(2001, 1, 16) + timedelta(days=365))
    first, second = (answered(each, of_them()).found for each in resolved([base, later]))
    assert first.positions[0].status == "live"
    assert second.positions[0].status == "expired"
