"""The command line as people meet it: transcripts of real runs, terminals, pipes, colours.

A transcript is a file in ``tests/transcripts/``: the command after ``$``, then what it prints.
``EQUITYCALC_UPDATE=1 pytest tests/test_cli.py`` writes them anew; read the difference before
committing it.
"""

import fcntl
import io
import os
import pty
import shlex
import struct
import subprocess
import sys
import termios
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from equitycalc import dilution, read_ledger
from equitycalc.engine import Dilution
from equitycalc.reading import ledger_of
from equitycalc.rendering.as_markdown import markdown_lines
from equitycalc.rendering.as_table import print_page
from equitycalc.rendering.as_text import text_lines
from equitycalc.rendering.dilution_page import dilution_page
from running import ROOT, dilution_json, equitycalc

TRANSCRIPTS = Path(__file__).parent / "transcripts"
LEDGER = ROOT / "data" / "agreements.yaml"


def assert_transcript(name: str, command: str, printed: str) -> None:
    path = TRANSCRIPTS / f"{name}.txt"
    found = f"$ {command}\n{printed}"
    if os.environ.get("EQUITYCALC_UPDATE"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("default", "equitycalc dilution"),
        ("price", "equitycalc dilution --price 0.08"),
        (
            "supplied",
            "equitycalc dilution --price 0.08 --assume debenture.principal=500000 "
            "--assume bridge-loan-shares.shares=0",
        ),
        ("first-day", "equitycalc dilution --as-of 1999-01-04"),
        ("by-holder", "equitycalc dilution --by holder"),
        ("by-holder-price", "equitycalc dilution --by holder --price 0.08"),
        ("by-kind", "equitycalc dilution --by kind"),
        ("signed-only", "equitycalc dilution --signed-only --assume debenture.principal=1"),
        ("unused", "equitycalc dilution --as-of 1999-07-01 --assume debenture.principal=500000"),
        ("markdown", "equitycalc dilution --price 0.08 --format markdown"),
        ("json", "equitycalc dilution --price 0.08 --format json"),
        ("csv", "equitycalc dilution --format csv"),
        ("csv-by-holder", "equitycalc dilution --by holder --format csv"),
        ("help", "equitycalc --help"),
        ("version", "equitycalc --version"),
    ],
)
def test_transcript(name: str, command: str) -> None:
    if name == "help" and not modern_typer():
        pytest.skip("the oldest Typer allowed words its help differently")
    run = equitycalc(*shlex.split(command)[1:])
    assert (run.status, run.err) == (0, "")
    assert_transcript(name, command, run.out)


def modern_typer() -> bool:
    import typer

    return tuple(map(int, typer.__version__.split(".")[:2])) >= (0, 29)


def drawn(found: Dilution, width: int) -> str:
    text = io.StringIO()
    console = Console(file=text, width=width, force_terminal=True, color_system=None)
    print_page(dilution_page(found, "data/agreements.yaml"), console)
    return text.getvalue()


@pytest.mark.parametrize("width", [80, 160, 200])
def test_transcript_of_a_terminal(width: int) -> None:
    if int(version("rich").split(".")[0]) < 14:
        pytest.skip("the oldest Rich allowed puts another space between columns")
    found = dilution(read_ledger(LEDGER), price="0.08")
    assert_transcript(
        f"terminal-{width}",
        f"equitycalc dilution --price 0.08  # in a terminal of {width} columns",
        "\n".join(line.rstrip() for line in drawn(found, width).split("\n")),
    )


@pytest.mark.parametrize("width", [10, 40, 60, 79, 80, 100, 110, 200])
@pytest.mark.parametrize("price", [None, "0.08"])
def test_numbers_are_whole_at_every_width(width: int, price: str | None) -> None:
    found = dilution(read_ledger(LEDGER), price=price)
    laid_out = dilution_page(found, "x")
    text = drawn(found, width)
    assert "…" not in text
    for line in (*laid_out.grids[0].lines, *laid_out.grids[0].walk):
        for cell in (line.label, *line.cells):
            assert cell in text


ODD = b"""
issuer: {name: "[bold]Odd[/bold] :smile: | `co`"}
as_of: 2001-01-16
agreements:
  - id: a
    date: 2001-01-01
    grants:
      - {id: g, kind: warrant, holder: "[/A] [red]*Ann*", shares: 5, exercise_price: 0.10}
"""


def test_text_of_the_ledger_is_never_read_as_markup() -> None:
    found = dilution(ledger_of(ODD, "odd.yaml"))
    for text in (drawn(found, 120), "\n".join(text_lines(dilution_page(found, "x")))):
        assert "[bold]Odd[/bold] :smile: | `co`" in text
        assert "[/A] [red]*Ann*" in text
    markdown = "\n".join(markdown_lines(dilution_page(found, "x")))
    assert r"\[/A\] \[red\]\*Ann\*" in markdown
    assert r"\| \`co\`" in markdown


def in_a_terminal(*arguments: str, columns: int = 80, **environment: str) -> tuple[str, int]:
    """What a terminal of so many columns receives from a run."""
    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "equitycalc", *arguments],
        stdin=other,
        stdout=other,
        stderr=other,
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm-256color"} | environment,
    )
    os.close(other)
    received = b""
    try:
        while chunk := os.read(main, 65536):
            received += chunk
    except OSError:
        pass  # the other end is closed
    finally:
        os.close(main)
    return received.decode("utf-8"), process.wait()


