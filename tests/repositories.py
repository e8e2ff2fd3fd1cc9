"""A git repository with the real ledger in it, for tests that act as a reviewer does."""

import os
import subprocess
import sys
from pathlib import Path

from running import ROOT, Run

LEDGER = "data/agreements.yaml"
# What a developer's own settings would make of git, of the ledger's place and of colours.
_OURS = ("GIT_", "EQUITYCALC_", "FORCE_COLOR", "NO_COLOR", "GITHUB_")


class Repository:
    """Its folder, with the ledger committed, and a folder of programs that scripts find first:
    ``equitycalc`` is this checkout's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "repository"
        self.programs = folder / "programs"
        self.ledger = self.folder / LEDGER
        for each in (self.ledger.parent, self.programs):
            each.mkdir(parents=True)
        self.program("equitycalc", f'exec "{sys.executable}" -m equitycalc "$@"')
        self.ledger.write_bytes((ROOT / LEDGER).read_bytes())
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("add", ".")
        self.git("commit", "--quiet", "--message=The ledger")

    @property
    def text(self) -> str:
        """The ledger as it stands."""
        return self.ledger.read_text("utf-8")

    @property
    def environment(self) -> dict[str, str]:
        """What programs run with."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}
        return kept | {
            "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        }

    def program(self, name: str, script: str) -> None:
        """A program that scripts find by its name."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(0o755)

    def git(self, *arguments: str) -> None:
        """Run git, as a developer with a name."""
        who = ("-c", "user.name=A", "-c", "user.email=a@example.com")
        subprocess.run(["git", *who, *arguments], cwd=self.folder, env=self.environment, check=True)

    def run(self, *words: str) -> Run:
        """What a program says there, without anything to read."""
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        return Run(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def edit(self, old: str, new: str) -> None:
        """Replace the one place in the ledger that has a text."""
        text = self.text
        assert text.count(old) == 1, f"{text.count(old)} places have {old!r}"
        self.ledger.write_text(text.replace(old, new), "utf-8")
