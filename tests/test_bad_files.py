"""Files, streams and signals that fail: a message and a status, never a traceback."""

import fcntl
import os
import re
import signal
import stat
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer import Exit

from equitycalc import LedgerErrors, read_ledger
from equitycalc.cli import output
from equitycalc.reading import ledger_of, sources
from running import ROOT, heeds_ctrl_c, in_process

LEDGER = (ROOT / "data" / "agreements.yaml").read_bytes()
EQUITYCALC = [sys.executable, "-m", "equitycalc"]
FULL = Path("/dev/full")

full_device = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


COMMANDS = ["dilution", "registration"]


def refused(*arguments: str, command: str = "dilution", stdin: bytes = b"", status: int = 2) -> str:
    run = in_process(command, *arguments, stdin=stdin)
    assert (run.status, run.out) == (status, "")
    return run.err


# The ledger.


def test_a_file_that_is_not_there() -> None:
    assert refused("nowhere.yaml") == ("nowhere.yaml: error[no-such-file]: there is no such file\n")


def test_a_ledger_that_the_environment_names_is_not_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EQUITYCALC_LEDGER", "nowhere.yaml")
    assert "nowhere.yaml: error[no-such-file]" in refused()


def test_a_folder(here: Path) -> None:
    (here / "ledgers").mkdir()
    said = "error[is-a-folder]: this is a folder\n  help: name the file inside it\n"
    assert refused("ledgers") == f"ledgers: {said}"
    assert refused("") == f".: {said}", "an empty name, of a variable not set, names no ledger"


def test_a_file_without_permission(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_permitted(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (here / "ledger.yaml").write_bytes(LEDGER)
    (here / "ledger.yaml").chmod(0)
    if os.geteuid() == 0:  # root may read anything
        monkeypatch.setattr(Path, "open", not_permitted)
    assert refused("ledger.yaml") == (
        "ledger.yaml: error[not-permitted]: there is no permission to read this file\n"
    )


def test_what_cannot_be_opened_for_another_reason(here: Path) -> None:
    (here / "file").touch()
    (here / "link").symlink_to("link")
    for name in ("file/ledger.yaml", "link", "x" * 300, "nul\0.yaml"):
        message = refused(name)
        assert "error[not-opened]: this file cannot be opened: " in message
        assert "Errno" not in message


def test_a_file_that_is_too_large(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 1024**2)
    (here / "ledger.yaml").write_bytes(b"#" * 1024**2)
    assert "error[empty-file]" in refused("ledger.yaml", status=1)
    (here / "ledger.yaml").write_bytes(b"#" * 1024**2 + b"\n")
    assert refused("ledger.yaml") == ("ledger.yaml: error[too-large]: a file has at most 1 MB\n")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"issuer:\n  name: Caf\xe9 Corp.\n", "2:12"),
        (b"issuer:\r\n  name: \xc3\xa9\xff\r\n", "2:10"),
        (LEDGER.decode().encode("utf-16"), "1:1"),
        (LEDGER.decode().encode("utf-32"), "1:1"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "1:1"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\x03", "1:2"),
    ],
    ids=["latin-1", "a byte", "utf-16", "utf-32", "png", "gzip"],
)
def test_a_file_that_is_not_utf8(here: Path, data: bytes, place: str) -> None:
    (here / "ledger.yaml").write_bytes(data)
    message = refused("ledger.yaml")
    assert message.startswith(f"ledger.yaml:{place}: error[not-utf8]: byte 0x")
    assert message.endswith(" here is not text in UTF-8\n  help: save it as UTF-8 text\n")


