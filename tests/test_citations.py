"""The checks of citations: what they find in documents of our own, and in the real ones.

The real documents are not part of the project; where they are not at hand, what needs them is
skipped. ``documents/ledger.yaml`` cites the documents beside it, rightly; what is wrong stands in
``bad_checks``.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equitycalc import scalars
from equitycalc.checks import following
from equitycalc.checks.citations import citation_out_of_range, citation_without_figure
from equitycalc.checks.cited import citations
from equitycalc.checks.pages import Lines, Pages, ranges_of
from equitycalc.checks.review import check
from equitycalc.checks.stated import TERMS, keys_as_printed, number
from equitycalc.checks.subject import Subject
from equitycalc.checks.worked import workings
from equitycalc.events import KINDS_OF_EVENT, parse_amount, parse_shares
from equitycalc.printed import printed_in
from equitycalc.problems import LedgerErrors, Problem
from equitycalc.reading import ledger_of
from equitycalc.reading.cited import Documents
from equitycalc.registration_rights import RegistrationRights
from equitycalc.terms import KINDS, Schedule, Tranche
from equitycalc.written import Cites, Scalar
from running import ROOT

TESTS = Path(__file__).parent
OURS = TESTS / "documents"
REAL = ROOT.parent / "shared" / "documents"
LEDGER = ROOT / "data" / "agreements.yaml"

with_the_real_ones = pytest.mark.skipif(
    not REAL.is_dir(), reason="the documents of the ledger are not here"
)


def texts_of(folder: Path) -> Any:
    return Documents(str(folder)).lines


def found_in(ledger: str, texts: Any) -> list[Problem]:
    subject = Subject(ledger_of(ledger.encode(), "ledger.yaml"), texts)
    every = [*citation_out_of_range(subject), *citation_without_figure(subject)]
    return list({(each.path, each.message): each for each in every}.values())


def test_what_is_cited_rightly_is_silent() -> None:
    """Statements of another source, among them, are not looked for."""
    assert found_in((OURS / "ledger.yaml").read_text(), texts_of(OURS)) == []


def test_without_documents_nothing_is_looked_for() -> None:
    assert found_in((OURS / "ledger.yaml").read_text(), None) == []


# One grant, and a document of a few lines.


def grant(terms: str, *document: str, lines: str = "1-9", kind: str = "warrant") -> list[str]:
    """What is said of one grant of 2001-03-01 that cites a document of nine lines."""
    ledger = f"""
issuer: {{name: Example Corp.}}
agreements:
  - id: a
    date: 2001-03-01
    document: a.txt
    grants:
      - {{id: g, kind: {kind}, holder: Ada Lane, {terms}, lines: "{lines}"}}
