"""The timeline by hand: days and steps worked out on paper, transcripts, and what it refuses."""

import io
import json
import shlex
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from rich.console import Console

from equitycalc import QuestionErrors, read_ledger
from equitycalc.engine import standings
from equitycalc.engine.positions import position
from equitycalc.engine.running import Moment
from equitycalc.reading import ledger_of
from equitycalc.rendering.as_table import print_page
from equitycalc.rendering.timeline_json import change_json
from equitycalc.rendering.timeline_page import timeline_page
from equitycalc.rendering.timeline_text import change_text, why_text
from equitycalc.rendering.values import count_text, step_text
from equitycalc.timelines import Timeline, timeline
from running import ROOT, dilution_json, equitycalc, in_process
from test_cli import assert_transcript

LEDGER = ROOT / "data" / "agreements.yaml"

HEAD = """
issuer: {name: Example}
outstanding:
  - {as_of: 2000-01-01, shares: 1_000_000}
  - {as_of: 2001-07-01, shares: 1_150_000}
agreements:
  - id: a
    date: 2000-02-01
    document: a.txt
    grants:
"""


def told(grants: str, rest: str = "", **asked: Any) -> Timeline:
    lines = "".join(f"      {line}\n" for line in grants.strip().splitlines())
    return timeline(ledger_of((HEAD + lines + rest).encode(), "a.yaml"), **asked)


def said(found: Timeline) -> list[str]:
    return [f"{each.on} {why_text(each, all_of_them=True)}" for each in found.moments]


def shares(moment: Moment) -> int:
    total = moment.totals["fully_diluted"]
    assert total is not None and total.shares is not None
    assert total.shares.bound == "exact"
    return int(total.shares.low)


def test_a_sale_of_shares_that_may_be_inside_the_statement_moves_what_is_not_known() -> None:
    blank = "- {id: s, kind: shares, holder: S, shares: 2000, granted_on: blank}"
    found = told(
        blank,
        "events:\n"
        "  - {date: 2000-03-01, kind: sold, grant: s, shares: 500, under: rule-144}\n"
        "  - {date: 2000-04-01, kind: sold, grant: s, shares: all, under: rule-144}\n",
    )
    assert said(found)[1:3] == [
        "2000-03-01 s: 500 sold under Rule 144 (-2,000 to +2,000)",
        "2000-04-01 s: 1,500 sold under Rule 144 (-2,000 to +2,000)",
    ]


def test_all_the_free_shares_of_a_holder_can_be_cancelled() -> None:
    found = told(
        "- {id: s, kind: shares, holder: S, shares: 2000}",
        "events:\n"
        "  - {date: 2001-04-01, kind: transfer, grant: s, shares: 500, to: V, under: rule-144}\n"
        "  - {date: 2001-08-01, kind: cancel, grant: s, shares: 500, holder: V}\n",
    )
    assert said(found)[-1] == "2001-08-01 s: 500 cancelled; 1,500 left (-500)"


WARRANT = "- {id: w, kind: warrant, holder: W, shares: 1200, exercise_price: 2, MORE}"


def test_the_options_of_1999_come_and_go_and_the_s8_shares_move_into_the_stated_count() -> None:
    found = timeline(read_ledger(LEDGER))
    assert found.opening.on == date(1999, 1, 3)
    days = {each.on.isoformat(): each for each in found.moments}
    assert list(days) == [
        "1999-01-04",
        "1999-02-16",
        "1999-04-05",
        "1999-07-01",
        "1999-10-02",
        "2000-05-23",
        "2000-08-14",
        "2001-01-16",
        "2001-02-15",
        "2001-05-16",
        "2001-05-18",
        "2001-11-14",
        "2002-06-30",
        "2002-11-19",
    ]
    gone = days["1999-02-16"].changes[0]
    assert (gone.what, gone.shares) == (("expired",), (-5_000_000, -5_000_000))
    before, after = days["2000-05-23"].parts.issued.shares, days["2000-08-14"].parts.issued.shares
    assert (before.low, after.low) == (1_000_000, 0)
    assert shares(days["2000-08-14"]) == 101_812_030
    assert days["2002-06-30"].added == (236_237_030 - 131_475_066, None)


