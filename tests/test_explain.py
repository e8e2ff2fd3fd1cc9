"""Explanations of known figures, worked by hand; transcripts; documents; what cannot be explained.

``EQUITYCALC_UPDATE=1 pytest tests/test_explain.py`` writes the transcripts anew; read the
difference.
"""

import csv
import io
import json
import os
import shlex
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from equitycalc import read_ledger
from equitycalc.bounds import exactly
from equitycalc.engine import BASES, formulas
from equitycalc.engine.formulas import WRITTEN
from equitycalc.explaining.tree import Node, Source
from equitycalc.explanations import explain
from equitycalc.problems import QuestionErrors
from equitycalc.reading import ledger_of
from equitycalc.reading.cited import Documents
from equitycalc.rendering.as_text import text_lines
from equitycalc.rendering.explain_page import explain_page
from explained import assert_every_formula_holds, evaluated, nodes
from running import ROOT, equitycalc, in_process

TRANSCRIPTS = Path(__file__).parent / "transcripts"
LEDGER = ROOT / "data" / "agreements.yaml"
LIVES = Path(__file__).parent / "explain" / "lives.yaml"


def found(root: Node, *labels: str) -> Node:
    """The first node down a path of labels, each somewhere below the one before it."""
    for label in labels:
        root = next(each for each in nodes(root) if each.label == label)
    return root


def test_a_warrant_by_treasury_stock() -> None:
    """2,500,000 x 0.04 = 100,000; / 0.08 = 1,250,000; 2,500,000 - 1,250,000 = 1,250,000."""
    root = explain(read_ledger(LEDGER), "rost-warrant-a", price="0.08").root
    assert root.value == exactly(Fraction(1_250_000))
    assert found(root, "assumed_proceeds").value == exactly(Decimal("100000.00"))
    assert found(root, "repurchased_shares").value == exactly(Fraction(1_250_000))
    assert found(root, "exercise_price").source == Source("000_373140b0fecc58f1.txt", "28-31")
    assert "0.04 is below 0.08" in root.notes


def test_a_debenture_with_interest() -> None:
    """500,000 x 8% x 165 / 365 = 18,082.19...; (500,000 + it) / 0.01 = 51,808,219 whole shares."""
    given = {"debenture.principal": "500000"}
    root = explain(read_ledger(LEDGER), "debenture", as_of="2001-06-30", assume=given).root
    assert root.value == exactly(51_808_219)
    assert found(root, "days").value == 165
    assert found(root, "years").value == exactly(Fraction(165, 365))
    assert found(root, "interest").value == exactly(Fraction(500_000 * 8 * 165, 36_500))
    assert found(root, "of_principal").value == exactly(50_000_000)
    assert found(root, "principal").notes == ("supplied with --assume",)
    assert any("day_count assumed by the ledger" in each for each in found(root, "days").notes)


SUPPLIED = {"debenture.principal": "500000"}


def test_the_terms_that_make_shares_of_interest_say_who_assumed_them() -> None:
    ledger = read_ledger(LEDGER)
    made = explain(ledger, "debenture", as_of="2001-06-30", assume=SUPPLIED)
    said = found(made.root, "of_interest").notes
    assert [each.partition(":")[0] for each in said] == [
        "paid_in assumed by the ledger",
        "at assumed by the ledger",
    ]
    debt = found(made.beside[1], "of_interest")
    assert debt.notes[0].startswith("paid_in assumed by the ledger")
    at_market = SUPPLIED | {"debenture.at": "market_price"}
    root = explain(ledger, "debenture", as_of="2001-06-30", price="0.07", assume=at_market).root
    price = found(root, "of_interest", "market_price")
    assert (price.source, price.notes) == (
        Source(says="the price asked for"),
        ("at supplied with --assume",),
    )


def a_note(interest: str, as_of: str = "2004-01-01") -> Any:
    return ledger_of(
        f"{{issuer: {{name: E}}, as_of: {as_of}, agreements: [{{id: a, date: 2001-01-01, grants: "
        "[{id: n, kind: convertible_debenture, holder: Ada, principal: 5000, conversion_price: 1, "
        f"interest: {{{interest}}}}}]}}]}}".encode(),
        "note.yaml",
    )