"""
    padded = [*document, *[""] * 9][:9]
    return [
        ".".join(map(str, one.path[4:])) + f": {one.message}" + (f" ({one.help})" * bool(one.help))
        for one in found_in(ledger, {"a.txt": padded}.__getitem__)
    ]


RIGHT = "shares: 1_000_000, exercise_price: 0.04"


@pytest.mark.parametrize(
    "document",
    [
        "1,000,000 shares at $0.04",
        "One Million shares at four cents",
        "1000000 (one million) shares of.04 (four cents)",
        "1 million shares at 4 cents",
        "a million at $.04, of 11,000,000 at $10.04",
    ],
)
def test_a_figure_may_be_printed_in_any_way(document: str) -> None:
    assert grant(RIGHT, document) == []


@pytest.mark.parametrize(
    ("terms", "document", "kind"),
    [
        (
            "shares: 500, exercise_price: {}",
            "500 shares at one-tenth of one cent",
            "warrant",
        ),
        (
            "shares: 500, exercise_price: {}",
            "500 shares at one-tenth of one cent ($.001) a share",
            "warrant",
        ),
        ("rate: {}", "one-half of one percent", "finders_fee"),
        ("rate: {}", "one-half of one percent (0.5%)", "finders_fee"),
    ],
)
def test_a_part_of_a_unit_is_not_the_unit(terms: str, document: str, kind: str) -> None:
    right, wrong = ("0.5%", "1%") if kind == "finders_fee" else ("0.001", "0.01")
    assert grant(terms.format(right), document, kind=kind) == []
    (said,) = grant(terms.format(wrong), document, kind=kind)
    assert "does not stand on lines 1-9 of a.txt" in said


@pytest.mark.parametrize(
    "document",
    ["11,000,000 at $0.04", "1,000,000 at $10.04", "$1,000,000 at $0.04", "1,000,000% at $0.04"],
)
def test_another_figure_is_not_it(document: str) -> None:
    (said,) = grant(RIGHT, document)
    assert "does not stand on lines 1-9 of a.txt" in said


def test_a_figure_broken_over_two_lines_needs_both() -> None:
    document = ("One Million shares at", "four", "cents, through March 1,", "2003")
    terms = f"{RIGHT}, expires_on: 2003-03-01"
    assert grant(terms, *document, lines="1-4") == []
    assert grant(terms, *document, lines="1, 2-3, 4") == []
    (said,) = grant(terms, *document, lines="1-3")
    assert said == (
        "expires_on: expires_on 2003-03-01 does not stand on lines 1-3 of a.txt "
        "(expires_on 2003-03-01 stands on lines 3-4)"
    )


def test_a_unit_on_the_next_line_belongs_to_its_figure() -> None:
    assert grant("shares: 500, exercise_price: 0.10", "500 shares at ten", "cents", lines="1") == [
        "exercise_price: exercise_price 0.10 does not stand on line 1 of a.txt "
        '(exercise_price 0.10 stands on lines 1-2; line 1 prints "500")'
    ]


@pytest.mark.parametrize(
    ("price", "printed", "stands"),
    [("5", "a price of 5 a share", False), ("5", "a price of $5", True), ("500", "500", True)],
)
def test_a_small_whole_number_is_money_only_with_its_sign(
    price: str, printed: str, stands: bool
) -> None:
    said = grant(f"shares: 1_000_000, exercise_price: {price}", f"1,000,000 at {printed}")
    assert (said == []) == stands


def test_what_no_document_states_is_not_looked_for() -> None:
    terms = "shares: blank, exercise_price: {assumed: 0.25, because: of nothing}"
    assert grant(terms, "nothing at all") == []
    assert grant("shares: 0, exercise_price: blank", "nothing at all") == []


def test_a_minimum_is_looked_for_by_itself() -> None:
    terms = "shares: {at_least: 1_000_000}, exercise_price: blank"
    assert grant(terms, "a minimum of 1,000,000") == []
    (said,) = grant(terms, "a minimum of 100,000")
    assert said.startswith("shares.at_least: shares 1,000,000 does not stand")


@pytest.mark.parametrize(
    ("schedule", "document"),
    [
        ("start: 2001-03-01, every_months: 1, periods: 48", "monthly, over four years"),
        ("start: 2001-03-01, every_months: 3, periods: 8", "in eight quarterly parts"),
        ("start: 2001-04-01, every_months: 12, periods: 5", "April 1, 2001: each year, five"),
        ("start: 2001-03-01, every_months: 6, periods: 4", "four parts, every six months"),
    ],
)
def test_a_schedule_of_vesting_may_be_printed_in_any_way(schedule: str, document: str) -> None:
    terms = f"{RIGHT}, vesting: {{{schedule}}}"
    assert grant(terms, "1,000,000 shares at $0.04", document) == []
    told = grant(terms, "1,000,000 shares at $0.04")
    assert len(told) == schedule.count(":") - ("2001-03-01" in schedule)


# Where a problem is placed: at the figure, or at the lines.


def test_where_all_stands_elsewhere_the_lines_are_wrong() -> None:
    document = ("", "1,000,000 shares", "at $0.04")
    assert grant(RIGHT, *document, lines="7-8") == [
        "lines: shares 1,000,000 and exercise_price 0.04 do not stand on lines 7-8 of a.txt "
        "(shares 1,000,000 stands on line 2; exercise_price 0.04 stands on line 3)"
    ]


def test_where_one_stands_there_the_other_is_wrong() -> None:
    document = ("1,000,000 shares at $0.10", "2,000,000 shares at $0.04")
    assert grant(RIGHT, *document, lines="1") == [
        "exercise_price: exercise_price 0.04 does not stand on line 1 of a.txt "
        '(exercise_price 0.04 stands on line 2; line 1 prints "$0.10")'
    ]


def test_a_single_figure_is_wrong_where_another_stands_in_its_place() -> None:
    terms = "shares: 1_000_000"
    (said,) = grant(terms, "1,000,000", "2,000,000", lines="2", kind="shares")
    assert said.startswith("shares: ")
    (said,) = grant(terms, "1,000,000", "nothing", lines="2", kind="shares")
    assert said.startswith("lines: shares 1,000,000 does not stand on line 2 of a.txt")


def test_what_stands_nowhere_is_said_of_each_figure() -> None:
    assert grant(RIGHT, "nothing", lines="3") == [
        "shares: shares 1,000,000 does not stand on line 3 of a.txt",
        "exercise_price: exercise_price 0.04 does not stand on line 3 of a.txt",
    ]


def test_the_nearest_place_is_named() -> None:
    document = ["$0.04 for 1,000,000", "", "", "", "", "", "1,000,000", "$0.04", ""]
    (said,) = grant(RIGHT, *document, lines="5")
    assert said.endswith(
        "(shares 1,000,000 stands on line 7; exercise_price 0.04 stands on line 8)"
    )


# Figures that follow from factors.


FEE = "amount: 10500, price: blank"


@pytest.mark.parametrize(
    ("terms", "document"),
    [
        (f"{FEE}, worked_from: '3 x 3,500'", "$3,500 a month for three (3) months"),
        (f"{FEE}, worked_from: 3x3500", "3,500 per month; three month minimum"),
        (f"{FEE}, worked_from: 3  x   3500", "3,500 per month; three month minimum"),
        (f"{FEE}, worked_from: 3 times $3500", "$3,500 and 3"),
        (f"{FEE}, worked_from: three months of $3500", "$3,500, three months"),
        (f"{FEE}, worked_from: '10,000 + 500'", "$10,000 and $500"),
        (f"{FEE}, worked_from: '11,000 - 500'", "$11,000 less $500"),
        (f"{FEE}, worked_from: '21,000 / 2'", "$21,000, two"),
        (f"{FEE}, worked_from: '2 x 5,000 + 500'", "2 of $5,000, and $500"),
        (f"{FEE}, worked_from: '12,500 - 2 x 1,000'", "$12,500 without 2 of $1,000"),
        (f"{FEE}, worked_from: 10% of 105000", "ten percent of $105,000"),
        (f"{FEE}, instalments: 3, worked_from: '3 x 3,500'", "$3,500 for three months"),
        (
            f"{FEE}, payable_by: 2001-06-01, worked_from: '3 x 3,500; three (3) months'",
            "$3,500 for three (3) months",
        ),
    ],
)
def test_what_factors_make_is_not_looked_for(terms: str, document: str) -> None:
    assert grant(terms, document, kind="stock_fee") == []


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            "amount: 10600, price: blank, worked_from: '3 x 3,500'",
            'amount: amount 10,600 does not stand on lines 1-9 of a.txt, and "3 x 3,500" makes '
            '10,500 (lines 1-9 print "$3,500")',
        ),
        (
            f"{FEE}, worked_from: '3 x 3,600'",
            'worked_from: 3,600 of "3 x 3,600" does not stand on lines 1-9 of a.txt (lines',
        ),
        (
            "amount: 10600, price: 0.5, worked_from: '3 x 3,600; 10,600 of it'",
            'price: price 0.5 does not stand on lines 1-9 of a.txt, and "3 x 3,600" makes 10,800 '
            '(lines 1-9 print "$3,500")',
        ),
        (
            f"{FEE}, worked_from: '10,500 / 0'",
            "amount: amount 10,500 does not stand on lines 1-9 of a.txt, and does not follow from "
            '"10,500 / 0" (lines 1-9 print "$3,500")',
        ),
        (
            f"{FEE}, worked_from: '3 x 3,500 of 2001-03-01'",
            "amount: amount 10,500 does not stand on lines 1-9 of a.txt, and does not follow from "
            '"3 x 3,500 of 2001-03-01" (lines 1-9 print "$3,500")',
        ),
        (
            f"{FEE}, payable_by: 2001-07-01, worked_from: '3 x 3,500; three months'",
            "payable_by: payable_by 2001-07-01 does not stand on lines 1-9 of a.txt, and "
            '"three months" makes 2001-06-01',
        ),
        (
            f"{FEE}, payable_by: 2001-07-01, worked_from: '3 x 3,500'",
            "payable_by: payable_by 2001-07-01 does not stand on lines 1-9 of a.txt",
        ),
        (
            "amount: 1166.67, price: blank, worked_from: '3,500 / 3'",
            'amount: amount 1,166.67 does not stand on lines 1-9 of a.txt, and "3,500 / 3" makes '
            '3500/3 (lines 1-9 print "$3,500")',
        ),
        (
            f"{FEE}, worked_from: as agreed",
            'amount: amount 10,500 does not stand on lines 1-9 of a.txt (lines 1-9 print "$3,500")',
        ),
    ],
)
def test_what_factors_do_not_make(terms: str, said: str) -> None:
    found = grant(terms, "$3,500 for three months", kind="stock_fee")
    assert any(each.startswith(said) for each in found), found


@pytest.mark.parametrize(
    ("text", "makes"),
    [
        ("three (3) months", date(2001, 6, 1)),
        ("one year and 30 days", date(2002, 3, 31)),
        ("two weeks", date(2001, 3, 15)),
        ("second anniversary", date(2003, 3, 1)),
        ("one and one-half years", date(2002, 9, 1)),
        ("30 days after January 16, 2001", date(2001, 2, 15)),
        ("January 31, 2001 and one month", date(2001, 2, 28)),
        ("24 hours", date(2001, 3, 1)),
        ("one half day", None),
        ("a hundred million days", None),
        ("3,500 per month for 3 months", 10500),
        ("one half of 5", Fraction(5, 2)),
        ("February 30, 2001 x 5", None),
        ("5 (five) x 2", 10),
        ("3 x 3", 9),
    ],
)
def test_what_a_working_makes(text: str, makes: Any) -> None:
    assert [each.makes for each in workings(text, date(2001, 3, 1))] == [makes]


def test_periods_need_a_day_to_be_counted_from() -> None:
    assert [each.makes for each in workings("three months", None)] == [None]
    assert list(workings("as agreed; and so on", date(2001, 3, 1))) == []


def test_a_working_is_told_only_of_what_it_may_be_for() -> None:
    """Of the price that stands nowhere, nothing follows from what makes the amount, or a day."""
    terms = (
        "amount: 10500, price: 0.5, payable_by: 2001-06-01, worked_from: '3 x 3,500; three months'"
    )
    assert grant(terms, "$3,500 for three months", kind="stock_fee") == [
        'price: price 0.5 does not stand on lines 1-9 of a.txt (lines 1-9 print "$3,500")'
    ]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            "amount: 3500, worked_from: '3 x 3,500'",
            'worked_from: "3 x 3,500" makes 10,500, which is no figure of this grant (mend the '
            "figure that follows from it, such as amount 3,500, or the factors)",
        ),
        (
            "amount: {at_least: 3500}, worked_from: '3 x 3,500'",
            'worked_from: "3 x 3,500" makes 10,500, which is no figure of this grant (mend the '
            "figure that follows from it, such as amount 3,500, or the factors)",
        ),
        (
            "amount: 10500, worked_from: '3 x 3,500; three months'",
            'worked_from: "three months" makes 2001-06-01, which is no figure of this grant (mend '
            "the figure that follows from it or the factors)",
        ),
        (
            "amount: blank, worked_from: '3 x 3,500'",
            'worked_from: "3 x 3,500" makes 10,500, which is no figure of this grant (mend the '
            "figure that follows from it or the factors)",
        ),
    ],
)
def test_a_working_that_makes_no_figure_is_wrong(terms: str, said: str) -> None:
    """Though all figures stand on the lines: the amount is one of the factors."""
    assert grant(terms, "$3,500 for three months", kind="cash_fee") == [said]


@pytest.mark.parametrize(
    "terms",
    [
        "amount: 3500, price: blank, instalments: 3, worked_from: three months",
        "amount: 10500, price: 3, worked_from: '3 x 3,500; three months', "
        "payable_by: {assumed: 2001-06-01, because: it is the last of them}",
        "amount: 3500, price: blank, worked_from: '3,500 of it'",
        "amount: 3500, price: blank, granted_on: blank, worked_from: three months",
    ],
)
def test_a_working_may_make_what_is_assumed_or_a_figure_of_another_unit(terms: str) -> None:
    assert grant(terms, "$3,500 for three months at $3", kind="stock_fee") == []


def test_the_real_retainers_follow_from_their_factors() -> None:
    """A minimum that is one month of it stands on the lines as well, and contradicts them."""
    for amount, wrong in (("10500", "3500"), ("6000", "2000")):
        ledger = LEDGER.read_text().replace(f"at_least: {amount}", f"at_least: {wrong}")
        subject = Subject(ledger_of(ledger.encode(), "x"))
        idle = [each.text for one in citations(subject) for each in one.said().idle]
        assert idle == [f"3 x {int(wrong):,}"]


# Sorts of figures.


def test_every_term_that_is_a_figure_is_looked_for() -> None:
    parsers = {
        *(scalars.parse_count, scalars.parse_money, scalars.parse_price, scalars.parse_rate),
        *(scalars.parse_date, scalars.parse_instalments, scalars.parse_years, scalars.parse_split),
        *(parse_shares, parse_amount),
    }
    entries = (*KINDS.values(), *KINDS_OF_EVENT.values(), RegistrationRights, Tranche)
    figures = {
        name
        for entry in entries
        for name, hint in get_type_hints(entry, include_extras=True).items()
        for mark in marks(hint)
        if getattr(mark, "inner", mark).parse in parsers
    }
    assert figures == TERMS.keys() - {"form", "excepted_forms", "start"}
    assert TERMS.keys() - figures <= {"form", "excepted_forms", *Schedule._fields}


def marks(hint: Any) -> Iterator[Scalar | Cites]:
    for part in (hint, *get_args(hint)):
        for mark in getattr(part, "__metadata__", ()):
            if isinstance(mark, Scalar):
                yield mark


@pytest.mark.parametrize(
    ("sort", "printed"),
    [
        ("days", ["30 days", "thirty (30) days", "a 30-day period"]),
        ("days", ["fourteen days", "two weeks"]),
        ("months", ["12 months", "one year", "first anniversary"]),
        ("years", ["five years", "60 months", "fifth anniversary"]),
        ("every", ["quarterly", "every three months", "each quarter"]),
        ("parts", ["four months", "4 equal parts", "four weeks", "four years"]),
        ("count", ["the 40", "forty"]),
        ("money", ["$40", "forty dollars", "4000 cents"]),
        ("rate", ["12.5%", "twelve and one-half percent"]),
    ],
)
def test_each_of_a_sort_is_the_same(sort: Any, printed: list[str]) -> None:
    """What one way of printing is taken for, every other is too."""
    values = {"days": {"30 days": 30}.get(printed[0], 14), "months": 12, "years": 5, "every": 3}
    value: Any = values.get(sort, {"parts": 4, "count": 40, "money": 40}.get(sort))
    keys = number("it", sort, Decimal("0.125") if value is None else value, ()).keys
    for text in printed:
        assert any((each.kind, each.value) in keys for each in printed_in(text)), text
    if sort not in ("parts", "count", "every"):
        for text in printed:
            first = next(printed_in(text))
            assert set(keys_as_printed(first)) & set(keys), text


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("of 3", ["by 3", "three months", "$3", "3 weeks", "three (3) years", "3 days"]),
        ("three months", ["3 months", "one quarter year, three months"]),
        ("one year", ["12 months", "a one-year term"]),
        ("two weeks", ["14 days", "fourteen (14) days"]),
        ("14 days", ["two weeks"]),
        ("$0.04", ["four cents", ".04"]),
        ("8%", ["eight percent"]),
        ("May 23, 2000", ["5/23/00"]),
        ("24 hours", ["twenty-four hours"]),
        ("S-8", ["Form S-8"]),
    ],
)
def test_a_factor_is_found_in_each_way_to_print_it(text: str, same: list[str]) -> None:
    keys = keys_as_printed(next(printed_in(text)))
    for each in same:
        assert any((found.kind, found.value) in keys for found in printed_in(each)), each


# Lines.


@pytest.mark.parametrize(
    ("lines", "ranges"),
    [
        ("27", [(27, 27)]),
        ("28-31", [(28, 31)]),
        ("136-139,18-22", [(18, 22), (136, 139)]),
        ("1-2, 3, 4-9, 5", [(1, 9)]),
        ("28, 31-33", [(28, 28), (31, 33)]),
    ],
)
def test_ranges_that_touch_are_one(lines: str, ranges: list[tuple[int, int]]) -> None:
    assert list(ranges_of(lines)) == ranges


RANGES = st.tuples(st.integers(1, 12), st.integers(0, 4)).map(
    lambda pair: Lines(pair[0], pair[0] + pair[1])
)
PIECES = st.lists(st.sampled_from(["5,", "7,", "7", "7,\n", "nine\ncents,", "nine", "\n"]))


@given(pieces=PIECES, cited=st.lists(RANGES, min_size=1), line=st.integers(1, 15))
def test_pages_are_what_looking_through_them_finds(
    pieces: list[str], cited: list[Lines], line: int
) -> None:
    lines = " ".join(pieces).split("\n")
    pages, parts = Pages(lines), ranges_of(", ".join(map(str, cited)))
    text = "\n".join(lines)
    every = [
        (each, text.count("\n", 0, each.start) + 1, text.count("\n", 0, each.end) + 1)
        for each in printed_in(text)
    ]
    wanted = {line for part in cited for line in range(part.first, part.last + 1)}
    for value in (5, 7, 9, Fraction(9, 100)):
        keys: Any = [("count", value), ("money", value)]
        places = [(a, b) for each, a, b in every if (each.kind, each.value) in keys]
        assert pages.has(keys, parts) == any(
            wanted.issuperset(range(first, last + 1)) for first, last in places
        )
        near = pages.nearest(keys, line)
        if near is None:
            assert not places
        else:
            assert tuple(near) in places
            assert abs(near.first - line) == min(abs(first - line) for first, _ in places)
        for said in pages.alike(keys, parts):
            assert any(
                " ".join(text[each.start : each.end].split()) == said
                and wanted.issuperset(range(first, last + 1))
                for each, first, last in every
            )


def test_of_what_stands_there_each_is_told_once() -> None:
    document = "three (3) months, 3 months or four months"
    terms = "amount: blank, price: blank, payable_by: 2002-03-01, worked_from: twelve months"
    (said,) = [each for each in grant(terms, document, kind="stock_fee") if "twelve" in each[:20]]
    assert said.endswith('(lines 1-9 print "three (3) months", "3 months" and "four months")')


# What a ledger cites without a document, and documents that are not there.


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{id: a, date: 2001-03-01, document: no.txt}", ['"no.txt": not here']),
        ("{id: a, date: 2001-03-01, document: no.txt, lines: 1-9}", ['"no.txt": not here']),
        (
            "{id: a, date: 2001-03-01, document: no.txt, grants: [{id: g, kind: finders_fee, "
            "rate: 8%, lines: 4}]}",
            ['"no.txt": not here'],
        ),
        (
            "{id: a, date: 2001-03-01, document: one.txt, conflicts: [{about: it, statements: "
            "[{says: 5%, source: a report, lines: 9}, {says: 2001-03-01, lines: 1}]}]}",
            [],
        ),
        (
            "{id: a, date: 2001-03-01, document: one.txt, grants: [{id: g, kind: finders_fee, "
            "rate: 8%}]}",
            [],
        ),
        ("{id: a, date: 2001-03-01, lines: 1-9}", ["no document is named for lines 1-9"]),
        ("{id: a, date: 2001-03-01}", []),
        ("{id: a, date: 2001-03-01, document: empty.txt}", []),
        (
            "{id: a, date: 2001-03-01, document: empty.txt, lines: 1}",
            ["empty.txt has 0 lines, and no line 1"],
        ),
        (
            "{id: a, date: 2001-03-01, document: one.txt, lines: 1-2}",
            ["one.txt has 1 line, and no line 2"],
        ),
        ("{id: a, date: 2001-03-01, document: one.txt, lines: 1}", []),
    ],
)
def test_documents_and_lines_that_there_are_not(entry: str, said: list[str]) -> None:
    texts: dict[str, Any] = {"no.txt": "not here", "empty.txt": [], "one.txt": ["March 1, 2001"]}
    ledger = f"issuer: {{name: X}}\nas_of: 2001-03-01\nagreements:\n  - {entry}\n"
    assert [one.message for one in found_in(ledger, texts.__getitem__)] == said


def test_either_check_says_that_there_is_no_document(tmp_path: Path) -> None:
    """A folder that is not the right one has none of them: nothing was looked for."""
    ledger = ledger_of((OURS / "ledger.yaml").read_bytes(), "x")
    (tmp_path / "consultng.txt").write_text("nothing", "utf-8")
    (tmp_path / "notes").mkdir()
    every = ["citation-out-of-range", "citation-without-figure"]
    for only in (every[:1], every[1:], every):
        found = check(ledger, only=only, documents=texts_of(tmp_path))
        assert {each.name for each in found} == {only[0]}
        said = {each.message for each in found}
        assert said == {
            f'"{name}": there is no such document in the folder'
            for name in ("consulting.txt", "note.txt", "notices.txt")
        }
        (near,) = {each.help for each in found} - {None}
        assert near == 'did you mean "consultng.txt"?'


def test_each_document_is_read_once() -> None:
    asked: list[str] = []
    read = texts_of(OURS)

    def texts(name: str) -> Any:
        asked.append(name)
        return read(name)

    subject = Subject(ledger_of((OURS / "ledger.yaml").read_bytes(), "ledger.yaml"), texts)
    assert list(citation_without_figure(subject)) == []
    assert sorted(asked) == ["consulting.txt", "note.txt", "notices.txt"]
    again = Documents(str(OURS))
    assert again.lines("note.txt") is again.lines("note.txt")


# Mutations: whatever figure of a ledger is changed by a digit, or cites other lines, is reported.

FIGURE = re.compile(
    r"\b(?:shares|exercise_price|price|amount|principal|rate|interest_rate|conversion_price|date"
    r"|expires_on|matures_on|closing_date|days_to_file|days_to_effectiveness|years_registered"
    r"|notice_days|answer_days|excepted_forms|instalments|worked_from|on|start|every_months"
    r"|periods|cliff_months|market_price|new|old|value|says):\s*(?P<value>\{at_least: [0-9_]+"
    r"|\{value: (?:\[[^]]*\]|[^,]*)|\"[^\"]*\"|[^\s{][^,}\n]*)"
)
SOURCED = re.compile(r"as_of: .*\n\s+shares: .*|[a-z_]+: \{assumed: [^}]*\}|says: .*\n?\s+source")


def stated_digits(ledger: str) -> Iterator[int]:
    """Where the digits of figures stand that are cited and stated outright."""
    spared = {at for each in SOURCED.finditer(ledger) for at in range(*each.span())}
    for found in FIGURE.finditer(ledger):
        value = found["value"].split(", ")[0] if "says:" in found[0] else found["value"]
        for at in range(found.start("value"), found.start("value") + len(value)):
            if ledger[at] in "0123456789" and at not in spared:
                yield at


def reported(ledger: str, texts: Any) -> bool:
    """Whether anything is wrong: as it is read, or with its citations."""
    try:
        return bool(found_in(ledger, texts))
    except LedgerErrors:
        return True


def with_digit(ledger: str, at: int) -> str:
    """The ledger with a digit one higher, 9 becoming 1: no zero is put in front of a number."""
    return ledger[:at] + str(int(ledger[at]) % 9 + 1) + ledger[at + 1 :]


LINES = re.compile(r'(?<=lines: )"?[0-9][0-9, -]*')


def shifted(ledger: str, found: re.Match[str], by: int) -> str:
    moved = re.sub("[0-9]+", lambda number: str(int(number[0]) + by), found[0])
    return ledger[: found.start()] + moved + ledger[found.end() :]


def line_at(ledger: str, at: int) -> int:
    return ledger.count("\n", 0, at) + 1


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are read once for all of many ledgers."""
    pages: dict[int, Pages] = {}

    def pages_of(lines: list[str]) -> Pages:
        if id(lines) not in pages:
            pages[id(lines)] = Pages(lines)
        return pages[id(lines)]

    monkeypatch.setattr(following, "Pages", pages_of)


