"""The documentation held to what the package does.

Its commands run and print what it shows, its ledgers can be read, its tables name every kind, term,
key, status and problem that there is, and no others.

What a block is taken for is said after its opening fence:

``sh``              lines that begin with ``equitycalc`` are run; what they print is not looked at
``console``         ``$`` lines likewise, and what stands under each is what it prints
``json part=a.0``   that part of what the last command printed; without a part, all of it
``yaml``            a whole ledger
``yaml in=grants``  a part of one: what stands under ``issuer``, ``outstanding``, ``agreements``,
                    ``grants`` or ``terms``
``yaml of=sellers`` a file of sellers
``pycon``           a Python session; ``python`` is run, and what it prints is not looked at
``... file=NAME``   written to that file, for commands further down to read
``... refused``     a ledger with mistakes in it
``... fragment``    not looked at

A command ends with status 0, or with the one that a comment after it states: ``# status 1``. A line
``...`` in its output stands for any number of lines. All commands of a document run in one folder
that has the repository's ``data`` and ``examples`` in it.

``EQUITYCALC_UPDATE=1 pytest tests/test_docs.py`` writes anew what stands under the commands; read
the difference before committing it.
"""

import ast
import contextlib
import csv
import doctest
import io
import json
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from equitycalc.cli.app import COMMANDS, application
from equitycalc.engine import Status
from equitycalc.engine.cutback import Want
from equitycalc.engine.due import DeadlineStatus
from equitycalc.engine.groups import STANDINGS
from equitycalc.engine.rule144 import PERIODS
from equitycalc.events import KINDS_OF_EVENT
from equitycalc.problems import LedgerErrors, Problem
from equitycalc.reading import ledger_of
from equitycalc.reading.wants import read_wants
from equitycalc.registration_rights import CONDITIONS, SELLERS, RegistrationRights
from equitycalc.terms import (
    INTEREST,
    KINDS,
    Agreement,
    Conflict,
    Issuer,
    Ledger,
    Outstanding,
    Schedule,
    Statement,
    Tranche,
)
from equitycalc.written import terms_of
from running import ROOT

README = ROOT / "README.md"
DOCUMENTS = [
    *sorted((ROOT / "docs").glob("*.md")),
    *([README] if README.is_file() and README.read_text("utf-8").strip() else []),
]

# The blocks of a document.


@dataclass(frozen=True)
class Block:
    """What stands between two fences; ``line`` is the first one's, from 1."""

    line: int
    language: str
    options: dict[str, str]
    text: str


_FENCE = re.compile(r"^(?P<fence>```+)(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)$", re.M | re.S)


def blocks(document: str) -> Iterator[Block]:
    for found in _FENCE.finditer(document):
        language, *options = found["info"].split() or [""]
        given = {key: value for key, _, value in (option.partition("=") for option in options)}
        yield Block(document[: found.start()].count("\n") + 1, language, given, found["text"])


# Commands, and what they print.


@dataclass(frozen=True)
class Command:
    """A command as typed, the status it ends with, and the output that stands under it."""

    typed: str
    status: int
    output: str | None


_STATUS = re.compile(r"#.*\bstatus ([0-9]+)\s*$")


def commands(block: Block) -> Iterator[Command]:
    """The commands of a block, of all programs."""
    shown = block.language == "console"
    starts = r"^\$ " if shown else r"^"
    joined = re.sub(r"\\\n\s*", "", block.text)
    parts = re.split(starts, joined, flags=re.M)[1:] if shown else joined.splitlines()
    for part in parts:
        typed, _, output = part.partition("\n")
        stated = _STATUS.search(typed)
        yield Command(typed.strip(), int(stated[1]) if stated else 0, output if shown else None)


@dataclass(frozen=True)
class Ran:
    status: int
    printed: str


