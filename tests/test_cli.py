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
from equitycalc.reading import ledger_of
from equitycalc.registrations import registration
from equitycalc.rendering.as_markdown import markdown_lines
from equitycalc.rendering.as_table import print_page
from equitycalc.rendering.as_text import text_lines
from equitycalc.rendering.dilution_page import dilution_page
from equitycalc.rendering.page import Page
from equitycalc.rendering.registration_page import registration_page
from running import ROOT, dilution_json, equitycalc

TRANSCRIPTS = Path(__file__).parent / "transcripts"
LEDGER = ROOT / "data" / "agreements.yaml"
REGISTERED = "tests/transcripts/registered.yaml"
SUPPLIED = "--assume debenture.principal=500000 --assume bridge-loan-shares.shares=1000000"
OFFERING = (
    f"equitycalc registration --as-of 2001-03-01 {SUPPLIED} --max-offering 10000000 "
    "--over-allotment 1500000 --wants 'investor:Initial Investor (name blank)=6000000' "
    "--wants 'other-rights:Other Fund=3000000' --wants company:Auxer=5000000 "
    "--wants 'other:A. Founder=1000000'"
)


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
        ("by-registration", "equitycalc dilution --by registration"),
        ("by-registration-price", f"equitycalc dilution --by registration --price 0.08 {SUPPLIED}"),
        ("by-registration-markdown", "equitycalc dilution --by registration --format markdown"),
        ("by-registration-json", "equitycalc dilution --by registration --format json"),
        ("by-registration-csv", "equitycalc dilution --by registration --format csv"),
        ("registration", "equitycalc registration"),
        ("registration-march", "equitycalc registration --as-of 2001-03-01"),
        ("registration-markdown", "equitycalc registration --as-of 2001-03-01 --format markdown"),
        ("registration-json", "equitycalc registration --as-of 2001-03-01 --format json"),
        ("registration-csv", "equitycalc registration --as-of 2001-03-01 --format csv"),
        ("registration-supplied", f"equitycalc registration --as-of 2001-03-01 {SUPPLIED}"),
        (
            "registration-notice",
            "equitycalc registration --as-of 2001-03-13 --proposed-filing 2001-04-02 --form SB-2",
        ),
        ("registration-before", "equitycalc registration --as-of 2001-01-15"),
        ("registered", f"equitycalc registration {REGISTERED}"),
        ("registered-json", f"equitycalc registration {REGISTERED} --format json"),
        ("registered-csv", f"equitycalc registration {REGISTERED} --format csv"),
        ("registered-later", f"equitycalc registration {REGISTERED} --as-of 2003-01-16"),
        ("offering", OFFERING),
        ("offering-markdown", f"{OFFERING} --format markdown"),
        ("offering-json", f"{OFFERING} --format json"),
        ("offering-csv", f"{OFFERING} --format csv"),
        (
            "offering-without",
            "equitycalc registration --as-of 2001-03-01 --max-offering 100000 "
            "--wants other-rights:Ada=60000 --wants other-rights:Ben=60000 "
            "--wants other-rights:Cleo=60001 --wants company:Auxer=10000 --withdraw Ben",
        ),
        ("help", "equitycalc --help"),
        ("registration-help", "equitycalc registration --help"),
        ("version", "equitycalc --version"),
    ],
)
def test_transcript(name: str, command: str) -> None:
    if name.endswith("help") and not modern_typer():
        pytest.skip("the oldest Typer allowed words its help differently")
    run = equitycalc(*shlex.split(command)[1:])
    assert (run.status, run.err) == (0, "")
    assert_transcript(name, command, run.out)


def modern_typer() -> bool:
    import typer

    return tuple(map(int, typer.__version__.split(".")[:2])) >= (0, 29)


def drawn(page: Page, width: int) -> str:
    text = io.StringIO()
    console = Console(file=text, width=width, force_terminal=True, color_system=None)
    print_page(page, console)
    return text.getvalue()


def assert_terminal(name: str, command: str, page: Page, width: int) -> None:
    if int(version("rich").split(".")[0]) < 14:
        pytest.skip("the oldest Rich allowed puts another space between columns")
    assert_transcript(
        f"{name}-{width}",
        f"{command}  # in a terminal of {width} columns",
        "\n".join(line.rstrip() for line in drawn(page, width).split("\n")),
    )


@pytest.mark.parametrize("width", [80, 160, 200])
def test_transcript_of_a_terminal(width: int) -> None:
    page = dilution_page(dilution(read_ledger(LEDGER), price="0.08"), "data/agreements.yaml")
    assert_terminal("terminal", "equitycalc dilution --price 0.08", page, width)


def offered() -> Page:
    """The page of the offering above."""
    found = registration(
        read_ledger(LEDGER),
        as_of="2001-03-01",
        assume={"debenture.principal": "500000", "bridge-loan-shares.shares": "1000000"},
        max_offering=10_000_000,
        over_allotment=1_500_000,
        wants=[
            "investor:Initial Investor (name blank)=6000000",
            "other-rights:Other Fund=3000000",
            "company:Auxer=5000000",
            "other:A. Founder=1000000",
        ],
    )
    return registration_page(found, "data/agreements.yaml")


def test_the_page_of_the_offering_is_that_of_its_command() -> None:
    printed = equitycalc(*shlex.split(OFFERING)[1:]).out
    assert printed == "\n".join(text_lines(offered())) + "\n"


@pytest.mark.parametrize("width", [80, 120, 160])
def test_transcript_of_a_registration_in_a_terminal(width: int) -> None:
    assert_terminal("terminal-offering", OFFERING, offered(), width)