@pytest.mark.parametrize(
    ("paid_in", "said"),
    [
        ("paid_in: cash", ("paid_in is cash: interest takes no shares",)),
        (
            "paid_in: {assumed: cash, because: so it was}",
            (
                "paid_in is cash: interest takes no shares",
                "paid_in assumed by the ledger: so it was",
            ),
        ),
        (
            "day_count: 30/360",
            (
                "no paid_in is stated: interest is owed in cash, and takes no shares; "
                "supply it with --assume n.paid_in=VALUE",
            ),
        ),
    ],
)
def test_interest_that_takes_no_shares_says_why(paid_in: str, said: tuple[str, ...]) -> None:
    count = "" if paid_in.startswith("day_count") else ", day_count: 30/360"
    ledger = a_note(f"rate: 8%, {paid_in}{count}")
    assert explain(ledger, "n").root.notes[1:-1] == said
    before = explain(ledger, "n", as_of="2001-01-01").root  # nothing has accrued
    assert before.notes[1:] == ("rounded down to whole shares",)


@pytest.mark.parametrize("term", ["rate", "day_count", "compounding", "accrues_from"])
def test_a_blank_that_leaves_interest_open_is_named(term: str) -> None:
    terms = {"rate": "8%", "day_count": "30/360", "paid_in": "shares"} | {term: "blank"}
    ledger = a_note(", ".join(f"{key}: {value}" for key, value in terms.items()))
    field = "interest_rate" if term == "rate" else term
    assert found(explain(ledger, "n").root, "interest_on_one").notes == (
        "at least: terms of some of the days are open",
        f"{field} blank in the document; supply it with --assume n.{field}=VALUE",
    )


def test_a_day_count_that_is_not_stated_is_named() -> None:
    root = explain(a_note("rate: 8%, paid_in: shares"), "n").root
    assert found(root, "interest").notes == (
        "open: no day count is stated; supply it with --assume n.day_count=VALUE",
    )


@pytest.mark.parametrize(
    ("rate", "as_of", "said"),
    [
        ("8%", "2101-01-01", None),
        ("8%", "2102-01-01", "at least: compounding is worked out for 100 years"),
        (
            "500%",
            "2020-01-01",
            "at least: compounding is worked out until simple interest would be 50 times the debt",
        ),
        (
            "9900%",
            "2102-01-01",
            "at least: compounding is worked out until simple interest would be 50 times the debt",
        ),
    ],
)
def test_compounding_that_is_not_worked_out_to_its_end_says_so(
    rate: str, as_of: str, said: str | None
) -> None:
    of = f"rate: {rate}, day_count: 30/360, paid_in: shares, compounding: annual"
    root = explain(a_note(of, as_of), "n").root
    notes = found(root, "interest_on_one").notes
    assert [each for each in notes if each.startswith("at least")] == ([said] if said else [])


@pytest.fixture(name="lives")
def _lives() -> Any:
    return read_ledger(LIVES)


def test_steps_of_a_warrant(lives: Any) -> None:
    """1,000 - 300 = 700; 3 for 2: 1,050; - 100 = 950, at 0.50 x 2 / 3."""
    root = explain(lives, "w", price="1.7").root
    shares = found(root, "left", "shares")
    assert [each.value.low for each in nodes(shares) if each.label == "shares"] == [
        *(950, 1050, 700, 1000)
    ]
    assert found(root, "left", "exercise_price").value == Fraction(1, 3)
    assert found(root, "left", "exercise_price", "price").value == Decimal("0.50")
    net = [each for each in nodes(root) if each.label == "issued"][-1]
    assert net.value == exactly(66)  # 100 x (1 - 1/3), rounded down
    assert "rounded down to whole shares" in net.notes


def test_interest_that_compounds(lives: Any) -> None:
    """Eight quarters of 2%, then a month of 2/3%: 1.02^8 x (1 + 0.08 / 12)."""
    root = explain(lives, "d").root
    growth = found(root, "growth")
    assert growth.value == exactly(Fraction(102, 100) ** 8 * (1 + Fraction(8, 1200)))
    assert found(growth, "periods").value == 8
    assert "compounded quarterly" in growth.notes