@pytest.mark.parametrize(
    ("data", "place", "character"),
    [
        (b"issuer:\n  name: a\0b\n", "2:10", "U+0000"),
        ("issuer:\n  name: ümlaut\x1b[31m\n".encode(), "2:15", "U+001B"),
        ("# note \ufffe\n".encode(), "1:8", "U+FFFE"),
        (LEDGER.decode().encode("utf-16-le"), "1:2", "U+0000"),
    ],
    ids=["nul", "escape", "no character", "utf-16 without its mark"],
)
@pytest.mark.parametrize("pure", [False, True])
def test_a_control_character_in_the_file(
    here: Path, data: bytes, place: str, character: str, pure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if pure:
        monkeypatch.setattr(
            "equitycalc.reading.yaml_events.Parser",
            sys.modules["equitycalc.reading.yaml_events"].PureParser,
        )
    (here / "ledger.yaml").write_bytes(data)
    message = refused("ledger.yaml", status=1)
    assert message.startswith(
        f"ledger.yaml:{place}: error[control-character]: "
        f"the character {character} cannot stand in a ledger\n"
    )
    assert message.replace("\n", "").isprintable()


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# nothing\n", b"\xef\xbb\xbf", b"---\n...\n"])
def test_an_empty_file(here: Path, data: bytes) -> None:
    (here / "ledger.yaml").write_bytes(data)
    message = refused("ledger.yaml", status=1)
    assert "error[empty-file]: there is nothing in this ledger\n" in message
    assert message.endswith("  help: it begins with issuer:\n")


@pytest.mark.parametrize(
    "written",
    [
        b"\xef\xbb\xbf" + LEDGER,
        LEDGER.replace(b"\n", b"\r\n"),
        LEDGER.rstrip(b"\n"),
        LEDGER.replace(b"\n", b"\r"),
    ],
    ids=["byte order mark", "CRLF", "no newline at the end", "CR"],
)
def test_what_editors_do_to_a_file_changes_nothing(here: Path, written: bytes) -> None:
    (here / "ledger.yaml").write_bytes(written)
    assert read_ledger("ledger.yaml") == ledger_of(LEDGER, "as it was")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_are_right_whatever_ends_a_line(here: Path, newline: str, mark: str) -> None:
    text = mark + newline.join(["issuer:", "  name: Ä Corp.", "  par_value: 0", ""])
    (here / "ledger.yaml").write_bytes(text.encode())
    assert refused("ledger.yaml", status=1).startswith(
        'ledger.yaml:1:1: error[missing-key]: a ledger needs "agreements"\n  issuer:\n  ^\n'
        "ledger.yaml:3:14: error[zero-price]: a price is never zero\n"
        "    par_value: 0\n               ^\n"
    )


ODD_NAMES = ["[red]x[A].yaml", "a\x1b[31m\n.yaml", ":smile:.yaml", "-.yaml", "\udcff.yaml"]


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("format", ["table", "json", "csv", "markdown"])
def test_a_file_may_be_called_anything(here: Path, name: str, format: str) -> None:
    (here / name).write_bytes(LEDGER)
    run = in_process("dilution", f"./{name}", "--format", format, "-o", "out")
    assert (run.status, run.out, run.err) == (0, "", "")
    run = in_process("dilution", f"./{name}", "--format", format)
    assert (run.status, run.err) == (0, "")
    assert run.out.replace("\n", "").isprintable()
    assert run.out == (here / "out").read_text("utf-8")
    (here / name).write_bytes(LEDGER.replace(b"0.04", b"0.00"))
    message = refused(f"./{name}", status=1)
    assert message.replace("\n", "").isprintable()
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)
    assert message.startswith(f"./{shown}:"), "on one line, and nothing of it is markup"


def test_standard_input() -> None:
    assert in_process("dilution", "-", stdin=LEDGER).status == 0
    said = "standard input:1:1: error[empty-file]: there is nothing in this ledger\n"
    assert refused("-", status=1).startswith(said)


# A file of sellers.

SELLERS = b"""
- {class: other-rights, holder: Other Fund, shares: 3_000_000}
- {class: company, holder: Example Corp., shares: 5_000_000, has: 9_000_000}
"""


def refused_sellers(*arguments: str, stdin: bytes = b"", status: int = 2) -> str:
    asked = ["--max-offering", "10000000", "--wants-file", *arguments]
    return refused(*asked, command="registration", stdin=stdin, status=status)


