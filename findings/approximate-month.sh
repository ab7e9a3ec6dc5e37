#!/bin/sh
# An approximate month is widened by a year and a month at each end, an approximate day by a day more.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "edtf==5.0.2"
"$folder/venv/bin/python" - <<'END'
from importlib.metadata import version

from edtf import parse_edtf


def fuzzy(text):
    date = parse_edtf(text)
    return ["-".join(f"{part:02}" for part in end[:3]) for end in (date.lower_fuzzy(), date.upper_fuzzy())]


print("edtf", version("edtf"))
print("Its README widens 1979-08~ by one month: 1979-07-01 to 1979-09-30.")
seen = {text: fuzzy(text) for text in ("1979-08~", "2011-07-27~")}
for text, ends in seen.items():
    print(text, "is taken for", *ends)
raise SystemExit(
    seen != {"1979-08~": ["1978-07-01", "1980-09-30"], "2011-07-27~": ["2010-06-26", "2012-08-28"]}
)
END