def test_a_right_is_granted_vests_and_expires() -> None:
    vesting = "vesting: {start: 2000-03-31, every_months: 3, periods: 4, cliff_months: 6}"
    found = told(WARRANT.replace("MORE", f"expires_on: 2001-06-30, {vesting}"), until="2001-07-01")
    assert said(found) == [
        "2000-01-01 statement of 1,000,000 outstanding",
        "2000-02-01 w: granted (+1,200)",
        "2000-09-30 w: vested",  # the cliff: two periods of three months
        "2000-12-31 w: vested",
        "2001-03-31 w: vested",
        "2001-07-01 statement of 1,150,000 outstanding (+150,000); w: expired (-1,200)",
    ]
    vested = [each.changes[0].exercisable for each in found.moments[2:5]]
    assert vested == [(600, 600), (300, 300), (300, 300)]
    assert [shares(each) for each in found.moments] == [
        1_000_000,
        *[1_001_200] * 4,
        1_150_000,
    ]


def test_tranches_vest_on_their_days_and_a_cliff_after_all_periods_waits() -> None:
    tranches = "vesting: [{on: 2000-05-01, shares: 700}, {on: 2000-04-01, shares: 500}]"
    found = told(WARRANT.replace("MORE", tranches), since="2000-02-02", until="2000-12-31")
    assert said(found) == ["2000-04-01 w: vested", "2000-05-01 w: vested"]
    late = "vesting: {start: 2000-02-01, every_months: 1, periods: 2, cliff_months: 5}"
    found = told(WARRANT.replace("MORE", late), since="2000-02-02", until="2000-12-31")
    assert [(each.on, each.changes[0].exercisable) for each in found.moments] == [
        (date(2000, 7, 1), (1200, 1200))
    ]


def test_a_schedule_beyond_the_calendar_ends_with_it() -> None:
    ages = "vesting: {start: 2000-02-01, every_months: 60000, periods: 600}"
    found = told(WARRANT.replace("MORE", ages))
    assert [each.on for each in found.moments][-2:] == [date(7000, 2, 1), date.max]


def test_a_right_without_end_on_the_last_day_of_all() -> None:
    found = told(WARRANT.replace("MORE", "expires_on: 9999-12-31"))
    assert found.moments[-1].on == date(2001, 7, 1)
    first = HEAD.replace("2000-02-01", "0001-01-01").replace("2000-01-01", "0001-01-01")
    ledger = ledger_of((first + "      " + WARRANT.replace(", MORE", "") + "\n").encode(), "a.yaml")
    assert timeline(ledger).opening.on == date.min


def test_an_exercise_changes_no_total_and_a_statement_takes_its_shares_in() -> None:
    found = told(
        WARRANT.replace(", MORE", ""),
        "events:\n  - {date: 2000-05-01, kind: exercise, grant: w, shares: 200, lines: 7}\n"
        "  - {date: 2000-06-01, kind: exercise, grant: w, shares: 500, settle: net, "
        "market_price: 4}\n",
    )
    assert said(found)[2:] == [
        "2000-05-01 w: 200 exercised for 400.00; 1,000 left",
        "2000-06-01 w: 500 exercised net at 4, 250 issued; 500 left (-250)",
        "2001-07-01 statement of 1,150,000 outstanding (+150,000); w: in the stated count (-450)",
    ]
    assert [each.added for each in found.moments[2:]] == [(0, 0), (-250, -250), (149_550, 149_550)]
    assert change_json(found.moments[2].changes[0])["sources"] == [{"document": None, "lines": "7"}]