def offered(*arguments: str, stdin: bytes = b"") -> str:
    run = in_process("registration", "--max-offering", "4000000", *arguments, stdin=stdin)
    assert (run.status, run.err) == (0, "")
    return run.out


def test_sellers_are_read_from_a_file_or_from_standard_input(here: Path) -> None:
    (here / "sellers.yaml").write_bytes(SELLERS)
    (here / "ledger.yaml").write_bytes(LEDGER)
    for asked in (
        offered("--wants-file", "sellers.yaml"),
        offered("--wants-file", "-", stdin=SELLERS),
        offered("ledger.yaml", "--wants-file", "-", stdin=SELLERS),
        offered("-", "--wants-file", "sellers.yaml", stdin=LEDGER),
        offered("--wants-file", "sellers.yaml", "--wants", "company:Another=0"),
    ):
        assert "Other Fund     other-rights  3,000,000  3,000,000" in asked
        assert "Example Corp.       company  5,000,000  1,000,000" in asked


def test_sellers_that_cannot_be_opened(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "folder").mkdir()
    assert refused_sellers("nowhere.yaml") == (
        "nowhere.yaml: error[no-such-file]: there is no such file\n"
    )
    for folder in ("folder", "."):
        assert f"{folder}: error[is-a-folder]: this is a folder\n" in refused_sellers(folder)
    assert "error[not-opened]: this file cannot be opened: " in refused_sellers("x" * 300)
    monkeypatch.setattr(sources, "MAX_BYTES", len(LEDGER))
    (here / "sellers.yaml").write_bytes(b"#" * (len(LEDGER) + 1))
    assert refused_sellers("sellers.yaml").startswith("sellers.yaml: error[too-large]: ")


def test_sellers_that_are_not_utf8(here: Path) -> None:
    (here / "sellers.yaml").write_bytes(SELLERS + b"# Caf\xe9\n")
    assert refused_sellers("sellers.yaml").startswith(
        "sellers.yaml:4:6: error[not-utf8]: byte 0xe9 here is not text in UTF-8\n"
    )


@pytest.mark.parametrize("text", [b"", b"# nobody\n", b"---\n"])
def test_no_sellers_in_the_file(here: Path, text: bytes) -> None:
    (here / "sellers.yaml").write_bytes(text)
    message = refused_sellers("sellers.yaml", status=1)
    assert "error[empty-file]: there is nothing in this list of sellers\n" in message
    assert message.endswith("  help: it begins with - class:\n")


