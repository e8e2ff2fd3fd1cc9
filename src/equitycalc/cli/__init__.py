"""The command line: a command parses, calls, renders, exits; one module a command.

Here is only what every run passes through. Exit status: 0 fine; 1 the ledger has errors; 2 wrong
usage, or a file that cannot be opened or written; 3 a fault of ours; 130 and 141 for Ctrl-C and a
closed pipe. Nobody sees a traceback.
"""

import os
import signal
import sys
from typing import NoReturn

import equitycalc

OUR_FAULT = 3
INTERRUPTED = 130


def main() -> None:
    """Run the command line of this process."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGINT, _interrupted)
    if sys.argv[1:] == ["--version"]:  # before anything is imported: shells and CI ask often
        print(f"equitycalc {equitycalc.__version__}")
        return
    try:
        from equitycalc.cli.app import app

        app(prog_name="equitycalc")
    except Exception as error:
        if os.environ.get("EQUITYCALC_DEBUG"):
            raise
        said = " ".join(str(error).split())[:200]
        sys.stderr.write(
            f"equitycalc: a fault of ours, please report it: {type(error).__name__}: {said} "
            "(EQUITYCALC_DEBUG=1 shows where)\n"
        )
        sys.exit(OUR_FAULT)


def _interrupted(signum: int, frame: object) -> NoReturn:
    # An exit and not a death by signal, so that a file half written is removed on the way out.
    sys.exit(INTERRUPTED)
