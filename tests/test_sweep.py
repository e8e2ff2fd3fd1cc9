"""Sweeps: every point against the answer to the question by itself, and what people meet."""

import csv
import io
import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from rich.console import Console

from equitycalc import QuestionErrors, read_ledger
from equitycalc.overrides import Assumption, supply
from equitycalc.questions import Question, answer_of
from equitycalc.ranges import parse_spread
from equitycalc.reading import ledger_of
from equitycalc.rendering.as_table import print_page
from equitycalc.rendering.sweep_page import sweep_page
from equitycalc.sweeps import Sweep, sweep
from equitycalc.terms import Ledger, Warrant
from equitycalc.written import terms_of
from ledgers import COUNTS, DAYS, MONEY, PRICES, events_of, ledgers, text_of
from running import ROOT, equitycalc, heeds_ctrl_c, in_process
from test_cli import assert_transcript

LEDGER = ROOT / "data" / "agreements.yaml"
D = Decimal
CLOSED = ("--assume", "debenture.principal=500000", "--assume", "bridge-loan-shares.shares=0")

_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "shares": COUNTS,
    "principal": MONEY,
    "amount": MONEY,
    "exercise_price": PRICES,
    "conversion_price": PRICES,
    "price": PRICES,
    "granted_on": DAYS,
    "expires_on": DAYS,
    "at": st.sampled_from(["market_price", "conversion_price"]),
    "interest_rate": st.sampled_from(["0%", "8%"]),
}


@st.composite
def swept(draw: st.DrawFn) -> tuple[Ledger, dict[str, list[str]], list[str]]:
    ledger = draw(ledgers())
    grants = [grant for each in ledger.agreements for grant in each.grants]
    assume(grants)
    if draw(st.booleans()):
        ledger = draw(events_of(ledger))
    over: dict[str, list[str]] = {}
    for _ in range(draw(st.integers(0, 2))):
        grant = draw(st.sampled_from(grants))
        term = draw(st.sampled_from([each for each in terms_of(type(grant)) if each in _VALUES]))
        values = st.lists(_VALUES[term].map(text_of), min_size=1, max_size=3)
        over[f"{grant.id}.{term}"] = draw(values)
    least = 0 if over else 1
    prices = draw(st.lists(PRICES.map(text_of), min_size=least, max_size=2 if len(over) < 2 else 1))
    return ledger, over, prices


@given(swept(), DAYS, st.booleans(), st.booleans())
def test_every_point_is_the_answer_to_the_question_by_itself(
    asked: tuple[Ledger, dict[str, list[str]], list[str]],
    as_of: date,
    include_expired: bool,
    signed_only: bool,
) -> None:
    ledger, over, prices = asked
    question = Question(as_of=as_of, include_expired=include_expired, signed_only=signed_only)
    expected: list[Any] = []
    named = [name.partition(".") for name in over]
    market_prices: list[Any] = list(map(D, prices)) or [None]
    try:
        for values in product(*over.values()):
            assumed = tuple(
                Assumption(grant, term, value, pro_forma=True)
                for (grant, _, term), value in zip(named, values, strict=True)
            )
            supplied = supply(ledger, assumed)
            for price in market_prices:
                found = answer_of(supplied, question._replace(market_price=price))
                expected.append((price, values, found.totals))
    except QuestionErrors:
        event("does not fit")
        with pytest.raises(QuestionErrors):
            swept_by(ledger, over, prices, as_of, include_expired, signed_only)
        return
    found_all = swept_by(ledger, over, prices, as_of, include_expired, signed_only)
    assert [tuple(point) for point in found_all.points()] == expected
    assert found_all.size == len(expected)


def swept_by(
    ledger: Ledger,
    over: dict[str, list[str]],
    prices: list[str],
    as_of: date,
    include_expired: bool,
    signed_only: bool,
) -> Sweep:
    return sweep(
        ledger,
        over=over,
        price=prices or None,
        as_of=as_of,
        include_expired=include_expired,
        signed_only=signed_only,
    )


