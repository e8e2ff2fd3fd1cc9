"""The hooks and the action that others use, and the workflow that ``docs/ci.md`` gives them.

Scripts run as a runner runs them, in a git repository made for it, with a program ``equitycalc``
that is this checkout's.
"""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from equitycalc.cli.app import COMMANDS
from repositories import LEDGER, Repository
from running import ROOT
from test_docs import blocks

ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOKS: Any = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
GUIDE = (ROOT / "docs" / "ci.md").read_text("utf-8")


def of_the_guide(file: str) -> Any:
    """What the guide gives for a file."""
    (found,) = (block for block in blocks(GUIDE) if block.options.get("file") == file)
    return yaml.safe_load(found.text)


WORKFLOW: Any = of_the_guide(".github/workflows/ledger.yml")

# Hooks.


def test_a_hook_runs_a_command_that_there_is() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [hook["id"] for hook in HOOKS] == ["equitycalc-check", "equitycalc-fmt"]
    for hook in HOOKS:
        program, command = hook["entry"].split()
        assert program in project["scripts"]
        assert command in COMMANDS
        assert hook["id"] == f"equitycalc-{command}"
        assert hook["language"] == "python"
        assert hook["types"] == ["yaml"]
        assert hook["require_serial"], "the problems of all files in one list"
        assert {"name", "description", "files"} <= hook.keys()


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_looks_at_ledgers(hook: Any) -> None:
    for name in ("agreements.yaml", "data/agreements.yaml", "a/b/agreements.yml"):
        assert re.search(hook["files"], name)
    for name in ("data/agreements.yaml.orig", "disagreements.yaml", "agreementsXyaml", "a.yaml"):
        assert not re.search(hook["files"], name)


def test_the_guide_uses_hooks_that_there_are() -> None:
    (used,) = of_the_guide(".pre-commit-config.yaml")["repos"]
    assert {hook["id"] for hook in used["hooks"]} == {hook["id"] for hook in HOOKS}


# The action as it is written.

STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}


def test_the_action_runs_scripts_of_its_own_alone() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert list(STEPS) == ["Install equitycalc", "Check", "Compare"]
    assert all("uses" not in step and step["shell"] == "bash" for step in STEPS.values())


def test_nothing_is_written_into_a_script() -> None:
    for step in (*STEPS.values(), *steps_of_the_workflow()):
        assert "${{" not in step.get("run", ""), "what is given goes through the environment"


def test_every_input_is_taken_and_none_that_there_is_not() -> None:
    given = [value for step in STEPS.values() for value in step["env"].values()]
    taken = {found[1] for value in given if (found := re.fullmatch(_INPUT, value))}
    assert taken == ACTION["inputs"].keys()
    assert all(isinstance(each["default"], str) for each in ACTION["inputs"].values())
    assert all(each["description"] for each in ACTION["inputs"].values())


_INPUT = r"\$\{\{ inputs\.([a-z-]+) \}\}"


def test_the_guide_has_every_input_with_its_default() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (?:`([^`]*)`)? ?\| ", GUIDE, re.M)
    assert dict(rows) == {name: each["default"] for name, each in ACTION["inputs"].items()}
    assert re.findall(r"^\| `([a-z-]+)` \| (?!`|\|)[a-z]", GUIDE, re.M) == list(ACTION["outputs"])


# The action as it runs.


class Stepped(NamedTuple):
    status: int
    said: str
    outputs: str
    summary: str


