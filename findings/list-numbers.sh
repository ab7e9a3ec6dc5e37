#!/bin/sh
# A numbered list begins with 1 whatever its start is, and a reversed one ends with 0.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "sulguk==0.12.0"
"$folder/venv/bin/python" - <<'END'
from importlib.metadata import version

from sulguk import transform_html


def numbers(opening, items="<li>а</li><li>б</li><li>в</li>"):
    lines = transform_html(f"<ol{opening}>{items}</ol>").text.split("\n")
    return [line.split(".")[0] for line in lines if line]


print("sulguk", version("sulguk"))
seen = {opening: numbers(opening) for opening in ("", ' start="5"', " reversed", ' reversed start="5"')}
for opening, found in seen.items():
    print(f"<ol{opening}>", *found)
first = numbers("", '<li value="5">а</li><li>б</li>')
print('<ol><li value="5">', *first)
raise SystemExit(
    seen[""] != ["1", "2", "3"]
    or seen[' start="5"'] != ["1", "2", "3"]
    or seen[" reversed"] != ["2", "1", "0"]
    or seen[' reversed start="5"'] != ["2", "1", "0"]
    or first != ["5", "6"]
)
END