def run(typed: str, monkeypatch: pytest.MonkeyPatch) -> Ran | None:
    """Run a command in this process; None where it is another program's.

    Settings before it (``NO_COLOR=1``), ``< FILE`` and ``> FILE`` work; of a pipe the first command
    is run.
    """
    lexer = shlex.shlex(typed, posix=True, punctuation_chars="|<>;&")
    lexer.whitespace_split = True
    words = list(lexer)
    with monkeypatch.context() as patched:
        while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
            patched.setenv(*words.pop(0).split("=", 1))
        if not words or words[0] != "equitycalc":
            return None
        piped = next((index for index, word in enumerate(words) if word[0] in "|;&"), len(words))
        words = words[1:piped]
        files = {}
        for sign in "<>":
            if sign in words:
                at = words.index(sign)
                files[sign] = words[at + 1]
                del words[at : at + 2]
        given = Path(files["<"]).read_bytes() if "<" in files else None
        done = CliRunner().invoke(application(()), words, input=given, prog_name="equitycalc")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    if ">" in files:
        Path(files[">"]).write_text(done.stdout, "utf-8")
        return Ran(done.exit_code, done.stderr)
    return Ran(done.exit_code, done.output)


def prints(shown: str, printed: str) -> bool:
    """Whether a text is what a document shows; ``...`` alone on a line is any number of lines."""
    parts = re.split(r"^\.\.\.$\n?", shown, flags=re.M)
    return re.fullmatch(r"(?:.*\n)*?".join(map(re.escape, parts)), printed) is not None


def renewed(shown: str, printed: str) -> str:
    """What a document should show: the lines it shows now, found again by how they begin."""
    lines = printed.splitlines(keepends=True)
    if "...\n" not in shown.splitlines(keepends=True):
        return printed
    chosen, start = [], 0
    for line in shown.splitlines():
        label = re.split(r"  +", line)[0][:40]
        at = next((i for i in range(start, len(lines)) if lines[i].startswith(label)), None)
        if line != "..." and at is not None:
            chosen.append(at)
            start = at + 1
    kept = [index in chosen for index in range(len(lines))]
    return "".join(
        line if kept[index] else "...\n"
        for index, line in enumerate(lines)
        if kept[index] or index == 0 or kept[index - 1]
    )


# Ledgers.

_AROUND = {
    "issuer": "agreements: []\nas_of: 2020-01-01\n{}",
    "outstanding": "issuer: {{name: A}}\nas_of: 2020-01-01\nagreements: []\n{}",
    "agreements": "issuer: {{name: A}}\n{}",
    "grants": "issuer: {{name: A}}\nagreements:\n- id: a\n  date: 1990-01-01\n{}",
    "terms": "issuer: {{name: A}}\nagreements:\n- id: a\n  date: 1990-01-01\n  grants:\n{}",
}


def ledger_text(block: Block) -> str:
    """The ledger of a block, or one around the part that the block is."""
    part = block.options.get("in")
    if part is None:
        return block.text
    indent = {"grants": "  ", "terms": "    "}.get(part, "")
    text = "".join(indent + line + "\n" for line in block.text.splitlines())
    return _AROUND[part].format(text)


def _ledger_problems(block: Block) -> list[Problem]:
    try:
        ledger_of(ledger_text(block).encode(), "block")
    except LedgerErrors as errors:
        return list(errors.problems)
    return []


# Every block is true.


