"""The lines of documents that a ledger cites, from a folder of text files."""

from itertools import islice
from pathlib import Path

from equitycalc.checks.subject import Unavailable
from equitycalc.explaining.tree import Source
from equitycalc.problems import Problem, QuestionErrors, nearest, visible

MAX_BYTES = 64 * 1024 * 1024
MOST_NAMES = 1_000  # among which one that is not there is looked for
MOST_LINES = 200  # of one citation; what is longer is a document


class Documents:
    """The documents of a folder, each read once."""

    __slots__ = ("_folder", "_read")

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._read: dict[str, list[str] | str] = {}
        if not self._folder.is_dir():
            raise QuestionErrors(
                [
                    Problem(
                        name="no-such-folder",
                        message="there is no such folder",
                        path=("documents",),
                        help="name the folder that the documents of the ledger are in",
                    )
                ]
            )

    def quoted(self, source: Source) -> tuple[str, ...]:
        """The lines of a source, each with its number; where there are none, why not."""
        document, lines = source.document, source.lines
        if document is None or lines is None:
            return ()
        text = self.lines(document)
        if isinstance(text, str):
            return (text,)
        return tuple(_cited(text, lines))

    def lines(self, document: str) -> list[str] | str:
        """The lines of a document, or in a text why there are none."""
        if document not in self._read:
            self._read[document] = self._text(document)
        return self._read[document]

    def _names(self) -> list[str]:
        """The files of the folder, as far as anybody would look through them."""
        some = islice(self._folder.iterdir(), MOST_NAMES)
        return sorted(each.name for each in some if each.is_file())

    def _text(self, document: str) -> list[str] | str:
        try:
            folder = self._folder.resolve()
            path = (folder / document).resolve()
            if not path.is_relative_to(folder):
                return "this document is not inside the folder"
            if not path.is_file():
                near = nearest(document, self._names())
                return Unavailable("there is no such document in the folder", near)
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "its name cannot be one"
            return f"this document cannot be read: {reason}"
        if len(data) > MAX_BYTES:
            return f"this document has more than {MAX_BYTES // 1024**2} MB"
        text = data.decode("utf-8-sig", errors="replace")
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return lines if lines[-1] else lines[:-1]


def _cited(text: list[str], lines: str) -> list[str]:
    """What ``18-22, 136-139`` names, and a word on what is not there."""
    count = len(text)
    found: list[str] = []
    for part in lines.split(","):
        first, _, last = part.strip().partition("-")
        begins, ends = int(first), int(last or first)
        if begins > count:
            found.append(f"line {begins:,} is not there: the document has {count:,}")
            continue
        shown = min(ends, count, begins + MOST_LINES - 1)
        found += [f"{at}: {visible(text[at - 1].rstrip())}" for at in range(begins, shown + 1)]
        if shown < min(ends, count):
            found.append(f"and {min(ends, count) - shown:,} more lines")
        if ends > count:
            found.append(f"line {ends:,} is not there: the document has {count:,}")
    return found
