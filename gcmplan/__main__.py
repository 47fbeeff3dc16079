"""`python -m gcmplan`, and what the installed command starts."""

import sys

from gcmplan import __version__


def main() -> None:
    """Run the command line; the bare `--version` is answered before anything is imported."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"gcmplan {__version__}\n")
        return
    from gcmplan.cli.app import main as run  # noqa: PLC0415 - half of the start-up

    run()


if __name__ == "__main__":
    main()