def test_a_list_of_no_sellers(here: Path) -> None:
    (here / "sellers.yaml").write_bytes(b"[]\n")
    assert "--max-offering: error[missing-option]: " in refused_sellers("sellers.yaml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "class: investor",
            ["1:1 not-a-list: a file of sellers is a list, entries that each begin with a dash"],
        ),
        ("Other Fund", ["1:1 not-a-list: a file of sellers is a list, entries that each begin "]),
        (
            "- Other Fund\n- [company]",
            [
                "1:3 not-a-mapping: a seller is a mapping, lines of the form key: value",
                "2:3 not-a-mapping: a seller is a mapping, lines of the form key: value",
            ],
        ),
        ("- {holder: Ada, shares: 1}", ['1:3 missing-key: a seller needs "class"']),
        ("- {class: other, shares: 1}", ['1:3 missing-key: a seller needs "holder"']),
        ("- {class: other, holder: Ada}", ['1:3 missing-key: a seller needs "shares"']),
        (
            "- {}",
            [
                '1:3 missing-key: a seller needs "class"',
                '1:3 missing-key: a seller needs "holder"',
                '1:3 missing-key: a seller needs "shares"',
            ],
        ),
        (
            "- {clas: other, holder: Ada, shares: 1}",
            ['1:4 unknown-key: "clas" is not a key of a seller'],
        ),
        (
            "- {class: other, holder: Ada, shares: 1, price: 2}",
            ['1:42 unknown-key: "price" is not a key of a seller'],
        ),
        (
            "- {seller: other, holder: Ada, shares: 1}",
            ['1:4 unknown-key: "seller" is not a key of a seller'],
        ),
        (
            "- {class: investors, holder: Ada, shares: 1}",
            ['1:11 unknown-choice: "investors" is not one of investor, other-rights, company, '],
        ),
        (
            "- class: other\n  holder: ' '\n  shares: 1,000\n  has: 1.5",
            [
                "2:11 empty-value: nothing is written here",
                '3:11 not-a-count: "1,000" is not a count',
                '4:8 fraction-of-a-share: "1.5" is not written as a whole number',
            ],
        ),
        (
            "- {class: [other], holder: {name: Ada}, shares: -1, has: ~}",
            [
                "1:11 not-one-value: one value is expected here, not a list or a mapping",
                "1:28 not-one-value: one value is expected here, not a list or a mapping",
                '1:49 negative-number: "-1" is below zero',
                '1:58 null-value: "~" says nothing',
            ],
        ),
        (
            "- {class: other, holder: Ada, shares: blank}",
            ['1:39 not-a-count: "blank" is not a count'],
        ),
        (
            "- {class: other, class: company, holder: Ada, shares: 1}",
            ['1:18 duplicate-key: "class" is written twice here'],
        ),
        (
            "- &ada {class: other, holder: Ada, shares: 1}\n- *ada",
            ['1:3 anchor: anchors, such as "&ada"', '2:3 alias: aliases, such as "*ada"'],
        ),
        ("- !seller {class: other, holder: Ada, shares: 1}", ['1:3 tag: tags, such as "!seller"']),
        ("- {class: other, holder: Ada, shares: 1", ["1:3 syntax: the mapping in { } that begins"]),
        ("[]\n---\n[]", ["2:1 several-documents: a second document begins here"]),
        (
            '- {class: other, holder: "\\e[31mAda", shares: 1}',
            ["1:26 control-character: the character U+001B in this text cannot be shown safely"],
        ),
        (
            "- {class: other, holder: Ada, shares: 1}\n\t- {class: other}",
            ["2:1 syntax: a tab cannot stand here"],
        ),
    ],
)
def test_what_is_wrong_with_sellers(here: Path, text: str, said: list[str]) -> None:
    (here / "sellers.yaml").write_text(text + "\n", encoding="utf-8")
    message = refused_sellers("sellers.yaml", status=1)
    headings = re.findall(r"^sellers\.yaml:([0-9]+:[0-9]+): error\[(.+?)\]: (.*)$", message, re.M)
    found = [f"{place} {name}: {words}" for place, name, words in headings]
    assert len(found) == len(said), found
    assert all(map(str.startswith, found, said)), found
    assert '"seller"' not in message.replace('"seller" is not a key', "")
    assert "one of seller" not in message


def test_the_ledger_and_the_sellers_cannot_both_be_standard_input() -> None:
    for given in (LEDGER, SELLERS, b""):
        message = refused_sellers("-", "-", stdin=given)
        assert message.startswith("--wants-file: error["), "the options are wrong, and not the text"


def test_the_sellers_are_never_overwritten(here: Path) -> None:
    (here / "sellers.yaml").write_bytes(SELLERS)
    (here / "link.yaml").symlink_to("sellers.yaml")
    for to in ("sellers.yaml", "./sellers.yaml", "link.yaml"):
        assert f"{to}: error[not-written]: " in refused_sellers("sellers.yaml", "-o", to)
    assert (here / "sellers.yaml").read_bytes() == SELLERS


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_file_of_sellers_may_be_called_anything(here: Path, name: str) -> None:
    (here / name).write_bytes(SELLERS)
    assert "Offering of at most 4,000,000 shares" in offered("--wants-file", f"./{name}")
    (here / name).write_bytes(SELLERS + SELLERS)
    message = refused_sellers(f"./{name}")
    assert re.match(r".+:5:33: error\[wanted-twice\]: ", message)
    assert message.replace("\n", "").isprintable()
    (here / name).write_bytes(SELLERS.replace(b"company", b"issuer"))
    assert refused_sellers(f"./{name}", status=1).replace("\n", "").isprintable()