def test_interest_compounded_daily_where_years_are_counted_apart(lives: Any) -> None:
    """2000-06-01 to 2002-07-01: 214 days of the leap year 2000, 546 of common years."""
    root = explain(lives, "m", price="1.7").root
    assert found(root, "common_days").value == 546
    assert found(root, "leap_days").value == 214


def test_a_fee_paid_in_part(lives: Any) -> None:
    """500 of 1,000 left: 1.5 of 3 instalments, so 2; 250 each at 0.70 x 2 / 3: 535 whole shares."""
    root = explain(lives, "f").root
    assert found(root, "left", "instalments").value == exactly(2)
    assert found(root, "shares_each").value == exactly(535)


def test_what_has_vested(lives: Any) -> None:
    """18 of 36 months of 1,800 shares, after the split."""
    made = explain(lives, "o")
    vested = next(each for each in made.beside if each.label == "exercisable")
    assert vested.value == exactly(900)
    assert_every_formula_holds(vested)


def test_a_statement_after_a_split(lives: Any) -> None:
    root = explain(lives, "outstanding").root
    assert root.value == exactly(15_000_001)
    assert found(root, "exact_shares").value == exactly(Fraction(30_000_003, 2))
    assert found(root, "shares").source == Source(says="a filing")


def test_shares_in_several_hands_are_told_and_not_worked_out(lives: Any) -> None:
    root = explain(lives, "t").root
    assert [each.value.low for each in root.inputs] == [650, 100]
    assert [each.formula for each in root.inputs] == [None, None]
    assert {"shares", "adjusted", "transferred"} <= {each.label for each in nodes(root)}


@pytest.mark.parametrize(
    "what",
    [
        *("w", "o", "d", "m", "f", "t", "shares", "dilution", "overhang", "rights"),
        *("treasury_stock", "in_the_money.proceeds", "repurchased_shares", "exercisable"),
        *("ownership(Ada)", "treasury_stock.ownership(Gus)", "ownership(all other holders)"),
        *("in_the_money.m", "fully_diluted.d", "debt_extinguished", "ownership(Hal)"),
    ],
)
def test_every_formula_of_lives_holds(lives: Any, what: str) -> None:
    made = explain(lives, what, price=Decimal("1.7"))
    for each in (made.root, *made.beside):
        assert_every_formula_holds(each)


TURNS = Path(__file__).parent / "explain" / "turns.yaml"


def test_every_formula_of_turns_holds() -> None:
    """Passed on, sold, amended, split, compounded otherwise: each grant, total and holder."""
    ledger = read_ledger(TURNS)
    grants = [each.id for agreement in ledger.agreements for each in agreement.grants]
    owned = [f"ownership({each})" for each in ("Ada", "Ben", "Cy", "Eve", "Fay", "Gus", "Hal")]
    for price in (None, "0.05", "1.5"):
        for what in (*grants, *owned, "shares", "exercisable", "debt_extinguished", "proceeds"):
            for basis in BASES if price else BASES[:1]:
                made = explain(ledger, f"{basis}.{what}", price=price)
                for each in (made.root, *made.beside):
                    assert_every_formula_holds(each)
                assert "Range(" not in "\n".join(text_lines(explain_page(made, "x")))


def test_interest_settled_ahead_is_taken_off() -> None:
    root = explain(read_ledger(TURNS), "simple").root
    ahead = [each for each in nodes(root) if each.label == "settled_ahead"]
    assert ahead
    assert ahead[0].source is None


def test_an_amended_price_after_all_was_used() -> None:
    """100 shares at 1.00; the price amended to 3.00 has nothing left to apply to: 3.00 x 2 / 3."""
    made = explain(read_ledger(TURNS), "gone")
    assert made.root.value == exactly(150)