@pytest.mark.parametrize(
    ("event", "step"),
    [
        ("{date: 2000-05-01, kind: exercise, grant: w, shares: 200}", (0, 0)),
        ("{date: 2000-05-01, kind: exercise, grant: w, shares: all}", (0, 0)),
        ("{date: 2000-05-01, kind: cancel, grant: w, shares: 200}", (-200, -200)),
        ("{date: 2000-05-01, kind: transfer, grant: w, shares: 200, to: V}", (0, 0)),
        ("{date: 2000-05-01, kind: transfer, grant: w, shares: all, to: V}", (0, 0)),
        # More than are stated: there are more, and how many is open.
        ("{date: 2000-05-01, kind: transfer, grant: w, shares: 1300, to: V}", (None, None)),
        ("{date: 2000-05-01, kind: amend, grant: w, term: exercise_price, value: 3}", (0, 0)),
        ("{date: 2000-05-01, kind: amend, grant: w, term: expires_on, value: 2003-01-01}", (0, 0)),
        # Of N shares N x 2 / 4 pay for the others, and N is open.
        (
            "{date: 2000-05-01, kind: exercise, grant: w, shares: all, settle: net, "
            "market_price: 4}",
            (None, None),
        ),
        ("{date: 2000-05-01, kind: split, new: 2, old: 1}", (None, None)),
        (
            "{date: 2000-05-01, kind: amend, grant: w, term: shares, value: {at_least: 2000}}",
            (None, None),
        ),
    ],
)
def test_an_open_number_that_is_in_both_leaves_the_difference_known(
    event: str, step: tuple[int | None, int | None]
) -> None:
    open_warrant = WARRANT.replace(", MORE", "").replace("1200", "{at_least: 1200}")
    found = told(open_warrant, f"events:\n  - {event}\n", until="2000-12-31")
    assert found.moments[-1].changes[-1].shares == step


def test_events_on_a_count_that_may_be_nothing_leave_the_difference_open() -> None:
    debt = "- {id: d, kind: convertible_debenture, holder: D, principal: blank, conversion_price: 1"
    pays = debt + ", matures_on: 2000-08-01}"
    found = told(pays, "events:\n  - {date: 2000-05-01, kind: repay, grant: d, principal: 10}\n")
    assert found.moments[2].changes[0].shares == (None, None)
    moved = "events:\n  - {date: 2000-05-01, kind: transfer, grant: d, to: E, shares: all}\n"
    assert told(pays, moved).moments[2].changes[0].shares == (0, 0)
    later = "{date: 2000-05-01, kind: amend, grant: d, term: matures_on, value: 2000-09-01}"
    found = told(pays, f"events:\n  - {later}\n")
    assert said(found)[2:4] == [
        "2000-05-01 d: matures_on amended from 2000-08-01 to 2000-09-01",
        "2000-09-01 d: matures",
    ]
    unknown = "- {id: w, kind: warrant, holder: W, shares: blank, exercise_price: 2, "
    perhaps = unknown + "granted_on: blank}"
    given = "events:\n  - {date: 2000-05-01, kind: cancel, grant: w, shares: 10}\n"
    assert told(perhaps, given).moments[1].changes[0].shares == (None, None)


def test_a_cash_fee_is_no_change_but_its_events_are() -> None:
    fee = "- {id: f, kind: cash_fee, amount: 100}"
    assert len(told(fee).moments) == 2
    amended = "events:\n  - {date: 2000-05-01, kind: amend, grant: f, term: amount, value: 90}\n"
    assert said(told(fee, amended))[1] == "2000-05-01 f: amount amended from 100.00 to 90.00"


DEBT = """
- id: d
  kind: convertible_debenture
  holder: D
  principal: 1000
  conversion_price: 0.10
  matures_on: 2001-02-01
  interest: {rate: 10%, day_count: 30/360, paid_in: shares, at: conversion_price}
"""


def test_interest_is_in_the_totals_of_every_day_shown_and_is_no_day_of_its_own() -> None:
    found = told(DEBT, "events:\n  - {date: 2000-08-01, kind: issue, shares: 5, holder: H}\n")
    assert said(found)[1:] == [
        "2000-02-01 d: granted (+10,000)",
        # 6 months of 10% on 1,000 are 50.00, at 0.10 a share
        "2000-08-01 5 shares issued to H (+5); interest accrued (+500)",
        "2001-02-01 d: matures; interest accrued (+500)",
        "2001-07-01 statement of 1,150,000 outstanding (+150,000); "
        "5 shares issued to H, in the stated count (-5)",
    ]
    assert [shares(each) for each in found.moments[1:]] == [
        1_010_000,
        1_010_505,
        1_011_005,
        1_161_000,
    ]
    assert found.moments[2].interest.used.shares.low == 500