@pytest.mark.usefixtures("read_once")
def test_whatever_digit_of_ours_is_changed_is_reported() -> None:
    ledger, texts = (OURS / "ledger.yaml").read_text(), texts_of(OURS)
    digits = list(stated_digits(ledger))
    assert len(digits) > 150
    missed = [line_at(ledger, at) for at in digits if not reported(with_digit(ledger, at), texts)]
    assert missed == []


@with_the_real_ones
@pytest.mark.usefixtures("read_once")
def test_whatever_digit_of_the_real_ledger_is_changed_is_reported() -> None:
    ledger, texts = LEDGER.read_text(), texts_of(REAL)
    digits = list(stated_digits(ledger))
    assert len(digits) > 100
    missed = [line_at(ledger, at) for at in digits if not reported(with_digit(ledger, at), texts)]
    assert missed == []


@with_the_real_ones
@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("by", [40, 100])
def test_whatever_lines_of_the_real_ledger_are_moved_is_reported(by: int) -> None:
    """But of those cited for words, or for what the document leaves blank."""
    ledger, texts = LEDGER.read_text(), texts_of(REAL)
    subject = Subject(ledger_of(ledger.encode(), "x"), texts)
    cited = [each for each in citations(subject) if each.lines is not None]
    found = list(LINES.finditer(ledger))
    assert len(found) == len(cited)
    with_figures = [each for each in cited if each.said().figures or each.said().factors]
    assert len(with_figures) == 25
    missed = [each[0] for each in found if not reported(shifted(ledger, each, by), texts)]
    words = [each.lines for each in cited if each not in with_figures]
    assert {each.strip('"') for each in missed} <= set(words)