def test_of_many_grants_the_largest_are_shown() -> None:
    grants = "".join(
        f"      - {{id: g{n}, kind: warrant, holder: H{n % 2}, shares: {n}, exercise_price: 1}}\n"
        for n in range(50)
    )
    held = "".join(
        f"      - {{id: s{n}, kind: shares, holder: H0, shares: {n}}}\n" for n in range(25)
    )
    text = (
        "issuer: {name: Many}\noutstanding: [{as_of: 2001-01-01, shares: 9999}]\nagreements:\n"
        f"  - id: a\n    date: 2001-01-01\n    grants:\n{grants}{held}"
    )
    ledger = ledger_of(text.encode(), "many.yaml")
    rights = found(explain(ledger, "fully_diluted").root, "rights")
    assert [each.label for each in rights.inputs] == [
        *(f"g{n}" for n in range(30, 50)),
        "30 others",
    ]
    assert rights.inputs[-1].value == exactly(sum(range(30)))
    assert_every_formula_holds(rights)
    everything = explain(ledger, "fully_diluted", all_rows=True).root
    assert len(found(everything, "rights").inputs) == 50
    owned = explain(ledger, "ownership(H0)").root
    assert len(found(owned, "held").inputs) == 21
    assert_every_formula_holds(owned)
    out_of_the_money = explain(ledger, "in_the_money", price="1").root
    assert found(out_of_the_money, "rights").value == exactly(0)
    dear = explain(ledger, "proceeds", price="2").root
    assert dear.inputs[-1].label == "30 others"


def test_without_a_statement_the_total_is_not_known() -> None:
    text = (
        "issuer: {name: None}\nagreements:\n  - id: a\n    date: 2001-01-01\n    grants:\n"
        "      - {id: g, kind: warrant, holder: H, shares: 5, exercise_price: 1}\n"
    )
    ledger = ledger_of(text.encode(), "x.yaml")
    for what in ("dilution", "outstanding", "ownership(H)"):
        root = explain(ledger, what).root
        assert root.value is None
        assert any("no statement" in each for each in root.notes)


def test_more_held_than_stated() -> None:
    text = (
        "issuer: {name: None}\noutstanding: [{as_of: 2001-02-01, shares: 4}]\n"
        "agreements:\n  - id: a\n    date: 2001-01-01\n    grants:\n"
        "      - {id: g, kind: shares, holder: H, shares: 5}\n"
    )
    root = explain(ledger_of(text.encode(), "x.yaml"), "ownership(H)", as_of="2001-03-01").root
    assert root.notes == ("the ledger issued more shares than the statement says there are",)


def test_a_life_of_many_events_stays_shallow(tmp_path: Path) -> None:
    events = "".join(
        f"  - {{kind: exercise, date: 2001-02-01, grant: w, shares: {n + 1}}}\n"
        for n in range(3000)
    )
    text = (
        "issuer: {name: Busy}\nagreements:\n  - id: a\n    date: 2001-01-01\n    grants:\n"
        "      - {id: w, kind: warrant, holder: H, shares: 9_000_000, exercise_price: 1}\n"
        f"as_of: 2002-01-01\nevents:\n{events}"
    )
    path = tmp_path / "busy.yaml"
    path.write_text(text)
    for format in ("table", "json", "csv", "markdown"):
        run = in_process("explain", "w", str(path), "--format", format)
        assert (run.status, run.err) == (0, "")
        assert len(run.out.splitlines()) < 500
        if format == "json":
            assert json.loads(run.out)["value"]["value"] == 9_000_000


@pytest.mark.parametrize("record", list(WRITTEN))
def test_formulas_say_what_their_records_do(record: Any) -> None:
    """Each text, worked out from the fields of a record, is what the record's property is."""
    values = {"rounding": "up", "shares": 1_001, "instalments": 3, "new": 3, "old": 2}
    made = record(
        **{name: values.get(name, Decimal(7 + i)) for i, name in enumerate(record._fields)}
    )
    names = {name: (_exact(getattr(made, name)),) * 2 for name in record._fields}
    names |= {name: (_exact(getattr(made, name)),) * 2 for name in WRITTEN[record]}
    for result, text in WRITTEN[record].items():
        found_, _ = evaluated(text.replace("rounded", "ceil"), names)
        assert found_ == _exact(getattr(made, result)), (record, result)


def _exact(value: Any) -> Any:
    return value if isinstance(value, str) else Fraction(value)


def test_every_formula_of_the_engine_is_written() -> None:
    records = {
        each
        for each in vars(formulas).values()
        if isinstance(each, type) and hasattr(each, "_fields") and each is not formulas.Ends
    }
    assert records == set(WRITTEN)