class Runner(Repository):
    """A repository, and what a runner gives to a step."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.temp = folder / "temp of runner"
        self.temp.mkdir()

    def script(self, script: str, environment: Mapping[str, str]) -> Stepped:
        """What a script says on both streams, its status, and what it leaves behind."""
        body = self.temp / "script.sh"
        body.write_text(script, "utf-8")
        files = {name: self.temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in (*files.values(), self.temp / "GITHUB_PATH"):
            file.write_text("", "utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(body)],
            cwd=self.folder,
            env=self.environment
            | {"RUNNER_TEMP": str(self.temp), "GITHUB_PATH": str(self.temp / "GITHUB_PATH")}
            | {name: str(file) for name, file in files.items()}
            | dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Stepped(
            done.returncode, done.stdout, *(file.read_text("utf-8") for file in files.values())
        )

    def step(self, name: str, **inputs: str) -> Stepped:
        """A step of the action, with inputs as a workflow gives them."""
        given = {key.replace("_", "-"): value for key, value in inputs.items()}
        assert given.keys() <= ACTION["inputs"].keys()
        environment = {}
        for variable, value in STEPS[name]["env"].items():
            found = re.fullmatch(_INPUT, value)
            assert found is not None
            environment[variable] = given.get(found[1], ACTION["inputs"][found[1]]["default"])
        return self.script(STEPS[name]["run"], environment)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


BEFORE = "        exercise_price: 0.04\n        registration: S-8\n"
MISSPELT = BEFORE.replace("price", "prise")
CHEAPER = BEFORE.replace("0.04", "0.4")
FEWER = (
    "shares: 2_500_000\n        exercise_price: 0.10",
    "shares: 250_000\n        exercise_price: 0.10",
)


def test_the_action_installs_what_it_is_part_of(runner: Runner, tmp_path: Path) -> None:
    runner.program(
        "python3",
        'mkdir -p "$3/bin"; printf \'#!/bin/sh\\necho "$@" > "%s"\' "$3/asked" > "$3/bin/python"; '
        'chmod +x "$3/bin/python"; echo "$1 $2" > "$3/made"',
    )
    done = runner.script(
        STEPS["Install equitycalc"]["run"], {"ACTION_PATH": "/actions/one of them"}
    )
    assert (done.status, done.said) == (0, "")
    venv = runner.temp / "equitycalc"
    assert (venv / "made").read_text() == "-m venv\n"
    assert (venv / "asked").read_text() == (
        "-m pip install --quiet --disable-pip-version-check /actions/one of them\n"
    )
    assert (runner.temp / "GITHUB_PATH").read_text() == f"{venv}/bin\n"


def test_a_ledger_that_is_fine_is_silent(runner: Runner) -> None:
    assert runner.step("Check") == (0, "", "", "")
    assert runner.step("Check", strict="true") == (0, "", "", "")


def test_what_is_wrong_is_annotated(runner: Runner) -> None:
    runner.edit(BEFORE, MISSPELT)
    done = runner.step("Check")
    assert done.status == 1
    line = runner.text.splitlines().index("        exercise_prise: 0.04") + 1
    assert (
        f"::error file=data/agreements.yaml,line={line},col=9,title=equitycalc[unknown-key]::"
        in done.said
    )


def test_several_ledgers_are_checked_and_their_names_may_have_spaces(runner: Runner) -> None:
    other = runner.folder / "another one.yaml"
    other.write_bytes((ROOT / LEDGER).read_bytes().replace(b"0.13", b"-0.13"))
    done = runner.step("Check", ledger="data/agreements.yaml\n\nanother one.yaml\n")
    assert done.status == 1
    assert "::error file=another one.yaml,line=" in done.said
    assert "file=data/agreements.yaml" not in done.said


def test_problems_are_written_to_a_file(runner: Runner) -> None:
    runner.edit(BEFORE, MISSPELT)
    done = runner.step("Check", format="sarif", output="found here.sarif")
    assert (done.status, done.said) == (1, "")
    (run,) = json.loads((runner.folder / "found here.sarif").read_text("utf-8"))["runs"]
    assert {each["ruleId"] for each in run["results"]} == {"unknown-key"}


def test_what_fails_the_check_can_be_said(runner: Runner) -> None:
    runner.edit("authorized_shares: blank", "authorized_shares: blank\n  notes: [a remark]")
    assert runner.step("Check", strict="true", fail_on="note").status == 1
    assert runner.step("Check", strict="true", fail_on="error").status == 0
    assert runner.step("Check", fail_on="never").status == 2


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"ledger": ""}, "ledger names no file"),
        ({"ledger": "\n\n"}, "ledger names no file"),
        ({"strict": "yes"}, "strict is true or false"),
        ({"documents": "nowhere"}, "nowhere"),
        ({"ledger": "--help"}, "--help"),
    ],
)
def test_inputs_that_mean_nothing_are_refused(
    runner: Runner, inputs: dict[str, str], said: str
) -> None:
    done = runner.step("Check", **inputs)
    assert done.status == 2
    assert said in done.said
    assert "Usage" not in done.said


HOSTILE = (
    "$(touch made)",
    "`touch made`",
    '"; touch made; "',
    "'; touch made; '",
    "a && touch made",
)


GIVEN = [
    (name, found[1])
    for name in ("Check", "Compare")
    for value in STEPS[name]["env"].values()
    if (found := re.fullmatch(_INPUT, value))
]


@pytest.mark.parametrize(("step", "input"), GIVEN)
def test_an_input_is_never_run(runner: Runner, step: str, input: str) -> None:
    runner.program("equitycalc", "printf '[%s]\\n' \"$@\"")
    others = {"diff_against": "HEAD"} if step == "Compare" else {}
    for text in HOSTILE:
        done = runner.step(step, **{**others, input.replace("-", "_"): text})
        assert not list(runner.folder.rglob("made"))
        told = (done.said + done.summary).splitlines()
        # It arrives as it is, alone or after its option; --strict alone is no text.
        assert input == "strict" or any(each.endswith(f"{text}]") for each in told)


def test_a_revision_is_not_an_option(runner: Runner) -> None:
    done = runner.step("Compare", diff_against="--output=data/agreements.yaml")
    assert done.status == 2
    assert "diff-against names a revision" in done.said
    assert runner.ledger.read_bytes() == (ROOT / LEDGER).read_bytes()


def test_a_difference_is_an_output_and_in_the_summary(runner: Runner) -> None:
    runner.edit(*FEWER)
    done = runner.step("Compare", diff_against="HEAD")
    assert (done.status, done.said) == (0, "")
    assert "-2,250,000" in done.summary
    name, value = output_of(done.outputs)
    assert (name, value) == ("diff", done.summary)


def test_a_ledger_that_is_new_is_compared_with_nothing(runner: Runner) -> None:
    (runner.folder / "another.yaml").write_bytes((ROOT / LEDGER).read_bytes())
    runner.edit(*FEWER)
    done = runner.step("Compare", diff_against="HEAD", ledger=f"another.yaml\n{LEDGER}")
    assert (done.status, done.said) == (0, "")
    assert done.summary.startswith("`another.yaml` is not in `HEAD`: it is new.\n")
    assert "-2,250,000" in done.summary


def test_a_ledger_may_be_named_by_its_whole_path(runner: Runner) -> None:
    runner.edit(*FEWER)
    done = runner.step("Compare", diff_against="HEAD", ledger=str(runner.ledger))
    assert (done.status, done.said) == (0, "")
    assert "-2,250,000" in done.summary


def test_a_revision_that_is_not_there_is_said(runner: Runner) -> None:
    for ledger in (LEDGER, "another.yaml"):
        done = runner.step("Compare", diff_against="nowhere", ledger=ledger)
        assert (done.status, done.summary) == (2, "")
        assert "nowhere" in done.said
    done = runner.step("Compare", diff_against="HEAD", ledger="gone.yaml")
    assert (done.status, done.summary) == (2, "")
    assert "gone.yaml: error[no-such-file]" in done.said


def test_no_difference_leaves_nothing(runner: Runner) -> None:
    done = runner.step("Compare", diff_against="HEAD")
    assert (done.status, done.said, done.summary) == (0, "", "")
    assert output_of(done.outputs) == ("diff", "")


def test_a_condition_on_the_difference_fails_the_step_that_still_shows_it(runner: Runner) -> None:
    runner.edit(*FEWER)
    done = runner.step("Compare", diff_against="HEAD", fail_if="\nshares -1000000\nproceeds +1\n")
    assert done.status == 1
    assert "shares -1000000" in done.said
    assert "proceeds +1" not in done.said
    assert "-2,250,000" in done.summary


def test_a_long_difference_is_cut_at_a_line_in_the_output_alone(runner: Runner) -> None:
    runner.program(
        "equitycalc", 'for n in $(seq 3000); do echo "- line $n of the difference ≥"; done'
    )
    done = runner.step("Compare", diff_against="HEAD")
    assert done.status == 0
    assert done.summary.endswith("- line 3000 of the difference ≥\n")
    _, value = output_of(done.outputs)
    assert 59_000 < len(value.encode()) < 60_100
    *lines, blank, last = value.splitlines()
    assert (blank, last) == ("", "The summary of the run shows the rest.")
    assert lines == done.summary.splitlines()[: len(lines)]


def output_of(text: str) -> tuple[str, str]:
    """The one output that a step wrote, as a runner reads it."""
    name, end, rest = re.fullmatch(r"([a-z]+)<<(\S+)\n(.*)", text, re.S).groups()  # type: ignore[union-attr]
    assert rest.endswith(f"{end}\n")
    assert rest.count(end) == 1
    return name, rest.removesuffix(f"{end}\n")


# The workflow of the guide.


def steps_of_the_workflow() -> Iterator[Any]:
    for job in WORKFLOW["jobs"].values():
        yield from job["steps"]


def test_the_workflow_calls_the_action_with_inputs_that_there_are() -> None:
    used = [step for step in steps_of_the_workflow() if "equitycalc@" in step.get("uses", "")]
    assert len(used) == 2
    for step in used:
        assert step["with"].keys() <= ACTION["inputs"].keys()


def test_a_job_has_the_permissions_it_needs_and_no_others() -> None:
    assert WORKFLOW["permissions"] == {}
    assert {name: job["permissions"] for name, job in WORKFLOW["jobs"].items()} == {
        "check": {"contents": "read"},
        "comment": {"pull-requests": "write"},
        "alerts": {"contents": "read", "security-events": "write"},
    }
    assert "pull_request_target" not in WORKFLOW[True], "YAML 1.1 reads on: as true"
    for step in steps_of_the_workflow():
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_the_workflow_comments_with_the_difference(runner: Runner) -> None:
    (step,) = WORKFLOW["jobs"]["comment"]["steps"]
    runner.program("gh", 'echo "$@"; cat diff.md')
    text = "| a |\n|---|\n$(touch made) `touch made` %s \\n\n"
    done = runner.script(
        step["run"], {**dict.fromkeys(step["env"], ""), "DIFF": text, "NUMBER": "7"}
    )
    assert done.status == 0
    asked, _, body = done.said.partition("\n")
    assert asked == "pr comment 7 --body-file diff.md --edit-last --create-if-none"
    assert body == text + "\n"
    assert not list(runner.folder.rglob("made"))


def test_a_pull_request_is_compared_with_the_branch_it_is_merged_into(runner: Runner) -> None:
    """As GitHub checks it out: a merge, whose first parent is the branch."""
    runner.git("checkout", "--quiet", "-b", "edit")
    runner.edit(*FEWER)
    runner.git("commit", "--quiet", "--all", "--message=Edit")
    runner.git("checkout", "--quiet", "main")
    runner.edit("incorporated_in: Delaware", "incorporated_in: New Jersey")
    runner.git("commit", "--quiet", "--all", "--message=Meanwhile")
    runner.git("merge", "--quiet", "--no-edit", "edit")
    (step,) = (
        step for step in WORKFLOW["jobs"]["check"]["steps"] if step.get("id") == "equitycalc"
    )
    done = runner.step("Compare", diff_against=step["with"]["diff-against"])
    assert done.status == 0
    assert "-2,250,000" in done.summary
    assert "incorporated_in" not in done.summary


def test_the_commands_for_any_other_ci_are_right(runner: Runner, tmp_path: Path) -> None:
    (block,) = (
        each for each in blocks(GUIDE) if each.language == "sh" and "git+https" in each.text
    )
    runner.program("pip", "exit 0")
    runner.add_documents()
    runner.git("branch", "origin/main")
    commands = block.text.splitlines()
    assert [runner.script(command, {}) for command in commands] == [(0, "", "", "")] * 3
    runner.edit(*FEWER)
    assert [runner.script(command, {}).status for command in commands] == [0, 1, 0]
    assert "-2,250,000" in (runner.folder / "comment.md").read_text("utf-8")
