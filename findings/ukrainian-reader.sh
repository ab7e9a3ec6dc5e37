#!/bin/sh
# Of Russian and English a reader of Ukrainian or Belarusian is given Russian, in whatever order they are offered.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "langcodes==3.5.1"
"$folder/venv/bin/python" - <<'END'
from importlib.metadata import version

from langcodes import closest_match

print("langcodes", version("langcodes"))
seen = {}
for reader, offered in (("uk", "en ru"), ("be", "en ru"), ("ru", "en uk"), ("be", "en uk"), ("kk", "en ru"), ("lv", "en ru")):
    seen[reader, offered] = closest_match(reader, offered.split())
    print("a reader of", reader, "is offered", offered, "->", *seen[reader, offered])
expected = {
    ("uk", "en ru"): ("ru", 24),
    ("be", "en ru"): ("ru", 24),
    ("ru", "en uk"): ("und", 1000),
    ("be", "en uk"): ("und", 1000),
    ("kk", "en ru"): ("und", 1000),
    ("lv", "en ru"): ("und", 1000),
}
raise SystemExit(seen != expected)
END