def test_a_day_that_was_only_expected_is_not_shown_and_loses_no_interest() -> None:
    later = "events:\n" + (
        "  - {date: 2000-05-01, kind: amend, grant: d, term: matures_on, value: 2002-02-01}\n"
        "  - {date: 2001-05-01, kind: issue, shares: 5}\n"
    )
    found = told(DEBT, later)
    assert [each.on.isoformat() for each in found.moments] == [
        "2000-01-01",
        "2000-02-01",
        "2000-05-01",
        "2001-05-01",
        "2001-07-01",
        "2002-02-01",
    ]
    # 2001-02-01 is no longer its maturity; a year of interest has accrued by 2001-05-01
    assert said(found)[3] == "2001-05-01 5 shares issued (+5); interest accrued (+1,000)"


def test_a_conversion_goes_into_the_stated_count_while_interest_goes_on() -> None:
    converted = "events:\n  - {date: 2000-08-01, kind: convert, grant: d, principal: 400}\n"
    lasting = DEBT.replace("2001-02-01", "2003-02-01")
    found = told(lasting, converted)
    assert said(found)[2] == (
        "2000-08-01 d: 400.00 converted into 4,000 shares, "
        "20.00 of interest taken as paid in cash; 600.00 left (+300)"
    )
    # 11 months more of 10% a year on 600 are 55.00, at 0.10 a share
    assert said(found)[3] == (
        "2001-07-01 statement of 1,150,000 outstanding (+150,000); "
        "d: in the stated count (-4,000); interest accrued (+550)"
    )


def test_a_split_changes_everything_on_one_day() -> None:
    split = "events:\n  - {date: 2000-05-01, kind: split, new: 2, old: 1}\n"
    found = told(
        WARRANT.replace(", MORE", "") + "\n- {id: s, kind: shares, holder: S, shares: 10}", split
    )
    assert said(found)[2] == (
        "2000-05-01 split, 2 for 1, fractions rounded down (+1,000,000); "
        "w: split (+1,200); s: split (+10)"
    )
    assert found.moments[2].added == (1_001_210, 1_001_210)


def test_a_statement_on_the_day_of_a_split_is_of_after_it() -> None:
    split = "events:\n  - {date: 2001-07-01, kind: split, new: 2, old: 1}\n"
    found = told(WARRANT.replace(", MORE", ""), split)
    assert said(found)[-1] == (
        "2001-07-01 statement of 1,150,000 outstanding (+150,000); "
        "split, 2 for 1, fractions rounded down; w: split (+1,200)"
    )
    assert found.moments[-1].added == (151_200, 151_200)


def test_terms_stated_after_a_split_are_others_before_it() -> None:
    after = WARRANT.replace("MORE", "stated_after_split: true").replace("1200", "1201")
    rest = (
        "events:\n  - {date: 2000-05-01, kind: split, new: 2, old: 1}\n"
        "  - {date: 2000-06-01, kind: cancel, grant: w, shares: 1}\n"
    )
    assert said(told(after, rest))[1:4] == [
        "2000-02-01 w: granted (+600)",
        "2000-05-01 split, 2 for 1, fractions rounded down (+1,000,000); w: split (+601)",
        "2000-06-01 w: 1 cancelled; 1,200 left (-1)",
    ]


def test_a_fee_is_presumed_issued_and_then_stated() -> None:
    fee = "- {id: f, kind: stock_fee, holder: F, amount: 100, price: 1, payable_by: 2000-06-01}"
    assert said(told(fee))[1:] == [
        "2000-02-01 f: granted (+100)",
        "2000-06-02 f: presumed issued",
        "2001-07-01 statement of 1,150,000 outstanding (+150,000); f: in the stated count (-100)",
    ]
    on_the_day = fee.replace("2000-06-01", "2001-07-01")
    assert said(told(on_the_day))[2:] == [
        "2001-07-01 statement of 1,150,000 outstanding (+150,000); f: presumed issued (-100)",
    ]
    paid = "events:\n  - {date: 2000-05-01, kind: pay, grant: f, shares: 90}\n"
    assert (
        said(told(fee, paid))[2] == "2000-05-01 f: 100.00 paid with 90 shares; nothing left (-10)"
    )


