"""Alphabets: the letters of the two scripts that are read."""

import re

CYRILLIC = re.compile(r"[\u0400-\u052f]")
LATIN = re.compile(r"[a-z\u00c0-\u024f]", re.IGNORECASE)
