"""`python -m gcmplan`, and what the installed command starts."""

import atexit
import gc
import sys

from gcmplan import __version__


def main() -> None:
    """Run the command line; the bare `--version` is answered before anything is imported."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"gcmplan {__version__}\n")
        return
    # A command is short and makes few cycles: collecting them would cost more than half of a large load, and at the end
    # of the process a tenth of a small one.
    gc.disable()
    atexit.register(gc.freeze)
    from gcmplan.cli.app import main as run  # noqa: PLC0415 - half of the start-up

    run()


if __name__ == "__main__":
    main()