def test_points_by_hand() -> None:
    """Rost's warrants: 2,500,000 at 0.04, as many at 0.10; at 0.08 half of the first come back."""
    found = sweep(read_ledger(LEDGER), price="0.04:0.12:0.04", assume={"debenture.principal": "0"})
    told: list[object] = []
    for point in found.points():
        money, stock = point.totals["in_the_money"], point.totals["treasury_stock"]
        assert money is not None and stock is not None
        rights = money.figures.rights.low, stock.figures.rights.low
        told.append((point.market_price, *rights, stock.figures.proceeds.low))
    assert told == [
        (D("0.04"), 0, 0, 0),
        (D("0.08"), 2_500_000, 1_250_000, 100_000),
        (D("0.12"), 5_000_000, 5_000_000 - Fraction(35_000_000, 12), 350_000),
    ]


def test_a_term_that_the_agreement_states_is_swept_too() -> None:
    found = sweep(read_ledger(LEDGER), over={"rost-warrant-a.shares": [0, 1_000_000]}, price="0.08")
    stock = [point.totals["treasury_stock"] for point in found.points()]
    assert [each and each.figures.rights.low for each in stock] == [0, 500_000]


def test_a_grid_goes_through_its_last_range_first() -> None:
    over = {"debenture.principal": "1,2", "debenture.conversion_price": "0.5,0.25"}
    found = sweep(read_ledger(LEDGER), over=over, price=D("0.08"))
    terms = [(*point.terms, str(point.market_price)) for point in found.points()]
    assert terms == [(*both, "0.08") for both in product("12", ("0.5", "0.25"))]
    assert list(found.points())[3] == found.point((1, 1, 0))


def test_events_of_other_grants_do_not_matter() -> None:
    path = ROOT / "tests" / "transcripts" / "registered.yaml"
    ledger = read_ledger(path)
    assert ledger.events
    for agreement in ledger.agreements:
        for grant in agreement.grants:
            if "shares" in terms_of(type(grant)):
                name = f"{grant.id}.shares"
                assert sweep(ledger, over={name: "100_000_000:300_000_000:100_000_000"}).size == 3


def test_a_split_changes_a_swept_grant_too() -> None:
    ledger = ledger_of(
        AT_MARKET.replace(b"exercise_price: 7", b"exercise_price: 7\n    adjusts: yes")
        + b"events: [{kind: split, date: 2020-06-01, new: 2, old: 1, round: down}]\n",
        "x",
    )
    found = sweep(ledger, over={"perhaps.shares": "10,20"})
    tops = [
        total.figures.rights.high - found.curve.bases(None).fully_diluted.rights.high
        for point in found.points()
        if (total := point.totals["fully_diluted"]) is not None
    ]
    assert tops == [20, 40]


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        sweep(read_ledger(LEDGER), price=[0.1])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0.01:0.04:0.01", ["0.01", "0.02", "0.03", "0.04"]),
        ("0.1:0.35:0.1", ["0.1", "0.2", "0.3"]),
        ("5:5:1", ["5"]),
        ("0:1_000_000:500_000", ["0", "500000", "1000000"]),
        ("0.1:0.3:0.05", ["0.10", "0.15", "0.20", "0.25", "0.30"]),
        ("5%:6%:0.5%", ["5.0%", "5.5%", "6.0%"]),
        ("0.02,0.04, 0.1", ["0.02", "0.04", "0.1"]),
        ("2001-01-01,2001-06-30", ["2001-01-01", "2001-06-30"]),
        ("shares", ["shares"]),
    ],
)
def test_ranges_and_lists(text: str, values: list[str]) -> None:
    spread = parse_spread(text)
    assert list(spread.texts()) == values
    assert spread.size == len(values)


