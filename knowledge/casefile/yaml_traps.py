"""What a file of YAML may lose without a word: texts that are taken for other things, and what a merge left behind."""

import re

import yaml

_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |\r?$)", re.MULTILINE)
CONFLICT = "has a conflict marker of git; decide which lines hold, and remove the markers"
"""What is wrong with such a file, and what to do."""


def conflict_marker(text: str) -> int | None:
    """Return the line, from 1, of the first mark that a merge of git left behind; None without one."""
    found = _CONFLICT.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def retyped(text: str) -> bool:
    """Whether YAML takes a text without quotation marks for a number, a date, true, false or nothing."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], [])
    return any(pattern.match(text) for _, pattern in resolvers)