RIGHTS = """
    registration_rights:
      covers: {value: [w], lines: 1}
      closing_date: {value: 2000-02-01, lines: 2}
      days_to_file: {value: 30, lines: 3}
      years_registered: {value: 1, lines: 4}
      notice_days: {value: 10, lines: 5}
      piggyback_until: {value: effectiveness, lines: 6}
"""


def test_deadlines_stand_among_the_days_and_change_nothing() -> None:
    rest = RIGHTS + (
        "events:\n"
        "  - {date: 2000-02-10, kind: notified, proposed_filing: 2000-03-15, form: SB-2}\n"
        "  - {date: 2000-02-20, kind: filed, form: S-3, grants: [w]}\n"
        "  - {date: 2000-04-01, kind: registered, form: S-3, grants: [w]}\n"
    )
    found = told(WARRANT.replace(", MORE", ""), rest)
    lines = said(found)
    assert lines[2] == "2000-02-10 notice of a registration on SB-2 to be filed 2000-03-15"
    assert lines[3] == "2000-02-20 registration statement filed on S-3: w"
    assert lines[4] == "2000-03-02 a: filing due, recorded 2000-02-20"
    assert lines[5] == "2000-03-05 a: notice due, recorded 2000-02-10"
    assert lines[6] == "2000-04-01 registration effective, on S-3: w"
    assert lines[7] == "2001-04-01 a: registration period ends"
    assert {each.added for each in found.moments[2:8]} == {(0, 0)}
    entry = change_json(found.moments[7].changes[0])
    assert (entry["what"], entry["agreement"], entry["grant"]) == (["deadline"], "a", None)
    assert entry["sources"] == [{"document": "a.txt", "lines": "4"}]


def test_a_deadline_that_was_not_met_says_so_only_by_what_came_late() -> None:
    rest = RIGHTS + (
        "events:\n"
        "  - {date: 2000-02-10, kind: issue, shares: 5}\n"
        "  - {date: 2000-02-28, kind: transfer, grant: w, to: V, shares: 10}\n"
        "  - {date: 2000-06-01, kind: filed, form: S-3, grants: [w]}\n"
        "  - {date: 2000-07-01, kind: filed, form: SB-2, grants: [v]}\n"
    )
    other = WARRANT.replace("id: w", "id: v").replace(", MORE", "")
    lines = said(told(WARRANT.replace(", MORE", "") + "\n" + other, rest))
    assert "2000-03-02 a: filing due, recorded 2000-06-01, late" in lines
    assert "2000-06-21 a: notice due" in lines  # ten days before another filing
    assert said(told(WARRANT.replace(", MORE", ""), RIGHTS))[2] == "2000-03-02 a: filing due"


def test_a_deadline_that_only_time_decides_is_decided_after_the_last_event() -> None:
    rest = RIGHTS.replace("[w]", "[w, v]") + (
        "events:\n"
        "  - {date: 2000-02-20, kind: filed, form: S-3, grants: [w, v]}\n"
        "  - {date: 2000-04-01, kind: registered, form: S-3, grants: [v]}\n"
    )
    other = WARRANT.replace("id: w", "id: v").replace("MORE", "expires_on: 2009-12-31")
    lines = said(told(WARRANT.replace("MORE", "expires_on: 2000-04-30") + "\n" + other, rest))
    assert "2001-04-01 a: registration period ends" in lines


def test_of_no_shares_no_statement_is_owed_on_any_day() -> None:
    none = "- {id: w, kind: shares, holder: W, shares: 0}"
    assert not any("due" in line for line in said(told(none, RIGHTS)))


def test_with_a_first_day_what_stood_before_is_the_opening() -> None:
    found = told(WARRANT.replace(", MORE", ""), since="2000-03-01", until="2000-04-01")
    assert found.moments == ()
    assert (found.opening.on, shares(found.opening)) == (date(2000, 2, 29), 1_001_200)
    assert found.found.as_of == date(2000, 4, 1)
    assert "nothing changes" in "\n".join(str(line) for line in timeline_page(found, "x").grids[0])
    assert told(WARRANT.replace(", MORE", ""), since="2010-01-01").found.as_of == date(2010, 1, 1)