DOCUMENTS = {"a.txt": "one\r\ntwo\x1b\nthree\nfour\n", "e.txt": "event\n"}


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / name).write_bytes(text.encode())
    (tmp_path / "outside.txt").write_text("secret")
    (folder / "long.txt").write_text("x\n" * 900)
    (folder / "folder").mkdir()
    return folder


@pytest.mark.parametrize(
    ("document", "lines", "quoted"),
    [
        ("a.txt", "1", ["1: one"]),
        ("a.txt", "1, 3-4", ["1: one", "3: three", "4: four"]),
        ("a.txt", "2", ["2: two\N{REPLACEMENT CHARACTER}"]),
        ("a.txt", "4-9", ["4: four", "line 9 is not there: the document has 4"]),
        ("a.txt", "7", ["line 7 is not there: the document has 4"]),
        ("b.txt", "1", ["there is no such document in the folder"]),
        ("folder", "1", ["there is no such document in the folder"]),
        ("../outside.txt", "1", ["this document is not inside the folder"]),
        ("a\0b", "1", ["this document cannot be read: its name cannot be one"]),
        ("a.txt", None, []),
        (None, "1", []),
    ],
)
def test_lines_of_documents(
    folder: Path, document: str | None, lines: str | None, quoted: list[str]
) -> None:
    assert list(Documents(str(folder)).quoted(Source(document, lines))) == quoted


def test_long_citations_are_cut(folder: Path) -> None:
    quoted = Documents(str(folder)).quoted(Source("long.txt", "1-900"))
    assert len(quoted) == 201
    assert quoted[-1] == "and 700 more lines"


def test_documents_that_cannot_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("equitycalc.reading.cited.MAX_BYTES", 3)
    assert Documents(str(folder)).quoted(Source("a.txt", "1")) == (
        "this document has more than 0 MB",
    )

    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    assert Documents(str(folder)).quoted(Source("a.txt", "1")) == (
        "this document cannot be read: Permission denied",
    )


def test_a_clause_is_quoted_where_it_is_cited_first(folder: Path, lives: Any) -> None:
    made = explain(lives, "w")
    page = explain_page(made, "x", Documents(str(folder)).quoted)
    quoted = [each.quoted for each in page.tree if each.quoted]
    assert quoted[0] == ("1: one", "2: two\N{REPLACEMENT CHARACTER}")
    assert len(quoted) == len(set(quoted))
    run = in_process(*("explain", "w", str(LIVES), "--documents", str(folder), "--format", "json"))
    assert json.loads(run.out)["source"]["text"][0] == "1: one"
    run = in_process(
        *("explain", "w", str(LIVES), "--documents", str(folder), "--format", "markdown")
    )
    assert "    ~~~text\n    1: one\n" in run.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rost-warant-a"], 'error[unknown-figure]: "rost-warant-a" is no grant of this ledger'),
        (["rost-warant-a"], 'help: did you mean "rost-warrant-a"?'),
        (["zzzzzz"], "help: the id of a grant, or one of fully_diluted"),
        ([""], "error[unknown-figure]"),
        (["a(b)(c"], "error[unknown-figure]"),
        (["dillution"], 'help: did you mean "dilution"?'),
        (["fuly_diluted.dilution"], 'help: did you mean "fully_diluted"?'),
        (["treasury_stock"], "error[missing-option]: treasury_stock needs a market price"),
        (["in_the_money.debenture"], "help: add --price P"),
        (["ownership"], "error[not-a-figure]: ownership is a holder's"),
        (["dilution(Patrick Rost)"], "error[not-a-figure]: dilution has no holder"),
        (["ownership(Patrick Rust)"], 'help: did you mean "Patrick Rost"?'),
        (["ownership(Q)"], "help: one of Patrick M. Rost, PMR and Associates"),
        (["in_the_money.assumed_proceeds"], "help: write treasury_stock.assumed_proceeds"),
        (["dilution", "--documents", "nowhere"], "--documents: error[no-such-folder]"),
        (["dilution", "--price", "0"], "error[zero-price]"),
    ],
)
def test_what_cannot_be_explained(arguments: list[str], said: str) -> None:
    run = in_process("explain", *arguments)
    assert (run.status, run.out) == (2, "")
    assert said in run.err


