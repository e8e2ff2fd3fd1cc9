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

from equitycalc.problems import Place, Problem, Unreadable, did_you_mean, nearest, quoted, visible
from equitycalc.reading.sources import MARK, MAX_BYTES, LedgerUnopened, Source, checked

_MOST_NAMES = 1_000  # of branches, tags and files, for what may have been meant
# Words that can be told apart, and nobody asked for a password.
_CALM = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}


# Where git says in its hooks that the repository is: of a file it is asked for, the one around it.
_OF_REPOSITORY = frozenset(
    (
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"),
        *("GIT_IMPLICIT_WORK_TREE", "GIT_INTERNAL_SUPER_PREFIX"),
    )
)


class Revision(NamedTuple):
    """A commit by what it was called, and a folder in whose repository it is, with the path to that
    folder from the top.
    """

    called: str
    commit: str
    folder: Path
    prefix: str

    def path_of(self, file: Path) -> str:
        """Where a file is, from the top of the repository."""
        inside = file.absolute().parent.relative_to(self.folder) / file.name
        return f"{self.prefix}{inside.as_posix()}"

    def name_of(self, path: str) -> str:
        """What a file of it is called in problems, as git has it."""
        return visible(f"{self.called}:{path}")


class Wanted(NamedTuple):
    """A file in a revision, by its path from the top; ``typed`` is the path that was typed for it,
    where it was not given from the top.
    """

    revision: Revision
    path: str
    typed: Path | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.revision.name_of(self.path)


def wanted(called: str, file: Path) -> Wanted:
    """What is meant by ``REVISION``, which has that file, or by ``REVISION:PATH``, from the top or
    after ``./`` from here; ``Unreadable`` where there is no such revision.
    """
    before, _, path = called.partition(":")
    try:
        found = revision(called, file)
    except Unreadable as problem:
        if problem.name != "unknown-revision" or not (before and path):
            raise
    else:
        return Wanted(found, found.path_of(file), file)
    if path.startswith(("./", "../")):
        found = revision(before, Path(path))
        return Wanted(found, found.path_of(Path(path)))
    return Wanted(revision(before, file), path)


def file_now(wanted: Wanted) -> Path:
    """The file as it is now, at the path of one in a revision."""
    above = _git(wanted.revision.folder, "rev-parse", "--show-cdup").stdout.decode().strip()
    return Path(os.path.relpath(wanted.revision.folder / above / wanted.path))


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
            within = _git(folder, "rev-parse", "--show-prefix").stdout
            prefix = within.decode(errors="surrogateescape").removesuffix("\n")
            return Revision(called, commit[-1], folder, prefix)
    said = f"{quoted(called)} is neither a file nor a revision"
    raise Unreadable("unknown-revision", said, _meant(called, folder))


def read_revision(wanted: Wanted) -> bytes:
    """The text of a file in a revision as UTF-8 bytes, or ``LedgerUnopened``."""
    source, folder = Source(wanted.name, None), wanted.revision.folder
    named = f"{wanted.revision.commit}:{wanted.path}"
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", named)
    object = found.stdout.decode().split()
    if found.returncode != 0 or not object:
        said = "there is no such file in that revision: the ledger is added, deleted, or moved"
        raise _unopened(source, "not-in-revision", said, _moved(wanted))
    size = _git(folder, "cat-file", "-s", object[-1])
    if size.stdout.strip().isdigit() and int(size.stdout) > MAX_BYTES:
        said = f"a file has at most {MAX_BYTES // 1024**2} MB"
        raise _unopened(source, "too-large", said)
    text = _git(folder, "cat-file", "blob", object[-1])
    if text.returncode != 0:
        said = "this is a folder"
        raise _unopened(source, "is-a-folder", said, "name the file inside it")
    return checked(text.stdout, source).removeprefix(MARK)


def _moved(wanted: Wanted) -> str:
    """Where a ledger may be that is not where it is looked for."""
    called, commit, folder, _ = wanted.revision
    listed = _git(folder, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    every = listed.stdout.decode(errors="replace").split("\0")
    names = [each for each in every if each.endswith((".yaml", ".yml"))][:_MOST_NAMES]
    typed = "" if wanted.typed is None else wanted.typed.as_posix()
    if typed != wanted.path and typed in names:
        return (
            "go to the top of the repository, where it has "
            f"{visible(typed)}, or name the ledger after --"
        )
    if not names:
        return f"a ledger is compared with another one, and {visible(called)} has no .yaml file"
    near = nearest(wanted.path, names) or (names[0] if len(names) == 1 else None)
    if near is None:
        return f"name the file as it was called then, {visible(called)}:PATH"
    now = visible(typed) or "LEDGER"
    return (
        f"if it was moved, name it as it was: equitycalc diff {visible(f'{called}:{near}')} {now}"
    )


def _folder(beside: Path) -> Path:
    """The folder of a file; where it is gone, the nearest above it that is there."""
    return next((each for each in beside.absolute().parents if each.is_dir()), Path("/"))


def _git(folder: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=_environment(folder),
            check=False,
        )
    except FileNotFoundError:
        said = "revisions are read with git, which is not installed here"
        raise Unreadable("no-git", said, "install git, or compare two files") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "a name holds a NUL character"
        raise Unreadable("git-failed", f"git could not be asked: {reason}") from None


def _environment(folder: Path) -> dict[str, str]:
    """What git is told: to look around the folder, unless there is no repository but the one that
    the environment names.
    """
    calm = os.environ | _CALM
    around = {name: value for name, value in calm.items() if name not in _OF_REPOSITORY}
    if "GIT_DIR" not in calm:
        return around
    asked = ["git", "-C", str(folder), "rev-parse", "--git-dir"]
    found = subprocess.run(asked, stdin=subprocess.DEVNULL, capture_output=True, env=around)
    return around if found.returncode == 0 else calm


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
    if _is_folder(called):
        return "it is a folder: name the file inside it"
    return did_you_mean(called, ["HEAD", *names, *_files_beside(called)])


def _files_beside(called: str) -> Iterator[str]:
    with suppress(OSError, ValueError):
        file = Path(called)
        for each in islice(file.parent.iterdir(), _MOST_NAMES):
            if not each.is_dir():
                yield visible(str(each))


def _is_folder(called: str) -> bool:
    try:
        return bool(called) and Path(called).is_dir()
    except (OSError, ValueError):
        return False


def _unopened(source: Source, name: str, message: str, help: str | None = None) -> LedgerUnopened:
    return LedgerUnopened(
        [Problem(name=name, message=message, help=help, place=Place(source.name))]
    )
