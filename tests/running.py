"""Run the command line as a user does: another process, its output as text."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

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


def heeds_ctrl_c() -> None:
    """For a process about to begin: a script's job in the background ignores Ctrl-C, and so would
    whatever it starts.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def dilution_json(*arguments: str, **kwargs: Any) -> Any:
    run = equitycalc("dilution", *arguments, "--format", "json", **kwargs)
    assert run.status == 0, run.err
    return json.loads(run.out)


def in_process(*arguments: str, stdin: bytes = b"") -> Run:
    """The same without another process: quicker, and open to a test's own changes."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    status: object = 0
    with (
        mock.patch("sys.stdin", given),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            from equitycalc.cli.app import application

            application(arguments)(list(arguments), prog_name="equitycalc")
        except SystemExit as stopped:
            status = stopped.code or 0
    assert isinstance(status, int)
    return Run(status, _received(out), _received(err))


def _received(stream: io.TextIOWrapper) -> str:
    if stream.closed:
        return ""
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")