def _enter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with the ledgers that documents name, to run commands in."""
    for name in ("data", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    monkeypatch.chdir(folder)


class _Session:
    """The blocks of one document, in order, in one folder."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.last = ""
        self.renewed: list[tuple[str, str]] = []  # what stands under a command, and what should

    def wrong(self, block: Block) -> Iterator[str]:
        """What a block says that is not so."""
        if "fragment" in block.options:
            return
        match block.language:
            case "sh" | "console":
                for command in commands(block):
                    yield from self.command(command)
            case "yaml" if block.options.get("of") == "sellers":
                yield from self.sellers(block)
            case "yaml":
                yield from self.ledger(block)
            case "json":
                yield from self.excerpt(block)
            case "pycon":
                yield from self.session(block)
            case "python":
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(block.text, f"line {block.line}", "exec"), {})
        if "file" in block.options:
            Path(block.options["file"]).write_text(block.text, "utf-8")

    def command(self, command: Command) -> Iterator[str]:
        ran = run(command.typed, self.monkeypatch)
        if ran is None:
            return
        self.last = ran.printed
        if ran.status != command.status:
            yield f"{command.typed}\nends with status {ran.status}:\n{ran.printed}"
        elif command.output is not None and not prints(command.output, ran.printed):
            new = renewed(command.output, ran.printed)
            typed = "" if command.output else f"$ {command.typed}\n"  # nothing stands there yet
            self.renewed.append((typed + command.output, typed + new))
            yield f"{command.typed}\nprints:\n{ran.printed}"

    def ledger(self, block: Block) -> Iterator[str]:
        problems = _ledger_problems(block)
        if "refused" in block.options:
            if not problems:
                yield "this ledger is read without a problem"
        else:
            yield from (f"{one.name}: {one.message} {one.place}" for one in problems)

    def sellers(self, block: Block) -> Iterator[str]:
        path = Path("block.yaml")
        path.write_text(block.text, "utf-8")
        try:
            read_wants(str(path))
        except LedgerErrors as errors:
            yield from (f"{one.name}: {one.message} {one.place}" for one in errors.problems)

    def excerpt(self, block: Block) -> Iterator[str]:
        part = json.loads(self.last)
        for step in filter(None, block.options.get("part", "").split(".")):
            part = part[int(step) if step.isdigit() else step]
        if json.loads(block.text) != part:
            yield "the last command printed:\n" + json.dumps(part, indent=1)

    def session(self, block: Block) -> Iterator[str]:
        said: list[str] = []
        test = doctest.DocTestParser().get_doctest(block.text, {}, "pycon", None, block.line)
        doctest.DocTestRunner(verbose=False).run(test, out=said.append)
        if said:
            yield "".join(said)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_shows_is_what_happens(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _enter(tmp_path, monkeypatch)
    session = _Session(monkeypatch)
    wrong = [
        f"{path.name}:{block.line}: {each}"
        for block in blocks(path.read_text("utf-8"))
        for each in session.wrong(block)
    ]
    if wrong and os.environ.get("EQUITYCALC_UPDATE"):
        text = path.read_text("utf-8")
        for old, new in session.renewed:
            text = text.replace(f"\n{old}```", f"\n{new}```").replace(f"\n{old}$ ", f"\n{new}$ ")
        path.write_text(text, "utf-8")
    if wrong:
        pytest.fail("\n\n".join(wrong), pytrace=False)


# The checks can fail.


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ("```sh\nequitycalc dilution --price 0\n```", "ends with status 2"),
        ("```sh\nequitycalc dilution  # status 1\n```", "ends with status 0"),
        ("```sh\nequitycalc dilution --price 0  # ends with status 2\n```", None),
        ("```sh\nmake dilution\n$ equitycalc\n```", None),
        ("```sh\nequitycalc dilution \\\n  --price 0\n```", "ends with status 2"),
        ("```sh\nNO_COLOR=1 equitycalc --version | head -1\n```", None),
        ("```console\n$ equitycalc --versoin  # status 2\n...\n```", None),
        ("```console\n$ equitycalc dilution\nThe Auxer Group, Inc. (AXGI)\n```", "prints:"),
        ("```console\n$ equitycalc dilution\nThe Auxer Group, Inc. (AXGI)\n...\n```", None),
        ("```console\n$ make\n$ equitycalc dilution --price 0\n```", "ends with status 2"),
        ("```yaml\nissuer: {name: A}\n```", "missing-key"),
        ("```yaml refused\nissuer: {name: A}\nas_of: 2020-01-01\nagreements: []\n```", "without a"),
        ("```yaml in=terms\n- {id: a, kind: shares, holder: H, shares: -1}\n```", "negative"),
        ("```yaml in=terms\n- {id: a, kind: shares, holder: H, shares: 1}\n```", None),
        ("```yaml of=sellers\n- {class: other, holder: H, shares: 1}\n```", None),
        ("```yaml of=sellers\n- {class: another, holder: H, shares: 1}\n```", "unknown-choice"),
        ("```pycon\n>>> 1 + 1\n3\n```", "Expected"),
        (
            "```sh\nequitycalc dilution --format json\n```\n```json part=as_of\n1\n```",
            "2001-01-16",
        ),
        (
            "```sh\nequitycalc dilution > a\nequitycalc dilution - < a  # status 1\n```",
            None,
        ),
    ],
)
def test_a_block_that_is_not_so_is_found(
    block: str, found: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _enter(tmp_path, monkeypatch)
    session = _Session(monkeypatch)
    wrong = [said for each in blocks(block) for said in session.wrong(each)]
    if found is None:
        assert not wrong
    else:
        assert found in "".join(wrong)


def test_what_a_document_shows_can_be_written_anew() -> None:
    printed = "Title\na      1\nb      2\n\nc and d  3\ne\n"
    assert renewed("anything\n", printed) == printed
    assert renewed("...\na   0\n...\n", printed) == "...\na      1\n...\n"
    assert renewed("Title\na  1\n...\nc and d  4\n...\n", printed) == (
        "Title\na      1\n...\nc and d  3\n...\n"
    )
    assert prints(renewed("...\nb      0\ngone\n...\n", printed), printed)


# The tables.


@dataclass(frozen=True)
class Section:
    """A heading's text, and its tables: each row a dict from column to cell."""

    heading: str
    rows: tuple[dict[str, str], ...]


@cache
def sections(name: str) -> dict[str, Section]:
    """The sections of one of ``docs``, by heading, each with the rows of its own tables."""
    text = _FENCE.sub("", (ROOT / "docs" / name).read_text("utf-8"))
    found = {}
    for part in re.split(r"^#+ ", text, flags=re.M)[1:]:
        heading, _, body = part.partition("\n")
        rows: list[dict[str, str]] = []
        for table in re.findall(r"(?:^\|.*\n?)+", body, flags=re.M):
            head, _, *lines = [_cells(line) for line in table.splitlines()]
            rows += [dict(zip(head, line, strict=True)) for line in lines]
        found[heading] = Section(heading, tuple(rows))
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def words(cell: str) -> list[str]:
    """What stands in a cell between backticks."""
    return re.findall(r"`([^`]+)`", cell)


def _required(entry: type) -> dict[str, bool]:
    return {
        field.name: field.default is MISSING and field.default_factory is MISSING
        for field in fields(entry)
    }


COMMON = {name for name in _required(KINDS["shares"]) if name not in terms_of(KINDS["shares"])} | {
    "granted_on"
}


@pytest.mark.parametrize(
    ("heading", "entry"),
    [
        ("The ledger", Ledger),
        ("The issuer", Issuer),
        ("A statement of shares outstanding", Outstanding),
        ("An agreement", Agreement),
        ("A conflict", Conflict),
        ("A statement in a conflict", Statement),
    ],
)
def test_every_key_of_an_entry_stands_in_its_table(heading: str, entry: type) -> None:
    rows = sections("ledger-format.md")[heading].rows
    required = {words(row["key"])[0]: row["required"] == "yes" for row in rows}
    assert required == _required(entry)


def test_every_key_that_all_grants_share_stands_in_their_table() -> None:
    rows = sections("ledger-format.md")["A grant"].rows
    required = {words(row["key"])[0]: row["required"] for row in rows}
    assert required.keys() == COMMON
    for key, cell in required.items():
        having = {kind: entry for kind, entry in KINDS.items() if key in _required(entry)}
        needed = {kind for kind, entry in having.items() if _required(entry)[key]}
        said, _, lacking = cell.partition("; not of ")
        assert set(words(lacking)) == set(KINDS) - set(having)
        if key == "kind":
            assert said == "yes"
        elif said.startswith("except"):
            assert set(KINDS) - needed == set(words(said))
        else:
            assert needed == (set(KINDS) if said == "yes" else set())


def test_every_kind_has_a_row_with_all_its_terms() -> None:
    rows = sections("ledger-format.md")["Kinds of grant"].rows
    said = {words(r["kind"])[0]: (words(r["needs"]), words(r["may have"])) for r in rows}
    own = {
        kind: {term: _required(entry)[term] for term in terms_of(entry) if term not in COMMON}
        for kind, entry in KINDS.items()
    }
    assert said == {
        kind: ([t for t in terms if terms[t]], [t for t in terms if not terms[t]])
        for kind, terms in own.items()
    }
    assert {words(row["kind"])[0]: words(row["and"]) for row in rows} == {
        kind: [key for key in _required(entry) if key not in COMMON and key not in own[kind]]
        for kind, entry in KINDS.items()
    }


def test_every_key_of_interest_stands_in_its_table_with_the_term_that_it_is() -> None:
    rows = sections("ledger-format.md")["Interest"].rows
    assert {words(row["key"])[0]: words(row["is the term"])[0] for row in rows} == INTEREST


def test_every_key_of_vesting_stands_in_its_tables() -> None:
    rows = sections("ledger-format.md")["Vesting"].rows
    for entry, head in ((Tranche, "key of a tranche"), (Schedule, "key of a schedule")):
        said = {words(row[head])[0]: row["required"] == "yes" for row in rows if head in row}
        assert said == {key: key not in entry._field_defaults for key in entry._fields}


def test_every_key_of_registration_rights_stands_in_its_table() -> None:
    rows = sections("ledger-format.md")["Registration rights"].rows
    assert {words(row["key"])[0]: row["required"] == "yes" for row in rows} == {
        key: key not in RegistrationRights._field_defaults for key in RegistrationRights._fields
    }
    open_ones = {words(row["key"])[0] for row in rows if row["`blank`"] == "yes"}
    assert open_ones == {
        term for term, how in terms_of(RegistrationRights).items() if "blank" in how.ways
    }
    taken = {words(row["key"])[0]: tuple(words(row["takes"])) for row in rows}
    assert taken["priority"] == SELLERS
    assert taken["assigned_with"] == CONDITIONS


def test_every_key_of_a_seller_stands_in_its_table() -> None:
    rows = sections("ledger-format.md")["A file of sellers"].rows
    said = {words(row["key"])[0]: row["required"] == "yes" for row in rows}
    named = {"seller": "class"}  # which no field can be called
    assert said == {named.get(k, k): k not in Want._field_defaults for k in Want._fields}
    assert tuple(words(rows[0]["takes"])) == SELLERS


def test_every_kind_of_event_has_a_row_with_all_its_keys() -> None:
    every = {kind: _required(entry) for kind, entry in KINDS_OF_EVENT.items()}
    shared = set.intersection(*map(set, every.values()))
    rows = sections("ledger-format.md")["An event"].rows
    said = {words(row["key"])[0]: row["required"] == "yes" for row in rows}
    assert said == {key: key == "kind" or every["split"][key] for key in shared}
    own = {
        kind: {key: needed for key, needed in keys.items() if key not in shared}
        for kind, keys in every.items()
    }
    rows = sections("ledger-format.md")["Events"].rows
    assert {
        words(r["kind"])[0]: (set(words(r["needs"])), set(words(r["may have"]))) for r in rows
    } == {
        kind: ({k for k, v in keys.items() if v}, {k for k, v in keys.items() if not v})
        for kind, keys in own.items()
    }
    rows = sections("ledger-format.md")["Terms of events"].rows
    assert {key for row in rows for key in words(row["key"])} == {
        key for keys in own.values() for key in keys
    }


def test_every_term_has_a_row_with_the_ways_to_write_it() -> None:
    rows = sections("ledger-format.md")["Terms"].rows
    said = {
        words(row["term"])[0]: {way for way in ("blank", "at_least") if row[f"`{way}`"] == "yes"}
        for row in rows
    }
    entries = (*KINDS.values(), Issuer)
    ways = {term: set(how.ways) for entry in entries for term, how in terms_of(entry).items()}
    assert said == {term: {str(way) for way in found} for term, found in ways.items()}


def test_every_status_stands_in_the_methods() -> None:
    rows = sections("methods.md")["Statuses"].rows
    assert {word for row in rows for word in words(row["status"])} == set(Status)


def test_every_status_of_a_deadline_stands_in_the_methods() -> None:
    rows = sections("methods.md")["Deadlines"].rows
    statuses = [words(row["status"])[0] for row in rows if "status" in row]
    assert statuses == list(get_args(DeadlineStatus))


def test_every_period_of_rule_144_stands_in_the_methods() -> None:
    rows = sections("methods.md")["Rule 144"].rows
    said = {r["from"]: (r["within limits"], r["without limits"]) for r in rows if "from" in r}
    assert list(said.values()) == [
        (f"{each.resale_months} months", f"{each.free_months} months") for each in PERIODS
    ]
    assert list(said)[1:] == [f"{each.since}" for each in PERIODS[1:]]


def test_every_standing_stands_in_the_methods() -> None:
    rows = sections("methods.md")["Standings"].rows
    assert [words(row["standing"])[0] for row in rows] == list(STANDINGS)


def test_every_section_of_the_csv_stands_in_its_table_with_its_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _enter(tmp_path, monkeypatch)
    rows = sections("json.md")["The CSV of registration rights"].rows
    said = {words(row["section"])[0]: words(row["columns beside `section`"]) for row in rows}
    offered = "--max-offering 10 --over-allotment 1 --wants company:A=11 --outstanding 9"
    ran = run(f"equitycalc registration --format csv {offered}", monkeypatch)
    assert ran is not None
    lines = list(csv.DictReader(ran.printed.splitlines()))
    assert {line["section"] for line in lines} == said.keys()
    columns = [each for each in lines[0] if not each.endswith(("_bound", "_at_most"))]
    for section, named in said.items():
        assert ["section", *named] == [each for each in columns if each in ("section", *named)]
        of_it = [line for line in lines if line["section"] == section]
        assert {key for line in of_it for key in columns if line[key]} <= {"section", *named}
    assert {key for named in said.values() for key in named} == set(columns) - {"section"}


# The commands, and the links.


def test_the_readme_lists_the_commands_as_the_help_does() -> None:
    rows = re.findall(r"^\| `equitycalc (\w+)` \| (.+) \|$", README.read_text("utf-8"), re.M)
    assert rows == list(COMMANDS.items())


@pytest.mark.parametrize(
    "command",
    [each for each in COMMANDS if (ROOT / f"src/equitycalc/schemas/{each}.schema.json").is_file()],
)
def test_every_command_is_shown_where_readers_look_for_it(command: str) -> None:
    """In the README, with its method, and with the format that it writes."""
    for path in (README, ROOT / "docs" / "methods.md"):
        shown = [
            typed.typed
            for block in blocks(path.read_text("utf-8"))
            if block.language in ("sh", "console")
            for typed in commands(block)
        ]
        assert any(typed.startswith(f"equitycalc {command}") for typed in shown), path.name
    formats = {words(row["format"])[0] for row in _formats()}
    assert f"equitycalc.{command}/1" in formats


def _formats() -> list[dict[str, str]]:
    text = _FENCE.sub("", (ROOT / "docs" / "json.md").read_text("utf-8"))
    table = re.search(r"(?:^\|.*\n)+", text, flags=re.M)
    assert table is not None
    head, _, *lines = [_cells(line) for line in table[0].splitlines()]
    return [dict(zip((cell.strip("`") for cell in head), line, strict=True)) for line in lines]


_LINK = re.compile(r"\]\((?P<file>[^)#:]*)(?:#(?P<heading>[^)]*))?\)")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = _FENCE.sub("", path.read_text("utf-8"))
    for link in _LINK.finditer(text):
        to = path.parent / link["file"] if link["file"] else path
        assert to.exists(), link[0]
        if link["heading"]:
            assert link["heading"] in _anchors(to), link[0]


def _anchors(path: Path) -> set[str]:
    text = _FENCE.sub("", path.read_text("utf-8"))
    headings = re.findall(r"^#+ (.*)$", text, flags=re.M)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


# The names of problems: found in the source, in every call that makes a problem.


@dataclass(frozen=True)
class _Carrier:
    """A parameter whose argument becomes the name of a problem: where it stands, and its name."""

    index: int
    parameter: str


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name | ast.Attribute):
                yield called.id if isinstance(called, ast.Name) else called.attr, node


