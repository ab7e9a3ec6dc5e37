"""The bot process: configuration, command line, intake, storage and the console."""

__version__ = "0.1.0"
