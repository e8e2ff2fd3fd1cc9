"""Which file is read, and its bytes. Of ledgers: the argument's, EQUITYCALC_LEDGER, the current
folder's, the shipped one.
"""

import errno
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from equitycalc.problems import LedgerErrors, Place, Problem, visible

MAX_BYTES = 256 * 1024 * 1024
MARK = b"\xef\xbb\xbf"
VARIABLE = "EQUITYCALC_LEDGER"
IN_FOLDER = Path("data", "agreements.yaml")


class LedgerUnopened(LedgerErrors):
    """The ledger's file is not there, cannot be opened, or is not text in UTF-8."""

    unopened = True


class Source(NamedTuple):
    """A ledger to read: ``name`` as it is shown, ``path`` to open (None is standard input)."""

    name: str
    path: Path | None


def find_ledger(argument: str | None, environment: Mapping[str, str]) -> Source:
    """The ledger that is meant; whether it can be read is found out by reading it."""
    named = environment.get(VARIABLE) or None if argument is None else argument
    if named is not None:
        return source_of(named)
    if IN_FOLDER.is_file():
        return Source(str(IN_FOLDER), IN_FOLDER)
    return Source("the ledger shipped with equitycalc", shipped(IN_FOLDER))


def is_shipped(source: Source) -> bool:
    """Whether this is the ledger inside the package, which nobody named."""
    return source.path == shipped(IN_FOLDER)


def source_of(named: str) -> Source:
    """The file of that name, ``-`` being standard input."""
    if named == "-":
        return Source("standard input", None)
    return Source(visible(named) or ".", Path(named))


def shipped(file: Path) -> Path:
    """A file inside the package; of an editable installation, the checkout's."""
    package = Path(__file__).parents[1]
    inside = package / file
    return inside if inside.is_file() else package.parents[1] / file


def read_bytes(source: Source) -> bytes:
    """The text of a source as UTF-8 bytes, without the mark that some editors put before it, or
    ``LedgerUnopened``.
    """
    return read_all(source).removeprefix(MARK)


def read_all(source: Source) -> bytes:
    """The bytes of a source, which are text in UTF-8, or ``LedgerUnopened``."""
    try:
        if source.path is None:
            if sys.stdin is None:
                raise OSError(errno.EBADF, "it is closed")
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with source.path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _unopened(source, "no-such-file", "there is no such file") from None
    except IsADirectoryError:
        raise _unopened(
            source, "is-a-folder", "this is a folder", "name the file inside it"
        ) from None
    except PermissionError:
        raise _unopened(
            source, "not-permitted", "there is no permission to read this file"
        ) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the name holds a NUL character"
        raise _unopened(source, "not-opened", f"this file cannot be opened: {reason}") from None
    return checked(data, source)


def checked(data: bytes, source: Source) -> bytes:
    """The bytes, where they are text in UTF-8 and not too many, or ``LedgerUnopened``."""
    if len(data) > MAX_BYTES:
        raise _unopened(source, "too-large", f"a file has at most {MAX_BYTES // 1024**2} MB")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        place = Place(source.name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise LedgerUnopened(
            [
                Problem(
                    name="not-utf8",
                    message=f"byte 0x{data[error.start]:02x} here is not text in UTF-8",
                    help="save it as UTF-8 text",
                    place=place,
                )
            ]
        ) from None
    return data


def _unopened(source: Source, name: str, message: str, help: str | None = None) -> LedgerUnopened:
    return LedgerUnopened(
        [Problem(name=name, message=message, help=help, place=Place(source.name))]
    )