def _argument(call: ast.Call, carrier: _Carrier) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == carrier.parameter:
            return keyword.value
    return call.args[carrier.index] if 0 <= carrier.index < len(call.args) else None


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _known_as(function: str, tree: ast.Module) -> str:
    """What a function is looked up by: a private one is that of its module alone."""
    return f"{id(tree)}{function}" if function.startswith("_") else function


def _carriers(trees: list[ast.Module]) -> dict[str, _Carrier]:
    """Everything that takes the name of a problem, directly or to hand it on."""
    found = {"Problem": _Carrier(-1, "name"), "Unreadable": _Carrier(0, "name")}
    every = [(tree, function) for tree in trees for function in _functions(tree)]
    grown = True
    while grown:
        grown = False
        for tree, function in every:
            names = [each.arg for each in function.args.args]
            own = names[1:] if names[:1] == ["self"] else names
            known = _known_as(function.name, tree)
            for called, call in _calls(function):
                carrier = found.get(_known_as(called, tree))
                given = None if carrier is None else _argument(call, carrier)
                hands_on = isinstance(given, ast.Name) and given.id in own
                if hands_on and known not in found and not function.name.startswith("__"):
                    assert isinstance(given, ast.Name)
                    found[known] = _Carrier(own.index(given.id), given.id)
                    grown = True
    return found