@given(st.integers(0, 10**6), st.integers(0, 10**4), st.integers(1, 10**3), st.integers(0, 4))
def test_a_range_has_every_step_from_its_start_and_none_beyond_its_stop(
    start: int, more: int, step: int, places: int
) -> None:
    first, last, apart = (D(each).scaleb(-places) for each in (start, start + more, step))
    values = [D(text) for text in parse_spread(f"{first:f}:{last:f}:{apart:f}").texts()]
    assert values == [first + apart * index for index in range(len(values))]
    assert values[-1] <= last < values[-1] + apart


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("sweep", shlex.join(["sweep", "--price", "0.01:0.20:0.01", *CLOSED])),
        ("sweep-open", "sweep --price 0.02,0.04,0.1"),
        ("sweep-over", "sweep --over debenture.principal=0:1000000:250000"),
        (
            "sweep-grid",
            "sweep --over debenture.principal=250000,500000 --over "
            "debenture.conversion_price=0.005:0.02:0.005 --price 0.08",
        ),
        ("sweep-markdown", "sweep --price 0.05,0.15 --format markdown"),
        ("sweep-json", "sweep --price 0.05:0.15:0.05 --format json"),
        ("sweep-jsonl", "sweep --over rost-warrant-a.shares=0:2:1 --format jsonl"),
        ("sweep-csv", "sweep --price 0.05,0.15 --format csv"),
    ],
)
def test_transcript(name: str, command: str) -> None:
    run = equitycalc(*shlex.split(command))
    assert (run.status, run.err) == (0, "")
    assert_transcript(name, f"equitycalc {command}", run.out)


def drawn(found: Sweep, width: int) -> str:
    text = io.StringIO()
    console = Console(file=text, width=width, force_terminal=True, color_system=None)
    print_page(sweep_page(found, found.points(), "data/agreements.yaml"), console)
    return "\n".join(line.rstrip() for line in text.getvalue().split("\n"))


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("sweep", {"price": "0.01:0.20:0.01"}),
        (
            "sweep-grid",
            {"over": {"debenture.principal": "0,1", "rost-warrant-a.shares": "0,1"}},
        ),
        (
            "sweep-sparks",
            {"over": {"debenture.principal": "0:1000000:250000"}, "price": "0.005:0.02:0.001"},
        ),
    ],
)
def test_transcript_of_a_terminal(name: str, asked: dict[str, Any], width: int) -> None:
    found = sweep(read_ledger(LEDGER), **asked)
    assert_transcript(
        f"terminal-{name}-{width}",
        f"equitycalc sweep  # {asked}, in a terminal of {width} columns",
        drawn(found, width),
    )


def test_the_formats_say_the_same() -> None:
    asked = ("sweep", "--price", "0.01:0.2:0.01", "--over", "debenture.principal=0,5")
    whole = json.loads(in_process(*asked, "--format", "json").out)
    lines = in_process(*asked, "--format", "jsonl").out.splitlines()
    rows = list(csv.DictReader(io.StringIO(in_process(*asked, "--format", "csv").out)))
    assert whole["points"] == [json.loads(line) for line in lines]
    assert len(rows) == len(lines) == 40
    for row, point in zip(rows, whole["points"], strict=True):
        assert row["market_price"] == point["market_price"]
        assert row["debenture.principal"] == point["terms"]["debenture.principal"]
        for basis, total in point["totals"].items():
            for figure, number in total.items():
                assert row[f"{basis}_{figure}"] == str(number["value"])
                assert row[f"{basis}_{figure}_bound"] == number["bound"]
    assert (whole["breakpoints"], whole["between"]) == ([], [])
    assert whole["outstanding_now"] is None


def test_many_points_and_breakpoints_are_cut_on_a_page() -> None:
    ledger = many(100)
    found = sweep(ledger, price="1:300:1")
    page = sweep_page(found, found.points(), "x")
    assert [len(grid.lines) for grid in page.grids] == [200, 200, 41]
    assert page.grids[2].lines[-1].label == "and 61 more"
    assert "the first 200 of 300 points" in page.lists[0][1][0]
    whole = sweep_page(found, found.points(), "x", all_rows=True)
    assert [len(grid.lines) for grid in whole.grids] == [300, 300, 101]


def many(count: int) -> Ledger:
    ledger = read_ledger(LEDGER)
    grants = tuple(
        Warrant(id=f"w{n}", holder="H", shares=10, exercise_price=D(n)) for n in range(1, count + 1)
    )
    return replace(ledger, agreements=(replace(ledger.agreements[0], grants=grants),))