# The answer.


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("folder", "this is a folder"),
        ("missing/answer.txt", "No such file or directory"),
        ("file/answer.txt", "Not a directory"),
        ("loop", "this link leads to itself"),
        ("x" * 300, "File name too long"),
    ],
)
def test_where_nothing_can_be_written(here: Path, to: str, reason: str) -> None:
    (here / "folder").mkdir()
    (here / "file").touch()
    (here / "loop").symlink_to("loop")
    before = set(here.iterdir())
    said = f"{to}: error[not-written]: cannot be written: {reason}\n"
    for command in COMMANDS:
        assert refused("-o", to, command=command) == said
    assert set(here.iterdir()) == before


@full_device
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disc(command: str) -> None:
    reason = "error[not-written]: cannot be written: No space left on device\n"
    assert refused("-o", str(FULL), command=command) == f"{FULL}: {reason}"
    for environment in ({}, {"FORCE_COLOR": "1"}):
        with FULL.open("w") as full:
            run = subprocess.run(
                [*EQUITYCALC, command],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                env=os.environ | environment,
                check=False,
            )
        assert (run.returncode, run.stderr) == (2, f"standard output: {reason}")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_ledger_is_never_overwritten(here: Path, command: str) -> None:
    (here / "ledger.yaml").write_bytes(LEDGER)
    (here / "link.yaml").symlink_to("ledger.yaml")
    (here / "hard.yaml").hardlink_to("ledger.yaml")
    said = "error[not-written]: cannot be written: this is the ledger itself\n"
    for to in ("ledger.yaml", "./ledger.yaml", "link.yaml", "hard.yaml"):
        assert refused("ledger.yaml", "-o", to, command=command) == f"{to}: {said}"
    with (here / "ledger.yaml").open("rb") as ledger:
        run = subprocess.run(
            [*EQUITYCALC, command, "-", "-o", "ledger.yaml"],
            stdin=ledger,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (run.returncode, run.stderr) == (2, f"ledger.yaml: {said}")
    assert (here / "ledger.yaml").read_bytes() == LEDGER


def test_a_file_keeps_its_mode_and_its_links(here: Path) -> None:
    answer, link = here / "answer.txt", here / "link.txt"
    answer.write_text("yesterday's")
    answer.chmod(0o640)
    link.symlink_to("answer.txt")
    assert in_process("dilution", "-o", "link.txt").status == 0
    assert link.is_symlink()
    assert "Dilution" in answer.read_text("utf-8")
    assert stat.S_IMODE(answer.stat().st_mode) == 0o640
    assert sorted(here.iterdir()) == [answer, link], "no temporary file is left"


def test_a_new_file_has_the_mode_of_any_new_file(here: Path) -> None:
    (here / "any.txt").touch()
    (here / "dangling.txt").symlink_to("new.txt")
    assert in_process("dilution", "-o", "dangling.txt").status == 0
    assert (here / "new.txt").stat().st_mode == (here / "any.txt").stat().st_mode


def test_an_answer_goes_into_a_pipe_too(here: Path) -> None:
    os.mkfifo(here / "pipe")
    with subprocess.Popen([*EQUITYCALC, "dilution", "-o", "pipe"]) as process:
        assert "Dilution" in (here / "pipe").read_text("utf-8")
    assert process.returncode == 0
    assert stat.S_ISFIFO((here / "pipe").stat().st_mode)


def half_an_answer(then: BaseException) -> Iterator[str]:
    yield from ["one line"] * 5000
    raise then


@pytest.mark.parametrize("then", [SystemExit(130), KeyboardInterrupt(), ValueError("a bug")])
def test_an_answer_is_written_whole_or_not_at_all(here: Path, then: BaseException) -> None:
    answer = here / "answer.txt"
    answer.write_text("yesterday's")
    for to in (answer, here / "new.txt"):
        with pytest.raises(type(then)):
            output.write(half_an_answer(then), str(to))
    assert answer.read_text() == "yesterday's"
    assert list(here.iterdir()) == [answer]


def test_a_disc_that_fills_up_leaves_what_was_there(here: Path) -> None:
    answer = here / "answer.txt"
    answer.write_text("yesterday's")
    with pytest.raises(Exit):
        output.write(half_an_answer(OSError(28, "No space left on device")), str(answer))
    assert answer.read_text() == "yesterday's"
    assert list(here.iterdir()) == [answer]


# The streams and the signals of a process.


@pytest.mark.parametrize(
    ("redirected", "status", "said"),
    [
        ("- <&-", 2, "standard input: error[not-opened]: this file cannot be opened: it is closed"),
        (">&-", 2, "standard output: error[not-written]: cannot be written: it is closed"),
        ("nowhere.yaml >&-", 2, "nowhere.yaml: error[no-such-file]: there is no such file"),
        ("nowhere.yaml 2>&-", 2, ""),
        ("nowhere.yaml 2>/dev/full", 2, ""),
        ("nowhere.yaml <&- >&- 2>&-", 2, ""),
        ("-o answer.txt <&- >&- 2>&-", 0, ""),
    ],
)
def test_streams_that_are_closed(redirected: str, status: int, said: str) -> None:
    if "/dev/full" in redirected and not FULL.exists():
        pytest.skip("this system has no /dev/full")
    run = subprocess.run(
        ["sh", "-c", f'"$0" -m equitycalc dilution {redirected}', sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr.rstrip()) == (status, "", said)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_pipe_is_quiet(command: str) -> None:
    with subprocess.Popen(
        [*EQUITYCALC, command], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # as `| head` does, sooner
        assert process.stderr.read() == b""
    assert process.returncode == -signal.SIGPIPE, "which a shell shows as 141"


@pytest.mark.parametrize(
    "command",
    ["dilution -", "registration -", "registration --max-offering 1 --wants-file -"],
)
def test_ctrl_c_is_quiet(here: Path, command: str) -> None:
    with subprocess.Popen(
        [*EQUITYCALC, *command.split(), "-o", "answer.txt"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        preexec_fn=heeds_ctrl_c,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"# more to come\n")
        while waiting_in(process.stdin.fileno()):  # until it reads, and waits for more
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert (process.stdout.read(), process.stderr.read()) == (b"", b"")
    assert process.returncode == 130
    assert list(here.iterdir()) == []


def waiting_in(pipe: int) -> int:
    """How many bytes nobody has read yet."""
    found = fcntl.ioctl(pipe, termios.FIONREAD, struct.pack("i", 0))
    return int(struct.unpack("i", found)[0])


# A fault of ours.

FAULT = """
import sys
from equitycalc.cli import main
import equitycalc.cli.{command} as module

def answer(ledger, asked):
    raise RuntimeError("a bug\\non two lines")

module.{answer} = answer
sys.argv = ["equitycalc", "{command}"]
main()
"""
FAULT_OF_DILUTION = FAULT.format(command="dilution", answer="answer")
FAULT_OF_REGISTRATION = FAULT.format(command="registration", answer="answer_registration")


@pytest.mark.parametrize("code", [FAULT_OF_DILUTION, FAULT_OF_REGISTRATION], ids=COMMANDS)
def test_a_fault_of_ours_is_one_line_and_status_3(code: str) -> None:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr == (
        "equitycalc: a fault of ours, please report it: RuntimeError: a bug on two lines "
        "(EQUITYCALC_DEBUG=1 shows where)\n"
    )


def test_a_traceback_is_shown_only_to_who_asks() -> None:
    run = subprocess.run(
        [sys.executable, "-c", FAULT_OF_DILUTION],
        capture_output=True,
        text=True,
        env=os.environ | {"EQUITYCALC_DEBUG": "1"},
        check=False,
    )
    assert run.returncode != 0
    assert "Traceback (most recent call last)" in run.stderr
    assert "RuntimeError: a bug" in run.stderr


def test_python_gets_the_problems_and_no_exit() -> None:
    with pytest.raises(LedgerErrors) as raised:
        read_ledger("nowhere.yaml")
    assert [one.name for one in raised.value.problems] == ["no-such-file"]