_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _constants(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def problem_names() -> set[str]:
    """The name of every problem that the package can raise.

    A name that is neither written out where the problem is made, nor set in the same function, nor
    handed on from a parameter comes from a table of the module: its words with hyphens.
    """
    paths = sorted((ROOT / "src").rglob("*.py"))
    trees = [ast.parse(path.read_text("utf-8")) for path in paths]
    carriers = _carriers(trees)
    found: set[str] = set()
    for tree in trees:
        for called, call in _calls(tree):
            carrier = carriers.get(_known_as(called, tree))
            given = None if carrier is None else _argument(call, carrier)
            if given is None or isinstance(given, ast.Attribute):
                continue
            written = set(_constants(given)) or set(_set_before(given, call, tree))
            if not written and not _handed_on(given, call, tree):
                tables = (node for node in tree.body if isinstance(node, ast.Assign))
                words = {word for table in tables for word in _constants(table.value)}
                written = {word for word in words if "-" in word and _NAME.fullmatch(word)}
                assert written, f"where does the name in line {call.lineno} come from?"
            found |= written
    assert all(map(_NAME.fullmatch, found)), found
    return found


def _set_before(given: ast.expr, call: ast.Call, tree: ast.Module) -> Iterator[str]:
    """What a variable of the function around the call is set to, alone or beside others."""
    if not isinstance(given, ast.Name):
        return
    around = [function for function in _functions(tree) if call in ast.walk(function)]
    for assigned in (node for each in around for node in ast.walk(each)):
        if isinstance(assigned, ast.Assign):
            for target in assigned.targets:
                yield from _set_to(given.id, target, assigned.value)


def _set_to(name: str, target: ast.expr, value: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, its in zip(target.elts, value.elts, strict=True):
            yield from _set_to(name, one, its)
    elif isinstance(target, ast.Name) and target.id == name:
        yield from _constants(value)


def _handed_on(given: ast.expr, call: ast.Call, tree: ast.Module) -> bool:
    """Whether what is given is a parameter of a function around the call."""
    around = (function for function in _functions(tree) if call in ast.walk(function))
    parameters = {each.arg for function in around for each in function.args.args}
    return isinstance(given, ast.Name) and given.id in parameters


def test_every_name_of_a_problem_stands_in_the_catalogue() -> None:
    rows = [
        row
        for section in sections("ledger-format.md").values()
        for row in section.rows
        if "problem" in row
    ]
    said = [words(row["problem"])[0] for row in rows]
    assert len(said) == len(set(said)), "a problem stands there twice"
    checks = {words(row["check"])[0] for row in sections("checks.md")["Checks"].rows}
    assert set(said) | checks == problem_names()
    assert set(said) & checks == {"expires-before-grant"}  # when it is read, and when it is amended