def test_without_a_statement_there_is_no_dilution_and_no_curve() -> None:
    ledger = ledger_of(
        b"""
issuer: {name: X}
as_of: 2020-01-01
agreements:
- id: a
  date: 2020-01-01
  grants: [{id: w, kind: warrant, holder: H, shares: 1, exercise_price: 1}]
""",
        "x",
    )
    found = sweep(ledger, price="1,2")
    page = sweep_page(found, found.points(), "x")
    assert page.drawing == ()
    assert {cell for line in page.grids[1].lines for cell in line.cells} == {"not known"}


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_points_stream(format: str, tmp_path: Path) -> None:
    """The first points are there long before the last: whoever reads may stop."""
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "equitycalc",
            "sweep",
            "--price",
            "0.01:9999:0.01",
            "--format",
            format,
        ],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        running.stdout.close()
        assert running.wait(timeout=60) in (-signal.SIGPIPE, 141)


def in_terminal(*arguments: str, stop: bytes | None = None) -> tuple[int, str]:
    """Run with a terminal as standard error; where ``stop`` appears there, press Ctrl-C."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, "-m", "equitycalc", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        cwd=ROOT,
        env=environment,
        preexec_fn=heeds_ctrl_c,
    ) as running:
        os.close(theirs)
        seen = b""
        for chunk in read_all(ours):
            seen += chunk
            if stop is not None and stop in seen:
                running.send_signal(signal.SIGINT)
                stop = None
        return running.wait(timeout=60), seen.decode()


def read_all(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            chunk = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            return
        if not chunk:
            return
        yield chunk


def test_long_work_shows_its_progress_and_stops_cleanly(tmp_path: Path) -> None:
    to = tmp_path / "points.jsonl"
    status, seen = in_terminal(
        "sweep", "--price", "0.01:90000:0.01", "--format", "jsonl", "-o", str(to), stop=b" points"
    )
    assert status == 130
    assert re.search(r"\r\x1b\[K[0-9,]+ of 9,000,000 points, 0%", seen)
    assert seen.endswith("\r\x1b[K")
    assert "Traceback" not in seen
    assert list(tmp_path.iterdir()) == []


def test_short_work_says_nothing_on_the_way() -> None:
    assert in_terminal("sweep", "--price", "0.01,0.1") == (0, "")


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize(
    "asked",
    [
        ("--price", "0.01:0.20:0.01"),
        ("--price", "0.2,0.1"),
        ("--price", "0.1"),
        ("--over", "debenture.principal=0:1000000:50000", "--price", "0.08"),
        ("--over", "rost-warrant-a.expires_on=2000-12-31,2001-12-31"),
        ("--over", "debenture.paid_in=cash,shares", *CLOSED),
        ("--over", "debenture.principal=0:9000:1000", "--price", "0.005:0.02:0.001"),
    ],
)
def test_a_chart_is_the_same_twice(kind: str, asked: tuple[str, ...], tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    charts = []
    for name in ("a", "b"):
        path = tmp_path / f"{name}.{kind}"
        run = in_process("sweep", *asked, "--plot", str(path), "-o", str(tmp_path / "table"))
        assert (run.status, run.err) == (0, "")
        charts.append(path.read_bytes())
    assert charts[0] == charts[1]
    assert charts[0].startswith(b"<svg" if kind == "svg" else b"\x89PNG")


def test_a_chart_names_its_axes_units_and_breakpoints(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    path = tmp_path / "chart.svg"
    in_process("sweep", "--price", "0.01:0.20:0.01", "--plot", str(path))
    words = set(re.findall(r">([^<>]+)</", path.read_text("utf-8")))
    assert words >= {
        "The Auxer Group, Inc. (AXGI)",
        "common stock as of 2001-01-16, by market price 0.01 to 0.20",
        "at least, because open: bridge-loan-shares.shares, debenture.principal",
        "Market price (money a share)",
        "Dilution (% of all shares), at least",
        "0.01 debenture",
        "0.04 rost-warrant-a",
        "0.10 rost-warrant-b",
        "Fully diluted",
        "In the money",
        "Treasury stock",
    }
    width = float(re.findall(r'width="([0-9.]+)"', path.read_text("utf-8"))[0])
    assert 500 < width < 620  # printed at 16 cm, its letters of 12 are 8.8 points or more


def test_without_the_library_a_chart_is_refused_before_anything_is_computed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    path = tmp_path / "chart.svg"
    run = in_process("sweep", "nowhere.yaml", "--price", "1", "--plot", str(path))
    assert (run.status, run.out) == (2, "")
    assert "--plot: error[no-plot-library]: nothing that draws charts is installed" in run.err
    assert 'help: run pip install "equitycalc[plot]"' in run.err
    assert not path.exists()


def test_more_than_ten_million_points_are_told_before_computing() -> None:
    run = in_process("sweep", "nowhere.yaml", "--price", "0.01:100000.01:0.01")
    assert run.status == 2
    assert "error[too-many-points]: 10,000,001 points" in run.err
    run = in_process("sweep", "nowhere.yaml", "--price", "0.01:100000.01:0.01", "--yes")
    assert "nowhere.yaml" in run.err and "too-many-points" not in run.err
    run = in_process("sweep", "nowhere.yaml", "--price", "0.01:100000:0.01")
    assert "nowhere.yaml" in run.err and "too-many-points" not in run.err


AT_MARKET = b"""
issuer: {name: "Example, Inc."}
as_of: 2021-01-01
agreements:
- id: a
  date: 2020-01-01
  grants:
  - id: debt
    kind: convertible_debenture
    holder: H
    principal: {at_least: 365000}
    interest: {rate: 10%, day_count: actual/365, paid_in: shares, at: market_price}
    conversion_price: 10
  - id: either
    kind: option
    holder: H
    shares: 300
    exercise_price: blank
  - id: perhaps
    kind: option
    holder: H
    shares: 300
    exercise_price: 7
    expires_on: blank
