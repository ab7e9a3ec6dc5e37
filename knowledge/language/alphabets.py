"""Alphabets: which script a text is in, and which letters only one language has."""

import re

CYRILLIC = re.compile(r"[\u0400-\u052f]")
LATIN = re.compile(r"[a-z\u00c0-\u024f]", re.IGNORECASE)
UKRAINIAN_ONLY = re.compile(r"[іїєґ]")
RUSSIAN_ONLY = re.compile(r"[ыэъё]")
