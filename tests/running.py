"""Run the command line as a user does: another process, its output as text."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str


def equitycalc(
    *arguments: str, stdin: str | bytes = "", cwd: Path = ROOT, **environment: str
) -> Run:
    given = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "equitycalc", *arguments],
        input=given,
        capture_output=True,
        cwd=cwd,
        env=os.environ | environment,
        check=False,
    )
    return Run(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def dilution_json(*arguments: str, **kwargs: Any) -> Any:
    run = equitycalc("dilution", *arguments, "--format", "json", **kwargs)
    assert run.status == 0, run.err
    return json.loads(run.out)
