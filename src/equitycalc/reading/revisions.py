"""The ledger of a revision, through git's own commands: no checkout is touched, and no shell run.

What is typed never reaches git as an option: a revision stands after ``--end-of-options``, and what
is read is named by the commit it is in.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from equitycalc.problems import Place, Problem, Unreadable, did_you_mean, quoted, visible
from equitycalc.reading.sources import MARK, MAX_BYTES, LedgerUnopened, Source, checked

_MOST_NAMES = 1_000  # of branches, tags and files, for what may have been meant
# Words that can be told apart, and nobody asked for a password.
_CALM = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}


class Revision(NamedTuple):
    """A commit by what it was called, and the folder in whose repository it is."""

    called: str
    commit: str
    folder: Path

    def name_of(self, file: Path) -> str:
        """What a file of it is called in problems."""
        return visible(f"{self.called}:{file}")


def revision(called: str, beside: Path) -> Revision:
    """The revision of that name in the repository that a file is in, or would be; ``Unreadable``
    where there is none.
    """
    folder = _folder(beside)
    inside = _git(folder, "rev-parse", "--git-dir")
    if inside.returncode != 0:
        raise _no_repository(called, inside.stderr.decode(errors="replace"))
    # git takes no name that begins with a dash, and must not be led to take it for an option.
    if not called.startswith("-"):
        named = f"{called}^{{commit}}"
        found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", named)
        commit = found.stdout.decode().split()
        if found.returncode == 0 and commit:
            return Revision(called, commit[-1], folder)
    said = f"{quoted(called)} is neither a file nor a revision"
    raise Unreadable("unknown-revision", said, _meant(called, folder))


def read_revision(wanted: Revision, file: Path) -> bytes:
    """The text of a file in a revision as UTF-8 bytes, or ``LedgerUnopened``."""
    source = Source(wanted.name_of(file), None)
    inside = file.absolute().parent.relative_to(wanted.folder) / file.name
    named = f"{wanted.commit}:./{inside.as_posix()}"
    found = _git(wanted.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", named)
    object = found.stdout.decode().split()
    if found.returncode != 0 or not object:
        said = "there is no such file in that revision: the ledger is added, deleted, or moved"
        raise _unopened(source, "not-in-revision", said, "a ledger is compared with another one")
    size = _git(wanted.folder, "cat-file", "-s", object[-1])
    if size.stdout.strip().isdigit() and int(size.stdout) > MAX_BYTES:
        said = f"a file has at most {MAX_BYTES // 1024**2} MB"
        raise _unopened(source, "too-large", said)
    text = _git(wanted.folder, "cat-file", "blob", object[-1])
    if text.returncode != 0:
        said = "this is a folder"
        raise _unopened(source, "is-a-folder", said, "name the file inside it")
    return checked(text.stdout, source).removeprefix(MARK)


def _folder(beside: Path) -> Path:
    """The folder of a file; where it is gone, the nearest above it that is there."""
    return next((each for each in beside.absolute().parents if each.is_dir()), Path("/"))


def _git(folder: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=os.environ | _CALM,
            check=False,
        )
    except FileNotFoundError:
        said = "revisions are read with git, which is not installed here"
        raise Unreadable("no-git", said, "install git, or compare two files") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "a name holds a NUL character"
        raise Unreadable("git-failed", f"git could not be asked: {reason}") from None


def _no_repository(called: str, words: str) -> Unreadable:
    if "not a git repository" in words:
        said = f"{quoted(called)} is no file, and there is no git repository for a revision of it"
        help = "name two files, or change to the folder of the repository"
        return Unreadable("not-a-repository", said, help)
    first = (words.splitlines() or [""])[0].removeprefix("fatal: ")
    return Unreadable("git-failed", f"git cannot read this repository: {visible(first)}")


def _meant(called: str, folder: Path) -> str | None:
    """What may have been meant: a file, or a branch or tag."""
    if ".." in called:
        first, _, last = called.partition("..")
        two = f"{first or 'HEAD'} {last.lstrip('.') or 'HEAD'}"
        return f"name two revisions: equitycalc diff {visible(two)}"
    listed = _git(folder, "for-each-ref", f"--count={_MOST_NAMES}", "--format=%(refname:short)")
    names = listed.stdout.decode(errors="replace").split()
    return did_you_mean(called, ["HEAD", *names, *_files_beside(called)])


def _files_beside(called: str) -> Iterator[str]:
    with suppress(OSError, ValueError):
        file = Path(called)
        for each in islice(file.parent.iterdir(), _MOST_NAMES):
            yield visible(str(each))


def _unopened(source: Source, name: str, message: str, help: str | None = None) -> LedgerUnopened:
    return LedgerUnopened(
        [Problem(name=name, message=message, help=help, place=Place(source.name))]
    )