def test_nothing_at_all_is_dated_by_the_ledger() -> None:
    text = b"issuer: {name: E}\nas_of: 2000-05-05\nagreements:\n  - {id: a, date: 2000-01-01}\n"
    found = timeline(ledger_of(text, "e.yaml"))
    assert (found.moments, found.found.as_of) == ((), date(2000, 5, 5))
    assert found.opening.totals["fully_diluted"] is not None


def test_what_it_rests_on_is_of_every_day_shown() -> None:
    two = (
        "- {id: w, kind: warrant, holder: W, shares: blank, exercise_price: 2, "
        "expires_on: 2000-06-01}\n"
        "- {id: v, kind: warrant, holder: W, shares: 5, exercise_price: blank, "
        "expires_on: 2000-07-01}"
    )
    found = told(two).found
    assert [(each.grant, each.term) for each in found.blanks] == [
        ("w", "shares"),
        ("v", "exercise_price"),
    ]
    late = told(two, since="2000-06-15").found
    assert [each.grant for each in late.blanks] == ["v"]
    left_out = told(two, signed_only=True, assume={"w.shares": "7"})
    assert [(each.grant, each.used) for each in left_out.found.assumptions] == [("w", False)]
    assert len(left_out.moments) == 2


def test_a_count_with_its_day_replaces_the_statements() -> None:
    found = told(WARRANT.replace(", MORE", ""), outstanding="500@2000-03-01", price="4")
    assert said(found) == [
        "2000-02-01 w: granted (+1,200)",
        "2000-03-01 statement of 500 outstanding (supplied with the question)",
    ]
    stock = found.moments[-1].totals["treasury_stock"]
    assert stock is not None and stock.shares is not None
    assert stock.shares.low == 500 + 1200 - 600  # 2,400 of proceeds buy 600 back at 4
    assert found == told(
        WARRANT.replace(", MORE", ""), outstanding="500@2000-03-01", price=Decimal(4)
    )


def test_python_refuses_what_the_command_refuses() -> None:
    ledger = read_ledger(LEDGER)
    with pytest.raises(TypeError):
        timeline(ledger, price=0.08)  # type: ignore[arg-type]
    with pytest.raises(QuestionErrors) as raised:
        timeline(ledger, since="2001-01-01", until="2000-01-01", outstanding="5", price="0")
    assert [each.name for each in raised.value.problems] == [
        "zero-price",
        "to-before-from",
        "count-without-date",
    ]


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("timeline", "equitycalc timeline"),
        (
            "timeline-price",
            "equitycalc timeline --from 2000-01-01 --price 0.08 "
            "--assume debenture.principal=500000",
        ),
        ("timeline-1999", "equitycalc timeline --to 1999-12-31 --format markdown"),
        ("timeline-json", "equitycalc timeline --from 2001-01-01 --to 2001-05-31 --format json"),
        ("timeline-csv", "equitycalc timeline --to 1999-12-31 --format csv"),
        (
            "timeline-events",
            "equitycalc timeline examples/published-cases.yaml --from 2022-01-01 --all-rows",
        ),
    ],
)
def test_transcript(name: str, command: str) -> None:
    run = equitycalc(*shlex.split(command)[1:])
    assert (run.status, run.err) == (0, "")
    assert_transcript(name, command, run.out)


@pytest.mark.parametrize(
    "asked",
    [
        [],
        ["--price", "0.08"],
        ["--from", "2010-01-01"],
        ["examples/published-cases.yaml", "--price", "3"],
        ["--to", "1999-12-31", "--outstanding", "500@1999-03-01"],
    ],
)
def test_the_json_is_as_its_schema_has_it(asked: list[str]) -> None:
    schema = json.loads((ROOT / "src/equitycalc/schemas/timeline.schema.json").read_text("utf-8"))
    found = json.loads(equitycalc("timeline", *asked, "--format", "json").out)
    Draft7Validator(schema).validate(found)