"""


@pytest.mark.parametrize(
    "asked",
    [
        ("-", "--price", "0.3,7,8,20"),
        ("-", "--over", "debt.principal=0,400000", "--price", "3"),
        ("--price", "0.07,0.15"),
        ("--over", "debenture.principal=0,1", "--over", "rost-warrant-a.expires_on=2001-12-31"),
    ],
)
def test_an_answer_is_as_the_schema_has_it(asked: tuple[str, ...]) -> None:
    schema = json.loads((ROOT / "src/equitycalc/schemas/sweep.schema.json").read_text("utf-8"))
    Draft7Validator.check_schema(schema)
    run = in_process("sweep", *asked, "--format", "json", stdin=AT_MARKET)
    answer = json.loads(run.out)
    found = list(Draft7Validator(schema).iter_errors(answer))
    assert not found, found
    apart = "--over" not in asked
    assert len(answer["between"]) == (len(answer["breakpoints"]) + 1 if apart else 0)
    answer["points"][0]["totals"]["fully_diluted"]["shares"] = 5
    assert list(Draft7Validator(schema).iter_errors(answer))


def test_interest_at_the_market_price_is_told_beside_the_breakpoints() -> None:
    found = sweep(ledger_of(AT_MARKET, "x"), price="7,8")
    page = sweep_page(found, found.points(), "x")
    assert any(note.startswith("debt: its interest is paid in shares") for note in page.lists[0][1])
    run = in_process("sweep", "-", "--price", "7,8", "--format", "json", stdin=AT_MARKET)
    assert json.loads(run.out)["varying"] == ["debt"]


@pytest.mark.parametrize(("encoding", "drawn"), [("utf-8", True), ("cp437", False)])
def test_a_curve_is_drawn_where_all_its_signs_can_be_written(encoding: str, drawn: bool) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "equitycalc", "sweep", "--price", "0.01:0.20:0.01"],
        capture_output=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": encoding, "FORCE_COLOR": "1", "COLUMNS": "100"},
        check=True,
    )
    out = run.stdout.decode(encoding)
    assert ("▁" in out or "▄" in out) == drawn
    assert "?" not in out
