"""A git repository with the real ledger in it, for tests that act as a reviewer does.

The agreements themselves are not part of this repository. The documents here stand in for them: in
our own words, each figure on the line that the ledger cites for it.
"""

import os
import subprocess
import sys
from pathlib import Path

from running import ROOT, Run

LEDGER = "data/agreements.yaml"
# What a developer's own settings would make of git, of the ledger's place and of colours.
_OURS = ("GIT_", "EQUITYCALC_", "FORCE_COLOR", "NO_COLOR", "GITHUB_")

# Of each document, how many lines it has, and what stands on some of them.
STAND_INS: dict[str, tuple[int, dict[int, str]]] = {
    "003_792753e2df7aedbb.txt": (
        74,
        {
            5: "Made on January 4, 1999",
            27: "A retainer of $3,500 a month, for three months at the least, in stock",
            33: "An option of Patrick M. Rost",
            34: "to purchase 5,000,000 (five million) shares",
            35: "for.04 (four cents) each; it ends on February 15,",
            36: "1999.",
        },
    ),
    "002_c9031f48453506a6.txt": (
        54,
        {
            5: "Made on April 6, 1999",
            27: "A retainer of $2000 a month for three (3) months",
            30: "A finder's fee of 10% of funding",
        },
    ),
    "001_5dc862ceecac9c0c.txt": (
        53,
        {
            5: "Made on July 1, 1999",
            28: "An option to purchase at the least",
            29: "1,000,000 (One Million) shares",
            30: "at $0.13 (Thirteen Cents), which ends",
            31: "three (3) months from this agreement",
        },
    ),
    "000_373140b0fecc58f1.txt": (
        157,
        {
            5: "Made on May 23, 2000",
            22: "for two (2) months",
            23: "and until May 23, 2002",
            25: "1,000,000 shares, registered",
            28: "a warrant for 2,500,000 shares, another for 2,500,000 shares",
            30: "the first at $0.04",
            32: "the second",
            33: "at $0.10",
        },
    ),
    "004_d2aae8ccdd4dd089.txt": (
        1021,
        {
            4: "Delaware",
            12: "$0.001",
            18: "a debenture at 8%",
            49: "dated January 16, 2001",
            136: "to file within thirty (30) days, at a",
            137: "conversion price of $.01",
            139: "effective within one hundred twenty (120) days",
            181: "a registration on Form S-8 or S-4",
            187: "twenty (20) days' notice",
            193: "ten (10) days to answer",
            256: "for five (5) years",
        },
    ),
}


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

    def add_documents(self) -> None:
        """The documents that the ledger cites, in the folder ``documents``."""
        folder = self.folder / "documents"
        folder.mkdir()
        for name, (count, lines) in STAND_INS.items():
            text = "".join(f"{lines.get(number, '')}\n" for number in range(1, count + 1))
            (folder / name).write_text(text, "utf-8")

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
