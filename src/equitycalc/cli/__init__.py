"""The command line: a command parses, calls, renders, exits; one module a command.

Here is only what every run passes through. Exit status: 0 fine; 1 the ledger has errors; 2 wrong
usage, or a file that cannot be opened or written; 3 a fault of ours; 130 and 141 for Ctrl-C and a
closed pipe. Nobody sees a traceback.
"""

import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

import equitycalc

FINE = 0
LEDGER_WRONG = 1
USAGE = 2
OUR_FAULT = 3
INTERRUPTED = 130


def main() -> None:
    """Run the command line of this process."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # a script's background job
        signal.signal(signal.SIGINT, _interrupted)
    try:
        _run()
    except OSError as error:
        _stop(f"cannot write: {error.strerror or error}", USAGE)
    except Exception as error:
        if os.environ.get("EQUITYCALC_DEBUG"):
            raise
        said = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        shows = "(EQUITYCALC_DEBUG=1 shows where)"
        _stop(f"a fault of ours, please report it: {said} {shows}", OUR_FAULT)


def _run() -> None:
    if sys.argv[1:] == ["--version"]:  # before anything is imported: shells and CI ask often
        print(f"equitycalc {equitycalc.__version__}", flush=True)
        return
    from equitycalc.cli.app import application

    application(sys.argv[1:])(prog_name="equitycalc")


def _stop(said: str, status: int) -> NoReturn:
    with suppress(OSError):
        sys.stdout.close()  # what it still holds cannot be written, and would be said twice
    if sys.stderr is not None:
        sys.stderr.write(f"equitycalc: {said}\n")
    sys.exit(status)


def _interrupted(signum: int, frame: object) -> NoReturn:
    # An exit and not a death by signal, so that a file half written is removed on the way out.
    sys.exit(INTERRUPTED)