def test_of_very_many_holders_none_is_listed() -> None:
    grants = "".join(
        f"      - {{id: g{n}, kind: warrant, holder: H{n}, shares: {n}, exercise_price: 1}}\n"
        for n in range(20)
    )
    text = (
        f"issuer: {{name: M}}\nagreements:\n  - id: a\n    date: 2001-01-01\n    grants:\n{grants}"
    )
    with pytest.raises(QuestionErrors) as raised:
        explain(ledger_of(text.encode(), "x"), "ownership(Zoe)")
    assert raised.value.problems[0].help is None


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("explain-warrant", "equitycalc explain rost-warrant-a --price 0.08"),
        ("explain-total", "equitycalc explain fully_diluted"),
        (
            "explain-debenture",
            "equitycalc explain debenture --as-of 2001-06-30 --assume debenture.principal=500000",
        ),
        ("explain-ownership", 'equitycalc explain "ownership(Patrick Rost)" --format markdown'),
        ("explain-json", "equitycalc explain rost-warrant-a --price 0.08 --format json"),
        ("explain-csv", "equitycalc explain dilution --format csv"),
        ("explain-lives", "equitycalc explain d tests/explain/lives.yaml --price 1.7"),
    ],
)
def test_transcript(name: str, command: str) -> None:
    run = equitycalc(*shlex.split(command)[1:])
    assert (run.status, run.err) == (0, "")
    path = TRANSCRIPTS / f"{name}.txt"
    printed = f"$ {command}\n{run.out}"
    if os.environ.get("EQUITYCALC_UPDATE"):
        path.write_text(printed, encoding="utf-8")
    assert printed == path.read_text(encoding="utf-8")


def test_a_terminal_gets_the_same_text_with_colours() -> None:
    command = ("explain", "treasury_stock.dilution", "--price", "0.08")
    plain = equitycalc(*command).out
    drawn = equitycalc(*command, FORCE_COLOR="1", NO_COLOR="1", COLUMNS="80").out
    tree = plain.split("\n\n")[1]
    assert len(tree.splitlines()) > 50
    assert tree in drawn
    coloured = equitycalc(*command, FORCE_COLOR="1", COLUMNS="120").out
    assert "\x1b[1m" in coloured
    assert "\x1b" not in plain


def test_json_and_csv_have_the_same_nodes(lives: Any) -> None:
    for what in ("d", "treasury_stock.dilution", "t"):
        arguments = ("explain", what, str(LIVES), "--price", "1.7", "--format")
        root = json.loads(in_process(*arguments, "json").out)
        rows = list(csv.DictReader(io.StringIO(in_process(*arguments, "csv").out)))
        flat: list[tuple[int, str, Any]] = []

        def walk(node: Any, depth: int, into: list[Any] = flat) -> None:
            value = (node["value"] or {}).get("value")
            into.append((depth, node["label"], "" if value is None else str(value)))
            for each in node["inputs"]:
                walk(each, depth + 1)

        for each in (root, *root["beside"]):
            walk(each, 0)
        assert flat == [(int(row["depth"]), row["label"], row["value"]) for row in rows]


def test_completion_offers_what_can_be_explained() -> None:
    import typer
    from typer.main import get_command

    from equitycalc.cli.app import application
    from equitycalc.cli.completion import complete_figure

    context = typer.Context(get_command(application(())))
    context.params = {"ledger": str(LEDGER)}
    assert complete_figure(context, "d") == ["debenture", "debt_extinguished", "dilution"]
    context.params = {"ledger": "nowhere.yaml"}
    assert complete_figure(context, "fully") == ["fully_diluted"]


SCHEMA = json.loads((ROOT / "src/equitycalc/schemas/explain.schema.json").read_text("utf-8"))


@pytest.mark.parametrize(
    "what",
    ["d", "m", "w", "o", "t", "shares", "treasury_stock.dilution", "ownership(Ada)", "outstanding"],
)
def test_json_is_as_its_schema_has_it(what: str, folder: Path) -> None:
    Draft7Validator.check_schema(SCHEMA)
    run = in_process(
        *("explain", what, str(LIVES), "--price", "1.7", "--format", "json"),
        *("--documents", str(folder)),
    )
    found_ = [
        f"{each.json_path}: {each.message}"
        for each in Draft7Validator(SCHEMA).iter_errors(json.loads(run.out))
    ]
    assert not found_, "\n".join(found_)