@pytest.mark.parametrize("width", [80, 120, 160])
def test_transcript_of_what_is_registered_in_a_terminal(width: int) -> None:
    page = registration_page(registration(read_ledger(ROOT / REGISTERED)), REGISTERED)
    assert_terminal("terminal-registered", f"equitycalc registration {REGISTERED}", page, width)


@pytest.mark.parametrize("width", [10, 40, 60, 79, 80, 100, 110, 120, 200])
@pytest.mark.parametrize("price", [None, "0.08"])
def test_numbers_are_whole_at_every_width(width: int, price: str | None) -> None:
    assert_whole(dilution_page(dilution(read_ledger(LEDGER), price=price), "x"), width)


@pytest.mark.parametrize("width", [10, 40, 60, 79, 80, 100, 110, 120, 200])
def test_the_numbers_of_a_registration_are_whole_at_every_width(width: int) -> None:
    assert_whole(offered(), width)


def assert_whole(laid_out: Page, width: int) -> None:
    text = drawn(laid_out, width)
    assert "…" not in text
    for grid in laid_out.grids:
        for line in (*grid.lines, *grid.walk):
            for cell in (line.label, *line.cells):
                assert cell in text


ODD = b"""
issuer: {name: "[bold]Odd[/bold] :smile: | `co`"}
as_of: 2001-01-16
agreements:
  - id: a
    date: 2001-01-01
    grants:
      - {id: g, kind: warrant, holder: "[/A] [red]*Ann* @ann", shares: 5, exercise_price: 0.10}
"""


def test_text_of_the_ledger_is_never_read_as_markup() -> None:
    found = dilution(ledger_of(ODD, "odd.yaml"))
    for text in (
        drawn(dilution_page(found, "x"), 120),
        "\n".join(text_lines(dilution_page(found, "x"))),
    ):
        assert "[bold]Odd[/bold] :smile: | `co`" in text
        assert "[/A] [red]*Ann*" in text
    markdown = "\n".join(markdown_lines(dilution_page(found, "x")))
    assert r"\[/A\] \[red\]\*Ann\*" in markdown
    assert r"\| \`co\`" in markdown
    # A comment of a pull request mentions nobody.
    assert "@<!-- -->ann" in markdown and "@ann" not in markdown


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


def test_a_terminal_shows_the_deadline_that_was_missed() -> None:
    text, status = in_a_terminal("registration", "--as-of", "2001-03-01", columns=120)
    assert status == 0
    assert "\x1b[1mpassed\x1b[0m" in text
    assert "2001-05-16   ahead" in text
    assert "\x1b[2m  open\x1b[0m" in text


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
    for command, shown in (
        ("dilution", "  Patrick Rost · warrant"),
        ("registration", "  in 30 days · 004_d2aae8ccdd4dd089.txt:136-137"),
    ):
        text, _ = in_a_terminal(command, *arguments, **environment)
        assert "\x1b" not in text
        assert shown in text


@pytest.mark.parametrize("command", ["dilution", "registration"])
def test_a_pipe_gets_plain_text_and_forced_colours_a_table(command: str) -> None:
    assert "\x1b" not in equitycalc(command).out
    assert "\x1b" not in equitycalc(command, FORCE_COLOR="0").out
    assert "\x1b[1m" in equitycalc(command, FORCE_COLOR="1").out
    assert "\x1b" not in equitycalc(command, "--no-color", FORCE_COLOR="1").out


@pytest.mark.parametrize("command", ["dilution", "registration"])
def test_signs_become_ascii_where_there_is_nothing_else(command: str) -> None:
    run = equitycalc(command, PYTHONIOENCODING="ascii")
    assert ">= 101,812,030" in run.out
    assert "?" not in run.out


@pytest.mark.parametrize("format", ["table", "json", "csv", "markdown"])
def test_a_file_gets_what_a_pipe_gets(tmp_path: Path, format: str) -> None:
    asked = [*shlex.split(OFFERING)[1:], "--format", format]
    to = tmp_path / "answer"
    run = equitycalc(*asked, "--output", str(to), FORCE_COLOR="1")
    assert (run.status, run.out, run.err) == (0, "", "")
    assert to.read_text("utf-8") == equitycalc(*asked).out


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
    from equitycalc.cli.completion import (
        complete_agreement,
        complete_assumption,
        complete_words,
    )
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
    assert complete_agreement(context, "") == []


def test_completion_offers_agreements_and_their_open_terms() -> None:
    import typer
    from typer.main import get_command

    from equitycalc.cli.app import application
    from equitycalc.cli.completion import complete_agreement, complete_assumption

    context = typer.Context(get_command(application(("registration",))))
    context.params = {"ledger": str(LEDGER)}
    assert complete_agreement(context, "") == ["registration-rights-2001-01"]
    assert complete_agreement(context, "rost") == []
    assert complete_assumption(context, "registration-") == [], "all its terms are stated"
    context.params = {"ledger": str(ROOT / "tests" / "bad_questions" / "rights.yaml")}
    assert complete_agreement(context, "") == ["investor-rights", "founder-rights"]
    assert complete_agreement(context, "inv") == ["investor-rights"]
    assert complete_assumption(context, "investor-rights.") == [
        "investor-rights.closing_date=",
        "investor-rights.days_to_file=",
        "investor-rights.conversion_price=",
        "investor-rights.years_registered=",
    ]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("equitycalc registration --agreement ", "registration-rights-2001-01"),
        ("equitycalc registration --assume deb", "debenture.principal="),
        ("equitycalc registration --format c", "csv"),
        ("equitycalc reg", "registration"),
    ],
)
def test_a_shell_that_asks_is_told(words: str, offered: str) -> None:
    run = equitycalc(
        _EQUITYCALC_COMPLETE="complete_bash",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split(" ")) - 1),
    )
    assert offered in run.out.split("\n")
