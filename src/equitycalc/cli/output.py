"""Where results and problems go: standard output, a file written whole, standard error."""

import codecs
import errno
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from equitycalc.cli import LEDGER_WRONG, USAGE
from equitycalc.problems import LedgerErrors, Place, Problem
from equitycalc.rendering.messages import problem_lines

if TYPE_CHECKING:
    from equitycalc.rendering.page import Page

_ASCII = str.maketrans({"≥": ">=", "≤": "<=", "·": "-", "\N{REPLACEMENT CHARACTER}": "?"})


def stop(
    problems: Iterable[Problem], status: int, more: Mapping[str, int] | None = None
) -> typer.Exit:
    """Say what is wrong on standard error, and by name how many more there are; raise the exit that
    this returns.
    """
    say(problem_lines(problems, more))
    return typer.Exit(status)


def say(lines: Iterable[str]) -> None:
    """Say on standard error what is no result."""
    if sys.stderr is not None:  # the shell may have closed it
        _prepare(sys.stderr)
        with suppress(OSError):
            sys.stderr.writelines(line + "\n" for line in lines)


def status_of(errors: LedgerErrors) -> int:
    """What to exit with: a ledger that is wrong is not a ledger that could not be opened."""
    return USAGE if errors.unopened else LEDGER_WRONG


def write(lines: Iterable[str], to: str | None) -> None:
    """Write lines to standard output, or to a file: whole, or not at all."""
    if to is None or to == "-":
        with _standard_output() as stdout:
            _write_all(lines, stdout)
        return
    try:
        with _whole(Path(to)) as file:
            _write_all(lines, file)
    except OSError as error:
        raise stop([_not_written(to, error)], USAGE) from None


def write_bytes(content: bytes, to: str) -> None:
    """Write a picture to a file: whole, or not at all."""
    if wrong := replace_file(content, to):
        raise stop([wrong], USAGE)


def replace_file(content: bytes, to: str) -> Problem | None:
    """Put this in the place of a file, whole or not at all; a problem where that cannot be."""
    try:
        with _whole(Path(to)) as file:
            file.buffer.write(content)
    except OSError as error:
        return _not_written(to, error)
    return None


def pass_on(content: bytes) -> None:
    """Write a text to standard output as it is, whatever encoding that is set to."""
    with _standard_output() as stdout:
        stdout.buffer.write(content)


def draws_tables(to: str | None) -> bool:
    """Whether a table is drawn for a terminal; pipes and files get plain text."""
    forced = os.environ.get("FORCE_COLOR", "0") not in ("", "0")
    return to in (None, "-") and sys.stdout is not None and (sys.stdout.isatty() or forced)


def on_terminal(to: str | None) -> bool:
    """Whether what is written appears on a terminal."""
    return to in (None, "-") and sys.stdout is not None and sys.stdout.isatty()


def encodes(letters: str) -> bool:
    """Whether standard output can write these letters."""
    try:
        letters.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except UnicodeError:
        return False
    return True


def draw(page: "Page", no_color: bool) -> None:
    """Draw a page on the terminal."""
    from equitycalc.rendering.as_table import print_page, terminal

    plain = no_color or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    with _standard_output():
        print_page(page, terminal(colours=not plain))


def refuse_to_overwrite(to: str | None, ledger: Path | None) -> None:
    """Stop where the answer would replace the ledger it comes from."""
    if to is None or to == "-":
        return
    if not to:
        raise stop([_not_written("--output", OSError(errno.EINVAL, "the file has no name"))], USAGE)
    with suppress(OSError):
        if Path(to).samefile(ledger or "/dev/stdin"):
            itself = OSError(errno.EPERM, "this is the ledger itself")
            raise stop([_not_written(to, itself)], USAGE)


def _not_written(name: str, error: OSError) -> Problem:
    message = f"cannot be written: {error.strerror or error}"
    return Problem(name="not-written", message=message, place=Place(name))


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    """Standard output, and a problem where it does not take what is written."""
    try:
        if sys.stdout is None:
            raise OSError(errno.EBADF, "it is closed")
        _prepare(sys.stdout)
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        with suppress(OSError, AttributeError):
            sys.stdout.close()  # or the interpreter would try, and complain, once more
        raise stop([_not_written("standard output", error)], USAGE) from None


def _write_all(lines: Iterable[str], file: TextIO) -> None:
    waiting = iter(lines)
    while chunk := list(islice(waiting, 1000)):
        file.write("\n".join(chunk) + "\n")
    file.flush()


@contextmanager
def _whole(path: Path) -> Iterator[TextIO]:
    """A file that takes the place of ``path`` once it is complete; its mode and links are kept."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "this is a folder")
    if target.is_symlink():
        raise OSError(errno.ELOOP, "this link leads to itself")
    if target.exists() and not target.is_file():  # a device or a pipe: there is nothing to replace
        with target.open("w", encoding="utf-8", newline="\n") as device:
            yield device
        return
    import tempfile  # slow to import, and most answers go to standard output

    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".equitycalc-")
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123
            yield file
            file.flush()
            os.fsync(descriptor)
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _prepare(stream: TextIO) -> None:
    """Let a stream that cannot encode a sign write it in ASCII: ``>=`` must not become ``?``."""
    codecs.register_error("equitycalc", _in_ascii)
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="equitycalc")


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError), "only writing can fail here"
    text = error.object[error.start : error.end].translate(_ASCII)
    return text.encode("ascii", "replace").decode("ascii"), error.end
