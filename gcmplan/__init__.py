"""gcmplan: a command-line workplan and timeline manager."""

__version__ = "0.2.0"