def test_a_grant_is_looked_at_on_its_own_days_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    plain = position

    def counting(grant: Any, *rest: Any, **more: Any) -> Any:
        looked_at.append(grant.id)
        return plain(grant, *rest, **more)

    monkeypatch.setattr(standings, "position", counting)
    told(
        "\n".join(
            f"- {{id: w{n}, kind: warrant, holder: W, shares: 1, exercise_price: 2, "
            f"granted_on: 2000-03-{n + 1:02}, expires_on: 2000-04-{n + 1:02}}}"
            for n in range(28)
        )
    )
    assert Counter(looked_at) == {f"w{n}": 2 for n in range(28)}


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("price", [None, "0.08"])
def test_numbers_are_whole_at_every_width(width: int, price: str | None) -> None:
    page = timeline_page(timeline(read_ledger(LEDGER), price=price), "x")
    text = io.StringIO()
    console = Console(file=text, width=width, force_terminal=True, color_system=None)
    print_page(page, console)
    assert "…" not in text.getvalue()
    for line in page.grids[0].lines:
        assert all(cell in text.getvalue() for cell in line.cells)


def test_each_day_of_the_json_is_the_dilution_of_that_day() -> None:
    asked = ("--price", "0.08", "--assume", "debenture.principal=500000")
    shown = json.loads(in_process("timeline", *asked, "--format", "json").out)
    assert shown["format"] == "equitycalc.timeline/1"
    for day in shown["changes"]:
        assert set(day) >= {"date", "why", "totals"}
        plain = dilution_json("--as-of", day["date"], *asked)
        assert day["totals"] == plain["totals"]


def test_many_days_show_the_first_and_the_last_and_many_changes_are_counted() -> None:
    grants = "".join(
        f"      - {{id: g{n}, kind: warrant, holder: H, shares: 1, exercise_price: 1, "
        f"granted_on: {date.fromordinal(date(2000, 3, 1).toordinal() + n // 5)}}}\n"
        for n in range(1250)
    )
    found = timeline(ledger_of((HEAD + grants).encode(), "a.yaml"))
    lines = timeline_page(found, "x").grids[0].lines
    assert len(lines) == 201
    assert lines[1].details == ("5 granted (+5)",)
    assert lines[-1].details[0].startswith("the last of 52 more")
    assert lines[-1].cells[0] == "1,150,000"
    every = timeline_page(found, "x", all_rows=True).grids[0].lines
    assert len(every) == 252
    assert every[1].details[0].count("granted (+1)") == 5


def test_a_day_on_which_much_happens_names_the_statement() -> None:
    grants = "\n".join(f"- {{id: s{n}, kind: shares, holder: H, shares: {n}}}" for n in range(1, 6))
    found = told(grants + DEBT.replace("2001-02-01", "2002-02-01"))
    assert why_text(found.moments[2]) == (
        "statement of 1,150,000 outstanding (+150,000); 5 in the stated count (-15); "
        "interest accrued (+1,416)"
    )
    assert change_text(found.moments[2].changes[1]) == "s1: in the stated count (-1)"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (5000, 5000, "+5,000"),
        (-5000, -5000, "-5,000"),
        (0, None, "≥ 0"),
        (None, -7, "≤ -7"),
        (-7, 1000, "-7 to +1,000"),
        (None, None, "not known"),
    ],
)
def test_steps_are_shown_with_their_sign(low: Any, high: Any, text: str) -> None:
    from equitycalc.bounds import Between

    assert step_text(Between(low, high), count_text) == text


def test_no_step_is_not_known() -> None:
    assert step_text(None, count_text) == "not known"


def test_a_chart_stands_beside_the_answer(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    chart = tmp_path / "chart.svg"
    run = in_process("timeline", "--price", "0.08", "--plot", str(chart))
    assert (run.status, run.err) == (0, "")
    text = chart.read_text(encoding="utf-8")
    for word in ("Treasury stock", "Outstanding", "Issued since and rights", "filing due"):
        assert word in text
    empty = tmp_path / "empty.svg"
    asked = ("--from", "2010-01-01", "--to", "2010-02-01")
    assert in_process("timeline", *asked, "--plot", str(empty)).status == 0
    assert empty.stat().st_size > 0