def test_a_terminal_gets_a_table_with_colours() -> None:
    text, status = in_a_terminal("dilution", "--price", "0.08")
    assert status == 0
    assert "\x1b[1m" in text
    assert "\x1b[2mPatrick Rost · warrant · 0.10 is not below 0.08" in text


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--no-color"], {}),
        ([], {"NO_COLOR": "1"}),
        ([], {"TERM": "dumb"}),
        ([], {"NO_COLOR": "1", "FORCE_COLOR": "1"}),
    ],
)
def test_no_colours_where_they_are_not_wanted(
    arguments: list[str], environment: dict[str, Any]
) -> None:
    text, _ = in_a_terminal("dilution", *arguments, **environment)
    assert "\x1b" not in text
    assert "  Patrick Rost · warrant" in text


def test_a_pipe_gets_plain_text_and_forced_colours_a_table() -> None:
    assert "\x1b" not in equitycalc("dilution").out
    assert "\x1b" not in equitycalc("dilution", FORCE_COLOR="0").out
    assert "\x1b[1m" in equitycalc("dilution", FORCE_COLOR="1").out
    assert "\x1b" not in equitycalc("dilution", "--no-color", FORCE_COLOR="1").out


def test_signs_become_ascii_where_there_is_nothing_else() -> None:
    run = equitycalc("dilution", PYTHONIOENCODING="ascii")
    assert ">= 101,812,030" in run.out
    assert "?" not in run.out


def many(count: int) -> bytes:
    grants = "".join(
        f"      - {{id: g{n}, kind: warrant, holder: H{n}, shares: {n}, exercise_price: 1}}\n"
        for n in range(count)
    )
    return (
        "issuer: {name: Many}\nagreements:\n  - id: a\n    date: 2001-01-01\n    grants:\n" + grants
    ).encode()


def test_more_than_two_hundred_rows_show_the_largest_and_sum_the_rest() -> None:
    found = dilution(ledger_of(many(250), "many.yaml"))
    lines = dilution_page(found, "x").grids[0].lines
    assert len(lines) == 201
    assert lines[0].label == "g50"
    assert lines[-1].label == "50 smaller grants"
    assert lines[-1].cells[1:] == (f"{sum(range(50)):,}", f"{sum(range(50)):,}.00")
    assert len(dilution_page(found, "x", all_rows=True).grids[0].lines) == 250


def test_a_long_list_of_reasons_is_cut_too(tmp_path: Path) -> None:
    text = many(250).replace(b"exercise_price: 1}", b"exercise_price: blank}")
    found = dilution(ledger_of(text, "many.yaml"))
    reasons = dilution_page(found, "x").lists[-1][1]
    assert reasons[-1].endswith("more; --all-rows shows them")
    assert len(dilution_page(found, "x", all_rows=True).lists[-1][1]) > 250


def test_python_gives_what_the_command_gives() -> None:
    shown = dilution_json("--price", "0.08", "--as-of", "2001-01-16", "--signed-only")
    found = dilution(read_ledger(LEDGER), price="0.08", as_of="2001-01-16", signed_only=True)
    for basis, total in found.totals.items():
        assert total is not None
        assert shown["totals"][basis]["rights"]["value"] == total.figures.rights.low
    assert [row.position.grant.id for row in found.rows()] == [
        grant["id"] for grant in shown["grants"]
    ]


def test_the_ledger_is_found_in_the_documented_order(tmp_path: Path) -> None:
    def used(*arguments: str, **environment: str) -> str:
        found = dilution_json(*arguments, cwd=tmp_path, **environment)
        return str(found["ledger"])

    assert used() == "the ledger shipped with equitycalc"
    (tmp_path / "data").mkdir()
    own = tmp_path / "data" / "agreements.yaml"
    own.write_bytes(LEDGER.read_bytes())
    other = tmp_path / "other.yaml"
    other.write_bytes(LEDGER.read_bytes())
    assert used() == str(Path("data", "agreements.yaml"))
    assert used(EQUITYCALC_LEDGER="other.yaml") == "other.yaml"
    assert used("data/agreements.yaml", EQUITYCALC_LEDGER="other.yaml") == "data/agreements.yaml"
    run = equitycalc("dilution", "-", stdin=LEDGER.read_bytes(), cwd=tmp_path)
    assert "the ledger: standard input" in run.out


def test_completion_offers_what_can_be_supplied() -> None:
    import typer
    from typer.main import get_command

    from equitycalc.cli.app import application
    from equitycalc.cli.completion import complete_assumption, complete_words
    from equitycalc.cli.options import Format

    assert complete_words(Format)("c") == ["csv"]
    context = typer.Context(get_command(application(())))
    context.params = {"ledger": str(LEDGER)}
    assert complete_assumption(context, "debenture.") == [
        "debenture.principal=",
        "debenture.day_count=",
        "debenture.compounding=",
        "debenture.paid_in=",
        "debenture.at=",
        "debenture.accrues_from=",
        "debenture.conversion_price=",
    ]
    context.params = {"ledger": "nowhere.yaml"}
    assert complete_assumption(context, "") == []
