"""The catalogue of questions that cannot be asked of a ledger, and what is said of them.

A file of ``bad_questions/`` is a command after ``$`` and what the user reads, to the letter; it is
named for the problem, which it has. The command runs in that folder.

To add one, write its command; ``EQUITYCALC_UPDATE=1 pytest tests/test_bad_questions.py`` writes the
rest. Read it aloud before committing it.
"""

import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equitycalc import QuestionErrors, dilution, read_ledger
from equitycalc.registrations import registration
from running import in_process

FOLDER = Path(__file__).parent / "bad_questions"
QUESTIONS = sorted(path.stem for path in FOLDER.glob("*.txt"))
SEVERAL = re.compile(r"several(-[0-9]+)?")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)


def command(name: str) -> list[str]:
    first = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("$ equitycalc ")
    return shlex.split(first)[2:]


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_the_user_reads(name: str) -> None:
    path = FOLDER / f"{name}.txt"
    run = in_process(*command(name))
    assert (run.status, run.out) == (2, "")
    text = path.read_text(encoding="utf-8").splitlines(keepends=True)[0] + run.err
    if os.environ.get("EQUITYCALC_UPDATE"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_bad_question_is_named_for_its_problem(name: str) -> None:
    said = re.findall(
        r"^(?:--[a-z-]+|[A-Z]+|sellers\.yaml:[0-9:]+): error\[(.+?)\]",
        (FOLDER / f"{name}.txt").read_text(),
        re.M,
    )
    if SEVERAL.fullmatch(name):
        assert len(said) >= 5
    else:
        assert re.sub(r"-[0-9]+$", "", name) in said


@pytest.mark.parametrize("name", QUESTIONS)
def test_nothing_is_written(name: str, tmp_path: Path) -> None:
    answer = tmp_path / "answer.txt"
    assert in_process(*command(name), "-o", str(answer)).status == 2
    assert list(tmp_path.iterdir()) == []
    answer.write_text("yesterday's")
    assert in_process(*command(name), "-o", str(answer)).status == 2
    assert answer.read_text() == "yesterday's"
    assert list(tmp_path.iterdir()) == [answer]


@pytest.mark.parametrize(
    ("typed", "shown", "caret"),
    [
        ("0.08\x1b[31m\n", "0.08\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}", 0),
        ("[bold]8[/bold]", "[bold]8[/bold]", 0),
    ],
)
def test_what_was_typed_never_acts_on_the_terminal(typed: str, shown: str, caret: int) -> None:
    lines = in_process("dilution", "--price", typed).err.splitlines()
    assert lines[1:3] == [f"  {shown}", "  " + " " * caret + "^"]
    assert "\x1b" not in "".join(lines)


def test_a_long_option_is_cut_around_the_caret() -> None:
    typed = f"{'x' * 5000}.shares={'9' * 5000}"
    _, line, caret, *_ = in_process("dilution", "--assume", typed).err.splitlines()
    assert len(line) <= 110
    assert caret == "  ^"


def test_an_assumption_for_a_grant_that_does_not_count_is_no_mistake() -> None:
    run = in_process("dilution", "--as-of", "1999-01-04", "--assume", "debenture.principal=500000")
    assert (run.status, run.err) == (0, "")
    assert "supplied: debenture.principal = 500000, unused" in run.out


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("dilution --frobnicate", "--frobnicate"),
        ("dilution --price", "--price"),
        ("dilution one.yaml two.yaml", "two.yaml"),
        ("dilutoin", "dilutoin"),
        ("registration --price 0.08", "--price"),
        ("registration --wants", "--wants"),
        ("registration one.yaml two.yaml", "two.yaml"),
        ("registration --by holder", "--by"),
    ],
)
def test_wrong_usage_has_status_2_and_says_what_is_wrong(typed: str, named: str) -> None:
    run = in_process(*typed.split())
    assert (run.status, run.out) == (2, "")
    assert named in run.err


def test_python_raises_with_all_of_them() -> None:
    ledger = read_ledger()
    with pytest.raises(QuestionErrors) as raised:
        dilution(ledger, price="0", as_of="2001-02-30", assume={"debenture": "5"})
    assert {one.name for one in raised.value.problems} == {
        "zero-price",
        "no-such-date",
        "not-an-assumption",
    }
    assert "a price is never zero" in str(raised.value)


