"""`python -m gcmplan`, and what the installed command starts."""

import atexit
import gc
import io
import os
import sys
from collections.abc import Callable

from gcmplan import __version__

_CANNOT_RUN, _INTERRUPTED = 2, 130


class _Told(io.TextIOWrapper):
    """Standard error, whose failure changes neither the work of a command nor its exit status.

    It repeats words of the command line, so no text in it may be a command of the CI runner that reads the log.
    """

    def write(self, text: str) -> int:
        """Write a text, if it can be."""
        if "::" in text or "##" in text:
            from gcmplan.text.escape import without_commands  # noqa: PLC0415 - hardly ever

            text = without_commands(text)
        try:
            return super().write(text)
        except OSError:
            return len(text)

    def flush(self) -> None:
        """Write what has not been written, if it can be."""
        try:  # noqa: SIM105 - contextlib would cost a third of `--version`
            super().flush()
        except OSError:
            pass


def main() -> None:
    """Run the command line and end the process; no way of ending it shows a traceback."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # It was closed before the start: nobody answers, and what is written is lost, as its owner wants.
            nowhere = open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115 - until the end
            setattr(sys, name, nowhere)
            setattr(sys, f"__{name}__", nowhere)
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr = _Told(sys.stderr.buffer, sys.stderr.encoding, sys.stderr.errors, line_buffering=True)
    try:
        _run()
        sys.stdout.flush()
    except BrokenPipeError:
        _close_quietly()
    except KeyboardInterrupt:
        raise SystemExit(_INTERRUPTED) from None
    except OSError as error:
        sys.stderr.write(_told(error))
        _close_quietly()
        raise SystemExit(_CANNOT_RUN) from None


def _run() -> None:
    if sys.argv[1:] == ["--version"]:
        # Answered before anything is imported.
        sys.stdout.write(f"gcmplan {__version__}\n")
        return
    restore = _end_at_once_if_interrupted()
    sys.unraisablehook = _not_raised
    # A command is short and makes few cycles: collecting them would cost more than half of a large load.
    gc.disable()
    from gcmplan.cli.app import main as run  # noqa: PLC0415 - half of the start-up

    try:
        run(restore)
    except SystemExit as error:
        _leave(error)
    finally:
        _end_at_once_if_interrupted()


def _leave(end: SystemExit) -> None:
    """End the process at once, with all that is to be done at its end.

    Python's own way out frees every object by itself: 2 to 5 ms of the 75 to 120 of a command (29 November 2026).

    Raises:
        OSError: standard output cannot take what is left.

    """
    status = end.code if isinstance(end.code, int) else 0
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has left: the status stays.
        _close_quietly()
    sys.stderr.flush()
    atexit._run_exitfuncs()  # noqa: SLF001 - coverage writes then what it counted
    os._exit(status)


def _end_at_once_if_interrupted() -> Callable[[], object]:
    """Let an interrupt end the process without a word, and return what lets it raise KeyboardInterrupt again.

    Within an import, and at the end of the process, Python would show a traceback or lose the interrupt. There is
    nothing to clean up then. Interrupts that are ignored stay so.
    """
    import signal  # noqa: PLC0415 - not for `--version`

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:
        return lambda: None
    signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    return lambda: signal.signal(signal.SIGINT, before)


def _not_raised(lost: "sys.UnraisableHookArgs") -> None:
    """End at once at an interrupt inside an extension, which Python would report and then forget."""
    if lost.exc_type is KeyboardInterrupt:
        os._exit(_INTERRUPTED)
    sys.__unraisablehook__(lost)


def _told(error: OSError) -> str:
    try:
        os.getcwd()  # noqa: PTH109 - pathlib is not imported yet
    except FileNotFoundError:
        return "Error: the working folder was deleted\nHint: 'cd' to one that is there\n"
    return f"Error: {error.strerror or error}\n"


def _close_quietly() -> None:
    """Give Python's last flush an open file, since the reader has left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