def test_python_raises_with_all_that_is_wrong_of_a_registration() -> None:
    with pytest.raises(QuestionErrors) as raised:
        registration(
            read_ledger(),
            as_of="2001-02-30",
            form="SB-2",
            max_offering="1e6",
            wants=["investor:Example Fund", "seller:Example Fund=1"],
            over_allotment=-1,
        )
    assert {(one.name, one.path) for one in raised.value.problems} == {
        ("no-such-date", ("as_of",)),
        ("missing-option", ("form",)),
        ("exponent", ("max_offering",)),
        ("not-a-want", ("wants", 0)),
        ("unknown-choice", ("wants", 1, "class")),
        ("negative-number", ("over_allotment",)),
    }


def test_rights_in_other_registrations_end_where_nothing_else_is_left_to_register(
    tmp_path: Path,
) -> None:
    ledger = tmp_path / "ledger.yaml"
    ledger.write_text(
        """
issuer: {name: Example Corp.}
agreements:
  - id: rr
    date: 2001-01-16
    registration_rights:
      covers: [bridge, w]
      closing_date: 2001-01-16
      piggyback_until: effectiveness
      priority: [[investor]]
    grants:
      - {id: bridge, kind: shares, holder: Fund, shares: 1_000}
      - {id: w, kind: warrant, holder: Fund, shares: 5, exercise_price: 1, expires_on: 2001-05-12}
events:
  - {kind: registered, date: 2001-05-10, form: SB-2, grants: [bridge]}
""",
        encoding="utf-8",
    )
    asked: dict[str, Any] = {"max_offering": 10, "wants": ["investor:Fund=20"]}
    found = registration(read_ledger(ledger), as_of="2001-05-12", **asked)
    assert found.offering is not None
    with pytest.raises(QuestionErrors) as raised:
        registration(read_ledger(ledger), as_of="2001-05-13", **asked)
    (problem,) = raised.value.problems
    assert problem.name == "piggyback-ended"
    assert "ended on 2001-05-13: all that was left is effective since 2001-05-10" in problem.message


@pytest.mark.parametrize(
    "asked",
    [
        "dilution nowhere.yaml --price 0",
        "registration nowhere.yaml --proposed-filing 0",
        "registration nowhere.yaml --max-offering 0.5 --wants company:Example=1",
        "registration nowhere.yaml --max-offering 0.5 --wants-file nowhere.yaml",
    ],
)
def test_the_options_are_read_before_any_file_is(asked: str) -> None:
    names = {"zero-price", "not-a-date", "fraction-of-a-share"}
    said = re.findall(r"error\[(.+?)\]", in_process(*asked.split()).err)
    assert len(said) == 1
    assert said[0] in names


ANYTHING = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["-1", "0", "1e5", "9" * 16, "1_000", "blank", "all", "-", "2001-02-30"]),
    st.dates().map(str),
    st.lists(
        st.sampled_from(["investor", "company", ":", "=", ".", "Example Fund", "5", "-", "@"]),
        max_size=6,
    ).map("".join),
)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "--as-of",
                    "--outstanding",
                    "--assume",
                    "--agreement",
                    "--proposed-filing",
                    "--form",
                    "--max-offering",
                    "--wants",
                    "--over-allotment",
                    "--withdraw",
                    "--format",
                ]
            ),
            ANYTHING,
        ),
        max_size=4,
    ),
    st.sampled_from(["rights.yaml", "ranked.yaml"]),
)
def test_whatever_is_typed_there_is_an_answer_or_problems(
    typed: list[tuple[str, str]], ledger: str
) -> None:
    arguments = [f"{option}={text}" for option, text in typed]
    run = in_process("registration", str(FOLDER / ledger), *arguments)
    assert (run.status, run.err == "", run.out == "") in ((0, True, False), (2, False, True))
    assert run.err.replace("\n", "").isprintable()


def test_a_seller_s_name_never_acts_on_the_terminal() -> None:
    asked = ["rights.yaml", "--max-offering", "9", "--wants", "other-rights:A\x1b[31m\u202e=5"]
    for format in ("table", "json", "csv", "markdown"):
        run = in_process("registration", *asked, "--format", format)
        assert (run.out + run.err).replace("\n", "").isprintable()
